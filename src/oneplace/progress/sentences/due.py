"""When the next value of an ambition is due: one rule of what is late, for sentence, list, table and count."""

from __future__ import annotations

from datetime import date

from oneplace.progress.sentences.about import Row
from oneplace.progress.sentences.claims import Claim, Kind, Sentence
from oneplace.vocabulary.wording import day_words

NEXT, JUDGED = "Next value", "Next judged"


def overdue(row: Row, as_of: date | None) -> bool:
    """Whether a newer value should be here by the day; never without a day to stand on."""
    return as_of is not None and row["judgeable_on"] is not None and row["judgeable_on"] <= as_of


def judgeable(row: Row, as_of: date | None) -> Sentence:
    """When the next value can be here (of what has a target, can next be judged), or that it is late."""
    if row["judgeable_on"] is None:
        return Sentence("When the next value is due is not known.")
    (name, said), late = due_listed(row, as_of), overdue(row, as_of)
    text = f"It can next be judged on {said}." if name == JUDGED else f"The next value {'' if late else 'is '}{said}."
    day = day_words(row["judgeable_on"])
    return Sentence(text, (Claim(Kind.DUE, row["measure"], period=day, direction="late" if late else "to_come"),))


def due_listed(row: Row, as_of: date | None) -> tuple[str, str]:
    """The same as a line of a table: its name, and the day in words; no words where the day is not known."""
    if row["judgeable_on"] is None:
        return NEXT, ""
    day = day_words(row["judgeable_on"])
    if overdue(row, as_of):
        return NEXT, f"was due by {day} and is not here"
    return (NEXT, f"due by {day}") if row["target"] is None else (JUDGED, day)
