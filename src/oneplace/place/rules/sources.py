"""W144: how ``sources.yaml`` reads what partners send."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from oneplace.place.folder import Spot
from oneplace.place.mapping_sql import cast_clocks
from oneplace.place.rules.registry import Case, Finding, each, rule
from oneplace.place.sources import Dataset


@rule("W144")
def clock_in_a_cast(case: Case) -> Iterator[Finding]:
    """A time of day that is read by a cast."""
    declared = case.files.sources
    for source in each(declared.item.sources, declared.at / "sources") if declared else ():
        for dataset in each(source.item.datasets, source.at / "datasets"):
            yield from _cast(dataset.item, dataset.at)


def _cast(dataset: Dataset, at: Spot) -> Iterator[Finding]:
    texts = {name.casefold(): name for name, column in dataset.columns.items() if column.type == "text"}
    known = {text for text, _names in dataset.expressions() if "cast" in text.lower() or "::" in text}
    for spot in _spots(at, at.written, known):
        for name in sorted(cast_clocks(spot.written) & texts.keys()):
            yield Finding(
                spot,
                f"the time of day in {texts[name]}, a column of text, is read by a cast: what that can't read (`0930`, "
                "`9.30`) becomes no time without a word, or stops the load, and `2:30 PM` may become 02:30.",
                f"Declare {texts[name]} as `clock` and its day as `date`, and write day + clock for the moment, as in "
                "docs/reference/sources.md.",
            )


def _spots(at: Spot, said: Any, known: set[str]) -> Iterator[Spot]:
    """Where the expressions ``known`` stand in what a file says at a spot."""
    if isinstance(said, dict | list):
        for key, inner in said.items() if isinstance(said, dict) else enumerate(said):
            yield from _spots(at / key, inner, known)
    elif said in known:
        yield at
