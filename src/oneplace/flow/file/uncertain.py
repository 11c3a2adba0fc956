"""Numbers that are known only within a range: ``mean: 5 days (4.5 to 5.5)``, and what each may be instead.

The range is taken as holding 19 of 20 values, half of what is left on either side of it. On the logarithm (a share on
its log-odds) each side of the middle is half of a normal distribution, so that no draw is below nought or a share above
100 %; growth beyond what the population brings is drawn as it is. Draws of different numbers do not depend on each
other.
"""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from statistics import NormalDist
from typing import Any

from oneplace.flow.file.quantity import RANGE, parts
from oneplace.vocabulary.wording import plainly

Loc = tuple[str | int, ...]

_TIME = r"(\.(mean|cv|sd|median|value|from|mode|to|at_least))?"
_OF_A_PLACE = r"places\.[^.]+(\.for\.[^.]+)?\."
_LOG = re.compile(
    rf"patients\.[^.]+\.arrivals\.(rate|every{_TIME})"
    rf"|{_OF_A_PLACE}(stay|turnaround|delay\.[^.]+|leave\.patience|worsens\.after){_TIME}"
)
_NEXT = re.compile(rf"{_OF_A_PLACE}next\.[^.]+")
_ODDS = re.compile(rf"{_NEXT.pattern}|growth\.mitigations\.[^.]+\.(avoids|shortens)\.[^.]+")
_PLAIN = re.compile(r"growth\.patients\.[^.]+\.beyond")
_WORDS = ("name", "source", "note", "purpose", "scenarios")
_WHERE = (
    "Give a range to a stay, delay, patience, arrival rate, share of a way on, growth or mitigation; "
    "elsewhere write one number."
)
_Z = NormalDist()
_REACH = _Z.inv_cdf(0.975)


@dataclass(frozen=True)
class Uncertain:
    """A number of the file with its range, each in the number's unit."""

    loc: Loc
    number: float
    low: float
    high: float
    unit: str

    @property
    def path(self) -> str:
        """Its path of names."""
        return ".".join(map(str, self.loc))

    @property
    def is_share(self) -> bool:
        """Whether it is the share of a way on, which the others make 100 % with."""
        return bool(_NEXT.fullmatch(self.path))

    @property
    def is_of_growth(self) -> bool:
        """Whether it is of what is to grow, and not of the pathway as it is."""
        return self.loc[0] == "growth"

    def fault(self) -> tuple[str, str] | None:
        """What is wrong with it, and how to mend it."""
        said = f"`{self.path}` has a range, {plainly(self.low)} to {plainly(self.high)},"
        on_odds, plain = _ODDS.fullmatch(self.path), _PLAIN.fullmatch(self.path)
        if not (on_odds or plain or _LOG.fullmatch(self.path)):
            return f"{said} which it cannot have.", _WHERE
        if not self.low <= self.number <= self.high or self.low == self.high:
            return (
                f"{said} that does not hold {plainly(self.number)}.",
                "Write the smaller end first, around the number.",
            )
        if not plain and (self.low <= 0 or (on_odds and self.high >= 100)):
            most = " and below 100 %" if on_odds else ""
            return f"{said} that reaches an end.", f"Write a range above nought{most}."
        return None

    def _scale(self) -> tuple[Callable[[float], float], Callable[[float], float]]:
        """The way to the scale on which it is drawn, and back."""
        if _PLAIN.fullmatch(self.path):
            return _plainly, _plainly
        return (_odds, _share) if _ODDS.fullmatch(self.path) else (math.log, math.exp)

    def at(self, z: float) -> float:
        """The value as many standard deviations away from the middle."""
        to, back = self._scale()
        middle = to(self.number)
        return back(middle + (to(self.high) - middle if z > 0 else middle - to(self.low)) * z / _REACH)


def _plainly(value: float) -> float:
    return value


def _odds(share: float) -> float:
    return math.log(share / (100 - share))


def _share(odds: float) -> float:
    return 100 / (1 + math.exp(-odds))


def uncertain(data: Any, loc: Loc = ()) -> Iterator[Uncertain]:
    """Every number of a file's data that has a range."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            if key not in _WORDS:
                yield from uncertain(value, (*loc, key))
    elif isinstance(data, list):
        for i, value in enumerate(data):
            yield from uncertain(value, (*loc, i))
    elif isinstance(data, str) and (found := RANGE.fullmatch(data)):
        number, unit = parts(data)
        low, high = (float(found[end].replace(",", "")) for end in ("low", "high"))
        yield Uncertain(loc, number, low, high, unit)


def drawn(data: Any, among: tuple[Uncertain, ...], seed: int, number: int) -> Any:
    """The data with the ``number``-th draw of each uncertain number in its place."""
    made = copy.deepcopy(data)
    shares: dict[Loc, set[str]] = {}
    for one in among:
        value = one.at(_normal(seed, number, one.path))
        into = made
        for key in one.loc[:-1]:
            into = into[key]
        into[one.loc[-1]] = f"{value!r} {one.unit}"
        if one.is_share:
            shares.setdefault(one.loc[:-1], set()).add(str(one.loc[-1]))
    for loc, varied in shares.items():
        _made_whole(made, loc, varied)
    return made


def _normal(seed: int, number: int, path: str) -> float:
    """A draw of the standard normal distribution: the same for the same number on any machine, with any scenario."""
    digest = blake2b(f"{seed} {number} {path}".encode(), digest_size=8).digest()
    return _Z.inv_cdf(((int.from_bytes(digest, "big") >> 11) + 0.5) / 2**53)


def _made_whole(data: Any, loc: Loc, varied: set[str]) -> None:
    """Have shares make 100 % again: those that were not drawn share out the rest as before; else all are scaled."""
    for key in loc:
        data = data[key]
    shares = {key: parts(value)[0] for key, value in data.items()}
    drawn_, others = (sum(v for k, v in shares.items() if (k in varied) is is_drawn) for is_drawn in (True, False))
    fits = others > 0 and drawn_ < 100
    to_varied, to_others = (1.0, (100 - drawn_) / others) if fits else (100 / (drawn_ + others),) * 2
    for key, share in shares.items():
        data[key] = f"{share * (to_varied if key in varied else to_others)!r} %"
