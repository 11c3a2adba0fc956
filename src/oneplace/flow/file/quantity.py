"""A quantity is a number and its unit in one string: ``5 days``, ``96 patients per day``, ``16 %``, ``430 beds``.

Durations are held in seconds (whole minutes, hours and days are then exact, so that what happens at one instant is
seen to), shares as fractions, rates as number a second. A bare number is refused: nobody should have to guess whether
a stay of 5 is days or hours. Where nobody knows the number yet, ``not_set`` stands in its place: it is read as NaN, so
that no sum with it can pass for a number, and what needs it is refused by name.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, cast

from pydantic import BeforeValidator, Field, PlainValidator

from oneplace.vocabulary.wording import plainly

SECONDS = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86_400.0, "week": 604_800.0, "year": 31_557_600.0}
"""Seconds in each unit of time; a year is 365.25 days."""

CLOCKS = {"minutes": SECONDS["minute"], "hours": SECONDS["hour"], "days": SECONDS["day"]}
"""Seconds in each unit in which a pathway's times may be told."""

UNLIMITED: Literal["unlimited"] = "unlimited"
NOT_SET: Literal["not_set"] = "not_set"

_NUMBER = r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][-+]?\d+)?"
_DIGIT = r"(?=[-+]?\.?\d)"
_QUANTITY = re.compile(rf"\s*(?P<number>{_NUMBER})\s*(?P<unit>\S.*?)\s*")
RANGE = re.compile(
    rf"(?P<middle>[^()]*[^()\s])\s*\(\s*(?P<low>{_DIGIT}{_NUMBER})\s*(?P<low_unit>[^()\d]*?)\s*(?:to|–)\s*"
    rf"(?P<high>{_DIGIT}{_NUMBER})\s*(?P<unit>[^()]*?)\s*\)\s*"
)
"""A quantity that is known only within a range: ``5 days (4.5 to 5.5)``."""
_RATE = re.compile(r"(?P<of>\S.*?) (?:per|an?|/) (?P<per>\S+)")
_PRICE = re.compile(
    r"(?P<of>\S.*?)(?: (?P<sum>fixed|capital))? (?:per|an?|/) (?:(?P<beds>staffed|occupied) )?(?P<per>\S+?)"
    r"(?P<shift> shift)?"
)
_SHIFT = re.compile(r"(\d+)-hour")

_WHEN = {
    "staffed": "by the time that a bed is staffed. Write it as `400 GBP per staffed bed-day`.",
    "occupied": "by the time that a bed is occupied. Write it as `400 GBP per bed-day`.",
    "fixed": "by time alone. Write it as `2,000,000 GBP fixed per year`.",
    "capital": "once. Write it as `120,000 GBP capital per bed`.",
}
Paid = Literal["each", "occupied", "staffed", "fixed", "capital"]
"""What an amount is paid for: each patient, visit or journey; the time that a bed is occupied (a member of a pool on
duty); the time that it is staffed, occupied or not; time alone, whatever there is; once, for each bed there is."""


@dataclass(frozen=True)
class Price:
    """An amount for each unit: pounds or kilograms of CO₂e per bed-day, per hour of a place, per patient or visit."""

    amount: float
    unit: str
    seconds: float | None
    """Seconds in the unit of time that it is paid for; None where it is paid for each patient, visit or bed."""
    paid: Paid


@dataclass(frozen=True)
class Fill:
    """How full a place is at the start: so many patients, or a share of its capacity."""

    patients: int | None
    share: float | None


def parts(value: Any) -> tuple[float, str]:
    """The number (of a range its middle) and the unit of a quantity; raises ``ValueError`` with what to mend."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"{value!r} is not a quantity. Write a number and its unit, such as `5 days`.")
    if isinstance(value, int | float):
        raise ValueError(
            f"{value} has no unit. Write the number and its unit, such as `{value} days` or `{value} beds`."
        )
    between = RANGE.fullmatch(value)
    found = _QUANTITY.fullmatch(between["middle"] if between else value)
    if not found or not any(c.isdigit() for c in found["number"]):
        raise ValueError(f"'{value}' is not a number with a unit. Write it as `5 days`, `16 %` or `430 beds`.")
    number = float(found["number"].replace(",", ""))
    if math.isinf(number):
        raise ValueError(f"'{value}' is too large for a number.")
    if between and not {between["low_unit"], between["unit"]} <= {"", found["unit"]}:
        raise ValueError(f"the range of '{value}' is in another unit. Write both in one: `5 days (4.5 to 5.5)`.")
    return number, found["unit"]


def singular(word: str) -> str:
    """``days`` → ``day``; only as much English as units of time need."""
    return word[:-1] if word.endswith("s") and word[:-1] in SECONDS else word


def duration(value: Any) -> float:
    """Seconds of a duration such as ``20 minutes``; not negative."""
    number, unit = parts(value)
    if singular(unit) not in SECONDS:
        mend = (
            "Write a range as `5 days (4.5 to 5.5)`." if "(" in unit else "Write it in minutes, hours, days or weeks."
        )
        raise ValueError(f"'{value}' is not a length of time. {mend}")
    if number < 0:
        raise ValueError(f"'{value}' is negative. A length of time is nought or more.")
    return number * SECONDS[singular(unit)]


def share(value: Any) -> float:
    """The fraction that a percentage means: ``16 %`` is 0.16."""
    number, unit = parts(value)
    if unit != "%":
        mend = "Write a range as `16 % (12 to 20)`." if "(" in unit else "Write it in per cent, such as `16 %`."
        raise ValueError(f"'{value}' is not a share. {mend}")
    if number < 0:
        raise ValueError(f"'{value}' is negative. A share is nought or more.")
    return number / 100


def proportion(value: Any) -> float:
    """A share of at most 100 %."""
    found = share(value)
    if found > 1:
        raise ValueError(f"'{value}' is more than 100 %. Write a share between 0 % and 100 %.")
    return found


def count(value: Any) -> int:
    """A whole number of things: ``430 beds``."""
    number, unit = parts(value)
    if unit == "%" or singular(unit) in SECONDS or " per " in unit:
        raise ValueError(f"'{value}' is not a number of things. Write it as `430 beds` or `8 bays`.")
    if number < 0 or number != int(number):
        raise ValueError(f"'{value}' is not a whole number of nought or more. Write it as `430 beds`.")
    if number > 1e9:
        raise ValueError(f"'{value}' is more than a thousand million. Write `unlimited` where there is no limit.")
    return int(number)


def limit(value: Any) -> int | None:
    """A whole number of things, or None for ``unlimited``."""
    return None if value == UNLIMITED else count(value)


def rate(value: Any) -> float:
    """Things a second: ``3600 patients per hour`` is 1."""
    number, unit = parts(value)
    found = _RATE.fullmatch(unit)
    if not found or singular(found["per"]) not in SECONDS:
        raise ValueError(f"'{value}' is not a rate. Write it as `96 patients per day`.")
    if number < 0:
        raise ValueError(f"'{value}' is negative. A rate is nought or more.")
    return number / SECONDS[singular(found["per"])]


def yearly(value: Any) -> float:
    """The fraction by which something grows each year: ``1.5 % per year`` is 0.015; it may be below nought."""
    number, unit = parts(value)
    if not re.fullmatch(r"% (per|a) year", unit):
        raise ValueError(f"'{value}' is no growth. Write it in per cent a year, such as `1.5 % per year`.")
    if number <= -100:
        raise ValueError(f"'{value}' leaves nothing. Write a growth above -100 % per year.")
    return number / 100


def scaled(value: Any, factor: float) -> Any:
    """A quantity, with its range if it has one, multiplied; ``not_set`` stays so."""
    if value == NOT_SET:
        return value
    number, unit = parts(value)
    between = RANGE.fullmatch(value)
    ends = [float(between[end].replace(",", "")) * factor for end in ("low", "high")] if between else []
    return f"{number * factor!r} {unit}" + (f" ({ends[0]!r} to {ends[1]!r})" if ends else "")


def price(value: Any) -> Price:
    """An amount for each unit, and what it is paid for.

    ``400 GBP per bed-day`` and ``per occupied bed-day`` (beds that are occupied), ``400 GBP per staffed bed-day`` or
    ``250 GBP per staffed 12-hour shift`` (beds that are there, occupied or not), ``2,000,000 GBP fixed per year``,
    ``120,000 GBP capital per bed`` (once), ``300 GBP per journey``.
    """
    number, unit = parts(value)
    found = _PRICE.fullmatch(unit)
    if not found:
        meant = [when for word, when in _WHEN.items() if re.search(rf"\b{word}\b", unit)]
        mend = meant[0].partition(". ")[2] if meant else "Write it as `400 GBP per bed-day`."
        raise ValueError(f"'{value}' is not an amount for each unit. {mend}")
    hours = _SHIFT.fullmatch(found["per"]) if found["shift"] else None
    if not hours and (found["shift"] or found["per"] in ("shift", "shifts")):
        raise ValueError(f"'{value}' does not say how long a shift is. Write it as `per staffed 12-hour shift`.")
    seconds = float(hours[1]) * SECONDS["hour"] if hours else SECONDS.get(singular(found["per"].rpartition("-")[2]))
    paid = found["sum"] or found["beds"] or ("occupied" if seconds else "each")
    if (seconds is None) != (paid in ("each", "capital")) or (found["sum"] and found["beds"]):
        raise ValueError(f"'{value}' is paid {_WHEN[paid]}")
    return Price(number, unit, seconds, cast("Paid", paid))


def prices(value: Any) -> Any:
    """Let one amount stand for a list of one."""
    return value if isinstance(value, list | tuple) else [value]


def fill(value: Any) -> Fill:
    """How full a place is at the start: ``95 % full`` or ``12 patients``."""
    full = isinstance(value, str) and value.rstrip().endswith("full")
    try:
        return (
            Fill(None, proportion(value.rstrip().removesuffix("full").rstrip())) if full else Fill(count(value), None)
        )
    except ValueError:
        mend = "Write it as `95 % full`, at most `100 % full`, or `12 patients`."
        raise ValueError(f"{value!r} is not how full a place can be. {mend}") from None


def sum_to_one(shares: Sequence[float]) -> None:
    """Raise ``ValueError`` where shares don't make 100 %."""
    if abs(sum(shares) - 1) > 1e-9:
        raise ValueError(f"the shares make {plainly(100 * sum(shares))} %, not 100 %. Correct one of them.")


def _quantity(
    parse: Callable[[Any], Any], pattern: str, example: str, words: tuple[str, ...] = (), unset: Any = math.nan
) -> PlainValidator:
    """How a field reads a quantity or ``not_set``, and what an editor is told of it."""

    def read(value: Any) -> Any:
        if isinstance(value, int | float) and not isinstance(value, bool):
            as_it_is_written = f"{value} {example.partition(' ')[2]}"
            raise ValueError(f"{value} has no unit. Write the number and its unit, such as `{as_it_is_written}`.")
        return unset if value == NOT_SET else parse(value)

    named = "".join(f"|{word}" for word in (*words, NOT_SET))
    told = Field(pattern=f"^({pattern}{named})$", examples=[example])
    return PlainValidator(read, json_schema_input_type=Annotated[str, told])


_WRITTEN = r" *[-+]?[0-9][0-9,]*(\.[0-9]+)?([eE][-+]?[0-9]+)?"
_TIME = f"({'|'.join(SECONDS)})s?"
_BETWEEN = r"(\([^()]+\) *)?"

Duration = Annotated[float, _quantity(duration, f"{_WRITTEN} *{_TIME} *{_BETWEEN}", "5 days")]
Share = Annotated[float, _quantity(share, f"{_WRITTEN} *% *{_BETWEEN}", "16 %")]
Yearly = Annotated[float, _quantity(yearly, f"{_WRITTEN} *% (per|a) year *{_BETWEEN}", "1.5 % per year")]
Proportion = Annotated[float, _quantity(proportion, f"{_WRITTEN} *% *{_BETWEEN}", "16 %")]
Count = Annotated[int, _quantity(count, f"{_WRITTEN} *[^0-9 %].*", "430 beds")]
Limit = Annotated[int | None, _quantity(limit, f"{_WRITTEN} *[^0-9 %].*", "430 beds", (UNLIMITED,))]
Rate = Annotated[
    float, _quantity(rate, f"{_WRITTEN} *[^0-9 ].* (per|an?|/) {_TIME} *{_BETWEEN}", "96 patients per day")
]
PriceEach = Annotated[
    Any,
    _quantity(
        price,
        f"{_WRITTEN} *[^0-9 ].* (per|an?|/) .+",
        "400 GBP per bed-day",
        unset=Price(math.nan, NOT_SET, SECONDS["day"], "occupied"),
    ),
]
Prices = Annotated[tuple[PriceEach, ...], BeforeValidator(prices, json_schema_input_type=PriceEach | list[PriceEach])]
StartsWith = Annotated[
    Any, _quantity(fill, f"{_WRITTEN} *(%|[^0-9 ].*)( full)? *", "95 % full", unset=Fill(None, None))
]
