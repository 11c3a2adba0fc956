"""JSON Schema of each kind of file, for editors that complete and check while one types."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import TaggedUnionSchema

from oneplace.place.cohort import Cohort
from oneplace.place.measure import Measure
from oneplace.place.place_file import PlaceFile
from oneplace.place.sources import Sources
from oneplace.place.strategy import Strategy
from oneplace.place.strategy.commentary import Commentary
from oneplace.place.strategy.governance import Decision

_KINDS: dict[str, type[BaseModel]] = {
    "place": PlaceFile,
    "strategy": Strategy,
    "measure": Measure,
    "cohort": Cohort,
    "sources": Sources,
    "decision": Decision,
    "commentary": Commentary,
}


class _AnyOf(GenerateJsonSchema):
    """Schemas in which a value may fit several of its forms: ``not_set`` is text, too."""

    def tagged_union_schema(self, schema: TaggedUnionSchema) -> JsonSchemaValue:
        """``anyOf`` where the forms are told apart by a function; ``oneOf`` where a key tells them apart."""
        made = super().tagged_union_schema(schema)
        return made if "discriminator" in made else {"anyOf": made.pop("oneOf"), **made}


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a file of this model's shape."""
    made = model.model_json_schema(by_alias=True, schema_generator=_AnyOf)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | made


def json_schema() -> dict[str, dict[str, Any]]:
    """The JSON Schema of every kind of file, by kind."""
    return {kind: schema_of(model) for kind, model in _KINDS.items()}
