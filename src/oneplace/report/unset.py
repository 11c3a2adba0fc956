"""What nobody has set for the ambitions, said once for all of them and not in every row, with whom to ask."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from oneplace.place import Outcome, Owner, Place, Strategy
from oneplace.progress import sentences
from oneplace.report.owners import owner_words
from oneplace.report.rows import Row
from oneplace.vocabulary.wording import count_words, list_words

NOT_JUDGED = ("context", "no_measure", "no_data")
"""Where there is nothing that a target could be set for, or held against."""


def not_set(place: Place, progress: Sequence[Row], said: Collection[str] | None = None) -> str:
    """How many ambitions have no owner, no workstream and no target, and whom to ask; empty where all have them.

    ``progress`` has one row an ambition. A target is missed only where there is something that it could be set for,
    which what is known of areas or groups alone is, too.
    With the ids of those of which something is ``said``, how many have no commentary, too.
    """
    outcomes, served = place.strategy.outcomes, {key for one in place.strategy.workstreams for key in one.outcomes}
    judged = [row for row in progress if row["status"] not in NOT_JUDGED or sentences.by_part(row)]
    without = [row["ambition"] for row in judged if row["status"] == "no_target_set" or sentences.part_untargeted(row)]
    missing = [
        ("named owner", [one.id for one in outcomes if not isinstance(one.owner, Owner)]),
        ("workstream", [one.id for one in outcomes if one.id not in served]),
    ]
    if len(judged) == len(progress):
        missing.append(("target", without))
    if said is not None:
        missing.append(("commentary", [one.id for one in outcomes if one.id not in said]))
    nowhere = [what for what, found in missing if len(found) == len(outcomes) > 1]
    parts = [f"None of the {len(outcomes)} ambitions has {_any_of(nowhere)}."] if nowhere else []
    parts += [_lacks(what, len(found), len(outcomes)) for what, found in missing if found and what not in nowhere]
    if without and len(judged) < len(progress):
        parts.append(_no_target(len(without), len(judged)))
    return " ".join([*parts, whom_to_ask(place)]) if parts else ""


def not_said(place: Place, said: Collection[str]) -> str:
    """How many ambitions have no commentary, and whom to ask; empty where all have. ``said`` are those that have."""
    outcomes = place.strategy.outcomes
    missing = [one.id for one in outcomes if one.id not in said]
    return f"{_lacks('commentary', len(missing), len(outcomes))} {whom_to_ask(place)}" if missing else ""


def open_steps(strategy: Strategy, as_of: date | None) -> str:
    """Why a strategy called approved is not on a day: who refused it or put it off, else who has no day on which they
    do what they are to do, and of whom nothing says what they decided; empty where it is.
    """
    if strategy.version.state != "approved":
        return ""
    steps, called = strategy.governance.open_steps(as_of), strategy.governance.called
    if withheld := [f"{called(step.body)} {step.withheld}" for step in steps if step.withheld]:
        return list_words(withheld)
    waiting = list_words([f"{called(step.body)} {step.act} it" for step in steps if not step.has_day(as_of)])
    unsaid = list_words([called(step.body) for step in steps if step.has_day(as_of)])
    told = [f"there is no day so far on which {waiting}" if waiting else ""]
    told += [f"nothing says what {unsaid} decided" if unsaid else ""]
    return ", and ".join(filter(None, told))


def nobody_owns(place: Place) -> bool:
    """Whether no ambition has an owner, so that a column for them would be empty."""
    return not any(isinstance(one.owner, Owner) for one in place.strategy.outcomes)


def _lacks(what: str, some: int, every: int) -> str:
    if some == every:
        return f"None of the {every} ambitions has a {what}." if every > 1 else f"The one ambition has no {what}."
    return f"{some} of {count_words(every, 'ambition')} {'has' if some == 1 else 'have'} no {what}."


def _any_of(things: Sequence[str]) -> str:
    *others, last = (f"a {one}" for one in things)
    return f"{', '.join(others)} or {last}" if others else last


def _no_target(some: int, judged: int) -> str:
    """Who has none is counted among those that could have one: the others lack it too, and nobody could set it."""
    if judged == 1:
        return "The one ambition that could have a target has none."
    if some == judged:
        return f"None of the {judged} ambitions that could have a target has one."
    return f"Of {judged} ambitions that could have a target, {some} {'has' if some == 1 else 'have'} none."


def whom_to_ask(place: Place, outcome: Outcome | None = None) -> str:
    """Who answers for an ambition, where that is set; else the place's contact."""
    if outcome and isinstance(outcome.owner, Owner):
        return f"Whom to ask: {owner_words(place, outcome.owner)}."
    contact = place.place.contact
    if contact is None:
        return "Whom to ask is not set either: the place’s files name no contact."
    if not contact.ways:
        return f"Whom to ask: {contact.name}. How to reach them is not set."
    return f"Whom to ask: {contact.name}{'' if contact.made_up else f' ({next(iter(contact.ways))})'}."
