"""Outcomes by life stage: each ambition with its answer, its chart and its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from oneplace.pack.document import Block, Figure, Section, Table, Text
from oneplace.pack.drawing import Drawn
from oneplace.pack.evidence import Evidence, Judged
from oneplace.pack.sections.commentary import commentary
from oneplace.pack.sections.listing import has_figures, listing, without_figures
from oneplace.pack.sections.marks import sized
from oneplace.place import Outcome, Place
from oneplace.progress import sentences, whose_note
from oneplace.report import Row, eased_beside, note_beside, real_beside, standards_told, still_agreed
from oneplace.vocabulary import wording
from oneplace.vocabulary.asides import asides, in_brackets

_NONE, _UNSET = "—", "not set"


def by_stage(found: Evidence, drawn: Mapping[str, Drawn]) -> list[Section]:
    """A section for each life stage of the strategy, one for the enablers and one for the rest."""
    sections = []
    for key, title in _headings(found.place).items():
        inside = [one for one in found.judged if _heading(one.outcome) == key]
        if inside:
            known = [one for one in inside if has_figures(one)]
            blocks: list[Block] = [Text(sentences.summary([one.row for one in inside]).text, "lead")]
            blocks += [listing("Ambitions of this part", known, found.as_of)] if known else []
            blocks += without_figures(inside, "each says why below")
            each = tuple(_ambition(one, drawn[one.ambition.id], found) for one in inside)
            sections.append(Section(key, title, tuple(blocks), each))
    return sections


def _headings(place: Place) -> dict[str, str]:
    stages = {stage.id: stage.name or stage.id.replace("_", " ").capitalize() for stage in place.strategy.stages}
    return stages | {"enablers": "Enablers", "whole-strategy": "Across the whole strategy"}


def _heading(outcome: Outcome) -> str:
    return outcome.stage or ("enablers" if outcome.enablers else "whole-strategy")


def _ambition(one: Judged, drawn: Drawn, found: Evidence) -> Section:
    row, about = one.row, one.ambition.about
    standards = standards_told(one.measure, row, about, found.as_of) if one.measure else []
    blocks: list[Block] = []
    if whose := whose_note(found.place, row["whose"]):
        blocks.append(Text(whose, "note"))
    if note := sentences.origin_note(row):
        blocks.append(Text(note, "notice"))
    if one.measure and (in_part := found.report.read_in_part(one.measure.id)):
        blocks.append(Text(in_part, "notice"))
    if agreed := found.report.agreed(one.ambition.id):
        blocks.append(Text(still_agreed(agreed, found.place), "notice"))
    if eased := eased_beside(found.report, one.ambition, row):
        blocks.append(Text(eased, "notice"))
    if real := real_beside(found.report, one.outcome, row):
        blocks.append(Text(real, "lead"))
    if drawn.trend:
        note = note_beside(drawn.trend.note, one.measure, [said.text for said in standards])
        blocks += [Figure(replace(drawn.trend, note=note)), Text(sentences.beneath(row, about).text)]
    else:
        blocks.append(Text(sentences.answer(row, about).text, "lead"))
    if row["value"] is not None:
        blocks += [
            Text(text.text) for text in (sentences.outlook(row, about), sentences.judgeable(row, found.as_of)) if text
        ]
    blocks += [Text(said.text, "note") for said in standards]
    blocks += commentary(one, found)
    table = numbers(one, found.as_of)
    blocks += [table] if table.rows else []
    if drawn.gap:
        course = sentences.gap_course(row, about, one.gap_paths).text
        blocks += [Figure(drawn.gap), *([Text(course)] if course else [])]
    if drawn.comparison:
        blocks.append(Figure(drawn.comparison))
    if one.measure is not None:
        source = f" Source: {one.measure.source}." if one.measure.source else ""
        blocks.append(Text(f"{one.measure.name}: {one.measure.definition.rstrip('.')}.{source}", "note"))
    return Section(f"ambition-{one.ambition.id}", about.question, tuple(blocks))


def numbers(one: Judged, as_of: date) -> Table:
    """Every number of an ambition's row of ``progress``, in the same words in every format.

    What has no number has no line; where one of baseline and target is set, it is told that the other is not.
    """
    row, about = one.row, one.ambition.about

    def words(name: str, origin: str | None = None) -> str:
        value = row[name]
        if value is None:
            return _NONE
        return wording.marked(wording.value_words(value, about.unit, sentences.digits(row, about)), origin)

    def span(lower: str, upper: str) -> str:
        if row[lower] is None or row[upper] is None:
            return _NONE
        return wording.range_words(row[lower], row[upper], about.unit, sentences.digits(row, about))

    made, aim = row["origin"], row["target_provenance"]
    revised = in_brackets(asides(row))
    area = about.areas.get(row["comparator"], row["comparator"]) if row["comparator"] else None
    rows = [
        ("Latest value", words("value", made) + revised, row["period_label"] or _NONE),
        ("95% interval", span("lower", "upper"), row["period_label"] or _NONE),
        ("Held against the path", sentences.held_value(row, about).text or _NONE, row.get("held_label") or _NONE),
        ("Baseline", words("baseline", aim), row["baseline_label"] or _UNSET),
        ("Counted then", _counted_then(one), row["baseline_label"] or _NONE),
        ("Target", words("target", aim), sentences.target_when(row) if row["target_label"] else _UNSET),
        ("Path now", words("path", aim), row.get("held_label") or row["period_label"] or _NONE),
        ("Forecast", words("forecast", made), row["forecast_label"] or _NONE),
        ("80% interval of the forecast", span("forecast_lower", "forecast_upper"), row["forecast_label"] or _NONE),
        ("Chance of meeting the target", _chance(row["chance"]), row["target_label"] or _NONE),
        (f"Comparator: {area}" if area else "Comparator", words("comparator_value"), row["comparator_label"] or _NONE),
        ("Gap", _gap(row, about), _gap_named(row)),
        *_gap_aim(one),
    ]
    rows.append(("Next value", sentences.due_words(row, as_of) or _NONE, ""))
    aimed = row["baseline"] is not None or row["target"] is not None
    told = tuple(row for row in rows if row[1] != _NONE or (aimed and row[2] == _UNSET))
    return Table(f"Numbers of: {about.question}", ("What", "Value", "When or what"), told, ("Value",))


def _counted_then(one: Judged) -> str:
    """What was counted for the baseline's period, where that is another number."""
    label = one.row["baseline_label"]
    own = (each for each in one.paths if each["kind"] == "actual" and each["period_label"] == label)
    return sentences.counted_then(one.row, one.ambition.about, next(own, None)).text or _NONE


def _gap(row: Row, about: sentences.About) -> str:
    if row["gap"] is None:
        return _NONE
    return sized(row, about, row["origin"])


def _gap_named(row: Row) -> str:
    """What the gap's number is, and of which period."""
    return ", ".join(part for part in (sentences.statistic_label(row), row.get("gap_label")) if part)


def _gap_aim(one: Judged) -> list[tuple[str, str, str]]:
    """What was set for the gap, and where the gap and its path are in that statistic; nothing where nothing was set."""
    row, about, statistic = one.row, one.ambition.about, one.ambition.gap_statistic
    if row["gap_target"] is None or statistic is None:
        return []
    name = f"{sentences.STATISTICS[statistic]}, by {one.ambition.gap_dimension}"
    now, made = sentences.newest(one.gap_paths), row["gap_target_provenance"]
    beside = sentences.sizes(row, now)
    aim = wording.marked(sentences.size_words(sentences.aim_size(row) or 0.0, about, statistic, *beside), made)
    rows = []
    if now:
        told, _ = sentences.size_between(now["value"], now["lower"], now["upper"], about, statistic, *beside)
        size = wording.marked(told, row["origin"])
        rows.append(("The gap as its target is set", size, f"{now['period_label']}; {name}"))
        if row["gap_path"] is not None:
            path = wording.marked(sentences.size_words(row["gap_path"], about, statistic, *beside), made)
            rows.append(("Path of the gap now", path, f"{now['period_label']}; {name}"))
    return [
        *rows,
        ("Target for the gap", aim, f"{sentences.gap_target_when(row)}; {name}: {sentences.gap_standing(row)}"),
    ]


def _chance(chance: float | None) -> str:
    return _NONE if chance is None else wording.percent_words(chance)
