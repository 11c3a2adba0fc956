"""What a run says of the whole strategy: whether its period is over, where the ambitions stand, which gaps move."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from oneplace.place import Place
from oneplace.progress import sentences
from oneplace.progress.sentences import Sentence, joined
from oneplace.report.rows import Row


def summary(place: Place, progress: Sequence[Row], beside: Sequence[Row], as_of: date | None) -> Sentence:
    """The sentences that open home, board and pack.

    ``progress`` has one row an ambition; ``beside`` is ``standings``, of the measures that lead none.
    """
    return joined(opening(place, progress, as_of), closing(progress, beside))


def opening(place: Place, progress: Sequence[Row], as_of: date | None) -> Sentence:
    """Whether the strategy's period is over, and where its ambitions stand."""
    return joined(period_ended(place, as_of), sentences.counts(progress))


def closing(progress: Sequence[Row], beside: Sequence[Row]) -> Sentence:
    """Whether the gap between neighbourhoods closes, in ambitions and in the measures beside them, and of how many
    known gaps that is not counted."""
    return joined(
        *([sentences.gap_summary(progress)] if progress else []),
        sentences.gap_summary_beside(beside),
        sentences.gap_summary_not_counted([*progress, *beside]),
    )


def period_ended(place: Place, as_of: date | None) -> Sentence:
    """That the strategy's own period is over on the day; empty while it runs, or where it isn't set."""
    span = place.strategy.period
    if as_of is None or isinstance(span, str) or isinstance(span.start, str) or isinstance(span.end, str):
        return Sentence()
    last = span.end.end - timedelta(days=1)
    return sentences.period_ended(f"{span.start.start.year} to {last.year}", span.end.end, as_of)
