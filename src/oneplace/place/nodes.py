"""From a YAML parser's events to data with positions: built without recursion, and refusing what means two things.

Two parsers are asked. libyaml (in C, thirty times as fast) reads every file in which it finds nothing wrong. Where it
does, or where a character stands that YAML 1.1 and 1.2 take differently, ruamel.yaml reads it again and has the word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import yaml
from ruamel.yaml import YAML, events
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from oneplace.place.scalars import Trap, resolve
from oneplace.problems import OneplaceError, Problem

Loc = tuple[str | int, ...]
"""The way from a file's root to a value: keys and list positions (from 0)."""

Mark = tuple[int, int]
"""Line and column, both counted from 1."""

DEEPEST = 30
"""Levels of nesting. The format itself needs nine."""


_QUICK: type[yaml.CSafeLoader] | None = getattr(yaml, "CSafeLoader", None)  # None where PyYAML was built without C
_TOLD_APART = re.compile(r"[\t\x85\u2028\u2029\ufeff]|[|>][-+0-9]*#")

Event = Any
"""An event of either parser: those of one name have the same attributes."""
_SCALAR = (events.ScalarEvent, yaml.ScalarEvent)
_MAPPING = (events.MappingStartEvent, yaml.MappingStartEvent)
_OPENING = (*_MAPPING, events.SequenceStartEvent, yaml.SequenceStartEvent)
_CLOSING = (events.MappingEndEvent, yaml.MappingEndEvent, events.SequenceEndEvent, yaml.SequenceEndEvent)
_DOCUMENT = (events.DocumentStartEvent, yaml.DocumentStartEvent)
_ALIAS = (events.AliasEvent, yaml.AliasEvent)


def built(text: str, path: Path) -> Builder:
    """What a file's text holds, and all that is wrong in it."""
    quick = Builder(path, text)
    if _QUICK is not None and not _TOLD_APART.search(text):
        try:
            quick.build(yaml.parse(text, Loader=_QUICK))
        except (yaml.YAMLError, ValueError):
            pass
        else:
            if not quick.problems:
                return quick
    careful = Builder(path, text)
    try:
        careful.build(parsed(text, path))
    except OneplaceError as error:
        careful.problems += error.problems
    return careful


def lines_of(text: str) -> list[str]:
    """The lines with their ends, as YAML counts them: U+2028 and its like, which ``splitlines`` ends one at, do not."""
    return list(StringIO(text, newline=""))


def parsed(text: str, path: Path) -> Iterator[events.Event]:
    """The careful parser's events; raises ``OneplaceError`` where the text is not YAML."""
    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        lines = [line.rstrip("\r\n") for line in lines_of(text)]
        if line > len(lines):  # the parser ran past the last line: point at that line's end
            line, column = max(len(lines), 1), (len(lines[-1]) if lines else 0) + 1
        what = " ".join(str(part) for part in (error.context, error.problem) if part)
        raise OneplaceError.at(
            path,
            f"is not YAML: {what}.",
            "Look at the line and the one above: a missing colon, quote, bracket or wrong indentation is usual. "
            "Quote text that holds `: ` or ` #`, or starts with one of `*&!|>%@[]{}` or a backtick.",
            line=line,
            column=column,
            code="Y02",
        ) from None
    except ReaderError as error:
        before = text[: error.position]
        raise OneplaceError.at(
            path,
            f"holds the control character U+{ord(text[error.position]):04X}, which YAML does not allow.",
            "Delete it; if this is not a text file, it does not belong here.",
            line=len(lines_of(f"{before}.")),
            column=len(lines_of(f"{before}.")[-1]),
            code="Y01",
        ) from None
    except (YAMLError, ValueError, LookupError, AttributeError, TypeError, AssertionError) as error:
        # the parser itself stumbles over some malformed input; its user needs to know only that the file is malformed
        raise OneplaceError.at(
            path, f"is not YAML: {error}.", "Take out the last part that was changed and try again.", code="Y02"
        ) from None


@dataclass
class _Level:
    """A mapping or list that is being read."""

    loc: Loc
    into: dict[str, Any] | list[Any]
    key: str | None = None  # of a mapping, once its key has been read
    key_event: Event = None
    plain: str | None = None  # the key of the entry before, where its value is unquoted text


@dataclass
class Builder:
    """Turns parser events into data without recursion, and keeps what is wrong."""

    path: Path
    text: str
    root: Any = None
    values: dict[Loc, Mark] = field(default_factory=lambda: {(): (1, 1)})
    keys: dict[Loc, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _stack: list[_Level] = field(default_factory=list)
    _documents: int = 0

    def build(self, events: Iterable[Event]) -> None:
        """Take in a whole file's events; stops early where going on makes no sense."""
        for event in events:
            if isinstance(event, _SCALAR):
                self._scalar(event)
            elif isinstance(event, _CLOSING):
                self._stack.pop()
            elif isinstance(event, _OPENING):
                if not self._open(event):
                    return
            elif isinstance(event, _ALIAS):
                self._refuse(event, "Y05", f"`*{event.anchor}` is an alias.", "Write the text out in both places.")
                self._value(event, None)
            elif isinstance(event, _DOCUMENT) and not self._new_document(event):
                return

    def _new_document(self, event: Event) -> bool:
        self._documents += 1
        if self._documents > 1:
            self._refuse(event, "Y06", "a second document starts with `---`.", "Keep one document in a file.")
        elif event.version not in (None, (1, 2)) or event.tags:
            self._refuse(event, "Y06", "a `%` directive asks for another YAML.", "Delete it: files are YAML 1.2.")
        return self._documents == 1

    def _open(self, event: Event) -> bool:
        self._plain_node(event)
        into: dict[str, Any] | list[Any] = {} if isinstance(event, _MAPPING) else []
        loc = self._value(event, into)
        self._stack.append(_Level(loc, into))
        if len(self._stack) > DEEPEST:
            self._refuse(
                event, "Y07", f"is nested more than {DEEPEST} levels deep.", "Look for a bracket that is never closed."
            )
            return False
        return True

    def _scalar(self, event: Event) -> None:
        self._plain_node(event)
        text, plain = str(event.value), event.style is None or event.style == ""
        value: Any = resolve(text) if plain else text
        level = self._stack[-1] if self._stack else None
        if level is not None and isinstance(level.into, dict):
            if level.key is None:
                self._new_key(level, event, text, value)
                return
            if value is None and self._lacks_colon(level, event):
                self._go_on(level, event)
                return
        if isinstance(value, Trap):
            told = text if len(text) <= 60 else f"{text[:57]}…"
            self._refuse(event, "Y08", f"`{told}` {value.message}", value.mend)
            value = None
        key = level.key_event if level and plain and not text else None
        at = key or event  # an empty value stands nowhere: its key is what people look for
        self._value(at, value, goes_on=plain and isinstance(value, str))

    def _new_key(self, level: _Level, event: Event, text: str, value: Any) -> None:
        assert isinstance(level.into, dict)  # noqa: S101
        mark = (event.start_mark.line + 1, event.start_mark.column + 1)
        level.key, level.key_event = text, event
        if text == "<<" and value == "<<":
            self._refuse(event, "Y05", "`<<` merges another mapping.", "Write its keys out.")
        elif not isinstance(value, str):
            shown = text or "an empty key"
            self._refuse(event, "Y04", f"the key `{shown}` is not text.", f'Quote it: `"{text}":`.')
        if text in level.into:
            first = self.keys[(*level.loc, text)]
            self._refuse(
                event,
                "Y09",
                f"the key `{text}` stands here a second time (first at line {first[0]}).",
                "Keep one of the two.",
            )
        else:
            self.keys[(*level.loc, text)] = mark

    def _lacks_colon(self, level: _Level, event: Event) -> bool:
        key = level.key_event
        return key is not None and ":" not in self.text[key.end_mark.index : event.start_mark.index]

    def _go_on(self, level: _Level, event: Event) -> None:
        """Join an entry without a colon to the text before it."""
        assert isinstance(level.into, dict)  # noqa: S101
        more, level.key = level.key, None
        if level.plain is None:
            mend = "Write `key: value`, and quote text or a number that holds a comma."
            self._refuse(level.key_event or event, "Y10", f"`{more}` stands without a value.", mend)
            return
        level.into[level.plain] += f", {more}"
        if self.keys.get((*level.loc, more or "")) and more not in level.into:
            del self.keys[(*level.loc, more or "")]

    def _value(self, event: Event, value: Any, *, goes_on: bool = False) -> Loc:
        """Put a value where it belongs and return where that is."""
        mark = (event.start_mark.line + 1, event.start_mark.column + 1)
        loc: Loc = ()
        if not self._stack:
            self.root = value
        else:
            level = self._stack[-1]
            if isinstance(level.into, list):
                loc = (*level.loc, len(level.into))
                level.into.append(value)
            elif level.key is None:
                self._refuse(event, "Y04", "a list, mapping or alias stands as a key.", "Write the key as text.")
                level.key, loc = "", (*level.loc, "")
            else:
                loc = (*level.loc, level.key)
                level.into.setdefault(level.key, value)
                level.plain = level.key if goes_on else None
                level.key = None
        self.values.setdefault(loc, mark)
        return loc

    def _plain_node(self, event: Event) -> None:
        if event.anchor is not None:
            self._refuse(
                event, "Y05", f"`&{event.anchor}` is an anchor.", "Delete it, and write the text out wherever needed."
            )
        if event.tag:
            self._refuse(event, "Y05", f"`{event.tag}` is a tag.", "Delete it: the format knows each value's type.")

    def _refuse(self, event: Event, code: str, message: str, mend: str) -> None:
        mark = event.start_mark
        self.problems.append(Problem(self.path, mark.line + 1, mark.column + 1, code, message, mend))
