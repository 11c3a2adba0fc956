"""Files as they were read, kept beside the identities, so that a load reads those alone that are new or changed.

What is kept of a file are its rows as they were typed, with what is wrong with each, before any row of another file is
held against them. They say what the file says: they are encrypted where identities are, have nobody who was forgotten,
and go with the first load in which their file is not.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from oneplace import whole
from oneplace.fingerprint import record_code
from oneplace.place.mapping_sql import columns_of
from oneplace.place.sources import Dataset, Source, Sources
from oneplace.problems import OneplaceError
from oneplace.record import dates, sealing
from oneplace.record.database import refusal
from oneplace.record.files import Extract
from oneplace.record.reading import first_row, late, quoted, text
from oneplace.record.staging import Staged

FOLDER = Path("identity", ".kept")
"""Where they stand, below the place's ``var``."""

_ROWS, _TORN, _ABOUT = "rows.parquet", "torn.parquet", "about.json"


@dataclass(frozen=True)
class Part:
    """Files that are read at once: one, or all Bundles of a dataset."""

    files: Sequence[Extract]
    key: str
    """Names all that decides what is read, but for the day of the extracts."""
    new: bool
    """Whether they are the first of their dataset."""

    @property
    def dataset(self) -> Dataset:
        """The dataset that they are files of."""
        return self.files[0].dataset

    @property
    def source(self) -> Source:
        """Who sent them."""
        return self.files[0].source

    @property
    def loads(self) -> str:
        """SQL for a list of their load ids."""
        return ", ".join(text(each.load_id) for each in self.files)


def parts(sources: Sources, extracts: Sequence[Extract], left_out: str) -> Iterator[Part]:
    """The files in parts; ``left_out`` says who was left out of them."""
    for _, group in groupby(extracts, key=lambda each: (each.source.id, each.dataset.id)):
        files = list(group)
        together = [files] if files[0].dataset.format == "bundle" else [[each] for each in files]
        yield from (Part(each, _key(sources, each, left_out), each[0] is files[0]) for each in together)


def _key(sources: Sources, files: Sequence[Extract], left_out: str) -> str:
    dataset = files[0].dataset
    codes = {name: sources.codes(column) for name, column in dataset.columns.items()}
    hashes = [(each.name, each.sha256) for each in files]
    decides = [record_code(), files[0].source.id, dataset.model_dump_json(), codes, hashes, left_out]
    return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()


def forget(into: Path) -> None:
    """Drop everything that is kept below the place's ``var``: the next load reads every file."""
    folder = into / FOLDER
    if folder.exists():
        shutil.rmtree(folder)


@dataclass
class Kept:
    """What is kept in ``folder``, and which parts of this load were found there."""

    folder: Path
    as_at: date
    found: set[str] = field(default_factory=set)
    refused: str = ""
    """Why files that were read are not kept, in the system's words; the next load reads them again."""

    def holds(self, part: Part) -> bool:
        """Whether a part is kept, whole and for the day of these extracts."""
        return self._about(self.folder / part.key) is not None

    def take(self, staged: Staged, part: Part) -> bool:
        """Put a part's rows into its staging table, as `keep` had them; False, with nothing put, where it can't."""
        folder = self.folder / part.key
        about = self._about(folder)
        if about is None:
            return False
        if sealing.key() and not all(sealing.is_current(folder / name) for name in (_ROWS, _TORN)):
            return False  # it was written before identities were encrypted: it is kept again, as they are
        connection = staged.connection
        try:
            rows, torn = (sealing.reading(connection, folder / name) for name in (_ROWS, _TORN))
        except OneplaceError:  # under another key: it is read from the partner's file, and kept again
            return False
        table = staged.table(part.source, part.dataset)
        make = f"CREATE OR REPLACE TABLE {table} AS" if part.new else f"INSERT INTO {table} BY NAME"
        connection.execute(f"{make} SELECT * FROM {rows}")
        names = " ".join(f"WHEN {text(each.load_id)} THEN {text(each.name)}" for each in part.files)
        who = f'load_id, CASE load_id {names} END AS file, "row"'
        connection.execute(f"""
            INSERT INTO {staged.rejects} SELECT {who}, NULL, 'row refused', reason, NULL FROM {torn};
            INSERT INTO {staged.rejects_raw} SELECT {who}, raw FROM {torn}
        """)
        for extract in part.files:
            said = about["loads"][extract.load_id]
            staged.note(extract, np.array(said["unread"], np.int64), said["rows_read"])
        self.found.add(part.key)
        return True

    def keep(self, staged: Staged, every: Collection[Part], unkept: Collection[str]) -> None:
        """Keep the parts that were read now, but for those with an ``unkept`` load; drop what is none of this load's.

        To be called before rows are held against each other. What is kept only saves time: where the system refuses
        it, as a full disk does, nothing more is kept, `refused` says why, and the load goes on.
        """
        here = [part for part in every if not any(file.load_id in unkept for file in part.files)]
        self.drop_all_but([part for part in here if part.key in self.found])
        with whole.alone(self.folder):
            for part in here:
                if part.key not in self.found and not self.refused:
                    self._try(staged, part)

    def drop_all_but(self, every: Collection[Part]) -> None:
        """Drop what is kept of any other file, and what a load that was cut short left aside."""
        names = {part.key for part in every}
        with whole.alone(self.folder):
            for old in self.folder.glob("*/"):
                if old.name not in names:
                    shutil.rmtree(old)

    def _try(self, staged: Staged, part: Part) -> None:
        making = self.folder / f".making-{part.key}"
        try:
            self._keep(staged, part, making)
        except (OSError, duckdb.Error) as error:
            refused = refusal(error) if isinstance(error, duckdb.Error) else error
            if refused is None or refused.errno not in whole.MENDS:
                raise
            shutil.rmtree(making, ignore_errors=True)  # the record needs the room
            self.refused = os.strerror(refused.errno)

    def _keep(self, staged: Staged, part: Part, making: Path) -> None:
        connection = staged.connection
        whole.private(making)
        table = staged.table(part.source, part.dataset)
        mine = f"FROM {table} WHERE _load IN ({part.loads})"
        sealing.write(connection, f"SELECT * {mine}", making / _ROWS)
        torn = f"""
            SELECT r.load_id, r."row", r.reason, w.raw FROM {staged.rejects} AS r
            LEFT JOIN {staged.rejects_raw} AS w USING (load_id, "row") WHERE load_id IN ({part.loads}) ORDER BY ALL
        """
        sealing.write(connection, torn, making / _TORN)
        read = dict(connection.execute(f"SELECT load_id, rows_read FROM {staged.loaded}").fetchall())
        until = self._until(staged, part.dataset, mine)
        about = {
            "from": self.as_at.isoformat(),
            "until": until.isoformat(),
            "loads": {
                each.load_id: {"rows_read": read[each.load_id], "unread": staged.unread[each.load_id].tolist()}
                for each in part.files
            },
            "files": whole.hashes(making),
        }
        (making / _ABOUT).write_text(json.dumps(about), "utf-8")
        whole.switch_in(making, self.folder / part.key)

    def _about(self, folder: Path) -> dict[str, Any] | None:
        """What is kept in a folder, where it is as it was made and holds for the day of these extracts."""
        try:
            about: dict[str, Any] = json.loads((folder / _ABOUT).read_text("utf-8"))
            holds = about["from"] <= self.as_at.isoformat() <= about["until"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if not holds:
            return None
        found = {name: digest for name, digest in whole.hashes(folder).items() if name != _ABOUT}
        return None if whole.differences(about["files"], found) else about

    def _until(self, staged: Staged, dataset: Dataset, rows: str) -> date:
        """Up to which day of the extracts a file reads as it does for this one.

        On a later day what is too late now may not be, and a year of two figures, or a birth of which the year alone is
        known, may be another.
        """
        if dataset.withdrawn or any("as_at" in columns_of(rule.when) for rule in dataset.refuse):
            return self.as_at
        bound = f"coalesce(bool_or(contains(_fault, {text(late(self.as_at))})), false)"
        if dataset.born:
            born, year = quoted(dataset.born), f"DATE '{self.as_at.year}-01-01'"
            bound += f" OR coalesce(bool_or(_born_precision IS NOT NULL AND coalesce({born} >= {year}, true)), false)"
        is_bound, first = first_row(staged.connection, f"SELECT {bound}, min(_holds_to) {rows}")
        until = self.as_at + dates.AS_READ
        return self.as_at if is_bound else max(self.as_at, min(until, first or until))
