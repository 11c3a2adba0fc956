"""Every measure that has a value in a part of the place, like for like beside ward, place and England."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from oneplace.place import Measure
from oneplace.report import Row, against, everyone, in_span, of_dimension, pooled
from oneplace.stats import Over, Span
from oneplace.web.presenters.spines import Line, cell, digits, href, is_shown, spine
from oneplace.web.snapshot import OnceARun, Snapshot

ENGLAND = "E92000001"
Here = Callable[[list[Row]], Row | None]


@dataclass(frozen=True)
class Known:
    """A measure's values by neighbourhood in its latest period, with the place's and England's in the same."""

    measure: Measure
    span: Span
    rows: list[Row]
    place: Row | None
    england: Row | None


def _known(shot: Snapshot) -> list[Known]:
    return [_of(shot, shot.place.measures[key]) for key in shot.measures_with("neighbourhood")]


known = OnceARun(_known)
"""Every measure with a value in some neighbourhood, in the place's order."""


def _of(shot: Snapshot, measure: Measure) -> Known:
    rows = shot.latest(measure.id, "neighbourhood")
    span = Span(rows[0]["period_start"], rows[0]["period_end"], rows[0]["period_label"])
    england = [item for item in of_dimension(shot.results(measure.id), "area") if item["group"] == ENGLAND]
    return Known(measure, span, rows, everyone(shot.of_everyone(measure.id), rows[0]), in_span(england, span))


def of_neighbourhood(code: str, ward: Sequence[str]) -> tuple[Here, Here]:
    """What a neighbourhood's own row is, and its ward's: the neighbourhoods of the ward together."""
    return lambda rows: next((row for row in rows if row["group"] == code), None), of_ward(ward)


def of_ward(codes: Sequence[str]) -> Here:
    """What a ward's own row is: its neighbourhoods together, where none of them is hidden."""
    among = set(codes)

    def together(rows: list[Row]) -> Row | None:
        own = [row for row in rows if row["group"] in among]
        return pooled(own, {"group": ",".join(sorted(among))}) if len(own) == len(among) else None

    return together


def values(shot: Snapshot, here: Here, ward: Here | None) -> list[Line]:
    """Every measure with a value here, in the place's order; beside the ward's where ``ward`` finds its row."""
    found = ((item, here(item.rows)) for item in known(shot))
    return [_line(shot, item, row, ward) for item, row in found if row is not None and is_shown(row)]


def _line(shot: Snapshot, item: Known, row: Row, ward: Here | None) -> Line:
    measure = item.measure
    difference = against(measure, row, item.place, Over.GROUPS)
    told = digits(measure, row, item.place, difference)
    own = cell("Here", row, measure, told)
    around = (cell("Ward", ward(item.rows), measure),) if ward else ()
    return Line(
        measure=measure,
        href=href(shot, measure),
        note=item.span.label,
        cells=(own, *around, cell("Whole place", item.place, measure, told), cell("England", item.england, measure)),
        picture=spine(measure, row, item.rows, item.place, difference),
        difference=difference,
        origin=own.origin,
        own=row,
        beside=item.place,
    )
