"""A view run over resources at hand: for a conformance case, a notebook, a look."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import duckdb
import pyarrow as pa

from oneplace.fhir.rows import statement
from oneplace.fhir.views import ViewError, read


def run(view: Mapping[str, Any], resources: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of a view definition over resources, both as JSON that was parsed.

    Raises `ViewError` where the view is wrong, or meets a value that it can't take.
    """
    table = pa.table({"line": pa.array([json.dumps(each) for each in resources], pa.string())})
    sql = statement(read(view), "SELECT CAST(line AS JSON) AS _resource FROM resources")
    with duckdb.connect(config={"autoinstall_known_extensions": False}) as connection:
        connection.register("resources", table)
        try:
            found = connection.sql(sql)
            untyped = [kind == "JSON" for kind in map(str, found.types)]
            return [dict(zip(found.columns, _read(row, untyped), strict=True)) for row in found.fetchall()]
        except duckdb.InvalidInputException as error:
            raise _told(error) from error


def _read(row: tuple[Any, ...], untyped: list[bool]) -> list[Any]:
    """A row's values; what is of no type is read from its JSON."""
    return [
        json.loads(value) if is_json and value is not None else value
        for value, is_json in zip(row, untyped, strict=True)
    ]


def _told(error: duckdb.Error) -> ViewError:
    """DuckDB's error as the view's, where a resource brought what the view can't take."""
    at, colon, said = str(error).partition("Error: ")[2].splitlines()[0].partition(": ")
    message, _, mend = (said if colon else at).partition(". ")
    return ViewError(at if colon else "", message + ".", mend)
