"""``oneplace opendata``: publishers' figures renewed, told first and taken when one says so."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from oneplace.cli.show import err, out, print_json, print_problems
from oneplace.problems import OneplaceError

if TYPE_CHECKING:
    from oneplace.place import Place
    from oneplace.record.opendata import Update

opendata = typer.Typer(help="Publishers' figures: see what is newer, and take it.", no_args_is_help=True)


@opendata.callback()
def _opendata() -> None:
    """Publishers' figures: see what is newer, and take it."""


@opendata.command()
def update(
    dataset: Annotated[str | None, typer.Argument(metavar="[DATASET]", help="Its id; all that can be fetched.")] = None,
    place: Annotated[Path, typer.Option(help="The place's folder.")] = Path(),
    file: Annotated[
        Path | None, typer.Option(help="The publisher's file, fetched by hand: nothing is sent for.")
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Take it. Else it is only told what would change.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")] = False,
) -> None:
    """Fetch newer figures from their publisher's address; tell what is new, revised or gone before taking them."""
    from oneplace import place as places

    if file is not None and dataset is None:
        raise typer.BadParameter("Say which dataset the file is of.", param_hint="DATASET")
    found = places.read(place)
    wanted = [dataset] if dataset else _fetched(found, quiet=json_)
    made, failed = [], False
    for each in wanted:
        try:
            made.append(_update(found, each, file, accept))
        except OneplaceError as error:
            if dataset:
                raise
            print_problems(error.problems, to=err)
            failed = True
    if json_:
        print_json([asdict(each) for each in made])
    else:
        for renewed in made:
            _print(renewed)
    raise typer.Exit(1 if failed else 0)


def _update(found: Place, dataset: str, file: Path | None, accept: bool) -> Update:
    from oneplace.record import opendata as data

    return data.update(found, dataset, file=file, accept=accept, on=datetime.now(UTC).date())


def _fetched(found: Place, *, quiet: bool) -> list[str]:
    """The datasets of the place's measures that have an address; how each can be had is printed."""
    from oneplace.record import opendata as data

    asked = {getattr(each.compute, "dataset", None) for each in found.measures.values()}
    known = {key: entry for key, entry in data.all_of(found).items() if key in asked}
    for key, entry in sorted(known.items()):
        if quiet:
            continue
        if entry.fetch:
            how = f"{entry.fetch.address} (layout {entry.fetch.layout_is}; {_tried(entry.fetch.tried)})"
        else:
            how = f"by --file, from {entry.address or entry.page or entry.publisher}"
        out.print(f"{key}: {entry.vintage}. {how}", markup=False)
    return sorted(key for key, entry in known.items() if entry.fetch)


def _tried(on: str) -> str:
    return on if on == "not tried" else f"reached on {on}"


def _print(made: Update) -> None:
    from oneplace.vocabulary.wording import count_words

    since = f", {made.newest_before} before" if made.newest_before not in (None, made.newest) else ""
    out.print(f"{made.title} ({made.dataset}): the newest period is {made.newest}{since}.", markup=False)
    counted = (
        count_words(made.new, "figure is new", "figures are new"),
        count_words(made.revised, "was revised", "were revised"),
        count_words(made.gone, "is gone", "are gone"),
    )
    out.print(f"  {'; '.join(counted)}.", markup=False)
    for each in made.largest:
        out.print(f"  {each.what}: {each.before:.10g}, now {each.now:.10g}", markup=False)
    if made.headline:
        out.print(f"  Headline: {made.headline}", markup=False)
    if made.taken:
        out.print("  Taken: the next run tells which measures it changes.", markup=False)
    else:
        out.print("  Nothing was changed. Take it with --accept.", markup=False)
