"""The sentences on a commentary and on a national standard, with what they claim."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from oneplace.progress.sentences import Kind, Reference, commentary_note, next_step, standard, written_for
from tests.progress.sentence_row import ABOUT, a_row

DUE = date(2026, 9, 30)
ROW = {
    "ambition": "SW1",
    "origin": "place",
    "said_at": date(2026, 5, 1),
    "stale": False,
    "cycle": "six_monthly",
    "written_by": "Ada Obi",
    "written_on": date(2026, 5, 4),
    "next_step": "Offer a coach.",
    "next_by": "Maternity team",
    "next_due": DUE,
}


def of(sentence):
    (claim,) = sentence.claims
    return claim.kind, claim.subject, claim.period, claim.direction, claim.group


def test_a_commentary_made_up_says_so():
    assert commentary_note(ROW) == ""
    assert commentary_note(ROW | {"origin": "illustrative"}) == "Illustrative: nobody wrote this. It shows the form."


def test_it_names_the_run_that_it_was_written_for_by_whom_and_when():
    said = written_for(ROW)
    assert said.text == "Written for the run of 1 May 2026, by Ada Obi on 4 May 2026."
    assert of(said) == (Kind.SAID, "SW1", "1 May 2026", "fresh", "Ada Obi")
    assert written_for(ROW | {"written_on": None}).text == "Written for the run of 1 May 2026, by Ada Obi."


def test_what_was_rewritten_says_for_which_run():
    said = written_for(ROW | {"rewritten_at": date(2026, 8, 1)})
    assert (
        said.text == "Written for the run of 1 May 2026, by Ada Obi on 4 May 2026, and rewritten for that of 1 August "
        "2026."
    )


@pytest.mark.parametrize(
    ("cycle", "words"), [("six_monthly", "six-monthly"), ("annual", "yearly"), ("bimonthly", "two-monthly")]
)
def test_one_that_is_out_of_date_says_by_which_cycle(cycle, words):
    said = written_for(ROW | {"stale": True, "cycle": cycle})
    assert (
        said.text == f"Written for the run of 1 May 2026, by Ada Obi on 4 May 2026. It is older than one {words} cycle."
    )
    assert of(said)[3] == "stale"


def test_the_next_step_names_who_and_until_when():
    said = next_step(ROW, None)
    assert said.text == "Offer a coach. To be done by Maternity team, no later than 30 September 2026."
    assert of(said) == (Kind.NEXT_STEP, "SW1", "30 September 2026", "ahead", "Maternity team")


def test_without_a_step_nothing_is_said():
    for nothing in (None, ""):
        said = next_step(ROW | {"next_step": nothing, "next_due": None}, DUE)
        assert (said.text, said.claims) == ("", ())


@pytest.mark.parametrize(("as_of", "past"), [(date(2026, 9, 29), False), (DUE, False), (date(2026, 10, 1), True)])
def test_a_step_is_late_from_the_day_after_its_own(as_of, past):
    said = next_step(ROW, as_of)
    assert said.text.endswith("30 September 2026, which is past." if past else "30 September 2026.")
    assert of(said)[3] == ("past" if past else "ahead")


@pytest.mark.parametrize(
    ("polarity", "level", "word"),
    [
        ("low_good", 7.5, "meets"),
        ("low_good", 7.4, "meets"),
        ("low_good", 7.3, "misses"),
        ("high_good", 7.5, "misses"),
        ("high_good", 7.4, "meets"),
        ("high_good", 7.3, "meets"),
    ],
)
def test_a_figure_meets_a_standard_or_misses_it(polarity, level, word):
    said = standard(a_row(lower=None, upper=None), replace(ABOUT, polarity=polarity), level)
    assert said.text == f"The newest figure, 7.4% in 2024/25, {word} it."
    assert [(claim.kind, claim.number, claim.period, claim.direction) for claim in said.claims] == [
        (Kind.VALUE, 7.4, "2024/25", None),
        (Kind.STANDARD, 7.4, "2024/25", word),
    ]
    assert said.claims[1].reference == Reference(level)


@pytest.mark.parametrize(
    ("level", "doubt"), [(6.7, False), (6.8, True), (7.0, True), (8.0, True), (8.1, False)]
)  # limits 6.8 to 8.0
def test_what_could_be_chance_is_said_so(level, doubt):
    assert standard(a_row(), ABOUT, level).text.endswith(", though that could be chance.") is doubt


@pytest.mark.parametrize(("value", "polarity"), [(None, "low_good"), (7.4, "context")])
def test_without_a_figure_or_a_good_side_no_standard_is_judged(value, polarity):
    said = standard(a_row(value=value), replace(ABOUT, polarity=polarity), 7.0)
    assert (said.text, said.claims) == ("", ())
