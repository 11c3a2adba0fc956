"""Publishers' figures as results: the place's own area as the headline, comparators as the dimension ``area``."""

from __future__ import annotations

from collections.abc import Sequence

from oneplace import geo
from oneplace.measures.rows import Row
from oneplace.place import FromPublished, Measure, Place
from oneplace.problems import OneplaceError
from oneplace.record import opendata
from oneplace.results import DIMENSIONS


def published(place: Place, measure: Measure, compute: FromPublished) -> list[Row]:
    """Results rows of a published series, in order of time.

    With ``area``, or where the place is one area, that area is the headline; where the place is several areas and the
    measure names none, each is a row of the dimension ``area`` and the headline of the latest period says why it is
    empty: averages of areas are not made up.
    """
    own = [compute.area] if compute.area else [area.code for area in place.place.areas]
    headline = own[0] if len(own) == 1 else None
    named = compute.comparators if compute.comparators is not None else [area.code for area in place.place.comparators]
    others = list(dict.fromkeys(code for code in (*(own if headline is None else ()), *named) if code != headline))
    wanted = [*([headline] if headline else ()), *others]
    found = opendata.read(compute.dataset, series=compute.series, areas=wanted).to_pylist()
    names = _names(place, wanted)
    rows = [row for each in found if (row := _row(measure, compute, each, headline, others, names)) is not None]
    if headline is None and (of_own := [row for row in rows if row["group"] in own]):
        rows.append(_no_headline(max(of_own, key=lambda row: (row["period_end"], row["period_start"])), len(own)))
    return sorted(rows, key=lambda row: (row["dimension"], row["group_order"], row["group"], row["period_start"]))


def _row(
    measure: Measure,
    compute: FromPublished,
    found: Row,
    headline: str | None,
    others: Sequence[str],
    names: dict[str, str],
) -> Row | None:
    area, dimension = found["area_code"], found["dimension"]
    if area == headline:
        if dimension not in DIMENSIONS:
            return None
        whom = {name: found[name] for name in ("dimension", "group", "group_label", "group_order")}
    elif dimension == "all":
        whom = {"dimension": "area", "group": area, "group_label": names[area], "group_order": others.index(area) + 1}
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
    }


def _no_headline(latest: Row, areas: int) -> Row:
    """The empty headline of a place of several areas, for the latest period that one of them has."""
    empty = dict.fromkeys(("numerator", "denominator", "value", "lower", "upper"))
    whom = {"dimension": "all", "group": "all", "group_label": "Everyone", "group_order": 0}
    return {**latest, **whom, **empty, "reason": f"Published for each of the place's {areas} areas, not for all of it."}


def _names(place: Place, codes: Sequence[str]) -> dict[str, str]:
    own = {area.code: area.name for area in (*place.place.areas, *place.place.organisations, *place.place.comparators)}
    if place.place.system:
        own[place.place.system.code] = place.place.system.name
    return {code: own.get(code) or _carried(code) for code in codes}


def _carried(code: str) -> str:
    try:
        found = geo.area(code)
    except OneplaceError:
        return code
    return found.name if found else code
