"""What everybody reads of the corrections of a decision: what stands, what stood before, when, and why.

Nothing that readers could know of changes unseen. What was never shown to them is named and not quoted; nor is what
stood before, or why, where that correction or a later one says anew what is kept from publication: it may be what must
not be read. Why what was decided is put right is told once that is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from oneplace.delivery.happened.called_in import is_again_unpublished
from oneplace.delivery.happened.corrections import CORRECTED
from oneplace.delivery.happened.days_shown import CLOCKS
from oneplace.delivery.happened.decisions import PRIVATE
from oneplace.delivery.happened.entries import Entry, not_taken_back
from oneplace.delivery.happened.moved import MOVED, told_move
from oneplace.delivery.happened.rules import RULES, TAKEN_BACK
from oneplace.delivery.happened.states import Decision
from oneplace.place.short_notice import OFFICES, TOLD
from oneplace.vocabulary.wording import day_words, list_words, plainly

_DAYS: Mapping[str, str] = {**CLOCKS, "meeting": "Its meeting"}
_TEXTS: Mapping[str, str] = {
    "text": "What is decided",
    "body": "Who decides",
    "matter": "What type of decision it is",
    "function": "In which function",
    "value": "What it is worth in pounds",
    "key": "Whether it is a key decision",
    "significant": "By which figure it is key",
    "wards": "Wards affected",
    "summary": "Its summary",
    "recommendations": "Recommendations",
    "reasons": "Reasons",
    "serves": "The values and goals that it serves",
    "unserved": "Why it serves none",
    "rejected": "Options rejected",
    "detail": "Detail",
    "powers": "Legal powers",
    "legal_other": "Other legal implications",
    "risk": "Risk management",
    "policy_framework": "Policy framework",
    "resources": "Money",
    "staff": "Staff",
    "property_": "Property",
    "climate": "Climate",
    "crime_and_disorder": "Crime and disorder",
    "health": "Health",
    "equality": "Equality",
    "privacy": "Privacy",
    "consulted": "Who was consulted",
    "appendices": "Appendices",
    "background": "Documents in members’ rooms",
    "background_papers": "Background papers",
    "exempt_paragraph": "Under which paragraph a part is not for publication",
    "public_interest": "Why that outweighs publishing it",
    "noticed_shown": "What shows the day of its notice",
    "agenda_shown": "What shows the day of its agenda",
    "published_shown": "What shows the day of its publication",
    "impracticable": "Why 28 clear days of notice were impracticable",
    "scrutiny_told": "Who of scrutiny was told",
    "scrutiny_told_on": "When scrutiny was told",
    "excepted_shown": "What shows the day of the notice of its general exception",
    "urgent_reason": "Why it couldn’t wait",
    "urgent_agreed_by": "Who agreed that it couldn’t wait",
    "urgent_office": "In which office they agreed",
    "urgent_on": "When that was agreed",
    "urgent_published": "When why it couldn’t wait was published",
    "private_noticed_shown": "What shows the day of the notice of its private part",
    "private_again_shown": "What shows the day of the second notice of its private part",
    "representations": "What people said of its private part",
    "response": "The answer to that",
    "private_urgent": "Why its private part couldn’t wait",
    "private_office": "In which office somebody agreed to that",
    "private_agreed_by": "Who agreed to that",
    "private_agreed_on": "When that was agreed",
    "interests": "Interests declared",
    "dispensed": "Dispensations",
    "came": "What came of it",
    "outcome": "What was decided",
    "measure": "The measure that it should move",
    "change": "By how much",
    "shows_from": "From when that could show",
    "shows_by": "By when it is to be seen",
    "called_by": "Who called it in",
    "called_on": "When it was called in",
    "called_why": "Why it was called in",
    "scrutiny_on": "When scrutiny met",
    "scrutiny_said": "What scrutiny said",
    "again_on": "When it was decided again",
    "again_why": "Why it was decided so again",
    "again_published": "When what was decided again was published",
    "weights": "What each criterion weighs",
    "scores": "How its options score",
}
"""What everybody reads of a decision, and what that is called."""
_CODES: Mapping[str, Mapping[str, str]] = {"scrutiny_told": TOLD, "urgent_office": OFFICES, "private_office": OFFICES}
_NAMED: Mapping[str, str] = {
    "after": "Which decision it waits for",
    "interests_asked": "Whether everybody was asked for interests",
    "unmeasured": "Why it should move no measure",
    "exempt": "What is not for publication",
    "present": "Who took part",
    "evidence": "What shows that it was carried out",
    "verdict": "What it did",
}
"""What is kept of a decision and shown to nobody outside."""
_OUTCOME = ("came", "outcome")
"""What says what was decided."""
_SECRET = (*_OUTCOME, "again_why")
"""What nobody outside reads before it is published."""
_OUTCOME_READ = ("published", "call_in_open", "in_force")
"""What a decision goes through once everybody may read what was decided."""
UNPUBLISHED = ("taken",)
"""Where what was decided is known and nobody outside has read it."""


def told_corrections(entries: Iterable[Entry], names: Mapping[str, str], unseen: Iterable[str]) -> list[str]:
    """What the entries of a decision put right since somebody outside could know of it, each in a sentence.

    ``names`` are what bodies, measures and aims are called by their ids, ``unseen`` the states in which nobody
    outside knows of it.
    """
    hidden, listed = set(unseen), list(entries)
    held_back = max((at for at, one in enumerate(listed) if _holds_back(one)), default=-1)
    return [
        sentence
        for at, one in enumerate(listed)
        if one.was().state not in hidden
        for sentence in (
            _back(listed[:at], one, names, _Quotes(at >= held_back, at > held_back))
            if one.what == TAKEN_BACK
            else _told(one, names, _Quotes(at >= held_back, at > held_back))
        )
    ]


@dataclass(frozen=True)
class _Quotes:
    """Whether what an entry says, and what stood before it, may be read: neither was taken out of publication since."""

    new: bool
    old: bool


_NOT_TOLD = "is not told, as less of it is for publication"


def _holds_back(entry: Entry) -> bool:
    """Whether it says anew what of the decision is not for publication."""
    was, now = entry.was(), entry.now()
    if not (isinstance(was, Decision) and isinstance(now, Decision)):
        return False
    return any(_is_other(was, now, name) for name in ("exempt", "exempt_paragraph"))


def _back(earlier: Sequence[Entry], entry: Entry, names: Mapping[str, str], quotes: _Quotes) -> Iterator[str]:
    """The step that was taken back, and what of it everybody could have read."""
    done, was, now = not_taken_back(earlier)[-1], entry.was(), entry.now()
    if not (isinstance(was, Decision) and isinstance(now, Decision)):
        return
    is_known = any(one.now().state in _OUTCOME_READ for one in earlier) and not is_again_unpublished(was)
    is_secret = any(_is_other(was, now, name) for name in _OUTCOME) and not is_known
    why = f" Why: {entry.why.rstrip('.')}." if quotes.old and not is_secret else ""
    yield (
        f"Taken back on {day_words(entry.at.date())}, as it was entered wrongly: “{RULES[done.kind][done.what].words}” "
        f"of {day_words(done.at.date())}.{why}"
    )
    for name in (name for name in _TEXTS if name not in _SECRET or is_known):
        if _is_other(was, now, name) and (gone := _apart(_words(now, name, names), _words(was, name, names))[0]):
            yield (
                f"{_TEXTS[name]}, as it was said until then: {gone}."
                if quotes.old and not _is_exempt(_words(was, name, names), now)
                else f"{_TEXTS[name]}: what was said until then {_NOT_TOLD}."
            )


def _told(entry: Entry, names: Mapping[str, str], quotes: _Quotes) -> Iterator[str]:
    was, now = entry.was(), entry.now()
    if entry.what == MOVED and isinstance(was, Decision) and isinstance(now, Decision):
        yield told_move(was, now, entry.at.date(), entry.why if quotes.old else "")
        return
    puts_right = entry.what.startswith(CORRECTED) or _says_anew(entry)
    if not (puts_right and isinstance(was, Decision) and isinstance(now, Decision)):
        return
    on, changed = day_words(entry.at.date()), [name for name in type(now).model_fields if _is_other(was, now, name)]
    is_kept = now.state in UNPUBLISHED or is_again_unpublished(now)
    is_secret = is_kept and any(name in changed for name in _SECRET)
    for name in (name for name in _DAYS if name in changed):
        yield (
            f"{_DAYS[name]} is of {_words(now, name, names)}, as corrected on {on}; before it said "
            f"{_words(was, name, names) or 'no day'}."
        )
    outside = [name for name in changed if name in _TEXTS and not (name in _SECRET and is_secret)]
    kept = [name for name in outside if not quotes.old or _is_exempt(_words(was, name, names), now)]
    for name in outside:
        come, gone = _apart(_words(was, name, names), _words(now, name, names))
        before = f"before: {gone}" if name not in kept else f"what it said before {_NOT_TOLD}"
        said = f": {come}; {before}" if quotes.new else f"; what it said {_NOT_TOLD}"
        yield f"{_TEXTS[name]}, as corrected on {on}{said}."
    if rest := [_NAMED[name][0].lower() + _NAMED[name][1:] for name in changed if name in _NAMED]:
        yield f"Corrected on {on} too, and not shown here: {list_words(rest)}."
    if entry.why and quotes.old and not (is_secret or kept):
        yield f"Why it was corrected: {entry.why.rstrip('.')}."


def _says_anew(entry: Entry) -> bool:
    """Whether what it should move, how its options are weighed, or a notice of its private part is said again.

    Everybody could have read what was said before.
    """
    was = entry.was()
    if not isinstance(was, Decision):
        return False
    first = {"expected": "change", "weighed": "weights"}.get(entry.what) or PRIVATE.get(entry.what, ("",))[0]
    return bool(first) and getattr(was, first) not in (None, "")


def _is_exempt(text: str, one: Decision) -> bool:
    """Whether a text holds a line of what is not for publication, or is held by it."""
    kept, told = (
        [" ".join(line.split()).casefold() for line in lines.splitlines() if line.strip()]
        for lines in (one.exempt, text)
    )
    return any(line in secret or secret in line for secret in kept for line in told)


def _is_other(was: Decision, now: Decision, name: str) -> bool:
    return bool(getattr(was, name) != getattr(now, name))


def _words(one: Decision, name: str, names: Mapping[str, str]) -> str:
    value = getattr(one, name)
    if isinstance(value, date):
        return day_words(value)
    told = "" if value is None else plainly(value) if isinstance(value, float) else str(value)
    if name in ("body", "measure", "serves"):
        return "\n".join(names.get(one, one) for one in told.splitlines())
    return _CODES.get(name, {}).get(told, told.replace("_", " ") if name == "came" else told)


def _apart(old: str, new: str) -> tuple[str, str]:
    """What the new text has and the old one hasn't, line by line, and the other way round, each in quotation marks."""
    before, after = ([line.strip() for line in text.splitlines() if line.strip()] for text in (old, new))
    come, gone = [line for line in after if line not in before], [line for line in before if line not in after]
    if not come and not gone:  # the same lines in another order
        come, gone = after, before
    told = ["; ".join(f"“{line}”" for line in lines) or "nothing" for lines in (come, gone)]
    return told[0], told[1]
