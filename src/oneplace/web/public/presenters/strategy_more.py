"""How the parts of a strategy hang together: what answers what, who signed, whom it serves, who was asked."""

from __future__ import annotations

from collections.abc import Mapping

from oneplace.place import Place, Strategy, Workstream
from oneplace.report import foreign, names_of, owner_words
from oneplace.vocabulary.wording import list_words
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


def signatures(strategy: Strategy) -> tuple[str, ...]:
    """Who signed the vision, where and when, and which partners of today have not yet."""
    if isinstance(strategy.vision, str):
        return ()
    names = {partner.id: partner.name for partner in strategy.partners}
    signed = strategy.vision.endorsed_by
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


def equality(place: Place) -> tuple[str, ...]:
    """Who answers for the equality assessment by when, and its answer for each characteristic."""
    said = place.strategy.equality
    if isinstance(said, str):
        return ()
    answers_of = [f"{capital(plain(name))}: {text}" for name, text in said.characteristics.items()]
    who = f"Who answers for it: {owner_words(place, said.owner)}. By when: {when(said.due)}."
    none = () if answers_of else ("No answer is recorded for any of the nine protected characteristics.",)
    return tuple(text for text in (said.reason, who, said.evidence, *answers_of, *none) if text)


def reviewed(stream: Workstream) -> tuple[str, ...]:
    """When a workstream was reviewed and how often it is to be."""
    cycle = f"Reviewed {plain(stream.review_cycle)}" if stream.review_cycle and stream.review_cycle != "not_set" else ""
    last = f"last in {when(stream.reviewed)}" if stream.reviewed else "no review is recorded"
    return (f"{cycle}; {last}.",) if cycle else (capital(f"{last}."),) if stream.reviewed else ()


def _changed(text: str) -> str:
    return "not set." if text == "not_set" else text


def _name(names: Mapping[str, str], ref: str) -> str:
    return names.get(ref) or foreign(ref)
