"""What the commands share: how they read changes, show progress and print problems, tables, numbers and JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from oneplace.problems import Problem
from oneplace.vocabulary.wording import plainly

if TYPE_CHECKING:
    from oneplace.run import Reporter

out = Console(highlight=False, soft_wrap=True, emoji=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)


def named_values(given: list[str], option: str) -> dict[str, str]:
    """``PATH=VALUE`` as given several times; misuse is told with the option's name."""
    found: dict[str, str] = {}
    for item in given:
        path, equals, value = (part.strip() for part in item.partition("="))
        if not equals or not path or not value:
            raise typer.BadParameter(f"'{item}' is not PATH=VALUE.", param_hint=option)
        if path in found:
            raise typer.BadParameter(f"'{path}' is given twice.", param_hint=option)
        found[path] = value
    return found


_NEARLY = 0.001
"""A number nearer nought than that is said to be so."""


def number(value: float, unit: str) -> str:
    """A number with as many figures as people read, none with a power of ten; shares in per cent."""
    if unit == "share":
        return f"{100 * value:.1f}%"
    if 0 < abs(value) < _NEARLY:
        return "just above 0" if value > 0 else "just below 0"
    return plainly(value, 4) if abs(value) < 1000 else f"{value:,.0f}"


def limits(lower: float, upper: float, unit: str) -> str:
    """Limits in words; empty where there are none."""
    return f"{number(lower, unit)} to {number(upper, unit)}" if math.isfinite(lower) else ""


def print_json(value: object) -> None:
    """Print JSON for programs."""
    typer.echo(json.dumps(_plain(value), indent=1, default=str))


def _plain(value: Any) -> Any:
    """JSON has no NaN or infinity: both become null."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value


def print_rows(rows: list[dict[str, Any]], *, nothing: str = "None.") -> None:
    """Rows by the names of their columns; without any what ``nothing`` says, which is why and what to do next."""
    if rows:
        print_table(list(rows[0]), [list(row.values()) for row in rows])
    else:
        out.print(nothing, markup=False)


def print_table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Columns as wide as what they hold: a table that is cut to the terminal's width hides what was asked for."""
    cells = [list(heads), *([_cell(value) for value in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    for row in cells:
        line = "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True))
        out.print(line.rstrip(), markup=False)


def _cell(value: object) -> str:
    return number(value, "") if isinstance(value, float) else "" if value is None else str(value)


def print_problems(problems: tuple[Problem, ...] | list[Problem], to: Console = err) -> None:
    """Problems in words, errors in red."""
    for problem in problems:
        to.print(f"{problem.severity}: {problem}", markup=False, style="red" if problem.severity == "error" else None)


def as_dict(problem: Problem) -> dict[str, Any]:
    """A problem as JSON has it."""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": str(problem.path),
        "line": problem.line,
        "column": problem.column,
        "message": problem.message,
        "mend": problem.mend,
    }


def _bars() -> Progress:
    """Bars on a terminal, nothing elsewhere."""
    columns = TextColumn("{task.description:<34}"), BarColumn(), TimeElapsedColumn()
    return Progress(*columns, console=err, transient=True, disable=not err.is_terminal)


@contextmanager
def steps() -> Iterator[Reporter]:
    """A bar a step; yields what to call with ``step: detail`` and the share that is done."""
    with _bars() as bars:
        tasks: dict[str, Any] = {}

        def report(what: str, share: float) -> None:
            step, _, detail = what.partition(": ")
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=1.0)
            bars.update(tasks[step], description=f"{step}  {detail}"[:34], completed=share)

        yield report


@contextmanager
def progress(what: str = "simulating") -> Iterator[Any]:
    """One bar; yields what to call with how much is done and how much there is."""
    with _bars() as bars:
        task = bars.add_task(what, total=None)
        yield lambda done, most: bars.update(task, completed=done, total=most)
