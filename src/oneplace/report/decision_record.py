"""A decision as its readers meet it, on page and in the report: under a council's headings, in a council's order.

The headings are those of Southampton's report to cabinet and council of March 2020. One for which the decision's file
holds nothing says so: it is for the report's author to fill.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from oneplace.place import Decision, Expected, Period, Place
from oneplace.progress import about_measure
from oneplace.report.asked import body_of, is_illustrative, option_words
from oneplace.report.changed_by import changed_by
from oneplace.report.did_it_work import NOTHING_NAMED, NOTHING_NAMED_YET, nothing_named, taken
from oneplace.report.names import in_words, names_of, titles_of, without_references
from oneplace.report.run_report import RunReport
from oneplace.report.weighed import weighed_words
from oneplace.vocabulary import wording

NOT_RECORDED = "Not recorded."
_UNSET = "not set"
_ALL_OPEN = "No part of it is marked as not for publication."
_ANSWER = {"yes": "Yes", "no": "No"}
Rows = tuple[tuple[str, str], ...]
"""Names, each with its words."""
ILLUSTRATIVE = "Illustrative: made up to show the form. Nobody took this decision."


@dataclass(frozen=True)
class Heading:
    """A heading with what stands under it: paragraphs or, where ``listed``, points; then the headings inside it."""

    title: str
    texts: tuple[str, ...] = ()
    listed: bool = False
    inside: tuple[Heading, ...] = ()

    @property
    def key(self) -> str:
        """Its anchor: ``risk-management-implications``."""
        return "-".join("".join(sign if sign.isalnum() else " " for sign in self.title.lower()).split())

    def titled(self, titles: Mapping[str, str]) -> Heading:
        """The same with documents called by their titles."""
        texts = tuple(in_words(without_references(text, titles), titles) for text in self.texts)
        return replace(self, texts=texts, inside=tuple(one.titled(titles) for one in self.inside))


def cover(found: RunReport, decision: Decision) -> Rows:
    """What stands above the first heading: who decides on what, when, and whose report it is."""
    rows = (
        ("Decision-maker", body_of(found.place, decision) or _UNSET),
        ("Subject", decision.subject or decision.title),
        ("Date of decision", when_taken(decision, found.as_of)),
        ("Report of", decision.report_of or _UNSET),
        ("Author", decision.author or _UNSET),
        ("Director", decision.director or _UNSET),
        ("Contact details", wording.list_words(decision.contacts) or _UNSET),
        *_days(decision),
    )
    return _titled(found, rows)


def _days(decision: Decision) -> Rows:
    """When notice and agenda were published, where that is on file, what was entered later, why notice was short."""
    known = (("Notice published", decision.notice_published), ("Agenda published", decision.agenda_published))
    said = (
        ("Entered later", " ".join(decision.entered_late)),
        ("Corrected", " ".join(decision.corrected)),
        ("What does not hold", " ".join(decision.not_held)),
        *sooner(decision),
        *in_private(decision),
    )
    return (*((name, day.words) for name, day in known if day), *((name, words) for name, words in said if words))


def sooner(decision: Decision) -> Rows:
    """By which way it is decided with less notice than a decision has; empty where it has all of it."""
    ways = (
        ("General exception", decision.general_exception and decision.general_exception.words),
        ("Special urgency", decision.special_urgency and decision.special_urgency.words),
        ("Why it could not wait", decision.urgent),
    )
    return tuple((name, words) for name, words in ways if words)


def in_private(decision: Decision) -> Rows:
    """The notices that part of it is taken in private, and why that could not wait, as far as they are on file."""
    one = decision.private_notice
    if one is None:
        return ()
    rows = (
        ("Notice that part of it is taken in private", one.noticed and one.noticed.words),
        ("Second notice of that", one.again and one.again.words),
        ("What people said of that", one.representations),
        ("The answer", one.response),
        ("Why its private part could not wait", one.urgent),
    )
    return tuple((name, words) for name, words in rows if words)


def when_taken(decision: Decision, as_of: date | None) -> str:
    """The day or period of a decision; as its document has it where that can't be read as a date.

    Of one that is still asked for though its day is over by ``as_of``, that nobody has said what came of it.
    """
    if isinstance(decision.on, Period):
        return f"{decision.on.words}; {decision.outcome}" if decision.is_ended() else decision.on.words
    if decision.is_ended():
        return str(decision.outcome)
    if decision.on_text:
        return f"“{decision.on_text}” in its document"
    if decision.meeting is None:
        return "no day set"
    is_past = as_of is not None and decision.meeting.last_day < as_of
    due = f"to be decided: {decision.meeting.words}"
    return f"was {due}; what came of it is not recorded" if is_past else due


def stands(found: RunReport, decision: Decision) -> str:
    """Whether a decision was taken, in a sentence; where its day can't be read, that nobody can say."""
    if is_illustrative(decision):
        return ILLUSTRATIVE
    if decision.is_ended():
        return f"This decision was {decision.outcome}: it is not in force."
    if isinstance(decision.on, Period):
        taken_by_now = decision.is_taken(found.as_of)
        return "This decision was taken." if taken_by_now else "This decision is asked for. It is not taken yet."
    if decision.is_day_unreadable():
        return "Its document’s day can’t be read as a date. What became of it is not on file."
    return "This decision is asked for. It is not taken yet."


def record_of(found: RunReport, decision: Decision) -> tuple[Heading, ...]:
    """All that is on record of ``decision``, as published or in full, whichever is given."""
    place = found.place
    headings = (
        _said("Statement of confidentiality", *_confidentiality(decision)),
        _said("Brief summary", decision.summary),
        _points("Recommendations", decision.recommendations),
        _points("Reasons for report recommendations", decision.reasons, inside=_serves(decision, place)),
        _points("Alternative options considered and rejected", option_words(decision), inside=_weighed(decision)),
        _points("Detail (including consultation carried out)", decision.detail, inside=(
            _said("Consultation", decision.consultation),
            _points("What it is to change, and whether it did", _done(found, decision)),
        )),
        Heading("Resource implications", inside=(
            _said("Capital/Revenue", decision.resources),
            _said("Staff", decision.staff),
            _said("Property/Other", decision.property),
        )),
        Heading("Legal implications", inside=(
            _points("Statutory power to undertake proposals in the report", _powers(decision, place)),
            _points("Other legal implications", decision.legal_other),
            _said("Crime and disorder", decision.crime_and_disorder),
        )),
        _said("Risk management implications", decision.risk),
        _said("Policy framework implications", decision.policy_framework),
        _said("Climate implications", decision.climate),
        _said("Health implications", decision.health),
        _said("Key decision?", _ANSWER.get(decision.key_decision or ""), decision.significant),
        _said("Wards/communities affected", wording.list_words(decision.wards)),
        _points("Interests declared", _interests(decision)),
        Heading("Supporting documentation", inside=(
            _points("Appendices", decision.appendices),
            _points("Documents in members’ rooms", decision.background),
            _said("Equality impact assessment", decision.equality),
            _said("Privacy impact assessment", decision.privacy),
            _points("Other background documents", decision.background_papers or _one(decision.source)),
        )),
    )  # fmt: skip
    return tuple(one.titled(titles_of(place)) for one in headings)


def notice_of(found: RunReport, decision: Decision) -> Rows:
    """What the notice of a key decision says, in the order of SI 2012/2089 regulation 9(1)."""
    held_back = decision.exempt or decision.confidentiality
    exempt = _confidentiality(decision) if held_back else (f"Nothing: {_ALL_OPEN[0].lower()}{_ALL_OPEN[1:]}",)
    rows = (
        ("A key decision is to be made", {"yes": "Yes", "no": "No: it is not a key one"}.get(
            decision.key_decision or "", "Not said whether it is a key one")),
        *((("By which figure", decision.significant),) if decision.significant else ()),
        ("The matter", decision.title),
        ("Who makes it", _maker(found.place, decision)),
        ("When", when_taken(decision, found.as_of)),
        ("Documents submitted for consideration", wording.list_words(decision.appendices) or NOT_RECORDED),
        ("Where copies can be had", contact_words(found.place)),
        ("Other documents", "More may be submitted before the decision is made; they can be asked for there as well."),
        ("What is considered in private", " ".join(exempt)),
        *sooner(decision),
        *((("Corrected", " ".join(decision.corrected)),) if decision.corrected else ()),
    )  # fmt: skip
    return _titled(found, rows)


def private_notice_of(found: RunReport, decision: Decision) -> Rows:
    """What the notice of a private meeting says (SI 2012/2089 regulation 5): why, and what people said and were told.

    The first asks people to say what they think; the second, once that is on file, tells it with the answer.
    """
    one = decision.private_notice
    is_second = bool(one and one.representations and one.response)
    contact = contact_words(found.place)
    asks = (("If you think that it should be public", f"Say so, and why. {contact}"),)
    rows = (
        ("Who means to meet in private", _maker(found.place, decision)),
        ("When", when_taken(decision, found.as_of)),
        ("The matter", decision.title),
        ("Why in private", " ".join(_confidentiality(decision))),
        *(() if is_second else asks),
        *in_private(decision),
    )
    return _titled(found, rows)


def not_key_of(found: RunReport, decision: Decision) -> Rows:
    """What the executive reports to the council where scrutiny holds that it was a key decision (regulation 18(2))."""
    reasons = decision.reasons if isinstance(decision.reasons, tuple) else ()
    why = decision.significant if decision.key_decision == "no" else None
    rows = (
        ("The decision", " ".join(text for text in (decision.title.rstrip(".") + ".", decision.summary) if text)),
        ("The reasons for it", " ".join(reasons) or NOT_RECORDED),
        ("Who made it", body_of(found.place, decision) or _UNSET),
        ("When", when_taken(decision, found.as_of)),
        ("Why it was not treated as a key decision", why or NOT_RECORDED),
    )
    return _titled(found, rows)


def _done(found: RunReport, decision: Decision) -> tuple[str, ...]:
    return *changed_by(found, decision), *became(found, decision)


def became(found: RunReport, decision: Decision) -> tuple[str, ...]:
    """What a decision is to move and, once it was taken, whether that has moved."""
    if not decision.expects:
        return nothing_named(decision, NOTHING_NAMED_YET if decision.is_asked(found.as_of) else NOTHING_NAMED)
    seen = [one for one in taken(found) if one.decision.id == decision.id and one.effects]
    if seen:  # each says what was expected, too
        return tuple(words for one in seen for words in one.words)
    told = [words for one in taken(found) if one.decision.id == decision.id for words in one.words]
    return (*(_expected(found.place, one) for one in decision.expects), *told)


def _titled(found: RunReport, rows: Rows) -> Rows:
    titles = titles_of(found.place)
    return tuple((name, in_words(without_references(text, titles), titles)) for name, text in rows)


def _one(text: str | None) -> tuple[str, ...]:
    return (text,) if text else ()


def _interests(decision: Decision) -> tuple[str, ...]:
    return (*decision.interests, *(f"Dispensation: {who}" for who in decision.dispensations))


def _expected(place: Place, one: Expected) -> str:
    about = about_measure(place, one.measure)
    size = wording.difference_words(abs(one.change), about.unit, wording.written(one.change, about.decimals))
    way = "fall" if one.change < 0 else "rise"
    made = " (made up)" if one.provenance == "illustrative" else ""
    return f"“{about.measure}” is to {way} by {size}, to be seen from {one.from_.words} and by {one.by.words}{made}."


def _said(title: str, *texts: str | None) -> Heading:
    return Heading(title, tuple(text for text in texts if text) or (NOT_RECORDED,))


def _points(title: str, texts: Sequence[str] | str | None, inside: tuple[Heading, ...] = ()) -> Heading:
    told = () if texts is None or isinstance(texts, str) else tuple(texts)
    return Heading(title, told, listed=True, inside=inside) if told else Heading(title, (NOT_RECORDED,), inside=inside)


def _serves(decision: Decision, place: Place) -> tuple[Heading, ...]:
    names = names_of(place)
    served = tuple(names.get(key, key) for key in (*decision.serves, *decision.outcomes))
    if not served and not decision.unserved:
        return ()
    none = () if served else (f"None. Why: {decision.unserved}",)
    return (Heading("The values, goals and ambitions that it serves", (*served, *none), listed=bool(served)),)


def _weighed(decision: Decision) -> tuple[Heading, ...]:
    given = decision.weighed
    return (Heading("How the options were weighed", weighed_words(given), listed=True),) if given else ()


def _powers(decision: Decision, place: Place) -> tuple[str, ...]:
    listed = {duty.id: f"{duty.statute}: {duty.text}" for duty in place.strategy.duties}
    return (*(listed[key] for key in decision.powers if key in listed), *decision.legal_power)


def _confidentiality(decision: Decision) -> tuple[str, ...]:
    if not decision.exempt:
        return (decision.confidentiality or _ALL_OPEN,)
    return tuple(f"{_parts(one.parts)}: {one.words}" for one in decision.exempt)


def _parts(parts: Sequence[str]) -> str:
    return wording.list_words([part.replace("_", " ") for part in parts]).capitalize()


def _maker(place: Place, decision: Decision) -> str:
    called = body_of(place, decision)
    body = next((board for board in place.strategy.governance.boards if board.name == called), None)
    members = f"; its members: {wording.list_words(body.members)}" if body and body.members else ""
    return f"{called or _UNSET}{members}"


def contact_words(place: Place) -> str:
    """Whom to ask for a paper; that no contact is set where none is."""
    contact = place.place.contact
    ways = [contact.email, contact.phone, contact.address, contact.url] if contact else []
    return wording.list_words([way for way in ways if way]) or "No contact is set in the place’s files."
