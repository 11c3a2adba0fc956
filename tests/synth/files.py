"""The made files read back without the product's own loader, and the reference page that describes them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb

DOCUMENT = Path(__file__).parents[2] / "docs" / "reference" / "extracts.md"


class Extracts:
    """The made files as SQL views of text: ``gp_patients``, ``acute_apc``, ``social_care_cld``, ``truth_persons`` …

    Rows that a CSV reader can't read (too few columns, not UTF-8) are left out, as a loader would.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.connection = duckdb.connect()
        for path in sorted(folder.glob("*/*.csv")):
            if not path.name.startswith("cld_"):
                self._view(f"{path.parent.name}_{path.stem}", path)
        self._view("social_care_cld", folder / "social_care" / "cld_*.csv")
        patients = (
            f"SELECT LOCAL_PATIENT_IDENTIFIER, NHS_NUMBER FROM acute_{name}" for name in ("apc", "ecds", "op", "rtt")
        )
        self.connection.execute(f"CREATE VIEW acute_all AS {' UNION '.join(patients)}")
        for name in ("persons", "records", "faults", "phone_service"):
            self.connection.execute(f"CREATE VIEW truth_{name} AS FROM '{folder}/truth/{name}.parquet'")

    def _view(self, name: str, path: Path) -> None:
        self.connection.execute(
            f"CREATE TABLE {name} AS FROM read_csv('{path}', header = true, delim = ',', quote = '\"',"
            " all_varchar = true, filename = true, ignore_errors = true, strict_mode = true)"
        )

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(statement).fetchall()

    def value(self, statement: str) -> Any:
        return self.rows(statement)[0][0]


def documented() -> dict[str, list[tuple[str, str]]]:
    """Column names and forms of each file, in order, as the reference page has them."""
    files: dict[str, list[tuple[str, str]]] = {}
    current = ""
    for line in DOCUMENT.read_text("utf-8").splitlines():
        heading = re.fullmatch(r"### (\S+\.csv)", line)
        if heading:
            current = heading[1]
            files[current] = []
        elif line.startswith("#"):
            current = ""
        elif current and (row := re.match(r"\| ([^|]+?) \| ([^|]+?) \|", line)) and row[1] not in {"column", "---"}:
            files[current].append((row[1], row[2]))
    return files
