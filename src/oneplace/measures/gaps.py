"""Who is behind the average, by how much: gaps between deprivation fifths, sexes and ethnic groups.

Gaps by deprivation are the most deprived end minus (or over) the least deprived end, so they are positive (above 1)
where the most deprived have more of what is measured, good or bad. Gaps by sex and ethnic group are those of the group
that fares worst, or without a good direction differs most, minus everyone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date

import numpy as np

from oneplace import stats
from oneplace.measures.rows import Row, number, period_label
from oneplace.measures.tally import Key
from oneplace.place import Measure
from oneplace.stats import REASONS, Estimate
from oneplace.vocabulary.dimensions import BREAKDOWNS, Dimension, Gap


@dataclass(frozen=True)
class Shown:
    """The estimates of one measure, and what of them may be shown."""

    keys: tuple[Key, ...]
    estimates: Estimate
    hidden: np.ndarray

    def at(self, positions: list[int]) -> Estimate:
        """The estimates at some positions."""
        return Estimate(*(getattr(self.estimates, field.name)[positions] for field in fields(Estimate)))


def gaps(measure: Measure, shown: Shown, kind: str) -> Iterator[Row]:
    """Rows of the gaps table: every period of ``kind`` and every breakdown that has a gap."""
    periods: dict[tuple[date, date], dict[str, list[int]]] = {}
    for i, key in enumerate(shown.keys):
        if key.kind == kind:
            periods.setdefault((key.start, key.end), {}).setdefault(key.dimension, []).append(i)
    for (start, end), found in periods.items():
        base = {
            "measure": measure.id,
            "period_start": start,
            "period_end": end,
            "period_label": period_label(kind, start),
        }
        for by in BREAKDOWNS:
            if by.code in found:
                rows = _of(by, measure, shown, found)
                yield from ({**base, "dimension": by.code, **row} for row in rows)


def _of(by: Dimension, measure: Measure, shown: Shown, found: Mapping[str, list[int]]) -> Iterator[Row]:
    if by.gap is Gap.ENDS:
        yield from _deprivation(shown, found[by.code])
    elif by.gap is Gap.WORST and "all" in found:
        yield _farthest(measure, shown, found[by.code], found["all"][0])


def _deprivation(shown: Shown, positions: list[int]) -> Iterator[Row]:
    by_fifth = {shown.keys[i].group.order: i for i in positions if shown.keys[i].group.order <= 5}
    fifths = [by_fifth[fifth] for fifth in sorted(by_fifth)]
    if missing := _missing(shown, fifths) or ("" if len(fifths) == 5 else "missing"):
        for statistic in Gap.ENDS.value:
            yield {"statistic": statistic, "reason": REASONS[missing]}
        return
    found = shown.at(fifths)
    for name, index in (("SII", stats.slope_index), ("RII", stats.relative_index)):  # -1: the most deprived end first
        yield _row(name, index(found.value, found.denominator, lower=found.lower, upper=found.upper, multiplier=-1))
    most, least = shown.at([fifths[0]]), shown.at([fifths[-1]])
    words = "most deprived fifth against least"
    yield _row("absolute_gap", stats.absolute_gap(most, least), words)
    yield _row("relative_gap", stats.relative_gap(most, least), words)


def _farthest(measure: Measure, shown: Shown, positions: list[int], everyone: int) -> Row:
    """The group that fares worst (or, without a good direction, differs most) against everyone."""
    known = [i for i in positions if shown.keys[i].group.code != "not_known" and not _missing(shown, [i])]
    if len(known) < 2 or _missing(shown, [everyone]):
        return {"statistic": "absolute_gap", "reason": "Fewer than two groups can be shown."}
    away = shown.estimates.value[known] - shown.estimates.value[everyone]
    bad = {"low_good": away, "high_good": -away, "context": np.abs(away)}[measure.polarity]
    worst = known[int(np.argmax(bad))]
    group, rest = shown.at([worst]), shown.at([everyone])
    return _row("absolute_gap", stats.absolute_gap(group, rest), f"{shown.keys[worst].group.label} against everyone")


def _missing(shown: Shown, positions: list[int]) -> str:
    """Why a gap between these can't be given; empty where it can."""
    if shown.hidden[positions].any():
        return "suppressed"
    bad = [str(shown.estimates.reason[i]) for i in positions if np.isnan(shown.estimates.lower[i])]
    return (bad[0] or "missing") if bad else ""


def _row(statistic: str, found: Estimate, words: str = "") -> Row:
    value, lower, upper = (number(side.reshape(-1)[0]) for side in (found.value, found.lower, found.upper))
    method, reason = str(found.method.reshape(-1)[0]), str(found.reason.reshape(-1)[0])
    return {
        "statistic": statistic,
        "value": value,
        "lower": lower,
        "upper": upper,
        "method": f"{method}: {words}" if words else method,
        "reason": REASONS[reason] or None,
    }
