"""A ready mapping into a place's ``sources.yaml``: what stands there stays, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import wrap

from pydantic import TypeAdapter, ValidationError

from oneplace import whole
from oneplace.place.document import Document, load, parse
from oneplace.place.fields import Id
from oneplace.place.nodes import Loc, lines_of
from oneplace.place.ready.shipped import Mapping, declaration, shipped
from oneplace.place.sources import Sources
from oneplace.place.typed import typed
from oneplace.problems import OneplaceError

_INDENT = 2
"""Columns before the dash of a dataset in a mapping's file."""


@dataclass(frozen=True)
class Added:
    """What was added: to which source of which file, the datasets' ids, and whether either was made for it."""

    path: Path
    source: str
    datasets: tuple[str, ...]
    new_file: bool
    new_source: bool
    recalled: bool
    """Whether the layout was recalled."""

    @property
    def to_do(self) -> list[str]:
        """What only the place knows, in sentences."""
        found = ["`as_at`, the day on which the files were cut, and `local_authorities`."] if self.new_file else []
        found += [f"`partner`, who sends {self.source}."] if self.new_source else []
        if self.recalled:
            found.append("Compare the columns and codes with the file; where they agree write `layout_is: seen`.")
        return found


def add(name: str, root: Path, *, as_at: date, authorities: Sequence[str], source: str | None = None) -> Added:
    """Write the ready mapping into ``root/sources.yaml``, at the end of the source ``source`` (the mapping's own id
    where left out), which is made where the file has none of that id; and the file where there is none.

    ``as_at`` and ``authorities`` stand in a new file. Raises ``OneplaceError`` where no mapping is called so, where the
    file can't be read as it stands, where it declares such a dataset already, where its lists are in brackets, and
    where ``source`` is no id.
    """
    mapping, path = shipped(name), root / "sources.yaml"
    to = mapping.source if source is None else _id(source)
    ids = tuple(dataset.id for dataset in mapping.datasets)
    if not path.exists():
        text = "\n".join([*_head(as_at, authorities), *_source(name, mapping, to, 2)]) + "\n"
        _write(path, text)
        return Added(path, to, ids, new_file=True, new_source=True, recalled=mapping.layout == "recalled")
    document = load(path)
    there = typed(document, Sources)
    place = next((n for n, each in enumerate(there.sources) if each.id == to), None)
    at: Loc = ("sources",) if place is None else ("sources", place, "datasets")
    if place is not None:
        _refuse_twice(document, there, place, ids)
    dash = _dash(document, at)
    lines = _source(name, mapping, to, dash) if place is None else _datasets(name, mapping, dash)
    _write(path, _with(path.read_bytes().decode(), _end(document, at), lines))
    return Added(path, to, ids, new_file=False, new_source=place is None, recalled=mapping.layout == "recalled")


def _id(source: str) -> str:
    """A source's id as it was given; raises before anything is written, for it names a folder."""
    try:
        return TypeAdapter[str](Id).validate_python(source)
    except ValidationError:
        mend = "Begin with a letter; then letters, digits, `_`, `-` and `.`: `--source trust_a`."
        raise OneplaceError.at(Path(source or "''"), "is no id of a source.", mend) from None


def _refuse_twice(document: Document, there: Sources, place: int, ids: Sequence[str]) -> None:
    declared = [dataset.id for dataset in there.sources[place].datasets]
    twice = next((each for each in ids if each in declared), None)
    if twice is not None:
        line, column = document.mark(("sources", place, "datasets", declared.index(twice)))
        message = f"declares {there.sources[place].id}.{twice} already."
        mend = "Change what stands there; or, if another partner sends the same, name it with `--source`."
        raise OneplaceError.at(document.path, message, mend, line=line, column=column)


def _head(as_at: date, authorities: Sequence[str]) -> list[str]:
    listed = ", ".join(authorities)
    return [
        "format: place-sources/1",
        'version: "1"',
        f"as_at: {as_at}  # the day on which the files were cut: nothing in them is later",
        f"local_authorities: [{listed}]  # the codes of the authorities whose residents you count",
        "sources:",
    ]


def _source(name: str, mapping: Mapping, source: str, dash: int) -> list[str]:
    inside = " " * (dash + 2)
    return [
        f"{' ' * dash}- id: {source}  # the files stand in data/extracts/{source}/",
        f"{inside}partner: not known  # who sends them",
        f"{inside}system: {json.dumps(mapping.system, ensure_ascii=False)}",
        f"{inside}datasets:",
        *_datasets(name, mapping, dash + 4),
    ]


def _datasets(name: str, mapping: Mapping, dash: int) -> list[str]:
    """The mapping's datasets with their dashes in a column, below what is to be known of them."""
    before = " " * dash
    about = f"Ready mapping {name}: {mapping.title}. {mapping.publisher}, {mapping.specification}, {mapping.version}."
    remarks = [f"{before}# {line}" for line in wrap(f"{about} {mapping.how_sure}", 110)]
    return remarks + [before + line[_INDENT:] if line else "" for line in declaration(name)]


def _dash(document: Document, at: Loc) -> int:
    """The column of a list's dashes, from 0; raises where it is written in brackets."""
    line, column = document.values[at]
    written = lines_of(document.path.read_bytes().decode())[line - 1]
    if written[column - 1] != "-":
        message = f"writes `{at[-1]}` in brackets, where nothing can be added line by line."
        mend = "Start each of its items on a line of its own with `- `."
        raise OneplaceError.at(document.path, message, mend, line=line, column=column)
    return column - 1


def _end(document: Document, at: Loc) -> int:
    """How many lines of the file go before what is added to the list at ``at``: up to its last item's last line."""
    start = document.values[at]
    marks = [*document.keys.items(), *document.values.items()]
    after = [mark for loc, mark in marks if loc[: len(at)] != at and mark > start]
    lines = lines_of(document.path.read_bytes().decode())
    end = min(after)[0] - 1 if after else len(lines)
    while _between(lines[end - 1], start[1] - 1):
        end -= 1
    return end


def _between(line: str, dash: int) -> bool:
    """Whether a line stands between a list and what follows: empty, a dash alone, a mark, or a remark as far out."""
    bare = line.strip()
    remark = bare.startswith("#") and len(line) - len(line.lstrip()) <= dash
    return bare in ("", "-", "---", "...") or remark


def _with(text: str, end: int, lines: Sequence[str]) -> str:
    """The text with lines after its first ``end`` ones, their ends as the text's own are."""
    stop = "\r\n" if "\r\n" in text else "\n"
    kept = lines_of(text)
    before, after = "".join(kept[:end]), "".join(kept[end:])
    before += "" if before.endswith("\n") else stop
    return before + "".join(line + stop for line in lines) + after


def _write(path: Path, text: str) -> None:
    typed(parse(text, path), Sources)  # what is written can be read
    whole.replace_bytes(path, text.encode())
