"""E01 to E03: ids, references and circles."""

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
    """
    better_care: [{id: B25, year: 2025/26, metrics: {falls: m, discharge_delay: nothing_like_it}}]
    > 1:77 E02 nothing_like_it is not the id of measures. Add nothing_like_it, or correct the reference.
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
