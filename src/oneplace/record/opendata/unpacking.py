"""The table in a publisher's zip: full extracts come as one file packed alone, or with notes beside it."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path, PurePosixPath

from oneplace.problems import OneplaceError
from oneplace.record.opendata import fetching

_TABLES = (".csv", ".tsv", ".csv.gz", ".xlsx", ".ods", ".parquet")
_BOOKS = ("[Content_Types].xml", "mimetype")
"""By these an archive is itself a workbook of Excel or OpenDocument."""
_ZIP, _CHUNK = (b"PK\x03\x04", b"PK\x05\x06"), 1 << 20


def unpacked(got: Path, folder: Path) -> Path:
    """``got`` as it is, or of an archive the one table in it, written into ``folder`` under its own name.

    Raises ``OneplaceError`` for an archive that can't be read, has no table, has several, needs a password, or holds
    more than may be fetched; what is no archive, or is a workbook, is left to its reader.
    """
    with got.open("rb") as file:
        if not file.read(4).startswith(_ZIP):
            return got
    try:
        with zipfile.ZipFile(got) as archive:
            held = [one for one in archive.infolist() if not one.is_dir() and not _is_hidden(one.filename)]
            if any(one.filename in _BOOKS for one in held):
                return got
            return _written(archive, _chosen(got, held), folder, got)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        said = str(error).partition("\n")[0].rstrip(".")
        raise OneplaceError.at(got, f"is a zip archive that can't be read ({said}).", "Fetch it again.") from None


def _chosen(got: Path, held: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    tables = [one for one in held if one.filename.lower().endswith(_TABLES)]
    wanted = tables or held
    if len(wanted) == 1:
        return wanted[0]
    if not held:
        raise OneplaceError.at(got, "is a zip archive with nothing in it.", "Fetch it again.")
    names = [one.filename for one in wanted]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    what = f"is a zip archive that holds {', '.join(names[:_NAMED])}{more}."
    raise OneplaceError.at(got, what, "Unpack it, and give the one file that is wanted by `--file`.")


_NAMED = 3


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts if part != "..")


def _written(archive: zipfile.ZipFile, one: zipfile.ZipInfo, folder: Path, got: Path) -> Path:
    """Written under its last name alone: an archive may name a path that leads out of the folder."""
    if one.flag_bits & 1:
        raise OneplaceError.at(got, "needs a password to be unpacked.", "Ask its publisher for the open file.")
    into = folder / "unpacked" / PurePosixPath(one.filename.replace("\\", "/")).name
    into.parent.mkdir()
    size = 0
    with archive.open(one) as packed, into.open("wb") as file:
        while part := packed.read(_CHUNK):
            size += len(part)
            if size > fetching.MOST_BYTES:
                most = f"{fetching.MOST_BYTES / 1e6:.0f} MB"
                raise OneplaceError.at(got, f"holds a file of more than {most}.", "Unpack it, and keep what is wanted.")
            file.write(part)
    return into
