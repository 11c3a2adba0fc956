"""From a run's results to its ``progress``, ``paths`` and ``gap_paths``: a row an ambition, and its charts' lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pyarrow as pa

from oneplace.place import Place
from oneplace.progress import broken, direction, rules
from oneplace.progress.ambitions import Ambition, ambitions, beside
from oneplace.progress.awaited import awaited, hidden, is_past, next_days, stopped
from oneplace.progress.compared import asked_gap, comparison, gap
from oneplace.progress.course import course, one_answer, own_run
from oneplace.progress.evidence import Evidence, evidence_of, known_of, of_own_length
from oneplace.progress.gap_aim import ahead_of_average, gap_aim
from oneplace.progress.gap_effects import Aim
from oneplace.progress.lines import lines, told_beside
from oneplace.progress.outlook import Outlook, outlook
from oneplace.progress.own_years import as_own, read_as
from oneplace.progress.promised import as_promised
from oneplace.progress.rules import Facts, Point, Untold, Value
from oneplace.progress.spans import moved_on
from oneplace.progress.worked import Before, worked
from oneplace.results import BY_GROUP, NOT_COVERED, TABLES, Results
from oneplace.stats import Span
from oneplace.vocabulary.beside import Beside
from oneplace.vocabulary.wording import list_words, named

Row = Mapping[str, Any]


def progress(
    place: Place, results: Results, *, as_of: date, aims: Sequence[Aim] = (), before: Before | None = None
) -> dict[str, pa.Table]:
    """Judge every ambition of a place by its results.

    ``results`` needs the tables results, gaps and signals; the answer holds ``progress``, ``paths`` and ``gap_paths``
    by their schemas, ``effects`` of decisions, ``gap_effects`` of the ``aims`` of actions (``board_gap_effects``:
    of those not for everybody), and ``standings``: how measures stand that lead no ambition, of which nothing is asked.
    ``as_of`` is the day on which the run stands: periods not over on it are not used. ``before`` is the run that
    readers saw last: where its verdict on an effect was another one, that is told beside.
    """
    evidence = evidence_of(place, results, as_of)
    codes = [area.code for area in place.place.comparators]
    known = {name: known_of(place.measures[name], one) for name, one in evidence.items() if name in place.measures}
    judged = [_judge(ambition, evidence[ambition.measure or ""], codes, as_of) for ambition in ambitions(place)]
    alone = [_judge(one, evidence[one.id], codes, as_of).row for one in beside(place)]
    found = {
        "standings": [row for row in alone if row["value"] is not None],
        "progress": [one.row for one in judged],
        **worked(place, results, known, aims, as_of, before),
        "paths": [line for one in judged for line in one.lines],
        "gap_paths": [line for one in judged for line in one.gap_lines],
    }
    return {name: pa.Table.from_pylist(rows, schema=TABLES[name].schema) for name, rows in found.items()}


def stands(place: Place, results: Results, asked: Iterable[Ambition], as_of: date) -> list[dict[str, Any]]:
    """How whatever is ``asked`` of measures stands by a run's results, a row in the columns of ``progress`` each: what
    holds of an ambition holds of all that is like one. ``results`` needs the same tables, with those measures' rows.
    """
    evidence, codes = evidence_of(place, results, as_of), [area.code for area in place.place.comparators]
    return [dict(_judge(one, evidence[one.measure or ""], codes, as_of).row) for one in asked]


@dataclass(frozen=True)
class _Judged:
    """An ambition's row of ``progress``, the lines of its chart, and those of the chart of its gap."""

    row: Row
    lines: list[Row]
    gap_lines: list[Row]


def _judge(ambition: Ambition, evidence: Evidence, codes: Sequence[str], as_of: date) -> _Judged:
    polarity = ambition.about.polarity
    evidence, others = of_own_length(evidence, ambition)
    series = evidence.series
    latest = series[-1] if series else None
    as_set, of = ambition, latest.span if latest else evidence.of_part
    if of:
        ambition = _in_own_years(ambition, of)
    jump, doubt = evidence.jump or date.min, _doubt(ambition, evidence.jump)
    changed = broken.changes(ambition, evidence.unlike)
    comparable = broken.comparable(series, changed, jump)
    before = rules.value_before(comparable)
    held = _held(comparable, ambition.target, latest)
    unlike = broken.why_broken(ambition.target, ambition.baseline, changed, latest)
    unlike = unlike or broken.why_never(ambition.target, latest)
    path = rules.asked_in(ambition.path, ambition.baseline, held.span) if held and not unlike else None
    unshown = hidden(evidence.headline, latest)
    way = _course(ambition, comparable, evidence.signals, alone=len(series) == 1)
    told = direction.Since(way["direction"], way["direction_since"])
    ahead = broken.ahead(ambition, series, comparable, told, changed)
    ahead = (outlook([], ambition, told).because(Untold.IN_DOUBT) if doubt else ahead).ahead_of(as_of)
    steps = [point for point in _steps(ambition) if point.span.start >= jump]
    steps = [point for point in steps if not broken.broken(point, ambition.baseline, changed, point.span.end)]
    missed = [point for point in steps if rules.reached(series, point, polarity) == -1]
    leading, asked = gap(ambition, evidence.gaps), asked_gap(ambition, evidence.gaps)
    aim, gap_lines = gap_aim(ambition, evidence.gaps, changed, doubt, as_of)
    facts = Facts(
        has_measure=ambition.measure is not None,
        polarity=polarity,
        latest=latest,
        target=ambition.target,
        path=path,
        held=held,
        trend=way["trend"],
        gap_wider=rules.gap_is_wider(asked["gap_direction"], asked["gap_dimension"], asked["gap_group"]),
        not_known=_not_covered(evidence.headline) or doubt,
        unlike=unlike,
        baseline=ambition.baseline,
        missed=ahead.status is rules.ForecastStatus.MISSED,
        gap_target=ambition.gap_target is not None,
    )
    status, why = rules.status(facts)
    newest = latest.span if latest else awaited(ambition, others, evidence.of_part)
    known = [value.span for value in series]
    due, judged_on = next_days(ambition, unshown or newest, known)
    row = {
        "ambition": ambition.id,
        "measure": ambition.measure,
        **_latest(latest, evidence.headline),
        **_set(as_set),
        "target_read_as": read_as(as_set.target, of),
        "target_past": is_past(ambition.target, latest, as_of) if ambition.target else None,
        **_told_as(held, latest),
        "held_alike": held.alike if held else None,
        "provisional": _so(evidence.headline, held or latest, "provisional"),
        "earlier_definition": bool(_so(evidence.headline, latest, "earlier_definition")) or None,
        "held_earlier": _so(evidence.headline, held, "earlier_definition"),
        "path": path,
        **ahead.columns(),
        "target_held": ahead.decides.value if ahead.decides else None,
        "change": latest.value - before.value if latest and before else None,
        "before_label": before.span.label if before else None,
        "newest_step": direction.step(latest, before, ambition.frequency) if latest and before else None,
        **_year_before(comparable, ambition.frequency),
        **way,
        **comparison(None if _at_new_level(latest, jump) else latest, evidence.areas, codes, polarity),
        **leading,
        **aim,
        "missed": "; ".join(point.span.label for point in missed),
        "due_on": due,
        "judgeable_on": judged_on,
        "stopped": stopped(ambition, unshown or latest.span, due, known, as_of) if latest else None,
        "hidden_label": unshown.label if unshown else None,
        "status": status.value,
        "status_forecast": ahead_of_average(ambition, ahead.status).value,
        "why": _missing(evidence) or broken.only_others(others, ambition) or why
        if latest is None and ambition.measure
        else _with_missed(why, missed, latest) + broken.beside(others, latest, ambition.about),
    }
    comparable_path = ambition if (held or not latest) and not unlike else replace(ambition, path=())
    drawn = _drawn(comparable_path, series, ahead, (held.span if held else None, path))
    told_of = told_beside(evidence.headline)
    return _Judged(row, [line for kind, items in drawn for line in lines(ambition.id, kind, items, told_of)], gap_lines)


def _in_own_years(ambition: Ambition, of: Span) -> Ambition:
    """The ambition with everything that was set for it in the years that its measure tells."""
    baseline, target = (point and as_own(point, of) for point in (ambition.baseline, ambition.target))
    return replace(ambition, baseline=baseline, target=target, path=tuple(as_own(point, of) for point in ambition.path))


def _steps(ambition: Ambition) -> list[Point]:
    """What was promised for a period: the steps of the path and the target; not the baseline, nor of a context."""
    if not rules.direction_of_good(ambition.about.polarity):
        return []
    return [point for point in ambition.path if point != ambition.baseline]


def _held(comparable: Sequence[Value], target: Point | None, latest: Value | None) -> Value | None:
    """The newest value as the target's kind of period tells it; None where that isn't known up to the latest value."""
    told = as_promised(comparable, target.span) if target else []
    return told[-1] if told and latest and told[-1].span.end == latest.span.end else None


def _told_as(held: Value | None, latest: Value | None) -> dict[str, Any]:
    """The columns of what is held against the path, where that is not the latest value itself."""
    if held is None or latest is None or held.span.same_time_as(latest.span):
        return dict.fromkeys(("held", "held_lower", "held_upper", "held_label"))
    return {"held": held.value, "held_lower": held.lower, "held_upper": held.upper, "held_label": held.span.label}


def _so(headline: Sequence[Row], told: Value | None, name: str) -> int | None:
    """Of how many of the periods behind a value their rows say so (in a column of this name); None where of none."""
    if told is None:
        return None
    inside = (row for row in headline if told.span.start <= row["period_start"] and row["period_end"] <= told.span.end)
    return sum(bool(row.get(name)) for row in inside if row["value"] is not None) or None


def _with_missed(why: str, missed: Sequence[Point], latest: Value | None) -> str:
    """The rule that gave the status, and which earlier years were missed: a later one that is met mends none."""
    earlier = [named(point.span.label) for point in missed if latest and point.span.end <= latest.span.start]
    return f"{why} The path was missed in {list_words(earlier)}." if earlier else why


def _year_before(comparable: Sequence[Value], frequency: str) -> dict[str, Any]:
    """The columns of the same month, quarter or half a year before the latest; null of others, and where it isn't
    known.
    """
    latest = comparable[-1].span if comparable and frequency in direction.SEASON else None
    then = latest and next((one for one in comparable if moved_on(one.span, 12).same_time_as(latest)), None)
    return {"year_before": then.value if then else None, "year_before_label": then.span.label if then else None}


def _latest(latest: Value | None, headline: Sequence[Row]) -> dict[str, Any]:
    if latest is None:
        names = ("period_start", "period_end", "period_label", "value", "lower", "upper", "whose")
        return dict.fromkeys(names) | {"origin": headline[-1]["origin"] if headline else None}
    shown = next(
        row for row in headline if (row["period_start"], row["period_end"]) == (latest.span.start, latest.span.end)
    )
    return {
        "period_start": latest.span.start,
        "period_end": latest.span.end,
        "period_label": latest.span.label,
        "value": latest.value,
        "lower": latest.lower,
        "upper": latest.upper,
        "origin": shown["origin"],
        "whose": shown.get("whose"),
    }


def _missing(evidence: Evidence) -> str | None:
    """Why there is no value, where the results say so: the newest period's reason, or who alone has one."""
    reason = evidence.headline[-1]["reason"] if evidence.headline else None
    if reason:
        return f"{reason[:1].upper()}{reason[1:].rstrip('.')}."
    if evidence.areas:
        return "There is a value for each area of the place, but none for the whole."
    return BY_GROUP if evidence.by_group else None


def _not_covered(headline: Sequence[Row]) -> str:
    """Why the newest period has no value, where the partners' files don't cover it: nothing is judged by older ones."""
    newest = headline[-1] if headline else None
    if newest is not None and newest["beside"] == Beside.NO_DATA_LEFT:
        return f"{newest['period_label']} is not known. {newest['reason']}"
    if newest is None or newest["method"] != NOT_COVERED:
        return ""
    return f"{newest['period_label']} is not known: {newest['reason'].removeprefix('Not known: ')}"


def _doubt(ambition: Ambition, jump: date | None) -> str:
    """Why nothing is held against the path: a file doubled or halved since it began, and nobody has confirmed that."""
    if jump is None or (ambition.baseline and jump <= ambition.baseline.span.start):
        return ""
    return f"What it is counted from doubles or halves from {jump:%B %Y}, and nobody has confirmed that it did."


def _at_new_level(latest: Value | None, jump: date) -> bool:
    """Whether the newest value counts from a file of which nobody knows whether its new level is true."""
    return latest is not None and date.min < jump < latest.span.end


def _set(ambition: Ambition) -> dict[str, Any]:
    baseline, target = ambition.baseline, ambition.target
    return {
        "baseline": baseline.value if baseline else None,
        "baseline_label": baseline.span.label if baseline else None,
        "target": target.value if target else None,
        "target_label": target.span.label if target else None,
        "target_provenance": ambition.target_provenance if target else None,
    }


def _course(ambition: Ambition, comparable: Sequence[Value], signals: Sequence[Row], *, alone: bool) -> dict[str, Any]:
    """Level and direction with their dates, over all comparable periods and over the strategy's; and the trend.

    ``alone``: there is no other value, and not only none that can be compared.
    """
    polarity, frequency, period = ambition.about.polarity, ambition.frequency, ambition.strategy
    where, charted = (
        direction.level(comparable, signals, polarity, frequency),
        bool(signals and signals[-1]["variation"]),
    )
    heading, turn, step = found = course(comparable, frequency, signals)
    word = "not_known" if heading.word == "one_figure" and not alone else found.word
    if (
        word in direction.WAYS and where.word == "usual" and signals
    ):  # at rest by its season alone: no level stays that rises
        where = direction.Since("not_known", None)
    against = heading if charted else direction.held_to(comparable, heading, frequency)
    stands = direction.ends(comparable, against, charted=charted)
    told = [(found.told._replace(word=found.word), direction.tested(comparable, frequency))]
    whole = one_answer(direction.run_of(comparable, frequency), comparable, told)
    in_period = direction.within(comparable, *period) if period else []
    own = one_answer(own_run(in_period, frequency, step), in_period, [*told, (whole, comparable)])
    return {
        "level": where.word,
        "level_since": where.since,
        "direction": word,
        "direction_since": step.since if step else against.since,
        "direction_from": step.old if step else stands.first,
        "ends": stands.word,
        "turned_at": turn.span.label if turn else None,
        "turned_from": turn.value if turn else None,
        "stepped_from": step.before if step else None,
        "settled": step.new if step else None,
        "long_run": whole.word,
        "long_run_since": whole.since,
        "strategy_run": own.word,
        "strategy_run_since": own.since,
        "strategy_run_until": in_period[-1].span.label if own.since else None,
        "trend": rules.trend(word, polarity),
    }


def _drawn(
    ambition: Ambition, series: Sequence[Value], ahead: Outlook, held: tuple[Span | None, float | None]
) -> Iterator[tuple[str, Sequence[Value | Point]]]:
    """``held`` is the period in which the newest value is held against the path, and where that stands then."""
    yield "actual", series
    yield "path", rules.with_step(ambition.path, *held)
    yield "target", [ambition.target] if ambition.target else []
    yield "forecast", ahead.values
