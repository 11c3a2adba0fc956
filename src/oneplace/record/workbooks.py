"""Workbooks (Excel's and OpenDocument's): a sheet as the text of a CSV file, which is read like any other."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from oneplace.place.sources import Dataset
from oneplace.sheets import table_of


def rows(dataset: Dataset, path: Path) -> Sequence[Sequence[str]]:
    """What stands in the cells of the dataset's sheet, a row each, as a reader sees it, every cell in one line.

    Dates are ISO dates. Rows that a filter hides are there too. Raises `OneplaceError` where it is no workbook, or has
    several sheets of which any may be meant.
    """
    wanted = frozenset(name for name, column in dataset.columns.items() if not column.optional)
    stat = path.stat()
    return _rows(path, dataset.sheet, wanted, (stat.st_mtime_ns, stat.st_size))


@lru_cache(maxsize=1)  # a load asks for the header, and then for all of it
def _rows(path: Path, sheet: str | None, wanted: frozenset[str], _when: tuple[int, int]) -> list[list[str]]:
    return in_one_line(table_of(path, sheet, wanted).rows)


def in_one_line(found: Sequence[Sequence[str]]) -> list[list[str]]:
    """Rows of one width, each cell without a line break in it."""
    width = max(map(len, found), default=0)
    return [[*(" ".join(cell.split()) for cell in row), *[""] * (width - len(row))] for row in found]


def as_csv(dataset: Dataset, path: Path, above: int, copy: Path) -> Path:
    """Write a sheet as a CSV file with its header first and the titles ``above`` it emptied.

    So every row keeps its number.
    """
    found = rows(dataset, path)
    in_order = [found[above], *([] for _ in range(above)), *found[above + 1 :]]
    with copy.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(in_order)
    return copy
