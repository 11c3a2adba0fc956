"""Which way is better, read from the words alone: what is called better or worse, and what ought to be.

A word turned round ("it has been rising, which is worse" of what should rise) is false although every number and every
period beside it are right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oneplace.progress.sentences import About, Claim, Kind

WAYS = {
    "rising": 1, "risen": 1, "rose": 1, "a rise": 1, "above": 1, "higher": 1, "as high": 1,
    "falling": -1, "fallen": -1, "fell": -1, "a fall": -1, "below": -1, "lower": -1, "as low": -1,
}  # fmt: skip
GOOD = {"high_good": 1, "low_good": -1}
SENTENCE = re.compile(r"(?<=[.;])\s+(?!\d)")
JUDGED = re.compile(r"(?:, which (?:is|was) |\()(better|worse)\b")
WAY = re.compile(rf"\b({'|'.join(WAYS)})\b")
MOVED = (Kind.DIRECTION, Kind.LONG_RUN, Kind.STRATEGY_RUN, Kind.ENDS)
MOVES = ("rising", "falling", "rose", "fell", "stepped_up", "stepped_down", "higher", "lower")


def misjudged(words: str, claims: tuple[Claim, ...], about: About | None) -> Iterator[str]:
    """What of a text calls a way better or worse that is not, or names a way and leaves out what it is."""
    if about is None:
        return
    for sentence in SENTENCE.split(words):
        groups = sentence.startswith("For ") and " than for " in sentence or " as for " in sentence
        good = GOOD.get(about.polarity_of_groups if groups else about.polarity)
        for told in JUDGED.finditer(sentence):
            way = WAY.findall(sentence[: told.start()])
            if not way or good is None or (WAYS[way[-1]] == good) != (told[1] == "better"):
                yield f"{told[0]} after {way[-1:] or 'nothing'} in “{sentence}”"
    moved = any(claim.kind in MOVED and claim.direction in MOVES for claim in claims)
    if moved and about.polarity in GOOD and not JUDGED.search(words):
        yield f"neither better nor worse is said in “{words}”"
