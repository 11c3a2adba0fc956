"""E32 to E35: risks beside the scores that the rules name, and what is done about them."""

from __future__ import annotations

from datetime import date
from textwrap import indent

from tests.place.build import judged, table


def risk(lines: str) -> str:
    return f"risks:\n- {indent(lines, '  ').lstrip()}\n  id: R\n  cause: A\n  event: B\n  effect: C\n  owner: not_set\n"


@table(
    """
    risks: [{id: R, cause: A, event: B, effect: C}]
    > 1:9 E32 the risk R has no action. Add `actions:`; where it is not yet agreed, write `actions: not_set`.
    > 1:9 E32 the risk R has no owner. Add `owner:`; where it is not yet agreed, write `owner: not_set`.
    """,
    """
    risks: [{id: R, cause: A, event: B, effect: C, owner: {org: council}, actions: []}]
    > 1:9 E32 the risk R has no action. Add `actions:`; where it is not yet agreed, write `actions: not_set`.
    """,
    """
    risks: [{id: R, cause: A, event: B, effect: C, owner: not_set, actions: [{text: D}]}]
    """,
    """
    risks: [{id: R1, cause: A, event: B, effect: C, actions: not_set}, {id: R2, cause: A, event: B, effect: C}]
    > 1:9 E32 the risk R1 has no owner. Add `owner:`; where it is not yet agreed, write `owner: not_set`.
    > 1:68 E32 the risk R2 has no action. Add `actions:`; where it is not yet agreed, write `actions: not_set`.
    > 1:68 E32 the risk R2 has no owner. Add `owner:`; where it is not yet agreed, write `owner: not_set`.
    """,
)
def test_e32_a_risk_has_an_owner_and_an_action(case, tmp_path):
    judged(tmp_path, case, "E32")


@table(
    """
    risks: [{id: R, cause: A, event: B, effect: C, current: [3, 4], target: [2, 6]}]
    > 1:77 T03 target 6 is not right: input should be less than or equal to 5. Correct `target`.
    """,
    """
    risks: [{id: R, cause: A, event: B, effect: C, current: [3, 4], target: [4, 3]}]
    """,
    """
    risks: [{id: R, cause: A, event: B, effect: C, current: [3, 4], target: [3, 5]}]
    > 1:73 E33 the risk R is 12 now and is to become 15. Correct one of the scores (likelihood, consequence; each 1 to
    >   5).
    """,
    """
    risks: [{id: R, cause: A, event: B, effect: C, current: [2, 5], target: [3, 3]}]
    """,
    """
    risks: [{id: R, cause: A, event: B, effect: C, current: [5, 1], target: [2, 3]}]
    > 1:73 E33 the risk R is 5 now and is to become 6. Correct one of the scores (likelihood, consequence; each 1 to
    >   5).
    """,
    """
    risks: [{id: R, cause: A, event: B, effect: C, target: [5, 5]}]
    """,
    """
    risks: [{id: R, cause: A, event: B, effect: C, inherent: [1, 1], current: [5, 5]}]
    """,
)
def test_e33_a_score_is_to_become_no_higher(case, tmp_path):
    judged(tmp_path, case, "E33")


@table(
    """
    current: [1, 5]
    """,
    """
    current: [2, 4]
    > 2:12 W34 the risk R is high (8) and has no open action. Add an action with an owner and a date, or accept the
    >   risk in a decision.
    """,
    """
    current: [4, 2]
    > 2:12 W34 the risk R is high (8) and has no open action. Add an action with an owner and a date, or accept the
    >   risk in a decision.
    """,
    """
    current: [3, 2]
    """,
    """
    current: [3, 3]
    > 2:12 W34 the risk R is high (9) and has no open action. Add an action with an owner and a date, or accept the
    >   risk in a decision.
    """,
    """
    current: [2, 4]
    actions: [{text: D}]
    """,
    """
    current: [5, 5]
    actions: [{text: D, state: done}, {text: E, state: done}]
    > 3:12 W34 the risk R is high (25) and has no open action. Add an action with an owner and a date, or accept the
    >   risk in a decision.
    """,
    """
    current: [5, 5]
    actions: [{text: D, state: done}, {text: E, state: open}]
    """,
    """
    current: [5, 5]
    actions: not_set
    > 3:12 W34 the risk R is high (25) and has no open action. Add an action with an owner and a date, or accept the
    >   risk in a decision.
    """,
    """
    actions: [{text: D, state: done}]
    """,
)
def test_w34_a_high_risk_has_an_open_action(case, tmp_path):
    judged(tmp_path, case, "W34", of=risk)


@table(
    """
    actions: [{text: D, due: 2026-11-21}]
    > 2:28 W34 the action on the risk R was due 2026-11-21 and is still open. Write `state: done`, or a new date.
    """,
    """
    actions: [{text: D, due: 2026-11-22}]
    """,
    """
    actions: [{text: D, due: 2026-11-23}]
    """,
    """
    actions: [{text: D, due: 2026-10, state: done}, {text: E, due: 2026-10}, {text: F, due: 2026-11}]
    > 2:66 W34 the action on the risk R was due 2026-10 and is still open. Write `state: done`, or a new date.
    """,
    """
    actions: [{text: D, due: not_set}]
    """,
)
def test_w34_an_action_is_late_from_the_day_after_its_last(case, tmp_path):
    judged(tmp_path, case, "W34", of=risk, as_of=date(2026, 11, 22))


@table(
    """
    reviewed: 2026-11-23
    > 2:13 W117 R was reviewed on 2026-11-23, a day that is still to come. Give the day of its last review; when the
    >   next is due follows from `review_cycle:`.
    """,
    """
    reviewed: 2026-11-22
    """,
    """
    reviewed: 2026-11
    """,
)
def test_w117_a_review_was_on_no_day_to_come(case, tmp_path):
    judged(tmp_path, case, "W117", of=risk, as_of=date(2026, 11, 22))


def test_w117_nor_was_that_of_a_workstream(tmp_path):
    case = """
    workstreams: [{id: W, name: Clinics, reviewed: 2026-12}]
    > 1:48 W117 W was reviewed on 2026-12, a day that is still to come. Give the day of its last review; when the
    >   next is due follows from `review_cycle:`.
    """
    judged(tmp_path, case, "W117", as_of=date(2026, 11, 22))


@table(
    """
    assurance_framework: [{id: A1, text: A}]
    > 1:23 E35 the objective A1 of the assurance framework has no assurance. Add what shows that the controls work,
    >   and its line (1, 2, 3); or `assurances: not_set`.
    """,
    """
    assurance_framework: [{id: A1, text: A, assurances: []}, {id: A2, text: A, assurances: not_set}]
    > 1:23 E35 the objective A1 of the assurance framework has no assurance. Add what shows that the controls work,
    >   and its line (1, 2, 3); or `assurances: not_set`.
    """,
    """
    assurance_framework: [{id: A1, text: A, assurances: [{text: Audit, line: 3}]}]
    """,
)
def test_e35_an_objective_is_assured(case, tmp_path):
    judged(tmp_path, case, "E35")
