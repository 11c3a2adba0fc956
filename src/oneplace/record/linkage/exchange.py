"""Answers about doubtful pairs that go to another installation, or come from one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from oneplace import whole
from oneplace.problems import OneplaceError
from oneplace.record import sealing
from oneplace.record.linkage import answers
from oneplace.record.linkage.answers import Answer, settle


def export(into: Path, file: Path) -> int:
    """Write every answer to ``file``, which is shut for others; returns how many.

    One that ends in .parquet is encrypted where there is a key. Raises `OneplaceError` where there is a key and the
    file is of another form, which can't be.
    """
    every = answers.of_place(into)
    if file.suffix == answers.SEALED:
        sealing.write_table(answers.table_of(every), whole.own_file(file))
    elif sealing.key() is None:
        answers.append(file, every, whole.own_file)
    else:
        mend = f"Name a file that ends in {answers.SEALED}: `links import` reads it where {sealing.KEY} is the same."
        raise OneplaceError.at(file, "can't be encrypted, as the place's answers are.", mend)
    return len(every)


@dataclass(frozen=True)
class Merged:
    """What came of a file of answers: how many were added, what stood here and stands no more, what contradicts now."""

    added: int
    replaced: tuple[Answer, ...]
    contradicted: tuple[str, ...]


def merge(into: Path, file: Path) -> Merged:
    """Add the lines of a file that the place's answers lack. Raises `OneplaceError` where one of them is no answer."""
    if not file.is_file():
        raise OneplaceError.at(file, "is not there.", "Name a file that `oneplace links export` wrote.")
    with answers.alone(into):
        known = answers.of_place(into)
        held, before = {each.id for each in known}, settle(known).contradicted
        new = list({each.id: each for each in answers.read(file) if each.id not in held}.values())
        answers.add_all(into, known, new)
        after = settle([*known, *new]).contradicted
    stand = {each.id for own in answers.standing_of([*known, *new]).values() for each in own}
    stood = [each for own in answers.standing_of(known).values() for each in own if each.id not in stand]
    words = sorted({words for pair, words in after.items() if before.get(pair) != words})
    return Merged(len(new), tuple(stood), tuple(words))
