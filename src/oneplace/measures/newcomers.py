"""A measure that is new beside another that counts the same people, some of whose figures stay as they were published.

It has no figures that could stay (``holding``): its are those of today, and would tell by how few the other's have
changed. Of a financial year in which that is so it tells nothing, and that it doesn't. Of which groups it would tell is
not said, as it isn't of figures that stay.

How long residents lived is left out: it changes in every year with one person more or less in the register, so that no
measure that is added would ever have a past, and what it tells is that somebody came or went, not of what.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from oneplace.measures.holding import COUNTS, Published, whom, year_of
from oneplace.measures.rows import Row
from oneplace.place import FromLinkedRecord, sides
from oneplace.stats import REASONS
from oneplace.vocabulary.dimensions import EVERYONE, WHOLE

_Side = tuple[str, frozenset[str]]
_Period = tuple[date, date]
Stays = Mapping[_Side, set[_Period]]


def stays(told: Iterable[tuple[FromLinkedRecord, Sequence[Row], Sequence[Row]]]) -> Stays:
    """By what is counted the periods in which a count that is shown is not today's: of each measure its definition, its
    rows of today, and those that are shown.
    """
    found: dict[_Side, set[_Period]] = defaultdict(set)
    for compute, today, shown in told:
        now, counts, names = {whom(row): row for row in today}, COUNTS[compute.statistic], _names(compute)
        for row in shown:
            if (own := now.get(whom(row))) is None or own == row:
                continue
            for name, seen, counted in zip(names, counts(row), counts(own), strict=False):
                if seen is not None and seen != counted:
                    found[name].add((row["period_start"], row["period_end"]))
    return found


def without_untold(
    rows: Sequence[Row], compute: FromLinkedRecord, past: Sequence[Published], others: Stays
) -> list[Row]:
    """A measure's rows as they are shown, those of years that it doesn't tell in one row a period that says so."""
    periods = set().union(*(others.get(name, ()) for name in _names(compute)))
    begins = compute.year_begins
    untold = {
        year
        for year in {year_of(row, begins) for row in rows}
        if any(_lies_in(period, year, begins) for period in periods) and not any(each.of(year, begins) for each in past)
    }
    kept = (row for row in rows if year_of(row, begins) not in untold or row["dimension"] in {EVERYONE, WHOLE})
    return [_untold(row) if year_of(row, begins) in untold else row for row in kept]


def _names(compute: FromLinkedRecord) -> list[_Side]:
    """What a measure counts, in the order of ``COUNTS``; time lived, which would be the last, is left out."""
    every = [(repr(side.of), frozenset(each.sql() for each in side.conditions)) for side in sides(compute)]
    return every[:1] if compute.statistic == "rate" else every


def _lies_in(period: _Period, year: int, begins: int) -> bool:
    return period[0] < date(year + 1, begins, 1) and date(year, begins, 1) < period[1]


def _untold(row: Row) -> Row:
    nothing = dict.fromkeys(("numerator", "denominator", "value", "lower", "upper"))
    return row | nothing | {"method": "", "suppressed": False, "reason": REASONS["beside_published"]}
