"""An ambition as the rules see it: the strategy's outcome and its main measure, in one flat thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from oneplace.place import Measure, Outcome, Period, Place
from oneplace.progress.rules import Point
from oneplace.progress.sentences.about import About
from oneplace.progress.whose import left_out, together
from oneplace.results import TOGETHER
from oneplace.stats import Span


@dataclass(frozen=True)
class Ambition:
    """One ambition: what it is called, what measures it, and what was set for it."""

    id: str
    about: About
    measure: str | None
    frequency: str = "irregular"
    lag_months: int = 0
    baseline: Point | None = None
    target: Point | None = None
    target_provenance: str | None = None
    path: tuple[Point, ...] = ()
    breaks: tuple[date, ...] = ()
    gap_dimension: str | None = None
    gap_statistic: str | None = None
    gap_baseline: float | None = None
    gap_begins: Span | None = None
    """The period of the gap's baseline; None where the file gives none of its own."""
    gap_target: Point | None = None
    gap_target_provenance: str | None = None
    gap_recorded: tuple[Point, ...] = ()
    """What the place's own files record of the gap, earliest first."""
    superseded: bool = False
    """Whether another measure has taken the place of its own: no newer value will come."""
    reference_months: int = 0
    """How many months its measure's file says that each period lasts; 0 where it doesn't say."""
    strategy: tuple[date, date] | None = None
    """The strategy's own period, half-open; None where it isn't set."""


def ambitions(place: Place) -> list[Ambition]:
    """The ambitions of a place's strategy, in the strategy's order."""
    areas = place.place.names
    return [_ambition(place, outcome, areas) for outcome in place.strategy.outcomes]


def beside(place: Place) -> list[Ambition]:
    """The measures that lead no ambition, each as one that asks for nothing, in the place's order."""
    leading = {ambition.measure for ambition in ambitions(place)}
    return [
        of_measure(place, measure.id)
        for measure in place.measures.values()
        if measure.compute is not None and measure.id not in leading
    ]


def of_measure(place: Place, measure_id: str) -> Ambition:
    """A measure as an ambition that asks for nothing."""
    measured = _measured_by(place.measures[measure_id])
    return Ambition(id=measure_id, about=about_measure(place, measure_id), **measured, strategy=strategy_period(place))


def about_measure(place: Place, measure_id: str) -> About:
    """What the sentences need to know of a measure that is told of by itself."""
    measure = place.measures[measure_id]
    return _about(measure, place.place.names, text=measure.name, question=measure.name)


def strategy_period(place: Place) -> tuple[date, date] | None:
    """From the first day of a strategy's period to the day after its last; None where either isn't set."""
    period = place.strategy.period
    if period == "not_set" or period.start == "not_set" or period.end == "not_set":
        return None
    return period.start.start, period.end.end


def _ambition(place: Place, outcome: Outcome, areas: Mapping[str, str]) -> Ambition:
    measure = next((place.measures[key] for key in outcome.measure_ids if key in place.measures), None)
    measured = measure is not None and measure.compute is not None
    baseline, target = _point(outcome.baseline), _point(outcome.target)
    wish = outcome.gap_ambition if outcome.gap_ambition != "not_set" else None
    return Ambition(
        id=outcome.id,
        about=replace(
            _about(
                measure, areas, text=outcome.text, question=outcome.question or outcome.text, unit=_unit_of(outcome)
            ),
            reason="" if measured else _why_unmeasured(place, outcome, measure),
            leaves_open="; ".join(filter(None, (outcome.leaves_open, left_out(place, measure) if measure else ""))),
        ),
        **_measured_by(measure),
        baseline=baseline,
        target=target,
        target_provenance=_provenance(outcome),
        path=_path(outcome, baseline, target),
        gap_dimension=wish.dimension if wish else None,
        gap_statistic=wish.statistic if wish else None,
        gap_baseline=_number(wish.baseline) if wish else None,
        gap_begins=_span(wish.baseline_period) if wish and wish.baseline_period != "not_set" else None,
        gap_target=_gap_target(outcome),
        gap_target_provenance=(wish.provenance or outcome.provenance) if wish else None,
        gap_recorded=_points(wish.actuals) if wish else (),
        strategy=strategy_period(place),
    )


def _unit_of(outcome: Outcome) -> str:
    """In what something is set that nothing measures, as the file says; a number without it would be of anything."""
    return (None if isinstance(outcome.target, str) else outcome.target.unit) or "(unit not set)"


def _as_one(measure: Measure) -> dict[str, str]:
    """What several areas or organisations are called whose figures are one, by what `whose` says of them."""
    codes = TOGETHER.join(getattr(measure.compute, "areas", ()))
    return {codes: together(codes)} if codes else {}


def _about(
    measure: Measure | None, areas: Mapping[str, str], *, text: str, question: str, unit: str = "count"
) -> About:
    """What the sentences need to know; of nothing measured numbers are in ``unit``."""
    if measure is None:
        return About(text, question, None, unit, "context", 0, frequency="irregular", areas=areas)
    return About(
        text,
        question,
        measure.name,
        measure.unit,
        measure.polarity,
        measure.decimals,
        measure.frequency,
        areas={**areas, **_as_one(measure), **getattr(measure.compute, "called", {})},
        not_compared=measure.of_one_area,
        standards=measure.levels,
        groups_unlike=measure.groups_unlike or "",
        spc=measure.spc,
    )


def _measured_by(measure: Measure | None) -> dict[str, Any]:
    """The fields of an ambition that come from its measure."""
    if measure is None:
        return {"measure": None}
    return {
        "measure": measure.id if measure.compute is not None else None,
        "frequency": measure.frequency,
        "reference_months": measure.reference_months,
        "lag_months": measure.expected_lag_months,
        "superseded": measure.superseded_by is not None,
        "breaks": tuple(change.at.start for change in measure.series_breaks),
    }


def _point(figure: object) -> Point | None:
    """A baseline's or target's figure as a point; None where it is not set."""
    period, value = getattr(figure, "period", None), getattr(figure, "value", None)
    if period is None or value is None:
        return None
    return Point(_span(period), float(value))


def _span(period: Period) -> Span:
    return Span(period.start, period.end, period.words)


def _gap_target(outcome: Outcome) -> Point | None:
    by, wish = outcome.gap_target_period, outcome.gap_ambition
    return Point(_span(by), float(wish.target)) if by and wish != "not_set" and wish.target != "not_set" else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _provenance(outcome: Outcome) -> str | None:
    if outcome.target == "not_set":
        return None
    return outcome.target.provenance or outcome.provenance


def _path(outcome: Outcome, baseline: Point | None, target: Point | None) -> tuple[Point, ...]:
    """Baseline, the trajectory's steps and the target, one point a period, earliest first; empty without a target."""
    if target is None:
        return ()
    steps = (baseline, target, *_points(outcome.trajectory))
    by_period = {(point.span.start, point.span.end): point for point in steps if point is not None}
    return tuple(sorted(by_period.values(), key=lambda point: point.span.when))


def _points(values: Mapping[Period, float]) -> tuple[Point, ...]:
    """Values by period as points in the order of time."""
    ordered = sorted(values.items())
    return tuple(Point(_span(when), float(value)) for when, value in ordered)


def _why_unmeasured(place: Place, outcome: Outcome, measure: Measure | None) -> str:
    if measure is not None:
        return measure.breakdown_gap or f"{measure.name} is defined, but nothing here computes it."
    known = next((gap for gap in place.strategy.gaps if gap.id == outcome.gap), None)
    if known is not None:
        return known.text
    if outcome.published:
        return f"the published measure {outcome.published} is not read here."
    return "no measure is bound to it."
