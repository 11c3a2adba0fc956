"""For whom an action is, and by how much their gap is to narrow: without both it is not counted as aimed at anybody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from oneplace.delivery.happened.states import Action
from oneplace.place import Place
from oneplace.population import ETHNIC_GROUPS, SEXES, UNKNOWN
from oneplace.vocabulary.dimensions import BY_CODE, whom
from oneplace.vocabulary.wording import day_words, difference_words

AIM = ("group", "measure", "narrows", "shows_by")
"""What is said of it, all or nothing."""
_KNOWN: tuple[tuple[str, Mapping[str, str | None]], ...] = (
    ("deprivation", {str(fifth): None for fifth in range(1, 6)}),
    ("ethnicity", {code: label for code, (label, *_) in ETHNIC_GROUPS.items()}),
    ("sex", {code: label for code, label in SEXES.items() if code != UNKNOWN}),
)
"""The breakdowns whose groups are the same in every measure and place, with code and label of each."""

GROUPS = {f"{by}:{code}": whom(by, code, label) for by, known in _KNOWN for code, label in known.items()}
"""The groups that an action may be for, each in words."""


def aimed(_before: Action, after: Action, today: date) -> dict[str, str]:
    """A gap that narrows, and by a day that is still to come."""
    wrong = {} if after.narrows and after.narrows > 0 else {"narrows": "Enter a number above 0."}
    if after.shows_by and after.shows_by <= today:
        wrong["shows_by"] = "That day is not to come any more."
    if after.shows_from and after.shows_from < today:
        wrong["shows_from"] = "That day is over. What an action should do is said before it can show."
    elif after.shows_from and after.shows_by and after.shows_from >= after.shows_by:
        wrong["shows_from"] = "It could show only after the day by which it is to be seen."
    return wrong


def untold(found: Place, measure: str, group: str) -> dict[str, str]:
    """That the measure of an action isn't told by the breakdown of its group: then nobody would see the gap."""
    by, _, _ = group.partition(":")
    known = found.measures.get(measure)
    if group not in GROUPS or known is None or known.breakdowns.has(by):
        return {}
    return {"measure": f"This measure is not told by {BY_CODE[by].title.lower()}, so nobody would see that gap."}


def aim_words(found: Place, one: Action) -> str:
    """For whom an action is and what it should do, in a sentence; empty where that isn't said of what is measured."""
    known = found.measures.get(one.measure)
    if known is None or one.group not in GROUPS or not one.narrows or one.shows_by is None:
        return ""
    much = difference_words(one.narrows, known.unit, 2 if one.narrows < 0.1 else 1)
    return (
        f"For {GROUPS[one.group]}: their gap to everyone in “{known.name}” should narrow by {much} by "
        f"{day_words(one.shows_by)}."
    )
