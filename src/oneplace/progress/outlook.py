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
from oneplace.progress.course import ENDED, STEPPED, may_be_step, turned
from oneplace.progress.direction import SEASON, WAYS, Since, without_season
from oneplace.progress.promised import parts_of, stands_for_itself
from oneplace.progress.rules import ForecastStatus, Point, Untold, Value
from oneplace.progress.spans import months_on, moved_on, step_of
from oneplace.stats import Z95, Forecast, Span, forecast, probability_of_meeting

_YEARS_WITHOUT_TARGET = 2
_FEWEST = 4
"""How many periods a stretch has that anything is forecast from."""


@dataclass(frozen=True)
class Outlook:
    """The forecast values with their 80 % limits, the chance of meeting the target, and the status that follows."""

    values: tuple[Value, ...]
    chance: float | None
    status: ForecastStatus
    over_target: Value | None = None
    """The forecast of the target's whole period, where the values are parts of it."""
    untold: Untold | None = None
    """Why nothing is forecast; of a target whose period is over, why nobody can tell whether it was met."""
    decides: Value | None = None
    """The value of the target's own period, once that is over."""

    def ahead_of(self, day: date) -> Outlook:
        """The outlook without a forecast for a date already past: what is over is awaited, not forecast."""
        if not self.values or self.values[-1].span.end > day:
            return replace(self, values=tuple(value for value in self.values if value.span.end > day))
        return self.because(Untold.PAST)

    def because(self, why: Untold) -> Outlook:
        """The outlook without its forecast, for another reason."""
        return _none(why, has_target=self.status is not ForecastStatus.NO_TARGET_SET)

    def columns(self) -> dict[str, Any]:
        """The columns of the ``progress`` table: the last step of the forecast, the chance, or why there are none."""
        last = self.over_target or (self.values[-1] if self.values else None)
        return {
            "forecast": last.value if last else None,
            "forecast_lower": last.lower if last else None,
            "forecast_upper": last.upper if last else None,
            "forecast_label": last.span.label if last else None,
            "forecast_untold": self.untold.value if self.untold else None,
            "chance": self.chance,
        }


def outlook(series: Sequence[Value], ambition: Ambition, told: Since) -> Outlook:
    """Forecast a series (no break in it) to the target's period, or two years on where no target is set.

    ``told`` is the direction that is said of the series, and what is forecast goes on as it has since the period that
    this dates from: no other base. Where no direction can be told, and where the latest values have left it, nothing
    is forecast, and ``untold`` says why. Nothing is forecast further ahead than that stretch reaches back: then the
    chance is not known. Once the target's date has come the value of that date decides; without it nobody can tell.
    """
    target, polarity = ambition.target, ambition.about.polarity
    good = rules.direction_of_good(polarity)
    over = rules.over_in(series, target) if target and good else None
    if target and over:
        reached = rules.against_path(over, target.value, polarity)
        untold = rules.doubt(over, target.value, polarity)
        return Outlook((), None, rules.forecast_status(None, reached, has_target=True), untold=untold, decides=over)
    if target and good and series and series[-1].span.end >= target.span.end:
        return Outlook((), None, ForecastStatus.CANNOT_BE_TOLD, untold=Untold.MISSING)
    step = step_of([value.span for value in series], ambition.frequency)
    base = _base(series, ambition.frequency, step, told)
    if isinstance(base, Untold):
        return _none(base, has_target=target is not None)
    to_target = _steps(series, target.span, step) if target else []
    in_reach = 0 < len(to_target) <= base.reach
    steps = to_target if in_reach else _two_years(series, step)[: base.reach]
    made = _predict(series, steps, ambition, base)
    if isinstance(made, Untold):
        return _none(made, has_target=target is not None)
    whole, chance = _over_target(series, steps, target, made, good) if target and in_reach else (None, None)
    status = rules.forecast_status(chance if good else None, None, has_target=target is not None)
    return Outlook(made.values(steps), chance if good else None, status, whole)


def _none(why: Untold, *, has_target: bool) -> Outlook:
    return Outlook((), None, rules.forecast_status(None, None, has_target=has_target), untold=why)


@dataclass(frozen=True)
class _Base:
    """A series by equal steps, NaN where it has no value, and its standard errors, NaN where it has no limits; what it
    goes on from: a position, and which way since.
    """

    values: Sequence[float]
    errors: Sequence[float]
    since: int
    way: int

    @property
    def reach(self) -> int:
        """How many steps the stretch has that it goes on from."""
        return len(self.values) - self.since


def _base(series: Sequence[Value], frequency: str, step: int, told: Since) -> _Base | Untold:
    if series and told.word in (*ENDED.values(), *STEPPED.values()):
        return Untold.TURNED if told.word in ENDED.values() else Untold.STEPPED
    if not series or told.word not in WAYS:
        return Untold.TOO_FEW if told.word in ("one_figure", "not_known") else Untold.NO_DIRECTION
    free = without_season(series, frequency) or series
    if turned(free, told):
        return Untold.TURNED
    regular = _regular(series, step)
    if regular is None:
        return Untold.IRREGULAR
    labels = [value.span.label if value else "" for value in regular]
    since = next((at for at, label in enumerate(labels) if label == told.since), 0)
    values, errors = [value.value if value else np.nan for value in regular], [_error(value) for value in regular]
    base = _Base(values, errors, since, WAYS[told.word])
    if base.reach < _FEWEST:
        return Untold.TOO_SHORT
    stretch = [value for value in free if value.span.label in set(labels[since:])]
    return Untold.MAY_BE_STEP if frequency != "monthly" and may_be_step(stretch) else base


def _steps(series: Sequence[Value], until: Span, step: int) -> list[Span]:
    """The periods after the last value, so many months apart, up to the one that ends with ``until``."""
    steps = [series[-1].span]
    while steps[-1].end < until.end and len(steps) <= len(series) + 1:
        steps.append(moved_on(steps[-1], step))
    return steps[1:]


def _two_years(series: Sequence[Value], step: int) -> list[Span]:
    if not series:
        return []
    end = months_on(series[-1].span.end, 12 * _YEARS_WITHOUT_TARGET)
    return _steps(series, Span(series[-1].span.end, end, ""), step)


@dataclass(frozen=True)
class _Made:
    """A forecast of a series, and how to make another of sums of its steps."""

    of: Callable[..., Forecast]
    steps: Forecast

    def values(self, spans: Sequence[Span]) -> tuple[Value, ...]:
        return tuple(_value(span, self.steps, at) for at, span in enumerate(spans))


def _predict(series: Sequence[Value], steps: Sequence[Span], ambition: Ambition, base: _Base) -> _Made | Untold:
    known = [value.value for value in series]
    least = 0.0 if min(known) >= 0 else -np.inf
    most = 100.0 if ambition.about.unit == "percent" and max(known) <= 100 else np.inf
    often = _frequency(ambition.frequency)
    bounds = {"minimum": least, "maximum": most}
    of = partial(forecast, base.values, len(steps), frequency=often, since=base.since, errors=base.errors, **bounds)
    found = of()
    if np.isnan(found.value).any():
        return Untold.TOO_SHORT
    # What never was none (or all) can't go on as it has where that would make it none (or all).
    if found.value.min() == least < min(known) or found.value.max() == most > max(known):
        return Untold.AT_ITS_END
    on = (float(found.value[-1]) - _as_it_was(base.values, len(steps), often)) * base.way
    return _Made(of, found) if on >= 0 else Untold.BEYOND


def _as_it_was(values: Sequence[float], ahead: int, frequency: str) -> float:
    """The newest value of the same season as so many steps ahead; else the newest."""
    back = len(values) - 1 - (-ahead) % SEASON.get(frequency, 1)
    return values[-1] if back < 0 or np.isnan(values[back]) else values[back]


def _over_target(
    series: Sequence[Value], steps: Sequence[Span], target: Point, made: _Made, good: int
) -> tuple[Value | None, float | None]:
    """The chance of meeting a target; and, where it is for several steps together, the forecast of their mean.

    What is known of its period already counts as it is, so only the rest of it is left to chance.
    """
    if stands_for_itself(series[-1], target.span):
        own = not series[-1].span.months or steps[-1].end == target.span.end  # no other year tells the target's
        return None, _chance(made.steps, target.value, good) if own else None
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


def _error(value: Value | None) -> float:
    limits = value.limits if value else None
    return (limits[1] - limits[0]) / (2 * Z95) if limits else np.nan


def _regular(series: Sequence[Value], step: int) -> list[Value | None] | None:
    """A series by equal steps, None for a period without a value; None at all where they don't follow each other."""
    if not series or not step:
        return None
    by_start = {value.span.start: value for value in series}
    span, regular = series[0].span, list[Value | None]()
    while span.start <= series[-1].span.start:
        regular.append(by_start.pop(span.start, None))
        span = moved_on(span, step)
    return None if by_start else regular


def _frequency(name: str) -> Literal["annual", "six_monthly", "quarterly", "monthly"]:
    return name if name in SEASON else "annual"  # type: ignore[return-value]
