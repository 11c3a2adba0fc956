"""How numbers, dates and lists are written in words: everywhere the same, in page, chart, pack and alt text."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

MILLION, WHOLE_POUNDS_FROM = 1_000_000, 100
_WHOLE_FROM, _FEWER = 1000, 3
"""From where on numbers are written with so many decimals fewer: with none, but where two would read alike."""
MADE_UP = ("synthetic", "illustrative")
"""Origins that are named wherever one of their numbers stands."""


@dataclass(frozen=True)
class Unit:
    """How values of a unit are written: what stands ``before`` and ``after`` the number."""

    before: str = ""
    after: str = ""
    one: str | None = None  # what stands after exactly 1
    difference: str | None = None  # what stands after a difference, where that is another unit
    whole: bool = False  # one decimal fewer than others: none, but where that hides what is told of a number


UNITS = {
    "percent": Unit(after="%", difference=" percentage points"),
    "per_1000": Unit(after=" per 1,000"),
    "per_10k": Unit(after=" per 10,000"),
    "per_100k": Unit(after=" per 100,000"),
    "per_100k_dsr": Unit(after=" per 100,000"),
    "per_1000_a_year": Unit(after=" per 1,000 a year"),
    "per_100k_a_year": Unit(after=" per 100,000 a year"),
    "seconds": Unit(after=" seconds", one=" second"),
    "minutes": Unit(after=" minutes", one=" minute"),
    "hours": Unit(after=" hours", one=" hour"),
    "days": Unit(after=" days", one=" day"),
    "weeks": Unit(after=" weeks", one=" week"),
    "years": Unit(after=" years", one=" year"),
    "score": Unit(after=" points", one=" point"),
    "points": Unit(after=" points", one=" point"),
    "ratio": Unit(after=" times", difference=""),  # "0.8 times higher" is read as 1.8 times as high
    "rank": Unit(before="rank ", difference=" places", whole=True),
    "count": Unit(whole=True),
    "people": Unit(after=" people", one=" person", whole=True),
    "beds": Unit(after=" beds", one=" bed"),
    "km": Unit(after=" km"),
    "gbp": Unit(before="£"),
    "gbp_per_head": Unit(before="£", after=" a head"),
    "tonnes": Unit(after=" tonnes", one=" tonne"),
    "tonnes_per_head": Unit(after=" tonnes a head"),
    "patients_per_gp": Unit(after=" patients for each GP", one=" patient for each GP"),
}
"""How every unit that a measure may have is written."""


_SIGNED = ("score", "points", "gbp", "gbp_per_head")
"""Units of which a value can lie below nought; nothing takes less than no time, no share is of less than nobody."""


def lowest(limit: float, code: str) -> float:
    """A lower limit of what chance does, no lower than any value of the unit can lie: nought for one of −2 seconds."""
    return limit if code in _SIGNED else max(limit, 0.0)


def value_words(value: float, code: str, decimals: int = 1) -> str:
    """A value with its unit: ``7.4%``, ``2,345 per 100,000``, ``1 day``. An unknown unit is written out."""
    form = _unit(code)
    text = figures_words(value, code, decimals)
    after = form.one if form.one and text in _ONE else form.after
    sign, size = ("−", text[1:]) if text.startswith("−") else ("", text)
    return f"{sign}{'' if is_money(code) else form.before}{size}{after}"


def figures_words(value: float, code: str, decimals: int = 1) -> str:
    """A value by itself, for where its unit stands elsewhere; money keeps its sign: ``7.4``, ``−£0.90``."""
    return money_words(value, decimals) if is_money(code) else decimal(value, _shown(code, decimals))


def _shown(code: str, decimals: int) -> int:
    """How many decimals of those asked for a number of a unit has."""
    return max(0, decimals - 1) if _unit(code).whole else decimals


def telling(number: float, other: float, code: str, decimals: int = 1) -> int:
    """As many decimals, up to two more, as tell a number from another; as asked for where none do."""
    whole = _unit(code).whole
    first, fewer = max(1, decimals) if whole else decimals, _FEWER + 1 + whole
    large = range(fewer, fewer + 2) if min(abs(number), abs(other)) >= _WHOLE_FROM else ()
    more = (decimals, *range(first, first + 3), *large)
    apart = (n for n in more if figures_words(number, code, n) != figures_words(other, code, n))
    return next(apart, decimals)


def inside(number: float, lower: float, upper: float, code: str, decimals: int = 1) -> int:
    """As many decimals, up to two more, as leave a number between its limits: 0.02 of 0.018 to 0.022, not 0.0."""
    if is_money(code) or not lower <= number <= upper or abs(number) >= _WHOLE_FROM:
        return decimals
    more = range(decimals, decimals + 3)
    held = (n for n in more if lower <= round(number, n) <= upper)
    return next(held, decimals)


def places(
    value: float | None, lower: float | None, upper: float | None, code: str, decimals: int = 1, *unlike: float | None
) -> int:
    """To how many decimals a figure is told, at every door: as many as its measure has, and up to two more.

    As many as leave it between its limits, and tell it from each number that it is called unlike. The limits themselves
    are told apart by ``range_words``.
    """
    told = [telling(value, other, code, decimals) for other in unlike if value is not None and other is not None]
    if None not in (value, lower, upper):
        told.append(inside(value, lower, upper, code, decimals))  # type: ignore[arg-type]
    return max(told, default=decimals)


def written(number: float, decimals: int = 1, more: int = 2) -> int:
    """As many decimals, up to so many ``more``, as somebody wrote a number with: a target of 81.05 is none of 81.0."""
    return next((n for n in range(decimals, decimals + more + 1) if round(number, n) == number), decimals)


def half_of_last_figure(written: str) -> float:
    """Half of what the last figure of a written number is worth: 0.5 of ``12`` or ``twelve``, 0.05 of ``7.5``."""
    return 0.5 * 10.0 ** -len(written.partition(".")[2])


def is_money(code: str) -> bool:
    """Whether a unit is pounds, or pounds for each of something."""
    return _unit(code).before == "£"


def money_words(pounds: float, decimals: int = 2) -> str:
    """Money, everywhere the same: ``−£0.90``, ``£45.50``, ``£2,711``, ``£1.23 million``.

    Below £100 whole pence (whole pounds where no decimals are asked for), then whole pounds, then millions.
    """
    size = abs(pounds)
    if round(size) >= MILLION:
        figures = f"{size / MILLION:,.{max(0, 3 - len(str(int(size / MILLION))))}f} million"
    else:
        figures = f"{size:,.{2 if decimals and round(size, 2) < WHOLE_POUNDS_FROM else 0}f}"
    sign = "−" if pounds < 0 and any(figure in "123456789" for figure in figures) else ""
    return f"{sign}£{figures}"


def difference_words(value: float, code: str, decimals: int = 1) -> str:
    """The size of a difference with its unit, without its sign: ``2.1 percentage points``."""
    form = _unit(code)
    if form.difference is None:
        return value_words(abs(value), code, decimals)
    text = decimal(abs(value), _shown(code, decimals))
    return f"{text}{form.difference.removesuffix('s') if text in _ONE else form.difference}"


def apart_words(number: float, other: float, code: str, decimals: int = 1) -> str:
    """How far a number is from another, no finer than the two are told: 210 of 2,070 and 1,860, not 210.0.

    Of sums in millions, to ten thousand pounds or as many as the larger one is told to: £430,000 of £1.55 million.
    """
    apart, most = abs(number - other), max(abs(number), abs(other))
    if is_money(code) and round(most) >= MILLION:
        return difference_words(round(apart, min(-4, 3 - len(str(int(most))))) or apart, code, decimals)
    is_whole = most >= (WHOLE_POUNDS_FROM if is_money(code) else _WHOLE_FROM)
    told_to = decimals - _FEWER if is_whole and decimals > _FEWER else decimals
    return difference_words(apart, code, 0 if is_whole and round(apart) else told_to)


def range_words(lower: float, upper: float, code: str, decimals: int = 1) -> str:
    """An interval, its unit once where that reads well: ``6.8% to 8.0%``, ``2,100 to 2,500 per 100,000``.

    Limits that differ are told to as many decimals as tell them apart, two more at most.
    """
    decimals = telling(lower, upper, code, decimals)
    form = _unit(code)
    in_millions = is_money(code) and round(max(abs(lower), abs(upper))) >= MILLION
    if in_millions and lower != upper and money_words(lower, decimals) == money_words(upper, decimals):
        return f"{_pounds(lower)}{form.after} to {_pounds(upper)}{form.after}"
    if form.before or form.after == "%":
        return f"{value_words(lower, code, decimals)} to {value_words(upper, code, decimals)}"
    places = _shown(code, decimals)
    return f"{decimal(lower, places)} to {decimal(upper, places)}{form.after}"


def _pounds(pounds: float) -> str:
    """Money in whole pounds, however many."""
    return f"{'−' if pounds < 0 else ''}£{abs(pounds):,.0f}"


def decimal(value: float, decimals: int = 1) -> str:
    """A number with thousands separated and a true minus; from 1,000 on it is written whole, but where more than three
    decimals are asked for, as two that would read alike ask for them.

    What isn't nought never reads as nought where two more decimals tell it: 0.04, not 0.0.
    """
    places = max(0, decimals - _FEWER) if abs(value) >= _WHOLE_FROM else decimals
    texts = (f"{value:,.{places + more}f}" for more in range(3 if places else 1))
    text = next((each for each in texts if any(figure in each for figure in "123456789")), f"{0:,.{places}f}")
    return text.replace("-", "−")


def plainly(number: float, figures: int = 6) -> str:
    """A number without a unit, to so many significant figures and never by powers of ten: ``1,234``, ``0.00002``.

    Its whole digits all stand, however many; noughts at the end of its decimals don't.
    """
    if not math.isfinite(number) or number == 0:
        return f"{number:g}"
    places = max(0, figures - 1 - math.floor(math.log10(abs(number))))
    text = f"{number:,.{places}f}"
    return text.rstrip("0").removesuffix(".") if places else text


def unit_words(code: str) -> str:
    """The unit by itself, as a subtitle names it: ``%``, ``per 100,000, age-standardised``, ``£``."""
    if code == "per_100k_dsr":
        return "per 100,000, age-standardised"
    form = _unit(code)
    return f"{form.before.strip()}{form.after}".strip()


def difference_unit(code: str) -> str:
    """The unit of a difference by itself: ``percentage points``, ``days``."""
    told = _unit(code).difference
    return unit_words(code) if told is None else told.strip()


_ONE = ("1", "1.0", "1.00", "1.000")


def _unit(code: str) -> Unit:
    return UNITS.get(code) or Unit(after=f" {code.replace('_', ' ')}")


def percent_words(share: float) -> str:
    """A share from 0 to 1 as a whole percentage that never claims certainty: ``less than 1%`` to ``more than 99%``."""
    if share < 0.01:
        return "less than 1%"
    return "more than 99%" if share > 0.99 else f"{share * 100:.0f}%"


def day_words(day: date) -> str:
    """``1 April 2026``."""
    return f"{day.day} {day:%B %Y}"


def expected_words(expected: date, today: date) -> str:
    """``now expected 3 June 2026``; of what is still open after that day, that nothing is expected on it any more."""
    if expected < today:
        return f"last expected {day_words(expected)}, which is past"
    return f"now expected {day_words(expected)}"


def when(label: str | None) -> str:
    """A period in a sentence: ``in 2024/25``; ``in the school year 2024/25``; ``on 26 September 2019``."""
    if not label:
        return ""
    if named(label) != label:
        return f"in {named(label)}"
    return f"on {label}" if re.fullmatch(r"\d{1,2} [A-Z][a-z]+ \d{4}", label) else f"in {label}"


def since_words(label: str | None) -> str:
    """A period from which something goes on, in a sentence: `` since 2024/25``, `` since the school year 2024/25``."""
    return f" since {named(label)}" if label else ""


def from_to(first: str, last: str) -> str:
    """From one period to another: ``from 2019/20 to 2022/23``, ``between 2001 to 2003 and 2016 to 2018``."""
    ends = named(first), named(last)
    return "between {} and {}".format(*ends) if any(" to " in end for end in ends) else "from {} to {}".format(*ends)


def named(label: str) -> str:
    """A period's label as a sentence says it: ``the school year 2024/25``, ``2024/25``."""
    return f"the {label}" if re.match(r"(school|survey) year ", label) else label


def dated(name: str, period: str | None) -> str:
    """What a number is called and its period, which some names hold already: ``…, women, 2009 to 2013``."""
    return name if not period or name.endswith(period) else f"{name}, {period}"


def count_words(count: float | str, one: str, many: str | None = None) -> str:
    """``1 ambition``, ``2 ambitions``; of a number that is written already, ``1.0 minute``, ``2.5 minutes``."""
    text = count if isinstance(count, str) else f"{count:,}"
    return f"{text} {one if text in _ONE else many or one + 's'}"


def ages_words(youngest: int, oldest: int | None) -> str:
    """People between two ages, both included: ``aged 65 and over``, ``aged 16 to 64``, ``aged 5``, ``of all ages``."""
    if oldest is None:
        return f"aged {youngest} and over" if youngest else "of all ages"
    return f"aged {youngest}" if oldest == youngest else f"aged {youngest} to {oldest}"


def cycle_words(cycle: str) -> str:
    """A cycle of reporting before a noun: ``quarterly``, ``six-monthly``, ``yearly``."""
    spelt = {"annual": "yearly", "bimonthly": "two-monthly", "as_needed": "as needed"}
    return spelt.get(cycle, cycle.replace("_", "-"))


def article(words: str) -> str:
    """``an erlang shape``, ``a uniform shape``, ``an hour``."""
    return f"{'an' if words.lower().startswith(('a', 'e', 'i', 'o', 'hour')) else 'a'} {words}"


def suited_unit(seconds: float) -> tuple[int, str]:
    """The seconds and the name of the unit that suits a length of time: ``(60, "minute")``."""
    return (60, "minute") if seconds < 7200 else (3600, "hour") if seconds < 3 * 86_400 else (86_400, "day")


def list_words(parts: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    items = list(parts)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def marked(text: str, origin: str | None) -> str:
    """The text with ``(synthetic)`` or ``(illustrative)`` after it where its origin is made up, unless it says so."""
    return f"{text} ({origin})" if origin in MADE_UP and origin != origin_told(text) else text


def origin_told(text: str) -> Literal["illustrative"] | None:
    """``illustrative`` where a text begins with that mark (``Illustrative: ask mothers``); else None.

    What is entered on a page has no field for it, so this is how it bears the mark.
    """
    return "illustrative" if text.lstrip(" “").casefold().startswith("illustrat") else None
