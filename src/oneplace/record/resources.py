"""FHIR files as rows: each line is a resource, and the dataset's view says what its columns hold."""

from __future__ import annotations

from oneplace import fhir
from oneplace.place.sources import Dataset

SEVERAL = fhir.SEVERAL
"""What stands in a column for a value of which the view takes one and the resource has several."""


NOT_WHOLE = "is not a whole line of JSON"
"""Why a line is set aside that is none."""


def rows(dataset: Dataset, reader: str) -> str:
    """Return SQL that makes a dataset's rows of ``reader``: SQL of a relation of lines, ``_line``.

    Its columns are the view's, as text, and ``_line``, ``_place`` (the line's, among those read) and ``_broken``: why
    the line is no resource, null where it is one. Such a line gives one row of nulls; an empty one, and one of another
    resource, none.
    """
    output = fhir.FirstAsText() if dataset.view is None else fhir.AsText()
    view = fhir.only(dataset.seen, dataset.columns)
    return fhir.statement(view, _resources(dataset, reader), output, keep=("_line", "_place", "_broken"))


def _resources(dataset: Dataset, reader: str) -> str:
    """SQL for the lines that are read: ``_resource`` is null where one is broken."""
    kind = "json_extract_string(_document, '$.resourceType')"
    untyped = "" if dataset.view is None else f" WHEN {kind} IS NULL THEN 'is not a FHIR resource: no resourceType'"
    broken = f"CASE WHEN _document IS NULL THEN {_text(NOT_WHOLE)}{untyped} END"
    asked = f" AND coalesce({kind}, {_text(dataset.kind)}) = {_text(dataset.kind)}" if dataset.kind else ""
    return (
        "SELECT *, CASE WHEN _broken IS NULL THEN _document END AS _resource FROM ("
        f"SELECT *, {broken} AS _broken FROM ("
        "SELECT *, CASE WHEN json_valid(_line) THEN CAST(_line AS JSON) END AS _document FROM ("
        f"SELECT _line, row_number() OVER () AS _place FROM {reader}) "
        f"WHERE coalesce(trim(_line), '') <> '')){' WHERE true' + asked if asked else ''}"
    )


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
