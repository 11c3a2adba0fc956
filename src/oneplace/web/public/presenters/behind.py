"""Who is left behind: measures in rows, groups in columns, one mark a cell."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from oneplace.place import Measure
from oneplace.progress import RATIOS, sentences
from oneplace.report import Row, latest, of_dimension
from oneplace.vocabulary.dimensions import STATED
from oneplace.web.presenters.gap_words import about, as_progress, gap_series
from oneplace.web.snapshot import Snapshot

SORTS = {
    "gap": "Size of the gaps beyond chance",
    "change": "Direction of the gap",
    "people": "Number of people behind it",
}
ARROWS = {"widening": "▲", "narrowing": "▼", "no_clear_change": "■", "not_known": "○"}
DIRECTIONS = {
    "widening": "widening",
    "narrowing": "narrowing",
    "no_clear_change": "no clear change",
    "not_known": "change not known",
}


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
    sentence: str
    origin: str | None
    size: float
    change: int
    people: float


def gap_rows(shot: Snapshot, sort: str) -> list[GapRow]:
    """Every measure that has any gap, in the order asked for (see ``SORTS``); by name where equal."""
    found = [row for measure in shot.place.measures.values() if (row := _gap_row(shot, measure))]
    keys = {
        "gap": lambda row: -row.size,
        "change": lambda row: (-row.change, -row.size),
        "people": lambda row: -row.people,
    }
    return sorted(sorted(found, key=lambda row: row.measure.name), key=keys[sort])


def columns(rows: list[GapRow]) -> dict[str, str]:
    """The ways of cutting in which any measure has a gap, with their headings."""
    return {by.code: by.title for by in STATED if any(row.cells[by.code].value for row in rows)}


def without_gaps(shot: Snapshot) -> list[tuple[Measure, str]]:
    """The measures that have no gap at all, with the reason that their definition gives."""
    return [
        (measure, measure.breakdown_gap or measure.breakdowns.said("deprivation"))
        for measure in shot.place.measures.values()
        if not shot.tables["gaps"].of(measure.id)
    ]


def _gap_row(shot: Snapshot, measure: Measure) -> GapRow | None:
    series = {by.code: gap_series(shot, measure, by.code) for by in STATED}
    if not any(series.values()):
        return None
    cells = {dimension: _cell(rows, measure, dimension) for dimension, rows in series.items()}
    first = next(rows for rows in series.values() if rows)
    ambition = next((item for item in shot.ambitions if item.measure == measure.id), None)
    origin = shot.origins.get(measure.id)
    return GapRow(
        measure=measure,
        href=reverse("public:ambition", args=[ambition.id])
        if ambition
        else reverse("public:measure", args=[measure.id]),
        question=ambition.about.question if ambition else measure.name,
        cells=cells,
        sentence=sentences.gap(as_progress(first), about(measure)).text,
        origin=origin if origin in ("synthetic", "illustrative") else None,
        size=max(
            (_relative(shot, measure, key) for key, cell in cells.items() if cell.value and not cell.chance),
            default=0.0,
        ),
        change=max({"widening": 2, "no_clear_change": 1}.get(cell.direction, 0) for cell in cells.values()),
        people=_people_behind(shot, measure),
    )


def _cell(series: list[Row], measure: Measure, dimension: str) -> Cell:
    if not series:
        stated = measure.breakdowns.said(dimension)
        return Cell(reason="No gap could be worked out." if stated == "yes" else stated)
    row = as_progress(series)
    none = 1.0 if row["gap_statistic"] in RATIOS else 0.0
    lower, upper = row["gap_lower"], row["gap_upper"]
    chance = lower is None or upper is None or lower <= none <= upper
    return Cell(
        value=sentences.gap_value(row, about(measure)),
        direction=row["gap_direction"],
        arrow=ARROWS[row["gap_direction"]],
        words=DIRECTIONS[row["gap_direction"]],
        chance=chance,
        weight=_weight(series[-1], none),
    )


def _weight(row: Row, none: float) -> int:
    """1 to 3 by how far the gap lies from none, counted in widths of its own interval; 1 where it has none."""
    if row["lower"] is None or row["upper"] is None or row["upper"] <= row["lower"]:
        return 1
    return min(3, 1 + int(abs(row["value"] - none) / (row["upper"] - row["lower"])))


def _relative(shot: Snapshot, measure: Measure, dimension: str) -> float:
    """The highest group over the lowest, so that gaps in different units can be put in order; 1 where there is none."""
    values = [
        row["value"] for row in latest(of_dimension(shot.results(measure.id), dimension)) if row["value"] is not None
    ]
    return max(values) / min(values) if values and min(values) > 0 else 1.0


def _people_behind(shot: Snapshot, measure: Measure) -> float:
    """How many people are counted in the most deprived fifth: whom the gap is about."""
    rows = latest(of_dimension(shot.results(measure.id), "deprivation"))
    return rows[0]["denominator"] or 0.0 if rows else 0.0
