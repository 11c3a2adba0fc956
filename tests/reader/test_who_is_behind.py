"""Headline, list row, brief and page of every ambition agree on who is behind, or on why that is not known."""

from __future__ import annotations

import pytest

from tests.reader import places
from tests.reader.behind import disagreements
from tests.reader.planted import PLACES

TOLD = ("fifths alike", "fifths alike, sexes not", "fifths alike, others not", "a fifth hidden", "no groups",
        "all but one fifth hidden", "gap on its path that may be none")  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_headline_list_brief_and_page_agree_on_who_is_behind(name):
    assert disagreements(places.found(PLACES[name])) == []


def test_one_that_leads_with_what_could_be_chance_though_another_could_not_is_found():
    found = places.found(PLACES["fifths alike, sexes not"])
    (one,) = found.judged
    by_fifths = next(gap for gap in one.gaps if gap["dimension"] == "deprivation")
    wrong = {"gap_dimension": "deprivation", "gap_sure": False, "gap": by_fifths["value"], "gap_compared": None}
    assert disagreements(places.Held(**{**vars(found), "judged": [_with(one, wrong)]}))


def test_one_that_knows_of_nobody_though_the_page_shows_groups_is_found():
    found = places.found(PLACES["all but one fifth hidden"])
    (one,) = found.judged
    assert one.row["gap_dimension"] == "sex"
    assert disagreements(places.Held(**{**vars(found), "judged": [_with(one, {"gap": None})]}))


def _with(one, changes):
    return type(one)(**{**vars(one), "row": {**one.row, **changes}})
