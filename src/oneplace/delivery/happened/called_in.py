"""What is said of a decision that is called in: by whom, when and why, what scrutiny said, what was decided again."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from oneplace.delivery.happened.states import Decision
from oneplace.vocabulary.wording import day_words

CALLED = ("called_by", "called_on", "called_why")
SCRUTINY = ("scrutiny_on", "scrutiny_said")
AGAIN = ("again_on", "again_why", "again_published")
_ORDER = ("published", "called_on", "scrutiny_on", "again_on", "again_published")
_AGAIN_ON_ITS_WAY = ("reconsidered", "withdrawn")
_BEFORE = {"called_on": "it was published", "scrutiny_on": "it was called in", "again_on": "scrutiny met",
           "again_published": "it was decided again"}  # fmt: skip


def is_again_unpublished(one: Decision) -> bool:
    """Whether it was decided again, and nobody outside has read yet what was decided then."""
    return one.state in _AGAIN_ON_ITS_WAY and one.again_on is not None and one.again_published is None


def out_of_order(_before: Decision, after: Decision, today: date) -> dict[str, str]:
    """What is wrong with its days: none is to come, and each is on the one before or after it."""
    known = [(name, day) for name in _ORDER if (day := getattr(after, name)) is not None]
    wrong = {name: "That day is still to come." for name, day in known[1:] if day > today}
    for (_, first), (name, then) in pairwise(known):
        if then < first:
            wrong.setdefault(name, f"This is before the day on which {_BEFORE[name]}, {day_words(first)}.")
    return wrong
