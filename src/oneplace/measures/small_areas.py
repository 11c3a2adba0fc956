"""Figures of small areas put together: a place's whole, and fifths of its own people by how deprived they live.

Areas (or practices) are ordered by their score of deprivation, the most deprived first; each goes to the fifth in which
the middle of its people falls (``stats.quantile_groups``), so that every fifth has about as many people. Counts are
added up and the value made of the sums: never an average of rates. Where a publisher gives only values with limits
(years of life), it is their mean by the areas' people, with limits from theirs, taken as apart. Where who is counted
changed by more than a tenth since the period before (practices came or left, lists grew), the row says so: no trend.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from oneplace import geo, stats
from oneplace.measures import of_counts
from oneplace.measures.rows import Row
from oneplace.place import PER, Measure
from oneplace.vocabulary.dimensions import FIFTHS_HERE, FIFTHS_REGISTERED
from oneplace.vocabulary.wording import count_words, list_words, percent_words

COUNTS = ("numerator", "denominator")
MOST_MISSING = 0.1
"""The most of a group's people that may live where there is no value, before the group has none either."""
MOST_MOVED = 0.1
"""The most by which those counted may change between two periods that are held against each other: as a share, the
people of areas that came or left, or by how many all of them together grew or shrank."""


_CALLED = {"practice": ("GP practice", "GP practices"), "lsoa11": ("neighbourhood", "neighbourhoods")}
_CALLED["lsoa21"] = _CALLED["lsoa11"]
"""What one small area of a kind, and several, are called, where that is more than a small area."""


def _called(kind: str) -> tuple[str, str]:
    return _CALLED.get(kind, ("small area", "small areas"))


def labels_of(kind: str) -> Mapping[str, str]:
    """What fifths made of areas of this kind are called: a practice's people are registered, not resident."""
    return FIFTHS_REGISTERED if kind == "practice" else FIFTHS_HERE


def fifths(kind: str, codes: Sequence[str]) -> pa.Table:
    """The small areas inside those with these codes, with their people and ``fifth`` there (1 the most deprived)."""
    return _fifths(kind, tuple(codes))


@lru_cache(maxsize=64)
def _fifths(kind: str, codes: tuple[str, ...]) -> pa.Table:
    areas = geo.small_areas(kind, codes)
    if not len(areas):
        return areas.select(["code", "people"]).append_column("fifth", pa.array([], pa.float64()))
    groups = stats.quantile_groups(areas["score"], 5, population=areas["people"])
    return areas.select(["code", "people"]).append_column("fifth", pa.array(groups.value, from_pandas=True))


def together(measure: Measure, found: Sequence[Row], areas: pa.Table, kind: str = "") -> Iterator[Row]:
    """Everyone and each fifth, a row a period, from rows of the small areas in ``areas`` (as ``fifths`` has them).

    ``kind`` is that of the areas: it says what they and their fifths are called.
    """
    held = {each["code"]: each for each in areas.to_pylist()}
    periods = _by_period(found, held)
    yield from _over_time(measure, periods, list(held.values()), _EVERYONE, kind)
    for fifth, (group, label) in enumerate(labels_of(kind).items(), start=1):
        whom = {"group": group, "group_label": label, "group_order": fifth}
        inside = [each for each in held.values() if each["fifth"] == fifth]
        if len(held) < len(FIFTHS_HERE):
            yield from _too_few(periods, len(held), {"dimension": "deprivation", **whom}, kind)
        elif inside:
            yield from _over_time(measure, periods, inside, {"dimension": "deprivation", **whom}, kind)


def everyone(measure: Measure, found: Sequence[Row], areas: pa.Table, kind: str = "") -> Iterator[Row]:
    """As ``together``, without its fifths: of an area that a place is only held against."""
    held = {each["code"]: each for each in areas.to_pylist()}
    yield from _over_time(measure, _by_period(found, held), list(held.values()), _EVERYONE, kind)


_EVERYONE: Row = {"dimension": "all", "group": "all", "group_label": "Everyone", "group_order": 0}


def _by_period(found: Sequence[Row], held: Container[str]) -> Mapping[tuple[date, date], Sequence[Row]]:
    periods: defaultdict[tuple[date, date], list[Row]] = defaultdict(list)
    for row in found:
        if row["area_code"] in held and row["value"] is not None:
            periods[row["period_start"], row["period_end"]].append(row)
    return periods


def each(measure: Measure, found: Sequence[Row], names: Mapping[str, str], kind: str) -> Iterator[Row]:
    """The counts of each neighbourhood of today (LSOA 2021) among ``names``, so that wards can be made of them.

    ``kind`` is that of the areas of ``found``. Counts of neighbourhoods of 2011 are those of the one that is the same
    today, or added up where several became one; one that was divided or redrawn has none, with the reason.
    """
    if kind not in _EACH or measure.unit not in PER:
        return
    periods: defaultdict[tuple[date, date], dict[str, Row]] = defaultdict(dict)
    for row in found:
        if row["numerator"] is not None and row["denominator"]:
            periods[row["period_start"], row["period_end"]][row["area_code"]] = row
    made_of = _same_ground(kind)
    for counted in periods.values():
        first = next(iter(counted.values()))
        when = {name: first[name] for name in ("period_start", "period_end", "period_label")}
        for code, name in names.items():
            whom = {"dimension": "neighbourhood", "group": code, "group_label": name, "group_order": 1}
            if made := _counts_of(measure, counted, made_of.get(code)):
                yield {**when, **whom, "people": None, "unlike": None, **made}


_EACH = ("lsoa11", "lsoa21")
REDRAWN = "Lines of neighbourhoods were redrawn for the Census of 2021, and counts of before can’t be divided"


@cache
def _same_ground(kind: str) -> Mapping[str, list[str]]:
    """By neighbourhood of today those of a kind that it is made of whole; without those that were redrawn."""
    changes = geo.lsoa_changes().to_pylist()
    if kind == "lsoa21":
        return {row["lsoa21_code"]: [row["lsoa21_code"]] for row in changes}
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in changes:
        if row["change"] in ("U", "M"):
            found[row["lsoa21_code"]].append(row["lsoa11_code"])
    return found


def fifth_of(kind: str, codes: Sequence[str]) -> dict[str, int]:
    """By neighbourhood of today the fifth, of those that ``together`` makes of the areas inside ``codes``, that it lies
    in whole; none where there are too few areas for fifths."""
    areas = fifths(kind, codes)
    if kind not in _EACH or len(areas) < len(FIFTHS_HERE):
        return {}
    of = dict(zip(areas["code"].to_pylist(), areas["fifth"].to_pylist(), strict=True))
    ground = {home: {of.get(part) for part in parts} for home, parts in _same_ground(kind).items()}
    return {home: int(found) for home, [found, *more] in ground.items() if found is not None and not more}


def _counts_of(measure: Measure, counted: Mapping[str, Row], parts: Sequence[str] | None) -> Row | None:
    """The value of the counts of these areas together; None where one has none."""
    if parts is None:
        return {**dict.fromkeys((*COUNTS, "value", "lower", "upper")), "method": "", "reason": REDRAWN}
    if not all(code in counted for code in parts):
        return None
    numerator, denominator = (sum(counted[code][name] for code in parts) for name in COUNTS)
    return {**_of_counts(measure, numerator, denominator), "reason": None}


def _too_few(periods: Mapping[tuple[date, date], Sequence[Row]], areas: int, whom: Row, kind: str) -> Iterator[Row]:
    """A fifth of each period without a value, with the reason: there are not as many small areas as fifths."""
    reason = f"Too few for fifths: {count_words(areas, *_called(kind))} here."
    nothing = dict.fromkeys((*COUNTS, "people", "value", "lower", "upper", "unlike"))
    for (start, end), rows in periods.items():
        when = {"period_start": start, "period_end": end, "period_label": rows[0]["period_label"]}
        yield {**when, **whom, **nothing, "method": "", "reason": reason}


def _over_time(
    measure: Measure, periods: Mapping[tuple[date, date], Sequence[Row]], areas: Sequence[Row], whom: Row, kind: str
) -> Iterator[Row]:
    codes = {each["code"] for each in areas}
    before: list[Row] = []
    for when in sorted(periods):
        now = [row for row in periods[when] if row["area_code"] in codes]
        yield {**_pooled(measure, periods[when], areas, whom, kind), "unlike": _moved(before, now, kind)}
        before = now


def _moved(before: Sequence[Row], now: Sequence[Row], kind: str) -> str | None:
    """Why two periods are of other people, by the lists counted; None where few came or left, or nobody is counted."""
    then, new = ({row["area_code"]: row["denominator"] for row in rows} for rows in (before, now))
    if not (then and new) or None in (*then.values(), *new.values()):
        return None
    gone, came = sorted(then.keys() - new.keys()), sorted(new.keys() - then.keys())
    old, people = sum(then.values()), sum(new.values())
    away, here = sum(then[code] for code in gone), sum(new[code] for code in came)
    if max(away, abs(people - old)) <= MOST_MOVED * old and here <= MOST_MOVED * people:
        return None
    named = [f"without {_names(gone)}"] if gone else []
    named += [f"with {_names(came)}"] if came else []
    areas = count_words(len(new), *_called(kind))
    whom = " people" if kind == "practice" else ""  # of neighbourhoods it may be homes that are counted
    lists = f"{people:,.0f}{whom} counted in {areas}, {old:,.0f} in {len(then)} then"
    return f"Not held against {before[0]['period_label']}: {'; '.join([lists, *named])}."


def _names(codes: Sequence[str]) -> str:
    known = {code: geo.area(code) for code in codes}
    return list_words([f"{area.name} ({code})" if area else code for code, area in known.items()])


def _pooled(measure: Measure, rows: Sequence[Row], areas: Sequence[Row], whom: Row, kind: str) -> Row:
    """The rows of those ``areas`` that have a value as one row; without a value where too many people have none."""
    by_code = {row["area_code"]: row for row in rows}
    known = [each for each in areas if each["code"] in by_code]
    inside = [by_code[each["code"]] for each in known]
    everyone, people = (sum(each["people"] for each in some) for some in (areas, known))
    base = {**{name: rows[0][name] for name in ("period_start", "period_end", "period_label")}, **whom}
    missing = 1 - people / everyone
    if missing > MOST_MISSING:
        share = percent_words(missing)
        if share == percent_words(MOST_MISSING):
            share = f"more than {share}"
        where = "are registered" if kind == "practice" else "live"
        reason = f"Where {share} of these people {where}, there is no figure."
        return {**base, **dict.fromkeys((*COUNTS, "people", "value", "lower", "upper")), "method": "", "reason": reason}
    counts = [[row[name] for row in inside] for name in COUNTS]
    weights = np.array([each["people"] for each in known], dtype=float)
    made = (
        mean_by_people(inside, weights)
        if any(None in each for each in counts)
        else _of_counts(measure, *map(sum, counts))
    )
    few = f" of {len(areas)}" if len(known) < len(areas) else ""
    method = f"{made['method']}; {len(known)}{few} {_called(kind)[1]} together"
    return {**base, **made, "people": float(people), "method": method, "reason": None}


def _of_counts(measure: Measure, numerator: float, denominator: float) -> Row:
    if measure.unit not in PER:  # money for each person: nothing is sampled, so there are no limits
        sums = {"numerator": numerator, "denominator": denominator, "value": numerator / denominator}
        return {**sums, "lower": None, "upper": None, "method": "The sum divided by the sum"}
    found = of_counts.made(measure, numerator, denominator)
    value, lower, upper = (float(side) for side in (found.value, found.lower, found.upper))
    return {
        "numerator": numerator,
        "denominator": denominator,
        "value": value,
        "lower": lower,
        "upper": upper,
        "method": str(found.method),
    }


def mean_by_people(rows: Sequence[Row], people: npt.NDArray[np.float64]) -> Row:
    """Value and limits of the rows' mean by the ``people`` of each, with limits from theirs, taken as apart."""
    value, lower, upper = (np.array([row[name] for row in rows], dtype=float) for name in ("value", "lower", "upper"))
    shares = people / people.sum()
    mean, half = float(shares @ value), float(np.sqrt(((shares * (upper - lower) / 2) ** 2).sum()))
    limits = {"lower": mean - half, "upper": mean + half} if np.isfinite(half) else {"lower": None, "upper": None}
    method = "Mean of the small areas by their people, limits from theirs"
    return {"numerator": None, "denominator": None, "value": mean, **limits, "method": method}
