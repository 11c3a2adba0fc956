"""``oneplace opendata``: publishers' figures renewed, told first and taken when one says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from oneplace.cli.day import METAVAR, read_day
from oneplace.cli.show import err, out, print_json, print_problems, print_rows
from oneplace.problems import OneplaceError
from oneplace.vocabulary.wording import plainly

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


@opendata.command()
def due(
    place: Annotated[Path, typer.Option(help="The place's folder.")] = Path(),
    late: Annotated[bool, typer.Option("--late", help="Only what is overdue.")] = False,
    as_of: Annotated[
        date | None,
        typer.Option(parser=read_day, metavar=METAVAR, help="The day on which it is late; the run's own if left out."),
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")] = False,
) -> None:
    """List when each measure's next value should be here and why then, by the newest run; what is overdue first."""
    from oneplace import place as places
    from oneplace import report, results
    from oneplace import run as runs

    found, served = places.read(place), runs.current(place)
    lines = report.due(report.RunReport(found, results.read(served.results), served.manifest), as_of)
    rows = [
        {
            "measure": one.measure.id,
            "newest": one.newest,
            "next due by": one.on.isoformat() if one.on else "",
            "overdue": "yes" if one.late else "",
            "why": one.why,
            "from": one.sources,
        }
        for one in lines
        if one.late or not late
    ]
    rows += [] if late else list(_asked_by_none(found))
    if json_:
        print_json(rows)
    else:
        print_rows(rows, nothing="No measure is overdue." if late else "No measure is asked for or has a value.")


def _asked_by_none(found: Place) -> Iterator[dict[str, str]]:
    """The place's own datasets that no measure asks for: nothing tells when the next figure comes."""
    from oneplace.record import opendata as data

    asked = {getattr(each.compute, "dataset", None) for each in found.measures.values()}
    for key, entry in found.datasets.items():
        if key not in asked:
            newest = max(data.whole(entry, found.root).to_pylist(), key=lambda row: row["period_end"], default=None)
            label = newest["period_label"] if newest else ""
            why = "no measure asks for it, so nothing says how often it comes"
            yield {"measure": "", "newest": label, "next due by": "", "overdue": "", "why": why, "from": key}


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
        out.print(f"  {each.what}: {plainly(each.before, 10)}, now {plainly(each.now, 10)}", markup=False)
    if made.headline:
        out.print(f"  Headline: {made.headline}", markup=False)
    if made.taken:
        out.print("  Taken: the next run tells which measures it changes.", markup=False)
    else:
        out.print("  Nothing was changed. Take it with --accept.", markup=False)
