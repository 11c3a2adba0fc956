"""Small extracts in publishers' layouts, and a place that reads them by a ready mapping."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from oneplace import record
from oneplace.place import ready
from tests.record.conftest import NUMBERS, Small, make_place

AS_AT = date(2026, 3, 31)
ANNA, BASHIR, CARA, DAN = (NUMBERS[name] for name in ("anna", "bashir", "cara", "dan"))


@dataclass(frozen=True)
class Layout:
    """The columns of a file in the publisher's order, and what stands in each where a row says nothing else."""

    columns: Sequence[str]
    usual: Mapping[str, str]
    delimiter: str = ","

    def file(self, *rows: Mapping[str, str], without: Sequence[str] = ()) -> str:
        """A whole file; a row names only what differs from the usual one."""
        strangers = {name for row in (*rows, self.usual) for name in row} - set(self.columns)
        assert not strangers, strangers
        with io.StringIO(newline="") as text:
            columns = [name for name in self.columns if name not in without]
            writer = csv.DictWriter(
                text, columns, restval="", extrasaction="ignore", delimiter=self.delimiter, lineterminator="\r\n"
            )
            writer.writeheader()
            writer.writerows({**self.usual, **row} for row in rows)
            return text.getvalue()


def place_with(root: Path, *mappings: str) -> Small:
    """A place whose ``sources.yaml`` the command wrote, of these ready mappings and nothing else."""
    for name in mappings:
        ready.add(name, root, as_at=AS_AT, authorities=["E06000045"])
    return Small(root, make_place((root / "sources.yaml").read_text("utf-8"), root))


def put(place: Small, name: str, text: str | bytes) -> Path:
    """Write a file where the place looks for it."""
    path = place.extracts / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def said(text: str) -> dict[str, str]:
    """``A=1; B=2`` as a row's columns."""
    return {name: value for name, _, value in (each.partition("=") for each in text.split("; "))}


def table(place: Small, report: record.LoadReport, sql: str) -> str:
    """What the record answers, a line a row: `` | `` between its columns, nothing where nothing is known."""
    rows = place.rows(report, sql)
    return "\n".join(" | ".join("" if each is None else str(each) for each in row) for row in rows)


def aside(place: Small, report: record.LoadReport) -> str:
    """What was set aside, a line each: file and row, field, what was done and why."""
    rows = place.rejects(report)
    return "\n".join(
        f"{file.partition('/')[2]} {row} {field + ' ' if field else ''}{action}: {why}"
        for file, row, field, action, why, _ in rows
    )


def same(found: str, expected: str) -> bool:
    """Whether two tables are alike but for blanks, and what differs where they aren't."""
    tidy = [
        [" | ".join(cell.strip() for cell in line.split("|")).strip() for line in text.strip().splitlines()]
        for text in (found, expected)
    ]
    assert tidy[0] == tidy[1], "\n" + found
    return True
