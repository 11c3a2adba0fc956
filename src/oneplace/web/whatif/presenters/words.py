"""How what-if numbers are written: in units that suit their size, with the figures that are known, and a verdict."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import Literal

from oneplace.flow import Value
from oneplace.stats import side
from oneplace.vocabulary.wording import count_words, decimal, plainly

Good = Literal["less", "more", "neither"]


@dataclass(frozen=True)
class Measure:
    """How a measure is called, which way is better, and what a smaller and a larger value are called."""

    label: str
    good: Good
    down: str = "less"
    up: str = "more"
    less: str = ""
    """A clause for a fall, ``{}`` its size: "{} fewer people are turned away"."""
    more: str = ""


_SHORTER = ("shorter", "longer")
_FEWER = ("fewer", "more")
_LOWER = ("lower", "higher")
MEASURES = {
    "time held up": Measure(
        "Time waiting or held up, per person",
        "less",
        *_SHORTER,
        "a person waits or is held up {} less on average",
        "a person waits or is held up {} longer on average",
    ),
    "completed": Measure(
        "People who complete the pathway",
        "more",
        *_FEWER,
        "{} fewer people complete the pathway",
        "{} more people complete the pathway",
    ),
    "lost": Measure(
        "People turned away: no room to wait",
        "less",
        *_FEWER,
        "{} fewer people are turned away",
        "{} more people are turned away",
    ),
    "left": Measure(
        "People who give up waiting",
        "less",
        *_FEWER,
        "{} fewer people give up waiting",
        "{} more people give up waiting",
    ),
    "sent on": Measure(
        "People sent on: waited too long, went to another place",
        "neither",
        *_FEWER,
        "{} fewer people are sent on to another place",
        "{} more people are sent on to another place",
    ),
    "delay days": Measure("Bed-days of delay", "less", *_FEWER, "{} of delay are saved", "{} of delay are added"),
    "time in pathway": Measure("Time in the pathway, mean", "less", *_SHORTER),
    "time in pathway p90": Measure("Time in the pathway, 9 in 10 within", "less", *_SHORTER),
    "cost": Measure("Bill", "neither", *_LOWER, "{} less is paid", "{} more is paid"),
    "capital": Measure(
        "To be spent once: capital", "neither", *_LOWER, "{} less is to be spent once", "{} more is to be spent once"
    ),
    "carbon": Measure("Carbon", "less", "less", "more", "{} less is emitted", "{} more is emitted"),
    "wait": Measure("Wait, mean", "less", *_SHORTER),
    "wait p90": Measure("Wait, 9 in 10 within", "less", *_SHORTER),
    "wait p95": Measure("Wait, 95 in 100 within", "less", *_SHORTER),
    "time since arrival": Measure("From arrival to being seen here, mean", "less", *_SHORTER),
    "time since arrival p90": Measure("From arrival to being seen here, 9 in 10 within", "less", *_SHORTER),
    "share within target": Measure("Of those seen: within the target", "more", *_LOWER),
    "time blocked": Measure("Time blocked: ready, no room ahead", "less", *_SHORTER),
    "occupancy": Measure("Occupancy", "neither", *_LOWER),
    "share in use": Measure("Share in use", "neither", *_LOWER),
}

_SECONDS = {"seconds": 1.0, "minutes": 60.0, "hours": 3600.0, "days": 86_400.0}
_BELOW = {"seconds": 60.0, "minutes": 5400.0, "hours": 3 * 86_400.0, "days": math.inf}
"""A time is written in the first unit below whose seconds it is."""


@dataclass(frozen=True)
class Scale:
    """How numbers are written: multiplied, rounded (``decimals`` below nought: to tens, hundreds), before, after."""

    factor: float
    decimals: int
    before: str = ""
    after: str = ""

    def value(self, number: float) -> str:
        """A number with its unit; a dash where there is none."""
        return f"{self._sign(number)}{self.size(number)}" if math.isfinite(number) else "–"

    def size(self, number: float) -> str:
        """How large a number is, with its unit and without its sign."""
        return f"{self.before}{self._figures(number)}{self.after}"

    def signed(self, number: float) -> str:
        """A difference with its sign: ``+£61,000``, ``−12 minutes``; no sign where it is written as nought."""
        return f"{self._sign(number, above='+')}{self.size(number)}"

    def limits(self, value: Value) -> str:
        """The 95 % limits of a difference: ``−20 to −4``; where every run gives the same there is nothing between."""
        if not math.isfinite(value.lower) or value.mean == value.sd == 0:
            return ""
        if value.sd == 0:
            return "in every run"
        return f"{self._end(value.lower)} to {self._end(value.upper)}"

    def _end(self, number: float) -> str:
        """An end of limits: one that is only written as nought says on which side of it it is."""
        figures = self._figures(number)
        if number and figures == "0":
            return "just above 0" if number > 0 else "just below 0"
        return f"{self._sign(number)}{self.before}{figures}{self.after if self.before else ''}"

    def _figures(self, number: float) -> str:
        pence = self.before == "£" and not self.after and self.decimals == 1  # £0.90, never £0.9
        decimals = 2 if pence else self.decimals
        text = decimal(round(abs(number) * self.factor, decimals), max(0, decimals))
        return text if any(figure in "123456789" for figure in text) else "0"

    def _sign(self, number: float, above: str = "") -> str:
        if not any(figure in "123456789" for figure in self._figures(number)):
            return ""
        return above if number > 0 else "−"


def value_scale(unit: str, largest: float) -> Scale:
    """The scale for values up to ``largest`` (in ``unit``), with three figures.

    Times are in minutes below an hour and a half, in hours below three days, else in days.
    """
    factor, before, after = form(unit, largest)
    figures = 2 - math.floor(math.log10(largest * factor)) if largest > 0 else 0
    most = 1 if unit == "share" and largest >= 0.01 else 0 if unit in _WHOLE and largest >= 10 else 2
    return Scale(factor, min(most, max(0, figures)), before, after)


def difference_scale(unit: str, difference: Value) -> Scale:
    """The scale for a difference, with two figures of how far its limits are from its middle."""
    ends = [abs(n) for n in (difference.mean, difference.lower, difference.upper) if math.isfinite(n)]
    factor, before, after = form(unit, max(ends, default=0.0))
    spread = (difference.upper - difference.mean) * factor
    sized = (spread, 1) if math.isfinite(spread) and spread > 0 else (abs(difference.mean) * factor or 1.0, 2)
    figures = sized[1] - math.floor(math.log10(sized[0])) if math.isfinite(sized[0]) else 0
    least = -9 if unit == "GBP" else 0
    most = 2 if unit not in _WHOLE else 0 if abs(difference.mean) >= 10 else 1
    after = " percentage points" if unit == "share" else after
    return Scale(factor, min(most, max(least, figures)), before, after)


_WHOLE = ("patients", "bed-days")


def form(unit: str, largest: float) -> tuple[float, str, str]:
    """What to multiply numbers up to ``largest`` by, and what stands before and after them."""
    if unit in _SECONDS:
        seconds = largest * _SECONDS[unit]
        name = next(name for name, below in _BELOW.items() if seconds < below)
        return _SECONDS[unit] / _SECONDS[name], "", f" {name}"
    if unit == "share":
        return 100.0, "", "%"
    if unit == "GBP":
        return (1e-6, "£", " million") if largest >= 1e6 else (1.0, "£", "")
    if unit == "kgCO2e":
        return (1e-3, "", " tonnes CO₂e") if largest >= 1000 else (1.0, "", " kg CO₂e")
    return 1.0, "", " bed-days" if unit == "bed-days" else ""


def duration_words(seconds: float) -> str:
    """A round time as people say it: ``15 minutes``, ``4 hours``, ``18 weeks``."""
    for name, size in (("week", 604_800), ("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds >= size and seconds % size == 0:
            return count_words(int(seconds // size), name)
    return f"{plainly(seconds, 4)} seconds"


OVERRUN = " (overrun)"
"""Said of an occupancy above 100 %: people stay when a shift ends with fewer beds or staff than they use."""


def is_overrun(share: float) -> bool:
    """Whether a share in use is more than there is, as it is written."""
    return round(share, 3) > 1


class Verdict(Enum):
    """What a paired difference says."""

    BETTER = "better"
    WORSE = "worse"
    MOVED = "moved"
    UNSURE = "unsure"
    SLIGHT = "slight"
    SAME = "same"


def verdict(value: Value, good: Good, unit: str) -> Verdict:
    """Sure where the 95 % limits leave out nought, slight where nobody would notice; the same where no run differs."""
    if value.mean == 0 and not value.sd > 0:
        return Verdict.SAME
    if not side(value.lower, value.upper):
        return Verdict.UNSURE
    if _is_slight(unit, value.mean):
        return Verdict.SLIGHT
    if good == "neither":
        return Verdict.MOVED
    return Verdict.BETTER if (value.mean < 0) == (good == "less") else Verdict.WORSE


def _is_slight(unit: str, difference: float) -> bool:
    """Less than a 120th of the pathway's unit of time, a tenth of a percentage point, a person or a bed-day."""
    least = 1 / 120 if unit in _SECONDS else {"share": 0.001, "per 100": 0.01}.get(unit, 1.0)
    return abs(difference) < least


def verdict_words(found: Verdict, value: Value, measure: Measure) -> str:
    """``Sure: shorter``, ``Too close to say``, ``No difference``."""
    if found is Verdict.SAME:
        return "No difference"
    if found is Verdict.UNSURE:
        return "Too close to say"
    if found is Verdict.SLIGHT:
        return "Hardly any difference"
    return f"Sure: {measure.down if value.mean < 0 else measure.up}"


def title(name: str | None, key: str) -> str:
    """What a place, class or pool is called: its name, or its id as words."""
    return name or key.replace("_", " ").replace("-", " ").capitalize()
