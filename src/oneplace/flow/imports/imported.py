"""A pathway made from another tool's model: its text, and what a reader must know about the change."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from oneplace.flow.file.pathway import Pathway
from oneplace.flow.file.quantity import SECONDS, singular
from oneplace.flow.reading.reader import parse
from oneplace.problems import OneplaceError

_LONGEST_LINE = 110
_CLOCK_TIME = re.compile(r"\d\d:\d\d")


@dataclass(frozen=True)
class Imported:
    """A pathway made from another tool's files, read and checked."""

    pathway: Pathway
    text: str = field(repr=False)
    """The pathway file in YAML."""
    notes: tuple[str, ...]
    """Everything that was added, that means something else here or that could not be brought over."""

    def write(self, path: Path) -> None:
        """Write the pathway file, with the notes as comments at its end; folders are made."""
        path.parent.mkdir(parents=True, exist_ok=True)
        told = "".join(f"# - {note}\n" for note in self.notes)
        path.write_text(self.text + (f"\n# How it was brought over:\n{told}" if told else ""), encoding="utf-8")


def imported(data: Mapping[str, Any], notes: Iterable[str], source: Path) -> Imported:
    """Plain data of a pathway as a file. Raises ``OneplaceError``, naming ``source``, where they make no pathway."""
    yaml, text = YAML(), io.StringIO()
    yaml.width = _LONGEST_LINE
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.dump(_block(data), text)
    plain = re.sub(r" +$", "", text.getvalue(), flags=re.MULTILINE)
    try:
        pathway = parse(plain, source.with_suffix(".yaml"))
    except OneplaceError as error:
        faults = " ".join(f"{problem.message} {problem.mend}" for problem in error.problems)
        raise OneplaceError.at(source, f"makes no pathway: {faults}", "Correct the model.", code="I01") from None
    return Imported(pathway, plain, tuple(notes))


def _block(value: Any, depth: int = 0) -> Any:
    """Data as YAML lays them out: what fits into a line stands in one."""
    if isinstance(value, Mapping):
        found = CommentedMap({key: _block(inner, depth + 1) for key, inner in value.items()})
        if depth >= 2 and len(str(value)) <= 90:
            found.fa.set_flow_style()
        return found
    if isinstance(value, list | tuple):
        items = CommentedSeq(_block(inner, depth + 1) for inner in value)
        items.fa.set_flow_style()
        return items
    return DoubleQuotedScalarString(value) if _CLOCK_TIME.fullmatch(str(value)) else value


class Names:
    """The names of another tool as names of the format (letters, digits, ``_``, ``-``), each still one of its own."""

    def __init__(self, source: Path) -> None:
        self._source = source
        self._known: dict[str, str] = {}

    def __call__(self, given: str) -> str:
        """The name for a given one. Raises ``OneplaceError`` where two given ones would have the same."""
        plain = re.sub(r"[^A-Za-z0-9_-]+", "_", given.strip()).strip("_")
        plain = plain if plain[:1].isalpha() else f"n{plain}"
        if self._known.setdefault(plain, given) != given:
            raise OneplaceError.at(
                self._source, f"'{given}' and '{self._known[plain]}' are too much alike.", "Rename one.", code="I02"
            )
        return plain


def quantity(number: float, unit: str) -> str:
    """A number and its unit, with all the number's figures."""
    return f"{number:.15g} {unit}"


def percent(share: float) -> str:
    """A share in per cent."""
    return f"{100 * share:.13g} %"


def unit_of_time(given: str, source: Path) -> str:
    """``hours`` or ``hour`` → ``hours``; raises ``OneplaceError`` for what is no unit of time."""
    if singular(given) not in SECONDS:
        known = ", ".join(f"{unit}s" for unit in SECONDS)
        raise OneplaceError.at(source, f"'{given}' is no unit of time.", f"Give one of {known}.", code="I03")
    return f"{singular(given)}s"


def clock_of(unit: str) -> str:
    """The clock of results that goes with a unit of time."""
    return unit if unit in ("minutes", "hours", "days") else "minutes" if unit == "seconds" else "days"
