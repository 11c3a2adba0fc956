"""Publishers' figures as results: the place's own area as the headline, comparators as the dimension ``area``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from types import MappingProxyType

import pyarrow as pa

from oneplace import geo
from oneplace.measures import of_counts, small_areas, wholes
from oneplace.measures.rows import Row
from oneplace.measures.typed_counts import Adds
from oneplace.place import PER, FromPublished, Measure, Place
from oneplace.problems import OneplaceError, Problem, did_you_mean
from oneplace.record import opendata
from oneplace.results import DIMENSIONS, TOGETHER, is_over
from oneplace.vocabulary.wording import count_words, list_words, plainly

NAMED = 3
"""Areas that a message names of those that are covered."""


def published(place: Place, measure: Measure, compute: FromPublished, as_of: date = date.max) -> list[Row]:
    """Results rows of a published series, in order of time.

    Of periods that are not over on ``as_of`` there are those of the place's own areas as given: nothing is made of
    them.

    With ``area``, or where the place is one area, that area is the headline; where it is several (the place's, or those
    of ``areas``), each is a row of the dimension ``area`` and the headline and its groups are made of theirs
    (``wholes``), or the headline says why it is empty: no average of areas is made up.
    A headline of another area than the place's own says ``whose`` it is.
    """
    _carried_here(place, measure, compute)
    own = _own(place, compute)
    headline = own[0] if len(own) == 1 else None
    named = _held_against(place, compute)
    mine = [area.code for area in place.place.areas]
    parts = geo.parts(mine)
    beneath = _beneath(place, own)
    others = list(dict.fromkeys(code for code in (*beneath, *named) if code != headline))
    wanted = [*([headline] if headline else ()), *others]
    found = opendata.read_of(place, compute.dataset, compute.series, wanted).to_pylist()
    _refuse_shares_of_one(place, measure, compute, found)
    ahead = [row for row in found if row["area_code"] in own and not is_over(row, as_of)]
    found = [row for row in found if is_over(row, as_of)]
    names = _names(place, wanted) | compute.called
    entry = opendata.entry_of(place, compute.dataset)
    found = _marked(found, entry.provisional if entry else None)
    row_of = partial(_row, measure, compute, headline=headline, others=others, names=names)
    rows = [row for each in found if (row := row_of(each))]
    rows = [_with_gap(row, gaps) for row in rows] if (gaps := _given_gaps(place, compute, headline)) else rows
    if isinstance(entry, opendata.Dataset):
        rows = [{**row, "method": entry.method} for row in rows]
    made = _put_together(place, measure, compute, own, [_area(code, others, names) for code in others], as_of)
    there = {_key(row) for row in rows}
    rows += [row for row in made if _key(row) not in there]
    if headline is not None and not made:
        rows = wholes.held_against(rows, parts)
    if headline is None and not made:
        of_own = [row for row in rows if row["group"] in own]
        beside = [row for code in named for row in rows if row["group"] == code]
        residents = partial(_own_residents, place, own)
        of_own, beside = (of_counts.with_limits(measure, compute, some) for some in (of_own, beside))
        rows += wholes.whole(measure, compute, of_own, len(own), residents, beside=beside)
        rows += _groups_of_all(measure, compute, [row for row in found if row["area_code"] in own], len(own))
    before = [codes for code in mine for codes in geo.made_of(code)] if len(mine) == 1 else []
    if headline not in mine if headline else not _is_all_of(own, mine, parts, *before):
        whose = TOGETHER.join(own)
        rows = [row if row["dimension"] == "area" else {**row, "whose": whose} for row in rows]
    rows += [row for each in ahead if (row := row_of(each))]
    rows = of_counts.with_limits(measure, compute, rows)
    return sorted(rows, key=lambda row: (row["dimension"], row["group_order"], row["group"], row["period_start"]))


def _is_all_of(own: Sequence[str], *all_of_it: Sequence[str]) -> bool:
    """Whether several areas are the place's own, by name: boards are counted by one code and mapped by another."""
    called = {geo.name_of(code) for code in own}
    return any(called == {geo.name_of(code) for code in codes} for codes in all_of_it)


_ESTIMATES = "population_estimates"


def _own_residents(place: Place, areas: Sequence[str], year: int) -> dict[str, float]:
    """Residents by area in the place's own edition of the estimates, of the year nearest to this one that it holds."""
    if _ESTIMATES not in place.datasets:
        return {}
    rows = opendata.read_of(place, _ESTIMATES, "population", areas).to_pylist()
    rows = [row for row in rows if row["dimension"] == "all" and row["value"] is not None]
    nearest = min({row["period_start"].year for row in rows}, key=lambda held: (abs(held - year), held), default=year)
    return {row["area_code"]: row["value"] for row in rows if row["period_start"].year == nearest}


def _given_gaps(place: Place, compute: FromPublished, headline: str | None) -> dict[tuple[object, ...], Row]:
    """By breakdown, group and period how far the group lies from the first of its breakdown, where that is given."""
    if compute.gap_series is None or headline is None:
        return {}
    entry = opendata.entry_of(place, compute.dataset)
    method = entry.method if isinstance(entry, opendata.Dataset) else "As published"
    given = opendata.read_of(place, compute.dataset, compute.gap_series, [headline]).to_pylist()
    sides = ("value", "lower", "upper")
    return {
        _key(row): {
            **{name: None if row[name] is None else row[name] * compute.scale for name in sides},
            "method": method,
        }
        for row in given
    }


def _with_gap(row: Row, gaps: Mapping[tuple[object, ...], Row]) -> Row:
    gap = gaps.get(_key(row))
    return {**row, "gap": gap} if gap else row


def _refuse_shares_of_one(place: Place, measure: Measure, compute: FromPublished, found: Sequence[Row]) -> None:
    """Refuse 0.12 for 12 %: a place's own file of percentages none of which is above one, unless `scale` is written.

    A newer edition of a dataset that ships has percentages by its shape, and counts may say what they are.
    """
    entry = place.datasets.get(compute.dataset)
    own = entry is not None and entry.layout != "tidy" and "scale" not in compute.model_fields_set
    values = [row["value"] for row in found if row["value"] and not of_counts.counted(measure, [row])]
    if own and values and min(values) < 0 and (measure.unit == "percent" or measure.unit in PER):
        what = f"would show {plainly(min(values))} {measure.unit}: “{compute.series}” holds values below nought."
        mend = "Leave the cell empty where it isn't known, or write c where its publisher hides it."
        raise OneplaceError(_problem(place, measure, what, mend))
    if measure.unit == "percent" and own and values and max(row["value"] or 0 for row in found) <= 1:
        ends = " to ".join(dict.fromkeys(plainly(value) for value in (min(values), max(values))))
        what = f"would show {ends} percent: “{compute.series}” holds no value above 1."
        mend = "Write `scale: 100` if 0.12 means 12%, or `scale: 1` if the values are percentages, none of 1% or more."
        raise OneplaceError(_problem(place, measure, what, mend))


def _marked(found: Sequence[Row], provisional: int | None) -> list[Row]:
    """The figures, those marked that the publisher will revise: by its note, or as the newest months of its data."""
    newest = max((row["period_end"] for row in found), default=None)
    months = provisional or 0

    def is_new(row: Row) -> bool:
        ended = row["period_end"]
        return newest is not None and (newest.year - ended.year) * 12 + newest.month - ended.month < months

    return [
        {**row, "provisional": True} if row["note"] == opendata.PROVISIONAL or is_new(row) else row for row in found
    ]


def _put_together(  # noqa: PLR0917 - of one call
    place: Place, measure: Measure, compute: FromPublished, own: Sequence[str], others: Sequence[Row], as_of: date
) -> list[Row]:
    """What small areas make: the place's own people, whole and by fifths, and each other area that has some; of periods
    that are over on ``as_of``.

    ``others`` say how the rows of other areas are called; one of which too little is held has none. Nothing where the
    dataset isn't of small areas.
    """
    entry = opendata.entry_of(place, compute.dataset)
    if entry is None or entry.areas is None:
        return []
    kind = entry.areas

    def held(codes: Sequence[str]) -> tuple[list[Row], pa.Table]:
        areas = small_areas.fifths(kind, codes)
        rows = opendata.read_of(place, compute.dataset, compute.series, areas["code"].to_pylist()).to_pylist()
        return [row for row in rows if is_over(row, as_of)], areas

    place_codes = [area.code for area in place.place.areas]
    rows, areas = held(place_codes)
    inside = geo.lsoas(2021, geo.local_authorities(place_codes))
    names = dict(zip(inside["lsoa21_code"].to_pylist(), inside["name"].to_pylist(), strict=True))
    found = list(small_areas.together(measure, rows, areas, kind))
    found += small_areas.each(measure, rows, names, kind)
    for whom in others:
        whole = [row | whom for row in small_areas.everyone(measure, *held([whom["group"]]), kind)]
        found += [row for row in whole if row["value"] is not None or whom["group"] in own]
    sides = ("value", "lower", "upper")
    return [
        {
            "measure": measure.id,
            **row,
            **{name: None if row[name] is None else row[name] * compute.scale for name in sides},
            "suppressed": False,
            "origin": "published",
            "source": compute.dataset,
        }
        for row in found
    ]


def rows_read(place: Place, compute: FromPublished) -> int:
    """How many rows of the dataset the figures are made of: those of the areas, and of the small areas in them."""
    entry, mine = opendata.entry_of(place, compute.dataset), [area.code for area in place.place.areas]
    whole = [*_own(place, compute), *_beneath(place, _own(place, compute)), *_held_against(place, compute)]
    kind = entry.areas if entry else None
    inside = [geo.small_areas(kind, codes)["code"].to_pylist() for codes in (mine, *([one] for one in whole)) if kind]
    codes = {*whole, *(code for each in inside for code in each)}
    return len(opendata.read_of(place, compute.dataset, compute.series, sorted(codes)))


def not_held(place: Place) -> list[Problem]:
    """What the place's measures ask of published data that these don't hold: a dataset, a series, the place's areas;
    and what a run would refuse of the place's own (E139)."""
    asked = [(one, one.compute) for one in place.measures.values() if isinstance(one.compute, FromPublished)]
    return [problem for measure, compute in asked for problem in _not_held(place, measure, compute)]


def _own(place: Place, compute: FromPublished) -> list[str]:
    """The areas that the figures are to be of."""
    return [compute.area] if compute.area else list(compute.areas) or [area.code for area in place.place.areas]


def _beneath(place: Place, own: Sequence[str]) -> Sequence[str]:
    """The areas that make up those that the figures are to be of."""
    mine = [area.code for area in place.place.areas]
    return own if len(own) > 1 else geo.parts(mine) if own == mine else ()


def _held_against(place: Place, compute: FromPublished) -> Sequence[str]:
    found = compute.comparators
    return found if found is not None else [area.code for area in place.place.comparators]


def adds_up(place: Place, compute: FromPublished) -> Adds:
    """What of the rows that ``published`` gives adds up to what."""
    own, entry = _own(place, compute), opendata.entry_of(place, compute.dataset)
    mine = [area.code for area in place.place.areas]
    fifths = small_areas.fifth_of(entry.areas, mine) if entry and entry.areas else {}
    return Adds(fifths, set(_held_against(place, compute)) - set(_beneath(place, own)))


def _not_held(place: Place, measure: Measure, compute: FromPublished) -> Iterator[Problem]:
    """What is wrong with one measure, said at its file; the data themselves are read only where something is."""
    held, own = opendata.areas_in(place, compute.dataset, compute.series), _own(place, compute)
    if held & {*own, *geo.local_authorities(own)}:
        try:
            if compute.dataset in place.datasets:
                published(place, measure, compute)
        except OneplaceError as error:
            yield from (problem if problem.code else replace(problem, code="E139") for problem in error.problems)
        return
    try:
        _carried_here(place, measure, compute)
    except OneplaceError as error:
        yield from error.problems
        return
    names = _names(place, [*own, *sorted(held)])
    shown = sorted(held, key=lambda code: (names[code] == code, code))[:NAMED]  # a code alone tells a reader nothing
    few, asked = (list_words([f"{names[code]} ({code})" for code in codes]) for codes in (shown, own))
    mend = f"It covers {count_words(len(held), 'area')}, such as {few}: name one of them as `area`."
    yield _problem(place, measure, f"asks “{compute.series}” for {asked}, which it does not cover.", mend)


def _carried_here(place: Place, measure: Measure, compute: FromPublished) -> None:
    """Refuse a dataset or series that isn't carried, at the measure that asks for it."""
    if opendata.entry_of(place, compute.dataset) is None:
        raise _not_carried(place, measure, "dataset", compute.dataset, list(opendata.all_of(place)))
    carried = opendata.series_in(place, compute.dataset)
    for series in filter(None, (compute.series, compute.gap_series)):
        if series not in carried:
            raise _not_carried(place, measure, "series", series, carried)


def _not_carried(place: Place, measure: Measure, kind: str, asked: str, carried: Sequence[str]) -> OneplaceError:
    mend = did_you_mean(asked, carried, "docs/reference/open-data.md lists every one.")
    return OneplaceError(_problem(place, measure, f"asks for the {kind} '{asked}', which is not carried.", mend))


def _problem(place: Place, measure: Measure, message: str, mend: str) -> Problem:
    return Problem(place.file_of(measure), 0, 0, "", message, mend)


def _row(
    measure: Measure,
    compute: FromPublished,
    found: Row,
    *,
    headline: str | None,
    others: Sequence[str] = (),
    names: Mapping[str, str] = MappingProxyType({}),
) -> Row | None:
    area, dimension = found["area_code"], found["dimension"]
    if area == headline:
        if dimension not in DIMENSIONS:
            return None
        whom = {name: found[name] for name in ("dimension", "group", "group_label", "group_order")}
        whom["group_label"] = _of_ages(found["group_label"]) if dimension == "age" else found["group_label"]
    elif dimension == "all":
        whom = _area(area, others, names)
    else:
        return None
    scaled = {
        name: None if found[name] is None else found[name] * compute.scale for name in ("value", "lower", "upper")
    }
    return {
        "measure": measure.id,
        **{name: found[name] for name in ("period_start", "period_end", "period_label", "numerator", "denominator")},
        **whom,
        **scaled,
        "method": "As published",
        "suppressed": False,
        "reason": found["note"] if found["value"] is None else None,
        "origin": "published",
        "source": compute.dataset,
        "provisional": found.get("provisional"),
    }


_BAND = re.compile(r"(\d+)(?:-(\d+)|\+)")


def _of_ages(label: str | None) -> str | None:
    """An age band as pages say it, where its publisher gives its code alone: ``65 to 74``, ``85 and over``."""
    band = _BAND.fullmatch(label or "")
    return label if band is None else f"{band[1]} to {band[2]}" if band[2] else f"{band[1]} and over"


def _area(code: str, others: Sequence[str], names: Mapping[str, str]) -> Row:
    return {"dimension": "area", "group": code, "group_label": names[code], "group_order": others.index(code) + 1}


def _key(row: Row) -> tuple[object, ...]:
    return row["dimension"], row["group"], row["period_start"], row["period_end"]


def _groups_of_all(measure: Measure, compute: FromPublished, found: Sequence[Row], areas: int) -> list[Row]:
    """Each group of people in all areas together, where every area has its counts; nothing of the others."""
    groups: defaultdict[tuple[object, ...], list[Row]] = defaultdict(list)
    for each in found:
        if each["dimension"] != "all" and (row := _row(measure, compute, each, headline=each["area_code"])):
            groups[_key(row)].append(row)
    whole = ("dimension", "group", "group_label", "group_order")
    return [
        {**summed, **{name: rows[0][name] for name in whole}}
        for rows in groups.values()
        if len(rows) == areas and (summed := wholes.summed(rows)) is not None
    ]


def _names(place: Place, codes: Sequence[str]) -> dict[str, str]:
    own = place.place.names
    return {code: own.get(code) or geo.name_of(code) for code in codes}
