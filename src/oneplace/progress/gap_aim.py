"""How a gap stands to the ambition that was set for it: by the same rules as the average, applied to its size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from oneplace.progress import broken, rules
from oneplace.progress.ambitions import Ambition
from oneplace.progress.awaited import is_past
from oneplace.progress.direction import Since, direction
from oneplace.progress.gaps import as_progress, gap_sure
from oneplace.progress.lines import lines, told_beside
from oneplace.progress.own_years import as_own, read_as
from oneplace.progress.promised import stands_for_itself
from oneplace.progress.rules import Facts, ForecastStatus, Point, Status, Untold, Value
from oneplace.results import is_over
from oneplace.stats import RATIOS, REASONS, Span

Row = Mapping[str, Any]

NO_AIM: dict[str, Any] = dict.fromkeys(
    (
        "gap_target",
        "gap_target_label",
        "gap_target_read_as",
        "gap_target_provenance",
        "gap_target_past",
        "gap_target_held",
        "gap_baseline",
        "gap_baseline_label",
        "gap_path",
        "gap_forecast",
        "gap_forecast_lower",
        "gap_forecast_upper",
        "gap_forecast_label",
        "gap_forecast_untold",
        "gap_chance",
        "gap_why",
        "gap_target_dimension",
        "gap_target_statistic",
        "gap_held",
        "gap_held_lower",
        "gap_held_upper",
        "gap_held_label",
        "gap_held_group",
        "gap_held_group_label",
        "gap_held_direction",
        "gap_held_since",
        "gap_held_turned",
        "gap_held_earlier",
        "gap_newer_label",
        "gap_newer_reason",
    )
) | {"gap_status": Status.NO_TARGET_SET.value, "gap_status_forecast": ForecastStatus.NO_TARGET_SET.value}
"""The columns of ``progress`` where nothing was set for the gap."""
_UNDATED = "No period is set for the gap\u2019s baseline, so no path leads from it to the target."


def gap_aim(
    ambition: Ambition, gaps: Sequence[Row], changed: Mapping[date, str], doubt: str, as_of: date
) -> tuple[dict[str, Any], list[Row]]:
    """The columns of ``progress`` about the gap ambition (target, path, forecast, statuses), and its chart's lines.

    Judged is how far the gap is from none, whoever is behind: a difference without its sign, a ratio as so many times;
    path and forecast are told so too. Sizes of months have no mean that is the size of a year's gap: they are not held
    against a year's. ``gaps`` are rows of the gaps table in order of time; where none of them is the
    gap that was set, what the files record of it is judged. The path runs from the ambition's baseline to the target.
    ``changed`` are the days from which the measure tells something else than before, with what of it changed;
    ``doubt`` is why its newest values are held against nothing, empty where they may be.
    """
    aim = ambition.gap_target
    if aim is None:
        return NO_AIM, []
    named = [row for row in gaps if _named(row, ambition)]
    found = [row for row in named if _sized(row)]
    series = [sized for row in found if (sized := _sized(row))]
    kind, doubt = ("actual", doubt) if series else ("recorded", "")
    series = series or _recorded(ambition, as_of)
    latest = series[-1] if series else None
    target = Point(aim.span, _size(aim.value, ambition.gap_statistic))
    if latest:
        target = as_own(target, latest.span)
    steps = [*_baseline(ambition, latest), target]
    baseline = steps[0] if len(steps) > 1 else None
    unlike = broken.why_broken(target, baseline, changed, latest)
    held = latest if latest and stands_for_itself(latest, target.span) else None
    if latest and not held:
        unlike = broken.length_words(target, latest, "the gaps of shorter times do not make that of a longer one")
    path = rules.asked_in(steps, baseline, held.span) if held and not unlike else None
    judged = replace(
        ambition,
        about=replace(ambition.about, polarity="low_good"),
        target=target,
        baseline=baseline,
        frequency="annual" if latest and latest.span.months >= 12 else ambition.frequency,
    )
    told = _told(found, series, judged)
    known = series if held else []
    ahead = broken.ahead(judged, known, broken.comparable(known, changed), told, changed)
    ahead = (ahead.because(Untold.IN_DOUBT) if doubt else ahead).ahead_of(as_of)
    facts = Facts(
        ambition.measure is not None,
        "low_good",
        latest,
        target,
        path,
        "not_known",
        False,
        held,
        not_known=doubt,
        unlike=unlike,
        baseline=baseline,
        missed=ahead.status is ForecastStatus.MISSED,
        of="gap",
    )
    status, why = rules.status(facts)
    if held and path is None and not unlike and baseline is None and ambition.gap_baseline is not None:
        why = _UNDATED
    heading = {f"gap_{name}": told for name, told in ahead.columns().items()}
    drawn: dict[str, Sequence[Value | Point]] = {
        kind: series,
        "path": [] if unlike else rules.with_step(steps, held.span if held else None, path),
        "target": [target],
        "forecast": ahead.values,
    }
    columns = {
        "gap_target": aim.value,
        "gap_target_label": aim.span.label,
        "gap_target_read_as": read_as(aim, latest.span if latest else None),
        "gap_target_provenance": ambition.gap_target_provenance,
        "gap_target_past": is_past(target, latest, as_of),
        "gap_target_held": ahead.decides.value if ahead.decides else None,
        "gap_path": path,
        "gap_baseline": steps[0].value if len(steps) > 1 else None,
        "gap_baseline_label": steps[0].span.label if len(steps) > 1 else None,
        **heading,
        "gap_status": status.value,
        "gap_status_forecast": ahead.status.value,
        "gap_why": why,
        "gap_target_dimension": ambition.gap_dimension,
        "gap_target_statistic": ambition.gap_statistic,
        **_held(latest, found[-1] if found else None),
        **_unknown(named, latest),
    }
    told_of = told_beside(named)
    return columns, [line for name, items in drawn.items() for line in lines(ambition.id, name, items, told_of)]


def _held(latest: Value | None, row: Row | None) -> dict[str, Any]:
    """What is held against the path: the size of the newest gap, of which period, who is behind, and which way it goes.

    Nobody is where only the files record the gap, nor where it could be chance.
    """
    behind = row if row and gap_sure(as_progress(row)) else {}
    return {
        "gap_held": latest.value if latest else None,
        "gap_held_lower": latest.lower if latest else None,
        "gap_held_upper": latest.upper if latest else None,
        "gap_held_label": latest.span.label if latest else None,
        "gap_held_group": behind.get("group"),
        "gap_held_group_label": behind.get("group_label"),
        "gap_held_direction": row["direction"] if row else None,
        "gap_held_since": row["direction_since"] if row else None,
        "gap_held_turned": row.get("turned") if row else None,
        "gap_held_earlier": row.get("earlier_definition") if row else None,
    }


def _unknown(named: Sequence[Row], latest: Value | None) -> dict[str, Any]:
    """The newest period of which the gap has no number in the statistic that was set, and why; None where it has."""
    newest = named[-1] if named else None
    if newest is None or newest["value"] is not None or (latest and newest["period_end"] <= latest.span.end):
        return {"gap_newer_label": None, "gap_newer_reason": None}
    return {"gap_newer_label": newest["period_label"], "gap_newer_reason": newest["reason"] or REASONS["missing"]}


def ahead_of_average(ambition: Ambition, ahead: ForecastStatus) -> ForecastStatus:
    """What is forecast of the average's target; that the gap alone has one, where it is so."""
    alone = ahead is ForecastStatus.NO_TARGET_SET and ambition.gap_target
    return ForecastStatus.GAP_TARGET_ONLY if alone else ahead


def _told(found: Sequence[Row], series: Sequence[Value], judged: Ambition) -> Since:
    """The direction that is said of the newest gap, as one of its size; of what only the files record, its own."""
    if not found:
        return direction(series, judged.frequency) if series else Since("not_known", None)
    way = str(found[-1]["direction"])
    return Since({"widening": "rising", "narrowing": "falling"}.get(way, way), found[-1]["direction_since"])


def _recorded(ambition: Ambition, as_of: date) -> list[Value]:
    """What the place's files record of the gap, in periods that are over: without limits."""
    rows = [
        {"value": point.value, "statistic": ambition.gap_statistic, "lower": None, "upper": None, **_period(point.span)}
        for point in ambition.gap_recorded
    ]
    return [sized for row in rows if is_over(row, as_of) and (sized := _sized(row))]


def _period(span: Span) -> dict[str, Any]:
    return {"period_start": span.start, "period_end": span.end, "period_label": span.label}


def _named(row: Row, ambition: Ambition) -> bool:
    return (row["dimension"], row["statistic"]) == (ambition.gap_dimension, ambition.gap_statistic)


def _baseline(ambition: Ambition, latest: Value | None) -> list[Point]:
    """Where the gap's path begins: its baseline, in its own period, else in that of the average's."""
    begins = ambition.gap_begins or (ambition.baseline.span if ambition.baseline else None)
    if begins is None or ambition.gap_baseline is None:
        return []
    set_for = Point(begins, _size(ambition.gap_baseline, ambition.gap_statistic))
    return [as_own(set_for, latest.span) if latest else set_for]


def _sized(row: Row) -> Value | None:
    """A gap as its size, with the limits of that: those of one that could be none reach over it.

    None without a value, and where a limit of a ratio below 1 is nought or less: it is no number of times.
    """
    value, statistic = row["value"], row["statistic"]
    numbers = [number for number in (value, row["lower"], row["upper"]) if number is not None]
    if value is None or (statistic in RATIOS and value < 1 and min(numbers) <= 0):
        return None
    span = Span(row["period_start"], row["period_end"], row["period_label"])
    if len(numbers) < 3:
        return Value(span, _size(value, statistic))
    limits = [_from_none(side, statistic, value) for side in numbers[1:]]
    return Value(span, _size(value, statistic), min(limits), max(limits))


def _size(gap: float, statistic: str | None) -> float:
    return _from_none(gap, statistic, gap)


def _from_none(number: float, statistic: str | None, gap: float) -> float:
    """A number on the side of the gap on which it is a gap: a difference's sign, a ratio's inverse taken away."""
    if statistic in RATIOS:
        return number if gap >= 1 else 1 / number
    return number if gap >= 0 else -number
