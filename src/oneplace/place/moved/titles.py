"""What the parts and fields of a place's files are called when a person reads what became of them."""

from __future__ import annotations

import re
from datetime import date

from oneplace.vocabulary.wording import day_words

_TRUTH = {"True": "yes", "False": "no"}
_CODE_WORD = re.compile(r"(?<![\w/.-])[a-z]+(?:_[a-z0-9]+)+(?![\w/.-])")
_DAY = re.compile(r"(?<![\w/-])\d{4}-\d\d-\d\d(?![\w/-])")

_PARTS = {
    "outcomes": "ambition",
    "strategy": "strategy",
    "place": "place",
    "codelists": "list of codes",
    "series": "figures of",
    "sources": "how a partner\u2019s file is read:",
    "published": "published figures of",
    "stages": "life stage",
    "enablers": "enabler",
    "duties": "duty",
    "improvement": "improvement objective",
    "priorities": "priority",
    "gaps": "known gap",
    "figures": "stated figure",
    "engagement": "engagement",
    "assurance_framework": "assured objective",
}
_FIELDS = {
    "text": "wording",
    "target.value": "target",
    "target.period": "target\u2019s date",
    "baseline.value": "baseline",
    "baseline.period": "baseline\u2019s period",
    "gap_ambition.target": "target for the gap",
    "gap_ambition.period": "date of the target for the gap",
    "gap_ambition.baseline": "baseline of the gap",
    "gap_ambition.dimension": "groups of the gap",
    "gap_ambition.statistic": "measure of the gap",
    "owner.org": "who answers for it",
    "owner.role": "role of who answers for it",
    "run": "run that it speaks of",
    "by.org": "who says so",
    "by.role": "role of who says so",
    "doing": "what is being done",
    "next_step.text": "next step",
    "next_step.due": "date of the next step",
    "next_step.by.org": "who takes the next step",
    "next_step.by.role": "role of who takes the next step",
    "on": "date",
    "due": "due date",
    "sha256": "content (by its hash)",
    "mapping": "mapping (by its hash)",
}


def plain(text: str) -> str:
    """What the files say in a word of their format, as people write it: yes and no, days, and no underscores.

    File names, addresses and codes of areas stay as they are.
    """
    told = re.sub(r"(?<=: )(?:True|False)\b|^(?:True|False)$", lambda found: _TRUTH[found[0]], text)
    return _DAY.sub(_day, _CODE_WORD.sub(lambda found: found[0].replace("_", " "), told))


def _day(found: re.Match[str]) -> str:
    try:
        return day_words(date.fromisoformat(found[0]))
    except ValueError:
        return found[0]


def part_words(part: str) -> str:
    """What a thing of this part of the files is: "ambition", "milestone"."""
    return _PARTS.get(part, part.removesuffix("s").replace("_", " "))


def field_words(field: str) -> str:
    """What a field is called: "target", "path for 2024/25", "compute: population: cohort"."""
    if field in _FIELDS:
        return _FIELDS[field]
    first, _, rest = field.partition(".")
    if first == "trajectory":
        return f"path for {rest}"
    return ": ".join(word.replace("_", " ") for word in field.split("."))
