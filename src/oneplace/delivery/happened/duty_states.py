"""How what the law asks stands: a duty, the equality assessment with each characteristic, the privacy screening."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from oneplace.delivery.happened.state import Day, Owned, Short, State, Text

_Impact = Literal["", "positive", "negative", "none", "unknown"]


class Duty(Owned):
    """A duty that the strategy names: met by something (``evidence``), put off to a day (``due``), or open.

    ``now_due`` is another day that it got since; lateness is told by the first.
    """

    state: Literal["unsaid", "open", "deferred", "met"] = "unsaid"
    text: Text = ""
    due: Day | None = None
    now_due: Day | None = None
    evidence: Text = ""


class Equality(Owned):
    """The equality assessment. ``rests_on`` is the fingerprint of the plans of which somebody said that it is made.

    It is put off as a duty is. ``unanswered`` counts those of the 27 questions that had no answer or reason then.
    """

    state: Literal["unsaid", "open", "deferred", "done", "not_required"] = "unsaid"
    due: Day | None = None
    now_due: Day | None = None
    reason: Text = ""
    evidence: Text = ""
    rests_on: Short = ""
    unanswered: Annotated[int, Field(ge=0)] | None = None


class Characteristic(State):
    """The answers for one protected characteristic, by the three aims of the Equality Act 2010 s.149(1).

    ``harm`` is eliminating discrimination, ``chance`` equality of opportunity, ``bonds`` good relations.
    """

    state: Literal["open", "answered"] = "open"
    harm_impact: _Impact = ""
    harm_evidence: Text = ""
    harm_mitigation: Text = ""
    harm_reason: Text = ""
    chance_impact: _Impact = ""
    chance_evidence: Text = ""
    chance_mitigation: Text = ""
    chance_reason: Text = ""
    bonds_impact: _Impact = ""
    bonds_evidence: Text = ""
    bonds_mitigation: Text = ""
    bonds_reason: Text = ""


class Privacy(Owned):
    """The privacy screening: its answer with why, and the fingerprint of the data flows for which it was given."""

    state: Literal["open", "answered"] = "open"
    screening: Literal["", "done", "required", "not_required"] = ""
    reason: Text = ""
    evidence: Text = ""
    flows: Short = ""
