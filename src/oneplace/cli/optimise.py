"""``oneplace optimise``: the least capacity that meets a target, and where the next beds do most good."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from oneplace.cli.show import limits, named_values, number, out, print_json, print_table, progress
from oneplace.vocabulary.wording import plainly

if TYPE_CHECKING:
    from oneplace.flow import Allocation, Least, Value

optimise = typer.Typer(
    help="Find the least capacity that meets a target, or where the next beds do most good.", no_args_is_help=True
)

Pathway = Annotated[Path, typer.Argument(metavar="PATHWAY", help="A pathway file, `pathways/*.yaml` of a place.")]
Set = Annotated[list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="Change a quantity first.")]
Seed = Annotated[int, typer.Option(min=0, help="The same seed gives the same numbers.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]


@optimise.command()
def least(  # noqa: PLR0917 - the options of a command
    pathway: Pathway,
    path: Annotated[str, typer.Argument(metavar="PATH", help="Which capacity: places.ward.capacity.")],
    target: Annotated[str, typer.Argument(metavar="TARGET", help="Such as '95 % wait at ed within 4 hours'.")],
    set_: Set = None,
    between: Annotated[
        tuple[int, int] | None,
        typer.Option(metavar="LOW HIGH", help="Search here; from 1 as far as need be if left out."),
    ] = None,
    most: Annotated[int, typer.Option(min=10, max=10_000, help="At most so many runs of one capacity.")] = 320,
    seed: Seed = 1,
    json_: AsJson = False,
) -> None:
    """Find the least capacity that meets a target, by formula where one holds, else by paired runs."""
    from oneplace import flow as room

    changes = named_values(set_ or [], "--set")
    with progress("searching") as bar:
        found = room.least_capacity(
            room.read(pathway), path, target, scenario=changes or None, between=between, seed=seed, most=most,
            progress=lambda _capacity, replications: bar(replications, most),
        )  # fmt: skip
    print_json(_least(found)) if json_ else _print_least(found)


@optimise.command()
def allocate(  # noqa: PLR0917 - the options of a command
    pathway: Pathway,
    beds: Annotated[int, typer.Argument(metavar="BEDS", min=1, max=10_000, help="How many beds to give out.")],
    among: Annotated[list[str], typer.Argument(metavar="PATH…", help="Among which: places.north.capacity …")],
    lower: Annotated[
        str,
        typer.Option(help="What they are to lower: lost, left, waiting, blocked, delay days, or a measure at a place."),
    ] = "lost",
    floor: Annotated[
        list[str] | None,
        typer.Option(metavar="PATH=LEAST", help="A least capacity, or a target to be met first; its price is told."),
    ] = None,
    set_: Set = None,
    replications: Annotated[
        int, typer.Option(min=2, max=10_000, help="Runs of each choice, where none is exact.")
    ] = 50,
    seed: Seed = 1,
    json_: AsJson = False,
) -> None:
    """Give out beds one by one, each where it does most good, and tell what a floor for a place costs."""
    from oneplace import flow as room

    changes, floors = named_values(set_ or [], "--set"), named_values(floor or [], "--floor")
    with progress("giving out beds") as bar:
        made = room.allocate(
            room.read(pathway), beds, among, lower=lower, floors=floors, scenario=changes or None, seed=seed,
            replications=replications, progress=bar,
        )  # fmt: skip
    print_json(_allocation(made)) if json_ else _print_allocation(made)


def _least(found: Least) -> dict[str, Any]:
    return {
        "pathway": found.pathway.id,
        "path": found.path,
        "target": found.target.text,
        "least": found.least,
        "undecided": found.undecided,
        "searched": found.searched,
        "formula": found.formula,
        "sentence": found.sentence,
        "notes": found.notes,
        "trials": found.rows(),
    }


def _print_least(found: Least) -> None:
    out.print(found.sentence, markup=False)
    unit = found.target.unit
    table = []
    for trial in found.trials:
        mean = number(trial.mean, unit) if math.isfinite(trial.mean) else "grows without end"
        judged = limits(trial.lower, trial.upper, unit) if trial.replications else ""
        runs = str(trial.replications) if trial.replications else "exact" if math.isfinite(trial.mean) else ""
        table.append((f"{trial.capacity:,}", trial.verdict, mean, judged, runs))
    print_table((found.noun.capitalize(), "Target", "Mean", "Judged by", "Runs"), table)
    for note in found.notes:
        out.print(note, markup=False)
    if not found.formula:
        out.print(
            "A capacity is called met or not met only where the one-sided 95% limit of its mean, made wider for "
            "looking several times, is on that side of the target.",
            markup=False,
        )


def _value(value: Value) -> dict[str, float]:
    return {"mean": value.mean, "lower": value.lower, "upper": value.upper}


def _allocation(made: Allocation) -> dict[str, Any]:
    return {
        "pathway": made.pathway.id,
        "lowers": made.measure,
        "unit": made.unit,
        "exact": made.formula,
        "steps": made.rows(),
        "capacities": dict(made.capacities),
        "benefit": _value(made.benefit),
        "floors": [{"path": price.path, "least": price.least, "price": _value(price.loss)} for price in made.floors],
    }


def _print_allocation(made: Allocation) -> None:
    file = made.pathway.file
    how = "exact, by formula" if made.formula else "paired runs, 95% limits"
    out.print(
        f"What each bed lowers: {made.measure}, {made.unit} in {plainly(file.run / 86_400)} days ({how}).",
        markup=False,
    )
    table = [
        (
            row["bed"],
            row["goes_to"].split(".")[1],
            f"{row['capacity']:,}",
            _number(row["benefit"], made.unit),
            limits(row["lower"], row["upper"], made.unit),
            ", ".join(path.split(".")[1] for path in row["as_good"]),
        )
        for row in made.rows()
    ]
    print_table(("Bed", "Goes to", "Then has", "Lowers by", "95% limits", "As good"), table)
    out.print(f"Together: {_number(made.benefit.mean, made.unit)}{_limits(made.benefit, made.unit)}.", markup=False)
    for price in made.floors:
        out.print(
            f"The price of at least {price.least:,} for {price.path}: {_number(price.loss.mean, made.unit)} more"
            f"{_limits(price.loss, made.unit)}.",
            markup=False,
        )


def _number(value: float, unit: str) -> str:
    return number(value, unit) if math.isfinite(value) else "a queue that grows without end"


def _limits(value: Value, unit: str) -> str:
    said = limits(value.lower, value.upper, unit)
    return f" ({said})" if said else ""
