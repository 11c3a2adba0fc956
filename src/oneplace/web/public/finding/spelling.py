"""The word that somebody may have meant who spelt another."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extract

SHORTEST = 5
"""Letters: of a shorter word each neighbour is another word."""


def slips(word: str) -> int:
    """How many letters may be wrong, left out, put in or swapped: one in about four, three at most."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < 7 else 2 if len(word) < 10 else 3


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The known word with the fewest slips, of several none that is shorter: letters are left out rather than put in.

    None where none is near enough. Beyond one slip it must begin with the same letter: few people misspell the first.
    """
    most = slips(word)
    found = extract(word, known, scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=20) if most else []
    likely = [(distance, other) for other, distance, _ in found if distance <= 1 or other[0] == word[0]]
    return (
        min(likely, key=lambda item: (item[0], item[1][0] != word[0], len(item[1]) < len(word), item[1]))[1]
        if likely
        else None
    )
