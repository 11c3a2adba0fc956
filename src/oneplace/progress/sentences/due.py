"""When the next value of an ambition is due: one rule of what is late, for sentence, list, table and count."""

from __future__ import annotations

from datetime import date

from oneplace.progress.rules import Status
from oneplace.progress.sentences.about import Row
from oneplace.progress.sentences.claims import Claim, Kind, Sentence, joined
from oneplace.progress.sentences.labels import by_part, over, status_label
from oneplace.vocabulary.wording import day_words


def due_on(row: Row) -> date | None:
    """When the next value can be here, whether or not a path says anything of it yet; runs of earlier versions know
    only the day of the first that one does.
    """
    found: date | None = row.get("due_on") or row["judgeable_on"]
    return found


def overdue(row: Row, as_of: date | None) -> bool:
    """Whether a newer value should be here by the day; never without a day to stand on."""
    due = due_on(row)
    return as_of is not None and due is not None and due <= as_of


def judgeable(row: Row, as_of: date | None) -> Sentence:
    """When the next value can be here (of what has a target to come, can next be judged), or that it is late."""
    if row["judgeable_on"] is None:
        return joined(hidden(row), "When the next value is due is not known.")
    late = overdue(row, as_of)
    subject = f"The next value{_of_part(row)}" if late or _only_due(row) else "It"
    day, direction = day_words(_told(row, as_of)), "late" if late else "to_come"
    claim = Claim(Kind.DUE, row["measure"], period=day, direction=direction)
    return joined(hidden(row), Sentence(f"{subject} {due_words(row, as_of)}.", (claim,)))


def hidden(row: Row) -> Sentence:
    """That a newer value than the latest is here and not shown; empty where none is."""
    label = row.get("hidden_label")
    if not label:
        return Sentence()
    told = f"The value of {label} is here and is not shown, to protect people in small groups."
    return Sentence(told, (Claim(Kind.HIDDEN, row["measure"], period=label),))


def due_words(row: Row, as_of: date | None) -> str:
    """The same of the next value in a table; empty where the day is not known."""
    if row["judgeable_on"] is None:
        return ""
    day = day_words(_told(row, as_of))
    if overdue(row, as_of):
        return f"was due by {day} and is not here"
    return f"is due by {day}" if _only_due(row) else f"can next be judged on {day}"


def _told(row: Row, as_of: date | None) -> date:
    """The day that is told: on which the next value judges something; of what is late, and judges nothing, is due."""
    due = due_on(row) if overdue(row, as_of) or _only_due(row) else row["judgeable_on"]
    assert due is not None  # noqa: S101 - both days are known, or neither
    return due


def _only_due(row: Row) -> bool:
    """Whether the next value judges nothing: there is no target, its own time is over, it counts another way, or it is
    of areas or groups alone.
    """
    unlike = row.get("status") == Status.CANNOT_BE_COMPARED
    return row["target"] is None or over(row) or unlike or bool(by_part(row))


def _of_part(row: Row) -> str:
    """``, by area only,`` where no value of the whole place is to come; empty of others."""
    return f", {status_label(row).lower()}," if by_part(row) else ""
