"""What each partner promised: what it answers for, by when, and whether that is done, late, or has no day.

Late is what is open after the day that was first agreed: a date that was put off does not make it punctual. It is said
of what is to be done by a day. A target is met or missed, or nobody can tell: what the run judged of it is told. So it
is with a benefit once something shows what came of it; until then it is to be shown, and late.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from oneplace.delivery.happened import Action, agreed
from oneplace.place import Commentary, Milestone, Owner, Partner, Period, Place, Strategy, Workstream, joined, period
from oneplace.progress import ForecastStatus
from oneplace.report.rows import Row
from oneplace.vocabulary.wording import MADE_UP, origin_told

Due = Period | str | None


class Kept(Enum):
    """How a promise stands on a day."""

    LATE = "late"
    OPEN = "open"
    UNDATED = "no date"
    DONE = "done"
    STOPPED = "stopped"
    MET = "target met"
    MISSED = "target missed"
    UNTOLD = "met or missed, cannot be told"
    UNKNOWN = "its day is past, and no figure of it is shown"


@dataclass(frozen=True)
class Promise:
    """Something that a partner answers for. ``by`` is the day first agreed, ``now`` the one now expected if another."""

    partner: str
    kind: str
    text: str
    role: str
    by: Period | None
    now: Period | None
    kept: Kept
    origin: str | None = None
    """``illustrative`` where it was made up to show the form."""


@dataclass(frozen=True)
class Known:
    """What is known besides the files: the actions for everybody, when the plan expects milestones, by id, and how
    ambitions stand, by id: their rows of ``progress``; and how benefits do of which something is known, the same way.
    """

    actions: tuple[Action, ...]
    expected: Mapping[str, date] = field(default_factory=dict)
    judged: Mapping[str, Row] = field(default_factory=dict)
    gained: Mapping[str, Row] = field(default_factory=dict)


def of_files(place: Place) -> Known:
    """What the files alone know."""
    return Known(tuple(one for one in agreed(place).values() if isinstance(one, Action)))


@dataclass(frozen=True)
class PartnerRecord:
    """A partner with what it promised, pays, hosts and sits on; ``heirs`` take over what one that ended left open.

    ``takers`` are those of its heirs, and of theirs where they ended too, that still stand. ``inherited`` is what it
    took over itself and is still open, by the days that were first agreed with whom it was before.
    """

    partner: Partner
    promises: tuple[Promise, ...]
    pays: tuple[tuple[str, float, str | None], ...]
    """Each line of the budget that it pays: what, pounds, provenance."""
    hosts: tuple[str, ...]
    sits_on: tuple[str, ...]
    before: tuple[Partner, ...]
    heirs: tuple[Partner, ...]
    takers: tuple[Partner, ...]
    inherited: tuple[Promise, ...]
    shared: Mapping[str, tuple[str, ...]]
    """The names of the others that took over from the same body, by its id: nobody has said whose each promise is."""
    ended: bool

    def count(self, kept: Kept) -> int:
        """How many of its promises stand so."""
        return sum(one.kept is kept for one in self.promises)

    @property
    def left_open(self) -> tuple[Promise, ...]:
        """What a partner that has ended left open."""
        return tuple(filter(_is_open, self.promises)) if self.ended else ()

    @property
    def orphaned(self) -> tuple[Promise, ...]:
        """What it left open and no other took over."""
        return () if self.takers else self.left_open


def _is_open(one: Promise) -> bool:
    return one.kept not in (Kept.DONE, Kept.STOPPED, Kept.MET)


def partners(place: Place, as_of: date | None, since: Known | None = None) -> list[PartnerRecord]:
    """Every partner, in the order of the strategy. ``as_of`` is the day to judge by; without one nothing is late."""
    known = joined(place.strategy.partners)
    promises = list(promised(place, as_of, since))
    return [_record(place, one, known, promises, as_of) for one in known.values()]


def outside(place: Place, as_of: date | None, since: Known | None = None) -> list[Promise]:
    """What somebody answers for who is no partner of the strategy: it is owed all the same."""
    known = {one.id for one in place.strategy.partners}
    return [one for one in promised(place, as_of, since) if one.partner not in known]


def promised(place: Place, as_of: date | None, since: Known | None = None) -> Iterator[Promise]:
    """Everything that somebody answers for."""
    for kind, text, owner, first, now, done, origin in _owned(place, since or of_files(place), as_of):
        if isinstance(owner, Owner):
            by = first if isinstance(first, Period) else None
            later = now if isinstance(now, Period) and now != by else None
            yield Promise(
                owner.org, kind, text, owner.role or "", by, later, done or _kept(by, as_of), _made_up(origin)
            )


def _kept(by: Period | None, as_of: date | None) -> Kept:
    if by is None:
        return Kept.UNDATED
    return Kept.LATE if as_of is not None and by.is_over(as_of) else Kept.OPEN


def _became(row: Row | None, of: str = "") -> Kept:
    """What became of a target, or a benefit, whose day is past, in the words of the ambition's own page: of the
    average's (``""``) or of the gap's (``gap_``).
    """
    unknown = Kept.UNKNOWN if row is None or row[f"{of}target_past"] else Kept.UNTOLD
    return _BECAME.get(row[f"{of}status_forecast"], unknown) if row else unknown


_BECAME = {
    ForecastStatus.MET.value: Kept.MET,
    ForecastStatus.MISSED.value: Kept.MISSED,
    ForecastStatus.CANNOT_BE_TOLD.value: Kept.UNTOLD,
    ForecastStatus.NO_TARGET_SET.value: Kept.DONE,  # a loss was foreseen, and is shown: nothing more was asked
}


def _made_up(origin: str | None) -> str | None:
    return origin if origin in MADE_UP else None


_Owned = tuple[str, str, Owner | str | None, Due, Due, Kept | None, str | None]
"""Kind, words, owner, the day first agreed, the one it was put off to, how it stands if known, provenance."""


def _owned(place: Place, since: Known, as_of: date | None) -> Iterator[_Owned]:
    strategy = place.strategy
    for item in strategy.outcomes:
        row, of_gap = since.judged.get(item.id), item.gap_target_period
        for kind, of, by in (("Ambition", "", item.target_period), ("Ambition for the gap", "gap_", of_gap)):
            if by or (not of and not of_gap):
                became = _became(row, of) if by and _kept(by, as_of) is Kept.LATE else None
                yield kind, item.text, item.owner, by, None, became, item.provenance
    for enabler in strategy.enablers:
        yield "Enabler", enabler.text or enabler.name, enabler.owner, None, None, None, None
    for stream in strategy.workstreams:
        yield "Workstream", stream.name, stream.lead, None, None, None, stream.provenance
        for step in stream.milestones if isinstance(stream.milestones, tuple) else ():
            yield _milestone(step, stream, since.expected.get(step.id))
    for risk in strategy.risks:
        yield "Risk", risk.event, risk.owner, None, None, None, risk.provenance
    made_up = {risk.id: risk.provenance for risk in strategy.risks}
    for action in since.actions:
        yield _action(action, made_up.get(action.about))
    yield from _asked_and_learnt(strategy, since, as_of)
    if not isinstance(strategy.equality, str):
        done = Kept.DONE if strategy.equality.state in ("done", "not_required") else None
        yield (
            "Equality assessment",
            "The equality assessment",
            strategy.equality.owner,
            strategy.equality.due,
            None,
            done,
            strategy.equality.provenance,
        )
    for said in _newest(place.commentary.values()):
        if not isinstance(said.next_step, str):
            then = said.next_step
            yield "Next step", then.text, then.by, then.due, None, None, said.provenance


def _asked_and_learnt(strategy: Strategy, since: Known, as_of: date | None) -> Iterator[_Owned]:
    """Duties and must-dos, what is to get better or to be gained, what was learnt, and what is known to be missing."""
    for duty in strategy.duties:
        met = Kept.DONE if duty.state == "met" else None
        yield "Duty", duty.text, duty.owner, duty.due, None, met, duty.provenance
    for asked in strategy.must_dos:
        shown = Kept.DONE if asked.evidence else None
        yield f"{asked.kind.capitalize()}-do", asked.text, asked.owner, asked.due, None, shown, asked.provenance
    for aim in strategy.improvement:
        judged = Kept.DONE if aim.judged != "not_set" else None
        yield "Improvement objective", aim.text, aim.owner, aim.end, None, judged, aim.provenance
    for benefit in strategy.benefits:
        until = benefit.tracked_until or benefit.period
        stands = since.gained.get(benefit.id) if _kept(until, as_of) is Kept.LATE else None
        became = _became(stands) if stands else None
        yield "Benefit to show", benefit.text, benefit.owner, until, None, became, benefit.provenance
    for lesson in strategy.lessons:
        led = Kept.DONE if lesson.decision else None
        yield "Lesson", lesson.text, lesson.owner, lesson.due, None, led, lesson.provenance
    for gap in strategy.gaps:
        closed = Kept.DONE if gap.state == "closed" else None
        yield "Gap to close", gap.text, gap.owner, gap.due, None, closed, None


def _newest(commentary: Iterable[Commentary]) -> Iterable[Commentary]:
    """What was said last of each ambition to everybody: its next step takes the place of the one said before."""
    said = sorted((one for one in commentary if one.audience == "public"), key=lambda one: one.run.start)
    return {one.outcome: one for one in said}.values()


def _milestone(step: Milestone, stream: Workstream, expected: date | None) -> _Owned:
    """The first date of a milestone is the one from which it was moved first; the plan may expect it later."""
    first = step.moved[0].from_ if step.moved else step.due
    done = {"done": Kept.DONE, "stopped": Kept.STOPPED}.get(step.state)
    said = step.forecast or step.due
    later = expected and step.is_open and not (isinstance(said, Period) and said.last_day == expected)
    now = _day(expected) if later else said
    return "Milestone", step.text, step.owner or stream.lead, first, now, done, stream.provenance


def _action(one: Action, about: str | None) -> _Owned:
    done = {"done": Kept.DONE, "dropped": Kept.STOPPED}.get(one.state)
    owner = Owner(org=one.org, role=one.role or None) if one.org else None
    return "Action", one.text, owner, _day(one.due), _day(one.now_due), done, origin_told(one.text) or about


def _day(when: date | None) -> Period | None:
    return period(when.isoformat()) if when else None


def _record(
    place: Place, of: Partner, known: Mapping[str, Partner], promises: list[Promise], as_of: date | None
) -> PartnerRecord:
    strategy = place.strategy
    budget = strategy.budget
    lines = () if isinstance(budget, str) else budget.lines
    groups = [one.name or one.id for one in strategy.governance.delivery_groups if of.id in one.members]
    boards = [one.name for one in strategy.governance.boards if one.partner == of.id]
    took = {one.id: takers for one in known.values() if of in (takers := _takers(one, known, as_of))}
    return PartnerRecord(
        partner=of,
        promises=tuple(one for one in promises if one.partner == of.id),
        pays=tuple((line.name, line.amount, line.provenance) for line in lines if line.partner == of.id),
        hosts=tuple(fund.name for fund in strategy.pooled_funds if fund.host == of.id),
        sits_on=(*boards, *groups),
        before=tuple(known[key] for key in of.predecessor if key in known),
        heirs=tuple(known[key] for key in of.successor if key in known),
        takers=_takers(of, known, as_of),
        inherited=tuple(one for one in promises if one.partner in took and _is_open(one)),
        shared={key: tuple(one.name for one in takers if one != of) for key, takers in took.items()},
        ended=_has_ended(of, as_of),
    )


def _has_ended(of: Partner, as_of: date | None) -> bool:
    return of.until is not None and as_of is not None and of.until.is_over(as_of)


def _takers(of: Partner, known: Mapping[str, Partner], as_of: date | None) -> tuple[Partner, ...]:
    """Of a partner that has ended, those that still stand and took over from it, or from who took over from it."""
    found: dict[str, Partner] = {}
    seen, todo = {of.id}, [of] if _has_ended(of, as_of) else []
    while todo:
        for key in todo.pop(0).successor:
            if (heir := known.get(key)) is None or key in seen:
                continue
            seen.add(key)
            if _has_ended(heir, as_of):
                todo.append(heir)
            else:
                found[key] = heir
    return tuple(found.values())
