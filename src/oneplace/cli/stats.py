"""``oneplace stats METHOD FILE``: the statistics for people who live in files."""

from __future__ import annotations

import json
import sys
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Annotated, Any

import typer

from oneplace.problems import OneplaceError
from oneplace.results import csv_dialect


class WithoutPandas(MetaPathFinder):
    """Has a program do as if pandas weren't installed.

    Arrow brings it in with the first value that it is given, which takes a third of a second; files need none of it.
    """

    def find_spec(self, fullname: str, *_: object) -> None:
        """Nothing, as of every other module."""
        if fullname == "pandas":
            raise ModuleNotFoundError("No module named 'pandas'", name=fullname)


def stats(  # noqa: PLR0917 (each is an option of the command line)
    method: Annotated[str, typer.Argument(help="A method, such as rate; `list` names them all.")],
    file: Annotated[Path | None, typer.Argument(help="A CSV, Excel or Parquet file.")] = None,
    by: Annotated[list[str] | None, typer.Option(help="A column that tells groups apart; may be repeated.")] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", "-s", metavar="NAME=VALUE", help="A column or option: count=deaths, per=1000."),
    ] = None,
    confidence: Annotated[list[float] | None, typer.Option(help="A confidence level; may be repeated.")] = None,
    sheet: Annotated[str | None, typer.Option(help="A sheet of a workbook, where several hold a table.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write here: .csv or .parquet.")] = None,
    chart: Annotated[Path | None, typer.Option(help="Draw the result here: .svg or .png.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV (as if neither is asked for).")] = False,
) -> None:
    """Apply a statistic to a file: a row for each group, with limits and the reason where a number is missing."""

    from oneplace.stats import table

    if method == "list":
        typer.echo("\n".join(table.METHODS))
        return
    if file is None:
        raise typer.BadParameter("name the file to read.", param_hint="FILE")
    if json_ and csv:
        raise typer.BadParameter("choose one of --json and --csv.")
    chosen: dict[str, Any] = dict(_setting(file, text) for text in settings or [])
    if by:
        chosen["by"] = by
    if confidence:
        chosen["confidence"] = confidence[0] if len(confidence) == 1 else confidence
    found, notes = table.applied(method, file, sheet=sheet, **chosen)
    for note in notes:
        typer.echo(note, err=True)
    if chart:
        from oneplace.cli.stats_chart import write_chart

        write_chart(method, found, file, chosen, chart)
    if out:
        table.write(found, out)
    elif json_:
        typer.echo(json.dumps(found.to_pylist(), indent=2, default=str))
    else:
        sys.stdout.flush()
        typer.echo(csv_dialect.text(found), nl=False)


def alone() -> None:
    """Run this command by itself."""
    sys.meta_path.insert(0, WithoutPandas())
    only = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    only.command()(stats)
    only(sys.argv[2:], prog_name="oneplace stats")


def _setting(file: Path, text: str) -> tuple[str, str]:
    """NAME=VALUE; the method makes of a value what it should be."""
    name, equals, value = text.partition("=")
    if not equals:
        raise OneplaceError.at(file, f"the setting '{text}' has no value.", "Write it as NAME=VALUE.")
    return name.strip(), value.strip()
