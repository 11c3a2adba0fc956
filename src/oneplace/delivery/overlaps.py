"""What is told in much the same words and is perhaps one thing: offered for merging, since no machine can know."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

_WORDS = re.compile(r"[^\W_]+")


def alike(texts: Sequence[str], least: float = 0.8) -> list[tuple[int, int]]:
    """Pairs of places in ``texts`` whose words are much the same (cosine of word weights above ``least``), in order.

    A word weighs by how often it stands in a text and how few texts have it (tf-idf, smoothed: Manning, Raghavan and
    Schütze 2008, chapter 6). A text without a word is like no other.
    """
    counted = [Counter(_WORDS.findall(text.casefold())) for text in texts]
    vocabulary = {word: at for at, word in enumerate(sorted({word for one in counted for word in one}))}
    times = np.zeros((len(texts), len(vocabulary)))
    for at, one in enumerate(counted):
        times[at, [vocabulary[word] for word in one]] = list(one.values())
    weights = times * (1 + np.log((1 + len(texts)) / (1 + (times > 0).sum(axis=0))))
    size = np.linalg.norm(weights, axis=1, keepdims=True)
    ways = np.divide(weights, size, out=np.zeros_like(weights), where=size > 0)
    return [(int(one), int(other)) for one, other in np.argwhere(np.triu(ways @ ways.T, k=1) > least)]
