"""From a run's results to its ``progress``, ``paths`` and ``gap_paths``: a row an ambition, and its charts' lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from oneplace.place import Measure, Place
from oneplace.progress import broken, direction, rules
from oneplace.progress.ambitions import Ambition, ambitions, beside
from oneplace.progress.awaited import awaited, hidden, is_past, judgeable_on, stopped
from oneplace.progress.compared import OF_PEOPLE, asked_gap, comparison, gap
from oneplace.progress.course import course, one_answer, own_run
from oneplace.progress.effects import Known
from oneplace.progress.figures import figure
from oneplace.progress.gap_aim import ahead_of_average, gap_aim
from oneplace.progress.gap_effects import Aim
from oneplace.progress.lines import lines, unsettled
from oneplace.progress.outlook import Outlook, outlook
from oneplace.progress.own_years import as_own, read_as
from oneplace.progress.promised import as_long, as_promised, length_judged
from oneplace.progress.rules import Facts, Point, Untold, Value
from oneplace.progress.spans import months_on
from oneplace.progress.worked import Before, worked
from oneplace.results import BY_GROUP, NOT_COVERED, NOT_OVER, TABLES, Results, is_over
from oneplace.stats import Span
from oneplace.vocabulary.beside import Beside
from oneplace.vocabulary.wording import list_words, named

Row = Mapping[str, Any]
_GROUPS = pa.array(sorted(OF_PEOPLE))
_WHEN = ("measure", "period_start", "period_end", "period_label", "value", "beside")


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
    evidence = _evidence(place, results, as_of)
    codes = [area.code for area in place.place.comparators]
    known = {name: _known(place.measures[name], one) for name, one in evidence.items() if name in place.measures}
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


@dataclass(frozen=True)
class _Judged:
    """An ambition's row of ``progress``, the lines of its chart, and those of the chart of its gap."""

    row: Row
    lines: list[Row]
    gap_lines: list[Row]


@dataclass
class _Evidence:
    """What a run knows about one measure, in the order of time."""

    headline: list[Row] = field(default_factory=list)
    series: list[Value] = field(default_factory=list)
    areas: list[Value] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    gaps: list[Row] = field(default_factory=list)
    signals: list[Row] = field(default_factory=list)
    jump: date | None = None
    by_group: bool = False
    """Whether a group of people has a value."""
    of_part: Span | None = None
    """The newest period of a group or a part of the place of which there is a value, or a newer one is not shown."""

    @property
    def unlike(self) -> list[date]:
        """The first days of the periods of other people than those before."""
        return [row["period_start"] for row in self.headline if row["unlike"]]


def _evidence(place: Place, results: Results, as_of: date) -> defaultdict[str, _Evidence]:
    found: defaultdict[str, _Evidence] = defaultdict(_Evidence)
    elsewhere = ("E92", *(area.code for area in place.place.comparators))
    table = results["results"]
    wanted = table.filter(pc.is_in(table["dimension"], value_set=pa.array(["all", "area"])))
    for row in _in_time(wanted, as_of):
        evidence, own = found[row["measure"]], row["dimension"] == "all"
        if own:
            evidence.headline.append(row)
        else:
            evidence.names[row["group"]] = row["group_label"] or row["group"]
        definition = place.measures.get(row["measure"])
        if definition and row["beside"] != Beside.NO_DATA_LEFT and (value := figure(definition, row)):
            (evidence.series if own else evidence.areas).append(value)
            if not own and not row["group"].startswith(elsewhere):
                evidence.of_part = value.span
    of_groups = pc.and_(
        pc.is_in(table["dimension"], _GROUPS), pc.or_kleene(pc.is_valid(table["value"]), table["suppressed"])
    )
    for row in _in_time(table.filter(of_groups).select(_WHEN), as_of):
        evidence = found[row["measure"]]
        evidence.by_group = evidence.by_group or row["value"] is not None
        if (
            evidence.by_group
            and not row["beside"]
            and (not evidence.of_part or evidence.of_part.end < row["period_end"])
        ):
            evidence.of_part = Span(row["period_start"], row["period_end"], row["period_label"])
    for row in _in_time(results["gaps"], as_of):
        found[row["measure"]].gaps.append(row)
    for row in _in_time(results["signals"], as_of):
        found[row["measure"]].signals.append(row)
    for row in results["provenance"].to_pylist():
        found[row["measure"]].jump = row["jump"]
    return found


def _known(measure: Measure, evidence: _Evidence) -> Known:
    """The values of a measure since it was last defined anew, other people were counted, or its file jumped."""
    breaks = (change.at.start for change in measure.series_breaks)
    since = max((evidence.jump or date.min, *breaks, *evidence.unlike))
    origin = next((row["origin"] for row in reversed(evidence.headline) if row["value"] is not None), None)
    return Known(
        [value for value in evidence.series if value.span.start >= since], evidence.areas, origin, evidence.names
    )


def _in_time(table: pa.Table, as_of: date) -> Iterable[Row]:
    rows: list[Row] = table.to_pylist()
    return sorted(
        (row for row in rows if is_over(row, as_of) or row.get("method") == NOT_OVER),  # which says why it has no value
        key=lambda row: (row["period_end"], row["period_start"]),
    )


def _judge(ambition: Ambition, evidence: _Evidence, codes: Sequence[str], as_of: date) -> _Judged:
    polarity = ambition.about.polarity
    evidence, others = _of_own_length(evidence, ambition)
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
    due = judgeable_on(ambition, unshown or newest, known)
    row = {
        "ambition": ambition.id,
        "measure": ambition.measure,
        **_latest(latest, evidence.headline),
        **_set(as_set),
        "target_read_as": read_as(as_set.target, of),
        "target_past": is_past(ambition.target, latest, as_of) if ambition.target else None,
        **_told_as(held, latest),
        "held_alike": held.alike if held else None,
        "provisional": _provisional(evidence.headline, held or latest),
        "path": path,
        **ahead.columns(),
        "change": latest.value - before.value if latest and before else None,
        "before_label": before.span.label if before else None,
        "newest_step": direction.step(latest, before, ambition.frequency) if latest and before else None,
        **_year_before(comparable, ambition.frequency),
        **way,
        **comparison(None if _at_new_level(latest, jump) else latest, evidence.areas, codes, polarity),
        **leading,
        **aim,
        "missed": "; ".join(point.span.label for point in missed),
        "judgeable_on": due,
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
    revisable = unsettled(evidence.headline)
    return _Judged(
        row, [line for kind, items in drawn for line in lines(ambition.id, kind, items, revisable)], gap_lines
    )


def _of_own_length(evidence: _Evidence, ambition: Ambition) -> tuple[_Evidence, list[Value]]:
    """What is known for periods as long as the measure's own, by which alone it is judged; and the other values."""
    promised = ambition.target.span if ambition.target else None
    months = length_judged(
        [value.span for value in evidence.series], ambition.frequency, promised, ambition.reference_months
    )
    if not months:
        return evidence, []
    own = [value for value in evidence.series if as_long(value.span, months)]
    rows = [row for row in evidence.headline if as_long(Span(row["period_start"], row["period_end"], ""), months)]
    return replace(evidence, series=own, headline=rows), [value for value in evidence.series if value not in own]


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


def _provisional(headline: Sequence[Row], told: Value | None) -> int | None:
    """How many of the periods behind a value its publisher will revise; None where it says so of none."""
    if told is None:
        return None
    inside = (row for row in headline if told.span.start <= row["period_start"] and row["period_end"] <= told.span.end)
    return sum(bool(row.get("provisional")) for row in inside if row["value"] is not None) or None


def _with_missed(why: str, missed: Sequence[Point], latest: Value | None) -> str:
    """The rule that gave the status, and which earlier years were missed: a later one that is met mends none."""
    earlier = [named(point.span.label) for point in missed if latest and point.span.end <= latest.span.start]
    return f"{why} The path was missed in {list_words(earlier)}." if earlier else why


def _year_before(comparable: Sequence[Value], frequency: str) -> dict[str, Any]:
    """The columns of the same month or quarter a year before the latest; null of others, and where it isn't known."""
    latest = comparable[-1].span if comparable and frequency in ("monthly", "quarterly") else None
    then = latest and next((one for one in comparable if months_on(one.span.start, 12) == latest.start), None)
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


def _missing(evidence: _Evidence) -> str | None:
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
    where = direction.level(comparable, signals, polarity)
    heading, turn, step = found = course(comparable, frequency, signals)
    word = "not_known" if heading.word == "one_figure" and not alone else found.word
    stands = direction.ends(comparable, heading, charted=bool(signals and signals[-1]["variation"]))
    asked = direction.tested(comparable, frequency)
    whole = one_answer(found, asked, direction.run_of(comparable, frequency), comparable)
    in_period = direction.within(comparable, *period) if period else []
    own = one_answer(found, asked, own_run(in_period, frequency, step), in_period)
    return {
        "level": where.word,
        "level_since": where.since,
        "direction": word,
        "direction_since": step.since if step else heading.since,
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
