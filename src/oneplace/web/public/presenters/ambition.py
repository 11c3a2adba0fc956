"""The page of one ambition: the answer, who is behind the average, what is being done, how it was worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from oneplace.delivery import Step, steps
from oneplace.place import UNITS, Decision, Measure, Outcome, Place, TargetChange, Workstream, promised_otherwise
from oneplace.progress import EARLIER, Status, sentences, whose_name, whose_note
from oneplace.report import (
    Listed,
    Row,
    moves_of,
    no_real_groups,
    nothing_said,
    of_dimension,
    owner_words,
    plan_beside,
    real_beside,
    standards_told,
    still_agreed,
    taken,
    title_of,
)
from oneplace.vocabulary.asides import asides, in_brackets
from oneplace.vocabulary.beside import LENGTH_WORDS
from oneplace.vocabulary.wording import list_words
from oneplace.web.formats import when
from oneplace.web.presenters import measured
from oneplace.web.presenters.charts import Drawing, drawing_of
from oneplace.web.presenters.commentary import Said, said
from oneplace.web.presenters.figures import figure
from oneplace.web.presenters.moved import Line, moved_lines
from oneplace.web.presenters.standing import Standing, measure_listed, standing
from oneplace.web.presenters.tables import EXTRACT, NO_INTERVAL, Cell, Table, TableLine
from oneplace.web.public.presenters.actions import AimedAt, aimed_at
from oneplace.web.public.presenters.funnel import has_funnel
from oneplace.web.public.presenters.parts_compared import has_parts
from oneplace.web.public.presenters.strategy_more import horizon_words
from oneplace.web.snapshot import Snapshot

KINDS = ("actual", "recorded", "path", "target", "forecast")
MISSING = "missing"
COLUMNS = ("Value", "95% interval", "Path", "Target", "Forecast (80% interval)", "Earlier target")


@dataclass(frozen=True)
class Work:
    """A workstream that serves the ambition."""

    workstream: Workstream
    lead: str
    group: str
    steps: list[Step]


@dataclass(frozen=True)
class AmbitionPage:
    """Everything that the page prints."""

    standing: Standing
    answer: str
    outlook: str
    judgeable: str
    target: str
    gap_target: str
    gap_course: str
    """Which way that gap goes and is heading, in the statistic that its target is set in."""
    standards: list[str]
    baseline: str
    unset: str
    """What nobody has set for it, said once; empty where all is."""
    note: str
    part_of: list[str]
    owner: str
    chart: Drawing | None
    subtitle: str
    chart_table: Table | None
    gap_chart: Drawing | None
    gap_table: Table | None
    measure: Measure | None
    others: list[tuple[Measure, Listed | None]]
    """What measures it besides, each with its row of every list."""
    gaps_of_others: list[measured.GapOf]
    """Of the other measures that tell groups apart, whom their gap is between and how large it is."""
    no_real_groups: str
    """Where none of its measures has a real figure by group: since when, and whom to ask."""
    breakdown_chart: Drawing | None
    breakdowns: list[measured.Breakdown]
    comparators: Table | None
    in_parts: bool
    """Whether its values by part of the place stand on a page."""
    in_funnel: bool
    """Whether a funnel of its practices, organisations or wards does."""
    comparator_chart: Drawing | None
    neighbourhoods: measured.Neighbourhoods | None
    control: measured.Control | None
    definition: measured.Definition | None
    work: list[Work]
    decisions: list[Decision]
    called: dict[str, str]
    """The title of each decision, marked where it was made up."""
    worked: dict[str, str]
    """What became of each of them that was taken, by its id."""
    done: list[AimedAt]
    """Actions that are to narrow a gap in one of its measures, and whether they did."""
    known_gap: str
    agreed: str
    promised: str
    """That its words promise something else than what is set; else empty."""
    history: list[str]
    moved: list[Line]
    said: Said | None
    said_before: list[Said]
    nothing_said: str
    real: str
    """What is known on real figures where the answer is on made-up ones; else empty."""
    planned: list[str]
    """How the plans that serve it stand, beside what is said."""


def ambition_page(shot: Snapshot, outcome: Outcome) -> AmbitionPage:
    """The page's content, from the run that is served."""
    here = standing(shot, outcome)
    measure = shot.measure(here.measure)
    row, about = here.row, here.about
    told = [said(one, shot.as_of) for one in shot.said(outcome.id)]
    target, start = sentences.target(row, about).text, _baseline(shot, here)
    others = [found for key in outcome.measure_ids if key != here.measure and (found := shot.measure(key))]
    owner = owner_words(shot.place, outcome.owner)
    answer = sentences.answer(row, about).text
    known_gap = next((gap.text for gap in shot.place.strategy.gaps if gap.id == outcome.gap), "")
    standards = [one.text for one in standards_told(measure, row, about, shot.as_of)] if measure else []
    in_part = shot.read_in_part(measure.id) if measure else ""
    notes = (in_part, whose_note(shot.place, row["whose"]), sentences.origin_note(row))
    return AmbitionPage(
        standing=here,
        answer=answer,
        outlook=sentences.outlook(row, about).text if row["value"] is not None else "",
        judgeable=sentences.judgeable(row, shot.as_of).text if shot.as_of and measure else "",
        target=target,
        gap_target=sentences.gap_path(
            sentences.Path(
                row,
                shot.tables["gap_paths"].of(outcome.id),
                here.ambition.gap_dimension,
                here.ambition.gap_statistic,
                shot.tables["gaps"].of(here.measure or ""),
            ),
            about,
        ).text,
        gap_course=sentences.gap_course(row, about, shot.tables["gap_paths"].of(outcome.id)).text,
        standards=standards,
        baseline=start,
        unset=_unset(
            {"who answers for it": owner}
            if row["status"] == Status.CONTEXT  # neither more nor less is better: it is to have no target
            or (target == "not set" and not sentences.untargeted(row))  # what is to be reached is set for the gap
            else {"the target": target, "where it started": start, "who answers for it": owner}
        ),
        note=" ".join(filter(None, notes)),
        part_of=part_of(shot.place, outcome),
        owner=owner,
        chart=measured.beside_standards(drawing_of(shot, outcome.id, "trend"), measure, standards),
        subtitle=f"{measure.name}, {UNITS[measure.unit]}, {whose_name(shot.place, row['whose'])}" if measure else "",
        chart_table=chart_table(shot, here),
        gap_chart=drawing_of(shot, outcome.id, "gap"),
        gap_table=gap_table(shot, here),
        measure=measure,
        others=[(other, measure_listed(shot, other)) for other in others],
        gaps_of_others=measured.gaps_of(shot, others),
        no_real_groups=no_real_groups(shot, [*([measure] if measure else []), *others]),
        breakdown_chart=drawing_of(shot, outcome.id, "groups"),
        breakdowns=measured.breakdowns(shot, measure) if measure else [],
        comparators=measured.comparators(shot, measure) if measure else None,
        in_parts=measure is not None and has_parts(shot, measure),
        in_funnel=measure is not None and has_funnel(shot, measure),
        comparator_chart=drawing_of(shot, outcome.id, "comparison"),
        neighbourhoods=measured.neighbourhoods(shot, measure) if measure else None,
        control=measured.control(shot, measure, standards) if measure else None,
        definition=measured.definition(shot, measure) if measure else None,
        work=[_work(shot, stream) for stream in shot.place.strategy.workstreams if outcome.id in stream.outcomes],
        decisions=_decisions(shot.place, outcome),
        called={one.id: title_of(one) for one in _decisions(shot.place, outcome)},
        worked={one.decision.id: " ".join(one.words) for one in taken(shot)},
        done=aimed_at(shot, measures=outcome.measure_ids),
        known_gap=known_gap if known_gap not in answer else "",
        agreed=still_agreed(here.agreed, shot.place) if here.agreed else "",
        promised=promised_otherwise(outcome, measure, shot.place.strategy),
        history=_history(shot.place, outcome, here),
        moved=moved_lines(shot, moves_of(shot, outcome.id, outcome.measure_ids)),
        said=told[0] if told else None,
        said_before=told[1:],
        nothing_said=nothing_said(shot.place, outcome),
        real=real_beside(shot, outcome, row),
        planned=plan_beside(shot, outcome.id),
    )


def _decisions(place: Place, outcome: Outcome) -> list[Decision]:
    """Those that name the ambition, change it, or name a measure of it that they are to move."""
    measures = set(outcome.measure_ids)
    return [
        one
        for one in place.decisions.values()
        if outcome.id in (*one.outcomes, *one.changes)
        or not measures.isdisjoint(asked.measure for asked in one.expects)
    ]


def _history(place: Place, outcome: Outcome, here: Standing) -> list[str]:
    """What the target was before by the files' own account, newest as they have it."""
    target = outcome.target
    return [] if isinstance(target, str) else [_was(place, change, here) for change in target.history]


def _was(place: Place, change: TargetChange, here: Standing) -> str:
    old, now = change.was, here.row["target"]
    was = "The target was not set" if isinstance(old, str) else f"The target was {here.words(old, now)}"
    by = f" by {change.was_period}" if change.was_period else ""
    decided = place.decisions.get(change.decision or "")
    why = "; ".join(part for part in (decided.title if decided else "", change.reason) if part)
    return f"{was}{by} until {when(change.on)}{f': {why}' if why else ''}."


def part_of(place: Place, outcome: Outcome) -> list[str]:
    """The stage, enablers, commitments, priorities, goals and horizon that the ambition belongs to, in words."""
    strategy = place.strategy
    names = {stage.id: stage.name or stage.id.replace("_", " ").capitalize() for stage in strategy.stages}
    names |= {item.id: item.name for item in strategy.enablers}
    for statements in (strategy.commitments, strategy.priorities, strategy.goals, strategy.objectives):
        names |= {item.id: item.name or item.text for item in statements}
    names |= {item.id: horizon_words(item) for item in strategy.horizons}
    aims = (*outcome.commitments, *outcome.priorities, *outcome.goals)
    ids = (outcome.stage, *outcome.enablers, *aims, outcome.horizon)
    return list(dict.fromkeys(names[key] for key in ids if key in names))


def _work(shot: Snapshot, stream: Workstream) -> Work:
    groups = {group.id: group.name or group.id for group in shot.place.strategy.governance.delivery_groups}
    group = stream.delivery_group or "not set"
    return Work(
        stream,
        owner_words(shot.place, stream.lead),
        groups.get(group, group.replace("_", " ")),
        steps([stream], shot.as_of),
    )


def _baseline(shot: Snapshot, here: Standing) -> str:
    label, rows = here.row["baseline_label"], shot.of_everyone(here.measure) if here.measure else []
    counted = next((row for row in rows if row["period_label"] == label), None)
    return sentences.baseline(here.row, here.about, counted).text


def chart_table(shot: Snapshot, here: Standing) -> Table | None:
    """The numbers of the ambition's chart, a line a period, newest first; None where nothing is drawn or told.

    A period whose value is hidden or not known has a line, too, with its reason: a gap in a chart says nothing of it.
    So has a figure that the page tells and by which nothing is judged.
    """
    drawn, measure = shot.tables["paths"].of(here.outcome.id), shot.measure(here.measure)
    undrawn = [*_undrawn(shot, measure, drawn)] if measure else []
    rows = _by_period([*drawn, *undrawn]) if drawn or any(map(_unjudged, undrawn)) else []
    caption = f"{measure.name if measure else here.outcome.text}, newest first"
    known = [kinds for kinds in rows if kinds.keys() & {"actual", MISSING}]
    shown = rows if len(rows) <= EXTRACT else (known or rows)[:EXTRACT]
    if not rows:
        return None
    which = "the newest with a value" if known else "the newest"
    if lacking := [kinds[MISSING] for kinds in shown if MISSING in kinds]:
        lack = "not shown, not known or not judged" if any(map(_unjudged, lacking)) else "not shown or not known"
        which = f"the newest, with those whose value is {lack}"
    asked = shot.asked(here.measure)
    line = _line(
        lambda row, beside: (here.words(row["value"], asked, *beside), here.range(row)),
        _told_beside(shot, measure),
        _earlier(drawn, here),
    )
    actual = [row for row in drawn if row["kind"] == "actual"]
    absent = (NO_INTERVAL,) if actual and all(row["lower"] is None for row in actual) else ()
    return Table("chart", caption, "Period", COLUMNS, rows, line, shown, which, absent=absent)


def _earlier(drawn: Iterable[Row], here: Standing) -> dict[str, str]:
    """The targets of a chart that others took the place of, in words, by their period."""
    found: dict[str, list[str]] = {}
    for row in drawn:
        if row["kind"] == EARLIER:
            found.setdefault(row["period_label"], []).append(here.words(row["value"]))
    return {label: "; ".join(words) for label, words in found.items()}


def gap_table(shot: Snapshot, here: Standing) -> Table | None:
    """The numbers of the chart of its gap, in the statistic that something was set for; None where nothing was."""
    about, statistic = here.about, here.ambition.gap_statistic
    rows = _by_period(shot.tables["gap_paths"].of(here.outcome.id))
    if not rows or statistic is None:
        return None

    line = _line(
        lambda row, beside: sentences.size_between(row["value"], row["lower"], row["upper"], about, statistic, *beside)
    )
    caption = f"The gap and its path ({sentences.STATISTICS[statistic]}), newest first"
    return Table("gap", caption, "Period", COLUMNS, rows, line, rows, "")


def _by_period(rows: Iterable[Row]) -> list[dict[str, Row]]:
    """The lines of a chart by their kind, for each period, newest first."""
    periods: dict[tuple[date, date], dict[str, Row]] = {}
    for row in rows:
        periods.setdefault((row["period_start"], row["period_end"]), {})[row["kind"]] = row
    return [kinds for _, kinds in sorted(periods.items(), key=lambda item: item[0], reverse=True)]


def _undrawn(shot: Snapshot, measure: Measure, drawn: Iterable[Row]) -> Iterator[Row]:
    """The place's periods of which no value is drawn, with the words and the reason that a table gives: those without a
    value, and since the newest that is drawn those whose value is of another length of time, which the page tells.
    """
    known = {row["period_start"]: row["period_end"] for row in drawn if row["kind"] in sentences.KNOWN}
    newest = max(known.values(), default=date.min)
    for row in of_dimension(shot.every_row(measure.id), "all"):
        told = figure(row, measure)
        if _unjudged(row) and row["period_end"] > newest if told.known else row["period_start"] not in known:
            yield {**row, "kind": MISSING, "told": Cell(told.value, told.note)}


def _unjudged(row: Row) -> bool:
    """Whether a row has a value by which nothing is judged, as it is of another length of time or nobody can tell."""
    return row["value"] is not None and row.get("beside") in LENGTH_WORDS


def _told_beside(shot: Snapshot, measure: Measure | None) -> dict[str, str]:
    """By period what must be known of its value: a table says so as its sentence does."""
    rows = of_dimension(shot.every_row(measure.id), "all") if measure else []
    return {row["period_label"]: in_brackets(asides(row)) for row in rows}


def _line(
    words: Callable[[Row, Sequence[float | None]], tuple[str, str]],
    told_beside: Mapping[str, str] = MappingProxyType({}),
    before: Mapping[str, str] = MappingProxyType({}),
) -> Callable[[dict[str, Row]], TableLine]:
    """What writes the lines of one period; ``words`` tells a row's value, beside those of its period, and its interval;
    ``before`` are the earlier targets by their period.

    A value is told from the path and the target of its period: else one that misses them reads as if it met them.
    """

    def line(kinds: dict[str, Row]) -> TableLine:
        label = next(iter(kinds.values()))["period_label"]
        beside = [kinds[kind]["value"] for kind in (*sentences.KNOWN, "path", "target") if kind in kinds]
        told = {kind: words(kinds[kind], beside) if kind in kinds else ("", "") for kind in KINDS}
        values = {kind: value for kind, (value, _) in told.items()}
        spans = {kind: span for kind, (_, span) in told.items()}
        forecast = f"{values['forecast']} ({spans['forecast']})" if spans["forecast"] else values["forecast"]
        value = values["actual"] or values["recorded"]
        value += told_beside.get(label, "") if values["actual"] else ""
        cells = map(Cell, (spans["actual"], values["path"], values["target"], forecast, before.get(label, "")))
        return TableLine(label, (kinds[MISSING]["told"] if MISSING in kinds else Cell(value), *cells))

    return line


def _unset(said: Mapping[str, str]) -> str:
    """The names of what is not set, as a list in words."""
    return list_words(name for name, words in said.items() if words == "not set")
