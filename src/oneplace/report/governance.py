"""Duties, risks, benefits and what was learnt, as readers meet them: what stands, and what is still to be said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from oneplace.delivery import combine, heatmap, improvement
from oneplace.delivery import duties as law
from oneplace.place import BenefitProfile, Board, Cycle, EqualityAnswer, Measure, Period, Place, Privacy
from oneplace.place.data_flows import SHORT, flows
from oneplace.place.delegation import scheme_faults
from oneplace.report.owners import owner_words
from oneplace.vocabulary.wording import count_words, difference_words, list_words, marked, value_words


@dataclass(frozen=True)
class Duty:
    """A duty with how it stands; ``missing`` is what is still to be said or done."""

    name: str
    stands: str
    owner: str
    missing: tuple[str, ...] = ()
    illustrative: bool = False


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
class Benefit:
    """Benefits that claim the same measure of the same people: what they come to together, counted once."""

    what: str
    claims: tuple[tuple[str, str, str], ...]
    """Each benefit's words, kind and owner."""
    together: str
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
_KINDS = {
    "cash_releasing": "releases cash",
    "non_cash": "releases no cash",
    "quality": "quality",
    "dis_benefit": "a loss",
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


def duties(place: Place, today: date) -> list[Duty]:
    """The laws that the strategy names, its equality assessment, its privacy screening and its agreements."""
    named = [
        Duty(f"{one.statute}: {one.text}", _state(one.state, one.due, today, one.evidence),
             owner_words(place, one.owner),
             illustrative=one.provenance == "illustrative")
        for one in place.strategy.duties
        if one.kind == "duty"
    ]  # fmt: skip
    return [*named, *_equality(place, today), *_privacy(place), *_agreements(place)]


def _state(state: str, due: Period | str, today: date, evidence: str | None) -> str:
    if state == "not_set":
        return "no state"
    if state == "met":
        return f"met: {evidence}"  # without evidence it is an error (E110)
    return f"{state}, and past its day" if isinstance(due, Period) and due.is_over(today) else state


def without_state(place: Place) -> str:
    """How many duties have no state, in a sentence; empty where each has one."""
    every = [one for one in place.strategy.duties if one.kind == "duty"]
    none = [one for one in every if one.state == "not_set"]
    if not none:
        return ""
    verb = "is" if len(none) == 1 else "are"
    return (
        f"Nobody has said how {len(none)} of the {count_words(len(every), 'duty', 'duties')} {verb} met."
        if len(every) > 1
        else "Nobody has said how the one duty is met."
    )


def _equality(place: Place, today: date) -> list[Duty]:
    asked = place.strategy.equality
    if isinstance(asked, str) or not asked.answers:
        return []
    answers = {(one.aim, one.characteristic): _answer(one) for one in asked.answers}
    due = asked.due.last_day if isinstance(asked.due, Period) else None
    put_off = law.Deferral(owner_words(place, asked.owner), due) if asked.state == "deferred" else None
    try:
        found = law.equality(answers, today, put_off)
    except ValueError as error:
        return [Duty("Equality assessment (Equality Act 2010 s.149)", "can’t be read", "", (str(error),))]
    given = len(law.QUESTIONS) - len(found.missing)
    stands = f"{found.state.value}: {given} of {len(law.QUESTIONS)} questions have an answer or a reason"
    return [Duty("Equality assessment (Equality Act 2010 s.149)", stands, owner_words(place, asked.owner),
                 found.missing, asked.provenance == "illustrative")]  # fmt: skip


def _answer(one: EqualityAnswer) -> law.Answer:
    impact = law.Impact(one.impact) if one.impact else None
    return law.Answer(impact, one.evidence or "", one.mitigation or "", one.reason or "")


def _privacy(place: Place) -> list[Duty]:
    asked = place.strategy.privacy
    if isinstance(asked, str):
        return []
    found = law.screening(flows(place.sources), asked.flows)
    stands = asked.screening.replace("_", " ")
    return [
        Duty(
            "Privacy screening (UK GDPR article 35)",
            stands,
            "not set",
            (*asked.triggers, *_screened(place, found, asked)),
        )
    ]


def _screened(place: Place, found: law.Screening, asked: Privacy) -> Iterator[str]:
    """What the data flows of ``sources.yaml`` say to the answer that was given."""
    senders = {one.id: one.system for one in place.sources.sources} if place.sources else {}
    met = "; ".join(
        f"{one} ({list_words([senders[key] for key in sources])})" for one, sources in found.because.items()
    )
    if found.due:
        yield f"The data flows meet criteria that ask for an assessment: {met}."
        if asked.screening == "not_required":
            yield "The answer is that none is required: it needs to be given again, or its reason to speak of these."
    elif met:
        yield f"The data flows meet one criterion, and two ask for an assessment: {met}."
    if asked.flows is None:
        now = found.fingerprint[:SHORT]
        yield (
            "The answer doesn’t say for which data flows it was given. "
            f"For those of today the place’s files would say `privacy: {{flows: {now}}}`."
        )
    elif found.stale:
        yield "It is stale: it was answered for other data flows than those of today."


def _agreements(place: Place) -> list[Duty]:
    return [
        Duty(f"{one.name} (NHS Act 2006 s.75)",
             "says all that it must" if not (lacking := law.section_75(one.model_dump())) else "incomplete",
             "not set", tuple(f"It says nothing of {item.replace('_', ' ')}." for item in lacking),
             one.provenance == "illustrative")
        for one in place.strategy.pooled_funds
    ]  # fmt: skip


def privacy_risk() -> list[tuple[str, str, str]]:
    """The table by which a risk to people is weighed: likelihood, severity, and how high it is then."""
    return [(likelihood, severity, level) for (likelihood, severity), level in law.RISK.items()]


def risk_faults(place: Place, today: date) -> list[tuple[str, list[str]]]:
    """The risks of which something is wrong, each with what."""
    told = [(marked(risk.event, risk.provenance), heatmap.faults(risk, today)) for risk in place.strategy.risks]
    return [(event, found) for event, found in told if found]


def benefits(place: Place) -> list[Benefit]:
    """The benefits of the place's files, those that claim the same thing together."""
    claimed: dict[tuple[object, ...], list[BenefitProfile]] = {}
    for one in place.strategy.benefits:
        claimed.setdefault((one.measure or one.id, one.population, one.period), []).append(one)
    return [_benefit(place, together) for together in claimed.values()]


def _benefit(place: Place, together: Sequence[BenefitProfile]) -> Benefit:
    first = together[0]
    measure = place.measures.get(first.measure or "")
    return Benefit(
        what=f"{measure.name if measure else 'No measure'}, {first.population}, {first.period.words}",
        claims=tuple((one.text, _KINDS[one.kind], owner_words(place, one.owner)) for one in together),
        together=_together(together, measure),
        illustrative=any(one.provenance == "illustrative" for one in together),
    )


def _together(together: Sequence[BenefitProfile], measure: Measure | None) -> str:
    base, unit = together[0].baseline, together[0].unit
    if any(one.baseline_on is None for one in together) or isinstance(base, str):
        return "Unproven: no baseline was frozen before it began."
    if len({(one.baseline, one.unit) for one in together}) > 1:
        return "Can’t be put together: their baselines differ."
    found = combine(base, [one.reduction for one in together])

    def told(value: float) -> str:
        if unit:
            return f"{_number(value)} {unit}"
        if measure is None:
            return f"{_number(value)} (of what, nobody has said)"
        return value_words(value, measure.unit, measure.decimals)

    def less(value: float) -> str:
        return told(value) if unit or measure is None else difference_words(value, measure.unit, measure.decimals)

    taken = f"{less(found.combined)} off the baseline of {told(base)}"
    if len(together) == 1:
        return f"It is to take {taken}."
    return f"Together they are to take {taken}; adding them up would claim {less(found.naive)}, and count some twice."


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.3g}"


def learning(place: Place, today: date) -> list[Learning]:
    """Objectives of improvement with their cycles."""
    return [
        Learning(
            one.text,
            _objective(one.judged, one.end, today),
            tuple(_cycle(cycle) for cycle in one.cycles) or ("No cycle was begun.",),
            one.provenance == "illustrative",
        )
        for one in place.strategy.improvement
    ]


def _objective(judged: str, end: Period, today: date) -> str:
    if judged != "not_set":
        return judged if end.is_over(today) else f"Said before its end, {end.words}: {judged}"
    return "Its end is over, and nobody has judged it." if end.is_over(today) else f"Judged at its end, {end.words}."


def _cycle(one: Cycle) -> str:
    cycle = improvement.Cycle(
        aim=one.aim,
        outcome=one.outcome or "",
        process=one.process or "",
        balancing=one.balancing or "",
        prediction=one.prediction or "",
        changed_on=one.changed_on.start if one.changed_on else None,
        data=tuple(day.last_day for day in one.data),
        compared=one.compared or "",
        act=improvement.Act(one.act) if one.act else None,
    )
    if lacking := improvement.close_lacks(cycle):
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
