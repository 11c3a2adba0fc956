"""The word that somebody may have meant who spelt another."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import DamerauLevenshtein, Levenshtein
from rapidfuzz.process import extract

SHORTEST = 5
"""Letters: of a shorter word each neighbour is another word."""
_ALIKE = {letter: group[0] for group in ("aeiouyhw", "ckqszx", "fv", "gj", "dt", "bp", "mn") for letter in group}
"""Letters that are heard or written alike."""


def slips(word: str) -> int:
    """How many letters may be wrong, left out, put in or swapped: one in about four, three at most."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < 7 else 2 if len(word) < 10 else 3


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The known word with the fewest slips, of several none that is shorter: letters are left out rather than put in.

    None where none is near enough. Beyond one slip it must begin with the same letter, which few people misspell, and
    not have two letters replaced by such as sound otherwise: tablets are no targets.
    """
    most = slips(word)
    found = extract(word, known, scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=20) if most else []
    likely = [(distance, other) for other, distance, _ in found if distance <= 1 or _misspelt(word, other)]
    return (
        min(likely, key=lambda item: (item[0], item[1][0] != word[0], len(item[1]) < len(word), item[1]))[1]
        if likely
        else None
    )


def _misspelt(word: str, other: str) -> bool:
    steps = Levenshtein.editops(word, other)
    swapped = len(steps) - DamerauLevenshtein.distance(word, other)
    pairs = [(word[step.src_pos], other[step.dest_pos]) for step in steps if step.tag == "replace"]
    unlike = [one for one, another in pairs if _sound(one) != _sound(another)]
    return word[0] == other[0] and len(unlike) - 2 * swapped < 2


def _sound(letter: str) -> str:
    return _ALIKE.get(letter, letter)
