"""Groups of things that hang together through pairs."""

from __future__ import annotations

from collections.abc import Iterable


class Together:
    """Which things hang together through pairs; of each group the smallest stands for all."""

    def __init__(self, pairs: Iterable[tuple[object, object]]) -> None:
        self._above: dict[object, object] = {}
        for one, other in pairs:
            first, second = sorted((self.find(one), self.find(other)))  # type: ignore[type-var]
            self._above[second] = first

    def find(self, thing: object) -> object:
        """What stands for the group of a thing."""
        while (above := self._above.get(thing, thing)) != thing:
            thing = above
        return thing
