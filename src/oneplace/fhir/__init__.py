"""FHIR resources as tables: SQL-on-FHIR v2 view definitions, and the FHIRPath in them, compiled to DuckDB SQL."""

from typing import TYPE_CHECKING

from oneplace.deferred import deferred

if TYPE_CHECKING:
    from oneplace.fhir.outputs import SEVERAL, AsText, FirstAsText, Typed
    from oneplace.fhir.rows import statement
    from oneplace.fhir.running import run
    from oneplace.fhir.shipped import export, names, shipped
    from oneplace.fhir.views import Column, Selection, View, ViewError, columns, only, read, read_file
else:
    deferred(__name__)

__all__ = [
    "SEVERAL",
    "AsText",
    "Column",
    "FirstAsText",
    "Selection",
    "Typed",
    "View",
    "ViewError",
    "columns",
    "export",
    "names",
    "only",
    "read",
    "read_file",
    "run",
    "shipped",
    "statement",
]
