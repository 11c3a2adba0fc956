"""A month that was sent twice, or in part: told beside what is judged, and no new level."""

from datetime import date, timedelta

import numpy as np
import pytest

from oneplace.record.coverage import Span, find, jump, odd_month
from oneplace.record.odd_months import newest

WINDOW = Span(date(2022, 4, 1), date(2025, 4, 1))
ODD = date(2023, 9, 1)


def feed(number, **months):
    """So many events every day, and others in some months (``y2023_09=20``)."""
    days = [WINDOW.start + timedelta(days=i) for i in range((WINDOW.end - WINDOW.start).days)]
    return [(day, n) for day in days if (n := months.get(f"y{day:%Y_%m}", number))]


@pytest.mark.parametrize("there", [20, 100, 5])
def test_a_month_that_stands_out_alone_is_found_and_no_new_level(there):
    events = feed(10, y2023_09=there)
    spans = find(events, WINDOW)
    assert spans == (WINDOW,)
    assert (odd_month(events, spans), jump(events, spans)) == (ODD, None)


def test_two_months_in_a_row_are_odd_and_three_a_new_level():
    both = feed(10, y2023_09=20, y2023_10=20)
    assert odd_month(both, [WINDOW]) == ODD
    three = feed(10, y2023_09=20, y2023_10=20, y2023_11=20)
    assert odd_month(three, [WINDOW]) is None
    assert jump(three, [WINDOW]) in (ODD, date(2023, 12, 1))


@pytest.mark.parametrize(
    ("confirmed", "found"), [([ODD], None), ([date(2023, 10, 1)], None), ([date(2022, 9, 1)], ODD)]
)
def test_what_the_file_confirms_is_not_odd(confirmed, found):
    assert odd_month(feed(10, y2023_09=20), [WINDOW], confirmed) == found


def test_a_time_of_year_is_not_odd():
    assert odd_month(feed(10, y2022_10=19, y2023_10=20, y2024_10=18), [WINDOW]) is None


@pytest.mark.slow
def test_few_events_are_no_odd_month():
    rng = np.random.default_rng(7)
    for rate in (0.05, 0.2, 0.5):
        monthly = rng.poisson(rate * 30, (300, 36)).astype(np.float64)
        assert sum(newest(each, each / 30) is not None for each in monthly) <= 1  # by chance, of 300 feeds


def test_the_newest_of_several_is_told():
    assert odd_month(feed(10, y2022_09=20, y2024_06=4), [WINDOW]) == date(2024, 6, 1)


def test_the_first_and_the_last_months_have_nothing_to_be_held_against():
    assert odd_month(feed(10, y2022_05=20), [WINDOW]) is None
    assert newest(np.full(4, 10.0), np.full(4, 1.0)) is None
