"""Whether a newer gap could be here: a yearly one is not old because everyone's months go further."""

from datetime import date

import pytest

from oneplace.days import months_after
from oneplace.measures.gaps import with_stopped
from tests.measures.build import measure


def span(start, months):
    end = months_after(start, months)
    return {"period_start": start, "period_end": end, "period_label": f"{start} to {end}"}


def gap(start, months=12):
    return {**span(start, months), "dimension": "deprivation", "statistic": "absolute_gap"}


@pytest.mark.parametrize(
    ("everyone", "day", "stopped"),
    [
        ((date(2026, 9, 1), 1), date(2026, 11, 30), False),  # no newer year is over
        ((date(2026, 9, 1), 1), date(2027, 5, 31), False),  # it is, and was not due
        ((date(2026, 9, 1), 1), date(2027, 6, 1), True),
        ((date(2027, 3, 1), 1), date(2027, 4, 15), True),  # everyone's months are as new as it would be
        ((date(2026, 4, 1), 12), date(2027, 4, 15), True),
        ((date(2025, 4, 1), 12), date(2029, 1, 1), False),  # as new as everyone's, which may have stopped
        ((date(2026, 3, 1), 1), date(2029, 1, 1), False),
    ],
)
def test_a_gap_is_old_once_a_newer_one_could_be_here(everyone, day, stopped):
    rows = [{**span(*everyone), "dimension": "all", "value": 1.0}]
    older, newest = with_stopped(
        measure(expected_lag_months=2), [gap(date(2024, 4, 1)), gap(date(2025, 4, 1))], rows, day
    )
    assert (older["stopped"], newest["stopped"]) == (None, stopped)
