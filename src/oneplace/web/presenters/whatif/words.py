"""How what-if numbers are written: one scale a row, two figures of their limits, and a plain verdict."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import Literal

from oneplace.flow import Value
from oneplace.progress.sentences import decimal

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
        "each person waits or is held up {} less",
        "each person waits or is held up {} longer",
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
    "delay days": Measure("Bed-days of delay", "less", *_FEWER, "{} of delay are saved", "{} of delay are added"),
    "time in pathway": Measure("Time in the pathway, mean", "less", *_SHORTER),
    "time in pathway p90": Measure("Time in the pathway, 9 in 10 within", "less", *_SHORTER),
    "cost": Measure("Cost", "less", "less", "more", "it costs {} less", "it costs {} more"),
    "carbon": Measure("Carbon", "less", "less", "more", "{} less is emitted", "{} more is emitted"),
    "wait": Measure("Wait, mean", "less", *_SHORTER),
    "wait p90": Measure("Wait, 9 in 10 within", "less", *_SHORTER),
    "wait p95": Measure("Wait, 95 in 100 within", "less", *_SHORTER),
    "share within target": Measure("Seen within the target", "more", *_LOWER),
    "time blocked": Measure("Time blocked: ready, no room ahead", "less", *_SHORTER),
    "occupancy": Measure("Occupancy", "neither", *_LOWER),
    "share in use": Measure("Share in use", "neither", *_LOWER),
}

_SECONDS = {"minutes": 60.0, "hours": 3600.0, "days": 86_400.0}


@dataclass(frozen=True)
class Scale:
    """How the numbers of one row are written: multiplied, rounded, and with what before and after them."""

    factor: float
    decimals: int
    before: str = ""
    after: str = ""
    apart: str | None = None
    """What stands after a difference, where that is another unit."""

    def value(self, number: float) -> str:
        """A value with its unit; "none to measure" where there is none."""
        return f"{self.before}{self.bare(number)}{self.after}" if math.isfinite(number) else "–"

    def bare(self, number: float) -> str:
        """The number alone."""
        return decimal(number * self.factor, self.decimals)

    def size(self, number: float) -> str:
        """How large a difference is, without its sign."""
        return f"{self.before}{self.bare(abs(number))}{self._apart}"

    def signed(self, number: float) -> str:
        """A difference with its sign: ``+£0.7 million``, ``−12 minutes``; no sign where it is written as nought."""
        text = self.bare(abs(number))
        sign = "" if not any(figure in text for figure in "123456789") else "+" if number > 0 else "−"
        return f"{sign}{self.before}{text}{self._apart}"

    def limits(self, value: Value) -> str:
        """The 95 % limits of a difference: ``−20 to −4``; empty where one run can't tell."""
        if not math.isfinite(value.lower):
            return ""
        return f"{self._plain(value.lower)} to {self._plain(value.upper)}"

    def _plain(self, number: float) -> str:
        text = self.bare(abs(number))
        sign = "−" if number < 0 and any(figure in text for figure in "123456789") else ""
        return f"{sign}{self.before}{text}"

    @property
    def _apart(self) -> str:
        return self.after if self.apart is None else self.apart


def scale(unit: str, largest: float, spread: float) -> Scale:
    """The scale for values up to ``largest`` whose limits are ``spread`` away from their middle (both in ``unit``).

    Times are written in minutes below an hour and a half, in hours below three days, else in days; decimals show two
    figures of the spread.
    """
    factor, before, after, apart = _form(unit, largest if math.isfinite(largest) else 0.0)
    return Scale(factor, _decimals(largest * factor, spread * factor), before, after, apart)


def _form(unit: str, largest: float) -> tuple[float, str, str, str | None]:
    if unit in _SECONDS:
        seconds = largest * _SECONDS[unit]
        name = "minutes" if seconds < 5400 else "hours" if seconds < 3 * 86_400 else "days"
        return _SECONDS[unit] / _SECONDS[name], "", f" {name}", None
    if unit == "share":
        return 100.0, "", "%", " percentage points"
    if unit == "GBP":
        return (1e-6, "£", " million", None) if largest >= 1e6 else (1.0, "£", "", None)
    if unit == "kgCO2e":
        return (1e-3, "", " tonnes CO₂e", None) if largest >= 1e4 else (1.0, "", " kg CO₂e", None)
    return 1.0, "", f" {unit}" if unit == "bed-days" else "", None


def _decimals(largest: float, spread: float) -> int:
    if not math.isfinite(spread) or spread <= 0:
        return 0 if largest >= 100 else 1
    return min(3, max(0, 1 - math.floor(math.log10(spread))))


class Verdict(Enum):
    """What a paired difference says."""

    BETTER = "better"
    WORSE = "worse"
    MOVED = "moved"
    UNSURE = "unsure"
    SAME = "same"


def verdict(value: Value, good: Good) -> Verdict:
    """Sure where the 95 % limits leave out nought; the same where not one run differs."""
    if value.mean == 0 and not value.sd > 0:
        return Verdict.SAME
    if not (value.lower > 0 or value.upper < 0):
        return Verdict.UNSURE
    if good == "neither":
        return Verdict.MOVED
    return Verdict.BETTER if (value.mean < 0) == (good == "less") else Verdict.WORSE


def verdict_words(found: Verdict, value: Value, measure: Measure) -> str:
    """``Sure: shorter``, ``Too close to say``, ``No difference``."""
    if found is Verdict.SAME:
        return "No difference"
    if found is Verdict.UNSURE:
        return "Too close to say"
    return f"Sure: {measure.down if value.mean < 0 else measure.up}"


def title(name: str | None, key: str) -> str:
    """What a place, class or pool is called: its name, or its id as words."""
    return name or key.replace("_", " ").replace("-", " ").capitalize()
