"""Since when something goes on; of a feed that stopped from when to when it did, in the past.

Nobody knows what a number has done after its newest figure: where a newer one was due, or none comes any more, "has
been rising since 2019/20" is not known to be true. One rule for every sentence, list and title.
"""

from __future__ import annotations

from oneplace.progress.sentences.about import Row
from oneplace.vocabulary.wording import from_to, since_words, when


def stopped(row: Row) -> bool:
    """Whether what the row tells has ended with its newest figure; runs of earlier versions say nothing of it."""
    return bool(row.get("stopped"))


def path_stopped(row: Row) -> bool:
    """Whether how it stands to its path is known only up to an earlier time: no newer figure came that was due or is
    to come, or the target's own date went by without one.
    """
    return row.get("target") is not None and (stopped(row) or bool(row.get("target_past")))


def tense(row: Row, now: str, then: str) -> str:
    """``now``, or of what has stopped ``then``."""
    return then if stopped(row) else now


def lasting(row: Row, label: str | None) -> str:
    """A period from which something goes on: `` since 2019/20``, `` from 2019/20 to 2022/23, the newest figure``."""
    if not stopped(row):
        return since_words(label)
    if label == row["period_label"]:
        return f" {when(label)}, {newest_figure(row)}"
    return f" {from_to(label, row['period_label'])}, {newest_figure(row)}" if label else ""


def newest_figure(row: Row) -> str:
    """What the row's figure is called: a newer one may be here that is not shown."""
    return "the newest figure shown" if row.get("hidden_label") else "the newest figure"


def gap_lasting(row: Row) -> str:
    """The same of a gap, which ends with its own newest period: `` since 2019/20``, `` from 2019/20 to 2022/23``."""
    label, newest = row.get("gap_direction_since"), row.get("gap_label")
    if not gap_stopped(row) or not newest or label == newest:
        return since_words(label)
    return f" {from_to(label, newest)}" if label else ""


def gap_stopped(row: Row) -> bool:
    """Whether newer figures of a gap's groups could be here, or those of everyone, as new as the gap's, have stopped.

    A yearly gap is not old because everyone's months go further: no newer year is over. Runs of earlier versions say
    nothing of it: then a gap of another period than everyone's newest is taken for old.
    """
    newest, own, told = row.get("period_label"), row.get("gap_label"), row.get("gap_stopped")
    if not newest or not own or newest == own:
        return stopped(row)
    return told is None or bool(told)
