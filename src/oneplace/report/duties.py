"""Duties as readers meet them: how each stands, and what is still to be said or done.

An equality assessment, a privacy screening and figures by group are asked of every place, whether or not its files
speak of them: what nobody spoke of has no state, and is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from oneplace.delivery import duties as law
from oneplace.delivery.happened import ASSESSMENT, SCREENING, Kind
from oneplace.place import Duty as Statute
from oneplace.place import Equality, EqualityAnswer, Measure, Period, Place, Privacy, plans_fingerprint
from oneplace.place.data_flows import SHORT, flows
from oneplace.report.owners import owner_words
from oneplace.vocabulary.dimensions import BY_CODE, STATED
from oneplace.vocabulary.wording import count_words, list_words

NO_STATE = "no state"
EQUALITY = "Equality assessment (Equality Act 2010 s.149)"
PRIVACY = "Privacy screening (UK GDPR article 35)"
BY_GROUP = "Figures by deprivation, ethnic group, age and sex (NHS Act 2006 s.13SA, asked of NHS bodies)"
POOLED = "Agreement on the money of the Better Care Fund (NHS Act 2006 s.75)"
_GROUPS = tuple(one.code for one in STATED)
_NONE_GIVEN = "no answer, and no reason for none."


@dataclass(frozen=True)
class Duty:
    """A duty with how it stands; ``missing`` is what is still to be said or done, ``settled`` whether it is met."""

    name: str
    stands: str
    owner: str = "not set"
    missing: tuple[str, ...] = ()
    illustrative: bool = False
    settled: bool = False
    of: tuple[str, str] | None = None
    """Kind and id of what is recorded of it, where it is answered."""


def duties(place: Place, today: date) -> list[Duty]:
    """The laws that the strategy names, and what is asked of every place: equality, privacy, figures by group; then
    its agreements on pooled money."""
    named = [_statute(place, one, today) for one in place.strategy.duties if one.kind == "duty"]
    equality = replace(_equality(place, today), of=(Kind.EQUALITY.value, ASSESSMENT))
    privacy = replace(_privacy(place), of=(Kind.PRIVACY.value, SCREENING))
    return [*named, equality, privacy, _by_group(place), *_agreements(place)]


def duties_summary(place: Place, today: date) -> str:
    """How many duties have no state, and which of the others are not met, in a sentence each."""
    every = duties(place, today)
    none = sum(one.stands == NO_STATE for one in every)
    verb = "is" if none == 1 else "are"
    told = (
        [f"Nobody has said how {none} of the {count_words(len(every), 'duty', 'duties')} {verb} met."] if none else []
    )
    still = [f"{one.name.partition(':')[0]} ({one.stands.partition(':')[0]})" for one in every
             if not one.settled and one.stands != NO_STATE]  # fmt: skip
    told += [f"Not met, or to be looked at again: {list_words(still)}."] if still else []
    return " ".join(told)


def _statute(place: Place, one: Statute, today: date) -> Duty:
    return Duty(
        f"{one.statute}: {one.text}",
        _state(one, today),
        owner_words(place, one.owner),
        illustrative=one.provenance == "illustrative",
        settled=one.state == "met",
        of=(Kind.DUTY.value, one.id),
    )


def _state(one: Statute, today: date) -> str:
    if one.state == "not_set":
        return NO_STATE
    if one.state == "met":
        return f"met: {one.evidence}"  # without evidence it is an error (E110)
    if isinstance(one.due, Period):
        return f"{one.state}, and past its day" if one.due.is_over(today) else one.state
    return "deferred, to no day" if one.state == "deferred" else one.state


def _equality(place: Place, today: date) -> Duty:
    asked = place.strategy.equality
    if isinstance(asked, str) or (asked.state == "not_set" and not asked.answers):
        return Duty(EQUALITY, NO_STATE)
    owner, illustrative = owner_words(place, asked.owner), asked.provenance == "illustrative"
    if asked.state == "not_required":
        because = (f"not required: {asked.reason}", ()) if asked.reason else ("not required", ("It says no reason.",))
        return Duty(EQUALITY, *(because[0], owner, because[1]), illustrative, settled=bool(asked.reason))
    if asked.state == "done" and not asked.answers:
        return Duty(EQUALITY, f"met: {asked.evidence}", owner, (), illustrative, settled=True)  # or an error (E110)
    return _assessed(place, asked, owner, today, illustrative=illustrative)


def _assessed(place: Place, asked: Equality, owner: str, today: date, *, illustrative: bool) -> Duty:
    due = asked.due.last_day if isinstance(asked.due, Period) else None
    who = "" if isinstance(asked.owner, str) else owner
    put_off = law.Deferral(who, due) if asked.state == "deferred" else None
    now = plans_fingerprint(place.strategy)
    rested = asked.rests_on or now
    answers = {(one.aim, one.characteristic): _answer(one) for one in asked.answers}
    try:
        found = law.equality(answers, today, put_off, rested, now)
    except ValueError as error:
        return Duty(EQUALITY, "can’t be read", owner, (str(error),), illustrative)
    given = len(law.QUESTIONS) - sum(one.endswith(_NONE_GIVEN) for one in found.missing) if answers else 0
    unsaid = found.state is law.State.MET and asked.state == "in_progress"
    state = law.State.OPEN if unsaid else found.state
    stands = f"{state.value}: {given} of {len(law.QUESTIONS)} questions have an answer or a reason"
    lacking = found.missing if answers else tuple(one for one in found.missing if not one.endswith(_NONE_GIVEN))
    lacking += ("Every question is answered, and nobody has said that the assessment is made.",) if unsaid else ()
    settled = state is law.State.MET
    return Duty(EQUALITY, stands, owner, (*lacking, *_rests(asked, now)), illustrative, settled=settled)


def _rests(asked: Equality, now: str) -> Iterator[str]:
    """What the strategy of today says to an assessment that was made of another, or of nobody knows which."""
    if not asked.answers or (asked.rests_on is None and asked.state == "in_progress"):
        return
    if asked.rests_on is None:
        yield (
            "It doesn’t say of which plans it was made, so nothing opens it again when they change. Record that it is "
            f"made; in the place’s files, those of today are `equality: {{rests_on: {now}}}`."
        )
    elif asked.rests_on != now:
        yield "It was made of other ambitions, targets, scopes or objectives than those of today."


def _answer(one: EqualityAnswer) -> law.Answer:
    impact = law.Impact(one.impact) if one.impact else None
    return law.Answer(impact, one.evidence or "", one.mitigation or "", one.reason or "")


def _privacy(place: Place) -> Duty:
    asked = place.strategy.privacy
    if isinstance(asked, str) or asked.screening == "not_set":
        return Duty(PRIVACY, NO_STATE)
    found = law.screening(flows(place.sources), asked.flows)
    said, refused = asked.screening.replace("_", " "), found.due and asked.screening == "not_required"
    if refused or (asked.flows and found.stale):
        stands = f"to be answered again: the answer was “{said}”"
    else:
        stands = said if asked.flows else f"{said}, for which data flows nobody has said"
    settled = stands == said and asked.screening != "required" and not asked.triggers
    return Duty(
        PRIVACY, stands, missing=(*asked.triggers, *_screened(place, found, asked, refused=refused)), settled=settled
    )


def _screened(place: Place, found: law.Screening, asked: Privacy, *, refused: bool) -> Iterator[str]:
    """What the data flows of ``sources.yaml`` say to the answer that was given."""
    senders = {one.id: one.system for one in place.sources.sources} if place.sources else {}
    met = "; ".join(
        f"{one} ({list_words([senders[key] for key in sources])})" for one, sources in found.because.items()
    )
    if found.due:
        yield f"The data flows meet criteria that ask for an assessment: {met}."
        if refused:
            yield "The answer is that none is required: it needs to be given again, or its reason to speak of these."
    elif met:
        yield f"The data flows meet one criterion, and two ask for an assessment: {met}."
    if asked.flows is None:
        now = found.fingerprint[:SHORT]
        yield (
            "The answer doesn’t say for which data flows it was given. Record the answer; in the place’s files, those "
            f"of today are `privacy: {{flows: {now}}}`."
        )
    elif found.stale:
        yield "It is stale: it was answered for other data flows than those of today."


def _by_group(place: Place) -> Duty:
    """Whether each measure of an ambition is defined by the four breakdowns that are asked for, or says why not.

    Whether a run has figures of each group stands with the measure.
    """
    named = dict.fromkeys(key for one in place.strategy.outcomes for key in (one.measure, *one.measures) if key)
    measures = [place.measures[key] for key in named if key in place.measures]
    if not measures:
        return Duty(BY_GROUP, NO_STATE)
    told = sum(all(map(one.breakdowns.has, _GROUPS)) for one in measures)
    silent = {one.name: lacks for one in measures if (lacks := _unreasoned(one))}
    of_all = f"{told} of {count_words(len(measures), 'measure')} {'is' if told == 1 else 'are'} defined by all four"
    if not silent:
        rest = "" if told == len(measures) else "; of each other it is said why not"
        return Duty(BY_GROUP, f"{of_all}{rest}", settled=True)
    missing = tuple(f"“{name}” is not told by {lacks}, and nobody says why not." for name, lacks in silent.items())
    return Duty(BY_GROUP, f"open: {of_all}", missing=missing)


def _unreasoned(one: Measure) -> str:
    """The breakdowns that a measure has not, without a reason (the rule W19 finds the same)."""
    return list_words([BY_CODE[group].title.lower() for group in _GROUPS if one.is_silent_on(group)])


def _agreements(place: Place) -> list[Duty]:
    """Each agreement with what it lacks; where money is pooled and no agreement is there, that nobody speaks of one."""
    if place.strategy.better_care and not place.strategy.pooled_funds:
        return [Duty(POOLED, NO_STATE)]
    return [
        Duty(f"{one.name} (NHS Act 2006 s.75)",
             "incomplete" if (lacking := law.section_75(one.model_dump())) else "says all that it must",
             missing=tuple(f"It says nothing of {item.replace('_', ' ')}." for item in lacking),
             illustrative=one.provenance == "illustrative", settled=not lacking)
        for one in place.strategy.pooled_funds
    ]  # fmt: skip
