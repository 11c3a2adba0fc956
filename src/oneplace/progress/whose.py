"""Whose number it is where it is not the place's own, and what part of that is the place's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import pyarrow.compute as pc

from oneplace import geo
from oneplace.place import FromPublished, Measure, Place
from oneplace.record import opendata
from oneplace.results import TOGETHER
from oneplace.vocabulary.wording import count_words, list_words, percent_words

_KINDS = {"Trust": "NHS trust", "Integrated Care Board": "care board"}
"""How a name of each kind ends."""


def whose_name(place: Place, code: str | None) -> str:
    """The name of the area or organisation that a figure is of; the place's own where no code says otherwise."""
    if not code:
        return place.place.name
    if TOGETHER in code:
        return together(code)
    return place.place.names.get(code) or geo.name_of(code)


def together(codes: str) -> str:
    """Several areas or organisations whose figures are one, as many of their kind: ``5 NHS trusts together``."""
    names = [geo.name_of(code) for code in codes.split(TOGETHER)]
    other = "area" if codes.startswith("E") else "organisation"
    kind = next((kind for ending, kind in _KINDS.items() if all(name.endswith(ending) for name in names)), other)
    return f"{count_words(len(names), kind)} together"


def is_own(place: Place, code: str | None) -> bool:
    """Whether a figure is the place's own: of it by its areas, or of who serves all of it and nowhere else."""
    return not code or any(area.is_the_place for area in place.place.serving(code))


def whose_note(place: Place, code: str | None) -> str:
    """That a figure is not the place's own, and which share of it is, where known; empty where it is its own.

    Of whoever serves all of the place and nowhere else that is said, where its name is another than the place's.
    """
    if not code:
        return ""
    own = place.place
    if TOGETHER in code:
        each_of_them = list_words([whose_name(place, each) for each in code.split(TOGETHER)])
        return f"This is the figure of {together(code)}, by their counts added up: {each_of_them}."
    if code == geo.ENGLAND:  # of an average of the country no part is the place's
        return f"This is the figure of {whose_name(place, code)}, not of {own.name}."
    known = own.serving(code)
    if is_own(place, code):
        if whose_name(place, code) == own.name:  # a name set beside itself tells nothing
            return ""
        return f"This is the figure of {whose_name(place, code)}, whose area is that of {own.name}."
    given = next((area.share for area in known if area.share), None)
    share = given or _of_patients(code, tuple(area.code for area in own.areas), own.name)
    return f"This is the figure of {whose_name(place, code)}, not of {own.name} alone: {share}."


def left_out(place: Place, measure: Measure) -> str:
    """Which trusts of the place a measure's figure leaves out that have one as new, as a clause; empty where none has.

    What is asked of a place is asked of all who serve it: a figure of one of its two hospitals answers half of it.
    """
    compute, serving = measure.compute, {one.code: one for one in place.place.organisations if not one.is_the_place}
    if not isinstance(compute, FromPublished):
        return ""
    own = {compute.area} if compute.area else {*compute.areas}
    kinds = {kind for code in own & serving.keys() if (kind := serving[code].kind) and kind.endswith(_TRUST)}
    alike = [code for code, one in serving.items() if one.kind in kinds and code not in own]
    newest = _newest(place, compute, [*own, *alike]) if alike else {}
    until = max((day for code, day in newest.items() if code in own), default=date.max)
    names = [serving[code].name for code in alike if newest.get(code, date.min) >= until]
    if not names:
        return ""
    service = "ambulance" if all("ambulance" in kind for kind in kinds) else "NHS"
    others = f"{len(names)} other {service} trusts of {place.place.name}"
    return f"it leaves out {list_words(names) if len(names) <= _NAMED else others}"


_TRUST, _NAMED = "trust", 2
"""How a kind of organisation ends that is a trust; how many of them are called by name."""


def _newest(place: Place, compute: FromPublished, codes: Sequence[str]) -> dict[str, date]:
    """The end of the newest period of which each area has a figure of everyone."""
    if not opendata.areas_in(place, compute.dataset, compute.series).intersection(codes):
        return {}
    table = opendata.read_of(place, compute.dataset, compute.series, codes)
    known = table.filter(pc.and_(pc.is_valid(table["value"]), pc.equal(table["dimension"], "all")))
    ends = known.select(["area_code", "period_end"]).group_by("area_code").aggregate([("period_end", "max")])
    return {row["area_code"]: row["period_end_max"] for row in ends.to_pylist()}


def _of_patients(code: str, areas: tuple[str, ...], name: str) -> str:
    """Of a trust how many of its patients live in the place, by the catchments that ship with the product."""
    share = sum(_catchments().get((code, area), 0.0) for area in areas)
    if not share:
        return "which part of it is the place’s is not known"
    return f"{percent_words(share)} of its patients lived in {name} in 2022"


@lru_cache(maxsize=1)
def _catchments() -> dict[tuple[str, str], float]:
    table = geo.trust_catchments()
    names = ("organisation_code", "local_authority_code", "share")
    codes, areas, shares = (table[name].to_pylist() for name in names)
    return dict(zip(zip(codes, areas, strict=True), shares, strict=True))
