"""``oneplace sources``: what helps to declare what partners send."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from oneplace.cli import ready
from oneplace.cli.show import out, print_json, print_rows

sources = typer.Typer(help="What helps to declare what partners send.", no_args_is_help=True)


sources.command("list")(ready.list_)
sources.command("add")(ready.add)


@sources.callback()
def _sources() -> None:
    """What helps to declare what partners send."""


@sources.command()
def views(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="Where to copy them; without one they are listed.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")] = False,
) -> None:
    """List the FHIR views that ship, or copy their SQL-on-FHIR definitions into a folder (what is there stays)."""
    from oneplace import fhir
    from oneplace.vocabulary.wording import count_words

    if folder is None:
        shipped = [(name, fhir.shipped(name)) for name in fhir.names()]
        lines = [
            {"view": name, "resource": view.resource, "columns": ", ".join(column.name for column in view.columns)}
            for name, view in shipped
        ]
        (print_json if json_ else print_rows)(lines)
        return
    made = fhir.export(folder)
    stayed = sorted({f"{name}.json" for name in fhir.names()} - {path.name for path in made})
    if json_:
        print_json({"made": [path.name for path in made], "stayed": stayed})
        return
    out.print(f"Wrote {count_words(len(made), 'view definition')} into {folder}.", markup=False)
    if stayed:
        out.print(f"As they were there already, left as they are: {', '.join(stayed)}.", markup=False)


@sources.command()
def propose(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files that one partner sent.")],
    source: Annotated[str, typer.Option(help="The partner's id: the folder of its files.")] = "partner",
    partner: Annotated[str, typer.Option(help="The partner's name.")] = "not known",
) -> None:
    """Propose a sources.yaml from files' headers and first rows, to be corrected: `… propose *.csv > sources.yaml`."""
    from oneplace.record.proposing import draft

    text = draft(files, source=source, partner=partner, as_at=datetime.now(UTC).date())
    typer.echo(text, nl=False)
