"""How the parts of a strategy hang together: what answers what, who signed, whom it serves, who was asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from oneplace.place import Horizon, Place, Strategy, Workstream
from oneplace.place.moved import foreign
from oneplace.report import names_of, owner_words
from oneplace.vocabulary.wording import cycle_words, list_words
from oneplace.vocabulary.wording import when as dated_words
from oneplace.web.formats import capital, plain, when
from oneplace.web.public.presenters.strategy_items import Item, Section


def answers(place: Place) -> Section:
    """The alignment map: which part of the strategy answers which of another plan, or of its own."""
    names = names_of(place)
    items = [
        Item(
            f"alignment-{number}",
            "",
            f"{capital(_name(names, link.from_))} {plain(link.relation)} {_name(names, link.to)}",
            tuple(text for text in (link.text, link.note) if text),
            link.source or "",
        )
        for number, link in enumerate(place.strategy.alignment, 1)
    ]
    return Section("alignment", "What answers what", "", items)


def signatures(strategy: Strategy, as_of: date | None) -> tuple[str, ...]:
    """Who signed the vision, where and when, and which partners of today have not yet: a day to come is no signature.

    ``as_of`` is the day on which the numbers stand; None before there are any, when every day is taken as it is said.
    """
    if isinstance(strategy.vision, str):
        return ()
    names = {partner.id: partner.name for partner in strategy.partners}
    signed = [one for one in strategy.vision.endorsed_by if as_of is None or one.on.start <= as_of]
    told = [f"Signed by {names.get(one.partner, one.partner)} ({one.body}, {when(one.on)})." for one in signed]
    gone = {partner.id for partner in strategy.partners if partner.until}
    missing = [name for key, name in names.items() if key not in gone and key not in {one.partner for one in signed}]
    if not signed:
        return ("Signed by: not yet. No partner\u2019s signature is recorded.",) if missing else ()
    return (*told, f"Not yet signed by {list_words(missing)}.") if missing else tuple(told)


def serving(strategy: Strategy) -> Section:
    """Whom each enabler serves: the life stages that lean on it, and those that it is not said to serve."""
    stages = {stage.id: stage.name or plain(stage.id) for stage in strategy.stages}
    items = []
    for enabler in strategy.enablers:
        served = [name for key, name in stages.items() if key in enabler.serves]
        others = [name for key, name in stages.items() if key not in enabler.serves]
        text = f"Serves {list_words(served)}" if served else "Whom it serves is not set"
        more = (f"Not said to serve {list_words(others)}.",) if served and others else ()
        items.append(Item(f"serves-{enabler.id}", enabler.name, text, more))
    return Section("serving", "Whom the enablers serve", "", items)


def shaped(strategy: Strategy) -> Section:
    """Who was asked before each goal was set, and what changed because of it."""
    asked = {one.id: one for one in strategy.engagement}
    items = []
    for goal in (*strategy.goals, *strategy.objectives, *strategy.commitments):
        behind = [asked[key] for key in goal.engagement if key in asked]
        told = tuple(f"{one.text} Because of it: {_changed(one.changed)}" for one in behind)
        items.append(Item(f"shaped-{goal.id}", goal.name or goal.text, "", told or ("No engagement is recorded.",)))
    return Section("shaped", "Who shaped each goal", "", items)


def horizons(strategy: Strategy) -> list[Item]:
    """From when until when each horizon runs, and what is to be reached by its end."""
    goals = (*strategy.commitments, *strategy.goals, *strategy.objectives)
    held = [(one.horizon, one.name or one.text) for one in goals]
    held += [(one.horizon, one.name or one.text) for one in strategy.priorities]
    held += [(one.horizon, one.text) for one in strategy.outcomes]
    return [
        Item(
            one.id,
            one.name or "",
            horizon_words(one),
            tuple(text for key, text in held if key == one.id) or ("Nothing is set for it.",),
            one.source or "",
        )
        for one in strategy.horizons
    ]


def horizon_words(one: Horizon) -> str:
    """``Two-year objectives, April 2022 to March 2024``; without the days where they are not set."""
    text = one.text.rstrip(".")
    return text if "not_set" in (one.start, one.end) else f"{text}, {when(one.start)} to {when(one.end)}"


def equality(place: Place) -> tuple[str, ...]:
    """Who answers for the equality assessment by when, and its answer for each characteristic."""
    said = place.strategy.equality
    if isinstance(said, str):
        return ()
    answers_of = [
        f"{capital(plain(name))}: {plain(text) if text == 'not_set' else text}"
        for name, text in said.characteristics.items()
    ]
    who = f"Who answers for it: {owner_words(place, said.owner)}. By when: {when(said.due)}."
    none = () if answers_of else ("No answer is recorded for any of the nine protected characteristics.",)
    return tuple(text for text in (said.reason, who, said.evidence, *answers_of, *none) if text)


def reviewed(stream: Workstream, as_of: date | None) -> tuple[str, ...]:
    """When a workstream was reviewed, how often it is to be, and whether that is longer ago than one such cycle."""
    last = f"last {dated_words(when(stream.reviewed))}" if stream.reviewed else "no review is recorded"
    if stream.review_cycle is None or stream.review_cycle == "not_set":
        return (capital(f"{last}."),) if stream.reviewed else ()
    late = ", which is longer ago than that" if as_of and stream.is_review_late(as_of) else ""
    return (f"Reviewed {cycle_words(stream.review_cycle)}; {last}{late}.",)


def _changed(text: str) -> str:
    return "not set." if text == "not_set" else text


def _name(names: Mapping[str, str], ref: str) -> str:
    return names.get(ref) or foreign(ref)
