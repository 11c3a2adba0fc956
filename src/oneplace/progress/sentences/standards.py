"""The sentence on a national standard: whether the newest figure meets it."""

from __future__ import annotations

from oneplace.progress.rules import direction_of_good
from oneplace.progress.sentences.about import About, Row
from oneplace.progress.sentences.amounts import value
from oneplace.progress.sentences.claims import Kind, Reference, Sentence, phrase
from oneplace.stats import side


def standard(row: Row, about: About, level: float) -> Sentence:
    """Whether the newest figure meets or misses a standard, and whether that could be chance.

    Empty without a figure, and where neither high nor low is good. A figure that is just as good meets it.
    """
    good = direction_of_good(about.polarity)
    if row["value"] is None or not good:
        return Sentence()
    word = "meets" if (row["value"] - level) * good >= 0 else "misses"
    doubt = ", though that could be chance" if side(row["lower"], row["upper"], level) == 0 else ""
    claim = about.claim(
        Kind.STANDARD, row, number=row["value"], period=row["period_label"], direction=word, reference=Reference(level)
    )
    return phrase("The newest figure, {}, {}.", value(row, about), Sentence(f"{word} it{doubt}", (claim,)))
