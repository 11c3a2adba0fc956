"""Rolling years: beside each month of a measure the twelve months that end with it.

A rolling year is made of its months' counts as they may be shown, and told only where readers see all twelve: so it
adds up what they have and says nothing of a month that is hidden. Neighbours share eleven months, so nothing is judged
by them: they stand in a dimension of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from oneplace.measures.editions import Whom
from oneplace.measures.holding import Published, same, whom
from oneplace.measures.rows import Row
from oneplace.measures.tally import Key, Tally
from oneplace.vocabulary.dimensions import EVERYONE, ROLLING

KIND, MONTHS = "rolling_year", 12
HIDDEN = "Not shown: a month in it is too small to show, or stands as it was published before."

Spans = Mapping[tuple[date, date], tuple[Whom, ...]]
_ADDED = ("n", "x", "total", "squares", "days")


@dataclass(frozen=True)
class RollingYears:
    """What the months of ``counts`` add up to; ``months`` gives by rolling year the months in it."""

    counts: Tally
    months: Spans


def rolling_years(counts: Tally) -> RollingYears:
    """Every twelve months in a row of a measure's months for everyone; none where a month is not known.

    ``counts`` are rounded as the place rounds, so that a year tells no more of its months than they do.
    """
    at = np.array([i for i, key in enumerate(counts.keys) if (key.kind, key.dimension) == ("month", EVERYONE)], np.intp)
    number = np.array([counts.keys[i].start.year * 12 + counts.keys[i].start.month for i in at], np.intp)
    windows = sliding_window_view(at, MONTHS) if len(at) >= MONTHS else np.zeros((0, MONTHS), np.intp)
    windows = windows[number[MONTHS - 1 :] - number[: len(windows)] == MONTHS - 1]
    ends = [(counts.keys[first], counts.keys[last]) for first, last in windows[:, [0, -1]]]
    keys = tuple(Key(KIND, first.start, last.end, ROLLING, first.group) for first, last in ends)
    sums = {name: getattr(counts, name)[windows].sum(axis=1) for name in _ADDED}
    months = {
        (key.start, key.end): tuple(_whom(counts.keys[i]) for i in window)
        for key, window in zip(keys, windows, strict=True)
    }
    return RollingYears(replace(counts, keys=keys, **sums), months)


def _whom(key: Key) -> Whom:
    return key.start, key.end, key.dimension, key.group.code


def shown(years: Sequence[Row], months: Spans, counted: Sequence[Row], told: Sequence[Row],
          past: Sequence[Published]) -> list[Row]:  # fmt: skip
    """The rolling years as they may be shown.

    ``counted`` are the measure's rows of this run, ``told`` those that readers get after all earlier runs (``past``).
    Where a month stays as published, so does the year, if one was.
    """
    now, then = ({whom(row): row for row in rows} for rows in (told, counted))
    found = []
    for year in years:
        own = months[year["period_start"], year["period_end"]]
        seen = [now.get(at) for at in own]
        if any(row is None or row["suppressed"] for row in seen):
            found.append(_hidden(year))
        elif all(same(now[at], then.get(at)) for at in own):
            found.append(year)
        else:
            was = [run.figures[whom(year)] for run in past if whom(year) in run.figures]
            found.append(was[-1] if was else _hidden(year))
    return found


def _hidden(year: Row) -> Row:
    nothing = dict.fromkeys(("numerator", "denominator", "value", "lower", "upper"))
    return year | nothing | {"method": "", "suppressed": True, "reason": HIDDEN}
