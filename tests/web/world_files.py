"""The files and rows of the invented place: what somebody would have written, and what every page may meet."""

from __future__ import annotations

PLACE = """
format: place/1
id: testton
name: Southampton
level: place
areas: [{code: E06000045, name: Southampton, kind: unitary}]
comparators: [{code: E92000001, name: England}]
demonstration: true
small_numbers: {below: 5}
branding: {title: Health and care in Testton, organisation: Testton partners}
contact: {name: The Testton team, email: team@testton.example}
attribution: ["Contains public sector information licensed under the Open Government Licence v3.0."]
"""

STRATEGY = """
format: place-strategy/1
id: testton-strategy
title: Testton health and care strategy 2021 to 2028
version: {number: "1.0", state: approved}
period: {start: 2021-04, end: 2028-03}
place: {code: E06000045, name: Southampton, level: place}
vision: {text: A healthy Testton where everyone thrives}
commitments: [{id: C1, text: Confront deprivation}]
goals: [{id: G1, text: Reduce inequalities}]
stages: [{id: start_well, name: Start well}, {id: age_well, name: Age well}]
enablers: [{id: E1, name: Digital}]
partners:
  - {id: council, name: Testton City Council, kind: local_authority}
  - {id: old, name: NHS Testton, kind: nhs_commissioner, until: 2022-06, successor: council}
outcomes:
  - {id: A1, text: Fewer babies exposed to smoking before birth,
     question: "Are fewer babies exposed to smoking before birth?", stage: start_well, goals: [G1], measure: smoking,
     provenance: illustrative, owner: {org: council, role: Director of public health},
     baseline: {period: 2021/22, value: 12.0}, target: {period: 2027/28, value: 6.0},
     gap_ambition: {dimension: deprivation, statistic: SII, baseline: 9, target: 3, period: 2027/28}}
  - {id: A2, text: More babies breastfed, stage: start_well, measure: breastfeeding, provenance: illustrative,
     baseline: {period: 2021/22, value: 40.0}, target: {period: 2027/28, value: 50.0}}
  - {id: A3, text: Fewer falls, stage: age_well, measure: falls, provenance: not_set}
  - {id: A4, text: Faster ambulances, enablers: [E1], measure: ambulance, provenance: not_set}
  - {id: A5, text: Better buildings, commitments: [C1], gap: K1, provenance: not_set}
  - {id: A6, text: People die where they wish,
     measure: deaths_in_the_usual_place_of_residence_2019, provenance: not_set}
themes:
  - {id: start_well, title: Start well, asks: Do children start well?, life: start, stages: start_well,
     people: [sex/female], set_out: [sex, deprivation], chain: [deprivation], facets: {
       smoke: {title: Smoking, asks: Do fewer mothers smoke?, determinant: birth, here: [smoking, breastfeeding]},
       school: {title: School, asks: Are children ready for school?,
                plan: {number: Children ready for school, held_by: Department for Education}}}}
workstreams:
  - id: W1
    name: Smokefree pregnancy
    outcomes: [A1]
    scope: Maternity
    delivery_group: D1
    lead: {org: council, role: Midwife}
    milestones:
      - {id: M1, text: Test at every booking, due: 2024-12, state: done, evidence: audit}
      - {id: M2, text: An adviser in each clinic, due: 2025-03, after: [M1], duration: 20, lag: {M1: 5}}
risks:
  - {id: R1, cause: Posts unfunded, event: Clinics stop, effect: Fewer stop, outcomes: [A1],
     owner: {org: council}, inherent: [4, 4], current: [3, 4], target: [2, 3], appetite: 8, controls: [Funding],
     actions: [{text: Agree the money, due: 2026-06}]}
governance:
  boards: [{id: hwb, name: Health and Wellbeing Board, cycle: quarterly, role: receives_report,
            members: [Chair, Director, Nurse], quorum: 2, call_in_days: 5}]
  delivery_groups: [{id: D1, chair: {org: council}, reports_to: hwb}]
duties: [{id: DU1, statute: Equality Act 2010 s.149, text: Have due regard, state: open}]
commentary:
  - {id: S1, outcome: A1, run: 2025-12-31, by: {org: council, role: Director of public health},
     why: An adviser left., doing: The post is advertised.}
  - {id: S2, outcome: A1, run: 2026-01-31, on: 2026-02-02, by: {org: council, role: Director of public health},
     why: Two advisers left in the winter., doing: Both posts are filled.,
     next_step: {text: Train them., by: {org: council}, due: 2026-03}, provenance: illustrative}
  - {id: S3, outcome: A2, run: 2026-04-30, by: {org: council}, why: A secret of the board., doing: Nothing yet.,
     audience: board}
decisions:
  - {id: DEC1, title: Fund the clinics, body: Cabinet, on: 2026-06-10,
     outcomes: [A1], reasons: [Need], options: [{text: Do nothing}]}
  - {id: DEC2, title: Approve the strategy, body: Council, on: 2021-03-10,
     outcomes: [A1], reasons: [Need], options: [{text: Wait}]}
gaps: [{id: K1, text: No open measure of buildings exists, owner: {org: council}, due: 2026-03}]
"""

PATHWAYS = {
    # arrivals at 30, 60, …, 5,970 minutes; every stay takes 40: with one chair each second person is turned away
    "steady": """
format: pathway/1
id: steady
name: A clinic that runs like clockwork
provenance: illustrative
clock: minutes
run: 100 hours
patients:
  everybody:
    name: Everybody
    enters: clinic
    arrivals: {every: 30 minutes}
    deprivation: [40 %, 30 %, 10 %, 10 %, 10 %]
places:
  clinic: {name: Clinic, capacity: 1 chair, queue: 0 patients, stay: 40 minutes}
costs: {places.clinic: 10 GBP per visit}
carbon: {places.clinic: 2 kgCO2e per visit}
scenarios:
  second_chair: {name: A second chair, set: {places.clinic.capacity: 2 chairs}}
""",
    # Erlang C: two servers, 1.5 Erlangs, a mean wait of 9/7 of the stay
    "desk": """
format: pathway/1
id: desk
name: Two people at a desk
provenance: published
source: A textbook
note: Told in every textbook of queues.
clock: hours
warm_up: 10 days
run: 60 days
patients:
  young: {enters: desk, arrivals: {rate: 18 patients per day}}
  old: {name: Older people, enters: desk, arrivals: {rate: 18 patients per day}}
places:
  desk: {name: The desk, capacity: 2 seats, stay: {shape: exponential, mean: 1 hour}, next: {home: 40 %, done: 60 %}}
  home: {name: Home, stay: {shape: exponential, mean: 2 days}}
exits: [done]
growth:
  from: 2026
  to: 2036
  patients: {young: {beyond: 1 % per year}, old: {beyond: 2 % per year (1 to 3)}}
  mitigations: {by_post: {name: Answered by post, avoids: {young: 10 %}}}
  occupancy: {desk: 80 %}
""",
    # two full places that wait for each other
    "stuck": """
format: pathway/1
id: stuck
name: Two rooms that wait for each other
provenance: not_set
run: 20 days
patients:
  a: {enters: x, arrivals: {rate: 200 patients per day}}
  b: {enters: y, arrivals: {rate: 200 patients per day}}
places:
  x: {capacity: 1 bed, queue: 0 patients, stay: 1 hour, next: {y: 100 %}}
  y: {capacity: 1 bed, queue: 0 patients, stay: 1 hour, next: {x: 50 %, out: 50 %}}
exits: [out]
""",
    "broken": "format: pathway/1\nid: broken\nname: Not finished\n",
}

BREAKDOWNS = '{deprivation: "yes", ethnicity: "yes", sex: "n/a: mothers", age: "yes"}'
MEASURES = {
    "smoking": ("Smoking at time of delivery", "percent", "low_good", "annual"),
    "breastfeeding": ("Breastfeeding at 6 to 8 weeks", "percent", "high_good", "annual"),
    "falls": ("Emergency admissions from falls", "per_100k_dsr", "low_good", "annual"),
    "ambulance": ("Mean response, category 2", "minutes", "low_good", "monthly"),
    "deaths_in_the_usual_place_of_residence_2019": (
        "Deaths in the usual place of residence",
        "percent",
        "context",
        "annual",
    ),
}
ORIGIN = {
    "smoking": "synthetic",
    "breastfeeding": "published",
    "falls": "synthetic",
    "ambulance": "published",
    "deaths_in_the_usual_place_of_residence_2019": "recorded",
}
LEVEL = {
    "smoking": 11.0,
    "breastfeeding": 42.0,
    "falls": 2200.0,
    "ambulance": 28.0,
    "deaths_in_the_usual_place_of_residence_2019": 46.0,
}
CHART = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" role="img" aria-labelledby="{0}-desc">'
    '<title id="{0}-title">{0}</title><desc id="{0}-desc">A line.</desc>'
    '<metadata>The axis does not start at zero.</metadata><path d="M0 0L10 10" stroke="#000"/></svg>'
)
