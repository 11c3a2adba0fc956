"""What the parts and fields of a place's files are called when a person reads what became of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from oneplace.place.period import period

_TRUTH = {"True": "yes", "False": "no"}
_CODE_WORD = re.compile(r"(?<![\w/.-])[a-z]+(?:_[a-z0-9]+)+(?![\w/.-])")
_DAY = re.compile(r"(?<![\w/-])\d{4}-\d\d-\d\d(?![\w/-])|(?:^|(?<=: ))\d{4}-\d\d(?=$|;)")
"""A day anywhere; a month only where nothing stands beside it, for "2011-12" in a text may be a year."""

_PARTS = {
    "outcomes": "ambition",
    "strategy": "strategy",
    "place": "place",
    "codelists": "list of codes",
    "series": "figures of",
    "datasets": "published data set",
    "sources": "how a partner\u2019s file is read",
    "feeds": "what partners send",
    "published": "published figures of",
    "recounted": "figures counted for",
    "lost": "figures counted for",
    "stages": "life stage",
    "enablers": "enabler",
    "duties": "duty",
    "improvement": "improvement objective",
    "must_dos": "must-do",
    "priorities": "priority",
    "gaps": "known gap",
    "figures": "stated figure",
    "engagement": "engagement",
    "assurance_framework": "assured objective",
    "pooled_funds": "pooled fund",
    "better_care": "year of the Better Care Fund",
    "rules": "rule of governance",
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
    "lead.org": "who leads",
    "lead.role": "role of who leads",
    "chair.org": "who chairs",
    "chair.role": "role of who chairs",
    "org": "organisation",
    "outcomes": "ambitions",
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
    "as_at": "day of the extracts",
    "complete_from": "first day that counts",
    "complete_to": "last day that counts",
    "synthetic": "whether its people are made up",
    "costs": "price",
    "costs.places": "price",
    "costs.patients": "price",
    "carbon.places": "carbon",
    "carbon.patients": "carbon",
    "groups_unlike": "why no group is called better or worse",
    "areas_not_compared": "why its areas are not compared",
    "breakdown_gap": "whom to ask for its groups",
    "expected_lag_months": "months until it is published",
}


def plain(text: str) -> str:
    """What the files say in a word of their format, as people write it: yes and no, days, and no underscores.

    File names, addresses and codes of areas stay as they are.
    """
    told = re.sub(r"(?<=: )(?:True|False)\b|^(?:True|False)$", lambda found: _TRUTH[found[0]], text)
    return _DAY.sub(_day, _CODE_WORD.sub(lambda found: found[0].replace("_", " "), told))


def _day(found: re.Match[str]) -> str:
    try:
        return period(found[0]).words
    except ValueError:
        return found[0]


def foreign(ref: str) -> str:
    """A reference to another document in words, where nothing gives its title: ``ext:scc-vision`` is "scc vision"."""
    return ref.removeprefix("ext:").removeprefix("doc:").replace("-", " ").replace("_", " ")


def part_words(part: str) -> str:
    """What a thing of this part of the files is: "ambition", "milestone"."""
    return _PARTS.get(part, part.removesuffix("s").replace("_", " "))


def field_words(field: str, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """What a field is called: "target", "path for 2024/25", "compute: population: cohort".

    ``names`` are what things inside are called: "milestones: “One team at the front door”: who answers for it".
    """
    first, _, rest = field.partition(".")
    if first == "trajectory":
        return f"path for {rest}"
    return ": ".join(_steps(field, names))


def _steps(field: str, names: Mapping[str, str]) -> Iterator[str]:
    """The words of a field's path, as long a piece at a time as has words of its own; it never begins with an id."""
    words, inside = field.split("."), False
    while words:
        pieces = (".".join(words[:n]) for n in range(len(words), 0, -1))
        step = next((one for one in pieces if one in _FIELDS or (inside and one in names)), words[0])
        if step in _FIELDS:
            yield _FIELDS[step]
        else:
            yield f"\u201c{names[step]}\u201d" if inside and step in names else step.replace("_", " ")
        words, inside = words[step.count(".") + 1 :], True
