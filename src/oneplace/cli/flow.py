"""The command line of patient flow: ``oneplace flow`` simulates a pathway and compares what-ifs."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from oneplace.cli.show import named_values, out, print_json, print_table, progress

if TYPE_CHECKING:
    from oneplace.flow import Accuracy, Result


def flow(  # noqa: PLR0917 - the options of a command
    pathway: Annotated[Path, typer.Argument(metavar="PATHWAY", help="A pathway file, `pathways/*.yaml` of a place.")],
    scenario: Annotated[str | None, typer.Option(help="Simulate this scenario of the file instead.")] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="Change a quantity: places.ward.capacity='440 beds'."),
    ] = None,
    year: Annotated[int | None, typer.Option(help="As it will be in this year, by the file's `growth`.")] = None,
    compare: Annotated[
        bool, typer.Option("--compare", help="Show the difference that the scenarios (or --scenario, --set) make.")
    ] = False,
    vary: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH=VALUE,…", help="Simulate every combination: places.ward.capacity='430 beds,440 beds'."
        ),
    ] = None,
    replications: Annotated[
        int | None, typer.Option(min=2, max=100_000, help="How many runs; else until precise.")
    ] = None,
    precision: Annotated[
        float | None, typer.Option(min=0.1, max=100, help="Per cent of each mean that its limits may be away from it.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same numbers.")] = 1,
    log: Annotated[Path | None, typer.Option(help="Write the visits of the first run here, as Parquet.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write what the model is here (STRESS-DES), as Markdown.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write every result here, as CSV.")] = None,
    chart: Annotated[
        Path | None, typer.Option(help="Draw how --of goes over time here, as .svg or .png; its numbers as .csv.")
    ] = None,
    of: Annotated[
        str | None,
        typer.Option(metavar="PLACE.WHAT", help="ed.waiting, ward.occupancy, ward.inside; else the longest queue."),
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")] = False,
) -> None:
    """Simulate a care pathway, or compare what-ifs: waits, occupancy, delays, losses, cost and carbon with limits."""
    from oneplace import flow as room
    from oneplace.cli import flow_results as results

    read = room.read(pathway) if year is None else room.in_year(room.read(pathway), year)
    changes = named_values(set_ or [], "--set")
    if scenario and changes:
        raise typer.BadParameter("give either --scenario or --set.", param_hint="--set")
    if vary and compare:
        raise typer.BadParameter("give either --compare or --vary.", param_hint="--vary")
    asked = changes or scenario
    if (chart or of) and (vary or compare):
        raise typer.BadParameter("a chart is of one pathway, without --compare and --vary.", param_hint="--chart")
    if vary:
        varied = {path: _values(text) for path, text in named_values(vary, "--vary").items()}
        with progress() as bar:
            made = room.grid(room.apply(read, asked), varied, seed=seed, replications=replications or 20, progress=bar)
        if csv:
            results.write_csv(made.table(), csv)
        print_json(results.gridded(made)) if json_ else results.print_grid(made)
    elif compare:
        with progress() as bar:
            compared = room.compare(
                read, [asked] if asked else None, seed=seed, replications=replications or 50, progress=bar
            )
        if csv:
            results.write_csv([{"scenario": one.scenario, **row} for one in compared for row in one.rows()], csv)
        print_json([results.compared(one) for one in compared]) if json_ else results.print_comparisons(compared)
    else:
        with progress() as bar:
            result = room.simulate(
                read,
                scenario=asked,
                seed=seed,
                replications=replications,
                precision=precision / 100 if precision else None,
                log=log is not None,
                progress=bar,
            )
        if log:
            result.write_log(log)
        if csv:
            results.write_csv(result.rows(), csv)
        if chart:
            _draw(result, of, chart)
        print_json(results.simulated(result)) if json_ else results.print_result(result)
    if report:
        report.write_text(room.stress_des(room.apply(read, asked)), encoding="utf-8")


def _draw(result: Result, of: str | None, out: Path) -> None:
    """How a number goes over time, as a picture or, where the name ends so, as CSV."""
    from oneplace import flow as room
    from oneplace.cli.flow_results import write_csv
    from oneplace.cli.pictures import refuse_other_than, write_pictures

    refuse_other_than(out, ".svg", ".png", ".csv")
    fan = room.fan_asked(result, of)
    if out.suffix.lower() == ".csv":
        write_csv(fan.rows(), out)
    else:
        write_pictures([room.fan_chart(result, fan, "over-time")], result.pathway.path.name, out)


def forecast(
    counts: Annotated[Path, typer.Argument(metavar="COUNTS", help="A CSV with the columns `date` and `count`.")],
    days: Annotated[int, typer.Option(min=1, max=731, help="How many days ahead.")] = 84,
    into: Annotated[Path | None, typer.Option(help="Write it here, for a pathway's arrivals.")] = None,
    accuracy: Annotated[
        bool, typer.Option("--accuracy", help="Show how good such forecasts would have been in the past, by horizon.")
    ] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")] = False,
) -> None:
    """Forecast daily demand: each day's expected count, its spread and 80% limits."""
    from oneplace import flow as room

    made = room.forecast_file(counts, days)
    if into:
        room.write_forecast(made, into)
    columns = zip(made.days, made.mean, made.sd, made.median, made.lower, made.upper, strict=True)
    rows = [dict(zip(("date", "mean", "sd", "median", "lower", "upper"), row, strict=True)) for row in columns]
    shifts, odd = [str(day) for day in made.level_shifts], [str(day) for day in made.outliers]
    judged = room.accuracy_file(counts, days) if accuracy else []
    if json_:
        past = {"accuracy": [asdict(row) for row in judged]} if accuracy else {}
        since = {"level_shifts": shifts, "unsettled": made.unsettled and str(made.unsettled), "outliers": odd}
        print_json({"days": [{**row, "date": str(row["date"])} for row in rows], **since, **past})
        return
    print_table(
        ("Day", "Expected", "80% limits"),
        [
            (f"{row['date']:%a %d %b %Y}", f"{row['median']:,.0f}", f"{row['lower']:,.0f} to {row['upper']:,.0f}")
            for row in rows
        ],
    )
    if odd:
        out.print(f"So far from the days around that they are left out: {', '.join(odd)}. Correct what is mistyped.")
    for day in shifts:
        out.print(f"The level changed about {day}: see whether what is counted changed.")
    if made.unsettled:
        out.print(
            f"The level has been another since about {made.unsettled}, under four weeks: the forecast follows it in "
            "part only, until it is known to stay."
        )
    if judged:
        _print_accuracy(judged)


def _print_accuracy(judged: list[Accuracy]) -> None:
    """How good forecasts would have been, by method and horizon."""
    out.print(f"Forecasts made again from {judged[0].origins} days of the past")
    print_table(
        ("Method", "Days ahead", "MASE", "RMSE", "In 80% limits", "In 95% limits"),
        [
            (
                *(row.method, f"up to {row.horizon}", f"{row.mase:.3f}", f"{row.rmse:,.1f}"),
                *(f"{100 * share:.0f}%" for share in (row.cover_80, row.cover_95)),
            )
            for row in judged
        ],
    )


def _values(text: str) -> list[str]:
    """Values apart at their commas; one between a digit and three others parts thousands (``1,000 beds``)."""
    return [value.strip() for value in re.split(r"(?<!\d),|,(?!\d{3}(?!\d))", text)]
