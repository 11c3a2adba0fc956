"""What the commands say when they are done."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

from oneplace.cli.show import err, out, print_rows

if TYPE_CHECKING:
    from oneplace.founding import Founded
    from oneplace.run import RunReport


def print_founded(folder: Path, made: Founded) -> None:
    """What a place made of an area holds, and what to do with it."""
    from oneplace.vocabulary.wording import count_words, list_words

    told = f"{len(made.measures)} measures, {len(made.with_gaps)} of them by group of people"
    out.print(f"Made {folder} for {made.name} ({made.code}) with {told}.", markup=False)
    out.print(f"Compared with {list_words(made.comparators)}. Partners: {list_words(made.partners)}.", markup=False)
    if made.not_held:
        lacking = count_words(len(made.not_held), "measure")
        out.print(f"Held for other areas only: {lacking}; {folder / 'README.md'} lists them.", markup=False)
    where = quote(str(folder))
    out.print(f"Read it with `oneplace check {where}`, make its numbers with `oneplace run {where}`.", markup=False)


def print_run(made: RunReport) -> None:
    """How long each step took, and what the run found."""
    from oneplace import results
    from oneplace import run as pipeline

    steps = ", ".join(f"{step} {seconds:.1f} s" for step, seconds in made.seconds.items()) or "nothing had changed"
    out.print(f"Run {made.run.id}: {steps}.", markup=False)
    for note in made.notes:
        err.print(note, style="yellow", markup=False)
    out.print(pipeline.summary(made.run), markup=False)
    if words := pipeline.held(results.read(made.run.results)["provenance"].to_pylist()):
        out.print(words, markup=False)


def print_loaded(found: dict[str, Any]) -> None:
    """What was read, set aside, linked and not declared."""
    made = "Made" if found["new"] else "Nothing had changed: the record is"
    out.print(f"{made} {found['folder']}.", markup=False)
    for note in found["notes"]:
        err.print(note, style="yellow", markup=False)
    out.print(f"{found['rows_read']:,} rows read, {found['rows_set_aside']:,} set aside (see rejects/).")
    print_rows([{"table": name, "rows": f"{rows:,}"} for name, rows in found["rows"].items()])
    if found["linked"]:
        print_rows([{"linked by": name, "records": f"{rows:,}"} for name, rows in found["linked"].items()])
    if found["to_look_at"]:
        out.print("To look at, from the record's quality.parquet and data_tests.parquet:", markup=False)
        print_rows(found["to_look_at"])
    for name in found["not_declared"]:
        out.print(f"Not read: {name}. No dataset of sources.yaml declares it.", markup=False)
    if found["linkage"]:
        print_rows(found["linkage"])


def print_explanation(explained: dict[str, Any]) -> None:
    """Each part of an explanation below its heading."""
    for name, value in explained.items():
        out.print(f"\n[bold]{name.replace('_', ' ').capitalize()}[/bold]")
        out.print(str(value), markup=False)
