"""How an ambition’s words promise a number or a year: a grammar of the forms that W121 reads, in lower case."""

from __future__ import annotations

import re

_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_UNITS_OF = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
WORDED = {word: at for at, word in enumerate(_WORDS.split(), 1)}
PARTS = {
    f"{many} {part}{'s' if at > 1 else ''}".replace("halfs", "halves"): at / of
    for many, at in {"a": 1, "an": 1, **WORDED}.items()
    for part, of in _UNITS_OF.items()
    if at < of and part != "halves"
} | {"half": 1 / 2}
WORDED |= {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "a hundred": 100, "hundred": 100}
_AS = {"half": 1 / 2, "twice": 2.0, "three times": 3.0, "four times": 4.0, "a third": 1 / 3, "a quarter": 1 / 4}
_TIMES_UNITS = ("seconds", "minutes", "hours", "days", "weeks", "years")
AS = {"many": None, "much": None, "often": None, "high": None, "long": _TIMES_UNITS, "far": ("km",)}
"""What is so many times as much as it was: ``half as long``; in which units, None in any."""
TIMES = {
    "halve": 1 / 2, "halves": 1 / 2, "halved": 1 / 2, "halving": 1 / 2, "in half": 1 / 2, "in half the time": 1 / 2,
    "double": 2.0, "doubles": 2.0, "doubled": 2.0, "doubling": 2.0,
    "treble": 3.0, "trebled": 3.0, "triple": 3.0, "tripled": 3.0, "trebling": 3.0, "tripling": 3.0,
    "threefold": 3.0, "fourfold": 4.0, "fivefold": 5.0, "tenfold": 10.0, "quadruple": 4.0, "quadrupled": 4.0,
    **{f"{times} as {much}": factor for times, factor in _AS.items() for much in AS},
}  # fmt: skip


def _one_of(words: dict[str, float] | dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


A_COUNT = rf"(\d+(?:,\d{{3}})*(?:\.\d+)?(?![\d,.:/]*\d)|(?:{_one_of(WORDED)})\b)"
PERCENT = re.compile(rf"{A_COUNT} ?(?:%|per ?cent\b)(?! ?point)")
POINTS = re.compile(rf"{A_COUNT} ?(?:(?:%|per ?cent|percentage)[ -]?points?|points?|pp)\b")
SHARE = re.compile(
    rf"{A_COUNT}(?: (?!per)[a-z]+)?? (?:in|out of)(?: every)? {A_COUNT}(?! (?:years?|months?|weeks?|days?)\b)"
)
"""``one in ten``, ``nine people out of ten``."""
PART = re.compile(
    rf"({_one_of(PARTS).replace(' ', '[ -]')})\b"
    r"(?! (?:of )?an? (?:\w+ )?(?:second|minute|hour|day|week|fortnight|month|year|mile|kilomet(?:re|er)|km)\b)"
    r"(?! (?:term|past|as\b))"
)
RATE = re.compile(rf"{A_COUNT}(?: [a-z]+)?? (?:per|in|out of)(?: every)? (1,?000|10,?000|100,?000)\b")
_TIME_WORDS = r"(seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|fortnights?|months?|years?)\b"
_MANY = rf"(half an?|a quarter of an?|an?|{A_COUNT})"
MANY = {"half": 0.5, "a quarter of": 0.25, "": 1.0}
"""What stands before ``a`` unit."""
TIME = re.compile(
    rf"{_MANY}[ -]{_TIME_WORDS}(?! (?:and )?\d)(?! and a (?:half|quarter)\b)(?! (?:old|of (?:age|life))\b)"
)
SECONDS = {
    "sec": 1, "min": 60, "hou": 3_600, "hr": 3_600, "hrs": 3_600, "day": 86_400, "wee": 604_800, "for": 1_209_600,
    "mon": 2_629_746,
}  # fmt: skip
"""How many seconds a unit of time lasts, by its first three letters; years are told by years alone."""
DISTANCE = re.compile(rf"{_MANY}[ -]?(km|kilomet(?:re|er)s?|miles?|met(?:re|er)s?)\b(?! and a (?:half|quarter)\b)")
KILOMETRES = {"km": 1.0, "kil": 1.0, "mil": 1.609344, "met": 0.001}
"""How many kilometres a unit of distance is, by its first three letters."""
MONEY = re.compile(r"£(\d+(?:,\d{3})*(?:\.\d+)?)(?: ?(million|m|billion|bn|k|thousand)\b)?(?![\d,.]*\d)")
MULTIPLES = {"m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9, "k": 1e3, "thousand": 1e3}
NUMBER = re.compile(rf"{A_COUNT}(?! ?(?:%|per\b|in\b|out\b|of\b|points?|percentage))")

_LEAST = (
    "at least|no (?:fewer|less|lower) than|a minimum of|(?:more|higher|longer|later|further|farther) than|over|above|"
    "exceed(?:s|ing)?|beyond"
)
_MOST = (
    "at most|no (?:more|higher|longer|greater|later|further|farther) than|a maximum of|"
    "(?:fewer|less|lower|shorter|sooner|nearer|closer) than|under|below|within|inside|in under"
)
_NOT = r"(?:\bnot|\bnever|n[’']t)(?: to)?(?: (?:be|fall|drop|dip|go|rise|wait|take|get|last|stay))?"
BOUND = re.compile(rf"(?:({_NOT}) |\b)(?:({_LEAST})|({_MOST})) $")
"""What stands before the least or the most that is promised: ``no more than``, ``not below``."""
TO = re.compile(r"(?<!up )(?:\bto|\breach(?:es|ed|ing)?) $")
BY = re.compile(
    r"\b(?:(?:rise|fall|drop|grow|climb)s?|(?:by|sav(?:e|es|ing)|(?:an )?(?:extra|additional)"
    r"|(?:reduction|cut|fall|drop|decrease|increase|rise) of)"
    rf"(?: (?:{_LEAST}|{_MOST}|up to|about|around|nearly|almost))?) $"
)
UP_TO = re.compile(r"\b(?:up to|about|around|nearly|almost|some) $")
OR_MORE = re.compile(
    r" (?:(or (?:more|higher|above|over|longer|later|further|farther)|at least)"
    r"|(or (?:fewer|less|lower|below|under|shorter|sooner|nearer|closer)|at most))\b"
)
_BEFORE = "reduction|cut|fall|drop|decrease|increase|rise|improvement|fewer|less|lower|smaller|narrower|more|higher"
CHANGE = re.compile(rf" (?:(?:{_BEFORE})\b(?! than)|(?:{_BEFORE}) than (?:in|now|today)\b)")
YEARLY = re.compile(r" (?:(?:a|per|each|every|over a|in a|within a) (?:year|quarter|month)|annually|yearly)\b")
"""What is promised of each year is another number at the end."""
EACH_YEAR = re.compile(r" (?:(?:a|per|each|every) year|annually|yearly)\b")
SINGLE_FIGURES = re.compile(r"\b(?:to|in|into|reach(?:es)?) single (?:figures|digits)\b")
RANGE = re.compile(r" ?[-–—] ?\d| or (?:\d|£)| to (?:\d|£)")
IN_TIMES = re.compile(
    rf"\b({_one_of(TIMES)})\b(?!(?<=in half) of\b| again\b|[ -](?:bed|check|count|digit|figure|glaz|vaccinat|jab))"
)
PERSON = "adults?|baby|babies|child|children|man|men|mothers?|patients?|person|people|pupils?|residents?|woman|women"
PERSONS = re.compile(rf" (?:(?:more|fewer|older|younger|young|disabled|black|homeless|local) )?(?:{PERSON}|carers?)\b")
NO_NOUN = re.compile(
    r"$|[,.;?!]| ?(?:by|at|now|today|in the|in 20\d\d|in total|(?:a|each|every) (?:day|night|week|month|year)"
    r"|who|are|is|will|need|wait|waiting|go|get)\b"
)
"""What stands after a number of what the measure counts, whose noun isn’t said again: ``fewer than 50 wait``."""
FROM = re.compile(rf"\bfrom {A_COUNT} ?(?:%|per ?cent)? to {A_COUNT} ?(?:%|per ?cent\b)(?! ?point)")
_NO_YEAR = r"(?!(?:19|20)\d\d\b)"
FROM_BARE = re.compile(
    rf"(?<!aged )(?<!ages )(?<!age )\bfrom {_NO_YEAR}(\d+(?:\.\d+)?) to {_NO_YEAR}(\d+(?:\.\d+)?)(?![\d./:-]*\d)"
    r"(?! ?(?:%|per ?cent))(?! (?:years?|weeks?|months?) old)"
)
NEGATED = re.compile(r"\b(?:without|not|never|no longer|unable|cannot|missing|miss|except)\b|n[’']t\b")
"""``fewer than one in five go without help``: the share may be of all but whom the measure counts."""
NONE = re.compile(
    r"\b(?:(?:eliminat\w+|eradicat\w+)(?! (?:avoidable|unnecessary|unwarranted|unfair|unlawful|discrimination|waste)\b)"
    r"|(?:to|reach(?:es)?) (?:zero|nil|none|nought)"
    r"|^zero(?! (?:avoidable|unnecessary|carbon|emissions?|harm|tolerance|waste|hours?|cost|long)\b)(?= [a-z]))\b"
    r"(?!.*\bas an? )"
)
EVERYBODY = re.compile(
    rf"^(?:everyone|everybody|(?:all|every) (?:{PERSON}))\b(?! (?:knows?|feels?|has a say|can)\b)"
    r"(?!.*\b(?:less|fewer|more|sooner|better|longer|best|thrives?|matters?|deserves?|counts?|potential)\b)"
)
EVERYBODY_STOPS = re.compile(
    rf"^(?:everyone|everybody|(?:all|every) (?:{PERSON})) (?:stops?|quits?|gives? up) ([a-z]{{4}})[a-z]*"
)
"""``Every adult stops smoking``: nobody is left of whom it is measured."""
NOBODY = re.compile(
    r"^(?:nobody|no one|no (?:adult|baby|bab|child|man|men|mother|patient|person|people|pupil|resident|woman|women)"
    r"(?:s|ies|ren)?)\b"
)
NO_UNIT = re.compile(r"^(?:nobody|no (?!more|fewer|less|longer|later|lower|higher)\w+)\b")
"""``No ward has more than 10%``: what follows is what none is beyond."""
FACT = re.compile(
    r"\b(?:wants?|suffers?|lives? (?:in|with|on|alone)|ha(?:s|ve) an? (?:mental|long|disab|illness|condition|problem)"
    r"\w*|(?:is|are|was|were) (?:among|living)|today|at present|currently)\b"
)
"""Words of how things are: ``more than one in ten wants to stop``."""
WHOM = re.compile(r"\b(?:who|whose|which|those|aged?|with|after|of those)\b")
"""What stands between these and a number is of whom is spoken: ``people who wait more than 18 weeks``."""
MEANS = re.compile(r"\bby (?:\w+ly )?(?!spring)[a-z]+ing\b|\bso (?:that|as|more|fewer|people)\b|\bin order\b")
"""What is done so that something else gets better: ``doubling the number of link workers so that fewer are lonely``."""
CLAUSE = re.compile(r"[;:.!?—]\s|, (?:and|so) | (?:but|because|while|where|although|though|if) ")
SERVED = re.compile(
    r"\b(?:helped|reached|seen|treated|offered|vaccinated|jabbed|immunised|screened|checked|reviewed|answered|supported"
    r"|assessed|diagnosed|discharged|breastfed|met|cared for|gets?|receives?|starts?|started|recovers?|feels?|says?"
    r"|ready)\b"
)
BY_YEAR = re.compile(
    r"\b(?:by|before|no later than) (?:the )?(?:(?:end|year) of )?(?:the year )?(?:\w+ )?(20\d\d)(?:/(\d\d))?\b"
)
_LONG = rf"(?!(?:1|2|one|two)\b){A_COUNT}"
WITHIN = re.compile(
    rf"\b(?:(?:within|in|over) the next {A_COUNT}|within {_LONG}) years?\b(?! (?:of|old|after|before)\b)"
)
"""``within five years``; one or two are as often the time in which what is counted happens."""
DECADE = re.compile(r"\bby (?:the )?(?:end of |close of )?(?:the|this) decade\b(?:[’']s end)?")
LESS = re.compile(
    r"\b(?:reduc\w*|cut|cuts|cutting|lower\w*|fewer|less|fall\w*|drop\w*|decreas\w*|narrow\w*|clos\w*|trim\w*|slash\w*|shrink\w*|sav(?:e|es|ing)|short\w*|sooner)\b"
)
MORE = re.compile(
    r"\b(?:increas\w*|rais\w*|more(?! than\b)|higher|grow\w*|ris\w*|improv\w*|length\w*|boost\w*"
    r"|longer|extra|lift\w*|add)\b"
)
