"""Tables about measures with what a reader of one file needs: the measure's name and the unit of its numbers."""

from __future__ import annotations

import pyarrow as pa

from oneplace.place import UNITS, Place

BESIDE = (("measure_name", pa.string()), ("unit", pa.string()))
"""The columns that are added."""


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
