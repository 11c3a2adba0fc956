"""The name of a street in what somebody typed: this site has numbers of neighbourhoods, and of no street."""

from __future__ import annotations

import re
from typing import NamedTuple

from oneplace.place import spelt
from oneplace.web.public.finding.topics import by_phrase, longest
from oneplace.web.public.finding.words import ASKING, ASPECTS, stem

STREETS = frozenset(("avenue", "crescent", "gardens", "grove", "lane", "mews", "road", "street", "terrace"))
"""The last word of a street. Others (a close, a way, a walk) are as often something else, but after a house number."""
_NOT_ALONE = frozenset(("lane", "road", "street"))
"""What is no name by itself: the road, the street."""
_ONLY_NUMBERED = frozenset(("close", "court", "drive", "hill", "park", "place", "rise", "row", "square", "walk", "way"))
_SHORT = frozenset(("ave", "rd", "st"))
_NAME = 2
"""Words before it at most that are its name: the others ask something of it."""
_TYPED = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_NUMBER = re.compile(r"\d+[a-z]?", re.IGNORECASE)


class Named(NamedTuple):
    """A street as it was typed, without its house number, and the question without it."""

    street: str
    rest: str


def street_in(text: str) -> Named | None:
    """The first street that a text names; None where it names none. ``my street`` and ``road safety`` are no names."""
    found = list(_TYPED.finditer(text))
    typed = [each[0] for each in found]
    for at, word in enumerate(typed):
        begin = _begin(typed, at)
        if begin == at or not _ends_a_street(typed, begin, at, word) or _of_a_topic(typed, at):
            continue
        numbered = begin > 0 and bool(_NUMBER.fullmatch(typed[begin - 1]))
        start, end = found[begin - numbered].start(), found[at].end()
        return Named(text[found[begin].start() : end], f"{text[:start]} {text[end:]}".strip())
    return None


def _ends_a_street(typed: list[str], begin: int, at: int, word: str) -> bool:
    kind = spelt(word)
    if word.lower() in _SHORT or kind in STREETS:
        return word.lower() != "st" or at == len(typed) - 1  # St Mary's is no street
    return kind in _ONLY_NUMBERED and begin > 0 and bool(_NUMBER.fullmatch(typed[begin - 1]))


def _begin(typed: list[str], at: int) -> int:
    """Where the name of a street begins that ends at a word; that word itself where it has none."""
    begin = at
    while begin > 0 and at - begin < _NAME and _is_of_a_name(typed[begin - 1], at - begin):
        begin -= 1
    alone = begin == at == 1 and typed[0].lower() == "the" and spelt(typed[at]) not in _NOT_ALONE  # The Avenue
    return 0 if alone else begin


def _is_of_a_name(word: str, before: int) -> bool:
    """Whether a word may be part of a name: next to its end any may but those that ask, further on no topic's."""
    if word.lower() in ASKING or _NUMBER.fullmatch(word):
        return False
    return not before or (word.lower() not in ASPECTS and (stem(word.lower()),) not in by_phrase())


def _of_a_topic(typed: list[str], at: int) -> bool:
    """Whether the word is in a longer phrase of the topics: ``street homeless``, ``dark streets``."""
    keys = [stem(word.lower()) for word in typed]
    spans = (
        (start, start + size) for size in range(2, longest() + 1) for start in range(max(0, at - size + 1), at + 1)
    )
    return any(tuple(keys[start:end]) in by_phrase() for start, end in spans if end <= len(keys))
