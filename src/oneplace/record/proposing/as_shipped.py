"""The columns of a ready mapping as a file has them, where a spreadsheet wrote what they declare otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from oneplace.place.sources import EXCEL_SERIAL, Column, Dataset
from oneplace.record.proposing.glimpse import Glimpse
from oneplace.record.proposing.guessing import serial_type

SERIAL = "numbers of days, as Excel keeps dates"
_SERIALS = {"date": ("date", "time"), "time": ("date", "time"), "clock": ("clock", "time")}
"""By the type of a column those that numbers of days may look like."""


def columns_as_sent(lines: Sequence[str], dataset: Dataset, seen: Glimpse) -> Iterator[str]:
    """The lines of a dataset's declaration: dates that are numbers of days are declared so, and codes that lost their
    first nought have a remark above them."""
    in_columns = False
    for line in lines:
        in_columns = line.startswith("    columns:") or (in_columns and line.startswith("      "))
        name = line.strip().partition(":")[0]
        if in_columns and name in dataset.columns and name in seen.names:
            yield from _as_sent(name, dataset.columns[name], seen.column(name), line)
        else:
            yield line


def _as_sent(name: str, column: Column, values: Sequence[str], line: str) -> Iterator[str]:
    if column.format is None and serial_type(values) in _SERIALS.get(column.type, ()):
        said = {key: str(is_).lower() for key, is_ in column.model_dump(exclude_defaults=True).items()}
        told = ", ".join(f"{key}: {is_}" for key, is_ in {**said, "format": EXCEL_SERIAL}.items())
        line = f"      {name}: {{{told}}}  # {SERIAL}"
    elif short := _without_nought(column, values):
        code, whole = short
        read = f"right('{'0' * len(whole)}' || {name}, {len(whole)})"
        yield f"      # {code} stands for {whole} here, as spreadsheets write it, and would be removed: have the column"
        yield f"      # kept as text, or list its codes as they come and have the rows read {read}."
    yield line


def _without_nought(column: Column, values: Sequence[str]) -> tuple[str, str] | None:
    """A code that a column doesn't list, and the listed one that it is with a nought before it; None where none is."""
    listed = {code.lstrip("0"): code for code in column.codes or () if code.startswith("0")}
    lost = sorted(set(values) & listed.keys() - set(column.codes or ()))
    return (lost[0], listed[lost[0]]) if lost else None
