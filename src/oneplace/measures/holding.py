"""Figures that were published before: nobody may learn about a few people by setting two runs side by side.

In a financial year of a measure that some run has shown already:

- what was hidden stays hidden;
- a figure any of whose counts would change by fewer people than the small-number rule shows stays as published;
- where a shown figure would now have to be hidden, or a line of figures that add up would leave one single change to be
  worked out, the whole year of the measure stays as published;
- so it does where fifths by another edition of the indices of deprivation than readers have seen would tell of a
  neighbourhood (``editions``).

So two published figures of one group are equal or differ by enough people, and what a run adds to those before it
never separates a hidden figure from the ones it was hidden among (docs/adr/0009).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from oneplace.measures.editions import Edition, Whom, tell_of_few
from oneplace.measures.left import as_told
from oneplace.measures.rows import Row
from oneplace.population import UNKNOWN
from oneplace.stats import REASONS
from oneplace.vocabulary.dimensions import EVERYONE, ROLLING, WHOLE

Figures = dict[Whom, Row]
FIRST_EDITION = 2025
"""Of the indices of deprivation by which fifths were before a place could choose, and runs say which."""

_FIGURE = ("suppressed", "value", "lower", "upper", "numerator", "denominator")
COUNTS: Mapping[str, Callable[[Row], tuple[float | None, ...]]] = {
    "proportion": lambda row: (row["denominator"], row["numerator"], _rest(row)),
    "rate": lambda row: (row["numerator"], row["denominator"]),  # person-years: part of one tells when somebody came
    "count": lambda row: (row["numerator"],),
    "mean": lambda row: (row["denominator"],),
    "ratio": lambda row: (row["denominator"],),
    "percentile": lambda row: (row["denominator"],),
}


@dataclass(frozen=True)
class Published:
    """What one run showed of one measure, by which definition (the text of its file; empty where it isn't known)."""

    figures: Figures
    definition: str = ""
    edition: int = FIRST_EDITION
    """That of the indices of deprivation by which its fifths are."""
    content: str | None = None
    """What the definition asks for by name, as it was then (``code_lists.content_of``); None where it isn't known."""

    def of(self, year: int, begins: int) -> Figures:
        """Its figures of a year that begins in that month, but for rolling years, which lie in several."""
        own = ((at, row) for at, row in self.figures.items() if at[2] != ROLLING)
        return {at: row for at, row in own if year_of(row, begins) == year}


@dataclass(frozen=True)
class Held:
    """What may be shown now, and how many figures stay as published though their counts have changed."""

    results: list[Row]
    number: int


def shown_before(runs: Sequence[Mapping[str, pa.Table]], only: str | None = None) -> dict[str, list[Published]]:
    """By measure what earlier runs showed, oldest first; ``runs`` are the tables of those that were served, of which
    ``provenance`` may be lacking.

    With ``only``, of the other measures just what was hidden.
    """
    found: dict[str, list[Published]] = defaultdict(list)
    for tables in runs:
        figures: dict[str, Figures] = defaultdict(dict)
        rows = tables["results"]
        if only is not None:
            rows = rows.filter(pc.or_(rows["suppressed"], pc.equal(rows["measure"], only)))
        for row in rows.to_pylist():
            if row["reason"] == REASONS["beside_published"]:
                continue
            told = as_told(row)
            figures[row["measure"]][whom(row)] = told | {"method": ""} if told["suppressed"] else told
        made = {row["measure"]: row for row in tables["provenance"].to_pylist()} if "provenance" in tables else {}
        for measure, shown in figures.items():
            row = made.get(measure, {})
            edition = row.get("deprivation") or FIRST_EDITION
            found[measure].append(Published(shown, row.get("definition") or "", edition, row.get("content")))
    return found


def hidden_before(past: Iterable[Published]) -> set[Whom]:
    """What any earlier run has hidden."""
    return {at for shown in past for at, row in shown.figures.items() if row["suppressed"]}


def seen_before(past: Iterable[Published]) -> set[Whom]:
    """What some earlier run has shown with a figure."""
    return {at for shown in past for at, row in shown.figures.items() if row["value"] is not None}


def hold(
    results: list[Row],
    past: Sequence[Published],
    *,
    statistic: str,
    below: int,
    fifths: Mapping[str, int],
    year_begins: int = 4,
    before: Mapping[int, Mapping[str, int]] | None = None,
) -> Held:
    """A measure's new rows as they may be shown after ``past``, the runs that readers have seen, oldest first.

    ``year_begins`` is the month in which its years begin. ``fifths`` gives each neighbourhood's deprivation fifth,
    ``before`` the same by other editions of the indices that runs of the past had.
    """
    kept, number, other = list[Row](), 0, before or {}
    for year, rows in _by_year(results, year_begins).items():
        told = [(figures, other.get(each.edition, fifths)) for each in past if (figures := each.of(year, year_begins))]
        new = {whom(row): row for row in rows}
        earlier = [Edition(*each) for each in told]
        shown = _Year(new, earlier, COUNTS[statistic], below, fifths).shown() if earlier else new
        kept += shown.values()
        number += sum(not same(shown.get(at), new.get(at)) for at in {*shown, *new})
    return Held(kept, number)


@dataclass(frozen=True)
class _Year:
    """One year of a measure: its ``new`` figures, and those of each of the ``runs`` that showed any before."""

    new: Figures
    runs: Sequence[Edition]
    counts: Callable[[Row], tuple[float | None, ...]]
    below: int
    fifths: Mapping[str, int]

    @property
    def earlier(self) -> list[Mapping[Whom, Row]]:
        """The figures of each run before."""
        return [run.figures for run in self.runs]

    def shown(self) -> Figures:
        latest = dict(self.earlier[-1])
        if any(row["suppressed"] and self._was_seen(at) for at, row in self.new.items()):
            return latest
        found = {at: self._held(at, row) for at, row in self.new.items()}
        found |= {at: row for at, row in latest.items() if at not in self.new and self._must_stay(row)}
        return latest if self._follows(found) or self._other_fifths_tell(found) else found

    def _other_fifths_tell(self, found: Figures) -> bool:
        if all(run.fifths == self.fifths for run in self.runs):
            return False
        return tell_of_few([*self.runs, Edition(found, self.fifths)], self.counts, self.below)

    @cached_property
    def _lines_before(self) -> set[tuple[date, date, str]]:
        return {at[:3] for figures in self.earlier for at in figures}

    def _was_seen(self, at: Whom) -> bool:
        """Whether readers have seen a group's figure, or that it had none."""
        hidden = any(at in figures and figures[at]["suppressed"] for figures in self.earlier)
        return at[:3] in self._lines_before and not hidden

    def _held(self, at: Whom, row: Row) -> Row:
        """The figure, or the nearest published one where fewer people than may be told of lie between."""
        was = [figures[at] for figures in reversed(self.earlier) if at in figures]
        if row["suppressed"] or not any(self._few(row, other) for other in was):
            return row
        return min(was, key=lambda other: sum(self._apart(row, other)))

    def _must_stay(self, row: Row) -> bool:
        """Whether the figure of a group that now has none must not go."""
        return bool(row["suppressed"]) or any(0 < count < self.below for count in self.counts(row) if count is not None)

    def _few(self, row: Row, other: Row) -> bool:
        return any(0 < apart < self.below for apart in self._apart(row, other))

    def _apart(self, row: Row, other: Row) -> list[float]:
        pairs = zip(self.counts(row), self.counts(other), strict=True)
        return [abs(a - b) for a, b in pairs if a is not None and b is not None]

    def _follows(self, found: Figures) -> bool:
        """Whether a change that isn't shown is what others leave over along some line, one line after the other.

        What adds up is a tree (everyone, breakdowns, fifths, their neighbourhoods), so nothing else can follow.
        """
        latest = self.earlier[-1]
        lines = [line for line in _lines(found, self.fifths) if len(line) > 1]
        still = {at for line in lines for at in line if same(found[at], latest.get(at))}
        while alone := {
            at for line in lines if len(left := [each for each in line if each in still]) == 1 for at in left
        }:
            if any(found[at]["suppressed"] or not same(found[at], self.new.get(at)) for at in alone):
                return True
            still -= alone  # readers can tell that these haven't changed
        return False


def same(row: Row | None, other: Row | None) -> bool:
    """Whether readers see the same figure, or the same nothing; what a table keeps beside it is no figure."""
    if row is None or other is None:
        return row is other
    return all(row.get(name) == other.get(name) for name in _FIGURE)


def _lines(figures: Figures, fifths: Mapping[str, int]) -> list[list[Whom]]:
    """What adds up: the groups of a breakdown and everyone, the neighbourhoods of a fifth and it, a year's months."""
    lines: dict[tuple[object, ...], list[Whom]] = {}
    whole = [at for at in figures if at[2] == WHOLE]
    for at in figures:
        start, end, dimension, group = at
        key: tuple[object, ...] = (start, end, dimension)
        total: Whom | None = (start, end, EVERYONE, "all")
        if total not in figures:
            total = (start, end, WHOLE, "all")
        if dimension == WHOLE:
            continue
        if dimension == EVERYONE:
            total = next((each for each in whole if each[0] <= start and end <= each[1]), None)
            key = (dimension, total)
        elif dimension == "neighbourhood":
            fifth = fifths.get(group, 0)
            key, total = (*key, fifth), (start, end, "deprivation", str(fifth) if fifth else UNKNOWN)
        lines.setdefault(key, [total] if total in figures else []).append(at)
    return list(lines.values())


def whom(row: Row) -> Whom:
    """Whom and when a row is about."""
    return row["period_start"], row["period_end"], row["dimension"], row["group"]


def year_of(row: Row, begins: int) -> int:
    """The year in which a row's begins, where years begin in that month."""
    start: date = row["period_start"]
    return start.year - (start.month < begins)


def _by_year(rows: Iterable[Row], begins: int) -> dict[int, list[Row]]:
    years: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        years[year_of(row, begins)].append(row)
    return years


def _rest(row: Row) -> float | None:
    """The other side of a proportion."""
    return None if row["denominator"] is None or row["numerator"] is None else row["denominator"] - row["numerator"]
