"""A season is no change: what comes several times a year is held against the same time of another year."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle, islice

import numpy as np
import pytest

from oneplace.progress import course, direction
from oneplace.progress.direction import Since
from oneplace.progress.outlook import outlook
from oneplace.progress.rules import ForecastStatus
from oneplace.stats import sustained_shifts, xmr
from tests.progress.test_direction import months
from tests.progress.test_outlook import ambition

QUARTERS = [6.0, 7.0, 5.0, 4.8]
MONTHS = [9, 8.5, 7, 6, 5, 4.5, 4.2, 4.2, 5, 6, 7, 8.5]
STEP = {"quarterly": 3, "monthly": 1}


def season(year, count, half=0.3, *, falls=0.0, frequency="quarterly"):
    """``count`` values of a year that recurs, each so much lower than a year before, with limits so wide."""
    values = [value - falls * (n // len(year)) for n, value in enumerate(islice(cycle(year), count))]
    found = months(values, step=STEP[frequency])
    return [replace(one, lower=one.value - half, upper=one.value + half) if half else one for one in found]


def noisy(series):
    """The same with noise: a series that is its season and nothing else has no limits."""
    noise = np.random.default_rng(1).normal(scale=0.15, size=len(series))
    return [replace(one, value=one.value + more) for one, more in zip(series, noise, strict=True)]


def chart(series):
    """The rows of the control chart of a series, as far as its level is told by them."""
    values = [one.value for one in series]
    begun = [0, *np.flatnonzero(sustained_shifts(values).starts).tolist()]
    made = xmr(values, "decrease", rebase=begun)
    return [
        {"period_label": one.span.label, "value": one.value, "mean": made.mean[n],
         "since": max(b for b in begun if b <= n), "rules": bool(made.rules[n].any()), "variation": str(made.variation)}
        for n, one in enumerate(series)
    ]  # fmt: skip


CASES = [("quarterly", QUARTERS, count) for count in range(6, 18)] + [("monthly", MONTHS, n) for n in range(14, 41)]


@pytest.mark.parametrize(("frequency", "year", "count"), CASES)
def test_a_year_that_recurs_is_neither_higher_nor_lower_than_it_was(frequency, year, count):
    """7.0% in the second quarter was "higher than 5.0%" in a third, and "above its level" in a first."""
    series = season(year, count, frequency=frequency)
    told = course.course(series, frequency, []).told
    ends = direction.ends(series, direction.held_to(series, told, frequency), charted=False)
    assert ends.word in ("similar", None)
    assert direction.level(series, [], "low_good", frequency).word == "usual"


@pytest.mark.parametrize(
    ("series", "frequency", "since"),
    [
        (season(QUARTERS, 14), "quarterly", "July 2023"),  # three years before
        (season(QUARTERS, 10), "quarterly", "July 2023"),  # two, as no more are known
        (season(MONTHS, 40, frequency="monthly"), "monthly", "July 2024"),
        (season(MONTHS, 18, frequency="monthly"), "monthly", "September 2023"),
        (season(MONTHS, 9, frequency="monthly"), "monthly", "April 2023"),  # no such month is known
    ],
)
def test_the_newest_is_held_to_the_same_month_of_two_or_quarter_of_three_years_before(series, frequency, since):
    told = Since("no_clear_change", series[max(len(series) - direction.RECENT[12 // STEP[frequency]], 0)].span.label)
    assert direction.held_to(series, told, frequency) == ("no_clear_change", since)
    assert direction.held_to(series, Since("rising", "x"), frequency) == ("rising", "x")


def test_what_is_lower_than_the_same_quarter_is_told():
    series = season(QUARTERS, 14, falls=0.3)
    held = direction.held_to(series, Since("no_clear_change", "October 2023"), "quarterly")
    assert direction.ends(series, held, charted=False) == ("lower", 7.0)
    assert direction.level(series, [], "low_good", "quarterly") == ("better", "July 2023")
    assert direction.run_of(series, "quarterly") == ("falling", "April 2023")  # though its last is above its first


def test_of_what_comes_irregularly_a_term_is_held_to_the_same_term():
    terms = [one for n, one in enumerate(season([90.0, 94.0, 91.0, 0.0], 15)) if n % 4 < 3]
    level = direction.level(terms, [], "high_good", "irregular")
    assert (terms[-1].value, level) == (91.0, ("usual", "October 2023"))


@pytest.mark.parametrize("count", range(24, 48))
def test_a_charts_level_is_told_without_the_season(count):
    """Seven months below the mean each summer were "below its usual level since April (better)"."""
    series = noisy(season(MONTHS, count, frequency="monthly"))
    assert direction.level(series, chart(series), "low_good", "monthly").word not in ("better", "worse")


def test_what_is_all_season_stays_at_its_level():
    """Taken out it leaves nothing that a chart could have limits from."""
    series = season(MONTHS, 36, frequency="monthly")
    assert direction.level(series, chart(series), "low_good", "monthly") == ("usual", "April 2023")


@pytest.mark.parametrize("count", [30, 31, 32, 34, 41, 42, 43, 44, 45])
def test_a_real_fall_is_below_its_level_in_a_chart_with_a_season_too(count):
    series = noisy(season(MONTHS, count, falls=0.6, frequency="monthly"))
    assert direction.level(series, chart(series), "low_good", "monthly").word == "better"


def test_until_two_years_are_known_a_level_must_differ_from_the_same_month_a_year_before():
    summer = noisy(season(MONTHS, 20, frequency="monthly"))
    assert direction._level_of_chart(chart(summer)).word == "better"
    assert direction.level(summer, chart(summer), "low_good", "monthly") == ("not_known", None)
    fell = noisy(months([9.0] * 10 + [5.0] * 8))
    fell = [replace(one, lower=one.value - 0.3, upper=one.value + 0.3) for one in fell]
    assert direction.level(fell, chart(fell), "low_good", "monthly").word == "better"


@pytest.mark.parametrize("half", [0.3, None])
def test_a_steady_fall_with_a_season_is_forecast(half):
    """Every quarter 0.3 points below that of a year before had "left the way that it was going"."""
    series = season(QUARTERS, 14, half, falls=0.3)
    told = course.course(series, "quarterly", []).told
    assert told.word == "falling"
    found = outlook(series, ambition(3.0, 2027, frequency="quarterly"), told)
    assert (found.untold, bool(found.values)) == (None, True)
    assert found.status in (ForecastStatus.LIKELY, ForecastStatus.UNCERTAIN, ForecastStatus.UNLIKELY)
