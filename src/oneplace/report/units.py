"""Tables as they leave: with the measure's name, the unit of its numbers, and the mark of what is made up."""

from __future__ import annotations

import pyarrow as pa

from oneplace.place import UNITS, Place
from oneplace.report.moved import change_origin
from oneplace.report.rows import Row
from oneplace.report.run_report import RunReport
from oneplace.results import ORIGINS

BESIDE = (("measure_name", pa.string()), ("unit", pa.string()))
"""The columns that are added."""
_MEASURED = ("actual", "forecast")
"""The kinds of line that follow from what was measured: the others somebody set."""


def with_units(table: pa.Table, place: Place) -> pa.Table:
    """A table of measures' values with ``measure_name`` and ``unit`` after its own columns; other tables as they are.

    Both are empty for a measure that isn't there now.
    """
    if not {"measure", "value"} <= set(table.column_names):
        return table
    found = [place.measures.get(key) for key in table["measure"].to_pylist()]
    said = ([one and one.name for one in found], [one and UNITS[one.unit] for one in found])
    for field, values in zip(BESIDE, said, strict=True):
        table = table.append_column(pa.field(*field), pa.array(values, pa.string()))
    return table


def with_origins(table: pa.Table, found: RunReport, aim: str = "target_provenance") -> pa.Table:
    """A table of measures, of ambitions or of their lines with ``origin`` after its own columns; others as they are.

    A row is of its measure's origin, of its ambition's, or of the number that changed. A line that nobody measured,
    but somebody set, is of the provenance that ``progress`` holds as ``aim``; what was agreed is of none.
    """
    named = set(table.column_names)
    if "origin" in named or not named & {"measure", "ambition", "eases"}:
        return table
    rows = table.to_pylist()
    if "eases" in named:
        said = [_of_figures(change_origin(found.place, row)) for row in rows]
    elif "measure" in named:
        said = [found.origins.get(row["measure"]) for row in rows]
    else:
        said = [line_origin(row, found.progress(row["ambition"]) or {}, aim) for row in rows]
    return table.append_column("origin", pa.array(said, pa.string()))


def line_origin(line: Row, row: Row, aim: str) -> str | None:
    """Where the number of a line of an ambition comes from; ``row`` is the ambition's of ``progress``."""
    return _of_figures(row.get("origin" if line.get("kind", "actual") in _MEASURED else aim))


def _of_figures(provenance: str | None) -> str | None:
    """A provenance where figures have such a one: what was agreed, or is not set, is no figure of anybody."""
    return provenance if provenance in ORIGINS else None
