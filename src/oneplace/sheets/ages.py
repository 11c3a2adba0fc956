"""Age labels in their publishers' spellings: ``<1``, ``00-04``, ``0 to 4``, ``Aged 85 and over``, ``90+``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from oneplace.sheets.cells import UnreadableError, cleaned
from oneplace.sheets.months import NAMES, month_of

MEND = "Write a band such as 0-4, 85+ or <1."
_OLDEST = 130


@dataclass(frozen=True)
class Band:
    """Ages from ``first`` to ``last`` in completed years, both within; ``last`` is missing of an open band.

    ``alone``: a first age was given and no more, so that the band ends where the next begins.
    """

    first: int
    last: int | None
    alone: bool = False

    @property
    def end(self) -> float:
        """The first age beyond the band."""
        return float("inf") if self.last is None else self.last + 1

    def __str__(self) -> str:
        """As the standard populations write it."""
        if self.last is None:
            return f"{self.first}+"
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


_AROUND = re.compile(r"\b(aged?|ages|years?|yrs?|olds?|group|band|persons?|people)\b|(?<=\d)y(?:rs?)?\b", re.IGNORECASE)
_TIGHT = re.compile(r"^(age|aged|a|y)(?=\d)", re.IGNORECASE)
_TO = "(?:-|–|—|‐|‑|−|to)"
_FORMS: tuple[tuple[re.Pattern[str], Callable[..., Band]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), made)
    for pattern, made in (
        (r"(\d{1,3})(?:\.0+)?", lambda a: Band(int(a), int(a), alone=True)),
        (rf"(\d{{1,3}}) ?{_TO} ?(\d{{1,3}})", lambda a, b: Band(int(a), int(b))),
        (rf"(\d{{1,3}}) ?{_TO} ?(?:<|under|less than) ?(\d{{1,3}})", lambda a, b: Band(int(a), int(b) - 1)),
        (r"(?:<|under|below|less than|younger than|u)[ -]?(\d{1,3})s?", lambda a: Band(0, int(a) - 1)),
        (r"(?:≤|<=) ?(\d{1,3})", lambda a: Band(0, int(a))),
        (r"(\d{1,3}) ?(?:and|or|&) ?(?:under|younger|below|less)", lambda a: Band(0, int(a))),
        (r"(\d{1,3}) ?(?:\+|plus|-|–)", lambda a: Band(int(a), None)),
        (r"(\d{1,3}) ?(?:and|or|&) ?(?:over|above|older|more|upwards?|up)", lambda a: Band(int(a), None)),
        (r"(?:≥|>=|y ge) ?(\d{1,3})", lambda a: Band(int(a), None)),
        (r"(\d{1,3})t(\d{1,3})", lambda a, b: Band(int(a), int(b))),
        (r"y lt ?(\d{1,3})", lambda a: Band(0, int(a) - 1)),
        (r"[mfp]?(\d\d)(\d\d)", lambda a, b: Band(int(a), int(b))),
        (r"\[(\d{1,3}), ?(\d{1,3})\)", lambda a, b: Band(int(a), int(b) - 1)),
        (r"\((\d{1,3}), ?(\d{1,3})\]", lambda a, b: Band(int(a) + 1, int(b))),
        (r"\[(\d{1,3}), ?\+?inf(?:inity)?[\])]", lambda a: Band(int(a), None)),
    )
)
_TWO_WAYS = re.compile(r"(?:over|above|>|older than) ?(\d{1,3})s?", re.IGNORECASE)
_POSITION = re.compile(r"(age ?)?(group|band) ?\d+", re.IGNORECASE)
_WRAPPED = re.compile(r"\(([^,]+)\)|\"(.+)\"|'(.+)'|(.+?) ?\((?:years?|yrs)\)", re.IGNORECASE)
_UNKNOWN = re.compile(r"(age )?(unknown|not (known|stated|recorded|specified)|missing|n/?[ak])?", re.IGNORECASE)
_EVERYONE = re.compile(r"all\b.*|total.*|everyone|any", re.IGNORECASE)


def band(text: str) -> Band:
    """The ages that a label means; raises ``UnreadableError``."""
    cell = cleaned(text)
    if spoilt := _was(cell):
        mend = f"Write {spoilt.replace('-', ' to ')}, or format the column as text before you type."
        raise UnreadableError(f": Excel made a date of {spoilt}", mend)
    if _UNKNOWN.fullmatch(cell):
        raise UnreadableError("whose age isn't known", "Take that row out, or share its people among the ages.")
    if wrapped := _WRAPPED.fullmatch(cell):
        cell = next(filter(None, wrapped.groups()))
    label = re.sub(r"\bone\b", "1", re.sub(r"(?<=\d)_(?=\d)", "-", cell).replace("_", " "), flags=re.IGNORECASE)
    if _POSITION.fullmatch(label):
        raise UnreadableError("which numbers a band and doesn't say its ages", MEND)
    label = " ".join(_TIGHT.sub("", _AROUND.sub(" ", label)).split())
    if _EVERYONE.fullmatch(label or cell):
        raise UnreadableError("which is a total and no age", "Take that row out.")
    for pattern, made in _FORMS:
        found = pattern.fullmatch(label)
        read = made(*found.groups()) if found else None
        if read and read.first <= _OLDEST and (read.last is None or read.first <= read.last):
            return read
    if found := _TWO_WAYS.fullmatch(label):
        first = int(found[1])
        raise UnreadableError(f"which may begin at {first} or at {first + 1}", f"Write {first}+ or {first + 1}+.")
    raise UnreadableError("which is no age", MEND)


def _was(cell: str) -> str:
    """The band of which a spreadsheet made this date, empty where it is none: 05-Sep was 5-9, Oct-14 was 10-14."""
    pairs: list[tuple[int, int]] = []
    if found := re.fullmatch(rf"(\d{{1,2}})[- ]({NAMES})", cell, re.IGNORECASE):
        pairs = [(int(found[1]), month_of(found[2]) or 0)]
    elif found := re.fullmatch(rf"({NAMES})[- ](\d{{2}})", cell, re.IGNORECASE):
        pairs = [(month_of(found[1]) or 0, int(found[2]))]
    elif found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?:[T ][\d:.]+)?", cell):
        year, month, day = (int(part) for part in found.groups())
        pairs = [(month, year % 100), (day, month)] if day == 1 else [(day, month)]
    elif found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", cell):
        day, month, year = (int(part) for part in found.groups())
        pairs = [(month, year % 100), (day, month)] if day == 1 else [(day, month)]
    if not pairs:
        return ""
    ordered = [(min(pair), max(pair)) for pair in pairs]
    usual = [pair for pair in ordered if pair[1] - pair[0] in (3, 4, 9)]  # 1-4, fives and tens
    first, last = (usual or ordered)[0]
    return f"{first}-{last}"


def overlap(bands: Iterable[Band]) -> tuple[Band, Band] | None:
    """Two different bands that share an age, None where no two do."""
    order = sorted(set(bands), key=lambda each: (each.first, each.end))
    return next(((a, b) for a, b in pairwise(order) if b.first < a.end), None)
