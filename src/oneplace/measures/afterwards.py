"""Measures that count some of the same rows, after earlier runs: what several of them tell together.

Each by itself holds what it has published (``holding``). Beside it stand others:

- a measure that is new has no figures that could stay: its are those of today. Beside another, of which a count that is
  shown is not today's, they would tell by how few that has changed, or what a figure that can't be taken back was to be
  hidden for. Of a financial year in which that is so it tells nothing, and that it doesn't;
- where one goes back to a year as published, as a figure that readers have seen would have to be hidden now, the others
  that were published do so too: what is hidden was chosen for figures of one day.

Of which groups it would tell is not said, as it isn't of figures that stay. How long residents lived is left out: it
changes in every year with one person more or less in the register, so that no measure that is added would ever have a
past, and what it tells is that somebody came or went, not of what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from oneplace.measures.holding import COUNTS, Held, Published, same, whom, year_of
from oneplace.measures.rows import Row
from oneplace.place import FromLinkedRecord, have_rows_in_common, sides
from oneplace.stats import REASONS
from oneplace.vocabulary.dimensions import EVERYONE, WHOLE

_Period = tuple[date, date]


@dataclass(frozen=True)
class Beside:
    """One measure for this: its definition, what earlier runs showed of it, its rows of today, and what it holds."""

    compute: FromLinkedRecord
    past: Sequence[Published]
    today: Sequence[Row]
    held: Held

    @property
    def went_back(self) -> set[_Period]:
        """The periods of figures that are shown and would be hidden if nobody had seen them."""
        return {_period(row) for own, row in self._pairs if own["suppressed"] and not row["suppressed"]}

    @property
    def moved(self) -> set[_Period]:
        """The periods in which a count that is shown is not today's, or a figure is shown that would be hidden."""
        counts = COUNTS[self.compute.statistic]
        counted = 1 if self.compute.statistic == "rate" else None
        pairs = ((row, zip(counts(row)[:counted], counts(own)[:counted], strict=True)) for own, row in self._pairs)
        return self.went_back | {
            _period(row) for row, each in pairs if any(seen is not None and seen != now for seen, now in each)
        }

    @property
    def _pairs(self) -> Iterator[tuple[Row, Row]]:
        now = {whom(row): row for row in self.today}
        return ((now[whom(row)], row) for row in self.held.results if whom(row) in now)

    def published(self, year: int) -> list[Row]:
        """Its rows of a year as the newest run that had any told them."""
        every = (each.of(year, self.compute.year_begins) for each in reversed(self.past))
        return list(next((rows for rows in every if rows), {}).values())

    def years_of(self, periods: Iterable[_Period]) -> set[int]:
        """Those of its years in which some of these periods lie."""
        begins, spans = self.compute.year_begins, set(periods)
        years = {year_of(row, begins) for row in self.held.results}
        return {
            year
            for year in years
            if any(start < date(year + 1, begins, 1) and date(year, begins, 1) < end for start, end in spans)
        }

    def year_of(self, row: Row) -> int:
        """The year that a row is of."""
        return year_of(row, self.compute.year_begins)


def side_by_side(every: Sequence[Beside]) -> list[Held]:
    """What may be shown of some measures, none of which knew of the others."""
    related = have_rows_in_common([sides(each.compute) for each in every])
    np.fill_diagonal(related, val=False)
    back = [each.went_back for each in every]
    settled = [_went_back(each, _of(back, to)) for each, to in zip(every, related, strict=True)]
    moved = [each.moved for each in settled]
    return [_without_untold(each, _of(moved, to)).held for each, to in zip(settled, related, strict=True)]


def _of(periods: Sequence[set[_Period]], related: np.ndarray) -> set[_Period]:
    return set().union(*(periods[int(i)] for i in np.flatnonzero(related)))


def _went_back(each: Beside, periods: set[_Period]) -> Beside:
    """The measure with those of its years as published in which another went back, where it has published any."""
    rows = each.held.results
    for year in sorted(each.years_of(periods)):
        if then := each.published(year):
            rows = [*(row for row in rows if each.year_of(row) != year), *then]
    if rows is each.held.results:
        return each
    now = {whom(row): row for row in each.today}
    told = {whom(row): row for row in rows}
    number = sum(not same(told.get(at), now.get(at)) for at in {*told, *now})
    return replace(each, held=Held(sorted(rows, key=lambda row: row["period_start"]), number))


def _without_untold(each: Beside, periods: set[_Period]) -> Beside:
    """The measure without those of its years in which another has moved and that it has never published."""
    untold = {year for year in each.years_of(periods) if not each.published(year)}
    if not untold:
        return each
    kept = (
        row for row in each.held.results if each.year_of(row) not in untold or row["dimension"] in {EVERYONE, WHOLE}
    )
    rows = [_untold(row) if each.year_of(row) in untold else row for row in kept]
    return replace(each, held=Held(rows, each.held.number))


def _untold(row: Row) -> Row:
    nothing = dict.fromkeys(("numerator", "denominator", "value", "lower", "upper"))
    return row | nothing | {"method": "", "suppressed": False, "reason": REASONS["beside_published"]}


def _period(row: Row) -> _Period:
    return row["period_start"], row["period_end"]
