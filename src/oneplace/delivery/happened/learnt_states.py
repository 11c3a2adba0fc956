"""How what is to get better stands: a regulator's must-dos, known gaps, objectives, cycles, lessons, benefits."""

from __future__ import annotations

from typing import Literal

from oneplace.delivery.happened.state import Day, Figure, Owned, Short, State, Text


class Must(Owned):
    """What a regulator (``asked_by``, a partner's id) says must or should be done, and what shows that it is."""

    state: Literal["open", "evidenced"] = "open"
    text: Text = ""
    asks: Literal["must", "should"] = "must"
    asked_by: Short = ""
    due: Day | None = None
    progress: Text = ""
    evidence: Text = ""


class Gap(Owned):
    """Something that the strategy knows it lacks, who closes it, by when, and what closed it (``evidence``)."""

    state: Literal["open", "closed"] = "open"
    text: Text = ""
    due: Day | None = None
    progress: Text = ""
    evidence: Text = ""


class Objective(Owned):
    """Something to be better by a day (``due``), and what came of it, said once that day is over."""

    state: Literal["running", "judged"] = "running"
    text: Text = ""
    due: Day | None = None
    judged: Text = ""


class Cycle(State):
    """A change tried once, of an ``objective`` (its id): plan, do, study, act.

    ``measured_from`` and ``measured_to`` are the first and last day of what was measured of it, ``compared`` what came
    of the prediction, ``follows`` the id of the cycle before it.
    """

    state: Literal["open", "closed"] = "open"
    objective: Short = ""
    aim: Text = ""
    outcome: Text = ""
    process: Text = ""
    balancing: Text = ""
    prediction: Text = ""
    follows: Short = ""
    changed_on: Day | None = None
    measured_from: Day | None = None
    measured_to: Day | None = None
    compared: Text = ""
    act: Literal["", "adopt", "adapt", "abandon"] = ""


class Lesson(Owned):
    """What was learnt, from what, and the id of the ``decision`` that it led to; without one it stands open."""

    state: Literal["open", "used"] = "open"
    text: Text = ""
    learnt_from: Text = ""
    due: Day | None = None
    decision: Short = ""


class Benefit(Owned):
    """What a scheme is to gain: what its baseline counts since (``counted``, in the same unit), and what shows it."""

    state: Literal["tracked", "closed"] = "tracked"
    text: Text = ""
    due: Day | None = None
    counted: Figure | None = None
    counted_on: Day | None = None
    evidence: Text = ""
    reason: Text = ""
