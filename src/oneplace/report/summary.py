"""What a run says of the whole strategy: whether its period is over, where the ambitions stand, which gaps move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from oneplace.place import Measure, Place
from oneplace.progress import sentences, whose_name
from oneplace.progress.sentences import Sentence, joined
from oneplace.report.rows import Row
from oneplace.report.run_report import RunReport


def summary(place: Place, progress: Sequence[Row], beside: Sequence[Row], as_of: date | None) -> Sentence:
    """The sentences that open home, board and pack.

    ``progress`` has one row an ambition; ``beside`` is ``standings``, of the measures that lead none.
    """
    return joined(opening(place, progress, as_of), closing(progress, beside))


def opening(place: Place, progress: Sequence[Row], as_of: date | None) -> Sentence:
    """Whether the strategy's period is over, and where its ambitions stand."""
    return joined(period_ended(place, as_of), sentences.counts(progress))


def closing(progress: Sequence[Row], beside: Sequence[Row]) -> Sentence:
    """Of how many measures the gap between neighbourhoods closes, of ambitions and beside them; empty without any."""
    return sentences.gap_summary([*progress, *beside]) if progress or beside else Sentence()


@dataclass(frozen=True)
class GapTold:
    """A gap of which can be told whether it moves: of which measure, whose it is and of when, and which way it goes."""

    measure: Measure
    whose: str
    period: str
    way: Sentence
    counted: bool
    """Whether one of more and less is better, so that it is counted."""

    @property
    def text(self) -> str:
        """What stands after the measure's name."""
        why = "" if self.counted else "; not counted"
        return f"{self.whose}, {self.period}: {self.way}{why}"


def gaps_told(report: RunReport) -> tuple[list[GapTold], list[GapTold]]:
    """The gaps that ``closing`` speaks of, one by one: those on real figures, and those on made-up ones."""
    rows: list[Row] = [*report.written["progress"].to_pylist(), *report.alone]
    real, unreal = ([_told(report, row) for row in some] for some in sentences.by_figures(rows))
    return real, unreal


def _told(report: RunReport, row: Mapping[str, Any]) -> GapTold:
    return GapTold(
        report.place.measures[row["measure"]],
        whose_name(report.place, row["whose"]),
        row["gap_label"],
        sentences.gap_way(row),
        row["trend"] != "context",
    )


def period_ended(place: Place, as_of: date | None) -> Sentence:
    """That the strategy's own period is over on the day; empty while it runs, or where it isn't set."""
    span = place.strategy.period
    if as_of is None or isinstance(span, str) or isinstance(span.start, str) or isinstance(span.end, str):
        return Sentence()
    last = span.end.end - timedelta(days=1)
    return sentences.period_ended(f"{span.start.start.year} to {last.year}", span.end.end, as_of)
