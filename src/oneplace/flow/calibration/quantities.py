"""Quantities as a pathway file holds them: figures, shares that make a whole, lists that stay legible."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ruamel.yaml.comments import CommentedMap, CommentedSeq

LONGEST_LINE = 110


def figures(value: float) -> str:
    """A number with five significant figures."""
    return f"{float(f'{value:.5g}')!r}".removesuffix(".0")


def percent(weights: NDArray[Any], decimals: int) -> list[str]:
    """Shares in per cent that make exactly 100, by largest remainders."""
    whole = 100 * 10**decimals
    exact = weights / weights.sum() * whole
    found = np.floor(exact).astype(int)
    for i in np.argsort(found - exact, kind="stable")[: whole - found.sum()]:
        found[i] += 1
    return [f"{float(n) / 10**decimals!r}".removesuffix(".0") + " %" for n in found]


def flow(content: Mapping[str, Any]) -> CommentedMap:
    """A mapping on one line."""
    made = CommentedMap(content)
    made.fa.set_flow_style()
    return made


def listed(items: Iterable[Any]) -> CommentedSeq:
    """A list on one line."""
    made = CommentedSeq(items)
    made.fa.set_flow_style()
    return made


@dataclass
class Lists:
    """Lists of quantities, which the writer of YAML would break in the midst of one: marks first, the lists later."""

    lists: list[list[str]] = field(default_factory=list)

    def mark(self, items: list[str]) -> str:
        """What stands for a list until ``put`` puts it there."""
        self.lists.append(items)
        return f"list-{len(self.lists) - 1}-of-shares"

    def put(self, text: str) -> str:
        """The text with the lists, their lines broken between quantities."""
        for number, items in enumerate(self.lists):
            before, mark, after = text.partition(f"list-{number}-of-shares")
            column = len(before) - before.rfind("\n")
            lines = textwrap.wrap(", ".join(item.replace(" ", "\0") for item in items), LONGEST_LINE - column)
            shown = f"[{(chr(10) + ' ' * column).join(lines)}]".replace("\0", " ")
            text = before + shown + after if mark else text
        return text
