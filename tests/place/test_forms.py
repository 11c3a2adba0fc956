"""Each kind of field of a place's files: what it takes, what it refuses, and what is said at which line and column."""

from __future__ import annotations

from textwrap import indent

from oneplace.place import Cohort, Measure, PlaceFile, Sources, Strategy
from oneplace.place.strategy.governance import Decision
from tests.place.build import REST, outcome, table, taken


def strategy(lines: str) -> str:
    return f"{lines}\n" + "".join(line for key, line in REST.items() if not f"\n{lines}".count(f"\n{key}:"))


def measure(lines: str) -> str:
    given = {
        "id": "a",
        "name": "A",
        "unit": "percent",
        "polarity": "low_good",
        "role": "outcome",
        "frequency": "annual",
        "expected_lag_months": "9",
    }
    rest = "".join(f"{key}: {word}\n" for key, word in given.items() if not f"\n{lines}".count(f"\n{key}:"))
    return f"{lines}\n{rest}"


def record(lines: str) -> str:
    return measure(f"compute:\n  from: record\n{indent(lines, '  ')}")


def dataset(lines: str) -> str:
    """A source with one dataset that begins with these lines."""
    rest = "" if "columns:" in lines else "columns: {nhs: nhs_number, day: date, ward: text}\n"
    rest += "" if "files:" in lines else "files: a.csv\n"
    return (
        "sources:\n- id: s\n  partner: P\n  system: S\n  datasets:\n  - "
        + indent(f"{lines}\n{rest}id: d", "    ").lstrip()
        + '\nformat: place-sources/1\nversion: "1"\nas_at: "2026-01-31"\nlocal_authorities: E06000045\n'
    )


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
    > 2:1 T03 title is empty. Write text after `title:`, or take the key out.
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
    > 1:1 T01 the key `zzz` is not known here. The keys here are alignment, assurance_framework, budget, commitments,
    >   decisions, documents, duties, enablers, engagement, equality, events, figures, format, gaps, goals, governance,
    >   groups, horizons, id, limits, measures, mission, objectives, outcomes, parents, partners, period, place,
    >   pooled_funds, principles, priorities, privacy, recovery_stages, risks, stages, summary, tensions, title, values,
    >   version, vision, vision_points, workstreams.
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
    > 1:68 T03 owner 'Anna' is not a mapping (keys with values). Write a mapping (keys with values).
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
    > 2:13 T03 baseline 11 is not a mapping (keys with values). Write a mapping (keys with values).
    """,
    """
    baseline: {value: 11%}
    > 2:13 T02 the key `period` is missing. Add `period: …`.
    > 2:21 T03 value '11%' is not a number. Write a number without quotes or units, or leave `value` out if it is not
    >   known.
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
    reporting_cycle: yearly
    > 2:20 T03 reporting_cycle 'yearly' is not one of daily, weekly, monthly, bimonthly, quarterly, six_monthly,
    >   annual, as_needed, not_set. Write `reporting_cycle: daily`.
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


@table(
    """
    unit: per cent
    > 1:7 T03 unit 'per cent' is not one of percent, per_1000, per_10k, per_100k, per_100k_dsr, per_1000_a_year,
    >   per_100k_a_year, seconds, minutes, hours, days, weeks, years, score, points, ratio, rank, count, people, beds,
    >   gbp, gbp_per_head, tonnes_per_head, patients_per_gp. Write `unit: percent`.
    """,
    """
    polarity: up
    role: outcomes
    frequency: yearly
    > 1:11 T03 polarity 'up' is not one of low_good, high_good, context. Write `polarity: low_good`.
    > 2:7 T03 role 'outcomes' is not one of outcome, process, experience, balancing, context. Write `role: outcome`.
    > 3:12 T03 frequency 'yearly' is not one of monthly, quarterly, annual, irregular. Write `frequency: quarterly`.
    """,
    """
    expected_lag_months: -1
    decimals: 7
    > 1:22 T03 expected_lag_months -1 is not right: input should be greater than or equal to 0. Correct
    >   `expected_lag_months`.
    > 2:11 T03 decimals 7 is not right: input should be less than or equal to 6. Correct `decimals`.
    """,
    """
    expected_lag_months: 120
    decimals: 6
    """,
    """
    expected_lag_months: 121
    decimals: -1
    > 1:22 T03 expected_lag_months 121 is not right: input should be less than or equal to 120. Correct
    >   `expected_lag_months`.
    > 2:11 T03 decimals -1 is not right: input should be greater than or equal to 0. Correct `decimals`.
    """,
    """
    id: Falls
    > 1:5 T03 id 'Falls' is not right: string should match pattern '^[a-z][a-z0-9_]*$'. Correct `id`.
    """,
    """
    id: falls_65
    supersedes: [old_one, Old]
    > 2:23 T03 supersedes 'Old' is not right: string should match pattern '^[a-z][a-z0-9_]*$'. Correct `supersedes`.
    """,
    """
    breakdowns: {deprivation: yes, sex: true, ward: yes}
    > 1:37 T03 sex true is not text. Quote it: `sex: "true"`.
    > 1:43 T01 the key `ward` is not known here. The keys here are age, deprivation, ethnicity, sex.
    """,
    """
    breakdowns: yes
    > 1:13 T03 breakdowns 'yes' is not a mapping (keys with values). Write a mapping (keys with values).
    """,
    """
    small_numbers: {below: 1, zeros: no, round_to: 0}
    > 1:24 T03 below 1 is not right: input should be greater than or equal to 2. Correct `below`.
    > 1:34 T03 zeros 'no' is not one of shown, suppressed. Write `zeros: shown`.
    > 1:48 T03 round_to 0 is not right: input should be greater than or equal to 1. Correct `round_to`.
    """,
    """
    small_numbers: {below: 2, zeros: suppressed, round_to: 100}
    """,
    """
    small_numbers: {below: 101, round_to: 101}
    > 1:24 T03 below 101 is not right: input should be less than or equal to 100. Correct `below`.
    > 1:39 T03 round_to 101 is not right: input should be less than or equal to 100. Correct `round_to`.
    """,
    """
    series_breaks: [{at: 2024, why: New codes}, {at: 2025}, {why: A}]
    > 1:45 T02 the key `why` is missing. Add `why: …`.
    > 1:57 T02 the key `at` is missing. Add `at: …`.
    """,
    """
    compute: {from: elsewhere}
    > 1:10 T03 compute {'from': 'elsewhere'} is not right: input tag 'elsewhere' found using 'source' | 'from' does
    >   not match any of the expected tags: 'record', 'published', 'recorded', 'quality'. Correct `compute`.
    """,
    """
    compute: {dataset: a}
    > 1:10 T03 compute {'dataset': 'a'} is not right: unable to extract tag using discriminator 'source' | 'from'.
    >   Correct `compute`.
    """,
    """
    compute: {from: published, dataset: a}
    > 1:10 T02 the key `series` is missing. Add `series: …`.
    """,
    """
    compute: {from: published, dataset: a, series: b, scale: 0}
    > 1:58 T03 scale 0 is not right: input should be greater than 0. Correct `scale`.
    """,
    r"""
    compute: {from: recorded, file: falls.csv}
    > 1:33 T03 file 'falls.csv' is not right: string should match pattern
    >   '^series/([\w-][\w.-]*/)*[\w-][\w.-]*\.csv$'. Correct `file`.
    """,
    """
    compute: {from: recorded, file: series/a/b-c.csv}
    """,
    r"""
    compute: {from: recorded, file: series/falls.xlsx}
    > 1:33 T03 file 'series/falls.xlsx' is not right: string should match pattern
    >   '^series/([\w-][\w.-]*/)*[\w-][\w.-]*\.csv$'. Correct `file`.
    """,
    """
    compute: {from: quality, aspect: beauty, field: a}
    > 1:34 T03 aspect 'beauty' is not one of completeness, validity, timeliness, uniqueness, consistency. Write
    >   `aspect: validity`.
    """,
)
def test_a_measure(case):
    taken(case, Measure, of=measure)


@table(
    """
    statistic: count
    events: {table: activity, where: "status = 'done'", date: end_at}
    """,
    """
    statistic: count
    events: {table: visits}
    > 4:19 T03 table 'visits' is not one of person, registration, address, activity, observation, plan. Write `table:
    >   activity`.
    """,
    """
    statistic: count
    events: {table: activity, where: "colour = 'red'"}
    > 4:11 T03 events: 'colour' is no column of table activity. Known are: activity_id, activity_type, clinician_code,
    >   commissioner_code, consultation_mechanism, cost_basis, cost_gbp, end_at, load_id, method_code,
    >   organisation_code, outcome_code, parent_activity_id, person_id, priority_code, quantity, quantity_unit,
    >   ready_at, requested_at, seen_at, site_code, source_code, source_dataset, source_record_id, specialty_code,
    >   start_at, status.
    """,
    """
    statistic: count
    events: {table: activity, date: finished}
    > 4:11 T03 events: 'finished' is no column of table activity. Known are: activity_id, activity_type,
    >   clinician_code, commissioner_code, consultation_mechanism, cost_basis, cost_gbp, end_at, load_id, method_code,
    >   organisation_code, outcome_code, parent_activity_id, person_id, priority_code, quantity, quantity_unit,
    >   ready_at, requested_at, seen_at, site_code, source_code, source_dataset, source_record_id, specialty_code,
    >   start_at, status.
    """,
    """
    statistic: count
    events: {table: activity, where: "count(*) > 1"}
    > 4:36 T03 where: 'COUNT(*)' can't stand in an expression: write a comparison or a sum over columns only.
    """,
    """
    statistic: count
    > 2:3 T03 compute: `each: person` has no events; every other has `events`.
    """,
    """
    statistic: count
    each: person
    """,
    """
    statistic: count
    each: person
    events: {table: activity}
    > 2:3 T03 compute: `each: person` has no events; every other has `events`.
    """,
    """
    statistic: count
    each: open_event
    events: {table: observation}
    > 2:3 T03 compute: `each: open_event` counts activities: write `table: activity`.
    """,
    """
    statistic: proportion
    events: {table: activity}
    > 2:3 T03 compute: a proportion needs `numerator`.
    """,
    """
    statistic: proportion
    events: {table: activity}
    numerator: status = 'done'
    """,
    """
    statistic: mean
    events: {table: activity}
    > 2:3 T03 compute: a mean needs `quantity`.
    """,
    """
    statistic: rate
    events: {table: activity}
    numerator: "TRUE"
    > 2:3 T03 compute: a rate has no `numerator`.
    """,
    """
    statistic: percentile
    percentile: 1
    events: {table: activity}
    quantity: quantity
    > 4:15 T03 percentile 1 is not right: input should be less than 1. Correct `percentile`.
    """,
    """
    statistic: percentile
    percentile: 0.999
    events: {table: activity}
    quantity: quantity
    """,
    """
    statistic: rate
    each: person
    > 2:3 T03 compute: a rate counts events (`each: event`) in a registered population.
    """,
    """
    statistic: rate
    events: {table: activity}
    population: {registration: none}
    > 2:3 T03 compute: a rate counts events (`each: event`) in a registered population.
    """,
    """
    statistic: rate
    events: {table: activity}
    per: 0
    > 5:8 T03 per 0 is not right: input should be greater than 0. Correct `per`.
    """,
    """
    statistic: count
    events: {table: activity}
    standardise: ESP2013
    > 2:3 T03 compute: only a rate can be standardised.
    """,
    """
    statistic: rate
    events: {table: activity}
    standardise: ESP2013
    population: {min_age: 65, max_age: 65, sex: F, cohort: frail}
    """,
    """
    statistic: count
    events: {table: activity}
    population: {min_age: 65, max_age: 64}
    > 5:15 T03 population: max_age is below min_age.
    """,
    """
    statistic: count
    events: {table: activity}
    population: {min_age: 121, max_age: -1, sex: X}
    > 5:25 T03 min_age 121 is not right: input should be less than or equal to 120. Correct `min_age`.
    > 5:39 T03 max_age -1 is not right: input should be greater than or equal to 0. Correct `max_age`.
    > 5:48 T03 sex 'X' is not one of F, M. Write `sex: F`.
    """,
    """
    statistic: count
    events: {table: activity}
    population: {registration: none, sex: F}
    > 5:15 T03 population: `registration: none` knows nothing of people, so it can't ask for age, sex or cohort.
    """,
    """
    statistic: count
    events: {table: activity}
    population: {registration: none, max_age: 0}
    > 5:15 T03 population: `registration: none` knows nothing of people, so it can't ask for age, sex or cohort.
    """,
    """
    statistic: count
    events: {table: activity}
    keep: again
    related: {again: {table: activity}}
    """,
    """
    statistic: count
    events: {table: activity}
    keep: agian
    related: {again: {table: activity}}
    > 2:3 T03 compute: 'agian' is no column of this measure's rows. Known are: activity_id, activity_type, again,
    >   clinician_code, commissioner_code, consultation_mechanism, cost_basis, cost_gbp, end_at, event_date, load_id,
    >   method_code, organisation_code, outcome_code, parent_activity_id, person_id, priority_code, quantity,
    >   quantity_unit, ready_at, requested_at, seen_at, site_code, source_code, source_dataset, source_record_id,
    >   specialty_code, start_at, status.
    """,
    """
    statistic: count
    events: {table: activity}
    related: {again: {table: activity, take: first}}
    > 5:20 T03 again: `take: first` needs a value.
    """,
    """
    statistic: count
    events: {table: activity}
    related: {again: {table: activity, take: count, value: quantity}}
    > 5:20 T03 again: `take: count` needs no value.
    """,
    """
    statistic: count
    events: {table: activity}
    related: {again: {table: activity, take: lowest, value: colour}}
    > 5:20 T03 again: 'colour' is no column of table activity. Known are: activity_id, activity_type, clinician_code,
    >   commissioner_code, consultation_mechanism, cost_basis, cost_gbp, end_at, load_id, method_code,
    >   organisation_code, outcome_code, parent_activity_id, person_id, priority_code, quantity, quantity_unit,
    >   ready_at, requested_at, seen_at, site_code, source_code, source_dataset, source_record_id, specialty_code,
    >   start_at, status.
    """,
    """
    statistic: count
    events: {table: activity}
    related: {again: {table: plan, match: activity}}
    > 5:20 T03 again: rows of plan belong to a person: write `match: person`.
    """,
    """
    statistic: count
    events: {table: activity}
    related: {again: {table: observation, match: children}}
    > 5:20 T03 again: `match: children` is about activities: write `table: activity`.
    """,
    """
    statistic: count
    events: {table: activity}
    related: {again: {table: observation, match: activity, where: recorded_date > event_date, from_days: 0}}
    """,
    """
    statistic: count
    events: {table: activity}
    related: {Again: {table: activity, from_days: 1.5}}
    > 5:13 T03 Again 'Again' is not right: string should match pattern '^[a-z][a-z0-9_]*$'. Correct `Again`.
    > 5:49 T03 from_days 1.5 is not a whole number. Write a whole number.
    """,
    """
    statistic: count
    events: {table: activity}
    period: month
    > 1:1 T03 the file: frequency is annual, but compute.period is month.
    """,
)
def test_a_measure_of_the_record(case):
    taken(case, Measure, of=record)


@table(
    """
    id: a
    name: A
    """,
    """
    id: a
    > 1:1 T02 the key `name` is missing. Add `name: …`.
    """,
    """
    name: A
    areas: [{code: E06000045}, {name: A}, E06000045]
    > 1:1 T02 the key `id` is missing. Add `id: …`.
    > 2:9 T02 the key `name` is missing. Add `name: …`.
    > 2:28 T02 the key `code` is missing. Add `code: …`.
    > 2:39 T03 areas 'E06000045' is not a mapping (keys with values). Write a mapping (keys with values).
    """,
    """
    id: a
    name: A
    demonstration: yes
    level: city
    format: place/2
    > 3:16 T03 demonstration 'yes' is not true or false. In YAML 1.2 `yes` is text: write `demonstration: true`.
    > 4:8 T03 level 'city' is not one of neighbourhood, place, system, region, service_area. Write `level: place`.
    > 5:9 T03 format 'place/2' is not one of place/1. Write `format: place/1`.
    """,
    """
    id: a
    name: A
    demonstration: "no"
    population: {value: many, provenance: guess}
    > 3:16 T03 demonstration 'no' is not true or false. In YAML 1.2 `no` is text: write `demonstration: false`.
    > 4:21 T03 value 'many' is not a number. Write a number without quotes or units, or leave `value` out if it is not
    >   known.
    > 4:39 T03 provenance 'guess' is not one of published, local, agreed, illustrative, not_set. Write `provenance:
    >   agreed`.
    """,
    """
    id: a
    name: A
    population: {value: 5}
    contact: {email: a@example.org}
    attribution: Crown copyright
    > 3:13 T02 the key `provenance` is missing. Add `provenance: …`.
    > 4:10 T02 the key `name` is missing. Add `name: …`.
    > 5:14 T03 attribution 'Crown copyright' is not a list. Put it in brackets: `attribution: ['Crown copyright']`.
    """,
    """
    id: a
    name: A
    small_number: {below: 5}
    > 3:1 T01 the key `small_number` is not known here. Did you mean `small_numbers`?
    """,
)
def test_place_yaml(case):
    taken(case, PlaceFile)


@table(
    """
    {id: frail, name: A, definition: B, entry: {table: activity}}
    """,
    """
    {id: frail, name: A, entry: {table: activity}, exit: {table: people}}
    > 1:1 T02 the key `definition` is missing. Add `definition: …`.
    > 1:62 T03 table 'people' is not one of person, registration, address, activity, observation, plan. Write `table:
    >   person`.
    """,
    """
    {id: frail, name: A, definition: B, entry: {table: activity, where: "age > 65"}}
    > 1:44 T03 entry: 'age' is no column of table activity. Known are: activity_id, activity_type, clinician_code,
    >   commissioner_code, consultation_mechanism, cost_basis, cost_gbp, end_at, load_id, method_code,
    >   organisation_code, outcome_code, parent_activity_id, person_id, priority_code, quantity, quantity_unit,
    >   ready_at, requested_at, seen_at, site_code, source_code, source_dataset, source_record_id, specialty_code,
    >   start_at, status.
    """,
)
def test_a_cohort(case):
    taken(case, Cohort)


@table(
    """
    {id: D, title: A, key_decision: yes, on: not_set, reasons: A, options: [{text: B}]}
    """,
    """
    {id: D, title: A, key_decision: true, on: tomorrow, options: [{txt: B}], wards: 5}
    > 1:33 T03 key_decision true is not one of yes, no. Write `key_decision: yes`.
    > 1:43 T03 on: 'tomorrow' is not a period or date. Write one such as 2024, 2024/25, 2024/25 Q1, 2024-03,
    >   2024-03-31, March 2024 or 2022 to 2024.
    > 1:63 T02 the key `text` is missing. Add `text: …`.
    > 1:64 T01 the key `txt` is not known here. Did you mean `text`?
    > 1:81 T03 wards 5 is not a list. Put it in brackets: `wards: [5]`.
    """,
)
def test_a_decision(case):
    taken(case, Decision)


@table(
    """
    key: [nhs, day]
    """,
    """
    files: ../other/a.csv
    > 6:12 T03 files: '../other/a.csv' leads out of the source's folder, and nothing outside it is read.
    """,
    """
    files: /etc/a.csv
    > 6:12 T03 files: '/etc/a.csv' leads out of the source's folder, and nothing outside it is read.
    """,
    """
    files: a..b.csv
    """,
    """
    delimiter: ";;"
    encoding: utf-9
    format: xlsx
    > 6:16 T03 delimiter ';;' is not right: string should have at most 1 character. Correct `delimiter`.
    > 7:15 T03 encoding 'utf-9' is not one of utf-8, latin-1, utf-16. Write `encoding: utf-8`.
    > 8:13 T03 format 'xlsx' is not one of csv, ndjson, parquet. Write `format: csv`.
    """,
    """
    key: [nhs, dob]
    > 6:5 T03 datasets: d: there is no column dob.
    """,
    """
    columns: {nhs: required nhs_number, day: {type: date, format: "%d/%m/%Y"}, ward: {}}
    """,
    """
    columns: {nhs: requird date, day: a b c, ward: {type: date, format: "%Q"}}
    > 6:20 T03 nhs 'requird date' is not a mapping (keys with values). Write a mapping (keys with values).
    > 6:39 T03 day 'a b c' is not a mapping (keys with values). Write a mapping (keys with values).
    > 6:73 T03 format '%Q' is not right: string should match pattern '^([^%]|%[dmYybBjHMSIp])+$'. Correct `format`.
    """,
    """
    columns: {_nhs: text}
    > 6:5 T03 datasets: d: a column can't be called _nhs. Oneplace uses that name itself.
    """,
    """
    columns: {item: text}
    > 6:5 T03 datasets: d: a column can't be called item. Oneplace uses that name itself.
    """,
    """
    columns: {as_at: date}
    > 6:5 T03 datasets: d: a column can't be called as_at. Oneplace uses that name itself.
    """,
    """
    columns: {nhs: {path: a.b}}
    > 6:5 T03 datasets: d: the column nhs has a path, which only ndjson has.
    """,
    """
    columns: {nhs: text}
    format: ndjson
    > 6:5 T03 datasets: d: the column nhs needs a path.
    """,
    """
    columns: {nhs: {path: a.b}}
    format: ndjson
    """,
    """
    columns: {nhs: {path: a..b}}
    format: ndjson
    > 6:5 T03 datasets: `a..b` is not a path that can be read: names, [n] and .where(field = 'text'), joined by dots.
    """,
    """
    person: nhs
    facts: {nhs_number: nhs, birth_date: day}
    """,
    """
    person: nhs
    facts: {height: day}
    > 6:5 T03 datasets: d: a person has no fact height; they have as_of, nhs_number, nhs_number_status, given_name,
    >   family_name, birth_date, birth_date_precision, sex, postcode, uprn, phone, email, ethnic_category, death_date,
    >   underlying_cause_icd10, place_of_death, main_language, interpreter_required.
    """,
    """
    facts: {birth_date: day}
    > 6:5 T03 datasets: d: facts about a person need `person`, the source's key of them.
    """,
    """
    person: nhs
    person_of: d.nhs
    > 6:5 T03 datasets: d: give `person` or `person_of`, not both.
    """,
    """
    person_of: other.nhs
    > 1:1 T03 the file: s.d: person_of must name a dataset here and a column of both.
    """,
    """
    person: nhs
    facts: {birth_date: dya}
    > 6:5 T03 datasets: d: `dya` uses the column dya, which the file does not declare.
    """,
    """
    happened: max(day)
    > 6:5 T03 datasets: d: `max(day)` uses MAX(day): a mapping is one expression over the file's columns, without
    >   sub-queries, aggregates or other functions than those listed in docs/reference/sources.md.
    """,
    """
    refuse: [{when: day > as_at, because: It lies ahead}]
    """,
    """
    refuse: [{when: day > today, because: It lies ahead}]
    > 6:5 T03 datasets: d: `day > today` uses the column today, which the file does not declare.
    """,
    """
    rows: [{table: preference, values: {preference_type: "'opt_out'", value: "'yes'"}}]
    > 6:5 T03 datasets: d: rows of preference need `person`, the source's key of whom they are about.
    """,
    """
    person: nhs
    rows: [{table: preference, values: {preference_type: "'opt_out'"}}]
    > 7:12 T03 rows: Every row of preference needs value.
    """,
    """
    person: nhs
    rows: [{table: preference, values: {preference_type: 1, value: 2.5, colour: "'red'"}}]
    > 7:12 T03 rows: preference has no column colour. Write one of preference_type, value, start_date, end_date.
    """,
    """
    person: nhs
    rows: [{table: visits, values: {}}]
    > 7:20 T03 table 'visits' is not one of registration, address, preference, activity, observation, plan,
    >   organisation, place_of_address. Write `table: activity`.
    """,
    """
    rows: [{table: observation, values: {kind: "'finding'", recorded_date: day, code: item}, each: [ward]}]
    """,
    """
    rows: [{table: observation, values: {kind: "'finding'", recorded_date: day, code: item}}]
    > 6:5 T03 datasets: d: `item` uses the column item, which the file does not declare.
    """,
    """
    rows: [{table: observation, values: {kind: "'thought'", recorded_date: day}, one_per: bed}]
    > 6:12 T03 rows: thought is not one of diagnosis, procedure, medication, measurement, immunisation, finding,
    >   score, need.
    """,
    """
    rows: [{table: observation, values: {kind: "'finding'", recorded_date: day}, one_per: bed}]
    > 6:5 T03 datasets: d: there is no column bed.
    """,
    """
    rows: [{table: observation, values: {kind: "'finding'", recorded_date: day, parent_record_id: ward}}]
    > 6:12 T03 rows: parent_record_id and parent_type go together.
    """,
    """
    rows:
    - {table: observation, values: {kind: "'finding'", recorded_date: day}, parent_type: referral, parent_source: t}
    > 7:7 T03 rows: parent_record_id and parent_type go together.
    """,
    """
    rows:
    - table: observation
      values: {kind: "'finding'", recorded_date: day, parent_record_id: ward}
      parent_type: referral
      parent_source: t
    > 1:1 T03 the file: s.d: there is no source t.
    """,
    """
    columns: {day: date, ward: {codelist: wards}}
    > 1:1 T03 the file: s.d: there is no codelist wards.
    """,
)
def test_a_dataset_of_sources_yaml(case):
    taken(case, Sources, of=dataset)


@table(
    """
    format: place-sources/1
    version: 1
    as_at: yesterday
    local_authorities: []
    sources: []
    > 2:10 T03 version 1 is not text. Quote it: `version: "1"`.
    > 3:8 T03 as_at 'yesterday' is not right: input should be a valid date or datetime, input is too short. Correct
    >   `as_at`.
    > 5:10 T03 sources [] is not right: tuple should have at least 1 item after validation, not 0. Correct `sources`.
    """,
    """
    format: place-sources/1
    version: "1"
    as_at: "2026-01-31"
    complete_from: "2026-02-30"
    local_authorities: E06000045
    sources: [{id: s, partner: P, system: S, datasets: []}]
    > 4:16 T03 complete_from '2026-02-30' is not right: input should be a valid date or datetime, day value is outside
    >   expected range. Correct `complete_from`.
    > 6:52 T03 datasets [] is not right: tuple should have at least 1 item after validation, not 0. Correct
    >   `datasets`.
    """,
    """
    format: place-sources/1
    version: "1"
    as_at: "2026-01-31"
    local_authorities: E06000045
    sources:
    - {id: s, partner: P, system: S, datasets: [{id: d, files: a.csv, columns: {}}, {id: d, files: b.csv, columns: {}}]}
    > 1:1 T03 the file: The id d is used twice.
    """,
    """
    format: place-sources/1
    version: "1"
    as_at: "2026-01-31"
    local_authorities: E06000045
    sources:
    - {id: s, partner: P, system: S, datasets: [{id: d, files: a.csv, columns: {}}]}
    - {id: s, partner: P, system: S, datasets: [{id: d, files: a.csv, columns: {}}]}
    > 1:1 T03 the file: The id s is used twice.
    """,
)
def test_sources_yaml(case):
    taken(case, Sources)
