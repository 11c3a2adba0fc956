"""Breakdowns and groups as people write them in a figure's line: ``sex: Female``, ``Gender: women``, ``over 75``.

Only what means the same group is one: an Indian group is part of the Asian one and not it.
"""

from __future__ import annotations

import re
from functools import cache

from oneplace.vocabulary.dimensions import LABELS, STATED

UNKNOWN = "not_known"

_BREAKDOWNS = {by.code: by.spelled for by in STATED}
_GROUPS: dict[tuple[str, str], tuple[str, ...]] = {
    ("sex", "F"): ("female", "f", "females", "woman", "women", "girls", "women and girls"),
    ("sex", "M"): ("male", "m", "males", "man", "men", "boys", "men and boys"),
    ("deprivation", "1"): ("most deprived", "most deprived fifth", "most deprived quintile"),
    ("deprivation", "5"): ("least deprived", "least deprived fifth", "least deprived quintile"),
    ("ethnicity", "asian"): (
        "asian",
        "asian british",
        "asian or asian british",
        "asian or asian british or asian welsh",
    ),
    ("ethnicity", "black"): (
        *("black", "black british", "black or black british", "black or african or caribbean or black british"),
        "black or black british or black welsh or caribbean or african",
    ),
    ("ethnicity", "mixed"): ("mixed", "mixed ethnic", "mixed or multiple", "mixed or multiple ethnic"),
    ("ethnicity", "white"): ("white",),
    ("ethnicity", "other"): ("other", "other ethnic", "any other", "any other ethnic"),
}
_NOT_KNOWN = ("not known", "unknown", "not stated", "not recorded", "not known or other", "missing")
_EVERYONE = ("all", "everyone", "total", "persons", "all people", "all persons")
_FIFTH = re.compile(r"(?:q|quintile|fifth|imd)? ?([1-5])(?: (?:most|least) deprived.*)?")
_BAND = re.compile(r"(\d{1,3})(?: ?(?:-|to) ?(\d{1,3})| ?(\+|and over|and older|or over|or older|plus))?(?: years?)?")
_OVER, _UNDER = re.compile(r"over (\d{1,3})s?"), re.compile(r"under (\d{1,3})s?")


def spelled(written: str) -> tuple[str, str | None] | None:
    """The breakdown and the code of its group; ``("all", "all")`` of everyone.

    The code is None where the breakdown is known and the group isn't; None alone where nothing is known of either. A
    group without its breakdown is taken where only one breakdown has it.
    """
    before, colon, after = written.partition(":")
    if not colon:
        return ("all", "all") if _plain(written) in _EVERYONE else _alone(written)
    if (by := _breakdown(before)) is None or not after.strip():
        return None
    return by, _code(by, after)


def names_of(by: str) -> tuple[str, ...]:
    """The first name of each group of a breakdown, to write it by; of ages, examples."""
    return tuple(names[0] for (each, _), names in _GROUPS.items() if each == by) or ("65-74", "85+", "under 18")


def _alone(written: str) -> tuple[str, str | None] | None:
    if written.strip().isdigit():  # a fifth, or a year of age
        return None
    found = [(by, code) for by in _BREAKDOWNS if (code := _code(by, written)) not in (None, UNKNOWN)]
    return found[0] if len(found) == 1 else None


def _breakdown(written: str) -> str | None:
    words = _plain(written)
    if words in LABELS and words != "all":
        return words
    return next((by for by, names in _BREAKDOWNS.items() if words in names), None)


def _code(by: str, written: str) -> str | None:
    words = _plain(written)
    if by in _BREAKDOWNS and words in _NOT_KNOWN:
        return UNKNOWN
    if by == "age":
        return _ages(words)
    if by == "deprivation" and (found := _FIFTH.fullmatch(words)):
        return found[1]
    return _by_name().get((by, re.sub(r" (?:people|residents|groups?|backgrounds?)$", "", words)))


def _ages(words: str) -> str | None:
    """The code of an age band; "over 75" is 75 and over, as people say it of themselves."""
    words = words.removeprefix("aged ").removeprefix("ages ").removeprefix("age ")
    if found := _OVER.fullmatch(words):
        return f"{found[1]}+"
    if (found := _UNDER.fullmatch(words)) and int(found[1]):
        return f"0-{int(found[1]) - 1}"
    found = _BAND.fullmatch(words)
    if found is None or (found[2] and int(found[2]) < int(found[1])):
        return None
    return f"{found[1]}+" if found[3] else f"{found[1]}-{found[2]}" if found[2] else found[1]


@cache
def _by_name() -> dict[tuple[str, str], str]:
    return {(by, name): code for (by, code), names in _GROUPS.items() for name in names}


def _plain(text: str) -> str:
    """Small letters, every stroke and comma as "or", dashes as hyphens, no brackets."""
    words = re.sub(r"[–—−]", "-", text.casefold())
    words = re.sub(r"\s*[/,]\s*(?:or |and )?", " or ", words)
    return " ".join(re.sub(r"[^a-z0-9+\- ]+", " ", words.replace("_", " ")).split())
