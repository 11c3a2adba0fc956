"""``oneplace sources list`` and ``add``: the ready mappings of the extracts that English services send."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from oneplace.cli.show import out, print_json, print_rows


def list_(
    json_: Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")] = False,
) -> None:
    """List the ready mappings of English extracts, and whether each layout was seen or recalled."""
    from oneplace.place import ready

    found = [(name, ready.shipped(name)) for name in ready.names()]
    if json_:
        print_json([{"name": name, **each.model_dump(exclude={"datasets", "rules"})} for name, each in found])
        return
    rows = [
        {
            "name": name,
            "of": each.title,
            "specification": f"{each.publisher}, {each.specification}, {each.version}",
            "layout": each.layout,
        }
        for name, each in found
    ]
    print_rows(rows)


def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name of `oneplace sources list`.")],
    folder: Annotated[Path, typer.Argument(metavar="[PLACE]", help="The place's folder, if not this one.")] = Path(),
    source: Annotated[
        str | None, typer.Option(help="The id of the source to add it to, and so the folder of its files.")
    ] = None,
) -> None:
    """Write a ready mapping into the place's sources.yaml; what stands there stays as it is."""
    from oneplace.place import read, ready

    place = read(folder)
    codes = [area.code for area in place.place.areas]
    made = ready.add(name, place.root, as_at=datetime.now(UTC).date(), authorities=codes, source=source)
    mapping = ready.shipped(name)
    which = ", ".join(f"{made.source}.{each}" for each in made.datasets)
    out.print(f"{'Made' if made.new_file else 'Added to'} {made.path}: {which}.", markup=False)
    out.print(f"{mapping.publisher}, {mapping.specification}, {mapping.version}.", markup=False)
    out.print(mapping.how_sure, markup=False)
    where = folder / "data" / "extracts" / made.source
    named = ", ".join(dataset.files for dataset in mapping.datasets)
    out.print(f"Put the files ({named}) into {where}, and correct what is yours:", markup=False)
    for todo in made.to_do:
        out.print(f"- {todo}", markup=False)
    out.print(f"Then `oneplace check {quote(str(folder))}` and `oneplace load {quote(str(folder))}`.", markup=False)
