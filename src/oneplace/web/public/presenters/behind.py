"""Who is left behind: measures in rows, groups in columns, one mark a cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from django.urls import reverse

from oneplace.place import Measure
from oneplace.progress import RATIOS, leading_gap, newest_gap, sentences
from oneplace.report import Listed, Row, about_alone, gap_of, latest, of_dimension
from oneplace.vocabulary.dimensions import EVERYONE, STATED
from oneplace.vocabulary.wording import decimal
from oneplace.web.presenters.signs import key_of, listed_key
from oneplace.web.presenters.standing import measure_listed
from oneplace.web.snapshot import OnceARun, Snapshot

SORTS = {
    "gap": (
        "Size of the gap",
        "Sorted by the ratio: how many times as high the one figure is as the other, of the two groups in each row. "
        "Gaps that could be chance come after, and then those of groups that are not alike.",
    ),
    "change": (
        "Direction of the gap",
        "Rows with a widening gap in any column come first, then those with no clear change; within each, by size.",
    ),
    "people": (
        "Number of people behind it",
        "Sorted by how many were counted in the most deprived fifth; where that is not known, or the groups are not "
        "alike, a row comes last.",
    ),
}
"""The orders: what each is called, and by what it goes, which every row shows (``GapRow.order``)."""
OFTEN = 4
"""Cells in which a reason may stand in full."""
ARROWS = {"widening": "▲", "narrowing": "▼", "no_clear_change": "■", "not_known": "○"}
WAYS = {"no_clear_change": "no clear change", "not_known": "change not known"}
"""How a key calls the ways that are no words themselves."""


@dataclass(frozen=True)
class Cell:
    """One gap: its size in words, its direction, whether it could be chance; ``reason`` where there is none."""

    value: str = ""
    direction: str = ""
    arrow: str = ""
    words: str = ""
    chance: bool = False
    weight: int = 0
    reason: str = ""


@dataclass(frozen=True)
class GapRow:
    """A measure with its gaps, one a way of cutting."""

    measure: Measure
    href: str
    question: str
    cells: dict[str, Cell]
    gap: str
    """Between whom the leading gap is, or that it could be chance; how it changes is its mark’s to say."""
    listed: Listed | None
    origin: str | None
    size: float
    """How many times as high the one figure is as the other, of the gap in ``gap``; 0 where nobody can say."""
    change: int
    people: float

    def order(self, sort: str) -> str:
        """What its place in an order rests on, in words, where no cell shows it; empty where nothing is known."""
        if sort == "gap" and self.size:
            return f"ratio {decimal(self.size, 2)}"
        if sort == "people" and self.people:
            return f"{decimal(self.people, 0)} counted in the most deprived fifth"
        return ""


def gap_rows(shot: Snapshot, sort: str) -> list[GapRow]:
    """Every measure that has any gap, in the order asked for (see ``SORTS``); by name where equal."""
    found = _gap_rows(shot)
    keys = {
        "gap": lambda row: -row.size,
        "change": lambda row: (-row.change, -row.size),
        "people": lambda row: -row.people,
    }
    return sorted(sorted(found, key=lambda row: row.measure.name), key=keys[sort])


_gap_rows: OnceARun[list[GapRow]] = OnceARun(
    lambda shot: [row for measure in shot.place.measures.values() if (row := _gap_row(shot, measure))]
)


def columns(rows: list[GapRow]) -> dict[str, str]:
    """The ways of cutting in which any measure has a gap, with their headings."""
    return {by.code: by.title for by in STATED if any(row.cells[by.code].value for row in rows)}


def ways(rows: Sequence[GapRow]) -> list[tuple[str, str, str]]:
    """The directions that any cell of the rows has, for a key: each with its shape and its words."""
    found = {cell.direction for row in rows for cell in row.cells.values()}
    return [(way, arrow, WAYS.get(way, way)) for way, arrow in ARROWS.items() if way in found]


def signs(rows: Sequence[GapRow]) -> list[str]:
    """What the signs mean that stand in any of the rows."""
    cells = ["could be chance:" for row in rows for cell in row.cells.values() if cell.chance]
    return [*key_of([*cells, *(row.gap for row in rows)]), *listed_key(row.listed for row in rows)]


def reason_marks(rows: Sequence[GapRow]) -> dict[str, str]:
    """A letter for each reason that stands in more than ``OFTEN`` cells of the rows: a key says once what it is."""
    said = Counter(cell.reason for row in rows for cell in row.cells.values() if cell.reason)
    return dict(zip((reason for reason, many in said.most_common(26) if many > OFTEN), ascii_lowercase, strict=False))


@dataclass(frozen=True)
class WithoutGap:
    """A measure that has no gap at all, with the reason that its definition gives."""

    measure: Measure
    reason: str


def without_gaps(shot: Snapshot) -> list[WithoutGap]:
    """The measures that have no gap at all."""
    return [
        WithoutGap(measure, measure.breakdown_gap or _apart(measure) or measure.breakdowns.said("deprivation"))
        for measure in shot.place.measures.values()
        if measure.is_plain_count or not shot.tables["gaps"].of(measure.id)
    ]


def weight(row: GapRow | WithoutGap) -> int:
    """Bytes, roughly, that a row takes on a page."""
    return 150 + len(row.reason) if isinstance(row, WithoutGap) else 400 + 200 * len(row.cells)


def _apart(measure: Measure) -> str:
    """Why its groups have no gap though it tells them apart; empty where it is not so."""
    told = measure.breakdowns.has("deprivation") and measure.is_plain_count
    return f"its groups are not compared, as {measure.held_apart('deprivation')}" if told else ""


def _gap_row(shot: Snapshot, measure: Measure) -> GapRow | None:
    gaps = {by.code: gap_of(shot, measure, by.code) for by in STATED}
    ambition = next((item for item in shot.ambitions if item.measure == measure.id), None)
    named = ambition.gap_dimension if ambition else None
    leading = leading_gap(shot.tables["gaps"].of(measure.id), named)
    if leading is None:
        return None
    cells = {dimension: _cell(row, shot, measure, dimension) for dimension, row in gaps.items()}
    origin = shot.origins.get(measure.id)
    return GapRow(
        measure=measure,
        href=reverse("public:ambition", args=[ambition.id])
        if ambition
        else reverse("public:measure", args=[measure.id]),
        question=ambition.about.question if ambition else measure.name,
        cells=cells,
        gap=sentences.gap_listed(leading, about_alone(measure)).capital.text,
        listed=measure_listed(shot, measure),
        origin=origin if origin in ("synthetic", "illustrative") else None,
        size=_times(shot, measure, leading),
        change=max({"widening": 2, "no_clear_change": 1}.get(cell.direction, 0) for cell in cells.values()),
        people=_people_behind(shot, measure),
    )


def _cell(row: Row | None, shot: Snapshot, measure: Measure, dimension: str) -> Cell:
    if row is None or row["gap"] is None:
        stated = measure.breakdowns.said(dimension)
        if stated != "yes":
            return Cell(reason=stated)
        found = newest_gap(shot.tables["gaps"].of(measure.id), dimension)
        return Cell(reason=(found and found["reason"]) or "No gap could be worked out.")
    way = row["gap_direction"] or "not_known"  # runs of earlier versions say none
    return Cell(
        value=sentences.gap_value(row, about_alone(measure)),
        direction=way,
        arrow=ARROWS[way],
        words=sentences.direction_label(row),
        chance=not row["gap_sure"] and not sentences.no_difference(row),
        weight=_weight(row),
    )


def _weight(row: Row) -> int:
    """1 to 3 by how far the gap lies from none, counted in widths of its own interval; 1 where it has none."""
    if row["gap_lower"] is None or row["gap_upper"] is None:
        return 1
    width = row["gap_upper"] - row["gap_lower"]
    away = abs(row["gap"] - (1.0 if row["gap_statistic"] in RATIOS else 0.0))
    return min(3, 1 + int(away / width)) if width > 0 else 1


def _times(shot: Snapshot, measure: Measure, gap: Row) -> float:
    """How many times as high the one figure of a gap is as the other, so that gaps of any unit can be put in order.

    0 where the gap could be chance, where a figure isn't known or is nothing, and between people who are not alike.
    """
    if measure.groups_unlike or not sentences.sure(gap):
        return 0.0
    if gap["gap_statistic"] in RATIOS:
        return max(gap["gap"], 1 / gap["gap"]) if gap["gap"] else 0.0
    figures = [_figure_of(shot, measure, gap, gap[side]) for side in ("gap_group", "gap_reference")]
    return max(figures) / min(figures) if min(figures) > 0 else 0.0


def _figure_of(shot: Snapshot, measure: Measure, gap: Row, group: str | None) -> float:
    """A group's value in the gap's own period; everyone's where the gap is to them; 0 where there is none."""
    dimensions = {gap["gap_dimension"], EVERYONE} if group == EVERYONE else {gap["gap_dimension"]}
    rows = (row for row in shot.results(measure.id) if row["dimension"] in dimensions and row["group"] == group)
    return next((row["value"] or 0.0 for row in rows if row["period_label"] == gap["gap_label"]), 0.0)


def _people_behind(shot: Snapshot, measure: Measure) -> float:
    """How many people are counted in the most deprived fifth: whom the gap is about; none where nobody is worse off."""
    if measure.groups_unlike:
        return 0.0
    rows = latest(of_dimension(shot.results(measure.id), "deprivation"))
    return rows[0]["denominator"] or 0.0 if rows else 0.0
