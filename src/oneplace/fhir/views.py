"""View definitions as SQL-on-FHIR v2 has them: read from JSON, and what is wrong in one told by its place."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from oneplace.fhir.elements import DATES
from oneplace.fhir.grammar import parse
from oneplace.fhir.nodes import PathError, Value
from oneplace.fhir.sql import STORED
from oneplace.problems import OneplaceError

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_TEXTS = ["base64Binary", "canonical", "code", "id", "markdown", "oid", "string", "uri", "url", "uuid"]
_WHOLE = ["integer", "positiveInt", "unsignedInt", "integer64"]
CONSTANTS = frozenset(("boolean", "decimal", *_TEXTS, *DATES, *_WHOLE))
"""The types that a constant may have."""
_ITERATIONS = ("forEach", "forEachOrNull", "repeat")


class ViewError(ValueError):
    """What is wrong in a view definition, where in it, and how to mend it."""

    def __init__(self, at: str, message: str, mend: str) -> None:
        """``at`` is the place in the view: ``select[0].column[1].path``."""
        super().__init__(f"{at or 'The view'}: {message} {mend}")
        self.at, self.message, self.mend = at, message, mend


@dataclass(frozen=True)
class Column:
    """A column: its name, its FHIRPath, its FHIR type (None where the view says none), and whether it is a list."""

    name: str
    path: str
    at: str
    type: str | None = None
    collection: bool = False
    ansi: str | None = None
    """The SQL type that its tag `ansi/type` asks for."""


@dataclass(frozen=True)
class Selection:
    """A selection structure: what is iterated over, its columns, and the structures inside it."""

    at: str
    columns: tuple[Column, ...]
    selects: tuple[Selection, ...]
    unions: tuple[Selection, ...]
    each: tuple[str, ...] = ()
    """The path, or of `repeat` the paths, whose items get a row each; none where the structure is of one item."""
    how: str = ""
    """`forEach`, `forEachOrNull`, `repeat`, or nothing."""


@dataclass(frozen=True)
class View:
    """A view of one resource."""

    resource: str
    name: str
    constants: Mapping[str, Value]
    where: tuple[tuple[str, str], ...]
    """Each condition with its place in the view."""
    select: Selection
    """All of the view's structures, side by side."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns in their order: a structure's own, those of its structures, those of its union."""
        return columns(self.select)


def columns(selection: Selection) -> tuple[Column, ...]:
    """The columns of a structure, in their order."""
    inner = (column for each in (*selection.selects, *selection.unions[:1]) for column in columns(each))
    return (*selection.columns, *inner)


def only(view: View, names: Collection[str]) -> View:
    """The view with those of its columns alone; a structure that has none of them keeps one, for its rows."""

    def kept(part: Selection) -> Selection:
        wanted = tuple(column for column in part.columns if column.name in names) or part.columns[:1]
        selects, unions = (tuple(map(kept, each)) for each in (part.selects, part.unions))
        return replace(part, columns=wanted, selects=selects, unions=unions)

    return replace(view, select=kept(view.select))


def read(definition: object) -> View:
    """Read a view definition from JSON that was parsed; raises `ViewError` at the first thing that is wrong."""
    view = _object(definition, "")
    resource = _text(view, "resource", "")
    if not re.fullmatch(r"[A-Z][A-Za-z]+", resource):
        raise ViewError("resource", f"`{resource}` is no resource.", "Write its type: Patient, Encounter …")
    constants: dict[str, Value] = {}
    for at, each in _list(view, "constant", ""):
        name = _named(each, at)
        if name in constants:
            raise ViewError(f"{at}.name", f"There are two constants {name}.", "Give each a name of its own.")
        constants[name] = _constant(each, at)
    where = tuple((_text(each, "path", at), f"{at}.path") for at, each in _list(view, "where", ""))
    selects = tuple(_selection(each, at) for at, each in _list(view, "select", ""))
    if not selects:
        raise ViewError("select", "The view selects nothing.", "Give it a `select` with at least one `column`.")
    called = view.get("name")
    whole = Selection("", (), selects, ())
    _distinct(whole, {})
    for path, at in (*where, *_paths(whole)):
        _parsed(path, at)
    return View(resource, called if isinstance(called, str) else "view", constants, where, whole)


def read_file(path: Path) -> View:
    """Read a view definition's file; raises `OneplaceError` where it is none."""
    try:
        return read(json.loads(path.read_text("utf-8")))
    except ViewError as error:
        where = f"{error.at}: " if error.at else ""
        raise OneplaceError.at(path, where + error.message, error.mend) from error
    except ValueError as error:
        message = f"is no JSON ({error})."
        raise OneplaceError.at(path, message, "Write a SQL-on-FHIR view definition in it.") from error


def _parsed(path: str, at: str) -> None:
    try:
        parse(path)
    except PathError as error:
        raise ViewError(at, error.message, error.mend) from error


def _paths(selection: Selection) -> list[tuple[str, str]]:
    """Every path of a structure and of those inside it, with its place."""
    found = [(column.path, f"{column.at}.path") for column in selection.columns]
    found += [(path, f"{selection.at}.{selection.how}") for path in selection.each]
    return found + [path for each in (*selection.selects, *selection.unions) for path in _paths(each)]


def _selection(part: dict[str, Any], at: str) -> Selection:
    how = [each for each in _ITERATIONS if part.get(each) is not None]
    if len(how) > 1:
        raise ViewError(at, f"`{how[0]}` and `{how[1]}` stand side by side.", "Put one inside a `select` of the other.")
    found = Selection(
        at=at,
        columns=tuple(_column(each, where) for where, each in _list(part, "column", at)),
        selects=tuple(_selection(each, where) for where, each in _list(part, "select", at)),
        unions=tuple(_selection(each, where) for where, each in _list(part, "unionAll", at)),
        each=_iterated(part, how[0], at) if how else (),
        how=how[0] if how else "",
    )
    if not (found.columns or found.selects or found.unions):
        raise ViewError(at, "The structure has no columns.", "Give it a `column`, a `select` or a `unionAll`.")
    return found


def _iterated(part: dict[str, Any], how: str, at: str) -> tuple[str, ...]:
    if how != "repeat":
        return (_text(part, how, at),)
    paths = part["repeat"]
    if not isinstance(paths, list) or not paths or not all(isinstance(path, str) for path in paths):
        raise ViewError(f"{at}.repeat", "`repeat` is no list of paths.", 'Write it as one: ["item", "answer.item"].')
    return tuple(paths)


def _column(part: dict[str, Any], at: str) -> Column:
    kind, collection = part.get("type"), part.get("collection", False)
    if kind is not None and not isinstance(kind, str):
        raise ViewError(f"{at}.type", "The type is no text.", "Write a FHIR type: string, date, decimal …")
    if not isinstance(collection, bool):
        raise ViewError(f"{at}.collection", "`collection` is neither true nor false.", "Write one of them.")
    tags = {each.get("name"): each.get("value") for _, each in _list(part, "tag", at)}
    return Column(
        name=_named(part, at),
        path=_text(part, "path", at),
        at=at,
        type=kind.rpartition("/")[2] if kind else None,
        collection=collection,
        ansi=tags.get("ansi/type"),
    )


def _distinct(selection: Selection, taken: dict[str, str]) -> dict[str, str]:
    """The columns before a structure and its own, by name; raises where a name comes twice or a union differs."""
    taken = dict(taken)
    for column in selection.columns:
        if column.name in taken:
            message = f"The column {column.name} is there already, at {taken[column.name]}."
            raise ViewError(f"{column.at}.name", message, "Give each column a name of its own.")
        taken[column.name] = column.at
    for each in selection.selects:
        taken = _distinct(each, taken)
    for each in selection.unions:
        _distinct(each, taken)
    for each in selection.unions[1:]:
        _alike(selection.unions[0], each)
    return taken | {column.name: column.at for each in selection.unions[:1] for column in columns(each)}


def _alike(first: Selection, other: Selection) -> None:
    ours, theirs = columns(first), columns(other)
    if [column.name for column in ours] != [column.name for column in theirs]:
        here, there = (", ".join(column.name for column in each) for each in (ours, theirs))
        message = f"The union's parts differ: {here} in the first, {there} here."
        raise ViewError(other.at, message, "Give each part the same columns in the same order.")
    for one, two in zip(ours, theirs, strict=True):
        kinds = {STORED.get(kind, kind) for kind in (one.type, two.type) if kind}
        if len(kinds) > 1 or one.collection != two.collection:
            message = f"{one.name} is {_said(one)} in the union's first part and {_said(two)} here."
            raise ViewError(two.at, message, "Give it one type in all of them.")


def _said(column: Column) -> str:
    kind = column.type or "of no type"
    return f"a list ({kind})" if column.collection else kind


def _constant(part: dict[str, Any], at: str) -> Value:
    given = [name for name in part if name.startswith("value")]
    if len(given) != 1:
        raise ViewError(at, "A constant needs one value.", 'Write one, as in `"valueCode": "official"`.')
    kind = given[0].removeprefix("value")
    kind = kind[:1].lower() + kind[1:]
    value = part[given[0]]
    if kind not in CONSTANTS:
        raise ViewError(
            f"{at}.{given[0]}", f"A constant can't be a {kind}.", f"It can be {', '.join(sorted(CONSTANTS))}."
        )
    try:
        return _valued(kind, value)
    except (ValueError, TypeError, InvalidOperation):
        raise ViewError(
            f"{at}.{given[0]}", f"{value!r} is no {kind}.", "Write its value as FHIR's JSON has it."
        ) from None


def _valued(kind: str, value: Any) -> Value:
    if kind == "boolean" and isinstance(value, bool):
        return Value(value, "boolean")
    if kind in _WHOLE and not isinstance(value, bool) and (kind == "integer64" or isinstance(value, int)):
        return Value(int(value), "integer")
    if kind == "decimal" and not isinstance(value, bool):
        return Value(Decimal(str(value)), "decimal")
    if kind in (*_TEXTS, *DATES) and isinstance(value, str):
        return Value(value, "date", kind) if kind in DATES else Value(value, "string")
    raise ValueError


def _object(part: object, at: str) -> dict[str, Any]:
    if not isinstance(part, dict):
        raise ViewError(at, "This is no JSON object.", "Write it in braces, with its parts by name.")
    return part


def _list(part: dict[str, Any], name: str, at: str) -> list[tuple[str, dict[str, Any]]]:
    """The objects of a list, each with its place; none where there is no list."""
    where = f"{at}.{name}" if at else name
    found = part.get(name)
    if found is None:
        return []
    if not isinstance(found, Sequence) or isinstance(found, str):
        raise ViewError(where, f"`{name}` is no list.", "Write it in brackets.")
    return [(f"{where}[{place}]", _object(each, f"{where}[{place}]")) for place, each in enumerate(found)]


def _text(part: dict[str, Any], name: str, at: str) -> str:
    where, found = (f"{at}.{name}" if at else name), part.get(name)
    if not isinstance(found, str) or not found.strip():
        message = f"`{name}` is missing." if found is None else f"`{name}` is no text."
        raise ViewError(where, message, f"Give it a `{name}`.")
    return found


def _named(part: dict[str, Any], at: str) -> str:
    name = _text(part, "name", at)
    if not _NAME.fullmatch(name):
        message = f"`{name}` is not a name for a table."
        raise ViewError(f"{at}.name", message, "Use letters, figures and _, and begin with a letter.")
    return name
