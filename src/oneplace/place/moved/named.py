"""What of an ambition a decision can change: it names that in ``eases:``, and covers nothing else of the ambition."""

from __future__ import annotations

from typing import get_args

from oneplace.place.strategy.decisions import Eases

_NAMED: tuple[str, ...] = get_args(Eases)
TARGET, DATE, PATH, BASELINE, MEASURE, GAP, RESTS_ON, DROPPED, WORDING, OWNER, SERVES, CYCLE = _NAMED

_OF_FIELDS = {
    "target": TARGET,
    "trajectory": PATH,
    "baseline": BASELINE,
    "gap_ambition": GAP,
    "groups": GAP,
    "horizon": DATE,
    "provenance": RESTS_ON,
    "target.period": DATE,
    "measure": MEASURE,
    "measures": MEASURE,
    "published": MEASURE,
    "owner": OWNER,
    "goals": SERVES,
    "commitments": SERVES,
    "priorities": SERVES,
    "enablers": SERVES,
    "reporting_cycle": CYCLE,
    "": DROPPED,
}


def of_ambition(field: str) -> str:
    """What of an ambition a field of it belongs to: of those without a rule of their own it is the wording."""
    return _OF_FIELDS.get(field) or _OF_FIELDS.get(field.partition(".")[0], WORDING)
