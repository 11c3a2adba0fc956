"""One YAML file as plain data, with the line and column of every key and value.

The files are YAML 1.2 in a strict subset: one document, text keys, no anchors, aliases, merge keys or tags, and no
plain scalar that one reader takes for a number and another for text. What means two things is refused, not guessed.
In one thing the reading is kinder than YAML: in ``{id: G1, text: Earlier help, care and support}`` an entry without a
colon goes on with the text before it, where YAML would cut the text and make the rest a key without a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from oneplace.place.nodes import Loc, Mark, built, lines_of
from oneplace.problems import OneplaceError, Problem
from oneplace.vocabulary.typed_text import TURNING

LARGEST_FILE = 1_000_000
"""Bytes. A large strategy takes about 100 kB; far more than that is a file put in the wrong place."""


@dataclass(frozen=True)
class Document:
    """A file's data and where each part of it stands."""

    path: Path
    data: Any
    values: Mapping[Loc, Mark] = field(repr=False)
    keys: Mapping[Loc, Mark] = field(repr=False)

    def known(self, loc: Loc) -> Loc:
        """``loc`` without the parts that the file does not hold (a missing key, a name of a type)."""
        found: Loc = ()
        for part in loc:
            if (*found, part) in self.values:
                found = (*found, part)
        return found

    def mark(self, loc: Loc) -> Mark:
        """Where the value at ``loc`` stands, or what stands nearest above it."""
        return self.values[self.known(loc)]

    def key_mark(self, loc: Loc) -> Mark:
        """Where the key of ``loc`` stands; for a list's item, where the item does."""
        known = self.known(loc)
        return self.keys.get(known, self.values[known])

    def problem(self, loc: Loc, code: str, message: str, mend: str) -> Problem:
        """An error at the value of ``loc``."""
        line, column = self.mark(loc)
        return Problem(self.path, line, column, code, message, mend)


def load(path: Path) -> Document:
    """Read one YAML file strictly.

    Raises ``OneplaceError`` with every duplicate key, ambiguous scalar and refused feature found, each at its line
    and column; a syntax error ends the reading where it stands.
    """
    return parse(_text(path), path)


@lru_cache(maxsize=512)  # parsing is the slow part of reading a place, and most files stay as they are
def parse(text: str, path: Path) -> Document:
    """Read YAML text as ``load`` reads a file; ``path`` is what problems name. Nobody may change the data."""
    if unread := [*_tabs(text, path), *_turned(text, path)]:
        raise OneplaceError(*sorted(unread))
    found = built(text, path)
    if found.problems:
        raise OneplaceError(*sorted(found.problems))
    return Document(path, found.root, found.values, found.keys)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            size = path.stat().st_size / 1e6
            raise OneplaceError.at(
                path,
                f"is {size:.1f} MB, more than the {LARGEST_FILE / 1e6:.0f} MB that a file of a place may take.",
                "Put data into `data/` or `series/*.csv`, and keep only definitions here.",
                code="F02",
            )
        raw = path.read_bytes()
    except FileNotFoundError:
        raise OneplaceError.at(
            path, "does not exist.", "Make a new place with `oneplace new DIR`, or correct the path.", code="F01"
        ) from None
    except IsADirectoryError:
        raise OneplaceError.at(path, "is a folder, not a file.", "Put a YAML file there.", code="F01") from None
    except OSError as error:
        raise OneplaceError.at(
            path, f"cannot be read ({error.strerror}).", "Give yourself the right to read it.", code="F01"
        ) from None
    return _decoded(raw, path)


def _decoded(raw: bytes, path: Path) -> str:
    if raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise OneplaceError.at(
            path,
            "starts with a byte order mark.",
            'Save it as plain UTF-8 (in many editors: "UTF-8 without BOM").',
            line=1,
            column=1,
            code="Y01",
        )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        raise OneplaceError.at(
            path,
            f"is not UTF-8 text: byte 0x{raw[error.start]:02x} cannot be read.",
            "Save the file as UTF-8; if it is not a text file, it does not belong here.",
            line=line,
            column=column,
            code="Y01",
        ) from None


def _tabs(text: str, path: Path) -> Iterator[Problem]:
    for number, line in enumerate(lines_of(text), start=1):
        indent = line[: len(line) - len(line.lstrip(" \t"))]
        if "\t" in indent and line.strip():
            yield Problem(
                path, number, indent.index("\t") + 1, "Y03", "a tab stands in the indentation.", "Indent with spaces."
            )


def _turned(text: str, path: Path) -> Iterator[Problem]:
    for number, line in enumerate(lines_of(text), start=1):
        if found := TURNING.search(line):
            mark = f"U+{ord(found[0]):04X}"
            message = f"the mark {mark}, which nobody sees, turns the direction of the text after it."
            yield Problem(path, number, found.start() + 1, "Y11", message, "Delete it, and type the line anew.")
