"""How a question asks, set beside how its measure answers: in which unit, by which statistic, which way, how soon."""

from __future__ import annotations

import re

from oneplace.place.measure import Measure
from oneplace.vocabulary.wording import list_words

_TIMES = ("seconds", "minutes", "hours", "days", "weeks")
_SHARES = ("percent", "ratio")
_OF_ALL = (*_SHARES, "per_1000", "per_10k", "per_100k", "per_100k_dsr", "per_1000_a_year", "per_100k_a_year")
_WITHIN = re.compile(r"\bwithin (?:\w+ ){0,3}(?:second|minute|hour|day|week|month)s?\b")
_HOW_MANY = re.compile(
    r"\b(?:more|fewer|how many) (?:people|adults|children|residents|carers|women|men|staff)\b(?! who)"
)
_SO_MANY = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|\d+) (?:in|out of) (?:every )?"
    r"(?:three|four|five|ten|twenty|\d+) "
    r"(?:people|adults|children|residents|patients|carers|women|men|staff|of)\b"
)
_WELL = re.compile(r"\b(?:supported|respected|encouraged|happy|satisfied|resilient)\b")
_WHAT_SHARE = re.compile(r"\b(?:what|which) (?:share|proportion|percentage|fraction)\b")
_WAY = re.compile(r"^(?:do|does|did|are|is|have|has|were|was) (?:\w+ ){0,2}?(more|fewer|less)\b")
_WORSE_WHEN = {"more": "low_good", "fewer": "high_good", "less": "high_good"}
_STATISTICS = {
    "mean": re.compile(r"\b(?:mean|average|averages)\b"),
    "median": re.compile(r"\b(?:median|typical|half of (?:all|them|those|people))\b"),
    "percentile": re.compile(r"\b(?:percentile|centile|nine in (?:10|ten)|9 in 10|9[0-9]% of)\b"),
}
_COUNTED = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
_NUMBERS = {word: float(at) for at, word in enumerate(_COUNTED.split(), 1)} | {
    "a": 1.0,
    "an": 1.0,
    "same": 1.0,
    "half an": 0.5,
    "half a": 0.5,
    "eighteen": 18.0,
    "twenty": 20.0,
    "thirty": 30.0,
}
_HOURS = {"minute": 1 / 60, "hour": 1.0, "day": 24.0, "week": 168.0, "month": 730.0, "year": 8760.0}
_LENGTH = re.compile(
    rf"\b(\d+(?:\.\d+)?|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})[- ](minute|hour|day|week|month|year)s?\b"
    r"(?! (?:old|of age))"
)
_RHYTHM = re.compile(r"\b(?:(?:a|per|each|every) (day|week|month|quarter|year)|(dai|week|month|quarter|year)ly)\b")


_EACH = {"monthly": "month", "quarterly": "quarter", "annual": "year"}
"""Of how long a number of events is, by how often it comes."""


def number(question: str, measure: Measure) -> str:
    """ "How many" is no share."""
    shown = question.startswith("how many") and measure.unit in _SHARES
    return "gives a share, not a number" if shown else ""


def share(question: str, measure: Measure) -> str:
    """ "What share" is no count, no rate of events and no length of time."""
    shown = _WHAT_SHARE.search(question) and measure.unit not in _SHARES
    return "gives no share" if shown else ""


def cost(question: str, measure: Measure) -> str:
    """What something costs is money, or how often an income goes into it."""
    asked = re.search(r"\b(?:how much|what) (?:does|do|did|is|are)\b.*\b(?:costs?|spent|paid)\b", question)
    return "gives no sum of money" if asked and measure.unit in (*_SHARES[:1], *_TIMES, "count", "people") else ""


def mean(question: str, measure: Measure) -> str:
    """That more or fewer people are satisfied or anxious is told by a share of them, not by their mean."""
    shown = _HOW_MANY.search(question) and measure.unit == "score"
    return "gives a mean score, not how many people" if shown else ""


def good(question: str, measure: Measure) -> str:
    """A number beneath "Do staff feel respected?" reads as the share who do, whatever it is of."""
    asked = question.endswith("?") and _WELL.search(question)
    shown = asked and measure.unit in _SHARES and measure.polarity == "low_good"
    return "gives the share of whom that is not so" if shown else ""


def way(question: str, measure: Measure) -> str:
    """Beneath "Are more seen on time?", a share of which less is better is of those who were not."""
    asked = _WAY.search(question)
    if not asked or measure.unit not in _OF_ALL or measure.polarity != _WORSE_WHEN[asked[1]]:
        return ""
    better = "lower" if measure.polarity == "low_good" else "higher"
    return f"is better when {better}, though “{asked[1]}” is asked for"


def length(question: str, measure: Measure) -> str:
    """ "How long" is no share."""
    shown = question.startswith("how long") and measure.unit in _SHARES
    return "gives a share, not a length of time" if shown else ""


def so_many(question: str, measure: Measure) -> str:
    """Whether nine in ten are helped is told by a share, or by the time within which nine in ten are."""
    told = _statistics(f"{measure.name} {measure.definition}".lower())
    shown = _SO_MANY.search(question) and measure.unit in _TIMES and "percentile" not in told
    return f"gives a time in {measure.unit}, not how many" if shown else ""


def limit(question: str, measure: Measure) -> str:
    """Whether all (or how many) are within a time is told by a share; a mean is above it for some."""
    asked = _WITHIN.search(question) and "on average" not in question
    return f"gives a time in {measure.unit}, not how many are within one" if asked and measure.unit in _TIMES else ""


def statistic(question: str, measure: Measure) -> str:
    """A mean is no median, and neither tells how long nine in ten wait."""
    asked, told = _statistics(question), _statistics(f"{measure.name} {measure.definition}".lower())
    return (
        f"gives a {list_words(sorted(told))}, not a {list_words(sorted(asked))}"
        if asked and told - asked == told and told
        else ""
    )


def _statistics(text: str) -> set[str]:
    return {name for name, words in _STATISTICS.items() if words.search(text)}


def how_soon(question: str, measure: Measure) -> str:
    """Within twelve hours is not within four."""
    asked, told = _lengths(question), _lengths(f"{measure.name}. {measure.definition}".lower())
    if not asked or not told or set(asked) & set(told):
        return ""
    return f"is of another length of time ({list_words(list(told.values()))})"


def _lengths(text: str) -> dict[float, str]:
    """Each length of time that the text names: in hours, and as it is written."""
    told = _RHYTHM.sub(" ", text)
    return {
        round((_NUMBERS[found[1]] if found[1] in _NUMBERS else float(found[1])) * _HOURS[found[2]], 4): found[0]
        for found in _LENGTH.finditer(told)
    }


def rhythm(question: str, measure: Measure) -> str:
    """What happens in a month is not what happens in a year."""
    asked, told = _rhythms(question), _rhythms(f"{measure.name} {measure.definition}".lower())
    if not told and measure.unit == "count" and asked and asked <= set(_EACH.values()):
        told = {_EACH[measure.frequency]} if measure.frequency in _EACH else set()
    return (
        f"is of each {list_words(sorted(told))}, not of each {list_words(sorted(asked))}"
        if asked and told and not asked & told
        else ""
    )


def _rhythms(text: str) -> set[str]:
    return {(found[1] or found[2]).replace("dai", "day") for found in _RHYTHM.finditer(text)}
