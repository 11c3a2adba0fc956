"""The small-number rule: which counts of people or events a place doesn't show."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from oneplace.place.fields import Sourced, Text, Whole

BELOW = 5
"""Where neither place nor measure says otherwise, counts below this are not shown."""


class SmallNumbers(Sourced):
    """A count from 1 to ``below`` minus 1 is not shown, nor what would reveal it.

    ``zeros`` says whether nought is shown. What is shown is rounded to the nearest multiple of ``round_to``, and values
    and limits are made from the rounded counts. A measure's own rule changes what it names of the place's.
    """

    below: Whole = Field(default=BELOW, ge=2, le=100)
    zeros: Literal["shown", "suppressed"] = "shown"
    round_to: Whole = Field(default=1, ge=1, le=100)
    rule: Text | None = None

    @property
    def least(self) -> int:
        """The smallest count that is not shown."""
        return 1 if self.zeros == "shown" else 0

    @property
    def room(self) -> int:
        """How far apart the ends of what a hidden count can be must lie, so that it could be any of those."""
        return max(self.below - 1 - self.least, 1)

    @property
    def words(self) -> str:
        """The counts that are not shown, as a sentence begins with them."""
        last = self.below - 1
        return f"A count of {last}" if last == self.least else f"A count from {self.least} to {last}"

    def hides(self, count: float) -> bool:
        """Whether a count is one of those."""
        return self.least <= count < self.below

    @property
    def step(self) -> int:
        """To what counts of records are rounded: of those many differences are shown, so none may be small."""
        return max(self.below, self.round_to)

    def of_records(self, count: int) -> str:
        """A count of records, not of people, as it is shown: "fewer than 5", "15"."""
        if 0 < count < self.step:
            return f"fewer than {self.step}"
        return f"{(count + self.step // 2) // self.step * self.step:,}"

    def changed_by(self, own: SmallNumbers | None) -> SmallNumbers:
        """This rule with what a measure's own rule names."""
        if own is None:
            return self
        return self.model_copy(update={name: getattr(own, name) for name in own.model_fields_set})
