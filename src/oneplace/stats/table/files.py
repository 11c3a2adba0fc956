"""The same methods over CSV and Parquet files."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import narwhals as nw
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from oneplace.problems import OneplaceError
from oneplace.results import csv_dialect
from oneplace.stats.table import inequality, rates, series
from oneplace.stats.table.frames import Frame

METHODS: Mapping[str, Callable[..., Any]] = {
    method.__name__: method
    for method in (
        rates.rate,
        rates.proportion,
        rates.mean,
        rates.directly_standardised_rate,
        rates.standardised_ratio,
        rates.indirectly_standardised_rate,
        rates.life_expectancy,
        inequality.slope_index,
        inequality.relative_index,
        inequality.concentration_index,
        inequality.quantile_groups,
        inequality.funnel_significance,
        series.recent_trend,
        series.xmr,
        series.suppress,
    )
}
"""The methods that files can be given to, by name."""


def run(method: str, path: Path | str, **settings: Any) -> pa.Table:
    """Apply a method to a CSV or Parquet file; ``settings`` are the method's columns and options by name."""
    file = Path(path)
    if method not in METHODS:
        raise OneplaceError.at(file, f"there is no method '{method}'.", f"There are: {', '.join(METHODS)}.")
    known = takes_of(METHODS[method])
    if unknown := [name for name in settings if name not in known]:
        takes = ", ".join(known)
        raise OneplaceError.at(file, f"{method} has no setting '{unknown[0]}'.", f"It takes: {takes}.")
    frame = read(file)
    try:
        found: pa.Table = METHODS[method](frame, **settings)
    except (ValueError, TypeError) as error:
        raise OneplaceError.at(file, f"{method} can't be worked out: {error}", "Check the settings.") from error
    return found


def takes_of(method: Callable[..., Any]) -> list[str]:
    """The columns and options of a method, those included that it passes on."""
    own = [p for p in inspect.signature(method).parameters.values() if p.name != "data"]
    names = [p.name for p in own if p.kind is not p.VAR_KEYWORD]
    if len(names) == len(own):
        return names
    behind = inequality.passed_on if method.__module__ == inequality.__name__ else rates.passed_on
    return [*names, *(name for name in behind if name not in names)]


def read(path: Path) -> Frame:
    """A CSV file (columns as text or numbers as they come, first line the names) or a Parquet file."""
    try:
        if path.suffix.lower() == ".parquet":
            return Frame(nw.from_native(pyarrow.parquet.read_table(path), eager_only=True), path, 0)
        table = pyarrow.csv.read_csv(path)
    except pa.ArrowInvalid as error:
        reason = str(error).splitlines()[0]
        raise OneplaceError.at(
            path, f"can't be read: {reason}", "Give a CSV file with a line of column names."
        ) from None
    return Frame(nw.from_native(table, eager_only=True), path, 1)


def write(table: pa.Table, path: Path) -> None:
    """Write a result as CSV or Parquet, by the file's name."""
    if path.suffix.lower() == ".parquet":
        pyarrow.parquet.write_table(table, path)
    elif path.suffix.lower() == ".csv":
        csv_dialect.write(table, path)
    else:
        raise OneplaceError.at(path, "is neither .csv nor .parquet.", "End the name with one of the two.")
