"""The national fifths of deprivation in a pathway: their codes, and five shares, the most deprived first."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from oneplace.flow.file.quantity import Proportion, sum_to_one
from oneplace.population import GROUPINGS, Among

_GROUPS = [GROUPINGS["deprivation"].group(number, Among()) for number in range(1, 6)]
FIFTHS = {group.code: group.label for group in _GROUPS}
"""The codes of the fifths, from the most deprived, as results have them; each with what people call it."""

FORMER = ("most", "second", "third", "fourth", "least")
"""Their words in files of the version before, which are still read; W96 tells of them."""


def in_order(shares: Any) -> Any:
    """Shares as a list, where they stand under words of the version before; anything else as it is."""
    return [shares[word] for word in FORMER] if isinstance(shares, dict) and set(shares) == set(FORMER) else shares


def _whole(shares: tuple[float, ...]) -> tuple[float, ...]:
    if len(shares) != len(FIFTHS):
        raise ValueError(f"there are {len(shares)} shares. Give {len(FIFTHS)}, the most deprived fifth first.")
    sum_to_one(shares)
    return shares


Spread = Annotated[
    tuple[Proportion, ...],
    Field(json_schema_extra={"minItems": len(FIFTHS), "maxItems": len(FIFTHS)}),
    BeforeValidator(in_order),
    AfterValidator(_whole),
]
"""How patients spread over the fifths: five shares, the most deprived first, which make 100 %."""
