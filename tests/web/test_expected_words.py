"""Nothing that is still open is said to be expected on a day that is past."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.vocabulary.wording import expected_words

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 11, 27), "last expected 27 November 2026, which is past"),
        (TODAY, "now expected 28 November 2026"),
        (date(2026, 12, 1), "now expected 1 December 2026"),
    ],
)
def test_a_day_that_is_past_is_the_one_last_expected(day, told):
    assert expected_words(day, TODAY) == told
