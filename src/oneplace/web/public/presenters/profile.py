"""A place, or one of its authorities, on one page: each measure beside England and the other areas of its period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from oneplace import geo
from oneplace.charts import middle_half
from oneplace.place import Measure
from oneplace.progress import is_own, whose_name
from oneplace.report import Row, against, of_dimension
from oneplace.stats import Over
from oneplace.vocabulary.dimensions import AREA, EVERYONE
from oneplace.vocabulary.wording import places, range_words
from oneplace.web.presenters.counted import Counted, Of, counted
from oneplace.web.presenters.figures import figure
from oneplace.web.presenters.spines import WHOLES, Cell, Line, cell, digits, href, is_shown, of_what, spine, words
from oneplace.web.snapshot import OnceARun, Snapshot

ENGLAND = "E92000001"
FEWEST = 3
"""Other areas below which a strip from the worst to the best of them would say nothing."""


@dataclass(frozen=True)
class Profile:
    """Everything that the page prints."""

    lines: list[Line]
    of_others: int
    """Rows of a wider area or of an organisation, each of which says whose it is: they count for nothing of these."""
    counted: Counted
    origins: set[str]


@dataclass(frozen=True)
class Authority:
    """One of the areas that a place is made of."""

    code: str
    name: str


def _profile(shot: Snapshot) -> Profile:
    return _of(shot, list(shot.place.measures.values()), "")


profile = OnceARun(_profile)
"""The place's page, from the run that is served."""


def authorities(shot: Snapshot) -> list[Authority]:
    """The areas of a place that is made of several, or a county's districts, those with figures of their own."""
    own = geo.parts([area.code for area in shot.place.place.areas])
    known = {row["group"] for key in shot.measures_with("area") for row in of_dimension(shot.results(key), "area")}
    return [Authority(code, whose_name(shot.place, code)) for code in own if code in known]


def authority(shot: Snapshot, code: str) -> Profile:
    """The page of one of them."""
    return _of(shot, list(shot.place.measures.values()), code)


def lines_of(shot: Snapshot, measures: Sequence[Measure]) -> list[Line]:
    """The place's row of each measure that has a value."""
    return [line for measure in measures if (line := _line(shot, measure, ""))]


def _of(shot: Snapshot, measures: Sequence[Measure], code: str) -> Profile:
    lines = [line for measure in measures if (line := _line(shot, measure, code))]
    name = whose_name(shot.place, code or None)
    of = Of(AREA if code else EVERYONE, code or EVERYONE, name, beside=ENGLAND)
    own = [line for line in lines if is_own(shot.place, line.own.get("whose"))]
    origins = {line.origin for line in lines if line.origin}
    return Profile(lines, len(lines) - len(own), counted(own, of, "England"), origins)


def _line(shot: Snapshot, measure: Measure, code: str) -> Line | None:
    every = shot.results(measure.id)
    mine = [row for row in of_dimension(every, "area") if row["group"] == code] if code else of_dimension(every, "all")
    known = [row for row in mine if is_shown(row)]
    if not known:
        return None
    own = max(known, key=lambda row: row["period_end"])
    beside = [row for row in of_dimension(every, "area") if is_shown(row) and _same_period(row, own) and row is not own]
    england = next((row for row in beside if row["group"] == ENGLAND), None)
    others = [row for row in beside if row["group"] != ENGLAND]
    like = [row for row in others if not row["group"].startswith(WHOLES)]
    jump = next((row["jump"] for row in shot.tables["provenance"].of(measure.id)), None)
    known_level = jump is None or own["period_end"] <= jump  # else nobody has confirmed it: nothing is said of it
    difference = against(measure, own, england if known_level else None, Over.AREAS)
    told = digits(measure, own, england, difference)
    here, of_england = cell("Here", own, measure, told), own.get("whose") == ENGLAND  # never under the heading "Here"
    return Line(
        measure=measure,
        href=href(shot, measure),
        note=of_what(shot, own),
        cells=(
            Cell("Here") if of_england else here,
            cell("England", own, measure, told)
            if of_england
            else _england(cell("England", england, measure, told), england),
            words("Middle half of others", _middle_half(like, others, measure)),
        ),
        picture=spine(measure, own, like, england, difference) if len(like) >= FEWEST else Markup(""),
        difference=difference,
        origin=here.origin,
        own=own,
        beside=england,
    )


def _england(made: Cell, row: Row | None) -> Cell:
    """England's cell, with which England it is where its publisher counts another than the country as a whole."""
    label = row["group_label"] if row else None
    return made if label in (None, "", "England") else replace(made, note="; ".join(filter(None, (label, made.note))))


def _same_period(row: Row, other: Row) -> bool:
    return bool((row["period_start"], row["period_end"]) == (other["period_start"], other["period_end"]))


def _middle_half(like: Sequence[Row], every: Sequence[Row], measure: Measure) -> str:
    """From the first quarter to the third of the areas of its kind; where they are few, each that is known by name, an
    average of many among them; empty for none, and where areas are not held against each other.
    """
    if measure.of_one_area:
        return ""
    if len(like) < FEWEST:
        others = sorted(every, key=lambda row: row["value"])
        told = (f"{row['group_label']}, {figure(row, measure).value}" for row in others)
        return "; ".join(told)
    low, high = middle_half([row["value"] for row in like])
    decimals = places(low, None, None, measure.unit, measure.decimals, high)
    return f"{range_words(low, high, measure.unit, decimals)} (of {len(like)})"
