"""The files that partners sent: found, hashed, and checked as wholes before a row is read."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import groupby, product
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from oneplace.place.sources import Dataset, Source, Sources
from oneplace.problems import OneplaceError, Problem
from oneplace.record import packed, workbooks
from oneplace.record.bundles import of_another_kind
from oneplace.record.searches import incomplete
from oneplace.record.unmarked import likelier
from oneplace.vocabulary.wording import list_words

_BLOCK = 1 << 20
_CSV = "Ask the partner for CSV, or save its sheet as one."
_WORKBOOK = "is a workbook (Excel's), whatever its name says."
_PACKED = "is compressed ({}), and its name doesn't say so."
_FOREIGN = (
    ((b"pk\x03\x04",), _WORKBOOK, "Declare `format: excel` of the dataset in sources.yaml, or save it as CSV."),
    ((b"\xd0\xcf\x11\xe0",), _WORKBOOK, _CSV),
    ((b"\x1f\x8b",), _PACKED.format("gzip"), "Let its name end in .gz, or unpack it."),
    ((b"\x28\xb5\x2f\xfd",), _PACKED.format("Zstandard"), "Let its name end in .zst, or unpack it."),
    ((b"%pdf",), "is a PDF.", "Ask the partner for the table that it was made from, as CSV."),
    ((b"<!doctype", b"<html", b"<table", b"<?xml"), "is a web page or XML, whatever its name says.", _CSV),
)
"""How files begin that are of none of the forms that are read, in small letters; what they are, and what helps."""


@dataclass(frozen=True)
class Extract:
    """One file of one dataset, with the hash of what it holds."""

    source: Source
    dataset: Dataset
    path: Path
    name: str  # relative to the folder of extracts
    sha256: str
    header: tuple[str, ...] = ()
    """Of each column of a CSV file the declared name, else a name of its own: what is in no declaration is not read."""
    above: int = 0
    """Lines above the header of a CSV file: the titles of a report."""
    ruled: int = 0
    """Lines of dashes below it, as SQL Server rules off what it writes: one or none."""
    torn: bool = False
    """Whether the end of a compressed file of lines is missing: the lines before it are read."""

    @property
    def load_id(self) -> str:
        """Names the reading of this file on every row that came of it."""
        digest = hashlib.sha256(f"{self.name}\0{self.sha256}".encode()).hexdigest()
        return f"{self.source.id}.{self.dataset.id}.{digest[:12]}"


def find(sources: Sources, extracts: Path) -> tuple[list[Extract], list[Problem]]:
    """Find every declared dataset's files under ``extracts/<source>/`` and check each as a whole.

    Returns the files in the order of the declaration and of their names, and what is wrong with any: missing,
    truncated or not what ``sources.yaml`` declares. A dataset may come compressed: ``patients.csv.gz`` or ``.zst``.
    """
    wanted: list[tuple[Source, Dataset, Path]] = []
    problems: list[tuple[Problem, Dataset]] = []
    for source in sources.sources:
        for dataset in source.datasets:
            folder = extracts / source.id
            found = {path for ending in ("", *packed.ENDINGS) for path in folder.glob(dataset.files + ending)}
            paths = sorted(path for path in found if not path.is_dir())
            wanted += [(source, dataset, path) for path in paths]
            if not paths and not dataset.optional:
                missing = Problem(
                    *(folder / dataset.files, 0, 0, "extract-missing"),
                    f"{_sender(source)} has sent no {dataset.files}.",
                    "Put the file there, or take the dataset out of sources.yaml.",
                )
                problems.append((missing, dataset))
    outside = [each for each in wanted if not each[2].resolve().is_relative_to(extracts.resolve())]
    problems += [(_outside(path), dataset) for _, dataset, path in outside]
    wanted = [each for each in wanted if each not in outside]
    with ThreadPoolExecutor() as pool:
        checked = list(pool.map(lambda each: _read_whole(each, extracts), wanted))
    of_each = zip(checked, wanted, strict=True)
    problems += [(found, dataset) for found, (_, dataset, _) in of_each if isinstance(found, Problem)]
    extracts_found = [found for found in checked if isinstance(found, Extract)]
    return extracts_found, told_once(problems) + _cut_short(extracts_found)


def told_once(found: Iterable[tuple[Problem, Dataset]]) -> list[Problem]:
    """What is wrong with files: once for one that several datasets are read from, which it names."""
    read_for: dict[Problem, dict[str, None]] = {}
    for problem, dataset in found:
        read_for.setdefault(problem, {})[dataset.id] = None
    return [
        replace(one, message=f"{one.message} Its datasets: {list_words(names)}.") if len(names) > 1 else one
        for one, names in read_for.items()
    ]


def _cut_short(found: Sequence[Extract]) -> list[Problem]:
    """The bundles that are pages of which others are missing, dataset by dataset."""
    bundles = [extract for extract in found if extract.dataset.format == "bundle"]
    by_dataset = groupby(bundles, key=lambda each: (each.source.id, each.dataset.files))
    paths = [dict.fromkeys(extract.path for extract in each) for _, each in by_dataset]  # of several kinds, once
    return [problem for each in paths for problem in incomplete(list(each))]


def _read_whole(wanted: tuple[Source, Dataset, Path], extracts: Path) -> Extract | Problem:
    """Hash a file; where it is compressed make sure that it is complete; compare its header."""
    source, dataset, path = wanted
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    fault = packed.fault(path)
    if fault is not None and not (fault.ends_early and _has_whole(dataset, path)):
        return _unusable(path, fault.words)
    if dataset.format not in ("parquet", "excel") and (problem := foreign(path, _first(path, 200))) is not None:
        return problem
    header = of_another_kind(dataset, path) or _header(dataset, path)
    if isinstance(header, Problem):
        return header
    if (other := _another_encoding(dataset, path)) is not None:
        return other
    name = path.relative_to(extracts).as_posix()
    return Extract(source, dataset, path, name, digest.hexdigest(), *header, torn=fault is not None)


def _has_whole(dataset: Dataset, path: Path) -> bool:
    """Whether a compressed file without its end has what is whole: a line, or entries of a Bundle (see `bundles`)."""
    return dataset.format == "bundle" or (dataset.format in ("csv", "ndjson") and b"\n" in _first(path, _HEAD))


def foreign(path: Path, start: bytes) -> Problem | None:
    """What a file is that begins so, where it is none that is read as text."""
    signs = start.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    found = next((each for each in _FOREIGN if signs.startswith(each[0])), None)
    if found is not None:
        return Problem(path, 0, 0, "extract-unusable", *found[1:])
    noughts = 5 if start.startswith((b"\xff\xfe", b"\xfe\xff")) else 2  # of eight bytes: half are UTF-16's own
    if signs.count(b"\0") * 8 <= len(signs) * noughts:
        return None
    return Problem(path, 0, 0, "extract-unusable", _UNMARKED, "Save it as UTF-8, or as UTF-16 with its mark.")


_UNMARKED = "is in UTF-32, or in UTF-16 without the mark that says so, or is no text."


def undeclared(sources: Sources, extracts: Path, found: Sequence[Extract]) -> list[str]:
    """The files under the folder of extracts that no dataset reads, by their names in it, but for the truth's."""
    read = {extract.name for extract in found}
    truth = () if any(source.id == "truth" for source in sources.sources) else ("truth",)
    every = sorted(path for path in extracts.rglob("*") if path.is_file() and not path.name.startswith("."))
    names = [path.relative_to(extracts) for path in every]
    return [name.as_posix() for name in names if name.as_posix() not in read and name.parts[0] not in truth]


def _sender(source: Source) -> str:
    """Who sends a source's files; the source itself where its partner is not known yet."""
    return f"Source `{source.id}`" if source.partner.casefold() == "not known" else source.partner


def _outside(path: Path) -> Problem:
    message = "leads out of the folder of extracts: nothing outside it is read."
    return Problem(path, 0, 0, "extract-outside", message, "Put the file itself there, not a link or a path to it.")


def _unusable(path: Path, message: str) -> Problem:
    return Problem(path, 0, 0, "extract-unusable", message, "Ask the partner to send the file again.")


_ENOUGH = 5
"""Lines with letters beyond ASCII, none in the declared encoding: fewer may be slips, and are set aside one by one, if
other rows are left."""


def _another_encoding(dataset: Dataset, path: Path) -> Problem | None:
    """What is wrong with a CSV file that is not in UTF-8 at all though declared so; None where nothing is."""
    if dataset.format != "csv" or dataset.encoding != "utf-8":
        return None
    start = _first(path, _BLOCK)
    lines = start.split(b"\n")[: -1 if len(start) == _BLOCK or start.endswith(b"\n") else None]
    beyond = [(number, _is_utf8(line)) for number, line in enumerate(lines, start=1) if not line.isascii()]
    of_a_small_file = max(len(lines) - 1, 1)  # all that stands below its header: nothing would be left of it
    if len(beyond) < min(_ENOUGH, of_a_small_file) or any(valid for _, valid in beyond):
        return None
    written = likelier(start)
    where = {"cp1252": "on Windows", "mac-roman": "on a Mac, as its letters look"}[written]
    mend = f"Declare `encoding: {written}` of the dataset in sources.yaml, if Excel wrote it {where}."
    return Problem(path, beyond[0][0], 0, "extract-unusable", "is not in UTF-8, as which it is declared.", mend)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


DELIMITERS = ",;\t|^~"
"""What stands between the fields of tables in text."""

_TITLES = 20
"""Lines at the head of a file among which its header is looked for."""


def _header(dataset: Dataset, path: Path) -> tuple[tuple[str, ...], int, int] | Problem:
    """The names of a file's columns as the dataset declares them, the lines above and of a rule below, or a fault."""
    if dataset.format in ("ndjson", "bundle"):
        return (), 0, 0  # lines of JSON have no header, and none at all is no fault
    lines = _first_lines(dataset, path)
    if isinstance(lines, Problem):
        return lines
    found, *below = lines
    if not found and not any(below):
        return _unusable(path, "is empty: it has not even a header.")
    expected = list(dataset.columns)
    optional = {name for name, column in dataset.columns.items() if column.optional}
    named = _as_declared(expected, found)
    message = _difference(expected, named, optional)
    if not message:
        return tuple(named), 0, int(dataset.format == "csv" and is_rule(below[:1]))
    if dataset.in_lines:
        for above, names in enumerate(below, start=1):
            if not _difference(expected, lower := _as_declared(expected, names), optional):
                return tuple(lower), above, int(dataset.format == "csv" and is_rule(below[above : above + 1]))
    mend = "Mend the file, or declare in sources.yaml the columns that it has."
    if dataset.format == "csv" and (written := _written(dataset, _first(path, _BLOCK))):
        message, mend = "The columns are those declared, written otherwise.", f"Declare {written} in sources.yaml."
    return Problem(path, 1, 0, "extract-header", message, mend)


def is_rule(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of some rows has nothing but dashes in each of its fields."""
    return bool(rows) and bool(rows[0]) and all(re.fullmatch(r"\s*-{2,}\s*", said) for said in rows[0])


def _first_lines(dataset: Dataset, path: Path) -> Sequence[Sequence[str]] | Problem:
    """What stands in the fields of a table's first lines, its header among them; at least one, that may be empty."""
    try:
        if dataset.format == "parquet":
            return [pq.read_schema(path).names]
        if dataset.format == "excel":
            return workbooks.rows(dataset, path)[:_TITLES] or [[]]
    except (pa.ArrowInvalid, OSError) as error:
        return _unusable(path, f"is not a Parquet file ({str(error).splitlines()[0]}).")
    except OneplaceError as error:
        return replace(error.problems[0], code="extract-unusable")
    return _names(_first(path, _HEAD), dataset.encoding, dataset.delimiter)


_HEAD = 1 << 16
"""Bytes at the head of a file in which its header is looked for."""


def _first(path: Path, size: int) -> bytes:
    """So many of a file's first bytes, unpacked."""
    with packed.opened(path) as file:
        return file.read(size)


def _as_declared(expected: Sequence[str], found: Sequence[str]) -> list[str]:
    """The names found, each as it is declared where only case or blanks differ, else with a place of its own."""
    plain = {name.strip().casefold(): name for name in expected}
    named = [name if name in expected else plain.get(name.strip().casefold(), "") for name in found]
    exact = {name for name in found if name in expected}
    named = ["" if name in exact and other != name else name for name, other in zip(named, found, strict=True)]
    return [name or f"_other{place}" for place, name in enumerate(named, start=1)]


def _names(start: bytes, encoding: str, delimiter: str) -> list[list[str]]:
    """What stands on each of the first lines of a file, of which the first is taken for its header.

    Delimiters at the end of a line whose like no line below it has stand for no column.
    """
    text = start.decode(encoding.replace("utf-8", "utf-8-sig"), errors="replace")
    lines = [next(csv.reader([line], delimiter=delimiter), []) for line in text.splitlines()[:_TITLES]] or [[]]
    below = [max(map(len, lines[place:]), default=len(lines[-1])) for place in range(1, len(lines) + 1)]
    return [line if any(line[width:]) else line[:width] for line, width in zip(lines, below, strict=True)]


def _written(dataset: Dataset, start: bytes) -> str:
    """With which encoding and delimiter the header is the declared one; empty where with none.

    The letters of the rows count too: a header often has none beyond ASCII, which is alike in all.
    """
    beyond = [_is_utf8(line) for line in start.split(b"\n")[:-1] if not line.isascii()]
    unmarked = likelier(start) if beyond and not any(beyond) else "utf-8"
    expected = list(dataset.columns)
    optional = {name for name, column in dataset.columns.items() if column.optional}
    for encoding, delimiter in product((unmarked, "utf-16", "cp1252"), DELIMITERS):
        named = _as_declared(expected, _names(start, encoding, delimiter)[0])
        fits = not _difference(expected, named, optional)
        if fits and (encoding, delimiter) != (dataset.encoding, dataset.delimiter):
            return f"`encoding: {encoding}` and `delimiter: {json.dumps(delimiter)}`"
    return ""


def _difference(expected: Sequence[str], named: Sequence[str], optional: Collection[str]) -> str:
    """What the declared columns lack in a file; empty where each is there once, but for those that may be absent."""
    twice = next((name for name in expected if named.count(name) > 1), None)
    if twice is not None:
        places = [str(i) for i, name in enumerate(named, start=1) if name == twice]
        return f"The column {twice} is there {len(places)} times: as column {' and '.join(places)}."
    missing = [name for name in expected if name not in named and name not in optional]
    if not missing and expected and not set(expected) & set(named):
        return "None of the columns is there."
    if len(missing) == 1:
        return f"The column {missing[0]} is missing."
    return f"The columns {', '.join(missing)} are missing." if missing else ""
