"""What a decision did to what it names: eased, dropped, redefined, in words that stay told from run to run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from oneplace.place import Decision, FromLinkedRecord, Measure
from oneplace.place.moved import ALONE, COUNTED, MEANING, Kind, part_words, plain
from oneplace.progress import Ambition
from oneplace.report.eased import decisions_called, eased_by, eased_sides, eased_words
from oneplace.report.moved import Move, moves, names_known
from oneplace.report.rows import Row
from oneplace.report.run_report import RunReport
from oneplace.vocabulary.wording import list_words

_EASED = {"": ("target.value", "target.period"), "gap_": ("gap_ambition.target", "gap_ambition.period")}
"""By how the columns of average and gap begin, what ``eased_by`` tells with old and new."""
_DEFINED = ("definition", *MEANING)


def changed_by(report: RunReport, decision: Decision) -> tuple[str, ...]:
    """What a decision changed of each thing that it names, a sentence each; of one not taken yet what it is to change.

    Of what no two runs show as changed by it, that it names it. Empty where it names nothing.
    """
    eased = {(key, field) for key, begins in eased_sides(report, decision) for field in _EASED[begins]}
    rows = [row for row in report.decided if row["decision"] == decision.id]
    rest = [row for row in rows if (row["subject"], row["field"]) not in eased]
    told, taken = moves(report.place, rest, report.every_change), decision.is_taken(report.as_of)
    sentences = (_sentence(one, taken=taken) for one in told)
    return (*eased_by(report, decision), *sentences, *_only_named(report, decision, rows))


def redefined(report: RunReport, measure: Measure, rows: Iterable[Row]) -> list[Move]:
    """What changed of what a measure counts, or of the people it counts, out of ``rows`` of changes."""
    counts = measure.compute.population.cohort if isinstance(measure.compute, FromLinkedRecord) else None
    its_own = (("measures", measure.id), ("cohorts", counts))
    found = [row for row in rows if (row["part"], row["subject"]) in its_own and _means_another(row)]
    return moves(report.place, found, report.every_change)


def eased_beside(report: RunReport, ambition: Ambition, row: Row) -> str:
    """What decisions eased of an ambition, and what they changed of what its measure counts; empty for nothing."""
    eased = eased_words(row, ambition.about, ambition.gap_statistic, report.place)
    measure = report.measure(row.get("measure"))
    by = dict.fromkeys(one["decision"] for one in report.decided if one["decided"])
    told = (_redefined_by(report, measure, key) for key in by) if measure else ()
    return " ".join(part for part in (eased, *told) if part)


def _redefined_by(report: RunReport, measure: Measure, decision: str) -> str:
    found = redefined(report, measure, (one for one in report.decided if one["decision"] == decision))
    who = decisions_called([decision], report.place)
    told = _stopped("; ".join(one.whole for one in found))
    return f"What its measure counts was changed by {who}: {told}" if found else ""


def _means_another(row: Row) -> bool:
    first = (row["field"] or "").partition(".")[0]
    wanted = _DEFINED if row["part"] == "measures" else ("entry", "exit")
    return bool(row["part"] in COUNTED and row["kind"] == Kind.CHANGED and first in wanted)


def _sentence(move: Move, *, taken: bool) -> str:
    words, name = part_words(move.part), move.what.partition(": ")[2]
    what = f"{words if words.startswith(('how ', 'what ')) else f'the {words}'} “{name}”"
    if move.field == Kind.DROPPED:
        return f"It {'dropped' if taken else 'is to drop'} {what}."
    return f"It {'changed' if taken else 'is to change'} {what}: {_stopped(move.whole)}"


def _stopped(text: str) -> str:
    """A text with a full stop, where what it quotes last has none."""
    return text if text.endswith((".”", "?”", "!”")) else f"{text}."


def _only_named(report: RunReport, decision: Decision, rows: Iterable[Row]) -> Iterator[str]:
    """What it names as changed, and no run kept what of it."""
    shown = {
        key
        for row in rows
        for key in (row["subject"], *(row["eases"] or "").split("; "), *(row["field"] or "").split("."))
    }
    if any(row["part"] in ALONE for row in rows):
        shown.add(report.place.strategy.id)
    shown |= {key for key, _ in eased_sides(report, decision)}
    names = names_known(report.place, report.every_change)
    left = [_called(key, names) for key in decision.changes if key not in shown]
    if not left:
        return
    what = f"{list_words(left)}{f' ({list_words([plain(one) for one in decision.eases])})' if decision.eases else ''}"
    if decision.is_ended():
        yield f"It was to change {what}."
    elif decision.is_taken(report.as_of):
        yield f"It says that it changed {what}. No run has kept what that was before."
    else:
        yield f"It is to change {what}. To what, no run has shown yet."


def _called(key: str, names: Mapping[str, str]) -> str:
    return f"“{names[key]}”" if key in names else f"“{key}”, which the files no longer have"
