"""W19 to W23, W49: breakdowns, gaps between groups, who belongs to them, and small numbers."""

from __future__ import annotations

from textwrap import indent

from tests.place.build import judged, outcome, table


def measure(line: str) -> str:
    """A measure that begins with this line."""
    return (
        f"measures:\n- {{{line}, id: a, name: A, definition: ons:1, unit: percent, polarity: low_good, role: outcome, "
        "frequency: annual, expected_lag_months: 9}\n"
    )


def gap(lines: str) -> str:
    return (
        "outcomes:\n- gap_ambition:\n" + indent(lines, "    ") + "\n    statistic: SII\n  id: O1\n  text: A\n"
        "  measure: m\n  provenance: agreed\n  trajectory: {2019/20: 10, 2020/21: 9}\n"
    )


@table(
    """
    breakdowns: {deprivation: yes, ethnicity: Yes, sex: only women, age: "YES"}
    """,
    """
    breakdowns: {deprivation: no, ethnicity: No, sex: "NO", age: no one under 65}
    > 2:30 W19 the measure a is not broken down by deprivation, and no reason is given. Write the reason:
    >   `deprivation: "…"`, or how it will be closed in `breakdown_gap:`.
    > 2:45 W19 the measure a is not broken down by ethnic group, and no reason is given. Write the reason: `ethnicity:
    >   "…"`, or how it will be closed in `breakdown_gap:`.
    > 2:54 W19 the measure a is not broken down by sex, and no reason is given. Write the reason: `sex: "…"`, or how
    >   it will be closed in `breakdown_gap:`.
    """,
    """
    breakdowns: {deprivation: yes}
    > 2:16 W19 the measure a is not broken down by age, and no reason is given. Write the reason: `age: "…"`, or how
    >   it will be closed in `breakdown_gap:`.
    > 2:16 W19 the measure a is not broken down by ethnic group, and no reason is given. Write the reason: `ethnicity:
    >   "…"`, or how it will be closed in `breakdown_gap:`.
    > 2:16 W19 the measure a is not broken down by sex, and no reason is given. Write the reason: `sex: "…"`, or how
    >   it will be closed in `breakdown_gap:`.
    """,
    """
    breakdown_gap: Asked of the publisher
    """,
    """
    breakdown_gap: Asked of the publisher, breakdowns: {deprivation: no}
    """,
    """
    spc: false
    > 2:3 W19 the measure a is not broken down by age, and no reason is given. Write the reason: `age: "…"`, or how it
    >   will be closed in `breakdown_gap:`.
    > 2:3 W19 the measure a is not broken down by deprivation, and no reason is given. Write the reason: `deprivation:
    >   "…"`, or how it will be closed in `breakdown_gap:`.
    > 2:3 W19 the measure a is not broken down by ethnic group, and no reason is given. Write the reason: `ethnicity:
    >   "…"`, or how it will be closed in `breakdown_gap:`.
    > 2:3 W19 the measure a is not broken down by sex, and no reason is given. Write the reason: `sex: "…"`, or how it
    >   will be closed in `breakdown_gap:`.
    """,
)
def test_w19_a_measure_is_broken_down_or_says_why_not(case, tmp_path):
    judged(tmp_path, case, "W19", of=measure)


@table(
    """
    gap_ambition: {dimension: sex, statistic: SII, baseline: 9, target: 5, period: 2023/24}
    > 2:60 W137 the gap of O1 is to start from 9, and nothing says when it was that. No path can begin there, so no
    >   step to the target is judged. Add `baseline_period:` to `gap_ambition:`, with the period that the number is of.
    """,
    """
    gap_ambition: {dimension: sex, statistic: SII, baseline: 9, baseline_period: 2019/20, target: 5, period: 2023/24}
    """,
    """
    baseline: {period: 2019/20, value: 8}
    gap_ambition: {dimension: sex, statistic: SII, baseline: 9, target: 5, period: 2023/24}
    """,
    """
    gap_ambition: {dimension: sex, statistic: SII, target: 5, period: 2023/24}
    """,
)
def test_w137_a_gap_begins_at_some_time(case, tmp_path):
    judged(tmp_path, case, "W137", of=outcome)


@table(
    """
    target: {period: 2021/22, value: 8}
    > 2:11 W20 O1 has a target for the average and none for the gap. Add `gap_ambition:`: an average can get better
    >   while the worst off fall behind.
    """,
    """
    target: {period: 2021/22, value: 8}
    gap_ambition: not_set
    > 2:11 W20 O1 has a target for the average and none for the gap. Add `gap_ambition:`: an average can get better
    >   while the worst off fall behind.
    """,
    """
    target: {period: 2021/22, value: 8}
    gap_ambition: {dimension: sex, statistic: SII}
    """,
    """
    target: not_set
    """,
)
def test_w20_beside_the_average_stands_the_gap(case, tmp_path):
    judged(tmp_path, case, "W20", of=outcome)


@table(
    """
    dimension: sex
    baseline: 5
    actuals: {2019/20: 6}
    > 5:24 W21 the gap of O1 has widened from 5 to 6, while it counts as on track. Say so in the report: an average
    >   that improves for some only is not success.
    """,
    """
    dimension: sex
    baseline: 5
    actuals: {2019/20: 5}
    """,
    """
    dimension: sex
    baseline: 5
    actuals: {2019/20: 9, 2020/21: 4.9}
    """,
    """
    dimension: sex
    baseline: 5
    actuals: {2019/20: -5.1}
    > 5:24 W21 the gap of O1 has widened from 5 to -5.1, while it counts as on track. Say so in the report: an average
    >   that improves for some only is not success.
    """,
    """
    dimension: sex
    actuals: {2020/21: 6, 2019/20: 5}
    > 4:24 W21 the gap of O1 has widened from 5 to 6, while it counts as on track. Say so in the report: an average
    >   that improves for some only is not success.
    """,
    """
    dimension: sex
    actuals: {2019/20: 5}
    """,
    """
    dimension: sex
    baseline: 0
    actuals: {2019/20: 5}
    > 5:24 W21 the gap of O1 has widened from 0 to 5, while it counts as on track. Say so in the report: an average
    >   that improves for some only is not success.
    """,
    """
    dimension: sex
    baseline: 5
    """,
)
def test_w21_a_gap_that_widens_while_the_workstream_is_on_track(case, tmp_path):
    reports = "[{period: 2021-01, status: off_track}, {period: 2021-02, status: on_track}]"
    rest = f"workstreams: [{{id: W, name: A, outcomes: O1, reports: {reports}}}]\n"
    judged(tmp_path, case, "W21", of=lambda lines: gap(lines) + rest)


WIDER = "gap_ambition: {dimension: sex, statistic: SII, baseline: 5, actuals: {2019/20: 6}}\n"


@table(
    """
    actuals: {2019/20: 10}
    > 2:82 W21 the gap of O1 has widened from 5 to 6, while it counts as on track. Say so in the report: an average
    >   that improves for some only is not success.
    """,
    """
    actuals: {2019/20: 10.1}
    """,
    """
    actuals: {2019/20: 9.9}
    > 2:82 W21 the gap of O1 has widened from 5 to 6, while it counts as on track. Say so in the report: an average
    >   that improves for some only is not success.
    """,
    """
    actuals: {2019/20: 12, 2020/21: 8.5, 2021/22: 99}
    > 2:82 W21 the gap of O1 has widened from 5 to 6, while it counts as on track. Say so in the report: an average
    >   that improves for some only is not success.
    """,
    """
    actuals: {2019/20: 9, 2020/21: 9.5}
    """,
    """
    actuals: {2018/19: 1}
    """,
    """
    actuals: {}
    """,
)
def test_w21_a_gap_that_widens_while_the_latest_value_is_on_the_path(case, tmp_path):
    path = "trajectory: {2019/20: 10, 2020/21: 9}"
    judged(tmp_path, case, "W21", of=lambda lines: outcome(f"{WIDER}{lines}\n{path}"))


@table(
    """
    workstreams: [{id: W, name: A, outcomes: O1, reports: [{period: 2021-02, status: off_track}]}]
    """,
    """
    workstreams: [{id: W, name: A, outcomes: O2, reports: [{period: 2021-02, status: on_track}]}]
    """,
    """
    workstreams: [{id: W, name: A, outcomes: O1}]
    """,
    """
    workstreams:
    - {id: W, name: A, outcomes: O1, reports: [{period: 2021-03, status: at_risk}, {period: 2021-02, status: on_track}]}
    """,
    """
    workstreams:
    - {id: W1, name: A, outcomes: O1, reports: [{period: 2021-02, status: off_track}]}
    - {id: W2, name: A, outcomes: [O2, O1], reports: [{period: 2021-01, status: on_track}]}
    > 5:82 W21 the gap of O1 has widened from 5 to 6, while it counts as on track. Say so in the report: an average
    >   that improves for some only is not success.
    """,
)
def test_w21_is_on_track_by_its_own_workstream_s_latest_report(case, tmp_path):
    judged(tmp_path, case, "W21", of=lambda lines: f"{lines}\n{outcome(WIDER)}")


@table(
    """
    groups: [{id: young, name: Y, definition: Under 20}, {id: old, name: O, proxy: A pension}]
    goals: [{id: G1, text: A, groups: [young, yuong]}]
    commitments: [{id: C1, text: A, groups: carers}]
    priorities: [{id: P1, text: A, groups: old}]
    objectives: [{id: OB1, text: A, groups: veterans}]
    outcomes: [{id: O1, text: A, measure: m, groups: [refugees], provenance: agreed}]
    > 2:43 W22 the group yuong is not defined. Define it under `groups:`, with who belongs to it.
    > 3:41 W22 the group carers is not defined. Define it under `groups:`, with who belongs to it.
    > 5:41 W22 the group veterans is not defined. Define it under `groups:`, with who belongs to it.
    > 6:51 W22 the group refugees is not defined. Define it under `groups:`, with who belongs to it.
    """,
    """
    groups: [{id: young, name: Y}, {id: old, name: O, definition: not_set}]
    > 1:10 W22 the group young has no definition: nobody can count who belongs to it. Add `definition:`, or a `proxy:`
    >   that stands for it.
    > 1:32 W22 the group old has no definition: nobody can count who belongs to it. Add `definition:`, or a `proxy:`
    >   that stands for it.
    """,
    """
    outcomes: [{id: O1, text: A, measure: m, provenance: agreed, gap_ambition: {dimension: income, statistic: SII}}]
    > 1:88 W22 the group income is not defined. Define it under `groups:`, with who belongs to it.
    """,
    """
    outcomes: [{id: O1, text: A, measure: m, provenance: agreed, gap_ambition: {dimension: group, statistic: SII,
      group: carers}}]
    > 2:10 W22 the group carers is not defined. Define it under `groups:`, with who belongs to it.
    """,
    """
    groups: [{id: carers, name: C, definition: Who cares}, {id: income, name: I, definition: By income}]
    outcomes:
    - {id: O1, text: A, measure: m, provenance: local, gap_ambition: {dimension: income, statistic: SII, group: carers}}
    """,
    """
    outcomes:
    - {id: O1, text: A, measure: m, provenance: agreed, gap_ambition: {dimension: deprivation, statistic: SII}}
    - {id: O2, text: A, measure: m, provenance: agreed, gap_ambition: {dimension: ethnicity, statistic: SII}}
    - {id: O3, text: A, measure: m, provenance: agreed, gap_ambition: {dimension: neighbourhood, statistic: SII}}
    - {id: O4, text: A, measure: m, provenance: agreed, gap_ambition: {dimension: age, statistic: SII}}
    - {id: O5, text: A, measure: m, provenance: agreed, gap_ambition: {dimension: area, statistic: SII}}
    """,
)
def test_w22_a_group_is_defined(case, tmp_path):
    judged(tmp_path, case, "W22")


@table(
    """
    compute: {from: record, statistic: count, events: {table: activity}}
    > 2:13 W23 the measure a counts people, and nothing says below which number it may not be shown. Add
    >   `small_numbers: {below: 5}` to place.yaml.
    """,
    """
    compute: {from: record, statistic: count, events: {table: activity}}, small_numbers: {below: 7}
    """,
    """
    compute: {from: record, statistic: count, events: {table: activity}}
    == place.yaml
    {id: a, name: A}
    > 2:13 W23 the measure a counts people, and nothing says below which number it may not be shown. Add
    >   `small_numbers: {below: 5}` to place.yaml.
    """,
    """
    compute: {from: record, statistic: count, events: {table: activity}}
    == place.yaml
    {id: a, name: A, small_numbers: {}}
    """,
    """
    compute: {from: published, dataset: A, series: B}
    """,
    """
    spc: true
    """,
)
def test_w23_counts_of_people_have_a_small_number_rule(case, tmp_path):
    judged(tmp_path, case, "W23", of=measure)


@table(
    """
    breakdowns: {area_decile: yes}
    > 2:30 W49 `area_decile` is now called `deprivation`. Write `deprivation`.
    """,
    """
    breakdowns: {deprivation: area_decile}
    """,
)
def test_w49_a_former_word_is_named_where_it_stands(case, tmp_path):
    judged(tmp_path, case, "W49", of=measure)


@table(
    """
    dimension: area_decile
    > 3:16 W49 `area_decile` is now called `deprivation`. Write `deprivation`.
    """,
    """
    dimension: deprivation
    """,
)
def test_w49_in_a_gap_ambition_too(case, tmp_path):
    judged(tmp_path, case, "W49", "W22", of=gap)


def two(lines: str) -> str:
    """Deaths by month, and beside them the measure that these lines compute."""
    head = "unit: count, polarity: low_good, role: outcome, expected_lag_months: 9"
    often = {"m": "monthly", "q": "quarterly", "f": "annual", "c": "annual"}[lines.removeprefix("period: ")[0]]
    deaths = "from: record, statistic: count, events: {table: person, where: death_date is not null}"
    every = f"- {{id: m, name: M, definition: D, {head}, frequency: monthly, compute: {{{deaths}, period: month}}}}\n"
    some = f"- {{id: b, name: B, definition: D, {head}, frequency: {often},\n   compute: {{{deaths}, {lines}}}}}\n"
    return f"measures:\n{every}{some}"


@table(
    """
    period: quarter, population: {min_age: 5}
    > 4:13 W109 b counts some of what m counts, in other periods: who adds one of them up to the other's periods and
    >   subtracts may be left with a small number, which is not hidden there. Give both the same `period:` and
    >   `breakdown_period:`; then what they differ by is hidden as well.
    """,
    """
    period: month, population: {min_age: 5}
    """,
    """
    period: financial_year, population: {min_age: 5}
    """,
    """
    period: quarter, population: {registration: gp}
    """,
    """
    period: quarter
    """,
)
def test_w109_nested_measures_give_the_same_periods(case, tmp_path):
    judged(tmp_path, case, "W109", of=two)


@table(
    """
    period: calendar_year, breakdown_period: calendar_year, population: {min_age: 5}
    > 4:13 E114 b and m count some of the same, one in calendar years and one in financial years: set beside each other
    >   they tell of the months in which the years differ. Give both the same kind of year.
    """,
    """
    period: calendar_year, breakdown_period: calendar_year
    > 4:13 E114 b and m count some of the same, one in calendar years and one in financial years: set beside each other
    >   they tell of the months in which the years differ. Give both the same kind of year.
    """,
    """
    period: calendar_year, breakdown_period: calendar_year, population: {registration: gp}
    """,
    """
    period: financial_year
    """,
    """
    period: month, breakdown_period: quarter
    > 4:13 E114 b and m count some of the same, by group in another length of time (quarter, and financial year): a
    >   group's shown parts taken from its whole leave the part that is too small to show. Give both the same
    >   `breakdown_period:`.
    """,
    """
    period: month, breakdown_period: month, population: {min_age: 5}
    > 4:13 E114 b and m count some of the same, by group in another length of time (month, and financial year): a
    >   group's shown parts taken from its whole leave the part that is too small to show. Give both the same
    >   `breakdown_period:`.
    """,
    """
    period: month, breakdown_period: quarter, population: {registration: gp}
    """,
)
def test_e114_what_counts_the_same_has_years_of_one_kind(case, tmp_path):
    judged(tmp_path, case, "E114", of=two)
