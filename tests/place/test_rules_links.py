"""E01 to E05: ids, references, circles, codes and dates."""

from __future__ import annotations

from tests.place.build import judged, table


@table(
    """
    goals: [{id: G1, text: A}, {id: G1, text: B}]
    > 1:33 E01 the id G1 is given twice (first at strategy.yaml:1). Give this one an id of its own; ids are permanent,
    >   so change the newer of the two.
    """,
    """
    goals: [{id: G1, text: A}]
    outcomes: [{id: G1, text: A, measure: m, provenance: agreed}]
    > 2:17 E01 the id G1 is given twice (first at strategy.yaml:1). Give this one an id of its own; ids are permanent,
    >   so change the newer of the two.
    """,
    """
    goals: [{id: G1, text: A}, {id: G1, text: B}, {id: g1, text: C}, {id: G1, text: D}]
    > 1:33 E01 the id G1 is given twice (first at strategy.yaml:1). Give this one an id of its own; ids are permanent,
    >   so change the newer of the two.
    > 1:71 E01 the id G1 is given twice (first at strategy.yaml:1). Give this one an id of its own; ids are permanent,
    >   so change the newer of the two.
    """,
    """
    goals: [{id: m, text: A}]
    """,
    """
    goals: [{id: example, text: A}]
    """,
    """
    workstreams:
    - {id: W1, name: A, milestones: [{id: M1, text: A}]}
    - {id: W2, name: A, milestones: [{id: M1, text: A}]}
    > 3:39 E01 the id M1 is given twice (first at strategy.yaml:2). Give this one an id of its own; ids are permanent,
    >   so change the newer of the two.
    """,
    """
    decisions: [{id: D1, title: A}]
    == decisions/D1.yaml
    id: D1
    title: B
    == decisions/D2.yaml
    id: D2
    title: C
    > D1.yaml:1:5 E01 the id D1 is given twice (first at strategy.yaml:1). Give this one an id of its own; ids are
    >   permanent, so change the newer of the two.
    """,
    """
    summary: A measure of its own
    == measures/m.yaml
    {id: m, name: M, definition: ons:1, unit: percent, polarity: low_good, role: outcome, frequency: annual,
     expected_lag_months: 9}
    > m.yaml:1:6 E01 the id m is given twice (first at strategy.yaml:8). Give this one an id of its own; ids are
    >   permanent, so change the newer of the two.
    """,
    """
    summary: Two cohorts, one of which is called as a measure is
    == cohorts/a.yaml
    {id: m, name: A, definition: B, entry: {table: activity}}
    == cohorts/b.yaml
    {id: c, name: A, definition: B, entry: {table: activity}}
    == cohorts/c.yaml
    {id: c, name: A, definition: B, entry: {table: activity}}
    > c.yaml:1:6 E01 the id c is given twice (first at b.yaml:1). Give this one an id of its own; ids are permanent,
    >   so change the newer of the two.
    """,
)
def test_e01_an_id_is_given_once(case, tmp_path):
    judged(tmp_path, case, "E01")


@table(
    """
    outcomes: [{id: O1, text: A, measure: n, provenance: agreed}]
    > 1:39 E02 n is not the id of measures. Add n, or correct the reference.
    """,
    """
    outcomes: [{id: O1, text: A, measure: smoking_at_delivery, provenance: agreed}]
    > 1:39 E02 smoking_at_delivery is not the id of measures. Add smoking_at_delivery, or correct the reference.
    """,
    """
    goals: [{id: goal_one, text: A}]
    outcomes: [{id: O1, text: A, measure: m, goals: [goal_one, goal_two, O1], provenance: agreed}]
    > 2:60 E02 goal_two is not the id of goals or objectives. Did you mean `goal_one`?
    > 2:70 E02 O1 is not the id of goals or objectives. Add O1, or correct the reference.
    """,
    """
    objectives: [{id: OB1, text: A}]
    outcomes: [{id: O1, text: A, measure: m, goals: OB1, provenance: agreed}]
    """,
    """
    objectives: [{id: OB1, text: A}]
    priorities: [{id: P1, text: A, supports: [OB1, m, example, vision, mission, "ext:a", "doc:b", nothing_like_it]}]
    > 2:95 E02 nothing_like_it is not the id of anything in these files. Add nothing_like_it, or correct the
    >   reference.
    """,
    """
    workstreams: [{id: W1, name: A, stage: late, delivery_group: DG1, lead: {org: council}}]
    > 1:40 E02 late is not the id of recovery stages. Add late, or correct the reference.
    > 1:62 E02 DG1 is not the id of delivery groups. Add DG1, or correct the reference.
    > 1:79 E02 council is not the id of partners. Add council, or correct the reference.
    """,
    """
    workstreams: [{id: W1, name: A, delivery_group: not_set, lead: not_set}]
    """,
    """
    alignment: [{from: W1, to: "ext:W2", relation: echoes}]
    > 1:20 E02 W1 is not the id of anything in these files. Add W1, or correct the reference.
    """,
    """
    enablers: [{id: E1, name: A, serves: [start, live_well]}]
    stages: [start_well, live_well]
    > 1:39 E02 start is not the id of stages. Did you mean `start_well`?
    """,
    """
    outcomes: [{id: O1, text: A, measure: m, groups: anyone, provenance: agreed}]
    """,
)
def test_e02_what_is_named_is_there(case, tmp_path):
    judged(tmp_path, case, "E02")


MEASURE = (
    "definition: ons:1, unit: percent, polarity: low_good, role: outcome, frequency: annual, expected_lag_months: 9"
)


@table(
    """
    superseded_by: m
    """,
    """
    superseded_by: mm
    > 2:19 E02 mm is not the id of a measure. Did you mean `m`?
    """,
    """
    superseded_by: entirely_new
    > 2:19 E02 entirely_new is not the id of a measure. Add entirely_new, or correct the reference.
    """,
    """
    compute: {from: recorded, file: series/a.csv}
    > 2:36 E02 the file series/a.csv is not there. Add it, or correct the path.
    """,
    """
    compute: {from: recorded, file: series/a.csv}
    == series/a.csv
    period,value
    """,
    """
    compute: {from: record, statistic: count, events: {table: activity}, population: {cohort: fragile}}
    == cohorts/frail.yaml
    {id: frail, name: A, definition: B, entry: {table: activity}}
    > 2:94 E02 fragile is not the id of a cohort. Did you mean `frail`?
    """,
    """
    compute: {from: record, statistic: count, events: {table: activity}, population: {cohort: frail}}
    == cohorts/frail.yaml
    {id: frail, name: A, definition: B, entry: {table: activity}}
    """,
    """
    compute: {from: record, statistic: count, events: {table: activity}}
    """,
)
def test_e02_what_a_measure_names_is_there(case, tmp_path):
    others = f"{{id: m, name: M, {MEASURE}}}"
    judged(tmp_path, case, "E02", of=lambda line: f"measures:\n- {{{line}, id: a, name: A, {MEASURE}}}\n- {others}\n")


def test_e02_a_nearest_id_is_looked_for_twenty_times(tmp_path):
    goals = "goals: [{id: goal_one, text: A, measures: [" + ", ".join(["smoking"] * 22) + "]}]\n"
    measure = f"measures: [{{id: smoking_, name: M, {MEASURE}}}]\n"
    said = "".join(
        f"> 1:{44 + 9 * n} E02 smoking is not the id of measures. "
        + ("Did you mean `smoking_`?\n" if n < 20 else "Add smoking, or correct the reference.\n")
        for n in range(22)
    )
    judged(tmp_path, goals + measure + said, "E02")


@table(
    """
    workstreams: [{id: W, name: A, milestones: [{id: M1, text: A, after: M2}, {id: M2, text: A, after: M1}]}]
    > 1:70 E03 goes round in a circle: M1 → M2 → M1. Take out the link that is wrong.
    """,
    """
    workstreams: [{id: W, name: A, milestones: [{id: M1, text: A, after: M1}]}]
    > 1:70 E03 goes round in a circle: M1 → M1. Take out the link that is wrong.
    """,
    """
    workstreams: [{id: W, name: A, milestones: [{id: M1, text: A, after: M2}, {id: M2, text: A, after: M3}]}]
    """,
    """
    workstreams:
    - {id: W, name: A, milestones: [{id: M0, text: A, after: M1}, {id: M1, text: A, after: [M2, M3]},
       {id: M2, text: A}, {id: M3, text: A, after: [M2, M1]}]}
    > 2:88 E03 goes round in a circle: M1 → M3 → M1. Take out the link that is wrong.
    """,
    """
    partners:
    - {id: a, name: A, kind: vcse, successor: b}
    - {id: b, name: B, kind: vcse, successor: [c, a]}
    - {id: c, name: C, kind: vcse, successor: c}
    > 2:43 E03 goes round in a circle: a → b → a. Take out the link that is wrong.
    > 4:43 E03 goes round in a circle: c → c. Take out the link that is wrong.
    """,
    """
    horizons: [{id: H1, text: A, parent: H2}, {id: H2, text: A, parent: H1}]
    > 1:38 E03 goes round in a circle: H1 → H2 → H1. Take out the link that is wrong.
    """,
    """
    goals: [{id: G1, text: A, supports: P1}]
    priorities: [{id: P1, text: A, supports: G1}]
    > 1:37 E03 goes round in a circle: G1 → P1 → G1. Take out the link that is wrong.
    """,
    """
    governance:
      boards: [{id: B1, name: A, role: advises, reports_to: B2}, {id: B2, name: B, role: decides, reports_to: B1}]
    > 2:57 E03 goes round in a circle: B1 → B2 → B1. Take out the link that is wrong.
    """,
    """
    governance:
      approvals:
      - {body: Cabinet, act: recommends, after: Council}
      - {body: Council, act: approves, after: Cabinet}
      - {body: Board, act: notes, after: Council}
    > 3:45 E03 goes round in a circle: Cabinet → Council → Cabinet. Take out the link that is wrong.
    """,
    """
    parents: [{ref: other, relation: follows}, {ref: example, relation: subset_of}]
    > 1:50 E03 the strategy example is its own parent. Name the strategy above it.
    """,
)
def test_e03_nothing_goes_round_in_a_circle(case, tmp_path):
    judged(tmp_path, case, "E03")


@table(
    """
    place: {name: A, level: place, code: E06000045, codes: [E06000199, E07000048, Southampton]}
    > 1:57 E04 the code E06000199 is not a code of the Office for National Statistics (2016 to 2024). Look the code up
    >   and correct it; a code made later has `from: 2025` or later.
    > 1:68 E04 the code E07000048 (Christchurch) was abolished in 2019. Use the code of the area that took its place.
    > 1:79 E04 the code Southampton has not the form of an ONS code (E06000045) or ODS code (RHM). Look the code up
    >   and correct it.
    """,
    """
    place: {name: A, level: place, code: not_set}
    """,
    """
    place: {name: A, level: place, code: E07000048}
    period: {start: 2019-03, end: 2025-03}
    """,
    """
    place: {name: A, level: place, code: E07000048}
    period: {start: 2019-04, end: 2025-03}
    > 1:38 E04 the code E07000048 (Christchurch) was abolished in 2019. Use the code of the area that took its place.
    """,
    """
    place: {name: A, level: place, code: E06000058}
    period: {start: "2015", end: "2018"}
    > 1:38 E04 the code E06000058 (Bournemouth, Christchurch and Poole) exists only since 2019. Use the code of the
    >   area that was there before.
    """,
    """
    place: {name: A, level: place, code: E06000058}
    period: {start: "2015", end: 2019-01}
    """,
    """
    place: {name: A, level: place, code: E06000058}
    period: not_set
    """,
    """
    partners:
    - {id: a, name: A, kind: local_authority, ons: E07000048, from: "2021"}
    - {id: b, name: B, kind: local_authority, ons: E07000048, from: "2011", until: "2018"}
    - {id: c, name: C, kind: local_authority, ons: E06000058, until: "2018"}
    - {id: d, name: D, kind: local_authority, ons: E06000058, until: "2019"}
    > 2:48 E04 the code E07000048 (Christchurch) was abolished in 2019. Use the code of the area that took its place.
    > 4:48 E04 the code E06000058 (Bournemouth, Christchurch and Poole) exists only since 2019. Use the code of the
    >   area that was there before.
    """,
    """
    partners: [{id: a, name: A, kind: nhs_provider, ods: RD3}, {id: b, name: B, kind: nhs_provider, ods: rd3}]
    > 1:102 E04 the code rd3 has not the form of an ONS code (E06000045) or ODS code (RHM). Look the code up and
    >   correct it.
    """,
    """
    partners: [{id: a, name: A, kind: nhs_provider, ods: RD3, from: "2021"}]
    """,
    """
    partners: [{id: a, name: A, kind: nhs_provider, ods: RD3, from: "2022"}]
    > 1:54 E04 the code RD3 (Poole Hospital NHS Foundation Trust) was closed by 2022. Use the code of the trust that
    >   took its place.
    """,
    """
    partners: [{id: a, name: A, kind: nhs_provider, ods: RZ9, from: "2021"}]
    > 1:54 E04 the code RZ9 is not that of an NHS trust of 2022 or before. Look the code up and correct it; a trust
    >   made later has `from: 2022` or later.
    """,
    """
    partners: [{id: a, name: A, kind: nhs_provider, ods: RZ9, from: "2022"}]
    """,
    """
    partners: [{id: a, name: A, kind: nhs_provider, ods: J82022}, {id: b, name: B, kind: nhs_provider, ods: J820221}]
    > 1:105 E04 the code J820221 has not the form of an ONS code (E06000045) or ODS code (RHM). Look the code up and
    >   correct it.
    """,
    """
    summary: A
    == place.yaml
    id: a
    name: A
    areas: [{code: E06000045, name: A}, {code: E06000199, name: B}, {code: E06000199, name: C, from: "2025"}]
    comparators: [{code: E07000048, name: D, from: 2019-04}, {code: E07000048, name: D}]
    organisations: [{code: RZ9, name: E}, {code: RHM, name: F}]
    system: {code: E54000042x, name: G}
    > place.yaml:3:44 E04 the code E06000199 is not a code of the Office for National Statistics (2016 to 2024). Look
    >   the code up and correct it; a code made later has `from: 2025` or later.
    > place.yaml:4:22 E04 the code E07000048 (Christchurch) was abolished in 2019. Use the code of the area that took
    >   its place.
    > place.yaml:5:24 E04 the code RZ9 is not that of an NHS trust of 2022 or before. Look the code up and correct it;
    >   a trust made later has `from: 2022` or later.
    > place.yaml:6:16 E04 the code E54000042x has not the form of an ONS code (E06000045) or ODS code (RHM). Look the
    >   code up and correct it.
    """,
)
def test_e04_codes_were_in_use(case, tmp_path):
    judged(tmp_path, case, "E04")


@table(
    """
    period: {start: 2020-04, end: 2020-03}
    horizons: [{id: H1, text: A, start: "2021", end: "2020"}]
    > 1:31 E05 the strategy ends before it starts. Correct `start` or `end`.
    """,
    """
    period: {start: 2020-04, end: 2020-04}
    """,
    """
    period: {start: 2020-04-01, end: 2020-03-31}
    > 1:34 E05 the strategy ends before it starts. Correct `start` or `end`.
    """,
    """
    period: {start: 2020-04}
    """,
    """
    partners:
    - {id: a, name: A, kind: vcse, from: 2020-04, until: 2020-04}
    - {id: b, name: B, kind: vcse, from: 2020-04, until: 2020-03}
    - {id: c, name: C, kind: vcse, from: 2020-04}
    - {id: d, name: D, kind: vcse, until: 2020-04}
    - {id: e, name: E, kind: vcse, from: 2020-04-02, until: 2020-04-01}
    > 3:54 E05 b ends before it starts. Correct `from` or `until`.
    > 6:57 E05 e ends before it starts. Correct `from` or `until`.
    """,
    """
    horizons:
    - {id: H1, text: A, start: "2020", end: "2024"}
    - {id: H2, text: A, start: "2020", end: "2024", parent: H1}
    - {id: H3, text: A, start: "2020", end: "2025", parent: H1}
    - {id: H4, text: A, start: "2021", end: 2020-12, parent: H1}
    - {id: H5, text: A, start: "2021", parent: H1}
    - {id: H6, text: A, end: "2029", parent: H5}
    - {id: H7, text: A, start: "2021", end: "2021"}
    > 4:41 E05 H3 ends after H1, which it belongs to. Correct one of the two dates.
    > 5:41 E05 H4 ends before it starts. Correct `start` or `end`.
    """,
)
def test_e05_no_span_ends_before_it_starts(case, tmp_path):
    judged(tmp_path, case, "E05")


@table(
    """
    outcomes:
    - {id: O1, text: A, measure: m, provenance: agreed, target: {period: 2024/25, value: 8}}
    - {id: O2, text: A, measure: m, provenance: agreed, target: {period: 2025-04-01, value: 8}}
    - {id: O3, text: A, measure: m, provenance: agreed, target: {period: 2025, value: 8}}
    - {id: O4, text: A, measure: m, provenance: agreed, target: {period: 2025, value: 8, beyond_strategy: National}}
    - {id: O5, text: A, measure: m, provenance: agreed}
    > 3:70 E05 the target of O2 is for 2025-04-01, after the strategy's end. Correct the period, or say why in
    >   `beyond_strategy:`.
    > 4:70 E05 the target of O3 is for 2025, after the strategy's end. Correct the period, or say why in
    >   `beyond_strategy:`.
    """,
    """
    workstreams:
    - id: W
      name: A
      milestones:
      - {id: M1, text: A, due: 2020-03-31}
      - {id: M2, text: A, due: 2020-04-01}
      - {id: M3, text: A, due: 2020}
      - {id: M4, text: A, due: 2025-03-31}
      - {id: M5, text: A, due: 2025-04-01}
      - {id: M6, text: A, due: 2025}
      - {id: M7, text: A, due: 2025-04, beyond_strategy: The last report}
      - {id: M8, text: A, due: 2020-03}
    > 5:28 E05 the milestone M1 is due 2020-03-31, outside the strategy's period. Correct the date, or say why in
    >   `beyond_strategy:`.
    > 9:28 E05 the milestone M5 is due 2025-04-01, outside the strategy's period. Correct the date, or say why in
    >   `beyond_strategy:`.
    > 12:28 E05 the milestone M8 is due 2020-03, outside the strategy's period. Correct the date, or say why in
    >   `beyond_strategy:`.
    """,
    """
    period: {start: 2020-04}
    workstreams: [{id: W, name: A, milestones: [{id: M1, text: A, due: 2020-03}, {id: M2, text: A, due: 2099}]}]
    > 2:68 E05 the milestone M1 is due 2020-03, outside the strategy's period. Correct the date, or say why in
    >   `beyond_strategy:`.
    """,
    """
    period: {end: 2025-03}
    workstreams: [{id: W, name: A, milestones: [{id: M1, text: A, due: 1999}, {id: M2, text: A, due: 2025-04}]}]
    > 2:98 E05 the milestone M2 is due 2025-04, outside the strategy's period. Correct the date, or say why in
    >   `beyond_strategy:`.
    """,
)
def test_e05_dates_lie_inside_the_strategy_s_period(case, tmp_path):
    judged(tmp_path, case, "E05")
