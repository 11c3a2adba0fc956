"""Boards, improvement and lessons in words: what stands, and what is still to be said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from oneplace.place import period, read
from oneplace.report import governance
from oneplace.report.meetings import Sitting, sitting_cover
from tests.report import a_run

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 5, 1)
MORE = """
governance:
  boards:
    - {id: hwb, name: The board, cycle: six_monthly, role: decides, members: [Chair], quorum: 1, call_in_days: 5,
       call_in_by: [Five members], clear_days: no_sundays, provenance: illustrative}
    - {id: bcb, name: The other, role: monitors}
improvement:
  - id: I1
    text: Home before noon
    start: 2025
    end: 2026-04
    cycles:
      - {id: C1, aim: Bags ready, outcome: O, process: P, balancing: B, prediction: Ten, changed_on: 2026-01-05,
         data: [2026-02-28], compared: "Six, not ten", act: adapt}
      - {id: C2, aim: A pharmacist, outcome: O, process: P, balancing: B, prediction: Four, changed_on: 2026-03-02,
         data: [2026-02-28]}
lessons:
  - {id: L1, text: Ask first, learnt_from: a late clinic, decision: D1}
  - {id: L2, text: Count twice, learnt_from: a wrong sum, due: 2026-04}
"""


@pytest.fixture
def place(tmp_path):
    from oneplace.place import folder

    of = a_run.a_place(tmp_path)
    (tmp_path / "strategy.yaml").write_text(a_run.STRATEGY + MORE)
    return folder.read_files(of.root).as_place()


def test_boards_have_posts_quorum_and_how_they_count(place):
    board, other = governance.bodies(place)
    assert (board.members, board.quorum, board.cycle, board.illustrative) == (("Chair",), "1", "six monthly", True)
    assert board.call_in == "within 5 working days of publication, by Five members"
    assert board.counting == "all days count but Sundays, bank holidays and the breaks of Christmas and Easter"
    assert (other.quorum, other.call_in) == ("not set", "not set")


def test_a_cycle_closes_only_on_data_after_the_change_and_an_objective_is_judged_at_its_end(place):
    (found,) = governance.learning(place, TODAY)
    closed, still = found.points
    assert found.stands == "Its end is over, and nobody has judged it."
    (one,) = place.strategy.improvement
    said = replace(
        place,
        strategy=place.strategy.model_copy(update={"improvement": (one.model_copy(update={"judged": "It worked"}),)}),
    )
    assert governance.learning(said, TODAY)[0].stands == "It worked"
    (early,) = governance.learning(said, one.start.start)
    assert early.stands == f"Said before its end, {one.end.words}: It worked"
    assert closed == "Bags ready: closed, adapt. Six, not ten"
    assert still.startswith("A pharmacist: open. Nothing was measured after the change on 2 March 2026.")


def test_a_lesson_led_to_a_decision_or_stands_open(place):
    assert [one.stands for one in governance.lessons(place, TODAY)] == [
        "It led to a decision: Fund it.",
        "It stands open, and is late.",
    ]


@pytest.mark.parametrize(
    ("window", "by", "told"),
    [
        (None, (), "not set"),
        (0, ("Five members",), "decisions can’t be called in"),
        (5, (), "within 5 working days of publication, who may do so is not set"),
        (1, ("One member", "a chair"), "within 1 working day of publication, by One member and a chair"),
    ],
)
def test_call_in_is_told_as_a_clerk_would(place, window, by, told):
    boards = (place.strategy.governance.boards[0].model_copy(update={"call_in_days": window, "call_in_by": by}),)
    governing = place.strategy.governance.model_copy(update={"boards": boards})
    of = replace(place, strategy=place.strategy.model_copy(update={"governance": governing}))
    assert governance.bodies(of)[0].call_in == told


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("{body: hwb, type: spend}", []),
        ("{body: hwb, type: spend, below: 500}, {body: bcb, type: spend, from: 500}", []),
        (
            "{body: hwb, type: spend, below: 400}, {body: bcb, type: spend, from: 500}",
            ["spend, every function, from £400 to below £500: nobody decides it."],
        ),
        (
            "{body: hwb, type: spend, below: 600}, {body: bcb, type: spend, from: 500}",
            ["spend, every function, from £500 to below £600: The board and The other all decide it."],
        ),
        (
            "{body: hwb, type: spend, functions: [care]}, {body: bcb, type: land, functions: [roads]}",
            ["spend, roads, from £0: nobody decides it.", "land, care, from £0: nobody decides it."],
        ),
        ("{body: hwb, type: spend, from: 5, below: 5}", ["The board decides spend from 5 to below 5: nothing."]),
    ],
)
def test_each_type_function_and_value_has_exactly_one_body(rows, told, tmp_path):
    from oneplace.place import folder

    of = a_run.a_place(tmp_path)
    last = "    - {id: bcb, name: The other, role: monitors}\n"
    assert last in MORE
    text = a_run.STRATEGY + MORE.replace(last, f"{last}  delegation: [{rows}]\n")
    (tmp_path / "strategy.yaml").write_text(text)
    scheme, undecided = governance.delegation(folder.read_files(of.root).as_place())
    assert undecided == told
    assert scheme[0].body == "The board"


def test_where_nobody_says_who_decides_it_says_whom_to_ask_for_what(place):
    told = "Not set: the place’s files don’t say who decides what. Ask {} for its constitution and {}."
    board = "the NHS’s commissioner for its scheme of reservation and delegation"
    assert governance.who_knows_delegation(place, TODAY) == told.format("the council", board)
    (council,) = place.strategy.partners
    coded = council.model_copy(update={"ons": "E06000045"})
    ended = coded.model_copy(update={"id": "old", "name": "The old one", "until": period("2020")})
    named = replace(place, strategy=place.strategy.model_copy(update={"partners": (coded, ended)}))
    assert governance.who_knows_delegation(named, TODAY) == told.format("Testton City Council", board)


@pytest.mark.slow
def test_the_example_places_scheme_is_whole_and_made_up():
    found = read(ROOT / "places" / "southampton")
    scheme, undecided = governance.delegation(found)
    assert scheme
    assert undecided == []
    assert all(one.illustrative for one in scheme)


@pytest.mark.parametrize(
    ("quorum", "members", "told"),
    [(3, (), "3"), (2, ("Chair", "Nurse", "Clerk"), "2 of 3 members"), (None, ("Chair",), "not set")],
)
def test_a_quorum_is_told_where_the_members_are_not_set(place, quorum, members, told):
    cover = dict(sitting_cover(place, Sitting("The board", date(2026, 3, 2), quorum=quorum, members=members)))
    assert cover["How many must take part"] == told
