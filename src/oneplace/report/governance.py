"""Boards, who decides what, risks and what was learnt, as readers meet them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from oneplace.delivery import duties as law
from oneplace.delivery import heatmap, improvement
from oneplace.place import Board, Cycle, Period, Place
from oneplace.place.delegation import scheme_faults
from oneplace.report.owners import owner_words
from oneplace.vocabulary.wording import count_words, list_words, marked


@dataclass(frozen=True)
class Body:
    """A board or group: who sits on it, how many must take part, how often it meets, how it counts days."""

    name: str
    members: tuple[str, ...]
    quorum: str
    cycle: str
    counting: str
    call_in: str
    illustrative: bool


@dataclass(frozen=True)
class Learning:
    """An objective of improvement with its cycles, or a lesson."""

    name: str
    stands: str
    points: tuple[str, ...]
    illustrative: bool


_COUNTING = {
    "calendar": "every day counts",
    "weekdays": "working days count",
    "no_sundays": "all days count but Sundays, bank holidays and the breaks of Christmas and Easter",
}


def bodies(place: Place) -> list[Body]:
    """The boards of the place's files."""
    return [
        Body(
            name=one.name,
            members=one.members,
            quorum=str(one.quorum) if one.quorum else "not set",
            cycle=one.cycle.replace("_", " "),
            counting=_COUNTING[one.clear_days] + _closed(one),
            call_in=_call_in(one.call_in_days, one.call_in_by),
            illustrative=one.provenance == "illustrative",
        )
        for one in place.strategy.governance.boards
    ]


def _closed(one: Board) -> str:
    return f"; closed {list_words([period.words for period in one.closed_days])}" if one.closed_days else ""


def _call_in(window: int | None, by: Sequence[str]) -> str:
    if window is None:
        return "not set"
    if not window:
        return "decisions can’t be called in"
    whom = f"by {list_words(by)}" if by else "who may do so is not set"
    return f"within {count_words(window, 'working day')} of publication, {whom}"


@dataclass(frozen=True)
class Delegation:
    """A row of the scheme of delegation in words."""

    type: str
    functions: str
    values: str
    body: str
    illustrative: bool


def delegation(place: Place) -> tuple[list[Delegation], list[str]]:
    """The scheme of delegation, a row each; and what has no one body, in sentences."""
    given = place.strategy.governance
    names = {one.id: one.name for one in given.boards} | {one.id: one.name or one.id for one in given.delivery_groups}
    rows = [replace(one.row, body=names.get(one.body, one.body)) for one in given.delegation]
    try:
        found = [str(span) for span in scheme_faults(rows)]
    except ValueError as error:
        found = [str(error)]
    told = [
        Delegation(
            row.type, list_words(sorted(row.functions)) or "all", row.values, row.body, one.provenance == "illustrative"
        )
        for row, one in zip(rows, given.delegation, strict=True)
    ]
    return told, found


_SCHEMES = {
    "local_authority": ("the council", "its constitution"),
    "nhs_commissioner": ("the NHS’s commissioner", "its scheme of reservation and delegation"),
}
"""Of each kind of body that delegates what it is called where nobody is named, and what says who decides."""


def who_knows_delegation(place: Place, as_of: date | None) -> str:
    """That nobody said who decides what, and whom to ask for which document."""
    asked = [f"{_named(place, kind, as_of) or called} for {scheme}" for kind, (called, scheme) in _SCHEMES.items()]
    return f"Not set: the place’s files don’t say who decides what. Ask {list_words(asked)}."


def _named(place: Place, kind: str, as_of: date | None) -> str:
    """The partners of a kind that have a code and have not ended: what has none is a sort of body, not one."""
    still = [
        one.name
        for one in place.strategy.partners
        if one.kind == kind and (one.ods or one.ons) and not (one.until and as_of and one.until.is_over(as_of))
    ]
    return list_words(still)


def privacy_risk() -> list[tuple[str, str, str]]:
    """The table by which a risk to people is weighed: likelihood, severity, and how high it is then."""
    return [(likelihood, severity, level) for (likelihood, severity), level in law.RISK.items()]


def risk_faults(place: Place, today: date) -> list[tuple[str, list[str]]]:
    """The risks of which something is wrong, each with what."""
    others = heatmap.other_appetites(place.strategy.risks)
    told = [
        (marked(one.event, one.provenance), [*heatmap.faults(one, today), *filter(None, [others.get(one.id)])])
        for one in place.strategy.risks
    ]
    return [(event, found) for event, found in told if found]


def learning(place: Place, today: date) -> list[Learning]:
    """Objectives of improvement with their cycles."""
    return [
        Learning(
            one.text,
            _objective(one.judged, one.end, today),
            tuple(_cycle(cycle, today) for cycle in one.cycles) or ("No cycle was begun.",),
            one.provenance == "illustrative",
        )
        for one in place.strategy.improvement
    ]


def _objective(judged: str, end: Period, today: date) -> str:
    if judged != "not_set":
        return judged if end.is_over(today) else f"Said before its end, {end.words}: {judged}"
    return "Its end is over, and nobody has judged it." if end.is_over(today) else f"Judged at its end, {end.words}."


def _cycle(one: Cycle, today: date) -> str:
    cycle = improvement.Cycle(
        aim=one.aim,
        outcome=one.outcome or "",
        process=one.process or "",
        balancing=one.balancing or "",
        prediction=one.prediction or "",
        changed_on=one.changed_on.start if one.changed_on else None,
        data=tuple((period.start, period.last_day) for period in one.data),
        compared=one.compared or "",
        act=improvement.Act(one.act) if one.act else None,
    )
    if lacking := improvement.close_lacks(cycle, today):
        return f"{one.aim}: open. {' '.join(lacking)}"
    return f"{one.aim}: closed, {one.act}. {one.compared}"


def lessons(place: Place, today: date) -> list[Learning]:
    """What was learnt, and the decision that it led to, or that it stands open."""
    return [
        Learning(
            one.text,
            _lesson(place, one.decision, one.due, today),
            (f"Learnt from {one.learnt_from}.", f"Owner: {owner_words(place, one.owner)}."),
            one.provenance == "illustrative",
        )
        for one in place.strategy.lessons
    ]


def _lesson(place: Place, decision: str | None, due: Period | str, today: date) -> str:
    if decision:
        known = place.decisions.get(decision)
        return f"It led to a decision: {known.title if known else decision}."
    late = isinstance(due, Period) and due.is_over(today)
    return "It stands open, and is late." if late else "It stands open."
