"""The review of doubtful links at a place: its queue, what both sides say, and the answers, for who may see them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from oneplace import record
from oneplace.problems import OneplaceError
from oneplace.run.store import var


def doubts(place_folder: Path) -> list[record.Doubt]:
    """The pairs that linkage holds apart and nobody settled yet, contradictions first, then the likeliest."""
    return record.doubts(var(place_folder), _identity(place_folder))


def doubt(place_folder: Path, pair_id: str) -> record.Doubt:
    """One of them by its id. Raises `OneplaceError` where the queue has it no more, or never had."""
    found = next((each for each in doubts(place_folder) if each.id == pair_id), None)
    if found is None:
        mend = f"`oneplace links review {place_folder}` lists what is open; name two records to answer of others."
        raise OneplaceError.at(place_folder, f"has no open pair '{pair_id}'.", mend)
    return found


def answered(place_folder: Path, pair_id: str) -> record.Doubt | None:
    """A pair of which something was said, by its id, though it may be open no more; None where nothing was."""
    return record.answered(var(place_folder), pair_id)


def beside(place_folder: Path, answer: record.Answer) -> list[record.Answer]:
    """What others said of the pair of an answer, that it did not take the place of."""
    return record.beside_answer(var(place_folder), answer)


def numbers_joined(place_folder: Path, answer: record.Answer) -> int:
    """How many different NHS numbers the person has of whom an answer makes two records, from two on; 0 otherwise.

    Each of two records may go with a third by itself, and yet not with the other.
    """
    if answer.answer != record.Said.SAME:
        return 0
    numbers = record.numbers_joined(var(place_folder), _identity(place_folder), answer.pair)
    return numbers if numbers > 1 else 0


def sides(place_folder: Path, pair: record.Pair) -> tuple[record.Side, record.Side]:
    """What the sources say of both records of a pair."""
    return record.sides(_identity(place_folder), pair)


def answer(
    place_folder: Path,
    pair: record.Pair,
    said: record.Said,
    *,
    by: str,
    reason: str,
    instead_of: Collection[str] = (),
) -> record.Answer:
    """Keep what somebody says of a pair of records that are there; it counts from the next load.

    ``instead_of``: the ids of the answers that it takes the place of, as its giver read them.
    """
    sides(place_folder, pair)  # refuses a record that isn't there
    if pair[0] == pair[1]:
        raise OneplaceError.at(place_folder, "a record is always one person with itself.", "Name two records.")
    return record.add_answer(var(place_folder), pair, said, by=by, reason=reason, instead_of=instead_of)


def answers(place_folder: Path) -> list[record.Answer]:
    """Every answer, oldest first."""
    return record.answers(var(place_folder))


def export_answers(place_folder: Path, file: Path) -> int:
    """Write every answer to a new file, which names records as the partners' own systems do; returns how many."""
    if file.exists():
        raise OneplaceError.at(file, "is there already.", "Name a new file.")
    return record.export_answers(var(place_folder), file)


def import_answers(place_folder: Path, file: Path) -> record.Merged:
    """Add the answers of a file that the place lacks."""
    return record.import_answers(var(place_folder), file)


def _identity(place_folder: Path) -> Path:
    newest = record.newest(var(place_folder))
    if newest is None:
        raise OneplaceError.at(place_folder, "has no linked record.", f"Make one with `oneplace load {place_folder}`.")
    return var(place_folder) / "identity" / newest.name
