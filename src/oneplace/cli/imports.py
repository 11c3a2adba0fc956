"""``oneplace import``: models of other tools as pathway files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from oneplace.cli.show import out, print_json

if TYPE_CHECKING:
    from oneplace.flow import Imported

import_ = typer.Typer(help="Bring a model of another tool over as a pathway file.", no_args_is_help=True)

Into = Annotated[Path, typer.Option(metavar="FILE", help="Write the pathway here: pathways/NAME.yaml of a place.")]
Run = Annotated[str, typer.Option(help="How long to count; such models don't say.")]
WarmUp = Annotated[str, typer.Option(help="How long to simulate before that.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]


@import_.command()
def pathsimr(  # noqa: PLR0917 - the options of a command
    network: Annotated[Path, typer.Argument(metavar="NETWORK", help="PathSimR's network, a CSV file.")],
    calendar: Annotated[Path, typer.Argument(metavar="CALENDAR", help="Its calendar, a CSV file.")],
    into: Into,
    time_unit: Annotated[str, typer.Option(help="The unit of time of both files, which they don't name.")] = "days",
    run: Run = "365 days",
    warm_up: WarmUp = "90 days",
    json_: AsJson = False,
) -> None:
    """Bring over PathSimR's two CSV files, and tell what was added or means something else here."""
    from oneplace import flow as room

    _finish(room.read_pathsimr(network, calendar, unit=time_unit, run=run, warm_up=warm_up), into, json_=json_)


@import_.command()
def json2ciw(  # noqa: PLR0917 - the options of a command
    model: Annotated[Path, typer.Argument(metavar="MODEL", help="A process model of json2ciw, a JSON file.")],
    into: Into,
    time_unit: Annotated[str, typer.Option(help="The unit of time of the model, which it doesn't name.")] = "minutes",
    run: Run = "365 days",
    warm_up: WarmUp = "90 days",
    json_: AsJson = False,
) -> None:
    """Bring over a process model of json2ciw, and tell what was added or means something else here."""
    from oneplace import flow as room

    _finish(room.read_json2ciw(model, unit=time_unit, run=run, warm_up=warm_up), into, json_=json_)


def _finish(made: Imported, into: Path, *, json_: bool) -> None:
    if into.exists():
        raise typer.BadParameter(f"{into} is there already; name a new file.", param_hint="--into")
    made.write(into)
    warnings = [f"{problem.message} {problem.mend}" for problem in made.pathway.warnings]
    if json_:
        print_json({"pathway": made.pathway.id, "file": str(into), "notes": made.notes, "warnings": warnings})
        return
    out.print(
        f"Wrote {into}: {len(made.pathway.places)} places. Simulate it with `oneplace flow {into}`.", markup=False
    )
    for told in (*made.notes, *warnings):
        out.print(f"- {told}", markup=False)
