"""JSON Schema of a file of a model's shape."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import TaggedUnionSchema


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
