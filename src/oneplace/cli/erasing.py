"""``oneplace prune`` and ``oneplace forget``: what is kept no longer."""

from __future__ import annotations

import getpass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from oneplace.cli.day import METAVAR, read_day
from oneplace.cli.show import err, out, print_json, print_rows
from oneplace.vocabulary.wording import day_words

PlaceFolder = Annotated[Path, typer.Argument(metavar="PLACE", help="The place's folder.")]
By = Annotated[str | None, typer.Option(help="Who does it; the user of this machine if left out.")]


def prune(
    folder: PlaceFolder,
    as_of: Annotated[
        date | None, typer.Option(parser=read_day, metavar=METAVAR, help="The day it is judged by; today if left out.")
    ] = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Remove it. Without, it is only listed.")] = False,
    by: By = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")] = False,
) -> None:
    """List old records, runs and extracts beyond what place.yaml keeps (`retention`); remove them with --yes."""
    from oneplace import run as pipeline

    day = as_of or datetime.now(UTC).date()
    found = pipeline.erasing.old(folder, day)
    if yes:  # what a killed load or removal left goes even where nothing is old
        pipeline.erasing.prune(folder, found, by=by or getpass.getuser())
    rows = [{"what": each.kind, "which": each.name, "why": each.because} for each in found]
    if json_:
        print_json(rows)
        return
    if not found:
        none = f"Nothing is older than place.yaml (`retention`) says, judged by {day_words(day)}."
        out.print(f"{none} What it does not say is kept.", markup=False)
        return
    print_rows(rows)
    told = "Removed, and noted in var/erased.jsonl." if yes else "Nothing was removed yet: say --yes to remove these."
    out.print(f"Judged by {day_words(day)}. {told}", markup=False)


def forget(
    folder: PlaceFolder,
    *,
    why: Annotated[str, typer.Option(help="The reason, for the log; name nobody in it.")],
    person: Annotated[int | None, typer.Option(metavar="ID", help="The person's id in the record.")] = None,
    number: Annotated[str | None, typer.Option(help="Their NHS number.")] = None,
    undo: Annotated[
        str | None, typer.Option(metavar="NAME", help="Let in again whom the log calls so; --why says why.")
    ] = None,
    by: By = None,
) -> None:
    """Erase a person from the record and keep them out of every later one. Past results and packs stay."""
    from oneplace import run as pipeline

    if sum(each is not None for each in (person, number, undo)) != 1:
        raise typer.BadParameter("give one of --person, --number and --undo.")
    who = by or getpass.getuser()
    if undo is not None:
        pipeline.erasing.let_in(folder, undo, by=who, why=why)
        out.print(f"{undo} is let in again, from the next load on.", markup=False)
        return
    done = pipeline.erasing.forget(folder, person=person, number=number, by=who, why=why)
    out.print(
        f"Erased. The log calls it {done.id}, and names nobody. {len(done.gone)} past records went.", markup=False
    )
    out.print(f"`oneplace run {folder}` makes a run without them; until then the last one is served.", markup=False)
    if done.files is None:
        err.print(
            "It was begun before, and is ended now. Which files still tell of the person is known no more, nor whether "
            "somebody else in the record may be the same person."
        )
    elif done.files:
        err.print("These files still tell of the person. Each load leaves those rows out; ask for new ones:")
        for file in done.files:
            err.print(f"  data/extracts/{file}", markup=False)
    if done.alike:
        err.print("These may be the same person, and nobody has said that they are not. What is known of them stays:")
        for other in done.alike:
            err.print(f"  {other}: `oneplace forget {folder} --person {other} --why …` erases them too", markup=False)
    err.print("Backups, and copies of packs that were handed on, are yours to look after.")
