"""The pack in short: counts, what is asked of the board, worst first and what goes well, what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from oneplace.pack.document import Block, Items, Section, Table, Text
from oneplace.pack.evidence import Evidence, Judged
from oneplace.pack.sections.listing import listing
from oneplace.pack.sections.moved import CHANGES, TITLE, for_a_board
from oneplace.progress import ForecastStatus, Status, sentences
from oneplace.report import (
    Row,
    ambitions_called,
    asked,
    beneath,
    changed_by,
    eased_beside,
    eased_told,
    gaps_now,
    is_strength,
    listed,
    not_new,
    not_set,
    taken,
    title_of,
    too_few,
    went_badly,
)
from oneplace.report import summary as told
from oneplace.vocabulary.wording import count_words

_WORST = 8
_FIRST = "This is the first pack, so there is nothing to compare it with."
_NONE_TAKEN = "No decision is recorded as taken."


def summary(found: Evidence) -> Section:
    """The summary of the full pack."""
    return _summary(found, for_a_board(found, TITLE))


def in_brief(found: Evidence) -> Section:
    """The same before a pack in brief, whose annex is the full pack: without what there was nothing to say of yet."""
    whole = _summary(found, for_a_board(found, f"{TITLE}, in the annex"))
    nothing = {Text(_FIRST), Text(_NONE_TAKEN)}
    told = (one for one in whole.sections if not nothing.issuperset(one.blocks))
    worst_named = {"worst-first": tuple(_worst_named(found))}  # each has a part of its own
    return replace(whole, sections=tuple(replace(one, blocks=worst_named.get(one.id, one.blocks)) for one in told))


def _summary(found: Evidence, moves: Sequence[Block]) -> Section:
    rows = found.rows
    blocks: list[Block] = [Text(told(found.place, rows, found.report.alone, found.as_of).text, "lead"), _counts(found)]
    said = [one.ambition.id for one in found.judged if found.report.said(one.ambition.id)]
    notes = (not_new(rows, found.as_of), not_set(found.place, rows, said))
    blocks += [Text(note, "note") for note in notes if note]
    sections = (
        Section("asked", "Decisions asked", (_asked(found),)),
        Section("worst-first", "Worst first", tuple(worst(found))),
        Section("going-well", "What goes well", tuple(_well(found))),
        Section("changes", CHANGES, (_changes(found), *moves)),
        *_eased(found),
        Section("taken", "Decisions taken, and whether they worked", (_taken(found),)),
    )
    return Section("summary", "In short", tuple(blocks), sections)


def _eased(found: Evidence) -> list[Section]:
    """What decisions made easier, in every pack while the strategy runs; without any, no part."""
    words = [(one.ambition.about.question, eased_beside(found.report, one.ambition, one.row)) for one in found.judged]
    told = eased_told(words)
    return (
        [Section("eased", "Made easier, and figures changed since readers saw them", (Items(tuple(told)),))]
        if told
        else []
    )


def _counts(found: Evidence) -> Table:
    """Status now beside status forecast: how many ambitions are where. Each is in one row and one forecast's column.

    A row or a column in which there is none is left out.
    """
    rows = found.rows
    ahead = [status for status in ForecastStatus if any(row["status_forecast"] == status for row in rows)]
    columns = ("Status now", "Ambitions", *(sentences.FORECAST_LABELS[status] for status in ahead))
    lines = []
    for status, count in sentences.status_counts(rows).items():
        here = [row for row in rows if row["status"] == status]
        cells = (here, *([row for row in here if row["status_forecast"] == forecast] for forecast in ahead))
        if count:
            lines.append((_named(status, here), *map(_number, cells)))
    return Table("Ambitions by status now and forecast", columns, tuple(lines), columns[1:])


def _named(status: Status, rows: Sequence[Row]) -> str:
    """A status as lists name it: what is known of areas or groups alone is not called without data."""
    label, named = sentences.STATUS_LABELS[status], {sentences.status_label(row) for row in rows}
    return named.pop() if len(named) == 1 else f"{label}, or known of parts or groups alone"


def _number(rows: Sequence[Row]) -> str:
    return f"{len(rows)}{sentences.of_them(rows)}"


def worst(found: Evidence) -> list[Block]:
    """The ambitions that go badly, the worst first."""
    bad = _going_badly(found)
    if not bad:
        return [_nothing_bad(found)]
    table = listing("The ambitions that need most attention", bad[:_WORST], found.as_of)
    more = len(bad[_WORST:])
    return [table, *([Text(f"{count_words(more, 'more ambition')} {_go(more)} badly too.", "note")] if more else [])]


def _worst_named(found: Evidence) -> list[Block]:
    """The same, all of them, in a sentence each."""
    bad = _going_badly(found)
    return [_findings(bad, found.as_of)] if bad else [_nothing_bad(found)]


def _going_badly(found: Evidence) -> list[Judged]:
    judged = {one.ambition.id: one for one in found.judged}
    return [judged[row["ambition"]] for row in went_badly(found.rows)]


def _nothing_bad(found: Evidence) -> Text:
    known = any(row["value"] is not None and row["status"] != Status.CONTEXT for row in found.rows)
    return Text("No ambition is surely going badly." if known else "No ambition has a value yet.")


def _well(found: Evidence) -> list[Block]:
    """The ambitions that go well, by the rule of every page, and those that keep to a path which asks too little."""
    as_of = found.as_of
    gaps = {one.ambition.id: gaps_now(found.report, one.row["measure"]) for one in found.judged}
    well = [one for one in found.judged if is_strength(one.row, gaps[one.ambition.id], one.measure, as_of)]
    blocks: list[Block] = [_findings(well, as_of) if well else Text("No ambition is surely going well.")]
    both: dict[str, list[str]] = {}
    for one in found.judged:
        if said := beneath(one.row, gaps[one.ambition.id], one.measure, as_of):
            words = f"{said[1][:1].upper()}{said[1][1:]}." if said[1] else ""
            both.setdefault(said[0], []).append(f"{_finding(one.row, one.ambition.about, as_of)} {words}".rstrip())
    for heading, items in both.items():
        blocks += [Text(f"{heading}:"), Items(tuple(items))]
    untold = too_few(found.rows)
    return [*blocks, Text(untold)] if untold else blocks


def _findings(shown: Sequence[Judged], as_of: date | None) -> Block:
    """What each chart is titled, with how it stands to others where that is beyond chance, and who is behind."""
    return Items(tuple(_finding(one.row, one.ambition.about, as_of) for one in shown))


def _finding(row: Row, about: sentences.About, as_of: date | None) -> str:
    """The reason why it stands in its list is said: the title of what can't be judged yet lacks where it is heading.

    So is that the figure is old, for a list says how things are.
    """
    said = listed(row, about, as_of)
    heading = said.direction if row["status"] in (Status.CANNOT_BE_JUDGED_YET, Status.CANNOT_BE_COMPARED) else ""
    beside = said.beside if row["comparison"] in ("better", "worse") else ""
    kind = sentences.gap_kind(row, about).text
    gap = kind if sentences.no_difference(row) else f"gap{':' if sentences.sure(row) else ''} {kind}"
    gap = said.gap or gap
    told = sentences.finding(row, about).text.removesuffix(".")
    late = said.age if sentences.overdue(row, as_of) else ""
    return f"{about.question} {'; '.join(part for part in (told, heading, beside, gap, late) if part)}."


def _go(count: int) -> str:
    return "goes" if count == 1 else "go"


def _changes(found: Evidence) -> Block:
    if found.earlier is None:
        return Text(_FIRST)
    names = ambitions_called(found.results["changes"].to_pylist())
    names |= {one.ambition.id: one.ambition.about.question for one in found.judged}
    moved = sentences.changes(found.rows, found.earlier)
    if not moved:
        return Text("No ambition has changed its status since the last pack.")
    label = {status.value: text for status, text in sentences.STATUS_LABELS.items()}
    rows = tuple(
        (names.get(key, "An ambition that is gone"), label.get(then, "not there"), label.get(now, "no longer there"))
        for key, then, now in moved
    )
    return Table("Ambitions whose status changed", ("Ambition", "Last pack", "This pack"), rows)


def _asked(found: Evidence) -> Block:
    """Decisions that the files wait for, and what only a board can mend."""
    texts = tuple(one.text for one in asked(found.place, found.rows, found.as_of).sentences)
    return Items(texts) if texts else Text("No decision is asked.")


def _taken(found: Evidence) -> Block:
    """What became of decisions that were taken."""
    texts = tuple(
        f"{title_of(one.decision)}. {' '.join((*changed_by(found.report, one.decision), *one.words))}"
        for one in taken(found.report)
    )
    return Items(texts) if texts else Text(_NONE_TAKEN)
