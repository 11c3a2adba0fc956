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
from oneplace.vocabulary.wording import count_words, day_words, named


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


def not_new(progress: Sequence[Row], as_of: date | None) -> str:
    """Of how many ambitions the number is older than what was due by a day, or a newer one is hidden; empty of none.

    Whoever counts ambitions by how they stand counts such ones too.
    """
    known = [row for row in progress if row["value"] is not None]
    late = [row for row in known if sentences.overdue(row, as_of)]
    hidden = sum(bool(row.get("hidden_label")) for row in known)
    told = []
    if late and as_of:
        oldest = min(late, key=lambda row: (row["period_end"], row["period_label"]))
        told.append(
            f"For {_of(len(late), len(known))} a newer figure was due by {day_words(as_of)} and is not here, so "
            f"the last that is here is told. The oldest is of {named(oldest['period_label'])}."
        )
    if hidden:
        told.append(f"For {_of(hidden, len(known))} a newer figure is here and hidden, to protect people.")
    return " ".join(told)


def _of(some: int, every: int) -> str:
    whole = count_words(every, "ambition with a number", "ambitions with a number")
    return "the one ambition with a number" if every == 1 else f"all {whole}" if some == every else f"{some} of the {whole}"


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
