"""The pack in brief: what a board reads before it meets. The full pack is its annex."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oneplace.pack.document import Block, Document, Figure, Section, Table, Text
from oneplace.pack.drawing import Drawn
from oneplace.pack.evidence import Evidence, Judged
from oneplace.pack.sections.ambitions import numbers
from oneplace.pack.sections.commentary import commentary
from oneplace.pack.sections.grid import grid
from oneplace.pack.sections.listing import COLUMNS, listing
from oneplace.pack.sections.summary import summary
from oneplace.pack.sections.whole import notices
from oneplace.progress import Status, sentences
from oneplace.report import standards_told
from oneplace.vocabulary import wording

TITLE = "Board pack in brief"
_WITHOUT = (Status.NO_DATA, Status.NO_MEASURE, Status.CONTEXT)
_JUDGED = (Status.ON_PATH, Status.OFF_PATH, Status.AVERAGE_UP_BUT_GAP_WIDER)


def telling(found: Evidence) -> list[Judged]:
    """The ambitions that a board should see: those judged, and those that do badly without a target, worst first."""
    by_id = {one.ambition.id: one for one in found.judged if is_telling(one)}
    return [by_id[row["ambition"]] for row in sentences.worst_first([one.row for one in by_id.values()])]


def is_telling(one: Judged) -> bool:
    """Whether it is judged, or its number goes the wrong way, stands worse than usual or worse than elsewhere."""
    row = one.row
    if row["value"] is None or row["status"] in _WITHOUT:
        return False
    return row["status"] in _JUDGED or "worse" in (row["trend"], row["level"], row["comparison"])


def brief(found: Evidence, drawn: Mapping[str, Drawn], pages: int) -> Document:
    """On one page, then a page for each of the first ``pages`` ``telling`` ambitions, then one table of the rest."""
    shown = telling(found)[:pages]
    each = tuple(_page(one, drawn[one.ambition.id], found) for one in shown)
    chosen = {one.ambition.id for one in shown}
    rest = [one for one in found.judged if one.ambition.id not in chosen]
    day = wording.day_words(found.as_of)
    return Document(
        title=f"{TITLE}: {found.place.place.name}",
        subtitle=f"{found.place.strategy.title}. As of {day}, run {found.manifest['run']}. The full pack is the annex.",
        facts=(),
        notices=notices(found),
        sections=(summary(found), *each, *_rest(rest, found)),
        built_on=found.manifest["built_on"],
    )


def _page(one: Judged, drawn: Drawn, found: Evidence) -> Section:
    row, about = one.row, one.ambition.about
    blocks: list[Block] = []
    if note := sentences.origin_note(row):
        blocks.append(Text(note, "note"))
    blocks.append(Text(sentences.answer(row, about).text))
    if drawn.trend:
        blocks.append(Figure(drawn.trend))
    blocks += [Text(said.text) for said in (sentences.gap(row, about), sentences.outlook(row, about)) if said]
    if one.measure:
        blocks += [Text(said.text, "note") for said in standards_told(one.measure, row, about, found.as_of)]
    blocks += commentary(one, found)
    blocks.append(numbers(one, found.as_of))
    return Section(f"ambition-{one.ambition.id}", about.question, tuple(blocks))


def _rest(rest: Sequence[Judged], found: Evidence) -> list[Section]:
    """The others in one table; those without a number in a sentence beneath it."""
    if not rest:
        return []
    known = [one for one in rest if one.row["value"] is not None]
    unknown = [one.ambition.about.question for one in rest if one.row["value"] is None]
    blocks: list[Block] = [_short(listing("All other ambitions", known, found.as_of))] if known else []
    blocks += grid(found)
    if unknown:
        blocks.append(Text(f"Without a number yet (the annex says why): {' '.join(unknown)}"))
    return [Section("rest", "All other ambitions", tuple(blocks))]


def _short(table: Table) -> Table:
    """The list without the gap, which the annex has."""
    return Table(table.caption, COLUMNS[:-1], tuple(row[:-1] for row in table.rows))
