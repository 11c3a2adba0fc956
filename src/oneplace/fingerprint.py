"""What decides the numbers of a run and of a record: rooms, shipped data and packages, and the one hash of them all.

A run or a record made by other computing code is another one, so what *counts* is named here and a test holds the lists
against the files: what shows (the web, the command line) may change without a past run becoming unrepeatable.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from oneplace import __version__, assets, whole

_PACKAGE = Path(__file__).parent
_COMPILED = (".pyc", ".nbi", ".nbc")


@dataclass(frozen=True)
class Making:
    """What something is made by.

    ``rooms`` are folders and files of the package, ``without`` those inside them that don't count, ``data`` folders and
    files of the open data, and ``packages`` distributions whose version can change a byte of what is made.
    """

    rooms: tuple[str, ...]
    without: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()

    def files(self, package: Path) -> list[Path]:
        """The files of ``package`` that count, in order."""
        found = [path for room in self.rooms for path in _below(package / room)]
        return sorted(path for path in found if not _under(path.relative_to(package), self.without))

    def versions(self) -> dict[str, str]:
        """The installed version of each package that counts."""
        return {name: version(name) for name in self.packages}

    def digest(self, *, package: Path = _PACKAGE, opendata: Path | None = None) -> str:
        """The SHA-256 over the names and contents of every file that counts, and over the packages' versions."""
        shipped = opendata or assets.folder("opendata")
        data = sorted(path for name in self.data for path in _below(shipped / name))
        digest = hashlib.sha256()
        for root, paths in ((package, self.files(package)), (shipped, data)):
            for name, sha256 in whole.hashes(root, paths).items():
                digest.update(f"{name} {sha256}\n".encode())
        for name, number in self.versions().items():
            digest.update(f"{name}=={number}\n".encode())
        return digest.hexdigest()


RECORD = Making(
    rooms=(
        *("record", "fhir", "geo", "assets.py", "results", "fingerprint.py", "sheets"),
        *("place/canonical.py", "place/extract_columns.py", "place/fields.py", "place/mapping_sql.py"),
        *("place/sources.py", "place/submissions.py"),
    ),
    without=("record/opendata", "record/omop.py"),  # publishers' figures, and a form that it goes out in
    data=("geography", "imd", "organisations"),  # what the record says of areas
    packages=(
        "duckdb",  # reads, types and joins every row, and writes the Parquet files
        "numpy",  # line numbers of rows set aside, groups of linked records
        "openpyxl",  # what partners keep in Excel
        "pyarrow",  # the quality report and its file
        "pydantic",  # reads sources.yaml into the values that the SQL is made of
        "scipy",  # which linked records are one person
        "splink",  # the chance that two records are one person
        "sqlglot",  # writes the mappings' SQL
    ),
)
"""What makes a linked record of partners' files."""

RUN = Making(
    rooms=(
        *(
            "__init__.py",
            "assets.py",
            "charts",
            "deferred.py",
            "delivery",
            "fhir",
            "fingerprint.py",
            "flow",
            "geo",
            "measures",
            "pack",
        ),
        *("place", "population", "problems.py", "progress", "record", "report", "results", "run", "sheets", "stats"),
        *("vocabulary", "whole.py", "days.py"),
    ),
    without=(
        "place/ready",  # declarations to copy: what a place copied stands in its own sources.yaml
        "record/omop.py",  # a form in which a record goes out
    ),
    data=(".",),
    packages=(
        *RECORD.packages,
        "altair",  # the charts' specifications
        "jinja2",  # the pack's web pages
        "lxml",  # the XML inside the Word file
        "narwhals",  # tables handed to the statistics
        "numba",  # pathways simulated
        "pikepdf",  # the PDF's metadata and tags
        "python-docx",  # the Word file
        "pyyaml",  # the place's files, where nothing is wrong in them
        "ruamel.yaml",  # the place's files, where something is
        "typst",  # the PDF
        "vl-convert-python",  # the charts' drawings
    ),
)
"""What makes a run of a place's files and its record, and answers a what-if of it."""

SHOWING = ("cli", "demo", "founding", "opened.py", "place/ready", "record/omop.py", "synth", "web", "_shipped")
"""What only shows or feeds a run: the doors, the made-up people, and open data's copy in a wheel (counted as data)."""


@cache
def software() -> str:
    """The version and the first figures of the hash of everything that makes a run."""
    return f"oneplace {__version__}+{RUN.digest()[:8]}"


@cache
def record_code() -> str:
    """The hash of everything that makes a record."""
    return RECORD.digest()


def made_by() -> dict[str, Any]:
    """What a run was made by, for a reader: Python, the machine's kind, and the packages with their versions."""
    return {"python": platform.python_version(), "machine": platform.machine(), "packages": RUN.versions()}


def _below(path: Path) -> Iterator[Path]:
    every = [path] if path.is_file() else path.rglob("*")
    return (each for each in every if each.is_file() and each.suffix not in _COMPILED)


def _under(path: Path, names: tuple[str, ...]) -> bool:
    return any(path.is_relative_to(name) for name in names)
