"""JSON Schema of each kind of file, for editors that complete and check while one types."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from oneplace.place.cohort import Cohort
from oneplace.place.datasets import Datasets
from oneplace.place.library import Library
from oneplace.place.measure import Measure
from oneplace.place.model_schema import schema_of
from oneplace.place.place_file import PlaceFile
from oneplace.place.sources import Sources
from oneplace.place.strategy import Strategy
from oneplace.place.strategy.commentary import Commentary
from oneplace.place.strategy.decisions import Decision

_KINDS: dict[str, type[BaseModel]] = {
    "place": PlaceFile,
    "strategy": Strategy,
    "measure": Measure,
    "cohort": Cohort,
    "library": Library,
    "datasets": Datasets,
    "sources": Sources,
    "decision": Decision,
    "commentary": Commentary,
}


def json_schema() -> dict[str, dict[str, Any]]:
    """The JSON Schema of every kind of file, by kind."""
    return {kind: schema_of(model) for kind, model in _KINDS.items()}
