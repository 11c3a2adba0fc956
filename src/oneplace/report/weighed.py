"""How the options of a decision were weighed, in sentences: who comes first, and at which weight another would."""

from __future__ import annotations

from collections.abc import Iterator

from oneplace.delivery import Matrix, files, rank, winners
from oneplace.place import Weighed
from oneplace.vocabulary.wording import list_words, plainly


def weighed_words(given: Weighed) -> tuple[str, ...]:
    """The weights, the options best first with their totals, and how sure the order is by each criterion."""
    matrix = files.matrix(given)
    total = sum(matrix.weights)
    weights = [f"{name} ({weight / total:.0%})" for name, weight in given.weights.items()]
    ranked = [f"{one.rank}. {one.option}: {plainly(one.total, 3)}" for one in rank(matrix)]
    return (f"By {list_words(weights)} of the weight:", *ranked, *_sure(matrix))


def _sure(matrix: Matrix) -> Iterator[str]:
    """Of each criterion, who would come first if it weighed more or less, the others keeping their proportions."""
    total = sum(matrix.weights)
    for criterion, weight in zip(matrix.criteria, matrix.weights, strict=True):
        if weight == total:
            yield f"All weight is on {criterion}, so nobody can say what another weight would change."
            continue
        spans = winners(matrix, criterion)
        if len(spans) == 1:
            yield f"Whatever {criterion} weighed, {_first(spans[0].options)} first."
            continue
        told = [f"from {one.first:.0%} to {one.last:.0%}, {_first(one.options)} first" for one in spans]
        yield f"If {criterion} weighed {'; '.join(told)}."


def _first(options: tuple[str, ...]) -> str:
    return f"{list_words(options)} would come" if len(options) == 1 else f"{list_words(options)} would together come"
