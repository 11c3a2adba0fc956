"""The words of a rise and a fall, and which of them is good."""

from __future__ import annotations

from oneplace.progress.sentences.about import About, Row
from oneplace.progress.sentences.lasting import tense

RISING, FALLING, UNCLEAR = "rising", "falling", "no_clear_change"
GOOD = {"high_good": RISING, "low_good": FALLING}
HAS = {RISING: "risen", FALLING: "fallen"}
DID = {RISING: "rose", FALLING: "fell"}
A = {RISING: "rise", FALLING: "fall"}
PAST = {"rose": RISING, "fell": FALLING}
STEPS = {"stepped_up": RISING, "stepped_down": FALLING}
MOVED = {*HAS, *PAST, *STEPS}
STEADY = {"higher": "rise", "lower": "fall"}
WAY = {"higher": RISING, "lower": FALLING}


def is_or_was(row: Row) -> str:
    """``is``, or ``was`` of figures that stopped: nobody knows what is."""
    return tense(row, "is", "was")


def judged(word: str, about: About, verb: str) -> str:
    """``, which is better``; of what is over the ``verb`` is ``was``. Empty where no way is good."""
    good = is_good(word, about)
    return f", which {verb} {good}" if good else ""


def is_good(word: str, about: About) -> str:
    """``better`` or ``worse``, of a rise or a fall; empty where neither way is good."""
    if about.polarity not in GOOD:
        return ""
    return "better" if word == GOOD[about.polarity] else "worse"


def aside(word: str, about: About) -> str:
    """`` (better)``, as lists have it; empty where no way is good."""
    good = is_good(word, about)
    return f" ({good})" if good else ""
