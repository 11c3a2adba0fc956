"""Tables of cases: a piece of a file and, after ``>``, what is said of it, with line, column, code and how to mend it.

A line ``== NAME`` begins another file of the place. What a case leaves out of ``strategy.yaml`` stands in ``REST``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import pytest

from oneplace.place import Model, check
from oneplace.place.document import parse
from oneplace.place.typed import typed
from oneplace.problems import OneplaceError, Problem

STRATEGY = "strategy.yaml"
FORM = "FTY"
"""What the codes of mistakes of form begin with: no rule is tried where there are some."""
AS_OF = date(2026, 11, 22)
REST = {
    "format": "format: place-strategy/1\n",
    "id": "id: example\n",
    "title": "title: An example\n",
    "version": 'version: {number: "1", state: approved}\n',
    "period": "period: {start: 2020-04, end: 2025-03}\n",
    "place": "place: {name: Southampton, level: place}\n",
    "measures": "measures: [{id: m, name: M, definition: ons:1, unit: percent, polarity: low_good, role: outcome, "
    "frequency: annual, expected_lag_months: 9}]\n",
}


def table(*cases: str) -> pytest.MarkDecorator:
    """A test for each case, named by what the case begins with."""
    return pytest.mark.parametrize("case", cases, ids=lambda case: " ".join(case.split())[:60])


def outcome(lines: str) -> str:
    """The outcome O1 that begins with these lines."""
    return f"outcomes:\n- {indent(lines, '  ').lstrip()}\n  id: O1\n  text: A\n  measure: m\n  provenance: agreed\n"


def judged(
    folder: Path, case: str, *codes: str, of: Callable[[str], str] = str, as_of: date = AS_OF, public: bool = False
) -> None:
    """Hold that the rules ``codes`` find in a place what the case says, and nothing else."""
    text, *others = re.split(r"^== (.*)\n", _given(case), flags=re.MULTILINE)
    text = of(text.strip("\n")) + "\n"
    rest = "".join(line for key, line in REST.items() if not re.search(rf"^{key}:", text, re.MULTILINE))
    (folder / STRATEGY).write_text(text + rest, encoding="utf-8")
    for name, content in zip(others[::2], others[1::2], strict=True):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    found = check(folder, as_of=as_of, public=public)
    holds(case, (problem for problem in found if problem.code in codes or problem.code[0] in FORM))


def taken(case: str, model: type[Model], of: Callable[[str], str] = str) -> Any:
    """Hold that a file of this model is refused as the case says; what is read where it is not."""
    try:
        read = typed(parse(of(_given(case)), Path(STRATEGY)), model)
    except OneplaceError as error:
        holds(case, error.problems)
        return None
    holds(case, ())
    return read


def holds(case: str, problems: Iterable[Problem]) -> None:
    """Compare what was found with what the case says."""
    lines = [line.removeprefix(">").strip() for line in dedent(case).splitlines() if line.startswith(">")]
    wanted = re.split(r" (?=\S*?\d+:\d+ [A-Z]\d{2,3} )", " ".join(lines)) if lines else []
    assert [_said(problem) for problem in problems] == wanted


def _said(problem: Problem) -> str:
    name = "" if problem.path.name == STRATEGY else f"{problem.path.name}:"
    return f"{name}{problem.line}:{problem.column} {problem.code} {problem.message} {problem.mend}".rstrip()


def _given(case: str) -> str:
    return "\n".join(line for line in dedent(case).strip("\n").splitlines() if not line.startswith(">"))
