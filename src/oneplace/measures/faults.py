"""What is known to be wrong with a measure and with the dataset that it reads, each said once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

SAME = 0.75
"""Two faults are one where they share so large a part of the words of the shorter: it is then said by one of them."""
_EMPTY = re.compile(
    "an?|and|are|as|at|be|been|but|by|for|from|ha(s|ve)|here|in(to)?|is|its?|no|nor|not|of|on|or|so|tha[nt]|"
    "the(irs?|m|re|se|y)?|this|those|to|was|were|what|which|with"
)
_ROOT = 6


def said_once(of_measure: Sequence[str], of_dataset: Iterable[str]) -> list[str]:
    """The faults of both without those that another says.

    A measure's own is kept before its dataset's, which may speak of other series; but where the dataset's holds all of
    its words, that is the fuller one.
    """
    theirs = [fault for fault in dict.fromkeys(of_dataset) if fault not in of_measure]
    ours = [fault for fault in dict.fromkeys(of_measure) if not any(_words(fault) < _words(one) for one in theirs)]
    return [*ours, *(fault for fault in theirs if not any(_alike(fault, one) for one in ours))]


def _alike(fault: str, other: str) -> bool:
    one, two = _words(fault), _words(other)
    return len(one & two) >= SAME * min(len(one), len(two)) > 0


def _words(fault: str) -> frozenset[str]:
    """Its words by their first letters, without those that tell nothing."""
    words = re.findall(r"\w+", fault.lower())
    return frozenset(word[:_ROOT] for word in words if not _EMPTY.fullmatch(word))
