"""A decision's way as changes of the record: one rule a step of ``decision_path``, checked by it before it is made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from pydantic import ValidationError

from oneplace.days import ClearDays
from oneplace.delivery import decision_path as path
from oneplace.delivery.happened import called_in, corrections, weighing
from oneplace.delivery.happened.days_shown import CLOCKS, counted_late
from oneplace.delivery.happened.moved import MOVE, MOVED, to_another
from oneplace.delivery.happened.rule import NEW, Rule
from oneplace.delivery.happened.state import State
from oneplace.delivery.happened.states import Decision
from oneplace.delivery.proposal import CallIn, GeneralException, Private, Proposal, Urgency
from oneplace.delivery.which_body import RECOMMENDS, Meeting, decider, must_withdraw
from oneplace.place import Board, Place
from oneplace.vocabulary.wording import list_words

SCHEME = ("scheme", "decides")
FACTS = ("counting", "quorum", "members", "call_in_days", "executive", "closed", "recommended", *SCHEME)
_REPORT = (
    "text", "after", "matter", "function", "value", "key", "significant", "wards", "summary", "recommendations",
    "reasons", "serves", "unserved", "rejected", "detail",
    "powers", "legal_other", "risk", "policy_framework", "resources", "staff", "property_", "climate",
    "crime_and_disorder", "health", "equality", "privacy", "consulted", "interests_asked", "appendices",
    "background", "background_papers", "unmeasured", "exempt", "exempt_paragraph", "public_interest",
)  # fmt: skip
_NOT_TAKEN = ("draft", "ready", "noticed", "excepted", "agreed_urgent", "on_agenda", "deferred")
_UNSAID = ("taken",)
"""Where what was decided is known to those who were there alone."""
_SIGNED, _MOVES = ("author", "report_of", "director", "contacts"), ("measure", "change", "shows_from", "shows_by")
_EXCEPTION = ("impracticable", "scrutiny_told", "scrutiny_told_on", "excepted")
_URGENT = ("urgent_reason", "urgent_office", "urgent_agreed_by", "urgent_on")
_PRIVATE_AGREED = ("private_urgent", "private_office", "private_agreed_by", "private_agreed_on")
PRIVATE: Mapping[str, tuple[str, ...]] = {
    "private": ("private_noticed", "meeting"),
    "private_again": ("private_again", "representations", "response"),
    "private_agreed": _PRIVATE_AGREED,
}
"""What is said of a part that is taken in private, by what is done."""
_S = path.Stage
_COUNTED = tuple(
    one.value
    for one in (
        *(_S.NOTICED, _S.EXCEPTED, _S.AGREED_URGENT, _S.ON_AGENDA, _S.DEFERRED),
        *(_S.TAKEN, _S.PUBLISHED, _S.CALL_IN_OPEN, _S.CALLED_IN),
    )
)
_SHOWN = tuple(f"{name}_shown" for name in CLOCKS)
_NEEDS: Mapping[path.Stage, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    _S.READY: ("Its report is ready", (), ()),
    _S.DRAFT: ("Back to draft", ("why",), ()),
    _S.NOTICED: ("Its notice is published", ("noticed", "meeting"), ("noticed_shown",)),
    _S.EXCEPTED: ("It goes by the general exception", (*_EXCEPTION, "meeting"), ("excepted_shown",)),
    _S.AGREED_URGENT: ("It is agreed that it can’t wait", (*_URGENT, "meeting"), ("urgent_published",)),
    _S.ON_AGENDA: ("Put it on an agenda", ("agenda", "meeting"), ("agenda_shown",)),
    _S.TAKEN: ("It is taken", ("present", "came", "outcome"), ("interests", "dispensed")),
    _S.DEFERRED: ("It is deferred", ("why",), ()),
    _S.WITHDRAWN: ("It is withdrawn", ("why",), ()),
    _S.PUBLISHED: ("The decision is published", ("published",), ("published_shown", "urgent_published")),
    _S.CALL_IN_OPEN: ("It may be called in", (), ()),
    _S.CALLED_IN: ("It is called in", called_in.CALLED, ()),
    _S.UPHELD: ("Scrutiny lets it stand", called_in.SCRUTINY, ()),
    _S.RECONSIDERED: (
        "Scrutiny sent it back, and it was decided again",
        (*called_in.SCRUTINY, "again_on", "present", "came", "outcome", "again_why"),
        ("interests", "dispensed"),
    ),
    _S.IN_FORCE: ("It is in force", (), ()),
    _S.IMPLEMENTED: ("It is carried out", ("evidence",), ()),
    _S.EFFECT_DUE: ("Its effect is due", (), ()),
    _S.EFFECT_JUDGED: ("Its effect is judged", ("verdict",), ()),
}
"""What each step is called, what must be said with it, and what can be."""
_ONCE: Mapping[path.Stage, tuple[str, ...]] = {
    _S.ON_AGENDA: ("urgent_reason", "urgent_agreed_by", "urgent_on")  # before agreeing to that was a step of its own
}
_NOTICED = tuple(
    f"{name}{more}" for name in ("private_noticed", "private_again") for more in ("", "_entered", "_shown")
)
_PRIVATELY = (*_PRIVATE_AGREED, *_NOTICED, "representations", "response")
_NO_LONGER: Mapping[path.Stage, tuple[str, ...]] = {
    _S.DEFERRED: ("meeting", "agenda", "agenda_entered", "agenda_shown", *_URGENT, "urgent_published", *_PRIVATELY)
}
"""What a step ends: what was agreed or given notice of for the meeting to which the decision is not put any more."""


_CALLED_IN = (_S.CALLED_IN, _S.UPHELD, _S.RECONSIDERED)


def _checked(then: path.Stage | None) -> Rule:
    words, needs, may = _NEEDS[then] if then else ("Write its report", (), _REPORT)
    if then is None:
        return Rule(words, (_S.DRAFT.value,), None, needs, may, _whole_exemption, FACTS)
    out_of = tuple(now.value for now, to in path.STEPS if to is then)

    def check(before: Decision, after: Decision, today: date) -> dict[str, str]:
        if then in (_S.TAKEN, _S.RECONSIDERED) and (unknown := _unknown(after)):
            return unknown
        if then in _CALLED_IN and (wrong := called_in.out_of_order(before, after, today)):
            return wrong
        if elsewhere := to_another(before, after):
            return elsewhere
        found = lacks(before, after, then, today)
        return {"what": " ".join(found)} if found else {}

    return Rule(
        words, out_of, then.value, needs, may, check, FACTS, ends=_NO_LONGER.get(then, ()), formerly=_ONCE.get(then, ())
    )


def _can_move(_before: Decision, after: Decision, _today: date) -> dict[str, str]:
    """Something to be seen, and seen after it could be."""
    wrong = {} if after.change else {"change": "Enter how much it should rise, or fall with a minus sign."}
    if after.shows_from and after.shows_by and after.shows_by <= after.shows_from:
        wrong["shows_by"] = "This must be after the day from which it could show."
    return wrong


def _in_private(before: Decision, after: Decision, today: date) -> dict[str, str]:
    """Something of it is exempt, what has happened is of no day to come, and it is put to the meeting that it was."""
    if elsewhere := to_another(before, after):
        return elsewhere
    if not after.exempt:
        return {"what": "Nothing of it is marked as not for publication. Say in its report what is, and why."}
    days = ("private_noticed", "private_again", "private_agreed_on")
    return {name: "That day is still to come." for name in days if (on := getattr(after, name)) and on > today}


def _names_known(_before: Decision, after: Decision, _today: date) -> dict[str, str]:
    return _unknown(after)


def _no_worse(before: Decision, after: Decision, today: date) -> dict[str, str]:
    """A correction of a report leaves nothing out that it had to have.

    One that shows that another body had to decide is taken: that is told by ``unheld``.
    """
    had = path.missing(proposal(before))
    lost = [said for said in path.missing(replace(proposal(after), not_its="")) if said not in had]
    return ({"what": " ".join(lost)} if lost else {}) | _whole_exemption(before, after, today)


def _whole_exemption(_before: Decision, after: Decision, _today: date) -> dict[str, str]:
    """What is not for publication has its paragraph and why, or there is none."""
    parts = {name: getattr(after, name) for name in ("exempt", "exempt_paragraph", "public_interest")}
    told = "What is not for publication needs its words, its paragraph, and why that outweighs publishing it."
    return {name: told for name, one in parts.items() if not one and any(parts.values())}


def lacks(before: Decision, after: Decision, then: path.Stage, today: date) -> list[str]:
    """Why a step can't be made from where the decision stands, each in a sentence."""
    found = path.hindrances(proposal(after), path.Stage(before.state), then, today)
    if then in (_S.READY, _S.TAKEN) and (after.quorum is None or not after.members):
        found.append(
            "The body’s quorum and members are not in the place’s files, so nobody can say whether it is quorate. "
            "Whoever keeps these files adds them."
        )
    if then in (_S.CALL_IN_OPEN, _S.IN_FORCE) and after.call_in_days is None and not _is_special(after):
        found.append("Whether and how long it may be called in is not in the place’s files.")
    return found


def _is_special(one: Decision) -> bool:
    stands = proposal(one)
    return bool(stands.key and stands.urgent and stands.urgent.is_special)


_CORRECTIONS = corrections.of_decisions(
    _REPORT,
    _EXCEPTION,
    _URGENT,
    facts=FACTS,
    taken=_names_known,
    whole=_no_worse,
    weighing=(weighing.FIELDS, weighing.weighable),
)
_REPORT_RIGHT = f"{corrections.CORRECTED}report"
RULES: Mapping[str, Rule] = {
    "made": Rule("Draft a decision", NEW, "draft", ("text", "body"), ("after",), None, FACTS),
    "written": _checked(None),
    "signed": Rule("Say whose report it is", _NOT_TAKEN, None, ("author",), _SIGNED[1:]),
    "expected": Rule("Say which measure it should move", _NOT_TAKEN, None, _MOVES, (), _can_move),
    "weighed": Rule("Weigh its options", _NOT_TAKEN, None, weighing.FIELDS, (), weighing.weighable),
    MOVED: replace(MOVE, ends=_PRIVATELY),
    "private": Rule(
        "Give notice that part of it is taken in private",
        _NOT_TAKEN,
        None,
        PRIVATE["private"],
        ("private_noticed_shown",),
        _in_private,
    ),
    "private_again": Rule(
        "Give the second notice of that, with what people said",
        _NOT_TAKEN,
        None,
        PRIVATE["private_again"],
        ("private_again_shown",),
        _in_private,
    ),
    "private_agreed": Rule(
        "It is agreed that the private part can’t wait", _NOT_TAKEN, None, PRIVATE["private_agreed"], (), _in_private
    ),
    "shown": Rule("Say what shows the days of its notices", _COUNTED, None, ("why",), _SHOWN),
    **{then.value: _checked(then) for then in _NEEDS},
    "again_published": Rule(
        "What was decided again is published",
        (_S.RECONSIDERED.value,),
        None,
        ("again_published",),
        (),
        called_in.out_of_order,
    ),
    **_CORRECTIONS,
    _REPORT_RIGHT: replace(_CORRECTIONS[_REPORT_RIGHT], facts=SCHEME),
}


def unheld(one: Decision, today: date) -> list[str]:
    """What of the steps that it has passed doesn't hold as its facts stand, each in a sentence."""
    return path.unheld(proposal(one), path.Stage(one.state), today)


def proposal(one: Decision) -> Proposal:
    """The decision as the table of steps judges it."""
    said = {box: getattr(one, "property_" if box == "property" else box) for box in path.BOXES}
    return Proposal(
        key={"yes": True, "no": False}.get(one.key),
        significant=one.significant,
        not_its=_not_its(one),
        recommendations=_lines(one.recommendations),
        moves=one.measure or one.unmeasured,
        serves=one.serves or one.unserved,
        reasons=_lines(one.reasons),
        rejected=_lines(one.rejected),
        powers=_lines(one.powers),
        said=said,
        interests_asked=one.interests_asked == "yes",
        consulted=one.consulted,
        approved_first={"yes": True, "no": False}.get(one.recommended),
        first_ended=one.recommended if one.recommended in _ENDED else "",
        refused=one.came == "refused",
        noticed=one.noticed,
        agenda=one.agenda,
        meeting=one.meeting,
        held=_held(one),
        published=one.published,
        called_in=bool(one.called_by),
        called_on=one.called_on,
        again_unpublished=one.again_on is not None and one.again_published is None,
        late=counted_late(one),
        exception=_exception(one),
        urgent=_urgency(one),
        private=_private(one),
        counting=ClearDays(one.counting),
        closed=tuple(date.fromisoformat(line) for line in _lines(one.closed)),
        call_in=CallIn(one.call_in_days or 0),
        shows_from=one.shows_from,
        evidence=one.evidence,
        verdict=one.verdict,
    )


def _exception(one: Decision) -> GeneralException | None:
    if not any(getattr(one, name) for name in _EXCEPTION):
        return None
    return GeneralException(one.impracticable, one.scrutiny_told, one.scrutiny_told_on, one.excepted)


def _urgency(one: Decision) -> Urgency | None:
    if not any(getattr(one, name) for name in _URGENT):
        return None
    said = one.urgent_reason, one.urgent_agreed_by, one.urgent_office, one.urgent_on, one.urgent_published
    return Urgency(*said)


def _private(one: Decision) -> Private | None:
    """Its private part, where an executive decides; of other bodies the law asks for no such notice."""
    if not (one.exempt and one.executive == "yes"):
        return None
    heard = bool(one.representations and one.response)
    return Private(one.private_noticed, one.private_again, heard, one.private_agreed_on)


def _not_its(one: Decision) -> str:
    """Why this body may not decide it by the scheme of delegation; empty where it may, or there is no scheme."""
    told = {
        "unsaid": f"The scheme of delegation can’t say which body decides this: say {one.decides}.",
        "other": f"By the scheme of delegation this is for {one.decides} to decide, and not for this body.",
        "nobody": "The scheme of delegation gives a decision of this type, function and value to no body.",
    }
    return told.get(one.scheme, "")


def _held(one: Decision) -> Meeting | None:
    """Who took part: whoever declared an interest and has no dispensation withdrew."""
    if not one.present:
        return None
    declared = {who: frozenset({"it"}) for who in _lines(one.interests)}
    withdrew = must_withdraw(declared, "it", _lines(one.dispensed))
    return Meeting(one.quorum or 0, frozenset(_lines(one.members)), frozenset(_lines(one.present)), withdrew)


def _unknown(one: Decision) -> dict[str, str]:
    """Who declared an interest or has a dispensation under a name that nobody bears who sits or took part.

    Whoever is spelt otherwise would count towards the quorum all the same.
    """
    known = {*_lines(one.members), *_lines(one.present)}
    told = "Nobody on the list of members, or among those who took part, is called “{}”. Write it as it stands there."
    odd = {name: [who for who in _lines(getattr(one, name)) if who not in known] for name in ("interests", "dispensed")}
    return {name: told.format(who[0]) for name, who in odd.items() if who}


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def scheme(found: Place, body: str, matter: str, function: str, value: str) -> dict[str, str]:
    """What the place's scheme of delegation says of whether a body may decide: the facts of ``SCHEME``.

    Nothing where there is no scheme, or of what only recommends. A value that is none is as good as unsaid.
    """
    given = found.strategy.governance
    if not given.delegation or matter == RECOMMENDS:
        return dict.fromkeys(SCHEME, "")
    try:
        pounds = Decision.model_validate({"value": value or None}).value
    except ValidationError:
        pounds = None
    names = given.bodies
    who = decider([one.row for one in given.delegation], matter, function, pounds)
    if who.unsaid:
        return {"scheme": "unsaid", "decides": list_words(who.unsaid)}
    stands = "this" if who.bodies == (body,) else "other" if who.bodies else "nobody"
    return {"scheme": stands, "decides": list_words([names.get(one, one) for one in who.bodies])}


def listed_powers(found: Place, powers: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of the powers that a decision names, a line each: the ids of those on the place's list, and those on no list.

    However a section is written (``s. 1``, ``section 1``), before its act or after it.
    """
    listed = {_cited(one.statute): one.id for one in found.strategy.duties if one.kind == "power"}
    lines = {line: listed.get(_cited(line)) for line in _lines(powers)}
    return tuple(key for key in lines.values() if key), tuple(line for line, key in lines.items() if not key)


def _cited(statute: str) -> frozenset[str]:
    words = re.findall(r"\d+[a-z]*|[a-z]+", statute.casefold())
    return frozenset(words) - {"s", "ss", "section", "sections", "of", "the"}


def no_improvement(found: Place, measure: str, change: str) -> dict[str, str]:
    """That a measure is to move for the worse, as E57 has it of the files. What is no number is told elsewhere."""
    good = {"high_good": 1, "low_good": -1}.get(found.measures[measure].polarity, 0) if measure in found.measures else 0
    try:
        by = Decision.model_validate({"change": change or None}).change or 0
    except ValidationError:
        return {}
    better = "higher is better: enter by how much it should rise" if good > 0 else "lower is better: enter a minus sign"
    return {"change": f"Of this measure {better}."} if by * good < 0 else {}


_ENDED = ("refused", "withdrawn")


def may_change(one: Decision) -> bool:
    """Whether what was decided is published, and whoever decided it may still think again: it can be called in, or was.

    Of a body of which nobody said whether it can be, it may.
    """
    if one.state == "published":
        return one.call_in_days is None or path.call_in_ends(proposal(one)) is not None
    return one.state in (_S.CALL_IN_OPEN, _S.CALLED_IN) or called_in.is_again_unpublished(one)


def _ended(one: Decision) -> str:
    """How a decision ended that never is in force; empty where it is, or can be. Nobody knows it before it is said."""
    known = one.state not in (*_NOT_TAKEN, *_UNSAID) and not may_change(one)
    return "withdrawn" if one.state == "withdrawn" else "refused" if known and one.came == "refused" else ""


def facts(body: Board | None, after: str, first: State | None) -> dict[str, str]:
    """What the files and the record say: of the body, and whether ``first``, which recommends it, is in force or ended.

    ``after`` is the id of the first as somebody wrote it; one that is not there is not in force.
    """
    past = {stage.value for stage in (_S.IN_FORCE, _S.IMPLEMENTED, _S.EFFECT_DUE, _S.EFFECT_JUDGED)}
    recommended = "" if not after else "yes" if first is not None and first.state in past else "no"
    if isinstance(first, Decision):
        recommended = _ended(first) or recommended
    told = dict.fromkeys(FACTS, "") | {"counting": "weekdays", "recommended": recommended}
    if body is None:
        return told
    known = {"quorum": body.quorum, "call_in_days": body.call_in_days, "executive": body.executive}
    told |= {"counting": body.clear_days, "members": "\n".join(body.members)}
    told |= {"closed": "\n".join(day.isoformat() for day in body.days_off)}
    return told | {name: str(one) for name, one in known.items() if one is not None}
