"""``oneplace omop``: the record as tables of the OMOP common data model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from oneplace.cli.show import out, print_rows, steps


def omop(
    folder: Annotated[Path, typer.Argument(metavar="PLACE", help="The place's folder.")],
    into: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder for the tables.")],
    concepts: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The model's table of concepts (CONCEPT.csv), if you have it.")
    ] = None,
    purpose: Annotated[
        str, typer.Option(metavar="ID", help="A purpose that sources.yaml declares: only what it gives is written.")
    ] = "planning",
    by: Annotated[str, typer.Option(metavar="WHO", help="With --purpose: who of those it names will use them.")] = "",
) -> None:
    """Write the linked record as tables of the OMOP common data model 5.4 (Parquet), without who opted out.

    These are rows about people: keep them as you keep the record. Names, NHS numbers and addresses are not among them.
    """
    from oneplace import place, record
    from oneplace import run as pipeline

    with steps() as report:
        done = pipeline.load(folder, report=report)
    sources = place.of_record(folder).sources
    assert sources is not None, "a place without sources has no record"  # noqa: S101
    written = record.write_omop(done.folder, into, as_at=sources.as_at, concepts=concepts, purpose=purpose, by=by)
    print_rows([{"table": name, "rows": f"{rows:,}"} for name, rows in written.rows.items()])
    if written.without_birth:
        out.print(f"{written.without_birth:,} people have no birth date, which the model needs: they are in no table.")
    if written.without_period:
        out.print(
            f"{written.without_period:,} people have no observation period: they are on no practice's list and not "
            "known to live here. Programs that read the model mostly leave them out."
        )
    if concepts is None:
        out.print("Codes are the sources' own, without concepts: give CONCEPT.csv with --concepts to have them beside.")
    out.print(f"Wrote {into}. These are rows about people: keep them as you keep the record.", markup=False)
