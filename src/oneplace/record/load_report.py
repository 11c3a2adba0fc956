"""What came of a load, as its user is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyarrow.parquet as pq

from oneplace.record import linkage
from oneplace.vocabulary.data_tests import DATA_TESTS

_TOLD = ("breaks_off", "not_sent", "repeated_id", "repeated_row", "day_or_month")


@dataclass(frozen=True)
class LoadReport:
    """What a load made, or found made already (``new`` is False)."""

    record_id: str
    folder: Path
    identity: Path
    new: bool
    rows: dict[str, int]
    """Rows of each canonical table."""
    rows_read: int
    rows_rejected: int
    """Rows that were set aside; the values removed from rows that were kept are in rejects too."""
    linked: dict[str, int]
    """Source records by the way in which they were linked."""
    truth: Path | None = None
    """``extracts/truth``, where the extracts come with their truth."""
    seconds: dict[str, float] = field(default_factory=dict)
    undeclared: tuple[str, ...] = ()
    """Files that lie with the extracts and are read by no dataset."""
    mended: str = ""
    """Why the record, which was there, was made again, as a clause."""
    unended: tuple[str, ...] = ()
    """Erasures of people that were begun and are not ended, a sentence or two each."""
    unkept: str = ""
    """Why the files that were read are not kept, in the system's words: the next load reads them again."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What its user is told besides, a sentence or two each."""
        mended = f"The record was made again, because {self.mended}."
        unkept = f"The files are not kept as they were read ({self.unkept}): the next load reads all of them again."
        return (*([mended] if self.mended else []), *([unkept] if self.unkept else []), *self.unended, *self._lacking)

    @property
    def _lacking(self) -> Iterator[str]:
        """What a dataset or its declaration may lack, by the tests of what was read."""
        rows = pq.read_table(self.folder / "data_tests.parquet").to_pylist()
        for row in (row for row in rows if row["test"] in _TOLD and row["failed"] and row["period_start"] is None):
            test = DATA_TESTS[row["test"]]
            where = f"{row['source']}.{row['dataset']}" + (f", {row['field']}" if row["field"] else "")
            many = f"{row['failed']:,} of {row['checked']:,} {test.of}: each {test.fails}. {test.mend}"
            yield f"{where} {test.told(row['note'])}" if test.of_feeds else f"{where}: {many}"

    @cached_property
    def evaluation(self) -> tuple[linkage.Quality, ...]:
        """Precision and recall of the linkage, where the truth is known; worked out when it is asked for."""
        return tuple(linkage.evaluate(self.identity, self.truth)) if self.truth else ()
