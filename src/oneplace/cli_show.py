"""What the commands on pathways share: how they read changes, show progress and print numbers."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


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


def number(value: float, unit: str) -> str:
    """A number with as many figures as people read; shares in per cent."""
    return f"{100 * value:.1f} %" if unit == "share" else f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"


def limits(lower: float, upper: float, unit: str) -> str:
    """Limits in words; empty where there are none."""
    return f"{number(lower, unit)} to {number(upper, unit)}" if math.isfinite(lower) else ""


def print_json(value: object) -> None:
    """Print JSON for programs."""
    typer.echo(json.dumps(_plain(value), indent=1))


def _plain(value: Any) -> Any:
    """JSON has no NaN or infinity: both become null."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value


@contextmanager
def progress(what: str = "simulating") -> Iterator[Any]:
    """A bar on a terminal, nothing elsewhere; yields what to call with how much is done and how much there is."""
    columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bars:
        task = bars.add_task(what, total=None)
        yield lambda done, most: bars.update(task, completed=done, total=most)
