"""Commentary: what whoever answers for an ambition says of it at a run, and when that is out of date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from oneplace.days import months_after
from oneplace.place.fields import NOT_SET, Id, Model, OrNotSet, Owner, Provenance, Ref, Sourced, refers, written
from oneplace.place.measure import Measure
from oneplace.place.period import Period, When
from oneplace.place.strategy.governance import Board
from oneplace.place.strategy.outcomes import Outcome

CYCLES = {
    "daily": 1,
    "weekly": 1,
    "monthly": 1,
    "bimonthly": 2,
    "quarterly": 3,
    "six_monthly": 6,
    "annual": 12,
}
"""Months until commentary is written anew: whatever is reviewed more often than monthly needs it once a month."""


def _one_day(when: Period) -> Period:
    if (when.end - when.start).days != 1:
        raise ValueError(f"{when} is not one day. Write the day, such as 2026-09-30.")
    return when


Day = Annotated[When, AfterValidator(_one_day)]
Paragraph = Annotated[str, Field(min_length=1, max_length=600), AfterValidator(written)]
"""As much as a board reads on one ambition."""


class NextStep(Model):
    """What is done next, by whom and by when."""

    text: Paragraph
    by: Owner
    due: When


class Commentary(Sourced):
    """What is said of one ambition at one run: why it stands as it does, what is being done, and the next step.

    It stays with its run: later runs have commentary of their own.
    """

    id: Id
    outcome: Ref = refers("outcomes", default=...)
    run: Day
    """The day on which the run stands that it speaks of."""
    on: OrNotSet[Day] = NOT_SET
    """The day on which it was written."""
    by: Owner
    why: Paragraph
    doing: Paragraph
    next_step: OrNotSet[NextStep] = NOT_SET
    provenance: Provenance | None = None
    """``illustrative`` where it was made up to show the form."""
    audience: Literal["board", "public"] = "public"
    """Who may read it."""

    def is_stale(self, as_of: date, months: int, rewritten: date | None = None) -> bool:
        """Whether more than a review cycle of so many months lies between its run, or that for which it was
        ``rewritten``, and the day ``as_of``.
        """
        return as_of > months_after(rewritten or self.run.start, months)


def review_cycle(outcome: Outcome, boards: Iterable[Board], measure: Measure | None) -> str:
    """How often an ambition is reviewed, as a key of ``CYCLES``: what is said first of all that say it.

    These are the ambition's own ``reporting_cycle``, the cycle of the board that monitors the strategy, and how often
    the measure is new; where none of them is a rhythm, a year.
    """
    monitors = [board.cycle for board in boards if board.role == "monitors"]
    said = (outcome.reporting_cycle, *monitors, measure.frequency if measure else None)
    return next((cycle for cycle in said if cycle in CYCLES), "annual")
