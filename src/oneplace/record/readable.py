"""Files as they can be read: copies in UTF-8, with the header first, of a sheet, or of the lines that are whole."""

from __future__ import annotations

import shutil
from io import TextIOWrapper
from pathlib import Path

from oneplace.record import workbooks
from oneplace.record.files import Extract
from oneplace.record.packed import ENDINGS, opened
from oneplace.record.together import Apart


def readable(extract: Extract, apart: Apart) -> Path:
    """The file, or a copy that can be read: of one in Windows-1252, of a sheet, or of a bundle's resources."""
    if extract.dataset.format == "bundle":
        return apart.lines(extract)
    scratch = apart.scratch
    if extract.dataset.format == "excel":
        return workbooks.as_csv(extract.dataset, extract.path, extract.above, scratch / f"{extract.load_id}.csv")
    path = _in_utf8(extract, scratch) if extract.dataset.encoding != "utf-8" else extract.path
    apart_from_rows = extract.above + extract.ruled
    return _header_first(path, extract, scratch / f"{extract.load_id}.headed") if apart_from_rows else path


def _header_first(path: Path, extract: Extract, copy: Path) -> Path:
    """Copy a file with its header before titles, and these and a rule emptied, so that every line keeps its number."""
    with opened(path) as source, copy.open("wb") as target:
        titles = [source.readline() for _ in range(extract.above)]
        header = source.readline()
        rule = [source.readline() for _ in range(extract.ruled)]
        target.writelines([header, *map(_emptied, titles + rule)])
        shutil.copyfileobj(source, target)
    return copy


def _in_utf8(extract: Extract, scratch: Path) -> Path:
    """What means nothing in the file's encoding becomes a mark."""
    copy, encoding = scratch / f"{extract.load_id}.utf8", extract.dataset.encoding
    with opened(extract.path) as source, copy.open("w", encoding="utf-8", newline="") as target:
        shutil.copyfileobj(TextIOWrapper(source, encoding=encoding, errors="replace", newline=""), target)
    return copy


def ending_alike(path: Path, copy: Path) -> Path:
    """Copy a file with lines that all end alike."""
    with opened(path) as source, copy.open("wb") as target:
        target.writelines(line.removesuffix(b"\n").removesuffix(b"\r") + b"\n" for line in source)
    return copy


def without_line(path: Path, line: int, copy: Path) -> Path:
    """Copy a file with one line emptied, so that the lines after it keep their numbers."""
    with opened(path) as source, copy.open("wb") as target:
        for number, content in enumerate(source, start=1):
            target.write(_emptied(content) if number == line else content)
    return copy


def whole_lines(path: Path, copy: Path) -> tuple[Path, int]:
    """Copy the lines that are whole of a file whose end is missing; also the number of the line that isn't."""
    number = 1
    with opened(path) as source, copy.open("wb") as target:
        for line in source:
            if line.endswith(b"\n"):
                target.write(line)
                number += 1
    return copy, number


def _emptied(line: bytes) -> bytes:
    return b"\r\n" if line.endswith(b"\r\n") else b"\n"


def unended(path: Path) -> int | None:
    """Where the last line of a file begins that does not end as a line does, in bytes; None where it ends so."""
    if path.suffix in ENDINGS:
        return None  # it is whole, or was unpacked before
    with path.open("rb") as file:
        before = max(path.stat().st_size - _LONGEST, 0)
        file.seek(before)
        end = file.read()
    return before + end.rfind(b"\n") + 1 if end and not end.endswith((b"\n", b"\r")) else None


_LONGEST = 1 << 20
"""Bytes of the longest row."""
