"""What everybody reads of a decision that was called in: who, when, why, what scrutiny said, what was decided again.

(SI 2012/2089 regulation 12 asks for the record of a decision with its reasons: one that is made again has its own.)
"""

from __future__ import annotations

from collections.abc import Iterable

from oneplace.delivery.happened.called_in import is_again_unpublished
from oneplace.delivery.happened.entries import Entry, not_taken_back
from oneplace.delivery.happened.states import Decision
from oneplace.vocabulary.wording import day_words, list_words

RECONSIDERED = "reconsidered"
_STANDS = {
    "called_in": "It is not carried out meanwhile.",
    "upheld": "Scrutiny let it stand.",
    RECONSIDERED: "It is not in force yet.",
}
_DECIDED = ("present", "interests", "dispensed", "came", "outcome")
_CAME = {"agreed": "agreed", "agreed_with_changes": "agreed with changes", "refused": "refused"}


def called_in_words(one: Decision, entries: Iterable[Entry]) -> list[str]:
    """What everybody reads of its call-in, in sentences; nothing where nobody said on which day it was called in."""
    if one.called_on is None:
        return []
    said = [f"It was called in on {day_words(one.called_on)} by {_names(one.called_by)}. Why: {_ended(one.called_why)}"]
    if one.scrutiny_on:
        said.append(f"Scrutiny met on {day_words(one.scrutiny_on)}: {_ended(one.scrutiny_said)}")
    if one.again_on and is_again_unpublished(one):
        said.append(f"It was decided again on {day_words(one.again_on)}. What was decided then is not published yet.")
    elif one.again_on:
        said += [f"It was decided again on {day_words(one.again_on)}. Why: {_ended(one.again_why)}", *_first(entries)]
    # what was refused is not waited for, once readers may know that it was
    is_over = one.state == RECONSIDERED and one.came == "refused" and not is_again_unpublished(one)
    return [*said, *([_STANDS[one.state]] if one.state in _STANDS and not is_over else [])]


def _first(entries: Iterable[Entry]) -> list[str]:
    """What was decided before it was decided again, in a sentence."""
    first = _before_again(entries)
    if first is None or not first.outcome:
        return []
    return [f"Before, it was {_CAME.get(first.came, 'decided')}: {_ended(first.outcome)}"]


def _before_again(entries: Iterable[Entry]) -> Decision | None:
    again = [entry.was() for entry in not_taken_back(entries) if entry.what == RECONSIDERED]
    return again[-1] if again and isinstance(again[-1], Decision) else None


def as_read(one: Decision, entries: Iterable[Entry]) -> Decision:
    """The decision with what was decided first, until what was decided again is published."""
    if not is_again_unpublished(one):
        return one
    first = _before_again(entries) or Decision()
    return one.model_copy(update={name: getattr(first, name) for name in _DECIDED} | {"again_why": ""})


def _names(lines: str) -> str:
    return list_words([line.strip().rstrip(".") for line in lines.splitlines() if line.strip()])


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
