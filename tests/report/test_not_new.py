"""What counts of ambitions leave out: numbers that are older than they should be, and newer ones that are hidden."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.report import not_new
from tests.progress.sentence_row import a_row

TODAY = date(2026, 11, 29)
LATE = {
    "judgeable_on": date(2025, 8, 1),
    "hidden_label": None,
    "period_label": "2022/23",
    "period_end": date(2023, 4, 1),
}
OLDER = LATE | {"period_label": "2018/19", "period_end": date(2019, 4, 1)}
NEW = {"judgeable_on": date(2027, 1, 1), "hidden_label": None}
HIDDEN = NEW | {"hidden_label": "2024/25"}
WITHOUT = {"value": None, "judgeable_on": None}


@pytest.mark.parametrize(
    ("rows", "as_of", "words"),
    [
        ([], TODAY, ""),
        ([NEW, NEW], TODAY, ""),
        ([WITHOUT], TODAY, ""),
        ([LATE, NEW], None, ""),
        (
            [LATE, OLDER, NEW, WITHOUT],
            TODAY,
            "For 2 of the 3 ambitions with a number a newer figure was due by 29 November 2026 and is not here, so "
            "an older one is shown. The oldest is of 2018/19.",
        ),
        (
            [OLDER, LATE],
            TODAY,
            "For all 2 ambitions with a number a newer figure was due by 29 November 2026 and is not here, so an "
            "older one is shown. The oldest is of 2018/19.",
        ),
        (
            [LATE],
            date(2025, 8, 1),
            "For the one ambition with a number a newer figure was due by 1 August 2025 and is not here, so an "
            "older one is shown. The oldest is of 2022/23.",
        ),
        (
            [HIDDEN, NEW],
            TODAY,
            "For 1 of the 2 ambitions with a number a newer figure is here and hidden, to protect people.",
        ),
    ],
)
def test_numbers_that_are_not_new(rows, as_of, words):
    assert not_new([a_row(**row) for row in rows], as_of) == words
