"""How a table lies in a text file: its delimiter, the line of names, the rows beneath, and notes around them."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

DELIMITERS = (",", "\t", ";", "|")
HEAD = 20_000
"""Signs at the beginning of a text in which its names are looked for, and at its end in which there may be notes."""
_NOTE = re.compile(
    r"(sources?|(foot)?notes?( \d+)?|contact|copyright|published|produced by|caveats?|symbols|key) ?[:.\-–]|©|\(c\) |"
    r"(\d{1,2}[.)]|\*+|\[(note )?\w{1,2}\]) ?[A-Za-z]+ \w+ ",
    re.IGNORECASE,
)
_LOOKED_AT = 300
"""Records in which the names are looked for."""


@dataclass(frozen=True)
class Layout:
    """Where a table stands: ``header`` and ``end`` are positions among the records, ``end`` beyond its last row."""

    header: int
    end: int


def delimiter_of(text: str, wanted: Collection[str]) -> str:
    """The delimiter of a text: with which a line holds the wanted names, else that which cuts the lines most alike."""
    said = re.match(r'"?sep=(.)"?\r?\n', text, re.IGNORECASE)
    if said:
        return said[1]
    head = "\n".join(text[:HEAD].split("\n")[:_LOOKED_AT])
    found = {each: [row for row in csv.reader(io.StringIO(head), delimiter=each) if any(row)] for each in DELIMITERS}
    if len(wanted) > 1:
        named = [each for each, rows in found.items() if any(set(wanted) <= {*map(clean, row)} for row in rows)]
        if named:
            return named[0]
    return max(DELIMITERS, key=lambda each: _alike(found[each]))


def _alike(rows: Sequence[Sequence[str]]) -> tuple[float, int]:
    """The share of lines that are cut into the usual number of cells, if that is more than one; and that number."""
    if not rows:
        return 0.0, 0
    width, often = Counter(map(len, rows)).most_common(1)[0]
    return (often / len(rows), width) if width > 1 else (0.0, 0)


def clean(name: str) -> str:
    """A column's name without spaces at its ends and line breaks in it."""
    return " ".join(name.replace("\ufeff", "").split())


def names_of(rows: Sequence[Sequence[str]], at: int) -> list[str]:
    """The names in a row; one that is there twice or empty is told apart by the heading over it, if it has one.

    A heading stands over the columns up to the next: beneath ``Deaths,,Population,`` a second ``Male`` is
    ``Population Male``. One that goes on to the right of the row names the columns there.
    """
    row = [*map(clean, rows[at][: extent(rows[at])])]
    over = [*map(clean, rows[at - 1][: extent(rows[at - 1])])] if at else []
    if extent(over) < 2:
        return row
    row += [""] * (len(over) - len(row))
    over += [""] * (len(row) - len(over))
    filled = [*accumulate(over, _or_before)]
    often = Counter(row)
    return [
        name if often[name] == 1 and name else f"{filled[i] if name else over[i]} {name}".strip()
        for i, name in enumerate(row)
    ]


def _or_before(before: str, name: str) -> str:
    return name or before


def names_go_on(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether the line below the names holds names too: none of it is a number, and some have no name over them."""
    if at + 1 == len(rows):
        return False
    row, below = rows[at], [cell.strip() for cell in rows[at + 1]]
    alone = any(cell and not (i < len(row) and row[i].strip()) for i, cell in enumerate(below))
    return alone and not any(char.isdigit() for cell in below for char in cell)


def extent(row: Sequence[str]) -> int:
    """How many cells a row has up to its last that isn't empty."""
    return next((i for i in range(len(row), 0, -1) if row[i - 1].strip()), 0)


def laid_out(rows: Sequence[Sequence[str]], wanted: Collection[str]) -> Layout | None:
    """Find the names and the end of the table among records; None where nothing could be a line of names.

    The names stand in the first record that holds all ``wanted``; where none does, in the first that reaches as far to
    the right as most and has a name in it that isn't a number. Below an empty line at the end, lines with a single
    cell are notes, and so are those that begin with "Source" and the like.
    """
    head = [(i, row) for i, row in enumerate(rows[:_LOOKED_AT]) if extent(row)]
    header = next((i for i, row in head if wanted and set(wanted) <= {*map(clean, row)}), None)
    if header is None:
        header = next((i for i, _ in head if wanted and set(wanted) <= {*names_of(rows, i)}), None)
    if header is None:
        widths = [extent(row) for _, row in head]
        several = [width for width in widths if width > 1]  # titles and notes of one cell may be more than the rows
        usual = Counter(several if len(several) > 1 else widths).most_common(1)
        header = next((i for i, row in head if extent(row) >= usual[0][0]), None)
    if header is None:
        return None
    end = len(rows)
    while (above := _note_begins(rows, header, end)) < end:
        end = above
    return Layout(header, end)


def _note_begins(rows: Sequence[Sequence[str]], header: int, end: int) -> int:
    """Where the last block of lines begins, if it is a note; else ``end``."""
    while end > header + 1 and not extent(rows[end - 1]):
        end -= 1
    start = end
    while start > header + 1 and extent(rows[start - 1]) == 1:
        start -= 1
    if extent(rows[header]) < 2:
        return end
    if header + 1 < start < end and not extent(rows[start - 1]):
        return start
    said = end
    while said > header + 1 and is_note(rows[said - 1]):
        said -= 1
    return said


def is_note(row: Sequence[str]) -> bool:
    """Whether a row has one cell, which begins as notes do: such a line needs no empty one above it."""
    return extent(row) == 1 and bool(_NOTE.match(next(filter(None, map(str.strip, row)))))


def first_records(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """The records of the first ``HEAD`` characters, of which the last is cut: maybe within a cell in quotes."""
    found: list[tuple[int, list[str]]] = []
    with contextlib.suppress(csv.Error):
        found.extend(records(text[:HEAD], delimiter))
    return found


def records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every record of a text with the line on which it begins.

    Raises ``csv.Error``, with what is wrong and the line, where a quotation never ends.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=text.count('"') % 2 == 1)
    before = 0
    try:
        for row in reader:
            yield before + 1, row
            before = reader.line_num
    except csv.Error as error:
        raise csv.Error(str(error), before + 1) from None
