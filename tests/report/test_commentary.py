"""What a run keeps of what is said: who may read it, which is the newest, whether it is old, and what lacks."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from oneplace import results
from oneplace.place import period
from oneplace.report import commentary, not_said, nothing_said
from tests.report import a_run

SAID = """commentary:
  - {id: S2, outcome: A1, run: 2026-03-31, on: 2026-04-02, by: {org: council, role: Midwife},
     why: Two left, doing: Hiring, next_step: {text: Hire, by: {org: council}, due: 2026-06}, provenance: illustrative}
  - {id: S1, outcome: A1, run: 2025-03-31, by: {org: council}, why: One left, doing: Asking}
  - {id: S3, outcome: A1, run: 2026-03-31, by: {org: council}, why: A secret, doing: Waiting, audience: board}
  - {id: S4, outcome: A2, run: 2026-05-02, by: {org: council}, why: Later, doing: Later}
"""


@pytest.fixture
def place(tmp_path):
    return a_run.a_place(tmp_path, SAID)


def kept(place, name="commentary", as_of=date(2026, 5, 1)):
    return commentary(place, as_of)[name].to_pylist()


def test_all_that_was_said_is_kept_the_newest_first(place):
    newest, before = kept(place)
    assert newest == {
        "ambition": "A1",
        "commentary": "S2",
        "said_at": date(2026, 3, 31),
        "rewritten_at": None,
        "written_on": date(2026, 4, 2),
        "written_by": "Midwife, Testton City Council",
        "why": "Two left",
        "doing": "Hiring",
        "next_step": "Hire",
        "next_by": "Testton City Council",
        "next_due": date(2026, 6, 30),
        "origin": "illustrative",
        "newest": True,
        "cycle": "annual",
        "stale": False,
    }
    assert (before["commentary"], before["newest"], before["stale"], before["origin"]) == ("S1", False, True, None)
    assert [before[name] for name in ("written_on", "next_step", "next_by", "next_due")] == [None] * 4


@pytest.mark.parametrize(
    ("day", "told"),
    [(date(2026, 3, 30), ["S1"]), (date(2026, 3, 31), ["S2", "S1"]), (date(2026, 5, 2), ["S2", "S1", "S4"])],
)
def test_what_is_for_a_later_run_is_not_said_yet(place, day, told):
    assert [row["commentary"] for row in kept(place, as_of=day)] == told


def test_the_board_alone_has_what_is_said_to_it_alone(place):
    (row,) = kept(place, "board_commentary")
    assert (row["commentary"], row["newest"]) == ("S3", True)


REWRITTEN, LATER = date(2026, 5, 1), date(2026, 8, 1)


def run_again(place, words, before, as_of, **redated):
    """What a run keeps after the run ``before``, where S2 says other ``words``."""
    one = place.commentary["S2"]
    now = one.model_copy(update={"why": words, **redated})
    place = dataclasses.replace(place, commentary={**place.commentary, "S2": now})
    return commentary(place, as_of, before)


def of_s2(tables):
    (row,) = [one for one in tables["commentary"].to_pylist() if one["commentary"] == "S2"]
    return row["said_at"], row["rewritten_at"]


def test_what_is_rewritten_is_of_the_run_in_which_it_first_stands(place):
    said = place.commentary["S2"].run.start
    first = results.Results(commentary(place, date(2026, 4, 1)))
    assert of_s2(run_again(place, "Two left", first, REWRITTEN)) == (said, None)
    second = results.Results(run_again(place, "All are back", first, REWRITTEN))
    assert of_s2(second) == (said, REWRITTEN)
    assert of_s2(run_again(place, "All are back", second, LATER)) == (said, REWRITTEN)
    assert of_s2(run_again(place, "Two left", second, LATER)) == (said, LATER)
    assert of_s2(run_again(place, "All are back", second, LATER, run=period("2026-07-31"))) == (
        date(2026, 7, 31),
        None,
    )
    assert second["board_commentary"].to_pylist()[0]["rewritten_at"] is None


def test_it_is_known_by_what_it_says_whatever_its_id_is(place):
    first = results.Results(commentary(place, date(2026, 4, 1)))
    renamed = run_again(place, "Two left", first, REWRITTEN, id="S9")["commentary"].to_pylist()[0]
    other = run_again(place, "All are back", first, REWRITTEN, id="S9")["commentary"].to_pylist()[0]
    assert [renamed["rewritten_at"], other["rewritten_at"]] == [None, REWRITTEN]


def test_it_is_as_old_as_its_words(place):
    first = results.Results(commentary(place, date(2026, 4, 1)))
    late = date(2027, 4, 1)
    runs = [run_again(place, words, first, late)["commentary"] for words in ("Two left", "All")]
    stale = [run["stale"][0].as_py() for run in runs]
    assert stale == [True, False]


def test_the_cycle_is_the_boards_where_the_ambition_has_none(tmp_path):
    board = "governance: {boards: [{id: hwb, name: Board, role: monitors, cycle: monthly}]}\n"
    newest = kept(a_run.a_place(tmp_path, SAID + board))[0]
    assert (newest["cycle"], newest["stale"]) == ("monthly", True)


def test_that_nothing_is_said_is_said_with_whom_to_ask(place):
    first, second = place.strategy.outcomes
    contact = "Whom to ask is not set either: the place’s files name no contact."
    assert nothing_said(place, second) == f"No commentary yet. {contact}"
    assert not_said(place, {"A1"}) == f"1 of 2 ambitions has no commentary. {contact}"
    assert not_said(place, {"A1", "A2"}) == ""
    owned = first.model_copy(update={"owner": place.commentary["S2"].by})
    assert nothing_said(place, owned) == "No commentary yet. Whom to ask: Midwife, Testton City Council."
