"""E53 and W54: commentary that contradicts itself, is out of date, or is not what readers saw."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace import place as places
from oneplace.place import Commentary, review_cycle
from oneplace.place.strategy.governance import Board
from oneplace.place.strategy.outcomes import Outcome
from tests.place.build import judged, table, taken
from tests.place.eased_place import edit, publish, write

COUNCIL = "partners: [{id: scc, name: Council, kind: local_authority}]\n"
OUTCOME = "outcomes: [{id: O1, text: A, measure: m, provenance: agreed%s}]\n"
ONE = "outcome: O1, by: {org: scc}, why: Posts, doing: Hiring"


def written(lines: str, more: str = "") -> str:
    return f"commentary:\n{lines}\n{COUNCIL}{OUTCOME % more}"


@table(
    """
    - {id: A, run: 2026-09-30, ONE}
    - {id: B, run: 2026-10-31, ONE}
    """,
    """
    - {id: A, run: 2026-09-30, ONE}
    - {id: B, run: 2026-09-30, audience: board, ONE}
    """,
    """
    - {id: A, run: 2026-09-30, ONE}
    - {id: B, run: 2026-09-30, ONE}
    > 3:16 E53 B speaks of O1 at the run of 2026-09-30, as A does. Make one of the two, or give the newer the day of
    >   the next run.
    """,
    """
    - {id: A, run: 2026-09-30, ONE, next_step: {text: Fill, by: {org: scc}, due: 2026-09-30}}
    """,
    """
    - {id: A, run: 2026-10-01, ONE, next_step: {text: Fill, by: {org: scc}, due: 2026-09}}
    > 2:129 E53 the next step of A was due 2026-09, before the run of 2026-10-01 that it follows. Correct one of the
    >   two dates.
    """,
    """
    - {id: A, run: 2026-09-30, outcome: O2, by: {org: nhs}, why: Posts, doing: Hiring}
    > 2:37 E02 O2 is not the id of outcomes. Add O2, or correct the reference.
    > 2:51 E02 nhs is not the id of partners. Add nhs, or correct the reference.
    """,
    """
    - {id: O1, run: 2026-09-30, ONE}
    > 2:8 E01 the id O1 is given twice (first at strategy.yaml:4). Give this one an id of its own; ids are permanent,
    >   so change the newer of the two.
    """,
)
def test_commentary_that_contradicts_itself(tmp_path, case):
    judged(tmp_path, case.replace("ONE", ONE), "E01", "E02", "E53", of=written)


NEW = "{id: A, run: 2026-09-30, ONE}"


@pytest.mark.parametrize(
    ("more", "day", "stale"),
    [
        (", reporting_cycle: monthly", date(2026, 10, 30), False),
        (", reporting_cycle: monthly", date(2026, 10, 31), True),
        (", reporting_cycle: quarterly", date(2026, 12, 30), False),
        (", reporting_cycle: quarterly", date(2026, 12, 31), True),
        (", reporting_cycle: weekly", date(2026, 10, 30), False),
        ("", date(2027, 9, 30), False),
        ("", date(2027, 10, 1), True),
    ],
)
def test_it_is_stale_after_its_cycle(tmp_path, more, day, stale):
    cycle = more.rpartition(" ")[2] or "yearly"
    said = (
        f"> 2:16 W54 the commentary on O1 is for the run of 2026-09-30, older than its {cycle} cycle. Ask who " * stale
    )
    rest = "answers for O1 for a new one." * stale
    case = f"- {NEW.replace('ONE', ONE)}\n{said}{rest}"
    judged(tmp_path, case, "W54", of=lambda lines: written(lines, more), as_of=day)


@table(
    """
    - {id: A, run: 2020-09-30, ONE, next_step: {text: Fill, by: {org: scc}, due: 2020-12}}
    - {id: B, run: 2026-11-22, ONE, next_step: {text: Fill, by: {org: scc}, due: 2026-11-22}}
    """,
    """
    - {id: B, run: 2026-11-20, ONE, next_step: {text: Fill, by: {org: scc}, due: 2026-11-21}}
    > 2:129 W54 the next step for O1 was due 2026-11-21, and nothing newer is said. Say in a new commentary what became
    >   of it.
    """,
    """
    - {id: A, run: 2020-09-30, ONE}
    - {id: B, run: 2026-11-23, ONE}
    > 2:16 W54 the commentary on O1 is for the run of 2020-09-30, older than its yearly cycle. Ask who answers for O1
    >   for a new one.
    """,
)
def test_the_newest_until_the_day_is_looked_at(tmp_path, case):
    judged(tmp_path, case.replace("ONE", ONE), "W54", of=written)


@table(
    """
    run: 2026-09
    > 1:6 T03 run: 2026-09 is not one day. Write the day, such as 2026-09-30.
    """,
    """
    run: 2026-09-30
    next_step: {text: Fill, by: {org: scc}}
    > 2:12 T02 the key `due` is missing. Add `due: …`.
    """,
    """
    run: 2026-09-30
    audience: team
    > 2:11 T03 audience 'team' is not one of board, public. Write `audience: board`.
    """,
)
def test_its_form(case):
    taken(case, Commentary, lambda lines: f"{lines}\nid: A\noutcome: O1\nby: {{org: scc}}\nwhy: Posts\ndoing: Hiring\n")


def test_it_is_short():
    given = {"id": "A", "outcome": "O1", "run": "2026-09-30", "by": {"org": "scc"}, "doing": "Hiring"}
    assert Commentary.model_validate(given | {"why": "a" * 600}).why == "a" * 600
    with pytest.raises(ValueError, match="at most 600 characters"):
        Commentary.model_validate(given | {"why": "a" * 601})


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        ("2026-08-31", 6, date(2027, 2, 28)),
        ("2026-11-30", 1, date(2026, 12, 30)),
        ("2026-12-31", 12, date(2027, 12, 31)),
        ("2026-12-01", 1, date(2027, 1, 1)),
    ],
)
def test_a_cycle_ends_on_the_same_day_or_the_months_last(day, months, last):
    given = {"id": "A", "outcome": "O1", "run": day, "by": {"org": "scc"}, "why": "Posts", "doing": "Hiring"}
    one = Commentary.model_validate(given)
    assert not one.is_stale(last, months)
    assert one.is_stale(date.fromordinal(last.toordinal() + 1), months)


@pytest.mark.parametrize(
    ("own", "boards", "cycle"),
    [
        ("quarterly", [("monitors", "monthly")], "quarterly"),
        ("as_needed", [("decides", "daily"), ("monitors", "monthly")], "monthly"),
        (None, [("monitors", "not_set")], "annual"),
        (None, [], "annual"),
    ],
)
def test_the_cycle_is_the_first_that_is_said(own, boards, cycle):
    outcome = Outcome.model_validate(
        {"id": "O", "text": "A", "measure": "m", "provenance": "not_set", "reporting_cycle": own}
    )
    given = [Board.model_validate({"id": "b", "name": "B", "role": role, "cycle": every}) for role, every in boards]
    assert review_cycle(outcome, given, None) == cycle


SAID = "  - {id: C1, outcome: A1, run: 2024-01-31, by: {org: council}, why: Posts, doing: Hiring}\n"
LATER = "  - {id: C2, outcome: A1, run: 2024-02-29, by: {org: council}, why: Posts, doing: Training}\n"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("", "", None),
        (SAID, SAID + LATER, None),
        (
            "why: Posts",
            "why: Money",
            "the commentary C1 reads otherwise than in run 2024-01-31-00000001, which readers saw: why was Posts, is "
            "Money.",
        ),
        (
            "commentary:\n" + SAID,
            "",
            "the commentary C1 (“Posts”) stood in run 2024-01-31-00000001, which readers saw, and is gone.",
        ),
    ],
)
def test_what_readers_saw_stays_as_it_was_said(tmp_path, old, new, message):
    root = write(tmp_path / "testton")
    strategy = root / "strategy.yaml"
    strategy.write_text(
        f"{strategy.read_text()}partners: [{{id: council, name: Council, kind: local_authority}}]\ncommentary:\n{SAID}"
    )
    publish(root)
    edit(root, old, new)
    found = [one.message for one in places.check(root, as_of=date(2024, 3, 1)) if one.code == "W54"]
    assert found == ([message] if message else [])
