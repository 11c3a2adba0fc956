"""What the things are called that a field of the files may name by their ids."""

from __future__ import annotations

from oneplace.place import Place, Statement


def names_of(place: Place) -> dict[str, str]:
    """The name of everything in a place's files that has an id, else its words; of other documents their title."""
    strategy = place.strategy
    named = {item.id: item.name for item in strategy.enablers}
    named |= {item.id: item.name for item in strategy.groups}
    named |= {item.id: item.name for item in strategy.partners}
    statements: tuple[Statement, ...] = (*strategy.goals, *strategy.commitments, *strategy.objectives)
    statements += (*strategy.priorities, *strategy.horizons, *strategy.gaps, *strategy.vision_points, *strategy.values)
    said = {item.id: item.name or item.text for item in statements}
    stages = {stage.id: stage.name or stage.id.replace("_", " ") for stage in strategy.stages}
    measures = {key: measure.name for key, measure in place.measures.items()}
    outcomes = {item.id: item.text for item in strategy.outcomes}
    boards = {item.id: item.name for item in strategy.governance.boards}
    boards |= {item.id: item.name or item.id for item in strategy.governance.delivery_groups}
    others = {item.ref: item.title or foreign(item.ref) for item in strategy.parents}
    decisions = {key: item.title for key, item in place.decisions.items()}
    own = {strategy.id: strategy.title, "vision": "the vision", "mission": "the mission"}
    streams = {item.id: item.name for item in strategy.workstreams}
    engaged = {item.id: item.text for item in strategy.engagement}
    return {
        **engaged,
        **decisions,
        **streams,
        **boards,
        **outcomes,
        **measures,
        **named,
        **said,
        **stages,
        **others,
        **own,
    }


def foreign(ref: str) -> str:
    """A reference to another document in words, where nothing gives its title: ``ext:scc-vision`` is "scc vision"."""
    return ref.removeprefix("ext:").removeprefix("doc:").replace("-", " ").replace("_", " ")
