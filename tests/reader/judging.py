"""Which way is better, read from the words alone: what is called better or worse, and what ought to be.

A word turned round ("it has been rising, which is worse" of what should rise) is false although every number and every
period beside it are right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from oneplace.progress.sentences import About, Claim, Kind
from tests.reader.printed import GROUPS

WAYS = {
    "rising": 1, "risen": 1, "rose": 1, "a rise": 1, "above": 1, "higher": 1, "as high": 1,
    "falling": -1, "fallen": -1, "fell": -1, "a fall": -1, "below": -1, "lower": -1, "as low": -1,
}  # fmt: skip
GOOD = {"high_good": 1, "low_good": -1}
SENTENCE = re.compile(r"(?<=[.;])\s+(?!\d)")
JUDGED = re.compile(r"(?:, which (?:is|was) |\()(better|worse)\b")
WAY = re.compile(rf"\b({'|'.join(WAYS)})\b")
MOVED = (Kind.DIRECTION, Kind.LONG_RUN, Kind.STRATEGY_RUN, Kind.ENDS, Kind.NEWEST)
MOVES = ("rising", "falling", "rose", "fell", "stepped_up", "stepped_down", "higher", "lower")


PASSED = re.compile(r"points are (rising|falling) .* still (above|below) the mean")


def disordered(words: str, claims: tuple[Claim, ...], about: About | None, labels: Mapping[str, str]) -> Iterator[str]:
    """Who is held against whom the wrong way round, counts at each other's words, a worse group not called so.

    Every name and number may be there and the sentence still be false: "for the least deprived it is higher".
    """
    for claim in claims:
        yield from _in_its_place(claim, words, labels)
    for low, high in re.findall(r"between (−?[\d.,]+)[^.;]*? and (−?[\d.,]*\d)", words):
        if _number(low) > _number(high):
            yield f"{low} is above {high}"
    passed = PASSED.search(words)
    if passed and passed[2] != {"rising": "below", "falling": "above"}[passed[1]]:
        yield f"{passed[0]} is told of no such trend"
    full = re.search(r"\bFor [^.]* it is .* (?:than|as) for .*95% interval", words)
    if full and about and about.polarity_of_groups in GOOD and about.polarity in GOOD and "which is worse" not in words:
        yield f"the group behind is not called worse in “{words}”"


def _in_its_place(claim: Claim, words: str, labels: Mapping[str, str]) -> Iterator[str]:
    """What of one claim stands in the words at another's place."""
    sides = [claim.group, claim.reference.group if claim.reference else None]
    if claim.kind is Kind.GAP and claim.direction in ("higher", "lower") and all(sides):
        first, second = (str(GROUPS.get(code) or labels.get(code, code)).lower() for code in map(str, sides))
        for told in re.findall(r"for ((?:(?!\bfor\b).)*) (?:than|as) for ((?:(?!\bfor\b)[^.;])*)", words.lower()):
            if {first, second} & {side for side in (first, second) if side in told[1]} == {first}:
                yield f"{first} and {second} have changed places in “{words}”"
    if claim.kind is Kind.SPREAD and claim.number:
        many = rf"\b{claim.number:.0f}(?: of \d+ neighbourhoods (?:are|is))?"
        if not re.search(rf"(?:{many}|neighbourhood is) {claim.direction}\b", words):
            yield f"{claim.number:.0f} {claim.direction} is not in “{words}”"
    if (
        claim.kind is Kind.GAP_COUNT
        and claim.direction in ("narrowing", "widening")
        and "in none of " not in words.lower()
    ):
        many = f"{claim.number:.0f}" if claim.number else "none"
        if f"{claim.direction} in {many}" not in words and "in the one measure" not in words.lower():
            yield f"{claim.direction} in {many} is not in “{words}”"
    if claim.kind is Kind.IF_ALL and "as well as the least deprived fifth" not in words:
        yield f"“{words}” does not say as whom"


def _number(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-"))


def misjudged(words: str, claims: tuple[Claim, ...], about: About | None) -> Iterator[str]:
    """What of a text calls a way better or worse that is not, or names a way and leaves out what it is."""
    if about is None:
        return
    for sentence in SENTENCE.split(words):
        groups = sentence.startswith("For ") and (" than for " in sentence or " as for " in sentence)
        good = GOOD.get(about.polarity_of_groups if groups else about.polarity)
        for told in JUDGED.finditer(sentence):
            way = WAY.findall(sentence[: told.start()])
            if not way or good is None or (WAYS[way[-1]] == good) != (told[1] == "better"):
                yield f"{told[0]} after {way[-1:] or 'nothing'} in “{sentence}”"
    moved = any(claim.kind in MOVED and claim.direction in MOVES for claim in claims)
    if moved and about.polarity in GOOD and not JUDGED.search(words):
        yield f"neither better nor worse is said in “{words}”"
