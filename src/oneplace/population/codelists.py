"""Reading a place's code lists: ``codelists/<name>.csv`` with the columns code and code_system, and others beside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from oneplace import sheets
from oneplace.place import Codes, inside
from oneplace.problems import OneplaceError

_ENDINGS = {"icd10": True, "snomed": False, "opcs4": True, "dmd": False, "local": False}
_COLUMNS = ("code", "code_system")
_SHORTENED = re.compile(r"\d([.,]\d+)?E\+?\d+", re.IGNORECASE)
_MEND = "A code list is a table with the columns code and code_system, and term for who reads it."
_MEND_SYSTEM = (
    f"Add it, with one of {', '.join(_ENDINGS)} in every row. A list as OpenCodelists gives it has none: its page "
    "there says of which its codes are."
)


def read_codelists(folder: Path, names: Iterable[str]) -> dict[str, Codes]:
    """The lists of these names; a missing or faulty one is refused.

    ICD-10 and OPCS-4 codes are written without dot and stand for all codes that begin with them.
    """
    return {name: _read(inside(folder, folder / "codelists" / f"{name}.csv")) for name in sorted(set(names))}


def _read(path: Path) -> Codes:
    if not path.is_file():
        raise OneplaceError.at(path, "is asked for by a measure, but isn't there.", _MEND)
    table = sheets.read(path, _COLUMNS)
    if "code" in table.columns and "code_system" not in table.columns:
        raise OneplaceError.at(path, "there is no column 'code_system'.", _MEND_SYSTEM)
    table.need(*_COLUMNS)
    if not len(table):
        raise OneplaceError.at(path, "holds no code.", _MEND)
    codes, systems = (list(map(column.texts.__getitem__, column.code)) for column in map(table.coded, _COLUMNS))
    rows = list(enumerate(zip(codes, systems, strict=True)))
    table.refuse((row for row, (code, _) in rows if not code), "code", lambda _: ("has no code.", _MEND))
    table.refuse((row for row, (code, _) in rows if _SHORTENED.fullmatch(code)), "code", lambda row: _lost(codes[row]))
    table.refuse(
        (row for row, (_, system) in rows if system not in _ENDINGS),
        "code_system",
        lambda row: (f"'{systems[row]}' isn't one of {', '.join(_ENDINGS)}.", _MEND),
    )
    whole = {code for _, (code, system) in rows if not _ENDINGS[system]}
    beginnings = {code.replace(".", "") for _, (code, system) in rows if _ENDINGS[system]}
    return Codes(tuple(sorted(whole)), tuple(sorted(beginnings)))


def _lost(code: str) -> tuple[str, str]:
    mend = "Take the list once more from where it came, and have its codes read as text."
    return f"{code} is what a spreadsheet makes of a long code; its digits are lost.", mend
