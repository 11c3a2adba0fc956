"""How an ambition stands whose easing nobody decided yet: by what stood before, and by what is proposed.

The average and the gap each have a sentence of their own: a decision may be asked for one of them alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from oneplace.place import Place
from oneplace.place.moved import AVERAGE, GAP
from oneplace.progress import sentences
from oneplace.report.rows import Row
from oneplace.vocabulary.dimensions import BY_CODE
from oneplace.vocabulary.wording import day_words, marked, value_words, written

_STANDS = (
    *("target", "target_label", "target_read_as", "target_past", "target_provenance"),
    *("status", "status_forecast", "why"),
)
"""What the words of a status and of a target are made of."""


@dataclass(frozen=True)
class _Side:
    """What of an ambition is asked to ask for less: how its columns begin, and its words."""

    begins: str
    target: str
    what: str
    subject: str
    status: Callable[[Row], str]
    when: Callable[[Row], str]


def still_agreed(row: Row, place: Place) -> str:
    """How an eased ambition stands by what stood before, and would by what is proposed: a row of ``agreed``.

    Not "agreed": an illustrative target was agreed by nobody, and the page says so.
    """
    sides, asked = _sides(row), asks(row)
    return " ".join(_told(row, place, sides[one]) for one in (AVERAGE, GAP) if one in asked)


def proposed(row: Row) -> list[str]:
    """What the decision is to make easier that a row of ``agreed`` waits for, from what to what, a sentence each.

    Nothing of what the files dropped: nobody proposes anything of it.
    """
    sides, asked = _sides(row), asks(row)
    told = [sides[one] for one in (AVERAGE, GAP) if one in asked]
    return [_to_be(row, side) for side in told if row.get(f"proposed_{side.begins}status") is not None]


def _to_be(row: Row, side: _Side) -> str:
    of, number = f"of “{row['name']}”", row[f"proposed_{side.begins}target"]
    was, then = (_aim(row, side, whose) for whose in ("", "proposed_"))
    if row[f"{side.begins}target"] is None or was == then:
        return f"It is to make the path {'of the gap ' if side.begins else ''}{of} easier."
    if number is None:
        return f"It is to take away the {side.target} {of}, {was}."
    return f"It is to ease the {side.target} {of} from {was} to {then}."


def asks(row: Row) -> list[str]:
    """Of which of average and gap less is asked; where the measure or all of it is gone, of the average."""
    return str(row.get("asks") or AVERAGE).split("; ")


def undecided(rows: Iterable[Row], place: Place) -> list[str]:
    """All rows of ``agreed`` as sentences, each with the ambition that it is about."""
    return [f"{ended(row['name'])} {still_agreed(row, place)}" for row in rows]


def ended(text: str) -> str:
    """A text as a sentence: with a full stop where it has no end."""
    return text if text[-1:] in ".?!" else f"{text}."


def _sides(row: Row) -> dict[str, _Side]:
    by = BY_CODE.get(row.get("gap_dimension") or "")
    gap = f"gap by {by.title.lower()}" if by else "gap"
    return {
        AVERAGE: _Side("", "target", "What stood before", "ambition", _status, sentences.target_when),
        GAP: _Side(
            "gap_",
            f"target for the {gap}",
            f"What stood before for the {gap}",
            "gap",
            sentences.gap_status_words,
            sentences.gap_target_when,
        ),
    }


def _status(row: Row) -> str:
    return sentences.status_words(row).lower()


def _told(row: Row, place: Place, side: _Side) -> str:
    seen = day_words(row["run_as_of"])
    if row[f"{side.begins}target"] is None:
        aim = f"{side.what}, as readers saw it on {seen},"
    else:
        aim = f"The {side.target} before, {_aim(row, side, '')} as readers saw it on {seen},"
    asked = place.decisions.get(row["decision"] or "")
    who = f"the decision \u201c{asked.title}\u201d" if asked else "a decision"
    stands = f"By it the {side.subject} stands: {side.status(row)}. {row[f'{side.begins}why'] or ''}".rstrip()
    return f"{aim} holds until {who} is taken. {stands} {_proposed(row, side)}".rstrip()


def _proposed(row: Row, side: _Side) -> str:
    """How it would stand by what is proposed; empty where the files dropped it."""
    if row.get(f"proposed_{side.begins}status") is None:
        return ""
    status = side.status(_columns(row, side, "proposed_"))
    same = status == side.status(_columns(row, side, ""))
    stands = "it would stand the same" if same else f"it would stand: {status}"
    if row[f"proposed_{side.begins}target"] is None or _aim(row, side, "proposed_") == _aim(row, side, ""):
        return f"By what is proposed, which asks for less, {stands}."
    return f"By the target proposed, {_aim(row, side, 'proposed_')}, {stands}."


def _columns(row: Row, side: _Side, whose: str) -> Row:
    """What stood before, or with ``proposed_`` what is proposed, in the columns of ``progress``."""
    return {f"{side.begins}{name}": row.get(f"{whose}{side.begins}{name}") for name in _STANDS}


def _aim(row: Row, side: _Side, whose: str) -> str:
    """The target, and for when: ``95.0% (illustrative) by 2024 (read as 2020 to 2024)``."""
    columns = _columns(row, side, whose)
    number = columns[f"{side.begins}target"]
    if number is None:
        words = "not set"
    elif side.begins:
        words = sentences.gap_words(number, row["unit"], row["decimals"], row["gap_statistic"])
    else:
        words = value_words(number, row["unit"], written(number, row["decimals"]))
    return f"{marked(words, columns[f'{side.begins}target_provenance'])} by {side.when(columns)}"
