"""Each kind of field of strategy.yaml: what it takes, what it refuses, and what is said at which line and column."""

from __future__ import annotations

from oneplace.place import Strategy
from tests.place.build import REST, outcome, table, taken


def strategy(lines: str) -> str:
    return f"{lines}\n" + "".join(line for key, line in REST.items() if not f"\n{lines}".count(f"\n{key}:"))


@table(
    """
    title: An example
    """,
    """
    title: 2020
    > 1:8 T03 title 2020 is not text. Quote it: `title: "2020"`.
    """,
    """
    title: ""
    > 1:8 T03 title '' is not right: string should have at least 1 character. Correct `title`.
    """,
    """
    title:
    > 1:1 T03 title is empty. Write text after `title:`, or take the key out.
    """,
    """
    title: true
    > 1:8 T03 title true is not text. Quote it: `title: "true"`.
    """,
    """
    title: [A, B]
    > 1:8 T03 title ['A', 'B'] is not text. Write text.
    """,
    """
    title: {a: b}
    > 1:8 T03 title {'a': 'b'} is not text. Write text.
    """,
    """
    titel: A
    > 1:1 T01 the key `titel` is not known here. Did you mean `title`?
    """,
    """
    zzz: A
    > 1:1 T01 the key `zzz` is not known here. The keys here are alignment, assurance_framework, benefits,
    >   better_care, budget, commentary, commitments, decisions, documents, duties, enablers, engagement, equality,
    >   events, figures, format, gaps, goals, governance, groups, horizons, id, improvement, lessons, limits,
    >   measures, mission, must_dos, objectives, outcomes, parents, partners, period, place, pooled_funds, principles,
    >   priorities, privacy, recovery_stages, risks, stages, summary, tensions, themes, title, values, version, vision,
    >   vision_points, workstreams.
    """,
    """
    format: place-strategy/2
    > 1:9 T03 format 'place-strategy/2' is not one of place-strategy/1. Write `format: place-strategy/1`.
    """,
    """
    id: 1st
    > 1:5 T03 id '1st' is not right: string should match pattern '^[A-Za-z][A-Za-z0-9_.-]*$'. Correct `id`.
    """,
    """
    id: a_b.c-D1
    """,
    """
    id: a b
    > 1:5 T03 id 'a b' is not right: string should match pattern '^[A-Za-z][A-Za-z0-9_.-]*$'. Correct `id`.
    """,
    """
    period: not_set
    """,
    """
    period: unknown
    > 1:9 T03 period 'unknown' is not a mapping (keys with values). Write a mapping (keys with values).
    """,
    """
    period: {start: not_set, end: 2024/25}
    """,
    """
    period: {start: 2024/26, end: soon}
    > 1:17 T03 start: '2024/26' is not a date of the calendar. Write a date such as 2024, 2024/25, 2024/25 Q1,
    >   2024-03, 2024-03-31, March 2024 or 2022 to 2024.
    > 1:31 T03 end: 'soon' is not a period or date. Write one such as 2024, 2024/25, 2024/25 Q1, 2024-03, 2024-03-31,
    >   March 2024 or 2022 to 2024.
    """,
    """
    period: {strat: 2024}
    > 1:10 T01 the key `strat` is not known here. Did you mean `start`?
    """,
    """
    goals: not_set
    > 1:8 T03 goals 'not_set' is not a list. Put it in brackets: `goals: ['not_set']`.
    """,
    """
    goals: {id: G1, text: A}
    > 1:8 T03 goals {'id': 'G1', 'text': 'A'} is not a list. Start each item with `- `.
    """,
    """
    goals: [G1]
    > 1:9 T03 goals 'G1' is not a mapping (keys with values). Write a mapping (keys with values).
    """,
    """
    goals: [{id: G1}, {text: A}]
    > 1:9 T02 the key `text` is missing. Add `text: …`.
    > 1:19 T02 the key `id` is missing. Add `id: …`.
    """,
    """
    goals: [{id: G1, text: A, supports: G2}, {id: G2, text: A, supports: [G1, "2G"]}]
    > 1:75 T03 supports '2G' is not right: string should match pattern '^[A-Za-z][A-Za-z0-9_.:/-]*$'. Correct
    >   `supports`.
    """,
    """
    goals: [{id: G1, text: A, supports: {G2: yes}}]
    > 1:37 T03 supports {'G2': 'yes'} is not a list. Start each item with `- `.
    """,
    """
    stages: [start, {id: late, name: L}, 5]
    > 1:38 T03 stages 5 is not a mapping (keys with values). Write a mapping (keys with values).
    """,
    """
    place: {name: A, level: town}
    > 1:25 T03 level 'town' is not one of neighbourhood, place, system, region, service_area. Write `level: region`.
    """,
    """
    place: {name: A, level: place, codes: E06000045}
    """,
    """
    version: "1"
    > 1:10 T03 version '1' is not a mapping (keys with values). Write a mapping (keys with values).
    """,
    """
    version: {number: 1.5, state: Approved}
    > 1:19 T03 number 1.5 is not text. Quote it: `number: "1.5"`.
    > 1:31 T03 state 'Approved' is not one of draft, consultation, approved, in_refresh, replaced, not_set. Write
    >   `state: approved`.
    """,
    """
    budget: {state: no}
    > 1:17 T03 state 'no' is not one of set, not_applicable, not_set. Write `state: not_set`.
    """,
    """
    budget: {state: set, pool: "100", lines: [{name: A, amount: 5k}]}
    > 1:28 T03 pool '100' is not a number. Write a number without quotes or units, or leave `pool` out if it is not
    >   known.
    > 1:61 T03 amount '5k' is not a number. Write a number without quotes or units, or leave `amount` out if it is not
    >   known.
    """,
    """
    budget: {state: set, pool: 1e3, lines: [{name: A, amount: -5}]}
    """,
    """
    limits: {moves: 2.0}
    > 1:17 T03 moves 2.0 is not a whole number. Write a whole number.
    """,
    """
    limits: {moves: 2.5, items_per_owner: ten}
    > 1:17 T03 moves 2.5 is not a whole number. Write a whole number.
    > 1:39 T03 items_per_owner 'ten' is not a whole number. Write a whole number without quotes or units, or leave
    >   `items_per_owner` out if it is not known.
    """,
    """
    documents:
    - {id: D, title: A, available: yes}
    - {id: E, title: B, available: "false"}
    - {id: F, title: C, available: Off}
    > 2:32 T03 available 'yes' is not true or false. In YAML 1.2 `yes` is text: write `available: true`.
    > 3:32 T03 available 'false' is not true or false. Write true or false.
    > 4:32 T03 available 'Off' is not true or false. In YAML 1.2 `Off` is text: write `available: false`.
    """,
    """
    documents: [{id: D, title: A, available: true, date: 5 May 2019}, {id: E, title: B, available: 1}]
    > 1:96 T03 available 1 is not true or false. Write true or false.
    """,
    """
    risks: [{id: R, cause: A, event: B, effect: C, current: [0, 5], target: [1, 6]}]
    > 1:58 T03 current 0 is not right: input should be greater than or equal to 1. Correct `current`.
    > 1:77 T03 target 6 is not right: input should be less than or equal to 5. Correct `target`.
    """,
    """
    risks: [{id: R, cause: A, event: B, effect: C, current: [1], target: [1, 2, 3]}]
    > 1:57 T03 current [1] has too few items. Add what is missing.
    > 1:70 T03 target [1, 2, 3] is not right: tuple should have at most 2 items after validation, not 3. Correct
    >   `target`.
    """,
    """
    risks: [{id: R, cause: A, event: B, effect: C, current: 5, appetite: 26}]
    > 1:57 T03 current 5 is not a list. Put it in brackets: `current: [5]`.
    > 1:70 T03 appetite 26 is not right: input should be less than or equal to 25. Correct `appetite`.
    """,
    """
    risks: [{id: R, cause: A, event: B, effect: C, current: [1, 5], appetite: 25}]
    """,
    """
    risks: [{id: R, cause: A, event: B, effect: C, appetite: 0, owner: Anna}]
    > 1:58 T03 appetite 0 is not right: input should be greater than or equal to 1. Correct `appetite`.
    > 1:68 T03 owner 'Anna' is not a mapping (keys with values). Write `owner: {org: …}`, or `owner: not_set` while it
    >   is not known.
    """,
    """
    workstreams: [{id: W, name: A, lead: {role: Director}, milestones: [{id: M, text: A, state: finished}]}]
    > 1:38 T02 the key `org` is missing. Add `org: …`.
    > 1:93 T03 state 'finished' is not one of planned, in_progress, done, stopped. Write `state: planned`.
    """,
    """
    assurance_framework: [{id: A, text: A, assurances: [{text: B, line: 0}, {text: C, line: 4}, {text: D, line: 1}]}]
    > 1:69 T03 line 0 is not right: input should be greater than or equal to 1. Correct `line`.
    > 1:89 T03 line 4 is not right: input should be less than or equal to 3. Correct `line`.
    """,
    """
    partners: [{id: a, name: A, kind: charity, from: 2024-13, til: 2025}]
    > 1:35 T03 kind 'charity' is not one of local_authority, nhs_commissioner, nhs_provider, primary_care,
    >   social_care_provider, vcse, third_sector, patient_voice, blue_light, education, regulator, government,
    >   community, workforce, business, partnership. Write `kind: local_authority`.
    > 1:50 T03 from: '2024-13' is not a date of the calendar. Write a date such as 2024, 2024/25, 2024/25 Q1, 2024-03,
    >   2024-03-31, March 2024 or 2022 to 2024.
    > 1:59 T01 the key `til` is not known here. Did you mean `until`?
    """,
    """
    governance: {boards: [{id: B, name: A, role: monitors, cycle: fortnightly}], approvals: [{body: A, act: agrees}]}
    > 1:63 T03 cycle 'fortnightly' is not one of daily, weekly, monthly, bimonthly, quarterly, six_monthly, annual,
    >   as_needed, not_set. Write `cycle: monthly`.
    > 1:105 T03 act 'agrees' is not one of recommends, approves, endorses, reviews, notes, calls_in. Write `act:
    >   reviews`.
    """,
    """
    engagement: [{id: E, text: A, ongoing: true}, {id: F, text: B, ongoing: yes}]
    > 1:40 T03 ongoing true is not one of yes, no. Write `ongoing: yes`.
    """,
)
def test_a_strategy(case):
    taken(case, Strategy, of=strategy)


@table(
    """
    baseline: {period: 2018/19, value: 11}
    """,
    """
    baseline: 11
    > 2:13 T03 baseline 11 is not a mapping (keys with values). Write `baseline: {period: …, value: …}`, or
    >   `baseline: not_set` while it is not known.
    """,
    """
    baseline: {value: 11%}
    > 2:13 T02 the key `period` is missing. Add `period: …`.
    > 2:21 T03 value '11%' is not a number. Write a number without quotes or units, or `baseline: not_set` while it is
    >   not known.
    """,
    """
    target: {period: 2021/22, value: .5, history: [{was: not_set, on: 2020}, {was: some, on: 2020}]}
    > 2:82 T03 was 'some' is not a number. Write a number without quotes or units, or leave `was` out if it is not
    >   known.
    """,
    """
    trajectory: {2019/20: 10, last: 9, 2021/22: low}
    > 2:29 T03 last: 'last' is not a period or date. Write one such as 2024, 2024/25, 2024/25 Q1, 2024-03, 2024-03-31,
    >   March 2024 or 2022 to 2024.
    > 2:47 T03 2021/22 'low' is not a number. Write a number without quotes or units, or leave `2021/22` out if it is
    >   not known.
    """,
    """
    trajectory: [10, 9]
    > 2:15 T03 trajectory [10, 9] is not a mapping (keys with values). Write a mapping (keys with values).
    """,
    """
    gap_ambition: {dimension: sex, statistic: ratio, baseline: not_set}
    > 2:45 T03 statistic 'ratio' is not one of SII, RII, absolute_gap, relative_gap. Write `statistic: relative_gap`.
    """,
    """
    gap_ambition: {dimension: sex, statistic: RII, baseline: 1.4, target: 0}
    > 2:17 T03 gap_ambition: a gap set as RII is so many times, and one of its numbers is not above 0. Write 1
    >   where there is to be no gap, or another `statistic:`.
    """,
    """
    gap_ambition: {dimension: sex, statistic: relative_gap, baseline: -0.1, target: not_set}
    > 2:17 T03 gap_ambition: a gap set as relative_gap is so many times, and one of its numbers is not above 0. Write 1
    >   where there is to be no gap, or another `statistic:`.
    """,
    """
    gap_ambition: {dimension: sex, statistic: RII, actuals: {"2021": 1.2, "2022": 0}}
    > 2:17 T03 gap_ambition: a gap set as RII is so many times, and one of its numbers is not above 0. Write 1
    >   where there is to be no gap, or another `statistic:`.
    """,
    """
    gap_ambition: {dimension: sex, statistic: SII, baseline: -0.1, target: 0, actuals: {"2021": 0}}
    """,
    """
    gap_ambition: {dimension: sex, statistic: RII, baseline: 0.001, target: 1, actuals: {"2021": 0.9}}
    """,
    """
    reporting_cycle: yearly
    > 2:20 T03 reporting_cycle 'yearly' is not one of daily, weekly, monthly, bimonthly, quarterly, six_monthly,
    >   annual, as_needed, not_set. Write `reporting_cycle: annual`.
    """,
    """
    groups: []
    enablers: [E1, ""]
    > 3:18 T03 enablers '' is not right: string should match pattern '^[A-Za-z][A-Za-z0-9_.:/-]*$'. Correct
    >   `enablers`.
    """,
)
def test_an_outcome(case):
    taken(case, Strategy, of=lambda lines: strategy(outcome(lines)))


@table(
    """
    outcomes: [{id: O1, text: A, provenance: agreed}]
    > 1:12 T03 outcomes: the outcome O1 is bound to no measure. Add `measure: <id>`, `published: <publisher>:<id>`, or
    >   `gap: <id of a known gap>`.
    """,
    """
    outcomes: [{id: O1, text: A, provenance: not_set, published: ons}, {id: O2, text: B, provenance: agreed, gap: G}]
    """,
    """
    outcomes: [{id: O1, text: A, provenance: agreed, measures: []}, {id: O2, text: B, provenance: agreed, measures: m}]
    > 1:12 T03 outcomes: the outcome O1 is bound to no measure. Add `measure: <id>`, `published: <publisher>:<id>`, or
    >   `gap: <id of a known gap>`.
    """,
    """
    outcomes: [{id: O1, text: A, provenance: not_set, measure: m, target: {period: 2021/22, value: 8}}]
    > 1:12 T03 outcomes: the outcome O1 has numbers, yet its provenance is not_set. Say where they come from:
    >   `provenance: published`, local, agreed or illustrative.
    """,
    """
    outcomes: [{id: O, text: A, provenance: not_set, gap: G, baseline: {period: 2021, value: 8, provenance: local}}]
    """,
    """
    outcomes: [{id: O, text: A, provenance: not_set, gap: G, baseline: {period: 2021, value: 8, provenance: not_set}}]
    > 1:12 T03 outcomes: the outcome O has numbers, yet its provenance is not_set. Say where they come from:
    >   `provenance: published`, local, agreed or illustrative.
    """,
    """
    outcomes: [{id: O1, text: A, provenance: not_set, measure: m, trajectory: {2021/22: 8}}]
    > 1:12 T03 outcomes: the outcome O1 has numbers, yet its provenance is not_set. Say where they come from:
    >   `provenance: published`, local, agreed or illustrative.
    """,
    """
    outcomes: [{id: O1, text: A, provenance: guess, measure: m}]
    > 1:42 T03 provenance 'guess' is not one of published, local, agreed, illustrative, not_set. Write `provenance:
    >   agreed`.
    """,
)
def test_an_outcome_is_bound_and_its_numbers_have_a_source(case):
    taken(case, Strategy, of=strategy)
