"""The place's directory of postcodes, in the layout of the national ones, and what somebody may type to look in it.

Read are the ONS Postcode Directory and the National Statistics Postcode Lookup of any edition with areas of Census 2021
(from November 2022): columns ``pcds``, ``lsoa21`` or ``lsoa21cd``, ``doterm``, and the ward's (``osward``, ``ward`` or
``wd25cd`` of any year).
"""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TextIO

from oneplace.place.inside import inside
from oneplace.place.place_file import PostcodeFile
from oneplace.problems import OneplaceError

_OUTWARD, _SECTOR, _UNIT = "(?P<outward>(?!A[0-9])[A-Z]{1,2}[0-9][0-9A-Z]?)", "(?P<sector>[0-9])", "(?P<unit>[A-Z]{2})"
_SPACED = re.compile(f"{_OUTWARD} {_SECTOR}{_UNIT}?")
_WHOLE = re.compile(f"{_OUTWARD}{_SECTOR}{_UNIT}")
_BEGUN = re.compile(f"{_OUTWARD}{_SECTOR}?(?P<unit>)")
_REAL_OUTWARD = re.compile(r"[A-PR-UWYZ]([0-9]{1,2}|[A-HK-Y][0-9]{1,2}|[0-9][A-HJKPS-UW]|[A-HK-Y][0-9][ABEHMNPRV-Y])")
_REAL_INWARD = re.compile(r"[0-9][ABD-HJLNP-UW-Z]{2}")
_LSOA = re.compile(r"lsoa21(cd)?")
_WARD = re.compile(r"osward|ward|wd\d\dcd")


@dataclass(frozen=True)
class Postcode:
    """A postcode, its neighbourhood (LSOA 2021) and ward by their codes, and since when it is out of use (YYYYMM)."""

    written: str
    lsoa21: str
    ward: str
    ended: str


@dataclass(frozen=True)
class Typed:
    """What somebody typed that has the shape of a postcode or of its beginning: ``SO14``, ``SO14 7`` or all of it."""

    outward: str
    sector: str
    unit: str

    @property
    def is_whole(self) -> bool:
        """Whether it is a whole postcode."""
        return bool(self.unit)

    @property
    def is_real(self) -> bool:
        """Whether a real postcode may have this form: each part has letters that the other kind never has."""
        inward = not self.unit or _REAL_INWARD.fullmatch(self.sector + self.unit)
        return bool(_REAL_OUTWARD.fullmatch(self.outward) and inward)

    def __str__(self) -> str:
        return f"{self.outward} {self.sector}{self.unit}".strip()


class Directory:
    """The postcodes of a place."""

    def __init__(self, postcodes: Sequence[Postcode]) -> None:
        self._by_code = {_compact(item.written): item for item in postcodes}
        self._by_part: dict[str, list[Postcode]] = {}
        for item in postcodes:
            outward, _, inward = item.written.partition(" ")
            for part in (outward, f"{outward} {inward[:1]}"):
                self._by_part.setdefault(part, []).append(item)

    def __len__(self) -> int:
        return len(self._by_code)

    def find(self, typed: Typed) -> list[Postcode]:
        """The postcode itself, or all that begin so; none where the directory doesn't have it."""
        if typed.is_whole:
            found = self._by_code.get(_compact(str(typed)))
            return [found] if found else []
        return self._by_part.get(str(typed), [])


def typed(text: str) -> Typed | None:
    """What was typed as a postcode or its beginning, in any case and spacing; None where it has no such shape.

    ``so147`` is read as ``SO14 7``: a district has at most two figures, so a third begins the second part.
    No area of postcodes is called A alone: the A33 is a road.
    """
    parts = text.upper().split()
    found = _SPACED.fullmatch(" ".join(parts)) if len(parts) == 2 else None
    found = found or _WHOLE.fullmatch("".join(parts)) or _BEGUN.fullmatch("".join(parts))
    return Typed(found["outward"], found["sector"] or "", found["unit"] or "") if found else None


def directory(root: Path, named: PostcodeFile) -> Directory:
    """The directory that ``place.yaml`` names. Raises ``OneplaceError`` with what is wrong, where, how to mend it."""
    path = inside(root, root / named.file)
    if not path.is_file():
        mend = "Put the file there, or take `postcodes` out of place.yaml: the site then offers wards and a map."
        raise OneplaceError.at(path, "is not there, though place.yaml names it.", mend, code="F01")
    return _read(path, path.stat().st_mtime_ns, named.made_up)


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int, made_up: bool) -> Directory:
    try:
        with opened(path) as file:
            found = list(_rows(path, csv.DictReader(file)))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise OneplaceError.at(path, f"can't be read ({error}).", "Fetch it again from its publisher.") from error
    for number, item in enumerate(found, 2):
        shape = typed(item.written)
        if shape is None or not shape.is_whole:
            raise OneplaceError.at(path, f"{item.written!r} is no postcode.", "Write it as `SO14 7LY`.", line=number)
        if made_up and shape.is_real:
            mend = "Give it a first letter Q, V or X, or a last one out of C, I, K, M, O and V: no real one has them."
            raise OneplaceError.at(path, f"{item.written} may be real, in a made-up directory.", mend, line=number)
    return Directory(found)


@contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    """A publisher's CSV, packed or not, for reading."""
    how = gzip.open if path.suffix == ".gz" else open
    with how(path, "rt", encoding="utf-8-sig", newline="") as file:
        yield file


def _rows(path: Path, reader: csv.DictReader[str]) -> Iterator[Postcode]:
    names = [name.lower() for name in reader.fieldnames or ()]
    reader.fieldnames = names
    lsoa = next((name for name in names if _LSOA.fullmatch(name)), None)
    ward = next((name for name in names if _WARD.fullmatch(name)), "")
    if "pcds" not in names or lsoa is None:
        mend = "Take the ONS Postcode Directory or the National Statistics Postcode Lookup of November 2022 or later."
        raise OneplaceError.at(path, "lacks the column `pcds` or `lsoa21` (`lsoa21cd`).", mend, line=1)
    for row in reader:
        if row["pcds"] and row[lsoa]:
            yield Postcode(row["pcds"].strip(), row[lsoa], row.get(ward) or "", row.get("doterm") or "")


def _compact(text: str) -> str:
    return "".join(text.split()).upper()
