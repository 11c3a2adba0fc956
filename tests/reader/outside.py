"""A number printed outside the interval that stands beside it, and two limits that differ printed alike."""

from __future__ import annotations

import re
from collections.abc import Iterator

NUMBER = r"−?£?\d[\d,]*(?:\.\d+)?(?: million)?"
FOUND = re.compile(NUMBER)
INTERVAL = re.compile(rf"interval (?P<low>{NUMBER})(?P<unit>\D*?) to (?P<high>{NUMBER})")
SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-Z−£“])")


def outside(words: str, decimals_apart: bool) -> Iterator[str]:
    """What is wrong of each interval in ``words``; ``decimals_apart``: the limits behind them are not the same."""
    for sentence in SENTENCE.split(words):
        for told in INTERVAL.finditer(sentence):
            low, high = (_number(told[name]) for name in ("low", "high"))
            before = [_number(each) for each in FOUND.findall(sentence[: told.start()])]
            if low == high and decimals_apart:
                yield f"its limits read alike in “{sentence}”"
            elif before and not any(low <= each <= high for each in before):
                yield f"none of its numbers lies between {told['low']} and {told['high']} in “{sentence}”"


def _number(printed: str) -> float:
    number = float(re.sub("[£,]|million", "", printed.replace("−", "-")))
    return number * 1e6 if "million" in printed else number
