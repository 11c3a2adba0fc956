"""Groups against everyone: only in one and the same period, and only where limits are known."""

from datetime import date

from oneplace.progress import signs
from oneplace.report import everyone
from tests.measures.build import proportion


def row(dimension, group, value, half, *, start=date(2025, 4, 1), **more):
    return {
        "period_start": start,
        "period_end": date(2026, 4, 1),
        "period_label": "2025/26" if start.month == 4 else "March 2026",
        "dimension": dimension,
        "group": group,
        "value": value,
        "lower": value - half,
        "upper": value + half,
        "suppressed": False,
        **more,
    }


MONTH = row("all", "all", 440.0, 4.0, start=date(2026, 3, 1))
WHOLE = row("whole", "all", 5082.0, 12.0)
HERE = [
    row("neighbourhood", "N1", 5209.0, 100.0),
    row("neighbourhood", "N2", 5150.0, 100.0),
    row("neighbourhood", "N3", 4000.0, 100.0),
    row("neighbourhood", "N4", 4000.0, 0.0),
    row("neighbourhood", "N5", 4000.0, 100.0, suppressed=True),
]


def test_a_year_here_is_held_against_the_whole_years_value_and_not_against_its_last_month():
    found = everyone([MONTH, WHOLE, *HERE], HERE[0])
    assert found is WHOLE
    assert signs(proportion(), HERE, found) == {"N1": 1, "N2": 0, "N3": -1, "N4": None, "N5": None}


def test_against_a_month_alone_nothing_is_said():
    assert everyone([MONTH, *HERE], HERE[0]) is None
    assert set(signs(proportion(), HERE, None).values()) == {None}
    assert set(signs(proportion(), HERE, MONTH).values()) == {None}
