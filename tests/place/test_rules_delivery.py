"""E26 to W31: workstreams, milestones and owners, on the day, the day before and the day after."""

from __future__ import annotations

from datetime import date, timedelta
from textwrap import indent

import pytest
from pydantic import ValidationError

from oneplace.place import Milestone
from tests.place.build import judged, table


def plan(lines: str) -> str:
    """A workstream whose milestones begin with these lines."""
    return (
        f"workstreams:\n- milestones:\n{indent(lines, '  ')}\n  id: W\n  name: A\n  scope: B\n"
        "  delivery_group: not_set\n  lead: not_set\n"
        "partners: [{id: council, name: City council, kind: local_authority, until: 2023-06}]\n"
    )


@table(
    """
    workstreams: [{id: W, name: A, scope: B, lead: {org: council}, delivery_group: DG, milestones: not_set}]
    """,
    """
    workstreams: [{id: W, name: A, lead: {org: council}, delivery_group: DG, milestones: not_set}]
    > 1:15 E26 the workstream W has no scope. Add `scope:`; where it is not yet agreed, write `scope: not_set`.
    """,
    """
    workstreams: [{id: W, name: A, scope: B, delivery_group: not_set, milestones: [{id: M, text: B}]}]
    > 1:15 E26 the workstream W has no lead. Add `lead:`; where it is not yet agreed, write `lead: not_set`.
    """,
    """
    workstreams: [{id: W, name: A, scope: not_set, lead: not_set, milestones: not_set}]
    > 1:15 E26 the workstream W has no delivery group. Add `delivery_group:`; where it is not yet agreed, write
    >   `delivery_group: not_set`.
    """,
    """
    workstreams: [{id: W, name: A, scope: B, lead: not_set, delivery_group: not_set, milestones: []}]
    > 1:15 E26 the workstream W has no milestones. Add `milestones:`; where it is not yet agreed, write `milestones:
    >   not_set`.
    """,
    """
    workstreams: [{id: W, name: A}]
    > 1:15 E26 the workstream W has no delivery group. Add `delivery_group:`; where it is not yet agreed, write
    >   `delivery_group: not_set`.
    > 1:15 E26 the workstream W has no lead. Add `lead:`; where it is not yet agreed, write `lead: not_set`.
    > 1:15 E26 the workstream W has no milestones. Add `milestones:`; where it is not yet agreed, write `milestones:
    >   not_set`.
    > 1:15 E26 the workstream W has no scope. Add `scope:`; where it is not yet agreed, write `scope: not_set`.
    """,
)
def test_e26_a_workstream_has_four_things_or_says_that_it_lacks_them(case, tmp_path):
    judged(tmp_path, case, "E26")


@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("2023", date(2023, 12, 31)),
        ("2022/23", date(2023, 3, 31)),
        ("2022/23 Q3", date(2022, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2023-06-15", date(2023, 6, 15)),
        ("March 2023", date(2023, 3, 31)),
        ("2022 to 2023", date(2023, 12, 31)),
    ],
)
def test_w27_a_milestone_is_late_from_the_day_after_its_last(due, day, tmp_path):
    case = f"- {{id: M, text: A, due: {due}}}\n"
    for before in (0, 1):
        judged(tmp_path, case, "W27", of=plan, as_of=day - timedelta(days=before))
    said = (
        f"> 3:27 W27 the milestone M was due {due} and is not done. "
        "Write `state: done` with its evidence, or a new date under `moved:` with the reason.\n"
    )
    judged(tmp_path, case + said, "W27", of=plan, as_of=day + timedelta(days=1))


@table(
    """
    - {id: M1, text: A, due: 2023-06, state: planned}
    - {id: M2, text: A, due: 2023-06, state: in_progress}
    - {id: M3, text: A, due: 2023-06, state: done}
    - {id: M4, text: A, due: 2023-06, state: stopped}
    - {id: M5, text: A, due: not_set}
    - {id: M6, text: A}
    > 3:28 W27 the milestone M1 was due 2023-06 and is not done. Write `state: done` with its evidence, or a new date
    >   under `moved:` with the reason.
    > 4:28 W27 the milestone M2 was due 2023-06 and is not done. Write `state: done` with its evidence, or a new date
    >   under `moved:` with the reason.
    """,
)
def test_w27_only_what_is_open_is_late(case, tmp_path):
    judged(tmp_path, case, "W27", of=plan)


@table(
    """
    - {id: M, text: A, state: done}
    > 3:29 E28 the milestone M is said to be done, with no evidence. Add `evidence:`: a document, a figure or a minute
    >   that shows it.
    """,
    """
    - {id: M, text: A, state: done, evidence: Minutes}
    """,
    """
    - {id: M1, text: A, state: planned}
    - {id: M2, text: A, state: in_progress}
    - {id: M3, text: A, state: stopped}
    """,
)
def test_e28_what_is_done_is_shown(case, tmp_path):
    judged(tmp_path, case, "E28", of=plan)


@table(
    """
    - {id: M, text: A, moved: [{from: "2021", to: "2022"}, {from: "2022", to: "2023"}]}
    """,
    """
    - {id: M, text: A, moved: [{from: "2021", to: "2022"}, {from: "2022", to: "2023"}, {from: "2023", to: "2024"}]}
    > 3:29 W29 the milestone M has moved 3 times (more than 2). Plan it anew: say what keeps it from being done.
    """,
    """
    - {id: M, text: A}
    """,
)
def test_w29_a_milestone_may_move_twice(case, tmp_path):
    judged(tmp_path, case, "W29", of=plan)


@table(
    """
    - {id: M1, text: A, moved: [{from: "2021", to: "2022"}]}
    - {id: M2, text: A}
    > 3:30 W29 the milestone M1 has moved 1 times (more than 0). Plan it anew: say what keeps it from being done.
    """,
)
def test_w29_or_as_often_as_the_place_says(case, tmp_path):
    judged(tmp_path, case, "W29", of=lambda lines: plan(lines) + "limits: {moves: 0}\n")


@table(
    """
    - {id: M1, text: A, due: 2022-06}
    - {id: M2, text: A, due: 2022-06, after: [M1]}
    """,
    """
    - {id: M1, text: A, due: 2022-06}
    - {id: M2, text: A, due: 2022-07, after: [M1]}
    """,
    """
    - {id: M1, text: A, due: 2022-07}
    - {id: M2, text: A, due: 2022-06, after: [M1]}
    > 4:45 E30 M2 is due 2022-06, but needs M1, which is due later (2022-07). Move one of the two, or take the
    >   dependency out.
    """,
    """
    - {id: M1, text: A, due: 2022-07-01}
    - {id: M2, text: A, due: 2022-06, needs: M1}
    > 4:44 E30 M2 is due 2022-06, but needs M1, which is due later (2022-07-01). Move one of the two, or take the
    >   dependency out.
    """,
    """
    - {id: M1, text: A, due: 2022-06-30}
    - {id: M2, text: A, due: 2022-06, needs: M1}
    """,
    """
    - {id: M1, text: A, due: not_set}
    - {id: M2, text: A, due: 2022-06, after: M1, needs: elsewhere}
    """,
    """
    - {id: M1, text: A, due: 2022-06}
    - {id: M2, text: A, after: M1}
    """,
)
def test_e30_what_is_needed_is_due_no_later(case, tmp_path):
    judged(tmp_path, case, "E30", of=plan)


@table(
    """
    - {id: M1, text: A, due: 2023-06, owner: {org: council}}
    - {id: M2, text: A, due: 2023-06-30, owner: {org: council}}
    """,
    """
    - {id: M1, text: A, due: 2023-07-01, owner: {org: council}}
    > 3:53 W31 council, which owns M1, was abolished in 2023-06. Name the body that took over.
    """,
    """
    - {id: M1, text: A, due: 2023-07, owner: {org: council}}
    - {id: M2, text: A, due: 2023-07, owner: {org: council}, state: done}
    - {id: M3, text: A, owner: {org: council}}
    - {id: M4, text: A, due: 2023-07, owner: {org: icb}}
    > 3:50 W31 council, which owns M1, was abolished in 2023-06. Name the body that took over.
    > 5:36 W31 council, which owns M3, was abolished in 2023-06. Name the body that took over.
    """,
)
def test_w31_an_owner_who_is_gone_when_it_is_due(case, tmp_path):
    judged(tmp_path, case, "W31", of=plan)


@table(
    """
    workstreams:
    - {id: W1, name: A, lead: {org: council}, milestones: [{id: M1, text: A, due: 2023-06}]}
    - {id: W2, name: B, lead: {org: council}, milestones: [{id: M2, text: A}, {id: M3, text: A, due: 2024}]}
    - {id: W3, name: A, lead: {org: council}, milestones: [{id: M4, text: A, due: "2024", state: stopped}]}
    risks: [{id: R1, cause: A, event: B, effect: C, owner: {org: council}}]
    gaps:
    - {id: G1, text: A, due: 2023-06, owner: {org: council}}
    - {id: G2, text: A, due: 2023-07, owner: {org: council}}
    - {id: G3, text: A, due: 2023-07, owner: {org: council}, state: closed}
    - {id: G4, text: A, due: 2023-07, owner: not_set}
    partners: [{id: council, name: City council, kind: local_authority, until: 2023-06}]
    > 3:33 W31 council, which owns W2, was abolished in 2023-06. Name the body that took over.
    > 8:48 W31 council, which owns G2, was abolished in 2023-06. Name the body that took over.
    """,
)
def test_w31_workstreams_risks_and_gaps_have_owners_too(case, tmp_path):
    judged(tmp_path, case, "W31", as_of=date(2023, 6, 30))


@table(
    """
    risks: [{id: R1, cause: A, event: B, effect: C, owner: {org: council}}]
    workstreams: [{id: W1, name: A, lead: {org: council}, milestones: not_set}, {id: W2, name: A, lead: not_set}]
    gaps: [{id: G1, text: A, owner: {org: council}}, {id: G2, text: A, due: 2023-06, owner: {org: council}}]
    partners: [{id: council, name: City council, kind: local_authority, until: 2023-06}]
    > 1:62 W31 council, which owns R1, was abolished in 2023-06. Name the body that took over.
    > 2:45 W31 council, which owns W1, was abolished in 2023-06. Name the body that took over.
    > 3:39 W31 council, which owns G1, was abolished in 2023-06. Name the body that took over.
    """,
)
def test_w31_what_is_due_on_no_day_is_held_today(case, tmp_path):
    judged(tmp_path, case, "W31", as_of=date(2023, 7, 1))


@table(
    """
    gaps:
    - {id: G1, text: A, owner: {org: council, role: Director}}
    - {id: G2, text: A, owner: {org: council, role: Director}}
    limits: {items_per_owner: 2}
    """,
    """
    gaps:
    - {id: G1, text: A, owner: {org: council, role: Director}}
    - {id: G2, text: A, owner: {org: council, role: Director}}
    - {id: G3, text: A, owner: {org: council, role: Director}}
    limits: {items_per_owner: 2}
    > 4:28 W31 Director of council holds 3 open things (more than 2). Share them out, or raise `limits:
    >   items_per_owner`.
    """,
    """
    gaps:
    - {id: G1, text: A, owner: {org: council, role: Director}}
    - {id: G2, text: A, owner: {org: council, role: Manager}}
    - {id: G3, text: A, owner: {org: icb, role: Director}}
    - {id: G4, text: A, owner: {org: council}}
    - {id: G5, text: A, owner: {org: council}}
    limits: {items_per_owner: 1}
    """,
    """
    gaps: [{id: G1, text: A, owner: {org: council, role: Director}}]
    risks: [{id: R1, cause: A, event: B, effect: C, owner: {org: council, role: Director}}]
    limits: {items_per_owner: 1}
    > 1:33 W31 Director of council holds 2 open things (more than 1). Share them out, or raise `limits:
    >   items_per_owner`.
    """,
)
def test_w31_an_owner_who_holds_too_much(case, tmp_path):
    judged(tmp_path, case, "W31")


@table(
    """
    partners:
    - {id: ccg, name: CCG, kind: nhs_commissioner, until: 2022-06, successor: icb}
    - {id: icb, name: ICB, kind: nhs_commissioner, from: 2022-07}
    """,
    """
    partners:
    - {id: ccg, name: CCG, kind: nhs_commissioner, until: 2022-06, successor: [icb]}
    - {id: icb, name: ICB, kind: nhs_commissioner, from: 2022-07-02}
    > 2:76 W31 ccg ended in 2022-06 and its successor icb began in 2022-07-02: from July 2022 to July 2022 nobody is
    >   named. Add the body in between, or correct the dates.
    """,
    """
    partners:
    - {id: ccg, name: CCG, kind: nhs_commissioner, until: 2022-06, successor: icb}
    - {id: icb, name: ICB, kind: nhs_commissioner, from: 2022-06}
    """,
    """
    partners:
    - {id: ccg, name: CCG, kind: nhs_commissioner, until: 2022-06, successor: icb}
    - {id: icb, name: ICB, kind: nhs_commissioner, from: 2022-09}
    > 2:75 W31 ccg ended in 2022-06 and its successor icb began in 2022-09: from July 2022 to August 2022 nobody is
    >   named. Add the body in between, or correct the dates.
    """,
    """
    partners:
    - {id: ccg, name: CCG, kind: nhs_commissioner, until: 2022-06, successor: nobody}
    - {id: pct, name: PCT, kind: nhs_commissioner, successor: icb}
    - {id: icb, name: ICB, kind: nhs_commissioner, from: "2023"}
    """,
)
def test_w31_a_hole_between_a_body_and_its_successor(case, tmp_path):
    judged(tmp_path, case, "W31")


@table(
    """
    - {id: M1, text: A, due: 2022-06-10}
    - {id: M2, text: A, due: 2022-06-17, after: M1, duration: 3, lag: {M1: 2}}
    """,
    """
    - {id: M1, text: A, due: 2022-06-10}
    - {id: M2, text: A, due: 2022-06-16, after: M1, duration: 3, lag: {M1: 2}}
    > 4:47 E30 M2 is due 2022-06-16, but needs M1, due 2022-06-10: 4 working days are between them, and its lag and its
    >   own work ask for 5. Move one of the two, or take the dependency out.
    """,
    """
    - {id: M1, text: A, due: 2022-06-10}
    - {id: M2, text: A, due: 2022-06-08, after: M1, duration: 3, lag: {M1: -5}}
    """,
    """
    - {id: M1, text: A, due: 2022-06-10}
    - {id: M2, text: A, due: 2022-06-10, after: M1, duration: 1}
    > 4:47 E30 M2 is due 2022-06-10, but needs M1, due 2022-06-10: 0 working days are between them, and its lag and its
    >   own work ask for 1. Move one of the two, or take the dependency out.
    """,
)
def test_e30_a_follower_has_time_for_its_lag_and_its_own_work(case, tmp_path):
    judged(tmp_path, case, "E30", of=plan)


def test_a_lag_is_of_a_link():
    with pytest.raises(ValidationError, match="`lag:` names M9, which it does not come after"):
        Milestone.model_validate({"id": "M1", "text": "A", "lag": {"M9": 2}})


@table(
    """
    recovery_stages: [{id: R, text: A, tests: [{asks: no_concern, measure: m}], state: ahead}]
    """,
    """
    recovery_stages: [{id: R, text: A, state: current}]
    """,
    """
    recovery_stages: [{id: R, text: A, tests: [{asks: must_dos}], state: past, entered: {by: Ann, on: 2026-03-02}}]
    """,
    """
    recovery_stages: [{id: R, text: A, tests: [{asks: must_dos}], state: current}]
    > 1:70 E113 the stage R is said to be current, and nobody signed that it was entered. Name who signed, and when:
    >   `entered: {by: …, on: …}`. A run tells its tests; a person signs.
    """,
)
def test_e117_a_stage_is_entered_by_somebodys_signature(case, tmp_path):
    judged(tmp_path, case, "E113")
