"""Options scored by weighted criteria, as somebody who sets priorities writes them down."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from oneplace.place.fields import Model, Number, Text


class Weighed(Model):
    """What each criterion weighs, and how each option scores by each. Who comes first is worked out from them."""

    weights: Annotated[dict[Text, Number], Field(min_length=1)]
    options: Annotated[dict[Text, dict[Text, Number]], Field(min_length=1)]

    @model_validator(mode="after")
    def _scored_throughout(self) -> Weighed:
        if min(self.weights.values()) < 0 or not sum(self.weights.values()):
            raise ValueError("Weights are 0 or more, and not all 0.")
        for option, scores in self.options.items():
            if odd := sorted(set(self.weights) ^ set(scores)):
                raise ValueError(f"'{option}' and the weights don’t both have {odd[0]}. Score each criterion once.")
        return self
