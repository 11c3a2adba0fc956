"""The urgent decisions of a period, as the executive's leader reports them to the council (SI 2012/2089 regulation 19).

At least once a year: each executive decision whose making was agreed as urgent by regulation 11, with its particulars
and a summary of what it was about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from oneplace.place import Decision, Period, Place
from oneplace.report.asked import body_of, title_of
from oneplace.report.decision_record import NOT_RECORDED, Rows

NONE = "No decision of an executive is on record here that was agreed as urgent and taken in this period."


@dataclass(frozen=True)
class UrgentDecision:
    """A decision that was agreed as urgent: its title, and its particulars."""

    id: str
    title: str
    on: date
    rows: Rows


def urgent_decisions(place: Place, decisions: Iterable[Decision], first: date, last: date) -> list[UrgentDecision]:
    """Those of ``decisions`` that were taken as urgent from ``first`` to ``last``, both included, oldest first.

    Of a body that the files call no executive (``executive: no``) none counts; where they don't say, each does.
    """
    others = {name for one in place.strategy.governance.boards if one.executive == "no" for name in (one.id, one.name)}
    found = [
        _told(place, one, one.on)
        for one in decisions
        if one.special_urgency and isinstance(one.on, Period) and one.outcome not in ("refused", "withdrawn")
        if first <= one.on.last_day <= last and one.body not in others
    ]
    return sorted(found, key=lambda one: (one.on, one.id))


def _told(place: Place, one: Decision, on: Period) -> UrgentDecision:
    rows = (
        ("Who made it", body_of(place, one) or NOT_RECORDED),
        ("When", on.words),
        ("What it was about", one.summary or NOT_RECORDED),
        ("Why it was urgent, and who agreed", one.special_urgency.words if one.special_urgency else NOT_RECORDED),
    )
    return UrgentDecision(one.id, title_of(one), on.last_day, rows)
