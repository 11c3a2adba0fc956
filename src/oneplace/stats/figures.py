"""One number with all that must be alike before it may be set against another, and the one function that does so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from oneplace.days import middle_in_months, whole_months
from oneplace.stats.comparison import side
from oneplace.stats.gaps import difference_limits


@dataclass(frozen=True)
class Span:
    """A half-open period ``[start, end)`` and what people call it."""

    start: date
    end: date
    label: str

    @property
    def middle(self) -> date:
        """The day in the middle, where a period's value is drawn and interpolated."""
        return self.start + timedelta(days=((self.end - self.start).days - 1) // 2)

    @property
    def when(self) -> float:
        """Its middle counted in months, by which a path runs: years lie equally far apart, also those that leap."""
        return middle_in_months(self.start, self.end)

    @property
    def months(self) -> int:
        """How many whole months it lasts, so that years are equally long whether or not they leap; 0 below one."""
        return whole_months(self.start, self.end)

    def same_time_as(self, other: Span) -> bool:
        """Whether both begin and end on the same days, whatever they are called."""
        return (self.start, self.end) == (other.start, other.end)

    def as_long_as(self, other: Span) -> bool:
        """Whether both last equally long: as many months, or (below a month) as many days."""
        return self.months == other.months and (self.months > 0 or self.end - self.start == other.end - other.start)

    def apart_from(self, other: Span) -> bool:
        """Whether they share no day: rolling years share data, so they are no change."""
        return self.end <= other.start or other.end <= self.start


@dataclass(frozen=True)
class Of:
    """What a number is of: all but its period. ``unit`` and ``definition`` are codes, ``population`` whom it counts.

    ``definition`` changes wherever the series breaks; ``area`` is whose number it is (empty: the place's own), and
    ``group`` which of its people (``all``, or a breakdown with a group of it). A ``plain_count`` is out of nothing: a
    larger area or group has more of it, so it is held against its own past and what was set for it alone.
    """

    measure: str
    unit: str
    definition: str = ""
    population: str = ""
    area: str = ""
    group: str = "all"
    plain_count: bool = False


@dataclass(frozen=True)
class Figure:
    """One value in one period with its 95 % limits and the counts that it is made of, each where it is known.

    Without ``of`` nobody has said what it is a number of, and it is compared with nothing.
    """

    span: Span
    value: float
    lower: float | None = None
    upper: float | None = None
    of: Of | None = None
    numerator: float | None = None
    denominator: float | None = None
    alike: float | None = None
    """Of a mean whose parts count by what they are out of: what it would be did all count alike; None where it is."""
    decimals: int | None = None
    """To how many decimals it is told; None where nobody has said."""

    @property
    def limits(self) -> tuple[float, float] | None:
        """Both limits; None without them, or without room between them: a few who are all alike tell nothing."""
        if self.lower is None or self.upper is None or self.lower >= self.upper:
            return None
        return self.lower, self.upper


class Over(Enum):
    """What a comparison is about: the one thing in which both figures differ."""

    TIME = "period"
    AREAS = "area"
    GROUPS = "group"
    AIM = "aim"
    """Against a number that somebody set for the same thing and period: it has no error."""


@dataclass(frozen=True)
class Comparison:
    """What setting like against like says: +1 higher, -1 lower, 0 could be chance, None where no limits are known."""

    figure: Figure
    reference: Figure
    sign: int | None
    method: str


@dataclass(frozen=True)
class Unlike:
    """Two figures that must not be set against each other, and in what they differ."""

    figure: Figure
    reference: Figure
    differ: tuple[str, ...]

    @property
    def why(self) -> str:
        """The reason, as a sentence that names both periods where it is they that differ."""
        if self.differ == ("period",):
            return f"The periods cannot be compared: {self.figure.span.label} and {self.reference.span.label}."
        return f"Not like with like: the {', '.join(self.differ)} differ."


_IDENTITY = ("measure", "unit", "definition", "population", "area", "group")
BOTH = "The limits of the difference, made from both figures' limits (MOVER), leave out nought."
EXACT = "The figure's limits leave out the other, which is taken as exact: it has no limits."
NONE = "No limits are known to compare them by."


def like_with_like(figure: Figure, reference: Figure, over: Over) -> Comparison | Unlike:
    """Set a figure against a reference that differs from it in the one thing that ``over`` names.

    Refused are other measures, units, definitions and populations; between areas and groups other periods, and counts
    out of nothing, whose areas or groups are not of one size; in time periods that are not equally long or share days.
    Both with limits: their difference (MOVER, Newcombe's method 10) must leave out nought. A reference without limits
    (England, a number that was set) is taken as exact, but not an earlier period of the same figure, and a figure
    without limits of its own is never judged.
    """
    if differ := _differ(figure, reference, over):
        return Unlike(figure, reference, differ)
    own, other = figure.limits, reference.limits
    if own is None or (other is None and over is Over.TIME):
        return Comparison(figure, reference, None, NONE)
    if other is None or over is Over.AIM:
        return Comparison(figure, reference, side(*own, of=reference.value), EXACT)
    lower, upper = difference_limits((figure.value, *own), (reference.value, *other))
    return Comparison(figure, reference, side(float(lower), float(upper)), BOTH)


def _differ(figure: Figure, reference: Figure, over: Over) -> tuple[str, ...]:
    """In what, besides that which is compared, the two differ; and that itself where they don't differ in it."""
    if figure.of is None or reference.of is None:
        return ("measure",)
    other = [name for name in _IDENTITY if getattr(figure.of, name) != getattr(reference.of, name)]
    if over in (Over.AREAS, Over.GROUPS):
        other = [name for name in other if name != over.value] + ([] if over.value in other else [over.value])
        other += ["size"] if figure.of.plain_count or reference.of.plain_count else []
    a, b = figure.span, reference.span
    alike = a.as_long_as(b) and a.apart_from(b) if over is Over.TIME else a.same_time_as(b)
    return (*other, *(() if alike else ("period",)))


def separate(series: Sequence[Figure]) -> list[Figure]:
    """The figures, in order of time, that share none of it, counted back from the latest: rolling years share data."""
    kept: list[Figure] = []
    for figure in reversed(series):
        if not kept or figure.span.end <= kept[-1].span.start:
            kept.append(figure)
    return kept[::-1]
