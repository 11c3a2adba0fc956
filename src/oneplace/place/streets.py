"""The streets of a place, and the neighbourhoods that each runs through.

Read is a file in the layout of Ordnance Survey's AddressBase (Core, Plus or Premium as CSV): ``STREET_NAME`` or
``STREET_DESCRIPTION``, ``LOCALITY`` (or ``LOCALITY_NAME``), ``TOWN_NAME`` and ``POSTCODE`` (or ``POSTCODE_LOCATOR``).
A row is an address; of it only the street is kept. Its neighbourhood is the row's own ``LSOA21CD``, as after joining
the ONS UPRN Directory, or else that of its postcode in the place's directory of postcodes.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from oneplace.place.inside import inside
from oneplace.place.place_file import PostcodeFile, StreetFile
from oneplace.place.postcodes import Directory, directory, opened, typed
from oneplace.problems import OneplaceError

_STREET = ("street_name", "street_description")
_LOCALITY, _TOWN = ("locality", "locality_name"), ("town_name", "post_town")
_POSTCODE, _LSOA = ("postcode", "postcode_locator"), ("lsoa21cd", "lsoa21")
_WORDS = re.compile(r"[a-z0-9]+")
_NUMBER = re.compile(r"\d+[a-z]?")
_SHORT = {
    "ave": "avenue",
    "cl": "close",
    "cres": "crescent",
    "ct": "court",
    "dr": "drive",
    "gdns": "gardens",
    "gr": "grove",
    "la": "lane",
    "ln": "lane",
    "pk": "park",
    "pl": "place",
    "rd": "road",
    "sq": "square",
    "st": "street",
    "ter": "terrace",
}
"""The last word of a street as people write it."""


@dataclass(frozen=True)
class Street:
    """A street in one part of the place, and its neighbourhoods (LSOA 2021) by their codes, in order."""

    name: str
    locality: str
    lsoas: tuple[str, ...]
    around: frozenset[str] = frozenset()
    """The words, in small letters, of the localities and towns that its addresses give."""


class Streets:
    """The streets of a place, by name."""

    def __init__(self, streets: Sequence[Street]) -> None:
        self._by_name: dict[str, list[Street]] = {}
        for street in streets:
            self._by_name.setdefault(spelt(street.name), []).append(street)

    def __len__(self) -> int:
        return sum(map(len, self._by_name.values()))

    @property
    def names(self) -> list[str]:
        """Every name as ``spelt``."""
        return list(self._by_name)

    def named(self, text: str) -> list[Street]:
        """The streets of this name, behind which their locality or town may stand (``Station Rd, Mickleover``)."""
        asked = _WORDS.findall(_joined(text))
        for end in range(len(asked), 0, -1):
            there = self._by_name.get(spelt(" ".join(asked[:end])), [])
            if found := [street for street in there if street.around.issuperset(asked[end:])]:
                return found
        return []

    def find(self, text: str) -> list[Street]:
        """The streets of this name; else those whose name begins so (three letters at least); none without either."""
        if found := self.named(text):
            return found
        asked = spelt(text)
        begun = (name for name in self._by_name if name.startswith(asked)) if len(asked) >= 3 else ()
        return [street for name in sorted(begun) for street in self._by_name[name]]


def spelt(text: str) -> str:
    """A street's name in one spelling: small letters, no house number before it, its last word in full."""
    words = _WORDS.findall(_joined(text))
    while len(words) > 1 and _NUMBER.fullmatch(words[0]):
        words = words[1:]
    return " ".join([*words[:-1], _SHORT.get(words[-1], words[-1])]) if words else ""


def _joined(text: str) -> str:
    return text.lower().replace("'", "").replace("’", "")


def streets(root: Path, named: StreetFile, postcodes: PostcodeFile | None) -> Streets:
    """The streets that ``place.yaml`` names. Raises ``OneplaceError`` with what is wrong, where, how to mend it."""
    path = inside(root, root / named.file)
    if not path.is_file():
        mend = (
            "Put the file there, or take `streets` out of place.yaml: the site then finds postcodes, wards and names."
        )
        raise OneplaceError.at(path, "is not there, though place.yaml names it.", mend, code="F01")
    known = directory(root, postcodes) if postcodes else Directory(())
    return _read(path, path.stat().st_mtime_ns, named.made_up, known)


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int, made_up: bool, known: Directory) -> Streets:
    names: dict[tuple[str, str], tuple[str, str]] = {}
    lsoas: dict[tuple[str, str], set[str]] = {}
    around: dict[tuple[str, str], set[str]] = {}
    try:
        with opened(path) as file:
            for number, (name, where, postcode, lsoa) in enumerate(_rows(path, csv.DictReader(file)), 2):
                locality = where[0] if where else ""
                asked = typed(postcode)
                if made_up and asked and asked.is_real:
                    mend = "Give it one of the made-up postcodes of the demonstration: no real street has them."
                    raise OneplaceError.at(
                        path, f"{postcode} may be real, in a made-up list of streets.", mend, line=number
                    )
                key = spelt(name), locality.casefold()
                names.setdefault(key, (name, locality))
                here = [lsoa] if lsoa else [found.lsoa21 for found in known.find(asked)] if asked else []
                lsoas.setdefault(key, set()).update(here)
                around.setdefault(key, set()).update(_WORDS.findall(_joined(" ".join(where))))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise OneplaceError.at(path, f"can't be read ({error}).", "Fetch it again from its publisher.") from error
    made = ((names[key], tuple(sorted(found)), frozenset(around[key])) for key, found in lsoas.items() if found)
    return Streets([Street(*called, found, words) for called, found, words in made])


def _rows(path: Path, reader: csv.DictReader[str]) -> Iterator[tuple[str, list[str], str, str]]:
    """Street, locality and town as far as they are given, postcode and neighbourhood of each row that has a street."""
    names = [name.lower() for name in reader.fieldnames or ()]
    reader.fieldnames = names
    street, locality, town, postcode, lsoa = (
        next((name for name in of if name in names), "") for of in (_STREET, _LOCALITY, _TOWN, _POSTCODE, _LSOA)
    )
    if not street or not (postcode or lsoa):
        mend = "Take AddressBase as CSV, or any file with these columns."
        raise OneplaceError.at(path, "lacks the column `STREET_NAME`, or `POSTCODE` and `LSOA21CD`.", mend, line=1)
    for row in reader:
        if row[street]:
            where = [row[part].strip() for part in (locality, town) if part and row[part]]
            yield row[street].strip(), where, row.get(postcode) or "", row.get(lsoa) or ""
