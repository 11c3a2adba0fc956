"""What an equality assessment rests on: what the strategy sets out to do, and for whom."""

from __future__ import annotations

from oneplace.place.data_flows import SHORT, fingerprint
from oneplace.place.strategy.model import Strategy

_OF_AN_AMBITION = {"id", "text", "groups", "measure", "measures", "target", "trajectory", "gap_ambition"}
_SAYS_ONLY = {"target": {"source", "note"}, "gap_ambition": {"source", "note", "baseline_period"}}
"""When a baseline was is no plan: that of the average is none of the fields above."""
_OF_A_WORKSTREAM = {"id", "scope", "objectives"}


def plans_fingerprint(strategy: Strategy) -> str:
    """What the files name as ``rests_on``: other ambitions, targets, groups, scopes or objectives have another one.

    What happens (owners, progress, reports) and the order in which things stand change nothing.
    """
    ambitions = [one.model_dump(mode="json", include=_OF_AN_AMBITION, exclude=_SAYS_ONLY) for one in strategy.outcomes]
    streams = [one.model_dump(mode="json", include=_OF_A_WORKSTREAM) for one in strategy.workstreams]
    said = [[one.id, one.text] for one in (*strategy.commitments, *strategy.priorities, *strategy.goals)]
    return fingerprint([sorted(rows, key=str) for rows in (ambitions, streams, said)])[:SHORT]
