"""``oneplace growth``: the beds that will be needed, step by step what drives them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from oneplace.cli.show import named_values, out, print_json, print_table

if TYPE_CHECKING:
    from oneplace.flow import BedsNeeded


def growth(  # noqa: PLR0917 - the options of a command
    pathway: Annotated[Path, typer.Argument(metavar="PATHWAY", help="A pathway file with `growth`.")],
    year: Annotated[int | None, typer.Option(help="Which year; the last of `growth` if left out.")] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="Change a quantity first.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same limits.")] = 1,
    csv: Annotated[Path | None, typer.Option(help="Write the steps of every year up to it here, as CSV.")] = None,
    chart: Annotated[Path | None, typer.Option(help="Draw the steps of --place here, as .svg or .png.")] = None,
    place: Annotated[str | None, typer.Option(help="Whose steps are drawn; else the first’s.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")] = False,
) -> None:
    """Say how many beds will be needed, step by step: people, growth beyond, mitigations, and room to spare."""
    from oneplace import flow as room
    from oneplace.cli import flow_results as results
    from oneplace.cli.pictures import write_pictures

    read = room.apply(room.read(pathway), named_values(set_ or [], "--set") or None)
    found = room.beds_needed(read, year, seed=seed)
    if csv:
        years = range(found.first_year, found.year + 1)
        results.write_csv([row for one in years for row in room.beds_needed(read, one, seed=seed).rows()], csv)
    if chart:
        write_pictures([room.growth_chart(found, place or found.places[0], "growth")], pathway.name, chart)
    print_json(found.rows()) if json_ else _print(found)


def _print(found: BedsNeeded) -> None:
    from oneplace import flow as room

    rows = found.rows()
    limits = any(row["lower"] != row["upper"] for row in rows)
    for place in found.places:
        steps = [row for row in rows if row["place"] == place]
        out.print(f"{place}: beds in {found.year}", markup=False)
        print_table(
            ("Step", "Change", "Beds after it", *(("19 times in 20",) if limits else ())),
            [
                (
                    room.step_name(found, row["step"]),
                    "" if row["step"] == steps[0]["step"] else f"{row['change']:+,.1f}",
                    f"{row['beds']:,.1f}",
                    *((f"{row['lower']:,.1f} to {row['upper']:,.1f}",) if limits else ()),
                )
                for row in steps
            ],
        )
        out.print(room.growth_words(found, place), markup=False)
