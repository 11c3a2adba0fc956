"""Arrivals at the times at which patients came: read from a file beside the pathway, written from spells."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from oneplace.flow.file.model import PathwayFile
from oneplace.flow.file.pathway import Pathway, named_file
from oneplace.flow.network.timeline import DAY
from oneplace.place import Document
from oneplace.problems import OneplaceError, Problem

_MEND = (
    "Write the column `arrived`, a line a patient, such as 2026-03-31 14:05; `oneplace calibrate` writes such files."
)


def with_observed(file: PathwayFile, document: Document) -> PathwayFile:
    """The file with the times of its observed arrivals filled in: seconds after midnight of the day it starts.

    Who came before the start or after the end of the run is left out. Raises ``OneplaceError`` where the file names no
    start, or the times cannot be read.
    """
    changed = {}
    for cls, of in file.patients.items():
        if of.arrivals is None or of.arrivals.observed is None:
            continue
        if file.start is None:
            mend = 'Say on which day the run starts: `start: "2026-04-01"`.'
            raise OneplaceError(
                document.problem(("patients", cls, "arrivals"), "E73", "observed arrivals need a `start`.", mend)
            )
        came = read_times(named_file(document.path.parent, of.arrivals.observed)) - np.datetime64(file.start, "us")
        seconds = np.sort(came.astype(np.int64)) / 1e6
        times = tuple(seconds[(seconds >= 0) & (seconds < file.warm_up + file.run)].tolist())
        changed[cls] = of.model_copy(update={"arrivals": of.arrivals.model_copy(update={"times": times})})
    return file.model_copy(update={"patients": {**file.patients, **changed}}) if changed else file


def too_short(pathway: Pathway) -> Iterator[Problem]:
    """W60: observed arrivals last as long as the run."""
    file = pathway.file
    for cls, of in file.patients.items():
        if of.arrivals is None or of.arrivals.observed is None or of.arrivals.times is None:
            continue
        end, times = (file.warm_up + file.run) / DAY, [0.0, *of.arrivals.times]
        first, last = (times[1] / DAY, times[-1] / DAY) if len(times) > 1 else (end, 0.0)
        rare = max(1.0, 5 * (last - first) / len(times))  # days without anybody that chance alone hardly makes
        if first > rare or end - last > rare:
            covered = f"covers days {first:.0f} to {last:.0f}" if last else "covers none"
            line, column = pathway.document.mark(("patients", cls, "arrivals"))
            yield Problem(
                pathway.path,
                line,
                column,
                "W60",
                f"what was observed of `{cls}` {covered} of the {end:.0f} days of the run: nobody comes on the others.",
                "Shorten `run` or `warm_up`, move `start`, or give a rate.",
            )


def read_times(path: Path) -> NDArray[np.datetime64]:
    """The times in a CSV with the column ``arrived``, on the clock of the pathway (which never changes)."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as lines:
            rows = list(csv.reader(lines))
    except (OSError, UnicodeDecodeError) as error:
        raise OneplaceError.at(path, f"cannot be read ({error}).", _MEND, code="E73") from None
    if not rows or "arrived" not in rows[0]:
        raise OneplaceError.at(path, "has no column `arrived`.", _MEND, line=1, code="E73")
    column = rows[0].index("arrived")
    try:
        return np.array([row[column] for row in rows[1:] if row], "datetime64[us]")
    except (ValueError, IndexError):
        number, value = next(_unread(rows, column))
        raise OneplaceError.at(path, f"holds '{value}', which is no time.", _MEND, line=number, code="E73") from None


def _unread(rows: list[list[str]], column: int) -> Iterator[tuple[int, str]]:
    for number, row in enumerate(rows[1:], start=2):
        if not row:
            continue
        try:
            datetime.fromisoformat(row[column])
        except (ValueError, IndexError):
            yield number, ",".join(row)
    yield 0, "something"


def times_text(times: Iterable[datetime]) -> str:
    """Times as ``read_times`` reads them, in order."""
    shown = (at.isoformat(sep=" ", timespec="auto") for at in sorted(times))
    return "\n".join(["arrived", *shown]) + "\n"
