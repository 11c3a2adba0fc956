"""What everybody reads of a decision that was called in: who, when, why, what scrutiny said, what was decided again.

(SI 2012/2089 regulation 12 asks for the record of a decision with its reasons: one that is made again has its own.)
"""

from __future__ import annotations

from collections.abc import Iterable

from oneplace.delivery.happened.entries import Entry, not_taken_back
from oneplace.delivery.happened.states import Decision
from oneplace.vocabulary.wording import day_words, list_words

RECONSIDERED = "reconsidered"
_STANDS = {
    "called_in": "It is not carried out meanwhile.",
    "upheld": "Scrutiny let it stand.",
    RECONSIDERED: "It is not in force yet.",
}
_CAME = {"agreed": "agreed", "agreed_with_changes": "agreed with changes", "refused": "refused"}


def called_in_words(one: Decision, entries: Iterable[Entry]) -> list[str]:
    """What everybody reads of its call-in, in sentences; nothing where nobody said on which day it was called in."""
    if one.called_on is None:
        return []
    said = [f"It was called in on {day_words(one.called_on)} by {_names(one.called_by)}. Why: {_ended(one.called_why)}"]
    if one.scrutiny_on:
        said.append(f"Scrutiny met on {day_words(one.scrutiny_on)}: {_ended(one.scrutiny_said)}")
    if one.again_on:
        said += [f"It was decided again on {day_words(one.again_on)}. Why: {_ended(one.again_why)}", *_first(entries)]
    is_over = one.state == RECONSIDERED and one.came == "refused"  # what was refused is not waited for
    return [*said, *([_STANDS[one.state]] if one.state in _STANDS and not is_over else [])]


def _first(entries: Iterable[Entry]) -> list[str]:
    """What was decided before it was decided again, in a sentence."""
    last = [entry.was() for entry in not_taken_back(entries) if entry.what == RECONSIDERED][-1:]
    for first in last:
        if isinstance(first, Decision) and first.outcome:
            return [f"Before, it was {_CAME.get(first.came, 'decided')}: {_ended(first.outcome)}"]
    return []


def _names(lines: str) -> str:
    return list_words([line.strip().rstrip(".") for line in lines.splitlines() if line.strip()])


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
