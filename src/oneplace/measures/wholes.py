"""The whole of a place of several areas from figures of each: counts added up, means by people; else range and reason.

Counts are added up where one factor turns every area's into its value. Without counts, a measure that asks for it
(``whole: by_people``) is the mean of the areas' values by the people whom it is of, which is what their publisher makes
of regions (a test holds it to those). Anything else is no number of all of them: the row says why, and from which area
to which it goes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from math import isclose

import numpy as np

from oneplace import geo
from oneplace.measures import small_areas
from oneplace.measures.rows import Row
from oneplace.place import FromPublished, Measure
from oneplace.results import BY_PART, WORSE_EVERYWHERE
from oneplace.stats import Comparison, Figure, Of, Over, Span, like_with_like, rounds_to
from oneplace.vocabulary.wording import ages_words, list_words, places, value_words, when

Totals = Callable[[int], Mapping[str, float]]
_WHY = {
    "years": "A length of life of all of them would need their deaths by age.",
    "per_100k_dsr": "One rate of all of them, standardised for age, would need their counts by age.",
    "rank": "Ranks have no sum and no mean.",
}
_NO_COUNTS = ", for their counts are not published"
_NOT_PUBLISHED = "They are not averaged: how many people each is of is not published with them."


def whole(
    measure: Measure,
    compute: FromPublished,
    rows: Iterable[Row],
    areas: int,
    totals: Totals = lambda _year: {},
    *,
    beside: Sequence[Row] = (),
) -> list[Row]:
    """The headline: a row for each period in which all ``areas`` make one, else one without a value that says why.

    ``totals`` gives the residents of a year by area, as far as the place holds an edition of its own. ``beside`` are
    the rows of those that the place is held against, in its order: of the first with a value it is told what it was.
    """
    periods: defaultdict[tuple[date, date], list[Row]] = defaultdict(list)
    for row in rows:
        periods[row["period_end"], row["period_start"]].append(row)
    full = {when: each for when, each in periods.items() if len(each) == areas}
    made = [one for each in full.values() if (one := summed(each) or _by_people(measure, compute, each, totals))]
    if made or not periods:
        return made
    told = max(full or periods)
    return [
        {**_headline(periods[told][0]), "reason": _apart(measure, periods[told], areas, periods[max(periods)], beside)}
    ]


def summed(rows: Sequence[Row]) -> Row | None:
    """Counts of all areas together; None without counts, or where no one factor turns every area's into its value."""
    if any(row[name] is None for row in rows for name in ("numerator", "denominator", "value")):
        return None
    numerator, denominator = (sum(row[name] for row in rows) for name in ("numerator", "denominator"))
    largest = max(rows, key=lambda row: row["numerator"])
    factor = largest["value"] * largest["denominator"] / largest["numerator"] if largest["numerator"] else 0.0
    if not all(isclose(row["value"] * row["denominator"], factor * row["numerator"], rel_tol=1e-6) for row in rows):
        return None
    value = factor * numerator / denominator if denominator else None
    counts = {"numerator": numerator, "denominator": denominator, "value": value}
    return {**_headline(rows[0]), **counts, "method": f"Counts of {len(rows)} areas, summed"}


def held_against(rows: Sequence[Row], parts: Sequence[str]) -> list[Row]:
    """The rows, those of everyone with what the counts of all ``parts`` add up to in their period, where that is known.

    Equal is what rounds to the published value in as many decimals as that has.
    """
    beneath: defaultdict[tuple[date, date], list[Row]] = defaultdict(list)
    for row in rows:
        if row["dimension"] == "area" and row["group"] in parts:
            beneath[row["period_end"], row["period_start"]].append(row)
    return [_held(row, beneath[row["period_end"], row["period_start"]], len(parts)) for row in rows]


def _held(row: Row, beneath: Sequence[Row], parts: int) -> Row:
    if row["dimension"] != "all" or row["value"] is None or not 1 < parts == len(beneath):
        return row
    together = summed(beneath)
    if together is None or together["value"] is None:
        return row
    decimals = len(f"{row['value']:.9f}".rstrip("0").partition(".")[2])
    same = rounds_to(together["value"], row["value"], decimals)
    counts = f"{together['numerator']:,.0f} of {together['denominator']:,.0f}"
    told = "the published value" if same else f"{together['value']:.{max(decimals, 1)}f}, not to the published value"
    return {**row, "method": f"{row['method']}; the counts of its {parts} areas add up to {told} ({counts})"}


def _by_people(measure: Measure, compute: FromPublished, rows: Sequence[Row], totals: Totals) -> Row | None:
    """The mean by the people of each area in the middle of the period, with limits from the areas' own.

    The method names these people, so that whoever has the areas' values can work out the mean again.
    """
    if compute.whole != "by_people" or any(row["value"] is None for row in rows):
        return None
    start, end, whom = rows[0]["period_start"], rows[0]["period_end"], measure.people
    ages = (whom.min_age, whom.max_age) if whom else (0, None)
    codes = [row["group"] for row in rows]
    year = (start + (end - start) / 2).year
    people = geo.residents(codes, year, *ages, totals=totals(year))
    if len(people) < len(rows):
        return None
    made = small_areas.mean_by_people(rows, np.array([people[code] for code in codes]))
    each = ", ".join(f"{row['group_label'] or row['group']} {people[row['group']]:,.0f}" for row in rows)
    told = f"Mean of {len(rows)} areas by their residents {ages_words(*ages)} in mid-{year} ({each}){_NO_COUNTS}"
    return {**_headline(rows[0]), **made, "method": told}


def _words(measure: Measure, value: float) -> str:
    return value_words(value, measure.unit, places(value, None, None, measure.unit, measure.decimals))


def _apart(measure: Measure, rows: Sequence[Row], areas: int, newest: Sequence[Row], beside: Sequence[Row]) -> str:
    """Why there is no one number, the lowest and highest of those that there are with another area's in their period,
    which are worse than that, and how many have a newer one."""
    known = sorted((row for row in rows if row["value"] is not None), key=lambda row: row["value"])
    if not known:
        return f"Not published for any of the place's {areas} areas."
    told = [_words(measure, row["value"]) for row in known]
    ends = list(dict.fromkeys((told[0], told[-1])))
    where = [
        f"{end} ({list_words([row['group_label'] for row, words in zip(known, told, strict=True) if words == end])})"
        for end in ends
    ]
    each = "each of" if len(known) == areas else f"{len(known)} of"
    other = _held_beside(measure, rows[0], beside)
    stands = f" ({other['group_label']} {_words(measure, other['value'])})" if other else ""
    reach = f"{' to '.join(where)} {when(rows[0]['period_label'])}{stands}"
    newer = [row for row in newest if row["value"] is not None and row["period_end"] > rows[0]["period_end"]]
    if newer:
        reach = f"{reach}, and newer for {len(newer)} of them, {when(newest[0]['period_label'])}"
    why = _WHY.get(measure.unit, _NOT_PUBLISHED)
    theirs = [row for row in beside if other and row["group"] == other["group"]]
    worse = _worse(measure, known, newer, theirs, areas) if other else ""
    return f"Published for {each} the place's {areas} areas, {BY_PART}: {reach}. {worse}{why}"


def _held_beside(measure: Measure, row: Row, beside: Sequence[Row]) -> Row | None:
    """The first that has a value in the row's period; None where areas are not held against each other."""
    there = (other for other in beside if (other["period_start"], other["period_end"]) == _period(row))
    return None if measure.of_one_area else next((other for other in there if other["value"] is not None), None)


_WORSE = {"low_good": 1, "high_good": -1}


def _worse(measure: Measure, rows: Sequence[Row], newer: Sequence[Row], theirs: Sequence[Row], areas: int) -> str:
    """Which areas are worse than another one beyond chance, that none is, and of which nobody can tell; empty where
    neither more nor less is better. Held is the newest figure of each for whose period the other has one, too.
    """
    if measure.polarity not in _WORSE:
        return ""
    name = theirs[0]["group_label"]
    there = ((row, _held_beside(measure, row, theirs)) for row in (*rows, *newer))
    pairs = {row["group_label"]: (row, then) for row, then in there if then}
    by = f" {when(rows[0]['period_label'])}" if newer else ""
    if any(row in newer for row, _ in pairs.values()):
        by = ", by the newest figure of each"
    found = {
        area: like_with_like(_figure(measure, row), _figure(measure, other), Over.AREAS)
        for area, (row, other) in pairs.items()
    }
    signs = {area: one.sign if isinstance(one, Comparison) else None for area, one in found.items()}
    worse = sorted(area for area, sign in signs.items() if sign == _WORSE[measure.polarity])
    untold = sorted(area for area, sign in signs.items() if sign is None)
    if len(untold) == len(signs):
        return f"No limits are known, so nobody can tell which are worse than {name} beyond chance. "
    if len(worse) > 1 and len(worse) + len(untold) == len(signs):
        each = "of them" if len(signs) == areas else "that have a figure"
        but = f"but {list_words(untold)}, of which no limits are known" if untold else each
        return f"Worse than {name} {WORSE_EVERYWHERE} {but}{by}. "
    none = f"None is worse than {name} beyond chance{by}."
    told = f"Worse than {name} beyond chance: {list_words(worse)}{by}." if worse else none
    return f"{told} No limits are known for {list_words(untold)}. " if untold else f"{told} "


def _figure(measure: Measure, row: Row) -> Figure:
    span = Span(*_period(row), row["period_label"])
    return Figure(span, row["value"], row["lower"], row["upper"], Of(measure.id, measure.unit, area=row["group"]))


def _period(row: Row) -> tuple[date, date]:
    return row["period_start"], row["period_end"]


def _headline(row: Row) -> Row:
    """The row's period and source, for everyone, without a figure."""
    empty = dict.fromkeys(("numerator", "denominator", "value", "lower", "upper"))
    return {**row, **empty, "dimension": "all", "group": "all", "group_label": "Everyone", "group_order": 0}
