"""What people said who looked at doubtful pairs: a line an answer, only ever added to, and what all of them come to."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import pyarrow as pa

from oneplace import whole
from oneplace.problems import OneplaceError, Problem
from oneplace.record import sealing
from oneplace.record.linkage.groups import Together

NAME = "answers.csv"
"""The file's name, beside the identities of every record: an answer outlives the record that it was given of."""

LONGEST = 1_000
"""Letters of a reason."""

SEALED = ".parquet"
"""How the name of a file of answers ends that can be encrypted."""

_ASIDE = ".aside"
"""How the name ends of what is written before it takes the place of all."""

WAIT = 20
"""Seconds for which one who answers waits for another who does so at the same moment."""

RecordKey = tuple[str, str]
"""A source record: source_system, source_record_id."""
Pair = tuple[RecordKey, RecordKey]
"""Two of them, in order."""


class Said(StrEnum):
    """What was said of a pair of records, by a code that is stored and never changes."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Answer:
    """One line of the file."""

    answered_at: str
    """UTC, to the second."""
    by: str
    answer: Said
    reason: str
    source_system: str
    source_record_id: str
    other_source_system: str
    other_source_record_id: str
    instead_of: str = ""
    """The ids of the answers of this pair that it takes the place of."""

    @property
    def id(self) -> str:
        """What names this line in others."""
        return hashlib.sha256("\x1f".join(map(str, asdict(self).values())).encode()).hexdigest()[:12]

    @property
    def pair(self) -> Pair:
        """The two records, in order."""
        return pair_of(
            (self.source_system, self.source_record_id), (self.other_source_system, self.other_source_record_id)
        )

    @property
    def words(self) -> str:
        """Who said it, when and why, for the history of a person."""
        return f"{self.brief}: {self.reason}"

    @property
    def brief(self) -> str:
        """The same without why: the reason may name somebody."""
        return f"said to be {_TOLD[self.answer]} by {self.by} on {self.answered_at[:10]}"


_TOLD = {Said.SAME: "the same person", Said.DIFFERENT: "different people", Said.UNSURE: "not clear"}
_COLUMNS = tuple(each.name for each in fields(Answer))


@dataclass(frozen=True)
class Settled:
    """What all answers come to: by pair the answer that counts, and what can't be because others contradict it.

    A pair of ``contradicted`` is held apart whatever was said of it, with the words that say what contradicts what.
    """

    same: Mapping[Pair, Answer] = field(default_factory=dict)
    different: Mapping[Pair, Answer] = field(default_factory=dict)
    unsure: Mapping[Pair, Answer] = field(default_factory=dict)
    contradicted: Mapping[Pair, str] = field(default_factory=dict)

    @property
    def apart(self) -> dict[Pair, str]:
        """The pairs that are never joined, each with why."""
        return {**self.contradicted, **{pair: answer.words for pair, answer in self.different.items()}}

    @property
    def digest(self) -> str:
        """What decides links, as one hash; empty where nothing was said that does."""
        told = (self.same, {pair: each for pair, each in self.different.items() if pair not in self.contradicted})
        lines = [f"{pair} {each.answer} {each.words}" for part in told for pair, each in sorted(part.items())]
        lines += [f"{pair} {words}" for pair, words in sorted(self.contradicted.items())]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest() if lines else ""


def pair_of(one: RecordKey, other: RecordKey) -> Pair:
    """Two records in order."""
    return (one, other) if one <= other else (other, one)


def words_of(record: RecordKey) -> str:
    """A record as people type it."""
    return f"{record[0]}:{record[1]}"


def path_in(into: Path) -> Path:
    """Where the answers of a place stand, below its ``var``."""
    return into / "identity" / NAME


def read(path: Path, *, kept: bool = False) -> list[Answer]:
    """Every line of a file of answers, oldest first; none where there is no file.

    Raises `OneplaceError` with a problem for each line that is no answer, and where it is encrypted under no key that
    is given. ``kept``: it is the place's own, in which older versions kept what is refused now.
    """
    if not path.exists():
        return []
    names, rows = _rows(path)
    if lacking := [name for name in _COLUMNS if name not in names]:
        mend = f"Its first line is: {','.join(_COLUMNS)}."
        raise OneplaceError.at(path, f"has no column '{lacking[0]}'.", mend)
    problems = [fault for line, row in enumerate(rows, 2) if (fault := _fault(path, line, row, kept=kept))]
    if problems:
        raise OneplaceError(*problems)
    return [_answer(row) for row in rows]


def _rows(path: Path) -> tuple[Collection[str], list[dict[str, Any]]]:
    """The columns and lines of a file, of those that answers have."""
    if path.suffix == SEALED:
        held = sealing.table(path)
        names = [name for name in _COLUMNS if name in held.column_names]
        return names, held.select(names).cast(pa.schema([(name, pa.string()) for name in names])).to_pylist()
    try:
        table = csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
        rows = [{name: said and _unquoted(said) for name, said in row.items() if name in _COLUMNS} for row in table]
    except (UnicodeDecodeError, csv.Error) as error:
        raise OneplaceError.at(path, f"is not a file of answers ({error}).", "Export it again.") from None
    return table.fieldnames or _COLUMNS, rows


_RUN = re.compile("'*[=+@\t\r-]")
"""How a text begins that a spreadsheet would run, or that was kept from it."""


def _quoted(text: str) -> str:
    """A text that no spreadsheet runs."""
    return f"'{text}" if _RUN.match(text) else text


def _unquoted(text: str) -> str:
    return text[1:] if text.startswith("'") and _RUN.match(text) else text


def _answer(row: Mapping[str, str]) -> Answer:
    at, by, said, *others = (row[name] for name in _COLUMNS)
    return Answer(at, by, Said(said), *others)


def _fault(path: Path, line: int, row: Mapping[str, str | None], *, kept: bool) -> Problem | None:
    empty = next((name for name in _COLUMNS if name != "instead_of" and not row[name]), None)
    if row["instead_of"] is None or empty:
        what, mend = f"has no {(empty or 'instead_of').replace('_', ' ')}.", "Give every column a value."
    elif row["answer"] not in set(Said):
        what, mend = f"'{row['answer']}' is no answer.", f"Answers are: {', '.join(Said)}."
    elif _day(row["answered_at"] or "") is None:
        what, mend = f"'{row['answered_at']}' is not a time.", "Write it as 2026-03-31T09:30:00+00:00."
    elif kept:
        return None
    elif len(row["reason"] or "") > LONGEST:
        what, mend = f"its reason has over {LONGEST} letters.", "Say it shorter."
    elif (row["source_system"], row["source_record_id"]) == (row["other_source_system"], row["other_source_record_id"]):
        what, mend = "a record is always one person with itself.", "Name two records."
    else:
        return None
    return OneplaceError.at(path, f"line {line}: {what}", mend).problems[0]


def _day(value: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def of_place(into: Path) -> list[Answer]:
    """Every answer of the place whose ``var`` this is, oldest first."""
    path, sealed = path_in(into), _sealed_in(into)
    rows = sealing.table(sealed).to_pylist() if sealed.exists() else []
    return list({each.id: each for each in [*map(_answer, rows), *read(path, kept=True)]}.values())


def seal(into: Path) -> int:
    """Encrypt the answers with the key of now, unless they are; returns how many files that took: one or none."""
    with alone(into):
        sealed = _sealed_in(into)
        if not path_in(into).exists() and (not sealed.exists() or sealing.is_current(sealed)):
            return 0
        _keep(into, of_place(into))
    return 1


def _sealed_in(into: Path) -> Path:
    """Where they stand, encrypted, of a place that has a key."""
    return path_in(into).with_suffix(SEALED)


def _keep(into: Path, every: Sequence[Answer]) -> None:
    """Put answers in the place of all: encrypted where there is a key, for their reasons may name somebody.

    Raises `OneplaceError` where they are encrypted and only the key before is given: nothing is written with that.
    """
    path, sealed = path_in(into), _sealed_in(into)
    if sealing.key() is None:
        if sealed.exists():
            raise OneplaceError.at(sealed, "is encrypted.", f"Give its key in {sealing.KEY}.")
        whole.replace(path, _lines(every, headed=True))
        return
    whole.private(sealed.parent)
    aside = sealed.with_suffix(_ASIDE)
    sealing.write_table(table_of(every), aside)
    whole.replace_bytes(sealed, aside.read_bytes())
    aside.unlink()
    path.unlink(missing_ok=True)


def table_of(every: Iterable[Answer]) -> pa.Table:
    """Answers as a table of texts."""
    rows = [{**asdict(each), "answer": each.answer.value} for each in every]
    return pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in _COLUMNS]))


def add_all(into: Path, known: Sequence[Answer], new: Sequence[Answer]) -> None:
    """Keep ``new`` beside the answers that are known; encrypted where there is a key."""
    if sealing.key() is None and not _sealed_in(into).exists():
        append(path_in(into), new)
    else:
        _keep(into, [*known, *new])


def add(into: Path, pair: Pair, said: Said, *, by: str, reason: str, instead_of: Collection[str] = ()) -> Answer:
    """Keep an answer, for good. ``instead_of``: the ids of what was said of this pair that it takes the place of.

    What its giver didn't see stands beside it (`beside`).

    Raises `OneplaceError` where nobody or no reason is named, and, with both sides shown, where it contradicts what
    was said of this pair or follows from what was said of others.
    """
    path, reason, by = path_in(into), " ".join(reason.split()), " ".join(by.split())
    if not reason or not by or len(reason) > LONGEST:
        raise OneplaceError.at(
            path, "an answer needs who gives it and why.", f"Say both, the reason in at most {LONGEST} letters."
        )
    with alone(into):
        known = of_place(into)
        standing = standing_of(known).get(pair, [])
        if again := [each for each in standing if (each.by, each.answer, each.reason) == (by, said, reason)]:
            return again[-1]  # sent twice
        replaced = [each.id for each in standing if each.id in instead_of]
        now = datetime.now(UTC).isoformat(timespec="seconds")
        answer = Answer(now, by, said, reason, *pair[0], *pair[1], " ".join(replaced))
        _refuse_contradiction(path, known, answer, [each for each in standing if each.id not in replaced])
        add_all(into, known, [answer])
    return answer


def alone(into: Path) -> AbstractContextManager[None]:
    """Nobody else answers meanwhile."""
    return whole.alone(path_in(into).parent / ".answers", wait=WAIT)


def beside(into: Path, answer: Answer) -> list[Answer]:
    """What others said of the same pair, that an answer did not take the place of; oldest first."""
    return [each for each in standing_of(of_place(into)).get(answer.pair, []) if each.id != answer.id]


def _refuse_contradiction(path: Path, known: Sequence[Answer], answer: Answer, standing: Sequence[Answer]) -> None:
    against = [each for each in standing if {each.answer, answer.answer} == {Said.SAME, Said.DIFFERENT}]
    if against:
        mend = "Talk to them. To put your answer in the place of theirs, say so (`--instead`)."
        raise OneplaceError.at(path, f"this pair was {against[-1].words}", mend)
    before, after = settle(known).contradicted, settle([*known, answer]).contradicted
    if new := next((words for pair, words in after.items() if pair not in before), None):
        raise OneplaceError.at(path, f"that can't be: {new}.", "Correct the answer that is wrong first.")


def forget(into: Path, is_gone: Callable[[RecordKey], bool]) -> None:
    """Take out the answers that name one of some records: the one thing that ever takes one away."""
    with alone(into):
        stem = path_in(into).stem
        for aside in (
            *path_in(into).parent.glob(f"{stem}{_ASIDE}"),
            *path_in(into).parent.glob(f"{stem}.*{whole.PART}"),
        ):
            aside.unlink()  # of one that was cut short: nobody else writes now
        known = of_place(into)
        left = [each for each in known if not any(map(is_gone, each.pair))]
        if len(left) < len(known):
            _keep(into, left)


def append(path: Path, lines: Sequence[Answer], shut: Callable[[Path], Path] = whole.private_file) -> None:
    """Add lines to a file of CSV, which is made and shut for others where it is not there."""
    if not lines:
        return
    written = _lines(lines, headed=not path.exists() or not path.stat().st_size)
    with shut(path).open("a", encoding="utf-8", newline="") as file:
        file.write(written)
        file.flush()
        os.fsync(file.fileno())


def _lines(answers: Iterable[Answer], *, headed: bool) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\n")
    if headed:
        writer.writeheader()
    rows = ({**asdict(each), "answer": each.answer.value} for each in answers)
    writer.writerows({name: _quoted(text) for name, text in row.items()} for row in rows)
    return text.getvalue()


def settle(answers: Iterable[Answer]) -> Settled:
    """What answers come to: the newest of each pair that no later one replaced, where they agree."""
    standing = standing_of(answers)
    by_kind: dict[Said, dict[Pair, Answer]] = {said: {} for said in Said}
    contradicted: dict[Pair, str] = {}
    for pair, own in standing.items():
        firm = [each for each in own if each.answer is not Said.UNSURE]
        if len({each.answer for each in firm}) > 1:
            contradicted[pair] = "; ".join(f"{_pair_words(pair)} were {each.words}" for each in firm)
        elif own:
            last = (firm or own)[-1]
            by_kind[last.answer][pair] = last
    same, different = by_kind[Said.SAME], by_kind[Said.DIFFERENT]
    for broken, words in _impossible(same, different):
        contradicted |= dict.fromkeys(broken, words)
    kept = {pair: each for pair, each in same.items() if pair not in contradicted}
    return Settled(kept, different, by_kind[Said.UNSURE], contradicted)


def standing_of(answers: Iterable[Answer]) -> dict[Pair, list[Answer]]:
    """By pair the answers that no other took the place of, oldest first."""
    every = sorted(answers, key=lambda each: _day(each.answered_at) or datetime.min.replace(tzinfo=UTC))
    replaced = {(each.pair, named) for each in every for named in each.instead_of.split()}
    found: dict[Pair, list[Answer]] = defaultdict(list)
    for each in every:
        if (each.pair, each.id) not in replaced:
            found[each.pair].append(each)
    return found


def _impossible(same: Mapping[Pair, Answer], different: Mapping[Pair, Answer]) -> Iterator[tuple[list[Pair], str]]:
    """The pairs whose "same" makes one of two who were called different, with the words that say so."""
    root = Together(same)
    for pair, answer in different.items():
        if root.find(pair[0]) == root.find(pair[1]):
            broken = [each for each in same if root.find(each[0]) == root.find(pair[0])]
            chain = " and ".join(_pair_words(each) for each in sorted(broken))
            yield [*broken, pair], f"{_pair_words(pair)} were {answer.words}; yet {chain} were said to be the same"


def _pair_words(pair: Pair) -> str:
    return f"{words_of(pair[0])} and {words_of(pair[1])}"
