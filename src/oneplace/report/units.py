"""Tables as they leave: with the measure's name, the unit of its numbers, and the mark of what is made up."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from oneplace.place import UNITS, Measure, Place
from oneplace.progress import about_measure
from oneplace.report.moved import change_origin
from oneplace.report.rows import Row
from oneplace.report.run_report import RunReport
from oneplace.results import ORIGINS
from oneplace.stats import RATIOS
from oneplace.vocabulary.wording import difference_unit, unit_words

BESIDE = (("measure_name", pa.string()), ("unit", pa.string()))
"""The columns that are added to a table of measures' numbers."""
_NUMBERS = {"value", "step"}
"""The columns of a measure's numbers: its own, or by how much a decision moved them."""
_OF_DIFFERENCES = {"gaps", "gap_paths", "effects"}
"""The tables whose numbers are no values of a measure but how far values are apart, by their names."""
_WHOSE = ("whose", "comparator")
_MEASURED = ("actual", "forecast")
"""The kinds of line that follow from what was measured: the others somebody set."""


def with_units(table: pa.Table, place: Place, name: str = "results") -> pa.Table:
    """A table of measures' numbers with ``measure_name`` and ``unit`` after its own columns; other tables as they are.

    ``name`` says which table it is: a gap between shares is in percentage points, a ratio of two groups in times. Both
    are empty for a measure that isn't there now. The names of the codes that say whose a number is stand after them.
    A ``unit`` that the table has already is written as the others are.
    """
    columns = set(table.column_names)
    if columns >= {"measure", "unit"}:
        at, written = table.column_names.index("unit"), [UNITS.get(one, one) for one in table["unit"].to_pylist()]
        return table.set_column(at, "unit", pa.array(written, pa.string()))
    if not columns & _NUMBERS or not columns & {"measure", "ambition"}:
        return table
    found = [place.measures.get(key or "") for key in _measures(table, place)]
    units = [one and UNITS[one.unit] for one in found]
    if name in _OF_DIFFERENCES:
        of = _statistics(table, place)
        units = [one and _of_difference(one.unit, each) for one, each in zip(found, of, strict=True)]
    for field, values in zip(BESIDE, ([one and one.name for one in found], units), strict=True):
        table = table.append_column(pa.field(*field), pa.array(values, pa.string()))
    return _with_names(table, found, place)


def _measures(table: pa.Table, place: Place) -> list[str | None]:
    """The id of each row's measure, or of that of its ambition."""
    if "measure" in table.column_names:
        return list(table["measure"].to_pylist())
    outcomes = place.strategy.outcomes
    led = {one.id: next((key for key in one.measure_ids if key in place.measures), None) for one in outcomes}
    return [led.get(key) for key in table["ambition"].to_pylist()]


def _statistics(table: pa.Table, place: Place) -> list[str | None]:
    """The statistic of each row's gap, or the one in which that of its ambition was set; None of a difference."""
    if "statistic" in table.column_names:
        return list(table["statistic"].to_pylist())
    if "ambition" not in table.column_names:
        return [None] * table.num_rows
    wished = {one.id: one.gap_ambition.statistic for one in place.strategy.outcomes if one.gap_ambition != "not_set"}
    return [wished.get(key) for key in table["ambition"].to_pylist()]


def _of_difference(unit: str, statistic: str | None) -> str:
    """The unit of a gap between values in a unit."""
    told = "times" if statistic in RATIOS else difference_unit(unit)
    return UNITS[unit] if told in ("", unit_words(unit)) else told


def _with_names(table: pa.Table, found: Sequence[Measure | None], place: Place) -> pa.Table:
    """The table with ``whose_name`` and ``comparator_name`` where it has codes of that kind."""
    named = {key: about_measure(place, key).areas for key in {one.id for one in found if one}}
    for column in _WHOSE:
        if column in table.column_names:
            codes = zip(found, table[column].to_pylist(), strict=True)
            told = [(named[one.id] if one else place.place.names).get(code) for one, code in codes]
            table = table.append_column(f"{column}_name", pa.array(told, pa.string()))
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
