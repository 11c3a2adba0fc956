"""What is wrong with single spells: such a spell is set aside, and told with its line."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow.compute as pc

from oneplace.flow.calibration.table import TIMES, Bools, Ints, Table
from oneplace.flow.file.fifths import FIFTHS, FORMER
from oneplace.problems import Problem

_FIFTHS = "Write 1 (most deprived) to 5 (least deprived)."


def faults(table: Table) -> tuple[list[Problem], Bools]:
    """What is wrong with a row by itself."""
    problems: list[Problem] = []
    wrong = np.zeros(len(table.data), np.bool_)

    def mark(code: str, rows: Bools, column: str, what: str, mend: str) -> None:
        nonlocal wrong
        rows = rows & ~wrong
        if rows.any():
            problems.extend(table.problems(code, rows, column, what, mend))
            wrong |= rows

    for name, rows in table.faults.items():
        mark("W82", rows, name, "is not a time", "Write it as 2026-03-31 14:05.")
    for name in ("patient", "place"):
        mark("W83", np.asarray(pc.is_null(table.data[name])), name, "is empty", f"Give every spell its {name}.")
    mark("W83", np.isnan(table.times["arrived"]), "arrived", "is empty", "Give every spell its time of arrival.")
    for k, name in enumerate(TIMES):
        for earlier in reversed(TIMES[:k]):
            before = table.times[name] < table.times[earlier]
            mark("W84", before, name, f"is before `{earlier}`", "Correct one of the two times.")
    fifth = fifths(table)
    mark("W85", fifth == -2, "deprivation", "is no fifth", _FIFTHS)
    return problems, wrong


def fifths(table: Table) -> Ints:
    """The fifth of each row; -1 where empty, -2 where it is none."""
    code, labels = table.codes("deprivation")
    known = {name: i for names in (FIFTHS, FORMER) for i, name in enumerate(names)}
    return np.array([*(known.get(label.lower().removesuffix(".0"), -2) for label in labels), -1], np.int64)[code]


def former_words(table: Table) -> Iterator[Problem]:
    """W96: fifths by their words of the version before, which are read all the same."""
    rows = np.array([*(label.lower() in FORMER for label in table.codes("deprivation")[1]), False])
    if (where := np.flatnonzero(rows[table.codes("deprivation")[0]])).size:
        word = table.data["deprivation"][int(where[0])]
        message = f"`deprivation` ({word}) is a word of the version before."
        yield Problem(table.path, table.lines(where[:1])[0], 0, "W96", message, _FIFTHS)


def faults_between(table: Table, wrong: Bools, order: Ints, problems: list[Problem]) -> tuple[Bools, list[Problem]]:
    """Spells given twice, and spells without an end whose patient came again elsewhere."""
    rows = order[~wrong[order]]
    patient, place = table.codes("patient")[0][rows], table.codes("place")[0][rows]
    arrived, left = table.times["arrived"][rows], table.times["left"][rows]
    same = patient[1:] == patient[:-1]
    twice, open_ = np.zeros(len(wrong), np.bool_), np.zeros(len(wrong), np.bool_)
    twice[rows[1:][same & (place[1:] == place[:-1]) & (arrived[1:] == arrived[:-1])]] = True
    open_[rows[:-1][same & np.isnan(left[:-1]) & (arrived[1:] > arrived[:-1])]] = True
    open_ &= ~twice
    found = [*problems]
    if twice.any():
        found += table.problems("W86", twice, "arrived", "is in the table twice for this patient", "Take one out.")
    if open_.any():
        found += table.problems(
            "W86", open_, "left", "is empty, but the patient came again later", "Say when they left."
        )
    return wrong | twice | open_, found
