"""The pack in brief: what a board reads before it meets. The full pack is its annex."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from oneplace.charts import Chart
from oneplace.pack.document import Block, Document, Figure, Section, Text
from oneplace.pack.drawing import Drawn
from oneplace.pack.evidence import Evidence, Judged
from oneplace.pack.sections.commentary import commentary
from oneplace.pack.sections.grid import grid
from oneplace.pack.sections.listing import COLUMNS, has_figures, listing, status_words, without_figures
from oneplace.pack.sections.summary import in_brief
from oneplace.pack.sections.whole import notices
from oneplace.progress import ForecastStatus, Status, sentences
from oneplace.report import (
    Went,
    eased_beside,
    missed_words,
    real_beside,
    standards_told,
    still_agreed,
    went,
    went_badly,
)
from oneplace.vocabulary import wording

TITLE = "Board pack in brief"
_WITHOUT = (Status.NO_DATA, Status.NO_MEASURE, Status.CONTEXT)
_JUDGED = (Status.ON_PATH, Status.OFF_PATH, Status.AVERAGE_UP_BUT_GAP_WIDER)


def telling(found: Evidence) -> list[Judged]:
    """The ambitions that a board should see: those judged, and those that do badly without a target: what went badly
    first, then the rest, each the worst first.
    """
    by_id = {one.ambition.id: one for one in found.judged if is_telling(one)}
    rows = [one.row for one in by_id.values()]
    order = dict.fromkeys(row["ambition"] for row in (*went_badly(rows), *sentences.worst_first(rows)))
    return [by_id[key] for key in order]


def is_telling(one: Judged) -> bool:
    """Whether it is judged, or goes badly by the rule of every page."""
    row = one.row
    known = row["value"] is not None and row["status"] not in _WITHOUT
    return known and (not {row["status"], row.get("gap_status")}.isdisjoint(_JUDGED) or went(row) is Went.BADLY)


def brief(found: Evidence, drawn: Mapping[str, Drawn], room: int) -> Document:
    """On one page, then a part for each ``telling`` ambition, then the rest in tables.

    With ``room`` for fewer than all of them the first so many have a part without its chart, the others a row. With
    more, all have one: the first so many as there is more room for have a chart too. So a larger ``room`` is longer.
    """
    every = telling(found)
    shown, charted = every[:room], max(0, room - len(every))
    each = tuple(
        _part(one, drawn[one.ambition.id].trend if at < charted else None, found) for at, one in enumerate(shown)
    )
    bare = sum(drawn[one.ambition.id].trend is not None for one in shown[charted:])
    left = every[room:]
    first = in_brief(found)
    chosen = [Text(_chosen(len(every), len(every) - len(shown), bare, len(found.judged)), "note")] if every else []
    day = wording.day_words(found.as_of)
    return Document(
        title=f"{TITLE}: {found.place.place.name}",
        subtitle=f"{found.place.strategy.title}. As of {day}, run {found.manifest['run']}. The full pack is the annex.",
        facts=(),
        notices=notices(found),
        sections=(replace(first, blocks=(*first.blocks, *chosen)), *each, *_rest(left, found)),
        built_on=found.manifest["built_on"],
    )


def most_room(found: Evidence) -> int:
    """The room in which every ``telling`` ambition has a part with its chart."""
    return 2 * len(telling(found))


def _chosen(every: int, left: int, bare: int, of: int) -> str:
    """By which rule an ambition has a part here, and how many have a row alone, or a part without its chart."""
    rule = "The parts below are of ambitions that are judged by a path, or go badly and are not judged by one"
    told = f"{rule} ({every} of {of}), the worst first."
    if left:
        return f"{told} Only a row, for want of room: {left} of them, listed first among the rest."
    return f"{told} Without its chart, for want of room: {bare} of them; the annex has it." if bare else told


def _part(one: Judged, trend: Chart | None, found: Evidence) -> Section:
    row, about = one.row, one.ambition.about
    blocks: list[Block] = [Figure(trend)] if trend else []
    standing = f"{status_words(one)}." if row["target"] is not None else ""  # else the answer says that none is set
    if note := " ".join(part for part in (standing, sentences.origin_note(row)) if part):
        blocks.append(Text(note, "note"))
    if real := real_beside(found.report, one.outcome, row):
        blocks.append(Text(real))
    if agreed := found.report.agreed(one.ambition.id):
        blocks.append(Text(still_agreed(agreed, found.place), "notice"))
    if eased := eased_beside(found.report, one.ambition, row):
        blocks.append(Text(eased))
    blocks.append(Text((sentences.beneath if trend else sentences.answer)(row, about).text))
    over = row["status_forecast"] in (ForecastStatus.MET, ForecastStatus.MISSED)  # as its standing and title say
    ahead = None if over else sentences.outlook(row, about)
    asked = sentences.gap_target(row, about, one.ambition.gap_dimension, one.ambition.gap_statistic)
    course = sentences.gap_course(row, about, one.gap_paths)
    of_gap = sentences.joined(sentences.phrase("The target for the gap is {}", asked), course) if asked else None
    blocks += [Text(said.text) for said in (sentences.gap(row, about), of_gap, ahead) if said]
    if one.measure and row["status"] == Status.ON_PATH and missed_words(one.measure, row, found.as_of):
        blocks += [Text(said.text, "note") for said in standards_told(one.measure, row, about, found.as_of)]
    if sentences.overdue(row, found.as_of) or sentences.hidden(row):
        blocks.append(Text(sentences.judgeable(row, found.as_of).text))
    blocks += commentary(one, found)
    return Section(f"ambition-{one.ambition.id}", about.question, tuple(blocks))


def _rest(left: Sequence[Judged], found: Evidence) -> list[Section]:
    """The others, each once: first those without room for a part, then by status, then what has no number."""
    others = [one for one in found.judged if not is_telling(one)]
    known = [one for one in others if has_figures(one)]
    blocks: list[Block] = []
    if left:
        blocks.append(listing("Judged, or going badly, without room for a part here", left, found.as_of))
    for status in dict.fromkeys(sentences.status_words(one.row) for one in known):
        same = [one for one in known if sentences.status_words(one.row) == status]
        forecast = any(one.row["target"] is not None for one in same)
        columns = len(COLUMNS) if forecast else len(COLUMNS) - 1  # the status is the caption
        blocks.append(listing(status, same, found.as_of, columns))
    blocks += grid(found)
    blocks += without_figures(others, "the annex says why")
    return [Section("rest", "All other ambitions", tuple(blocks))] if blocks else []
