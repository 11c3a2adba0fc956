"""What is asked of a board: decisions that the files still wait for, and what only a board can mend."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from oneplace.place import Decision, Place
from oneplace.progress import Status, ambitions, sentences
from oneplace.progress.sentences import Claim, Kind, Sentence
from oneplace.report.rows import Row
from oneplace.vocabulary import wording

GAP_OFF = "gap_off_path"
"""What is asked of those whose gap is off the path that was set for it, however their average stands."""
ASKED = {
    Status.OFF_PATH: "Agree what will be done about {} off path{}.",
    Status.AVERAGE_UP_BUT_GAP_WIDER: "Agree what will be done about {} with a better average and a wider gap{}.",
    Status.CANNOT_BE_COMPARED: "Set a new baseline and target for {} that cannot be compared with what was set{}.",
    Status.NO_TARGET_SET: "Set a baseline, a target and a path for {} with no target{}.",
    GAP_OFF: "Agree what will be done about {} with a gap off its path{}.",
    Status.NO_MEASURE: "Decide how to measure {} that nothing measures{}.",
}
"""What only a board can mend, by status, or how the gap stands; ``{}`` how many ambitions, and which."""
_NAMED = 5
"""Ambitions, at most, that are named where something is asked of them: more are a list, which stands elsewhere."""


@dataclass(frozen=True)
class Asked:
    """Decisions of the place's files that are not taken yet, and what the run shows that a board must agree."""

    decisions: tuple[tuple[str, Sentence], ...]
    """The id of each decision, and what is asked."""
    by_rule: tuple[Sentence, ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All that is asked, in the order in which every page and pack asks it."""
        return (*(words for _, words in self.decisions), *self.by_rule)


def asked(place: Place, progress: Sequence[Row], as_of: date | None) -> Asked:
    """What is asked on the day ``as_of``; ``progress`` has one row an ambition."""
    waiting = [one for one in place.decisions.values() if one.is_asked(as_of)]
    decisions = tuple((one.id, decision_words(place, one)) for one in waiting)
    return Asked(decisions, (*_by_status(place, progress), *_overdue(place, as_of)))


def is_illustrative(decision: Decision) -> bool:
    """Whether it was made up to show the form."""
    given = (decision.provenance, *(one.provenance for one in decision.expects))
    return "illustrative" in given


def title_of(decision: Decision) -> str:
    """Its title, marked where it was made up."""
    return wording.marked(decision.title, "illustrative" if is_illustrative(decision) else None)


def body_of(place: Place, decision: Decision) -> str:
    """The name of the body that decides; empty where the files name none."""
    return place.strategy.governance.called(decision.body or "")


def decision_words(place: Place, decision: Decision) -> Sentence:
    """``Fund the clinics, Cabinet, 10 June 2026``: what, by whom and when, as far as it is set."""
    on = decision.meeting if isinstance(decision.on, str) else decision.on
    day = decision.on_text or (on.words if on else "")
    words = ", ".join(part for part in (title_of(decision), body_of(place, decision), day) if part)
    return Sentence(words, (Claim(Kind.ASKED, decision.id, period=day or None),))


def option_words(decision: Decision) -> tuple[str, ...]:
    """The alternatives that a decision considered, and why those that it rejected were."""
    options = decision.options if isinstance(decision.options, tuple) else ()
    return tuple(_option(one.text, one.rejected_because) for one in options)


def _option(text: str, because: str | None) -> str:
    if _NONE.fullmatch(text):
        return f"There was none. {because[:1].upper()}{because[1:]}" if because else text
    return f"Rejected: {text.rstrip('.')}. Because: {because}" if because else f"Also considered: {text}"


_NONE = re.compile(
    r"(there\s(was|were)\s)?(none|no\s(other\s)?(option|alternative)s?|not\sapplicable)"
    r"(\s(was\s|were\s)?(considered|possible))?\.?",
    re.IGNORECASE,
)
"""How people say that there was no other option: that is none that they rejected."""


def _by_status(place: Place, progress: Sequence[Row]) -> list[Sentence]:
    found = {status: [row for row in progress if row["status"] == status] for status in ASKED}
    found[GAP_OFF] = [row for row in progress if sentences.gap_off_path(row)]
    return [_about(place, status, rows) for status, rows in found.items() if rows]


def _about(place: Place, status: str, rows: Sequence[Row]) -> Sentence:
    by_basis, of_them = sentences.by_basis, sentences.averages_of_them
    if status == GAP_OFF:
        by_basis, of_them = sentences.gaps_by_basis, sentences.gaps_of_them
    counts = {basis: len(some) for basis, some in by_basis(rows).items() if basis}
    every, them = {None: len(rows)} | counts, of_them(rows)
    claims = (Claim(Kind.ASKED, group=figures, direction=str(status), number=n) for figures, n in every.items() if n)
    words = f"{wording.count_words(len(rows), 'ambition')}{them}"
    return Sentence(ASKED[status].format(words, _named(place, rows)), (*claims, *them.claims))


def _named(place: Place, rows: Sequence[Row]) -> str:
    """Which ambitions they are, where they are few: nobody can agree on what is only counted."""
    if len(rows) > _NAMED:
        return ""
    called = {one.id: one.about.question for one in ambitions(place)}
    which = [f"“{called[row['ambition']]}”" for row in rows if row["ambition"] in called]
    return f": {wording.list_words(which)}" if which else ""


def _overdue(place: Place, as_of: date | None) -> list[Sentence]:
    late = [gap for gap in place.strategy.gaps if as_of is not None and gap.is_overdue(as_of)]
    if not late:
        return []
    said = "; ".join(gap.text.rstrip(".") for gap in late)
    words = f"Close {wording.count_words(len(late), 'known gap')} past the agreed date: {said}."
    return [Sentence(words, (Claim(Kind.ASKED, direction="overdue", number=len(late)),))]
