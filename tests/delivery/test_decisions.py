"""A decision is taken from the day it bears; one without a day that can be read by the words it has for it."""

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
def test_a_day_in_words_alone_was_taken_and_no_day_at_all_is_asked(as_of):
    assert Decision(id="D1", title="Fund it", on_text="early 2019").is_taken(as_of)
    assert not Decision(id="D1", title="Fund it").is_taken(as_of)
