"""How long things take: the shapes of a stay, a delay or somebody's patience."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from oneplace.flow.file.part import Part
from oneplace.flow.file.quantity import Count, Duration, Share
from oneplace.place import Text
from oneplace.vocabulary.wording import article, list_words

Shape = Literal[
    "fixed", "exponential", "lognormal", "gamma", "erlang", "weibull", "uniform", "triangular", "sequence", "empirical"
]

_NEEDS: Mapping[str, tuple[frozenset[str], ...]] = {
    "fixed": (frozenset({"value"}),),
    "exponential": (frozenset({"mean"}),),
    "lognormal": (frozenset({"mean", "cv"}), frozenset({"mean", "sd"}), frozenset({"median", "mean"})),
    "gamma": (frozenset({"mean", "cv"}), frozenset({"mean", "sd"})),
    "erlang": (frozenset({"mean", "stages"}),),
    "weibull": (frozenset({"mean", "cv"}), frozenset({"mean", "sd"})),
    "uniform": (frozenset({"from", "to"}),),
    "triangular": (frozenset({"from", "mode", "to"}),),
    "sequence": (frozenset({"values"}),),
    "empirical": (frozenset({"values"}), frozenset({"file"})),
}


class Distribution(Part):
    """How long something takes.

    ``mean`` with ``cv`` (standard deviation over mean) or ``sd`` describe the usual shapes; ``sequence`` gives the
    first patient to arrive the first of ``values``, the second the second, and starts again at the end; ``empirical``
    draws one of ``values`` (or of a file's column) each time. ``at_least`` is added to every draw.
    """

    shape: Shape
    """Which shape."""
    mean: Duration | None = None
    """The mean."""
    cv: Share | None = None
    """Standard deviation over mean."""
    sd: Duration | None = None
    """Standard deviation."""
    median: Duration | None = None
    """The median, instead of a spread (lognormal)."""
    stages: Count | None = None
    """How many exponential stages follow each other (erlang)."""
    value: Duration | None = None
    """The one length (fixed)."""
    from_: Duration | None = Field(None, alias="from")
    """The shortest (uniform, triangular)."""
    mode: Duration | None = None
    """The likeliest (triangular)."""
    to: Duration | None = None
    """The longest (uniform, triangular)."""
    values: tuple[Duration, ...] | None = None
    """The lengths (sequence, empirical)."""
    file: Text | None = None
    """A CSV of lengths whose header is a unit of time (empirical)."""
    at_least: Duration = 0.0
    """Added to every draw."""

    @property
    def average(self) -> float | None:
        """The mean in seconds; None where it depends on a file."""
        if self.file is not None:
            return None
        numbers = (self.from_, self.mode, self.to) if self.shape == "triangular" else (self.from_, self.to)
        given = self.values or tuple(n for n in numbers if n is not None) or ((self.mean or self.value or 0.0),)
        return self.at_least + sum(given) / len(given)

    @model_validator(mode="after")
    def _of_one_shape(self) -> Distribution:
        given = {self._name(n) for n in self.model_fields_set if getattr(self, n) is not None}
        given -= {"shape", "at_least"}
        if given not in _NEEDS[self.shape]:
            ways = " or ".join(list_words(sorted(way)) for way in _NEEDS[self.shape])
            raise ValueError(f"{article(self.shape)} shape does not go with {_listed(given)}. It needs {ways}.")
        self._sizes()
        return self

    @staticmethod
    def _name(field: str) -> str:
        return "from" if field == "from_" else field

    def _sizes(self) -> None:
        if self.shape in ("exponential", "lognormal", "gamma", "erlang", "weibull") and not self.mean:
            raise ValueError("the mean is nought. Write a mean above nought, or `shape: fixed` with its value.")
        if self.cv == 0 or self.sd == 0:
            raise ValueError("there is no spread. Write `shape: fixed` with its value, or a spread above nought.")
        if self.stages == 0:
            raise ValueError("there are no stages. Write `stages: 1 stage` or more.")
        if self.median and self.mean and self.median >= self.mean:
            raise ValueError("the median is not below the mean. In a lognormal shape it always is.")
        low, mode, high = self.from_, self.mode, self.to
        middle = low if mode is None else mode
        if low is not None and high is not None and middle is not None and (low > middle or middle > high):
            raise ValueError("its bounds are out of order. Write the smallest first.")
        if self.values is not None and not self.values:
            raise ValueError("values is empty. Give at least one value.")


def _listed(given: set[str]) -> str:
    return ", ".join(sorted(given)) or "no numbers at all"


def _plain(value: Any) -> Any:
    """Let ``stay: 5 days`` stand for ``{shape: fixed, value: 5 days}``."""
    return {"shape": "fixed", "value": value} if isinstance(value, str | int | float) else value


Stay = Annotated[Distribution, BeforeValidator(_plain, json_schema_input_type=Duration | Distribution)]
