"""What became of actions that are to narrow a gap: whether it has narrowed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from oneplace.progress import about_measure, sentences
from oneplace.progress.sentences import Sentence
from oneplace.report.did_it_work import before_words
from oneplace.report.rows import Row
from oneplace.report.run_report import RunReport


@dataclass(frozen=True)
class Narrowed:
    """An action that is to narrow the gap of a group to everyone in a measure, and what is said of that gap."""

    action: str
    measure: str
    dimension: str
    group: str
    effect: Sentence
    before: str
    """What an earlier run said of it, where that was another verdict; else empty."""

    @property
    def words(self) -> str:
        """All that is told of it."""
        return " ".join(part for part in (self.effect.text, self.before) if part)


def narrowed(found: RunReport) -> list[Narrowed]:
    """The actions for everybody that a run judged."""
    return narrowed_of(found, found.written["gap_effects"].to_pylist())


def narrowed_of(found: RunReport, rows: Iterable[Row]) -> list[Narrowed]:
    """The same of rows of ``gap_effects`` or ``board_gap_effects``, of measures that the place has."""
    return [
        Narrowed(
            row["action"],
            row["measure"],
            row["dimension"],
            row["group"],
            sentences.gap_effect(row, about_measure(found.place, row["measure"])),
            before_words(row),
        )
        for row in rows
        if row["measure"] in found.place.measures
    ]
