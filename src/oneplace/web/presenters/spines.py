"""Many measures of an area or of a group in one table, each with a picture of where its value stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from markupsafe import Markup

from oneplace.charts import Spine
from oneplace.place import Measure
from oneplace.progress import whose_name
from oneplace.progress.sentences import Claim, Kind, Reference
from oneplace.report import Row, Verdict
from oneplace.vocabulary.asides import asides
from oneplace.vocabulary.dimensions import AREA, EVERYONE
from oneplace.vocabulary.wording import places
from oneplace.web.presenters.figures import figure
from oneplace.web.snapshot import Snapshot

NOTHING = "–"
WHOLES = ("E92", "E12", "K0")
"""How the codes of countries and regions begin: averages of many areas are none of them."""
APART: tuple[Verdict, ...] = ("better", "worse", "higher", "lower")
SHORT = {"could be chance": "unclear", "not known": "untested"}
"""What a column says of a difference that is not told; what stands above and below the table says what each means."""


@dataclass(frozen=True)
class Cell:
    """A number of a row under its heading, and what is said beneath it."""

    heading: str
    value: str = NOTHING
    note: str = ""
    origin: str | None = None


@dataclass(frozen=True)
class Line:
    """A measure's row: its name and what it is of, its numbers, its picture, and how the first stands to another."""

    measure: Measure
    href: str
    note: str
    cells: tuple[Cell, ...]
    picture: Markup
    difference: Verdict
    origin: str | None
    own: Row
    beside: Row | None

    @property
    def claim(self) -> Claim:
        """What the row claims: how its value stands to the other's."""
        other = self.beside
        area = other["group"] if other and other["dimension"] == AREA else None
        return Claim(
            Kind.APART, subject=self.measure.id, period=self.own["period_label"], dimension=self.own["dimension"],
            group=self.own["group"], direction=self.difference, number=self.own["value"], unit=self.measure.unit,
            reference=Reference(other["value"], other["period_label"], area, None if area else EVERYONE)
            if other else None,
        )  # fmt: skip

    @property
    def apart(self) -> str:
        """Why its value is held against no other, as a clause; empty where it is."""
        between_areas = self.beside is not None and self.beside["dimension"] == AREA
        return self.measure.held_apart(AREA if between_areas else self.own["dimension"]) if self.beside else ""

    @property
    def alone(self) -> bool:
        """Whether nothing is known to set beside its first number."""
        return not self.picture and not self.difference and all(one.value == NOTHING for one in self.cells[1:])

    @property
    def told(self) -> str:
        """How it stands to the other, in a word or two."""
        return SHORT.get(self.difference, self.difference) or NOTHING

    @property
    def dashes(self) -> tuple[str, ...]:
        """The headings under which its row bears a dash; an empty one where that is how it stands to the other."""
        if self.alone:
            return ()
        return (*(one.heading for one in self.cells if one.value == NOTHING), *([""] if self.told == NOTHING else []))


def weight(line: Line) -> int:
    """Bytes, roughly, that a line takes on a page: most of it is its picture and the marks around its cells."""
    return 150 if line.alone else 300 + len(line.picture) + 100 * len(line.cells)


def cell(heading: str, row: Row | None, measure: Measure, decimals: int | None = None) -> Cell:
    """A row of results as a cell, with its limits beneath; to as many decimals as the measure has, or as are named."""
    if row is None:
        return Cell(heading)
    shown = figure(row, measure, decimals=decimals)
    note = ", ".join(part for part in (shown.interval, *asides(row)) if part)
    return Cell(heading, shown.value, note, shown.origin)


def digits(measure: Measure, own: Row, other: Row | None, difference: Verdict) -> int:
    """To how many decimals a line's two numbers are told: to as many as tell apart what is called unlike."""
    unlike = other["value"] if other is not None and difference in APART else None
    return places(own["value"], own["lower"], own["upper"], measure.unit, measure.decimals, unlike)


def words(heading: str, value: str) -> Cell:
    """A cell without a row of its own."""
    return Cell(heading, value or NOTHING)


def spine(measure: Measure, own: Row, among: Iterable[Row], middle: Row | None, difference: Verdict) -> Markup:
    """The picture of a row among others that may be shown; nothing where there are none to hold it against."""
    values = [row["value"] for row in among if is_shown(row) and not measure.held_apart(row["dimension"])]
    if not values:
        return Markup("")
    held = middle["value"] if middle and is_shown(middle) else None
    limits = None if own["lower"] is None or own["upper"] is None else (own["lower"], own["upper"])
    drawn = Spine(own["value"], limits, values, held, measure.polarity != "low_good", difference)
    return Markup(drawn.svg)  # noqa: S704  drawn from numbers


def is_shown(row: Row) -> bool:
    """Whether a row has a value that readers see."""
    return row["value"] is not None and not row["suppressed"]


def href(shot: Snapshot, measure: Measure) -> str:
    """Where more is said of a measure: its ambition's page where it has one, else its own."""
    ambition = next((item.id for item in shot.ambitions if item.measure == measure.id), None)
    return reverse("public:ambition", args=[ambition]) if ambition else reverse("public:measure", args=[measure.id])


def of_what(shot: Snapshot, row: Row, *more: str) -> str:
    """What a row's figures are of, in words: its period, and whose they are where not the place's own."""
    whose = whose_name(shot.place, row["whose"]) if row.get("whose") else ""
    return ", ".join(part for part in (row["period_label"], *more, whose) if part)
