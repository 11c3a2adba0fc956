"""How an ambition stands that was eased, until somebody decides that: by what stood before, and by what is asked.

Not "agreed" in words: an illustrative target was agreed by nobody, and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterable

from oneplace.place import Place
from oneplace.progress import sentences
from oneplace.report.rows import Row
from oneplace.vocabulary.wording import day_words, marked, value_words, written

_STANDS = (
    *("target", "target_label", "target_read_as", "target_past", "target_provenance"),
    *("status", "status_forecast", "why"),
)
"""What the words of a status and of a target are made of."""


def still_agreed(row: Row, place: Place) -> str:
    """How an eased ambition stands by what stood before, and would by what is proposed: a row of ``agreed``."""
    seen, before = day_words(row["run_as_of"]), _side(row, "")
    if row["target"] is None:
        aim = f"What stood before, as readers saw it on {seen},"
    else:
        aim = f"The target before, {_aim(before, row)} as readers saw it on {seen},"
    asked = place.decisions.get(row["decision"] or "")
    who = f"the decision \u201c{asked.title}\u201d" if asked else "a decision"
    holds = f"{aim} holds until {who} is taken. By it the ambition stands: {_status(before)}. {row['why']}"
    return f"{holds} {_proposed(row)}".rstrip()


def undecided(rows: Iterable[Row], place: Place) -> list[str]:
    """All rows of ``agreed`` as sentences, each with the ambition that it is about."""
    return [f"{_ended(row['name'])} {still_agreed(row, place)}" for row in rows]


def _proposed(row: Row) -> str:
    """How it would stand by what is proposed; empty where the files dropped it."""
    before, asked = _side(row, ""), _side(row, "proposed_")
    if asked["status"] is None:
        return ""
    same = _status(asked) == _status(before)
    stands = "it would stand the same" if same else f"it would stand: {_status(asked)}"
    if asked["target"] is None or _aim(asked, row) == _aim(before, row):
        return f"By what is proposed, which asks for less, {stands}."
    return f"By the target proposed, {_aim(asked, row)}, {stands}."


def _side(row: Row, whose: str) -> Row:
    """What stood before, or with ``proposed_`` what is proposed, in the columns of ``progress``."""
    return {name: row.get(f"{whose}{name}") for name in _STANDS}


def _status(side: Row) -> str:
    return sentences.status_words(side).lower()


def _aim(side: Row, row: Row) -> str:
    """The target and for when, told as everywhere: ``95.0% (illustrative) by 2024 (read as 2020 to 2024)``."""
    number = side["target"]
    words = "not set" if number is None else value_words(number, row["unit"], written(number, row["decimals"]))
    return f"{marked(words, side['target_provenance'])} by {sentences.target_when(side)}"


def _ended(text: str) -> str:
    return text if text[-1:] in ".?!" else f"{text}."
