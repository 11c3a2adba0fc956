"""Of how many ambitions the number is not new: counts of ambitions by how they stand count these too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from oneplace.progress import sentences
from oneplace.report.rows import Row
from oneplace.vocabulary.wording import count_words, day_words, named


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
            f"an older one is shown. The oldest is of {named(oldest['period_label'])}."
        )
    if hidden:
        told.append(f"For {_of(hidden, len(known))} a newer figure is here and hidden, to protect people.")
    return " ".join(told)


def _of(some: int, every: int) -> str:
    whole = count_words(every, "ambition with a number", "ambitions with a number")
    return (
        "the one ambition with a number"
        if every == 1
        else f"all {whole}"
        if some == every
        else f"{some} of the {whole}"
    )
