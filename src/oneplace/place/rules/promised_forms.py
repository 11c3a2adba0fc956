"""How an ambition’s words promise a number or a year: a grammar of the forms that W121 reads, in lower case."""

from __future__ import annotations

import re

_TO_TEN = "one two three four five six seven eight nine ten"
_UNITS_OF = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
WORDED = {word: at for at, word in enumerate(_TO_TEN.split(), 1)}
WORDED |= {"eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "fifty": 50, "a hundred": 100, "hundred": 100}
PARTS = {
    f"{many} {part}{'s' if at > 1 else ''}".replace("halfs", "halves"): at / of
    for many, at in {"a": 1, "an": 1, **WORDED}.items()
    for part, of in _UNITS_OF.items()
    if at < of and part != "halves"
} | {"half": 1 / 2}
TIMES = {
    "halve": 1 / 2, "halves": 1 / 2, "halved": 1 / 2, "halving": 1 / 2, "in half": 1 / 2, "half as many": 1 / 2,
    "double": 2.0, "doubles": 2.0, "doubled": 2.0, "doubling": 2.0, "twice as many": 2.0,
    "treble": 3.0, "trebled": 3.0, "triple": 3.0, "tripled": 3.0, "trebling": 3.0, "tripling": 3.0,
    "threefold": 3.0, "fourfold": 4.0, "fivefold": 5.0, "tenfold": 10.0, "three times as many": 3.0,
    "quadruple": 4.0, "quadrupled": 4.0, "a third as many": 1 / 3, "a quarter as many": 1 / 4,
}  # fmt: skip
_NUMBER = r"(\d+(?:\.\d+)?)"
_NOT_YEARLY = (
    r"(?!(?: points?)? (?:(?:a|per|each|every|over a|in a|within a) (?:year|quarter|month)|annually|yearly)\b)"
)
"""What is promised of each year is another number at the end."""
_PERCENT = rf"{_NUMBER} ?(?:%|per ?cent\b){_NOT_YEARLY}"
_A_PART = "|".join(sorted(PARTS, key=len, reverse=True)).replace(" ", "[ -]")
BY_PART = re.compile(rf"\bby ({_A_PART})\b{_NOT_YEARLY}|\b({_A_PART}) (?:fewer|less|lower|more|higher)\b{_NOT_YEARLY}")
IN_TIMES = re.compile(
    rf"\b({'|'.join(sorted(TIMES, key=len, reverse=True))})\b"
    r"(?!(?<=in half) of\b| again\b|[ -](?:bed|check|count|digit|figure|glaz))"
)
_BEFORE = "reduction|cut|fall|drop|decrease|increase|rise|improvement|fewer|less|lower|more|higher"
BY_PERCENT = re.compile(rf"\bby {_PERCENT}(?! point)|\b{_PERCENT} (?:{_BEFORE})\b")
BY_POINTS = re.compile(
    rf"\bby {_NUMBER} (?:(?:percentage[ -])?points?|pp)\b{_NOT_YEARLY}"
    rf"|\b{_NUMBER} (?:percentage[ -])?points? (?:fewer|less|lower|more|higher)\b"
)
_UP_TO = (
    "to|at least|at most|no more than|no fewer than|no less than|(?:fewer|less|more) than|under|below|over|above|reach"
)
TO = re.compile(rf"\b(?:{_UP_TO}) {_PERCENT}(?! point)|\b{_PERCENT} or (?:fewer|less|lower|more|higher)\b")
TO_RATE = re.compile(rf"\b(?:{_UP_TO}) {_NUMBER} (?:per|in|out of) (1,?000|10,?000|100,?000)\b")
_A_COUNT = rf"(\d+(?:\.\d+)?|{'|'.join(sorted(WORDED, key=len, reverse=True))})"
TO_SHARE = re.compile(rf"\b(?:{_UP_TO}) {_A_COUNT}(?: \w+)?? (?:in|out of)(?: every)? {_A_COUNT}\b")
"""``to one in ten``, ``at least nine people out of ten``."""
TO_PART = re.compile(rf"\b(?:{_UP_TO}) ({_A_PART})\b")
_SHARE_OR_TIME = r"%|per ?cent|percentage|points?|of\b|in\b|out\b|per\b"
_MEASURED = r"years?|months?|weeks?|days?|hours?|minutes?|seconds?|km|miles?|pounds?"
TO_COUNT = re.compile(
    rf"\b(?:{_UP_TO}) (\d[\d,]*)(?![\d,./:-])(?! ?(?:{_SHARE_OR_TIME}))(?! (?:\w+ )?(?:{_MEASURED})\b)"
)
COUNTED = ("count", "people", "beds")
"""Units of a number out of nothing, which words give as it is: ``fewer than 50``."""
FROM = re.compile(rf"\bfrom {_NUMBER} ?(?:%|per ?cent)? to {_PERCENT}(?! point)")
_NO_YEAR = r"(?!(?:19|20)\d\d\b)"
FROM_BARE = re.compile(
    rf"(?<!aged )(?<!ages )(?<!age )\bfrom {_NO_YEAR}{_NUMBER} to {_NO_YEAR}{_NUMBER}(?![\d./:-]*\d)"
    r"(?! ?(?:%|per ?cent))(?! (?:years?|weeks?|months?) old)"
)
NEGATED = re.compile(r"\b(?:without|not|never|no longer|unable|cannot)\b|n[’']t\b")
"""``fewer than one in five go without help``: the share may be of all but whom the measure counts."""
NONE = re.compile(r"\b(?:eliminat\w+|eradicat\w+|(?:to|reach) (?:zero|nil|none|nought))\b")
_WHO = "adults?|baby|babies|child|children|man|men|mothers?|patients?|person|people|pupils?|residents?|woman|women"
EVERYBODY = re.compile(rf"^(?:everyone|everybody|(?:all|every) (?:{_WHO}))\b(?! (?:knows?|feels?|has a say|can)\b)")
NOBODY = re.compile(
    r"^(?:nobody|no one|no (?:adult|baby|bab|child|man|men|mother|patient|person|people|pupil|resident|woman|women)"
    r"(?:s|ies|ren)?)\b"
)
BY_YEAR = re.compile(r"\bby (?:the )?(?:(?:end|year) of )?(?:the year )?(?:\w+ )?(20\d\d)(?:/(\d\d))?\b")
_LONG = rf"(?!(?:1|2|one|two)\b){_A_COUNT}"
WITHIN = re.compile(
    rf"\b(?:(?:within|in|over) the next {_A_COUNT}|within {_LONG}) years?\b(?! (?:of|old|after|before)\b)"
)
"""``within five years``; one or two are as often the time in which what is counted happens."""
DECADE = re.compile(r"\bby (?:the )?(?:end of |close of )?(?:the|this) decade\b(?:[’']s end)?")
LESS = re.compile(r"\b(?:reduc\w*|cut|cuts|cutting|lower\w*|fewer|less|fall\w*|drop\w*|decreas\w*|narrow\w*|clos\w*)\b")
MORE = re.compile(r"\b(?:increas\w*|rais\w*|more|higher|grow\w*|ris\w*|improv\w*)\b")
