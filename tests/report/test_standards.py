"""Which national standards hold on a day, and how they are told."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.progress.sentences import About
from oneplace.report import missed_words, note_beside, standard_words, standards_told
from tests.place.test_standards import measure

YEAR = {"period_start": date(2025, 4, 1), "period_end": date(2026, 4, 1), "period_label": "2025/26"}
ROW = {"ambition": "A1", "origin": "published", "whose": None, "value": None, "lower": None, "upper": None, **YEAR}


def about(polarity="high_good"):
    return About("More are seen", "Are more seen?", "Seen", "percent", polarity)


def told(one, day=None, polarity="high_good", **row):
    return [said.text for said in standards_told(one, ROW | row, about(polarity), day)]


def test_it_is_told_with_value_dates_and_source():
    one = measure(**{"from": "2010-06", "until": "2026-03"})
    told = "NHS standard: 95.0% from 1 June 2010 until 31 March 2026 (Handbook)."
    assert standard_words(one, one.standards[0]) == told
    year = measure(**{"from": 2012, "until": "2013/14"})
    assert standard_words(year, year.standards[0]) == "NHS standard: 95.0% from 2012 until 2013/14 (Handbook)."
    always = measure()
    assert standard_words(always, always.standards[0]) == "NHS standard: 95.0% (Handbook)."


def test_a_chart_beneath_the_words_says_them_not_again():
    one, other = measure(), measure(value=90)
    words = standard_words(one, one.standards[0])
    note = f"The axis does not start at zero. {words} {standard_words(other, other.standards[0])}"
    told = [f"{words} It is met."]
    assert (
        note_beside(note, one, told) == f"The axis does not start at zero. {standard_words(other, other.standards[0])}"
    )
    assert note_beside(note, one, []) == note_beside(note, None, told) == note


def test_it_is_told_to_as_many_decimals_as_it_was_set_with():
    one = measure(value=95.25)
    assert standard_words(one, one.standards[0]) == "NHS standard: 95.25% (Handbook)."
    assert missed_words(one, ROW | {"value": 90.0}, date(2026, 4, 1)).startswith("NHS standard, 95.25%")


@pytest.mark.parametrize(("day", "holds"), [
    (date(2025, 3, 31), False), (date(2025, 4, 1), True), (date(2026, 3, 31), True), (date(2026, 4, 1), False),
    (None, False),
])  # fmt: skip
def test_it_holds_from_its_first_day_to_its_last(day, holds):
    found = told(measure(**{"from": "2025-04", "until": "2026-03"}), day)
    assert bool([words for words in found if "It no longer holds" not in words]) is holds


def test_of_those_that_are_over_the_last_is_told_where_none_holds():
    """Its line stands on the chart, so the page says what it is; it judges what lies within it, and nothing later."""
    one = measure(**{"from": "2025-04", "until": "2026-03"})
    lead = "NHS standard: 95.0% from 1 April 2025 until 31 March 2026 (Handbook)."
    over = "It no longer holds, and none that holds now is on file."
    meets = "The newest figure, 95.0% in 2025/26, meets it."
    assert told(one, date(2026, 4, 1)) == [f"{lead} {over}"]
    assert told(one, date(2026, 4, 1), value=95.0) == [f"{lead} {meets} {over}"]
    later = {"period_start": date(2026, 4, 1), "period_end": date(2027, 4, 1)}
    assert told(one, date(2027, 5, 1), value=95.0, **later) == [f"{lead} {over}"]
    assert told(one, date(2025, 3, 31)) == []
    still = one.model_copy(update={"standards": (*one.standards, *measure().standards)})
    assert told(still, date(2026, 4, 1)) == ["NHS standard: 95.0% (Handbook)."]


@pytest.mark.parametrize("day", [None, date(1990, 1, 1), date(2030, 1, 1)])
def test_without_dates_it_always_holds(day):
    assert len(told(measure(), day)) == 1


def test_what_was_not_checked_is_said():
    one = measure(to_confirm="Since when.")
    assert standard_words(one, one.standards[0]) == "NHS standard: 95.0% (Handbook; not checked)."
    assert told(one) == ["NHS standard: 95.0% (Handbook; not checked). What was not checked: Since when."]


@pytest.mark.parametrize(
    ("value", "polarity", "said"),
    [
        (95.0, "high_good", "The newest figure, 95.0% in 2025/26, meets it."),
        (94.9, "high_good", "The newest figure, 94.9% in 2025/26, misses it."),
        (95.1, "low_good", "The newest figure, 95.1% in 2025/26, misses it."),
        (95.0, "low_good", "The newest figure, 95.0% in 2025/26, meets it."),
        (94.9, "context", ""),
        (None, "high_good", ""),
    ],
)
def test_it_is_said_whether_the_newest_figure_meets_it(value, polarity, said):
    (found,) = told(measure(), polarity=polarity, value=value)
    assert found == f"NHS standard: 95.0% (Handbook). {said}".strip()


@pytest.mark.parametrize(
    ("limits", "doubt"),
    [((90.0, 95.0), True), ((90.0, 94.9), False), ((None, None), False)],
)
def test_what_could_be_chance_is_said_so(limits, doubt):
    (found,) = told(measure(), value=93.0, lower=limits[0], upper=limits[1])
    assert found.endswith("misses it, though that could be chance." if doubt else "misses it.")


@pytest.mark.parametrize(
    ("dates", "judged"),
    [
        ({"from": "2025-04"}, True),
        ({"from": "2025-05"}, False),
        ({"until": "2026-03"}, True),
        ({"until": "2026-02"}, False),
    ],
)
def test_a_figure_is_held_against_what_held_in_all_of_its_period(dates, judged):
    (found,) = told(measure(**dates), date(2026, 2, 1), value=80.0)
    assert ("misses it" in found) is judged


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"value": 91.4, "lower": 87.6, "upper": 94.2}, "NHS standard, 95.0%"),
        ({"value": 94.0, "lower": 92.0, "upper": 96.0}, "NHS standard, 95.0% (the difference could be chance)"),
        ({"value": 94.0}, "NHS standard, 95.0%"),
        ({"value": 95.0}, ""),
        ({}, ""),
    ],
)
def test_a_list_names_the_standards_that_are_missed(row, words):
    """“Short of a standard” leaves a reader to look for which, whose and how high."""
    assert missed_words(measure(), ROW | row, date(2026, 11, 28)) == words
