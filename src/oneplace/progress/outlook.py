"""Where an ambition is heading: the forecast of its series and the chance of meeting its target."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Literal

import numpy as np

from oneplace.progress import rules
from oneplace.progress.ambitions import Ambition
from oneplace.progress.promised import parts_of, stands_for_itself
from oneplace.progress.rules import ForecastStatus, Point, Value
from oneplace.progress.spans import months_on, next_span
from oneplace.stats import Forecast, Span, forecast, probability_of_meeting

_YEARS_WITHOUT_TARGET = 2


@dataclass(frozen=True)
class Outlook:
    """The forecast values with their 80 % limits, the chance of meeting the target, and the status that follows."""

    values: tuple[Value, ...]
    chance: float | None
    status: ForecastStatus
    over_target: Value | None = None
    """The forecast of the target's whole period, where the values are parts of it."""

    def ahead_of(self, day: date) -> Outlook:
        """The outlook without a forecast for a date already past: what is over is awaited, not forecast."""
        if not self.values or self.values[-1].span.end > day:
            return replace(self, values=tuple(value for value in self.values if value.span.end > day))
        return self.untold

    @property
    def untold(self) -> Outlook:
        """The outlook without its forecast, whatever a target's own period has shown."""
        if not self.values:
            return self
        none = ForecastStatus.NO_TARGET_SET if self.status is ForecastStatus.NO_TARGET_SET else ForecastStatus.NOT_KNOWN
        return Outlook((), None, none)

    def columns(self) -> dict[str, Any]:
        """The columns of the ``progress`` table: the last step of the forecast and the chance."""
        last = self.over_target or (self.values[-1] if self.values else None)
        return {
            "forecast": last.value if last else None,
            "forecast_lower": last.lower if last else None,
            "forecast_upper": last.upper if last else None,
            "forecast_label": last.span.label if last else None,
            "chance": self.chance,
        }


def outlook(series: Sequence[Value], ambition: Ambition) -> Outlook:
    """Forecast a series (no break in it) to the target's period, or two years on where no target is set.

    Nothing is forecast further ahead than the series reaches back: then the chance is not known and the forecast
    stops two years on. Once the target's date has come the value of that date decides.
    """
    target, good = ambition.target, rules.direction_of_good(ambition.about.polarity)
    reached = rules.reached(series, target, ambition.about.polarity) if target and good else None
    to_target = _steps(series, target.span, ambition.frequency) if target and series else []
    in_reach = bool(to_target) and len(to_target) <= len(series)
    steps = to_target if in_reach else _two_years(series, ambition.frequency)
    made = _predict(series, steps, ambition) if reached is None else None
    if made is None:
        return Outlook((), None, rules.forecast_status(None, reached, has_target=target is not None))
    over, chance = _over_target(series, steps, target, made, good) if target and in_reach else (None, None)
    return Outlook(
        made.values(steps),
        chance if good else None,
        rules.forecast_status(chance if good else None, reached, has_target=target is not None),
        over,
    )


def _steps(series: Sequence[Value], until: Span, frequency: str) -> list[Span]:
    """The periods after the last value up to the one that ends with ``until``."""
    steps = [series[-1].span]
    while steps[-1].end < until.end and len(steps) <= len(series) + 1:
        steps.append(next_span(steps[-1], frequency))
    return steps[1:]


def _two_years(series: Sequence[Value], frequency: str) -> list[Span]:
    if not series:
        return []
    end = months_on(series[-1].span.end, 12 * _YEARS_WITHOUT_TARGET)
    return _steps(series, Span(series[-1].span.end, end, ""), frequency)


@dataclass(frozen=True)
class _Made:
    """A forecast of a series, and how to make another of sums of its steps."""

    of: Callable[..., Forecast]
    steps: Forecast

    def values(self, spans: Sequence[Span]) -> tuple[Value, ...]:
        return tuple(_value(span, self.steps, at) for at, span in enumerate(spans))


def _predict(series: Sequence[Value], steps: Sequence[Span], ambition: Ambition) -> _Made | None:
    regular = _regular(series, ambition.frequency)
    if regular is None or not steps:
        return None
    known = [value.value for value in series]
    least = 0.0 if min(known) >= 0 else -np.inf
    most = 100.0 if ambition.about.unit == "percent" and max(known) <= 100 else np.inf
    of = partial(forecast, regular, len(steps), frequency=_frequency(ambition.frequency), minimum=least, maximum=most)
    found = of()
    # What never was none (or all) can't go on as it has where that would make it none (or all).
    ends = found.value.min() == least < min(known) or found.value.max() == most > max(known)
    return None if np.isnan(found.value).any() or ends else _Made(of, found)


def _over_target(
    series: Sequence[Value], steps: Sequence[Span], target: Point, made: _Made, good: int
) -> tuple[Value | None, float | None]:
    """The chance of meeting a target; and, where it is for several steps together, the forecast of their mean.

    What is known of its period already counts as it is, so only the rest of it is left to chance.
    """
    if stands_for_itself(series[-1], target.span):
        return None, _chance(made.steps, target.value, good)
    known = [value.value for value in series if value.span.start >= target.span.start]
    rest = sum(span.start >= target.span.start for span in steps)
    count = parts_of(target.span, series[-1])
    if not count or len(known) + rest != count:
        return None, None
    mean = made.of(weights=[[0.0] * (len(steps) - rest) + [1 / rest] * rest])
    value, lower, upper = (
        (sum(known) + rest * float(side[0])) / count for side in (mean.value, mean.lower, mean.upper)
    )
    return Value(target.span, value, lower, upper), _chance(mean, (count * target.value - sum(known)) / rest, good)


def _chance(made: Forecast, aim: float, good: int) -> float:
    return float(probability_of_meeting(made, aim, "increase" if good > 0 else "decrease")[-1])


def _value(span: Span, made: Forecast, at: int) -> Value:
    return Value(span, float(made.value[at]), float(made.lower[at]), float(made.upper[at]))


def _regular(series: Sequence[Value], frequency: str) -> list[float] | None:
    """The series with NaN for every period without a value; None where its periods don't follow each other."""
    if not series or frequency == "irregular":
        return None
    by_start = {value.span.start: value.value for value in series}
    span, regular = series[0].span, []
    while span.start <= series[-1].span.start:
        regular.append(by_start.pop(span.start, np.nan))
        span = next_span(span, frequency)
    return None if by_start else regular


def _frequency(name: str) -> Literal["annual", "quarterly", "monthly"]:
    return {"monthly": "monthly", "quarterly": "quarterly"}.get(name, "annual")  # type: ignore[return-value]
