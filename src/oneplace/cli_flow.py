"""The command line of patient flow: ``oneplace flow`` simulates a pathway and compares what-ifs."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

if TYPE_CHECKING:
    from oneplace.flow import Comparison, Result
    from oneplace.problems import Problem

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

_HEADLINES = ("inside", "occupancy", "wait", "wait p95", "time blocked", "share lost", "share left", "delay days")
_WHOLE = ("arrivals", "completed", "time in pathway", "cost", "carbon")


def flow(  # noqa: PLR0917 - the options of a command
    pathway: Annotated[Path, typer.Argument(metavar="PATHWAY", help="A pathway file, `pathways/*.yaml` of a place.")],
    scenario: Annotated[str | None, typer.Option(help="Simulate this scenario of the file instead.")] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="Change a quantity: places.ward.capacity='440 beds'."),
    ] = None,
    compare: Annotated[
        bool, typer.Option("--compare", help="Show the difference that the scenarios (or --scenario, --set) make.")
    ] = False,
    replications: Annotated[
        int | None, typer.Option(min=2, max=100_000, help="How many runs; else until precise.")
    ] = None,
    precision: Annotated[
        float | None, typer.Option(min=0.1, max=100, help="Per cent of each mean that its limits may be away from it.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same numbers.")] = 1,
    log: Annotated[Path | None, typer.Option(help="Write the visits of the first run here, as Parquet.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")] = False,
) -> None:
    """Simulate a care pathway, or compare what-ifs: waits, occupancy, delays, losses, cost and carbon with limits."""
    from oneplace import flow as room  # noqa: PLC0415

    read = room.read(pathway)
    changes = _changes(set_ or [])
    if scenario and changes:
        raise typer.BadParameter("give either --scenario or --set.", param_hint="--set")
    asked = changes or scenario
    with _progress() as report:
        if compare:
            scenarios = [asked] if asked else None
            compared = room.compare(read, scenarios, seed=seed, replications=replications or 50, progress=report)
            _print_json([_compared(c) for c in compared]) if json_ else _print_comparisons(compared)
            return
        result = room.simulate(
            read,
            scenario=asked,
            seed=seed,
            replications=replications,
            precision=precision / 100 if precision else None,
            log=log is not None,
            progress=report,
        )
    if log:
        result.write_log(log)
    _print_json(_simulated(result)) if json_ else _print_result(result)


def forecast(
    counts: Annotated[Path, typer.Argument(metavar="COUNTS", help="A CSV with the columns `date` and `count`.")],
    days: Annotated[int, typer.Option(min=1, max=731, help="How many days ahead.")] = 84,
    into: Annotated[Path | None, typer.Option(help="Write it here, for a pathway's arrivals.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")] = False,
) -> None:
    """Forecast daily demand: each day's expected count, its spread and 80 % limits."""
    from oneplace import flow as room  # noqa: PLC0415

    made = room.forecast_file(counts, days)
    if into:
        room.write_forecast(made, into)
    columns = zip(made.days, made.mean, made.sd, made.median, made.lower, made.upper, strict=True)
    rows = [dict(zip(("date", "mean", "sd", "median", "lower", "upper"), row, strict=True)) for row in columns]
    shifts = [str(day) for day in made.level_shifts]
    if json_:
        _print_json({"days": [{**row, "date": str(row["date"])} for row in rows], "level_shifts": shifts})
        return
    table = Table("Day", "Expected", "80 % limits", box=None)
    for row in rows:
        table.add_row(
            f"{row['date']:%a %d %b %Y}", f"{row['median']:,.0f}", f"{row['lower']:,.0f} to {row['upper']:,.0f}"
        )
    out.print(table)
    for day in shifts:
        out.print(f"The level changed about {day}: see whether what is counted changed.")


def check_pathways(folder: Path) -> list[Problem]:
    """Every problem of the pathways of a place's folder."""
    paths = sorted((folder / "pathways").glob("*.yaml"))
    if not paths:
        return []
    from oneplace import flow as room  # noqa: PLC0415

    return [problem for path in paths for problem in room.check(path)]


def _changes(given: list[str]) -> dict[str, str]:
    found = {}
    for item in given:
        path, equals, value = item.partition("=")
        if not equals or not path.strip() or not value.strip():
            raise typer.BadParameter(f"'{item}' is not PATH=VALUE.", param_hint="--set")
        found[path.strip()] = value.strip()
    return found


def _simulated(result: Result) -> dict[str, Any]:
    return {
        "pathway": result.pathway.id,
        "scenario": result.pathway.scenario,
        "seed": result.seed,
        "replications": result.replications,
        "precise": result.precise,
        "exact": None
        if result.exact is None
        else {
            "formula": result.exact.formula,
            "values": [{"measure": m, "where": w, "value": v} for (m, w), v in result.exact.values.items()],
        },
        "notes": list(result.notes),
        "results": result.rows(),
    }


def _compared(comparison: Comparison) -> dict[str, Any]:
    return {"pathway": comparison.pathway.id, "scenario": comparison.scenario, "results": comparison.rows()}


def _print_result(result: Result) -> None:
    file = result.pathway.file
    scenario = f", {result.pathway.scenario}" if result.pathway.scenario else ""
    out.print(
        f"{file.name}{scenario}: {result.replications} runs of {file.run / 86_400:g} days. Times in {file.clock}.",
        markup=False,
    )
    if file.provenance == "illustrative":
        out.print("The numbers of this pathway are illustrative.")
    rows = [row for row in result.rows() if row["by"] == "all"]
    table = Table("Where", "Measure", "Mean", "95 % limits", box=None)
    for row in rows:
        wanted = _WHOLE if row["where"] == "pathway" else _HEADLINES
        if row["measure"] in wanted and math.isfinite(row["mean"]) and (row["mean"] or row["measure"] == "wait"):
            table.add_row(row["where"], row["measure"], _number(row["mean"], row["unit"]), _limits(row))
    out.print(table)
    if result.exact:
        for (measure, where), value in result.exact.values.items():
            out.print(f"By formula ({result.exact.formula}): {measure} at {where} is {value:,.4g}.", markup=False)
    for note in result.notes:
        out.print(note, markup=False)


def _print_comparisons(compared: list[Comparison]) -> None:
    if not compared:
        out.print("The pathway has no scenarios. Name one in the file, or give --set PATH=VALUE.")
    for one in compared:
        out.print(
            f"\n{one.scenario} (the difference with 95 % limits; sure where the limits leave out nought)", markup=False
        )
        table = Table("Where", "Measure", "For", "Now", "Then", "Difference", "95 % limits", box=None)
        for row in one.rows():
            wanted = _WHOLE if row["where"] == "pathway" else _HEADLINES
            moved = row["lower"] > 0 or row["upper"] < 0
            if row["measure"] in wanted and row["by"] != "class" and moved:
                group = "all" if row["by"] == "all" else f"{row['group']} deprived fifth"
                numbers = (_number(row[k], row["unit"]) for k in ("now", "then", "difference"))
                table.add_row(row["where"], row["measure"], group, *numbers, _limits(row))
        out.print(table)


def _number(value: float, unit: str) -> str:
    return f"{100 * value:.1f} %" if unit == "share" else f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"


def _limits(row: dict[str, Any]) -> str:
    if not math.isfinite(row["lower"]):
        return ""
    return f"{_number(row['lower'], row['unit'])} to {_number(row['upper'], row['unit'])}"


def _print_json(value: object) -> None:
    typer.echo(json.dumps(_plain(value), indent=1))


def _plain(value: Any) -> Any:
    """JSON has no NaN or infinity: both become null."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value


@contextmanager
def _progress() -> Iterator[Any]:
    columns = TextColumn("simulating"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bars:
        task = bars.add_task("simulating", total=None)
        yield lambda done, most: bars.update(task, completed=done, total=most)
