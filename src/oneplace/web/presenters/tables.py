"""Tables that grow with their data: a page shows a part of them, and all of them stand on a page of their own.

A page is thereby no larger than its design, however long a series gets or however many areas a place has.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from oneplace.place import Measure
from oneplace.population import UNKNOWN
from oneplace.report import Row
from oneplace.web.formats import capital
from oneplace.web.presenters.figures import MISSING, TOO_FEW, Figure, figure, interval
from oneplace.web.presenters.signs import key_of

EXTRACT = 12
"""Rows of a table, at most, that a page about something else shows."""
DASH = "–"
NOTHING = "nothing to show"
"""What a dash stands for where a column is filled in other rows alone: a path before its first year, say."""
SHEET = 200
"""Rows of a table, at most, on each sheet of its own page."""


@dataclass(frozen=True)
class Cell:
    """What stands in a table: words, what is to be said of them, and whether they are made up.

    ``starred`` is of what a key before the rows says for all of them: a star stands for its words.
    """

    words: str
    note: str = ""
    origin: str | None = None
    starred: bool = False

    @property
    def is_dash(self) -> bool:
        """Whether a dash stands for it: nothing is known, and why is said before the rows or beside it."""
        return self.words == MISSING

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say: no words, and nothing about them."""
        return not self.words and not self.note

    @property
    def sign(self) -> str:
        """What is seen in the place of its words, which those who listen hear; empty where the words are seen."""
        return DASH if self.is_dash else "*" if self.starred else ""


@dataclass(frozen=True)
class TableLine:
    """A row in words: its name and its cells, as many as the table has columns."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Told:
    """What a page prints of a table: the columns that any of its rows fills, and rows of which nothing is said twice.

    ``key`` says once, before them, what else would stand in cell after cell.
    """

    columns: tuple[str, ...]
    lines: list[TableLine]
    key: list[str]


def told_once(table: Table, lines: Sequence[TableLine]) -> Told:
    """Rows of a table without the columns that none of them fills; why numbers are hidden, or aren't known, stands
    before them where it is the same of each.
    """
    columns, lines = _filled(table.columns, lines)
    notes = defaultdict(list)
    for cell in (each for line in lines for each in line.cells if each.words in (MISSING, TOO_FEW)):
        notes[cell.words].append(cell.note)
    once = {words: said[0] for words, said in notes.items() if len(said) > 1 and len(set(said)) == 1 and said[0]}
    star = TOO_FEW if len(notes[TOO_FEW]) > 1 else None

    def short_of(cell: Cell, line: TableLine) -> Cell:
        if cell.is_empty and not any(each.words in (MISSING, TOO_FEW) for each in line.cells):
            return replace(
                cell, words=DASH
            )  # beside a value that isn't shown, what is missing needs no sign of its own
        return replace(cell, note="" if cell.words in once else cell.note, starred=cell.words == star)

    short = [replace(line, cells=tuple(short_of(cell, line) for cell in line.cells)) for line in lines]
    key = [f"A star: {TOO_FEW}. {once.get(TOO_FEW, '')}".strip()] if star else []
    cells = [each for line in short for each in line.cells]
    meant = {MISSING: any(each.is_dash for each in cells), NOTHING: any(each.words == DASH for each in cells)}
    dashes = [words for words, stands in meant.items() if stands]
    if dashes:
        key.append(f"A dash: {', or '.join(dashes)}. {once.get(MISSING, '')}".strip())
    return Told(columns, short, [*table.absent, *key])


def _filled(columns: Sequence[str], lines: Sequence[TableLine]) -> tuple[tuple[str, ...], list[TableLine]]:
    """The columns that any row has something in, and the rows with these alone."""
    kept = [at for at in range(len(columns)) if not all(line.cells[at].is_empty for line in lines)]
    short = [replace(line, cells=tuple(line.cells[at] for at in kept)) for line in lines]
    return tuple(columns[at] for at in kept), short


def unknown_once(table: Table) -> Told:
    """The rows of a table of words; what several say of one column, where it is not known, stands once before them."""
    columns, filled = _filled(table.columns, table.extract)
    lines, key = _plainly(filled)
    for at, head in enumerate(columns):
        every = (str(line.cells[at].words) for line in lines)
        said = Counter(words for words in every if words.startswith(_UNKNOWN))
        words, many = said.most_common(1)[0] if said else ("", 0)
        if many < 2 or any(line.cells[at].is_dash for line in lines):
            continue
        key.append(f"{head}, where a dash stands: {words[:1].lower()}{words[1:].rstrip('.')}.")
        lines = [
            replace(
                line,
                cells=tuple(
                    _dash(each) if n == at and each.words == words else each for n, each in enumerate(line.cells)
                ),
            )
            for line in lines
        ]
    return Told(columns, lines, [*key, *key_of(str(cell.words) for line in lines for cell in line.cells)])


_UNKNOWN = ("Not known.", "Not known by", "No forecast")
"""How a cell of a table of words begins that says nothing but why nothing is known."""


def _plainly(lines: list[TableLine]) -> tuple[list[TableLine], list[str]]:
    """The rows with a dash for each cell that says of nothing but that it is not known, and what the dash is."""
    if sum(cell.words == capital(MISSING) and not cell.note for line in lines for cell in line.cells) < 2:
        return lines, []
    found = [
        replace(
            line,
            cells=tuple(
                _dash(each) if each.words == capital(MISSING) and not each.note else each for each in line.cells
            ),
        )
        for line in lines
    ]
    return found, [f"A dash: {MISSING}."]


def _dash(cell: Cell) -> Cell:
    return replace(cell, words=MISSING)


@dataclass(frozen=True)
class Table:
    """A table of any length.

    ``part`` is its name in addresses, ``caption`` what it holds, ``first`` the heading of its rows' names, ``columns``
    the other headings, of which ``worded`` hold words and not numbers. ``rows`` are all there are, in order, and
    ``line`` writes one. ``shown`` are those that another page shows (``EXTRACT`` at most), and ``which`` says which
    they are, in words that end a sentence. ``absent`` says what no row of all has, where a reader would ask for it.
    """

    part: str
    caption: str
    first: str
    columns: tuple[str, ...]
    rows: Sequence[Any]
    line: Callable[[Any], TableLine]
    shown: Sequence[Any]
    which: str
    worded: frozenset[str] = frozenset()
    absent: tuple[str, ...] = ()

    @property
    def is_cut(self) -> bool:
        """Whether another page shows only a part of it."""
        return len(self.shown) < len(self.rows)

    @property
    def named(self) -> int:
        """How many rows name something: not that of whom it is not known."""
        return sum(not (isinstance(row, dict) and row.get("group") == UNKNOWN) for row in self.rows)

    @property
    def extract(self) -> list[TableLine]:
        """What another page shows."""
        return [self.line(row) for row in self.shown]

    @property
    def sheets(self) -> int:
        """How many sheets its own page has."""
        return max(1, -(-len(self.rows) // SHEET))

    def sheet(self, number: int) -> list[TableLine]:
        """The rows of a sheet, counted from 1."""
        return [self.line(row) for row in self.rows[(number - 1) * SHEET : number * SHEET]]


def of_figures(
    part: str,
    caption: str,
    first: str,
    measure: Measure,
    rows: Sequence[Row],
    *,
    named: Callable[[Row], str] | None = None,
    chosen: tuple[Sequence[Row], str] | None = None,
    asked: float | None = None,
) -> Table:
    """Rows of results as a table: value, interval and count.

    ``named`` gives a row's name where it is not its group's; ``chosen`` the rows that another page shows, with which
    they are: else the first. ``asked`` is what each is held against, and told from.
    """

    def line(row: Row) -> TableLine:
        return _figures(figure(row, measure, named(row) if named else None, asked=asked))

    shown, which = chosen or (rows[:EXTRACT], f"the first {EXTRACT}")
    known = [row for row in rows if row["value"] is not None and not row["suppressed"]]
    absent = (NO_INTERVAL,) if known and not any(interval(row, measure) for row in known) else ()
    return Table(part, caption, first, COLUMNS, rows, line, shown[:EXTRACT], which, absent=absent)


COLUMNS = ("Value", "95% interval", "Count")
NO_INTERVAL = "No 95% interval is known."


def _figures(one: Figure) -> TableLine:
    return TableLine(one.label, (Cell(one.value, one.note, one.origin), Cell(one.interval), Cell(one.count)))
