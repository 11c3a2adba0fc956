"""What is asked of a board: decisions that the files still wait for, and what only a board can mend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from oneplace.place import Decision, Place
from oneplace.progress import Status, sentences
from oneplace.report.rows import Row
from oneplace.vocabulary import wording

_ASKED = {
    Status.OFF_PATH: "Agree what will be done about {} off path.",
    Status.AVERAGE_UP_BUT_GAP_WIDER: "Agree what will be done about {} with a better average and a wider gap.",
    Status.NO_TARGET_SET: "Set a baseline, a target and a path for {} without them.",
    Status.NO_MEASURE: "Decide how to measure {} that nothing measures.",
}
"""What only a board can mend, by status; ``{}`` how many ambitions."""


@dataclass(frozen=True)
class Asked:
    """Decisions of the place's files that are not taken yet, and what the run shows that a board must agree."""

    decisions: tuple[Decision, ...]
    by_rule: tuple[str, ...]


def asked(place: Place, progress: Sequence[Row], as_of: date | None) -> Asked:
    """What is asked on the day ``as_of``; ``progress`` has one row an ambition."""
    waiting = tuple(one for one in place.decisions.values() if not one.is_taken(as_of))
    return Asked(waiting, (*_by_status(progress), *_overdue(place, as_of)))


def decision_words(decision: Decision) -> str:
    """``Fund the clinics, Cabinet, 2026-06-10``: what, by whom and when, as far as it is set."""
    day = decision.on_text or ("" if isinstance(decision.on, str) else str(decision.on))
    return ", ".join(part for part in (decision.title, decision.body, day) if part)


def option_words(decision: Decision) -> tuple[str, ...]:
    """The alternatives that a decision considered, and why those that it rejected were."""
    options = decision.options if isinstance(decision.options, tuple) else ()
    return tuple(
        f"Rejected: {one.text.rstrip('.')}. Because: {one.rejected_because}"
        if one.rejected_because
        else f"Also considered: {one.text}"
        for one in options
    )


def _by_status(progress: Sequence[Row]) -> list[str]:
    return [
        template.format(f"{wording.count_words(len(rows), 'ambition')}{sentences.of_them_made_up(rows)}")
        for status, template in _ASKED.items()
        if (rows := [row for row in progress if row["status"] == status])
    ]


def _overdue(place: Place, as_of: date | None) -> list[str]:
    late = [gap for gap in place.strategy.gaps if as_of is not None and gap.is_overdue(as_of)]
    if not late:
        return []
    said = "; ".join(gap.text.rstrip(".") for gap in late)
    return [f"Close {wording.count_words(len(late), 'known gap')} past the agreed date: {said}."]
