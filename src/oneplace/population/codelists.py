"""Reading a place's code lists: ``codelists/<name>.csv`` with the columns code, term, code_system."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from oneplace.place import Codes, inside
from oneplace.problems import OneplaceError

_ENDINGS = {"icd10": True, "snomed": False, "opcs4": True, "dmd": False, "local": False}
_MEND = "A code list is a CSV file with the columns code, term and code_system."


def read_codelists(folder: Path, names: Iterable[str]) -> dict[str, Codes]:
    """The lists of these names; a missing or faulty one is refused.

    ICD-10 and OPCS-4 codes are written without dot and stand for all codes that begin with them.
    """
    return {name: _read(inside(folder, folder / "codelists" / f"{name}.csv")) for name in sorted(set(names))}


def _read(path: Path) -> Codes:
    try:
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
    except FileNotFoundError:
        raise OneplaceError.at(path, "is asked for by a measure, but isn't there.", _MEND) from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise OneplaceError.at(path, f"can't be read ({error}).", _MEND) from None
    exact: list[str] = []
    prefixes: list[str] = []
    for line, row in enumerate(rows, start=2):
        code, system = (row.get("code") or "").strip(), (row.get("code_system") or "").strip()
        if not code or system not in _ENDINGS:
            message = f"has no code, or a code system ('{system}') that isn't one of {', '.join(_ENDINGS)}."
            raise OneplaceError.at(path, message, _MEND, line=line)
        (prefixes if _ENDINGS[system] else exact).append(code.replace(".", "") if _ENDINGS[system] else code)
    if not rows:
        raise OneplaceError.at(path, "holds no code.", _MEND)
    return Codes(tuple(sorted(set(exact))), tuple(sorted(set(prefixes))))
