"""The way of a decision from draft to judged effect, and what has to be there before each step.

One table of steps, so that a page, a form and a record agree on what may happen next. (SI 2012/2089; Local Government
Act 1972 s.100A to K; the body's own constitution for call-in.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum

from oneplace.days import working_days_after
from oneplace.delivery.notice_given import WAYS, agreed_urgent, counts_from, excepted, notice_faults
from oneplace.delivery.proposal import Proposal
from oneplace.vocabulary.wording import day_words, list_words


class Stage(StrEnum):
    """Where a decision stands."""

    DRAFT = "draft"
    READY = "ready"
    NOTICED = "noticed"
    EXCEPTED = "excepted"
    AGREED_URGENT = "agreed_urgent"
    ON_AGENDA = "on_agenda"
    TAKEN = "taken"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"
    PUBLISHED = "published"
    CALL_IN_OPEN = "call_in_open"
    CALLED_IN = "called_in"
    UPHELD = "upheld"
    RECONSIDERED = "reconsidered"
    IN_FORCE = "in_force"
    IMPLEMENTED = "implemented"
    EFFECT_DUE = "effect_due"
    EFFECT_JUDGED = "effect_judged"


BOXES = ("resources", "staff", "property", "climate", "crime_and_disorder", "health", "equality", "privacy")
"""What each report says of: words, or why there is nothing to say."""
_CALLED = {"resources": "money"}
"""What a box is called on its form, where that is another word."""


Check = Callable[[Proposal, date], Iterable[str]]


def missing(decision: Proposal, _today: date = date.min) -> list[str]:
    """What a draft lacks before it is ready, each in a sentence."""
    found = [decision.not_its] if decision.not_its else []
    if not decision.recommendations:
        found.append("It recommends nothing.")
    if not decision.reasons:
        found.append("It gives no reasons.")
    if not decision.rejected:
        found.append("It names no option that was rejected, and doesn’t say that there was none.")
    if decision.key is None:
        found.append("Nobody has said whether it is a key decision.")
    elif decision.key and not decision.significant:
        found.append("The key decision test has no figure: give the money, or the wards and the effect on them.")
    if not decision.powers:
        found.append("It names no legal power.")
    found += [
        f"It says nothing of {_CALLED.get(box, box.replace('_', ' '))}: write it, or why there is none."
        for box in BOXES
        if not decision.said.get(box, "").strip()
    ]
    if not decision.interests_asked:
        found.append("Nobody was asked for interests.")
    if not decision.consulted:
        found.append("It doesn’t say who was consulted.")
    if not decision.serves:
        found.append("It names no value or goal that it serves, and doesn’t say why there is none.")
    if not decision.moves:
        found.append("It names no measure that it should move, and doesn’t say why there is none.")
    return found


def _noticed(decision: Proposal, today: date) -> Iterable[str]:
    if decision.noticed is None:
        yield "No notice was published."
    elif decision.noticed > today:
        yield "The day of its notice is still to come."


def _agenda(decision: Proposal, _today: date) -> Iterable[str]:
    if decision.agenda is None or decision.meeting is None:
        yield "The agenda and the meeting need their days."
    else:
        yield from notice_faults(decision)


def _took(decision: Proposal, today: date) -> Iterable[str]:
    if decision.meeting is None or decision.meeting > today:
        yield "The meeting is still to come."
    yield from _quorate(decision, today)
    if decision.not_its:
        yield decision.not_its
    if decision.first_ended:
        yield (
            f"The decision that recommends it was {decision.first_ended}. Withdraw this one, or correct what is "
            "decided, and name another that recommends it."
        )
    elif decision.approved_first is False:
        yield "The decision that recommends it is not in force."
    yield from notice_faults(decision)


def _quorate(decision: Proposal, _today: date) -> Iterable[str]:
    if decision.held is None:
        yield "Nobody has said who was there."
    elif not decision.held.is_quorate:
        took, withdrew = len(decision.held.counted), decision.held.present & decision.held.withdrew
        others = {
            "withdrew for an interest": withdrew,
            "is not on the list of members": decision.held.present - decision.held.members - withdrew,
        }
        told = "".join(f" {list_words(sorted(who))} {why}." for why, who in others.items() if who)
        yield f"Without a quorum it is not taken: {took} took part, {decision.held.quorum} must.{told}"


def _not_taken(decision: Proposal, today: date) -> Iterable[str]:
    """What was taken goes back only where it turns out that it was not: somebody corrected who took part."""
    if not any(_quorate(decision, today)):
        yield "It was taken with a quorum."


def _published(decision: Proposal, today: date) -> Iterable[str]:
    urgent = decision.urgent if decision.key else None
    if urgent and urgent.office and urgent.is_special and urgent.published is None:
        yield "Why it couldn’t wait was not published: say when it was (regulation 11)."
    if urgent and urgent.published and urgent.published > today:
        yield "The day on which it was published why it couldn’t wait is still to come."
    if decision.published is None:
        yield "The decision was not published."
    elif decision.published > today:
        yield "The day of its publication is still to come."
    elif decision.meeting is not None and decision.published < decision.meeting:
        yield f"It can’t be published before the meeting of {day_words(decision.meeting)}."


def call_in_ends(decision: Proposal) -> date | None:
    """The last day on which it may be called in; None where it isn't published, nobody may, or it is specially urgent.

    What goes by the general exception, or to a meeting at shorter notice alone, may be called in.
    """
    is_special = bool(decision.key and decision.urgent and decision.urgent.is_special)
    if decision.published is None or not decision.call_in.window or is_special:
        return None
    start = counts_from(decision, "published") or decision.published
    return working_days_after(start, decision.call_in.window, decision.closed)


def _has_call_in(decision: Proposal, _today: date) -> Iterable[str]:
    """That it could be called in is written down after its days, too: else whoever is late with it could go nowhere."""
    if call_in_ends(decision) is None:
        yield "It can’t be called in."


def _may_be_called_in(decision: Proposal, today: date) -> Iterable[str]:
    yield from _has_call_in(decision, today)
    last, on = call_in_ends(decision), decision.called_on or today
    if last is not None and on > last:
        yield f"Call-in ended on {day_words(last)}."


def _call_in_over(decision: Proposal, today: date) -> Iterable[str]:
    last = call_in_ends(decision)
    if last is not None and today <= last and not decision.called_in:
        yield f"It may be called in until {day_words(last)}."


def _nobody_may_call_in(decision: Proposal, _today: date) -> Iterable[str]:
    if call_in_ends(decision) is not None:
        yield "It may be called in first."


def _read_again(decision: Proposal, _today: date) -> Iterable[str]:
    if decision.again_unpublished:
        yield "What was decided again was not published."


def _not_key(decision: Proposal, _today: date) -> Iterable[str]:
    if decision.key:
        yield WAYS


def _done(decision: Proposal, _today: date) -> Iterable[str]:
    if decision.refused:
        yield "It was refused: there is nothing to carry out."
    if not decision.evidence:
        yield "Nothing shows that it was carried out."


def _could_show(decision: Proposal, today: date) -> Iterable[str]:
    if decision.shows_from and today < decision.shows_from:
        yield f"What it should move can’t show before {day_words(decision.shows_from)}."


def _judged(decision: Proposal, _today: date) -> Iterable[str]:
    if not decision.verdict:
        yield "Its effect has no verdict yet."


def _anyway(_decision: Proposal, _today: date) -> Iterable[str]:
    return ()


_S = Stage
STEPS: Mapping[tuple[Stage, Stage], tuple[Check, ...]] = {
    (_S.DRAFT, _S.READY): (missing,),
    (_S.READY, _S.DRAFT): (_anyway,),
    (_S.READY, _S.NOTICED): (_noticed,),
    (_S.READY, _S.ON_AGENDA): (_not_key, _agenda),
    **{(one, _S.EXCEPTED): (excepted,) for one in (_S.READY, _S.NOTICED, _S.AGREED_URGENT, _S.DEFERRED)},
    **{(one, _S.AGREED_URGENT): (agreed_urgent,) for one in (_S.READY, _S.NOTICED, _S.EXCEPTED, _S.DEFERRED)},
    **{(one, _S.ON_AGENDA): (_agenda,) for one in (_S.NOTICED, _S.EXCEPTED, _S.AGREED_URGENT)},
    (_S.ON_AGENDA, _S.TAKEN): (missing, _took),
    **{(one, _S.DEFERRED): (_anyway,) for one in (_S.EXCEPTED, _S.AGREED_URGENT, _S.ON_AGENDA)},
    (_S.DEFERRED, _S.ON_AGENDA): (_agenda,),
    **{
        (one, _S.WITHDRAWN): (_anyway,)
        for one in (_S.DRAFT, _S.READY, _S.NOTICED, _S.EXCEPTED, _S.AGREED_URGENT, _S.ON_AGENDA, _S.DEFERRED)
    },
    **{(one, _S.DEFERRED): (_not_taken,) for one in (_S.TAKEN, _S.PUBLISHED, _S.CALL_IN_OPEN, _S.IN_FORCE)},
    (_S.TAKEN, _S.PUBLISHED): (_quorate, _published),
    (_S.PUBLISHED, _S.CALL_IN_OPEN): (_quorate, _has_call_in),
    (_S.PUBLISHED, _S.IN_FORCE): (_quorate, _nobody_may_call_in),
    (_S.CALL_IN_OPEN, _S.CALLED_IN): (_may_be_called_in,),
    (_S.CALL_IN_OPEN, _S.IN_FORCE): (_quorate, _call_in_over),
    (_S.CALLED_IN, _S.UPHELD): (_anyway,),
    (_S.CALLED_IN, _S.RECONSIDERED): (_quorate,),
    (_S.UPHELD, _S.IN_FORCE): (_anyway,),
    (_S.RECONSIDERED, _S.IN_FORCE): (_read_again,),
    (_S.RECONSIDERED, _S.WITHDRAWN): (_anyway,),
    (_S.IN_FORCE, _S.IMPLEMENTED): (_done,),
    (_S.IMPLEMENTED, _S.EFFECT_DUE): (_could_show,),
    (_S.EFFECT_DUE, _S.EFFECT_JUDGED): (_judged,),
}
"""Each step that there is, and what is checked before it; there are no others."""


_PASSED: tuple[tuple[Stage, Check], ...] = (
    (_S.READY, missing),
    (_S.NOTICED, _noticed),
    (_S.EXCEPTED, excepted),
    (_S.AGREED_URGENT, agreed_urgent),
    (_S.ON_AGENDA, _agenda),
    (_S.TAKEN, _took),
    (_S.PUBLISHED, _published),
    (_S.IN_FORCE, _call_in_over),
)
_WAYS_TO_AGENDA = (_S.NOTICED, _S.EXCEPTED, _S.AGREED_URGENT)
"""One of them is gone; which was enough is told once there is a meeting to count to (``notice_faults``)."""
_ASIDE = (_S.DEFERRED, _S.WITHDRAWN)


def unheld(decision: Proposal, now: Stage, today: date) -> list[str]:
    """What of the steps that it has passed doesn't hold by its facts as they stand now, each in a sentence.

    Facts are corrected, and the steps are not gone again: each is checked anew. What was set aside has nothing to hold.
    """
    way = list(Stage)
    found = [
        said
        for stage, check in _PASSED
        if now not in _ASIDE and way.index(now) >= way.index(stage)
        if stage not in _WAYS_TO_AGENDA or now is stage
        for said in check(decision, today)
    ]
    return list(dict.fromkeys(found))


def next_steps(stage: Stage) -> tuple[Stage, ...]:
    """Where a decision may go from a stage, whatever is still missing."""
    return tuple(then for now, then in STEPS if now is stage)


def hindrances(decision: Proposal, now: Stage, then: Stage, today: date) -> list[str]:
    """Why a step can't be made, each in a sentence; empty where it can.

    Raises ``ValueError`` for a step that there is not.
    """
    checks = STEPS.get((now, then))
    if checks is None:
        ways = ", ".join(one.value.replace("_", " ") for one in next_steps(now)) or "nowhere"
        raise ValueError(f"A decision that is {now.value.replace('_', ' ')} can't become {then.value}. It can: {ways}.")
    return list(dict.fromkeys(said for check in checks for said in check(decision, today)))
