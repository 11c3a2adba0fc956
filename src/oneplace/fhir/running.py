"""A view run over resources at hand: for a conformance case, a notebook, a look."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
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
            readers = [_READERS.get(str(kind), _as_it_is) for kind in found.types]
            return [
                {name: reader(value) for name, reader, value in zip(found.columns, readers, row, strict=True)}
                for row in found.fetchall()
            ]
        except duckdb.InvalidInputException as error:
            raise _told(error) from error
        except duckdb.Error as error:
            message = f"The view can't be computed: {str(error).splitlines()[0]}."
            raise ViewError("", message, "Correct the paths whose values don't fit each other.") from error


def _as_it_is(value: Any) -> Any:
    return value


def _parsed(value: str | None) -> Any:
    return None if value is None else json.loads(value)


def _each_parsed(values: list[str] | None) -> Any:
    return None if values is None else [json.loads(value) for value in values]


_READERS: Mapping[str, Callable[[Any], Any]] = {"JSON": _parsed, "JSON[]": _each_parsed}
"""How the values of an untyped column are read, by DuckDB's type."""


def _told(error: duckdb.Error) -> ViewError:
    """DuckDB's error as the view's, where a resource brought what the view can't take."""
    at, colon, said = str(error).partition("Error: ")[2].splitlines()[0].partition(": ")
    message, _, mend = (said if colon else at).partition(". ")
    return ViewError(at if colon else "", message + ".", mend)
