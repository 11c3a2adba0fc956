"""A feed whose last weeks are still filling up ends where they begin; a step, a season and chance are no such thing."""

from datetime import date, timedelta

import numpy as np
import pytest

from oneplace.record.filling import since

END = date(2026, 4, 1)
DAYS = 3 * 365
WEEK = np.tile([12, 11, 10, 10, 9, 5, 4], DAYS // 7 + 1)[:DAYS]


def filled(*shares, after=0):
    """Days of which the last weeks have such a share of what is usual, followed by whole weeks."""
    share = np.ones(DAYS)
    for weeks, each in enumerate(reversed(shares), start=after):
        share[DAYS - 7 * (weeks + 1) : DAYS - 7 * weeks] = each
    return (WEEK * share).astype(np.int64)


@pytest.mark.parametrize(
    ("shares", "weeks"),
    [
        ((0.9, 0.7, 0.5, 0.3, 0.1), 4),
        ((0.8, 0.75, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2), 8),
        ((0.8, 0.6, 0.4), 3),
        ((0.3,), 1),
    ],
)
def test_last_weeks_that_fill_up_are_not_complete(shares, weeks):
    assert since(filled(*shares), END) == END - timedelta(days=7 * weeks)


@pytest.mark.parametrize(
    "counts",
    [
        filled(),
        filled(*[0.4] * 6),  # a new level, at once
        filled(0.8, 0.6, 0.4, after=5),  # weeks that were low and are no more
        filled(*np.linspace(0.84, 0.1, 14)),  # falls for longer than entries are late
        filled(0.8, 0.6, 0.4) // 10,  # too few to tell
        filled(0.8, 0.6, 0.4)[-23 * 7 :],  # nobody can say what is usual
    ],
)
def test_what_is_no_filling_up(counts):
    assert since(counts, END) is None


def test_weeks_that_are_low_each_year_are_of_the_season():
    low = filled(0.7, 0.3)
    low[-14 - 365 : -365] = low[-14:]
    assert since(low, END) is None


def test_a_quiet_feed_is_hardly_ever_said_to_fill_up():
    chance = np.random.default_rng(7)
    level = np.repeat(np.exp(chance.normal(0, 0.2, (400, DAYS // 7 + 1))), 7, axis=1)[:, :DAYS]
    assert sum(since(each, END) is not None for each in chance.poisson(WEEK * level)) <= 2
