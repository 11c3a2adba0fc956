"""``oneplace delivery export`` and ``import``, ``backup`` and ``restore``: what happened and the store, as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from oneplace.cli.delivery import delivery
from oneplace.cli.show import out
from oneplace.vocabulary.wording import count_words

PlaceFolder = Annotated[Path, typer.Argument(metavar="PLACE", help="The place's folder.")]


@delivery.command()
def export(folder: PlaceFolder) -> None:
    """Write what happened to delivery/record.jsonl, and papers beside it; writes over nothing unknown."""
    from oneplace.web import export_record

    path, count = export_record(folder, papers=True)
    out.print(
        f"{path} has {count_words(count, 'entry', 'entries')}." if count else "Nothing was recorded yet.", markup=False
    )


@delivery.command("import")
def import_(
    folder: PlaceFolder,
    file: Annotated[Path | None, typer.Argument(help="The file; the place's own if left out.")] = None,
) -> None:
    """Add a file's entries that the store lacks. A file that conflicts, or says what no form takes, is refused."""
    from oneplace.web import import_record

    added = import_record(folder, file)
    count = count_words(len(added), "entry", "entries")
    out.print(f"Added: {count}." if added else "Nothing new is in it.", markup=False)


def backup(folder: PlaceFolder, file: Annotated[Path, typer.Argument(help="A new file.")]) -> None:
    """Write the whole store to one file: accounts, trail, remarks, what happened; papers to FILE-papers.zip."""
    from oneplace.web import back_up

    out.print(f"{file} has {back_up(folder, file)} rows. It holds names and hashed passwords.", markup=False)


def restore(folder: PlaceFolder, file: Annotated[Path, typer.Argument(help="What `oneplace backup` wrote.")]) -> None:
    """Put a backup into a store that holds nothing yet, on either database."""
    from oneplace.web import restore as put_back

    out.print(f"{put_back(folder, file)} rows were put back.", markup=False)


def freeze(folder: Path) -> None:
    """Have a run take what happened as it is now: write the store's record among the place's files."""
    if (folder / "place.yaml").is_file():
        from oneplace.web import export_record, has_record

        if has_record(folder):
            export_record(folder)
