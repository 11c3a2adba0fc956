"""Every measure that has a value in a part of the place, like for like beside ward, place and England."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from markupsafe import Markup

from oneplace.charts import Strip, strips
from oneplace.place import Measure
from oneplace.progress import shown_figure
from oneplace.report import Row, everyone, in_span, of_dimension, pooled
from oneplace.stats import Comparison, Over, Span, like_with_like
from oneplace.vocabulary.wording import value_words
from oneplace.web.presenters.figures import figure
from oneplace.web.snapshot import OnceARun, Snapshot

SIMILAR, NOT_KNOWN = "could be chance", "not known"
NOTHING = "–"
ENGLAND = "E92000001"
Here = Callable[[list[Row]], Row | None]


@dataclass(frozen=True)
class Value:
    """A measure with its value here, and what it is set against in the same period."""

    measure: Measure
    href: str
    period: str
    here: str
    interval: str
    ward: str
    place: str
    england: str
    difference: str
    origin: str | None
    strip: Strip


@dataclass(frozen=True)
class Known:
    """A measure's values by neighbourhood in its latest period, with the place's and England's in the same."""

    measure: Measure
    href: str
    span: Span
    rows: list[Row]
    place: Row | None
    england: Row | None
    among: tuple[float, ...]


def _known(shot: Snapshot) -> list[Known]:
    return [_of(shot, shot.place.measures[key]) for key in shot.measures_with("neighbourhood")]


known = OnceARun(_known)
"""Every measure with a value in some neighbourhood, in the place's order."""


def _of(shot: Snapshot, measure: Measure) -> Known:
    rows = shot.latest(measure.id, "neighbourhood")
    span = Span(rows[0]["period_start"], rows[0]["period_end"], rows[0]["period_label"])
    every = shot.results(measure.id)
    england = [item for item in of_dimension(every, "area") if item["group"] == ENGLAND]
    ambition = next((item.id for item in shot.ambitions if item.measure == measure.id), None)
    return Known(
        measure=measure,
        href=reverse("public:ambition", args=[ambition]) if ambition else reverse("public:measure", args=[measure.id]),
        span=span,
        rows=rows,
        place=everyone(every, rows[0]),
        england=in_span(england, span),
        among=tuple(sorted(row["value"] for row in rows if _is_shown(row))),
    )


def of_neighbourhood(code: str, ward: Sequence[str]) -> tuple[Here, Here]:
    """What a neighbourhood's own row is, and its ward's: the neighbourhoods of the ward together."""
    return lambda rows: next((row for row in rows if row["group"] == code), None), of_ward(ward)[0]


def of_ward(codes: Sequence[str]) -> tuple[Here, Here]:
    """What a ward's own row is: its neighbourhoods together, where none of them is hidden."""
    among = set(codes)

    def together(rows: list[Row]) -> Row | None:
        own = [row for row in rows if row["group"] in among]
        return pooled(own, {"group": ",".join(sorted(among))}) if len(own) == len(among) else None

    return together, lambda rows: None


def values(shot: Snapshot, here: Here, ward: Here) -> list[Value]:
    """Every measure with a value here, in the place's order."""
    found = ((item, here(item.rows)) for item in known(shot))
    return [_value(item, row, ward(item.rows)) for item, row in found if row is not None and _is_shown(row)]


def picture(found: Sequence[Value], name: str) -> Markup:
    """All values in one picture, each on the strip of all neighbourhoods' values."""
    return Markup(strips([value.strip for value in found], name))  # noqa: S704  drawn from numbers and escaped names


def _is_shown(row: Row) -> bool:
    return row["value"] is not None and not row["suppressed"]


def _value(item: Known, row: Row, ward: Row | None) -> Value:
    measure = item.measure
    shown, difference = figure(row, measure), _difference(measure, row, item.place)
    return Value(
        measure=measure,
        href=item.href,
        period=item.span.label,
        here=shown.value,
        interval=shown.interval,
        ward=_words(ward, measure),
        place=_words(item.place, measure),
        england=_words(item.england, measure),
        difference=difference,
        origin=shown.origin,
        strip=Strip(
            name=measure.name,
            value=shown.value,
            here=row["value"],
            among=item.among,
            middle=item.place["value"] if item.place else None,
            high_is_right=measure.polarity != "low_good",
            difference=difference,
        ),
    )


def _difference(measure: Measure, row: Row, place: Row | None) -> str:
    """Better or worse than the place, beyond chance; both in the same period, or nothing is said."""
    own, other = shown_figure(measure, row), shown_figure(measure, place) if place else None
    found = like_with_like(own, other, Over.GROUPS) if own and other else None
    if not isinstance(found, Comparison) or found.sign is None:
        return NOT_KNOWN
    if found.sign == 0:
        return SIMILAR
    if measure.polarity == "context":
        return "higher" if found.sign > 0 else "lower"
    return "better" if (found.sign > 0) == (measure.polarity == "high_good") else "worse"


def _words(row: Row | None, measure: Measure) -> str:
    return value_words(row["value"], measure.unit, measure.decimals) if row and _is_shown(row) else NOTHING
