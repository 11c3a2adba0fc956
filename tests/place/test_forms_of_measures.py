"""Each kind of field of a measure: what it takes, what it refuses, and what is said at which line and column."""

from __future__ import annotations

from textwrap import indent

from oneplace.place import Measure
from tests.place.build import table, taken


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


@table(
    """
    unit: per cent
    > 1:7 T03 unit 'per cent' is not one of percent, per_1000, per_10k, per_100k, per_100k_dsr, per_1000_a_year,
    >   per_100k_a_year, seconds, minutes, hours, days, weeks, years, score, points, ratio, rank, count, people, beds,
    >   km, gbp, gbp_per_head, tonnes, tonnes_per_head, patients_per_gp. Write `unit: percent`.
    """,
    """
    polarity: up
    role: outcomes
    frequency: yearly
    > 1:11 T03 polarity 'up' is not one of low_good, high_good, context. Write `polarity: low_good`.
    > 2:7 T03 role 'outcomes' is not one of outcome, process, experience, balancing, context. Write `role: outcome`.
    > 3:12 T03 frequency 'yearly' is not one of monthly, quarterly, six_monthly, annual, irregular. Write
    >   `frequency: annual`.
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
    > 1:37 T03 sex: true is neither `yes` nor a reason. Write `yes`: any other text is read as the reason.
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
    > 1:10 T03 from 'elsewhere' of compute is not one of record, published, recorded, quality. Write `from: published`.
    """,
    """
    compute: {dataset: a}
    > 1:10 T03 compute has no `from`, which says of what kind it is. Add `from: …`.
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
    people: {sex: F, max_age: 17}
    compute: {from: published, dataset: a, series: b}
    """,
    """
    people: {min_age: 65, max_age: 64}
    > 1:9 T03 people: max_age is below min_age.
    """,
    """
    people: {sex: F}
    compute: {from: record, statistic: count, events: {table: activity}, population: {max_age: 17}}
    > 1:1 T03 the file: `people` repeats what `compute.population` says. Leave it out.
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
    >   commissioner_code, consultation_mechanism, cost_basis, cost_gbp, end_at, end_known, load_id, method_code,
    >   organisation_code, outcome_code, parent_activity_id, person_id, priority_code, quantity, quantity_unit,
    >   ready_at, requested_at, seen_at, site_code, source_code, source_dataset, source_record_id, specialty_code,
    >   start_at, status.
    """,
    """
    statistic: count
    events: {table: activity, date: finished}
    > 4:11 T03 events: 'finished' is no column of table activity. Known are: activity_id, activity_type,
    >   clinician_code, commissioner_code, consultation_mechanism, cost_basis, cost_gbp, end_at, end_known, load_id,
    >   method_code, organisation_code, outcome_code, parent_activity_id, person_id, priority_code, quantity,
    >   quantity_unit, ready_at, requested_at, seen_at, site_code, source_code, source_dataset, source_record_id,
    >   specialty_code, start_at, status.
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
    events: {table: activity}
    breakdown_period: calendar_year
    > 2:3 T03 compute: `period` and `breakdown_period` are different years: give both the same.
    >   Held against each other, they would tell of the three months in which they differ.
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
    >   clinician_code, commissioner_code, consultation_mechanism, cost_basis, cost_gbp, end_at, end_known, event_date,
    >   load_id, method_code, organisation_code, outcome_code, parent_activity_id, person_id, priority_code, quantity,
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
    >   commissioner_code, consultation_mechanism, cost_basis, cost_gbp, end_at, end_known, load_id, method_code,
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
    """,
    """
    statistic: count
    events: {table: activity}
    related: {again: {table: activity, from_days: 0, from_hours: 0}}
    > 5:20 T03 again: `from_days` and `from_hours` say the same side twice: write one of them.
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
