"""Every sentence of a run, as pages and pack print it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from oneplace.pack.drawing import groups_finding
from oneplace.pack.evidence import Evidence, Judged
from oneplace.progress import about_measure, as_progress, sentences, signs
from oneplace.progress.sentences import About, Sentence
from oneplace.report import (
    Row,
    asked,
    beside_gap,
    gaps_told,
    missed_words,
    narrowed,
    option_words,
    standards_told,
    summary,
    taken,
)


@dataclass(frozen=True)
class Said:
    """A sentence, where it is printed and what its subject is called and measured in."""

    where: str
    sentence: Sentence
    about: About | None = None


def walk(found: Evidence) -> Iterator[Said]:
    """All sentences of a run: of the whole, then of each ambition."""
    yield Said("summary", summary(found.place, found.rows, found.report.alone, found.as_of))
    yield Said("gaps", sentences.gap_summary([*found.rows, *found.report.alone]))
    for one in itertools.chain(*gaps_told(found.report)):
        yield Said(
            f"{one.measure.id} gap told", Sentence(one.text, one.way.claims), about_measure(found.place, one.measure.id)
        )
    for words in asked(found.place, found.rows, found.as_of).sentences:
        yield Said("asked", words)
    for decision in found.place.decisions.values():
        yield from (Said(f"{decision.id} option", Sentence(words)) for words in option_words(decision))
    for one in taken(found.report):
        for measure, sentence in zip(one.measures, one.effects, strict=True):
            yield Said(f"{one.decision.id} effect", sentence, about_measure(found.place, measure))
    for one in narrowed(found.report):
        yield Said(f"{one.action} effect", one.effect, about_measure(found.place, one.measure))
    yield from _of_them(found)
    for one in found.judged:
        about = one.ambition.about
        for name, sentence in _of_ambition(one, found):
            if sentence:
                yield Said(f"{one.ambition.id} {name}", sentence, about)
    for row in found.results["standings"].to_pylist():
        stood = found.report.stands(row["measure"])
        assert stood is not None
        for name, sentence in _of_measure(*stood, found):
            if sentence:
                yield Said(f"{row['measure']} {name}", sentence, stood[1])


def _of_them(found: Evidence) -> Iterator[Said]:
    """What goes after the number of those that stand alike, on pages and in tables."""
    for status in dict.fromkeys(row["status"] for row in found.rows):
        them = sentences.of_them([row for row in found.rows if row["status"] == status])
        yield Said(f"{status}, of them", Sentence(them.text.strip(" ()")))


def _of_measure(row: Row, about: About, found: Evidence) -> Iterator[tuple[str, Sentence]]:
    """A measure that leads no ambition, as its page and its row of lists say."""
    yield "stands", sentences.stands(row, about)
    yield "listed value", sentences.shown_value(row, about)
    yield "listed direction", sentences.course_listed(row, about)
    yield "course", sentences.course(row, about)
    yield "listed beside", sentences.beside(row, about)
    yield "listed age", sentences.age(row, found.as_of)


def _of_ambition(one: Judged, found: Evidence) -> Iterator[tuple[str, Sentence]]:
    row, about = one.row, one.ambition.about
    yield "badges", Sentence("; ".join(_badges(row)))
    yield "status in lists", Sentence(sentences.status_words(row))
    yield "notes", Sentence(sentences.origin_note(row))
    yield "target", sentences.target(row, about)
    rows = found.report.of_everyone(one.measure.id) if one.measure else []
    counted = next((each for each in rows if each["period_label"] == row["baseline_label"]), None)
    yield "where it started", sentences.baseline(row, about, counted)
    yield "finding", sentences.finding(row, about)
    yield "answer", sentences.answer(row, about)
    yield "title and beneath", sentences.joined(sentences.finding(row, about), sentences.beneath(row, about))
    yield "alt text", sentences.alt_text(row, about)
    if row["value"] is not None:
        yield "outlook", sentences.outlook(row, about)
    yield "gap target", sentences.gap_target(row, about, one.ambition.gap_dimension, one.ambition.gap_statistic)
    yield "gap beside", sentences.gap_beside(row, about)
    path = sentences.Path(row, one.gap_paths, one.ambition.gap_dimension, one.ambition.gap_statistic, one.gaps)
    yield "gap path", sentences.gap_path(path, about)
    yield "gap path in words", sentences.gap_path_alt(path, about)
    yield "gap course", sentences.gap_course(row, about, one.gap_paths)
    if one.measure:
        for number, said in enumerate(standards_told(one.measure, row, about, found.as_of)):
            yield f"standard {number}", said
        yield "standards missed", Sentence(missed_words(one.measure, row, found.as_of))
    yield "due", sentences.judgeable(row, found.as_of)
    yield "comparison", sentences.comparison(row, about)
    yield "listed value", sentences.shown_value(row, about) if row["value"] is not None else Sentence()
    yield "listed direction", sentences.course_listed(row, about)
    yield "course", sentences.course(row, about)
    yield "beside", sentences.beside(row, about)
    yield "age", sentences.age(row, found.as_of)
    yield "gap", sentences.gap(row, about)
    if row["gap"] is not None:
        yield "listed gap", sentences.gap_listed(row, about)
        yield "gap of a narrow table", sentences.gap_kind(row, about)
    yield "groups", groups_finding(one)
    for gap in one.gaps:
        if gap["value"] is not None:
            named = as_progress(gap) | {"measure": gap["measure"]}
            yield f"gap {gap['dimension']} {gap['statistic']}", sentences.gap(named, about)
            if gap["statistic"] == "SII":
                yield "slope index", sentences.slope(named, about)
    for said in found.report.said(one.ambition.id)[:1]:
        yield "commentary", sentences.written_for(said)
        yield "who wrote it", Sentence(sentences.commentary_note(said))
        yield "next step", sentences.next_step(said, found.as_of)
    if one.signals:
        yield "process", sentences.control_finding(one.signals, row, about)
        yield "control limits", sentences.control_limits(one.signals[-1], about)
    drawn = one.measure is not None and not one.measure.of_one_area
    if drawn and any(area["value"] is not None for area in one.neighbourhoods):
        assert one.measure is not None
        sides = signs(one.measure, one.neighbourhoods, one.everyone)
        yield "map", sentences.map_finding(one.neighbourhoods, sides, _average(one, found), about)
    fifths = [group for group in one.groups if group["dimension"] == "deprivation"]
    if one.measure is not None:
        for by in ("deprivation", "ethnicity", "sex"):
            yield f"figures by {by}", Sentence(beside_gap(found.report, one.measure, by))
        yield "if all", sentences.if_all_did_as_well(fifths, about, one.measure.numerator)


def _badges(row: Row) -> Iterator[str]:
    """The words of two or three that stand beside an ambition in lists."""
    yield sentences.status_label(row)
    yield sentences.forecast_label(row)
    yield sentences.direction_label(row)
    yield sentences.statistic_label(row)


def _average(one: Judged, found: Evidence) -> float | None:
    """The place's own value of the period that the neighbourhoods' values are of."""
    area = one.neighbourhoods[0]
    same = (
        row["value"]
        for row in found.results["results"].to_pylist()
        if row["dimension"] == "all"
        and all(row[name] == area[name] for name in ("measure", "period_start", "period_end"))
    )
    return next(same, None)
