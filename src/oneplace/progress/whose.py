"""Whose number it is where it is not the place's own, and what part of that is the place's."""

from __future__ import annotations

from functools import lru_cache

from oneplace import geo
from oneplace.place import Place
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
