"""A decision is taken from the day it bears; one whose day nobody can read is not."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.place import Decision

DAY = date(2026, 6, 10)


@pytest.mark.parametrize(
    ("as_of", "taken"), [(date(2026, 6, 9), False), (DAY, True), (date(2026, 6, 11), True), (None, True)]
)
def test_by_its_day(as_of, taken):
    assert Decision(id="D1", title="Fund it", on="2026-06-10").is_taken(as_of) is taken


@pytest.mark.parametrize(("as_of", "taken"), [(date(2026, 5, 31), False), (date(2026, 6, 1), True)])
def test_by_the_first_day_of_its_month(as_of, taken):
    assert Decision(id="D1", title="Fund it", on="2026-06").is_taken(as_of) is taken


@pytest.mark.parametrize("as_of", [None, DAY])
def test_a_day_that_cannot_be_read_is_neither_taken_nor_asked_for(as_of):
    unreadable = Decision(id="D1", title="Fund it", on_text="7 MARCH 2020 8 MARCH 2020")
    assert unreadable.is_day_unreadable()
    assert not unreadable.is_taken(as_of)
    assert not unreadable.is_asked(as_of)


@pytest.mark.parametrize("as_of", [None, DAY])
def test_without_any_day_it_is_asked_for(as_of):
    asked = Decision(id="D1", title="Fund it")
    assert asked.is_asked(as_of)
    assert not asked.is_taken(as_of)
    assert not asked.is_day_unreadable()


def test_what_is_to_come_is_asked_for_until_its_day():
    assert Decision(id="D1", title="Fund it", on="2026-06-11").is_asked(DAY)
    assert not Decision(id="D1", title="Fund it", on="2026-06-10").is_asked(DAY)
