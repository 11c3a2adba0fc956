"""``oneplace links``: the doubtful pairs that linkage holds apart, looked at and answered by people."""

from __future__ import annotations

import getpass
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from oneplace.cli.show import err, out, print_json, print_rows

if TYPE_CHECKING:
    from oneplace.record import Pair

links = typer.Typer(help="Look at doubtful links of people's records, and answer them.", no_args_is_help=True)

PlaceFolder = Annotated[Path, typer.Argument(metavar="PLACE", help="The place's folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]


class Word(StrEnum):
    """What may be answered."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@links.command()
def review(
    folder: PlaceFolder,
    pair: Annotated[
        list[str] | None, typer.Argument(metavar="[PAIR]", help="One pair, by its code or by its two records.")
    ] = None,
    json_: AsJson = False,
) -> None:
    """List the open pairs, likeliest first, without names; or show what both sides of one say. It shows identities."""
    from oneplace import run as pipeline

    if pair:
        _show(folder, _pair(folder, pair), as_json=json_)
        return
    rows = [
        {
            "pair": each.id,
            "one": each.pair[0][0],
            "other": each.pair[1][0],
            "model": each.likely,
            "why apart": each.held_apart,
            "what agrees": each.evidence,
            "said": "; ".join(said.brief for said in each.answers),
        }
        for each in pipeline.links.doubts(folder)
    ]
    nothing = "No pair is open: of every two records it is settled whether they are one person's."
    print_json(rows) if json_ else print_rows(rows, nothing=nothing)


def _show(folder: Path, pair: Pair, *, as_json: bool) -> None:
    from oneplace import run as pipeline

    sides = pipeline.links.sides(folder, pair)
    one, other = (
        {"record": ":".join(side.record), **side.said, "other records": ", ".join(map(":".join, side.others))}
        for side in sides
    )
    rows: list[dict[str, Any]] = [
        {"field": name.replace("_", " "), "one": one[name] or "", "other": other[name] or ""} for name in one
    ]
    said = [each.words for each in pipeline.links.answers(folder) if each.pair == pair]
    if as_json:
        print_json({"one": one, "other": other, "answers": said})
        return
    print_rows(rows)
    _say(said)


@links.command()
def answer(
    folder: PlaceFolder,
    said: Annotated[Word, typer.Argument(metavar="ANSWER", help="same, different or unsure.")],
    pair: Annotated[list[str], typer.Argument(metavar="PAIR", help="Its code, or two records as source:id source:id.")],
    *,
    why: Annotated[str, typer.Option(help="What shows it, for whoever reads the history.")],
    by: Annotated[str | None, typer.Option(help="Who says it; the user of this machine if left out.")] = None,
    instead: Annotated[bool, typer.Option("--instead", help="In the place of what was said of it before.")] = False,
) -> None:
    """Say that a pair is one person, or two. It is kept for good, and counts from the next load on."""
    from oneplace import record
    from oneplace import run as pipeline

    named = _pair(folder, pair)
    before = [each for each in pipeline.links.answers(folder) if each.pair == named] if instead else []
    given = pipeline.links.answer(
        folder,
        named,
        record.Said(said.value),
        by=by or getpass.getuser(),
        reason=why,
        instead_of=[each.id for each in before],
    )
    load = f"`oneplace load {folder}`"
    out.print(f"Kept: {given.words} It counts from the next load on ({load}).", markup=False)
    if numbers := pipeline.links.numbers_joined(folder, given):
        warning = f"With what was said of other pairs, records with {numbers} different NHS numbers become one person."
        err.print(f"{warning} If they are not, answer again with --instead before the load.", style="yellow")
    replaced = [each for each in before if each.id in given.instead_of.split()]
    for told, others in (
        ("In its place no more", replaced),
        ("Beside it stands", pipeline.links.beside(folder, given)),
    ):
        for each in others:
            out.print(f"{told}: {each.words}", markup=False)


@links.command()
def export(folder: PlaceFolder, file: Annotated[Path, typer.Argument(help="A new file.")]) -> None:
    """Write every answer to a file that names people's records: CSV, or encrypted (.parquet) where there is a key."""
    from oneplace import run as pipeline

    count = pipeline.links.export_answers(folder, file)
    out.print(f"{file} has {count} answers." if count else "Nothing was answered yet.", markup=False)


@links.command("import")
def import_(folder: PlaceFolder, file: Annotated[Path, typer.Argument(help="What `export` wrote.")]) -> None:
    """Add the answers of a file; contradictions are told, and join nobody. Exits with 1 where there are any."""
    from oneplace import run as pipeline

    done = pipeline.links.import_answers(folder, file)
    out.print(f"{done.added} answers were added.", markup=False)
    _say(f"In its place no more: {each.words}" for each in done.replaced)
    if done.contradicted:
        err.print("They contradict what was said before; until one is replaced these are held apart:", style="yellow")
        _say(done.contradicted)
        raise typer.Exit(1)


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        out.print(line, markup=False)


def _pair(folder: Path, named: list[str]) -> Pair:
    """A pair of the queue by its code, or two records."""
    from oneplace import record
    from oneplace import run as pipeline

    if len(named) == 1:
        return pipeline.links.doubt(folder, named[0]).pair
    records = [(source, key) for source, colon, key in (each.partition(":") for each in named) if colon and key]
    if len(named) != 2 or len(records) != 2:
        raise typer.BadParameter("name a pair by its code, or two records as source:id source:id.", param_hint="PAIR")
    return record.pair_of(*records)
