"""Read a pathway file like a compiler: typed, checked, and each mistake at its line with a word on how to mend it."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from oneplace.flow.file.model import PathwayFile
from oneplace.flow.file.pathway import Pathway
from oneplace.flow.reading.arrival_times import with_observed
from oneplace.flow.reading.checks import findings
from oneplace.flow.reading.feasibility import unreadable
from oneplace.place import Document, load, schema_of, typed
from oneplace.place import parse as parse_text
from oneplace.problems import OneplaceError, Problem, Severity

Scenario = str | Mapping[str, str]
"""The name of a scenario of the file, or quantities by their path: ``{"places.ward.capacity": "440 beds"}``."""


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a pathway file, for editors that complete and check while one types."""
    return schema_of(PathwayFile)


def check(path: Path | str) -> list[Problem]:
    """Every problem of a pathway file, its scenarios and the files that it names; empty where all is well."""
    try:
        document = load(Path(path))
        pathway = _checked(document)
    except OneplaceError as error:
        return list(error.problems)
    problems = [*pathway.warnings, *unreadable(pathway)]
    for name in pathway.file.scenarios:
        try:
            apply(pathway, name)
        except OneplaceError as error:
            problems += error.problems
    return sorted(problems)


def read(path: Path | str) -> Pathway:
    """Read a pathway file (``pathways/*.yaml``, or JSON of the same shape).

    Raises ``OneplaceError`` with every error; warnings stand in ``.warnings``.
    """
    return _checked(load(Path(path)))


def parse(text: str, path: Path | str = "pathway.yaml") -> Pathway:
    """Read a pathway from text; files that it names are looked for beside ``path``."""
    return _checked(parse_text(text, Path(path)))


def apply(pathway: Pathway, scenario: Scenario | None) -> Pathway:
    """The pathway as a scenario has it, checked anew; ``None`` gives the pathway itself.

    A scenario changes quantities by their path of names; it may also set one that the file leaves at its default.
    Raises ``OneplaceError`` where there is no such scenario, path or value.
    """
    if scenario is None:
        return pathway
    if isinstance(scenario, str):
        if scenario not in pathway.file.scenarios:
            known = ", ".join(pathway.file.scenarios) or "none"
            raise OneplaceError.at(pathway.path, f"has no scenario '{scenario}'.", f"Its scenarios are: {known}.")
        name = scenario
        changes: Mapping[str, Any] = pathway.file.scenarios[scenario].set
        loc: tuple[str, ...] = ("scenarios", scenario, "set")
    else:
        name, changes, loc = ", ".join(f"{key}: {value}" for key, value in scenario.items()), scenario, ()
    data = copy.deepcopy(pathway.document.data)
    for key, value in changes.items():
        _set(data, key, value, pathway.document, (*loc, key) if loc else ())
    changed = Document(pathway.document.path, data, pathway.document.values, pathway.document.keys)
    try:
        made = _checked(changed)
    except OneplaceError as error:
        line, column = pathway.document.mark(loc)
        raise OneplaceError(
            *(Problem(p.path, line, column, p.code, f"with {name}: {p.message}", p.mend) for p in error.problems)
        ) from None
    return Pathway(made.file, changed, made.warnings, name)


def remade(pathway: Pathway, data: Any) -> Pathway:
    """The pathway with other data, checked anew. Raises ``OneplaceError`` where they are not right."""
    return _checked(Document(pathway.path, data, pathway.document.values, pathway.document.keys))


def _set(data: Any, key: str, value: Any, document: Document, loc: tuple[str, ...]) -> None:
    """Set a value at a path of names, all of which but the last must be there."""
    *above, last = key.split(".")
    into = data
    for part in above:
        if not isinstance(into, dict) or part not in into:
            known = ", ".join(map(str, into)) if isinstance(into, dict) else "nothing: it is a single value"
            raise OneplaceError(
                document.problem(loc, "E68", f"`{key}`: there is no `{part}` here.", f"Here there is {known}.")
            )
        into = into[part]
    if not isinstance(into, dict):
        raise OneplaceError(document.problem(loc, "E68", f"`{key}` leads nowhere.", "Name a key of the file."))
    into[last] = value


def _checked(document: Document) -> Pathway:
    pathway = Pathway(with_observed(typed(document, PathwayFile), document), document)
    problems = findings(pathway)
    errors = [p for p in problems if p.severity is Severity.ERROR]
    if errors:
        raise OneplaceError(*sorted(errors))
    return Pathway(pathway.file, document, tuple(problems))
