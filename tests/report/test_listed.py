"""The row of every list: each part in words, empty where nothing is known, the shape never without its words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from oneplace.progress.sentences import status_label
from oneplace.report import listed
from oneplace.results import BY_GROUP
from tests.progress.sentence_row import ABOUT, a_row

AS_OF = date(2026, 5, 1)
END = {"period_end": date(2025, 4, 1)}


def row(as_of=AS_OF, about=ABOUT, **changes):
    return listed(a_row(**(END | changes)), about, as_of)


def test_a_row_says_value_direction_comparison_and_age():
    said = row()
    assert said.value == "7.4% in 2024/25"
    assert (said.arrow, said.direction) == ("■", "no clear change since 2020/21")
    assert said.heading == "■ no clear change since 2020/21"
    assert said.beside == "better than England, 8.8% in 2023/24"
    assert said.age == "13 months old"


def test_without_a_value_nothing_is_said():
    assert set(vars(row(value=None)).values()) == {""}


def test_of_parts_alone_the_list_says_from_which_to_which():
    why = (
        "Published for each of the place's 2 areas, not for all of it: 17.8% (St. Helens) to 29.7% (Southwark) in "
        "2024/25. They are not averaged: how many people each is of is not published with them."
    )
    told = "published for each of the place's 2 areas, not for all of it: 17.8% (St. Helens) to 29.7% (Southwark)"
    said = row(value=None, status="no_data", why=why)
    assert (said.value, said.direction) == (f"{told} in 2024/25", "")
    assert status_label(a_row(value=None, status="no_data", why=why)) == "By area only"
    assert status_label(a_row(value=None, status="no_data", why=BY_GROUP)) == "By group only"
    assert row(value=None, status="no_data", why=BY_GROUP).value == "known by group only"
    assert status_label(a_row(value=None, status="no_data", why="No run has been made yet.")) == "No figure to show"


@pytest.mark.parametrize(
    ("word", "polarity", "arrow", "words"),
    [
        ("rising", "low_good", "▲", "rising since 2020/21 (worse)"),
        ("rising", "high_good", "▲", "rising since 2020/21 (better)"),
        ("falling", "low_good", "▼", "falling since 2020/21 (better)"),
        ("falling", "context", "▼", "falling since 2020/21"),
        ("not_known", "low_good", "○", "too few comparable figures: we cannot tell yet which way it is heading"),
        (None, "low_good", "", ""),
    ],
)
def test_the_shape_tells_the_number_and_the_words_its_goodness(word, polarity, arrow, words):
    said = row(about=replace(ABOUT, polarity=polarity), direction=word)
    assert (said.arrow, said.direction) == (arrow, words)
    assert said.heading == (f"{arrow} {words}" if words else "")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"comparison": "worse"}, "worse than England, 8.8% in 2023/24"),
        ({"comparison": "similar"}, "no clear difference from England, 8.8% in 2023/24"),
        ({"comparison": "not_known"}, "England, 8.8% in 2023/24 (no limits known)"),
        ({"comparison": "context"}, "England, 8.8% in 2023/24"),
        ({"comparator_label": None}, "better than England, 8.8%"),
        ({"comparator_value": None}, ""),
        ({"comparator_value": 0.0}, "better than England, 0.0% in 2023/24"),
    ],
)
def test_a_comparison_is_only_called_where_it_is_beyond_chance(changes, words):
    assert row(**changes).beside == words


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        (date(2025, 3, 1), "less than a month old"),
        (date(2025, 4, 30), "less than a month old"),
        (date(2025, 5, 1), "1 month old"),
        (date(2025, 5, 31), "1 month old"),
        (date(2025, 6, 1), "2 months old"),
        (date(2027, 3, 31), "23 months old, newer was due by 1 January 2027"),
        (date(2027, 4, 1), "2 years old, newer was due by 1 January 2027"),
        (date(2028, 3, 31), "2 years old, newer was due by 1 January 2027"),
        (date(2026, 12, 31), "20 months old"),
        (date(2027, 1, 1), "21 months old, newer was due by 1 January 2027"),
        (None, ""),
    ],
)
def test_the_age_counts_from_the_periods_end_and_says_what_is_overdue(as_of, words):
    assert row(as_of=as_of).age == words


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2027, 1, 1), "13 months old, that of 2025/26 is not shown"),
        (date(2026, 1, 1), "13 months old, that of 2025/26 is not shown, newer was due by 1 January 2026"),
    ],
)
def test_the_age_says_that_a_newer_figure_is_here_and_not_shown(on, words):
    assert row(judgeable_on=on, hidden_label="2025/26").age == words


def test_a_figure_whose_next_day_is_not_known_is_never_overdue():
    assert row(as_of=date(2030, 1, 1), judgeable_on=None).age == "4 years old"
