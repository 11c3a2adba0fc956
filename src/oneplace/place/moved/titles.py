"""What the parts and fields of a place's files are called when a person reads what became of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from oneplace.place.moved.field_titles import PLAIN, TITLES
from oneplace.place.period import period

_TRUTH = {"True": "yes", "False": "no"}
_CODE_WORD = re.compile(r"(?<![\w/.-])[a-z]+(?:_[a-z0-9]+)+(?![\w/.-])")
_DAY = re.compile(r"(?<![\w/-])\d{4}-\d\d-\d\d(?![\w/-])|(?:^|(?<=: ))\d{4}-\d\d(?=$|;)")
"""A day anywhere; a month only where nothing stands beside it, for "2011-12" in a text may be a year."""

FIGURES = ("series", "published", "recounted", "lost")
"""Parts whose fields are figures and their periods."""

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
_IS_ID = re.compile(r"[A-Za-z]+-?\d+|[A-Z]+\w*-[\w.-]+")
"""What stands in a field's path and is no word: the id of a thing that nothing names any more."""
_NAMELESS = "one that is gone"


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


def field_words(field: str, names: Mapping[str, str] = MappingProxyType({}), part: str = "") -> str:
    """What a field is called: "target", "path for 2024/25", "how it is worked out: population: cohort".

    ``names`` are what things inside are called: "milestones: \u201cOne team\u201d: who answers for it";
    ``part`` is the part of the files that the field is of, for some say another thing there.
    """
    if part in FIGURES:
        return plain(field)
    first, _, rest = field.partition(".")
    if first == "trajectory":
        return f"path for {plain(rest)}"
    return ": ".join(_steps(field, names, part))


def _steps(field: str, names: Mapping[str, str], part: str) -> Iterator[str]:
    """The words of a field's path, as long a piece at a time as has words of its own; it never begins with an id."""
    words, before = field.split("."), ""
    while words:
        pieces = [".".join(words[:n]) for n in range(len(words), 0, -1)]
        step, told = next(_told(pieces, names if before else {}, part, before), (words[0], _unknown(words[0], before)))
        yield told
        words, before, part = words[step.count(".") + 1 :], step, part if step in _LISTED or before in _LISTED else ""


_LISTED = ("cycles",)
"""Lists of things with ids inside another, whose fields are told as fields of the part."""
_NAMED = {
    *("milestones", "cycles", "dropped", "facets", "schemes", "savings", "lag"),
    *("costs.places", "costs.patients", "carbon.places", "carbon.patients"),
}
"""What holds things with ids: the step after one of these is an id, whatever word it looks like."""
_WORDED = {"characteristics", "words", "weights", "options", "history", "actuals", "metrics", "called", "columns"}
"""What holds words of the place's own: the step after one of these stands as it is."""


def _told(pieces: Sequence[str], names: Mapping[str, str], part: str, before: str) -> Iterator[tuple[str, str]]:
    """The longest piece that has words, and these: of things with ids their names, before fields called alike."""
    called = ((one, f"\u201c{names[one]}\u201d") for one in pieces if one in names)
    titled = ((one, title) for one in pieces if (title := title_of(one, part)) is not None)
    if before in _WORDED:
        return
    if before not in _NAMED:
        yield from titled
    yield from called


def title_of(field: str, part: str = "") -> str | None:
    """What a field of a part is called; None where neither table has it."""
    if f"{part}/{field}" in TITLES:
        return TITLES[f"{part}/{field}"]
    return TITLES.get(field, field if field in PLAIN else None)


def _unknown(step: str, before: str) -> str:
    return _NAMELESS if before in _NAMED and _IS_ID.fullmatch(step) else plain(step)
