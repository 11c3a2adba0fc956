"""The forms that a period is written in, and what each is.

A form is a pattern and what makes of its groups a period, or nothing where they are none (a 13th month).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache

from oneplace.sheets import clock
from oneplace.sheets.months import NAMES, month_of
from oneplace.sheets.period import Kind, Period

_Form = tuple[str, Callable[..., Period | None]]
_YEAR, _SHORT = r"((?:19|20)\d\d)", r"'?(\d\d)"
A_YEAR = r"(?:19|20)\d\d"
_ANY = rf"({A_YEAR}|\d\d)"
_BOTH = rf"(?:FY ?)?{_ANY} ?[/\-–] ?(\d\d(?:\d\d)?)"
"""A financial year by both of its years."""
_TO = r" ?(?:-|–|—|to) ?"
_BETWEEN = r"[ \-/.]*"


def full_year(two: str) -> int:
    """A year of two digits: 50 to 99 are of the last century."""
    return int(two) + (1900 if int(two) >= 50 else 2000) if len(two) == 2 else int(two)


def _financial(first: str, second: str) -> Period | None:
    year = full_year(first)
    return Period.months(Kind.FINANCIAL_YEAR, year, 4, 12) if _full_after(year, second) == year + 1 else None


def _full_after(first: int, text: str) -> int:
    """The second year of a span: 20 after 2018 is 2020."""
    found = int(text) if len(text) == 4 else first - first % 100 + int(text)
    return found if found > first or len(text) == 4 else found + 100


def _years(first: str, second: str) -> Period | None:
    start, end = int(first), _full_after(int(first), second)
    return Period.months(Kind.SPAN, start, 1, 12 * (end - start + 1)) if start < end < start + 30 else None


def _financial_years(first: str, second: str, last: str, end: str) -> Period | None:
    one, other = _financial(first, second), _financial(last, end)
    if one is None or other is None or other.place < one.place:
        return None
    return Period.months(Kind.SPAN, one.start.year, 4, int(other.place - one.place) + 12)


def _month(year: str, month: str) -> Period | None:
    number = int(month) if month.isdigit() else month_of(month)
    return Period.months(Kind.MONTH, full_year(year), number, 1) if number and number <= 12 else None


def _quarter(year: str, number: str) -> Period | None:
    return Period.months(Kind.QUARTER, full_year(year), 3 * int(number) - 2, 3)


def _financial_quarter(first: str, second: str, number: str) -> Period | None:
    year = _financial(first, second)
    if year is None:
        return None
    start = int(year.place) + 3 * (int(number) - 1)
    return Period.months(Kind.FINANCIAL_QUARTER, start // 12, start % 12 + 1, 3)


def _financial_month(first: str, second: str, number: str) -> Period | None:
    year = _financial(first, second)
    if year is None or not 1 <= int(number) <= 12:
        return None
    place = int(year.place) + int(number) - 1
    return Period.months(Kind.MONTH, place // 12, place % 12 + 1, 1)


def _from_to(first: str, year: str | None, last: str, end_year: str) -> Period | None:
    end = _month(end_year, last)
    begun = _month(year or end_year, first)
    if end is None or begun is None:
        return None
    start = begun.place - (12 if year is None and begun.place > end.place else 0)
    length = int(end.place - start) + 1
    if length < 1:
        return None
    kind = Kind.QUARTER if length == 3 else Kind.SPAN
    if length == 12 and begun.start.month == 4:
        kind = Kind.FINANCIAL_YEAR
    return Period.months(kind, int(start) // 12, int(start) % 12 + 1, length)


def _half(financial: str | None, year: str, second: str | None, number: str) -> Period | None:
    begun = _financial(year, second) if second else Period.months(Kind.YEAR, full_year(year), 1, 12)
    if begun is None or (financial and not second):
        return None
    start = int(begun.place) + 6 * (int(number) - 1)
    return Period.months(Kind.FINANCIAL_HALF if second else Kind.HALF, start // 12, start % 12 + 1, 6)


def _academic(first: str, second: str) -> Period | None:
    year = _financial(first, second)
    return None if year is None else Period.months(Kind.SPAN, year.start.year, 9, 12)


def _ending(month: str, year: str) -> Period | None:
    end = _month(year, month)
    return None if end is None else Period.months(Kind.SPAN, *_before(int(end.place), 11), 12)


def _three_ending(month: str, year: str) -> Period | None:
    end = _month(year, month)
    return None if end is None else Period.months(Kind.QUARTER, *_before(int(end.place), 2), 3)


def _financial_ending(month: str, year: str) -> Period | None:
    """A year to March is a financial year too."""
    found = _ending(month, year)
    if found is None or found.start.month != 4:
        return None
    return Period.months(Kind.FINANCIAL_YEAR, found.start.year, 4, 12)


def first_to_last(start: date, last: date) -> Period | None:
    """From a day to another, both within; whole months are counted in months."""
    end = last + timedelta(days=1)
    if start.day == end.day == 1 and start < end:
        length = (end.year - start.year) * 12 + end.month - start.month
        kind = {1: Kind.MONTH, 3: Kind.QUARTER}.get(length, Kind.SPAN)
        if length == 12 and start.month in (1, 4):
            kind = Kind.YEAR if start.month == 1 else Kind.FINANCIAL_YEAR
        return Period.months(kind, start.year, start.month, length)
    days = (end - start).days
    return Period.days(Kind.WEEK if days == 7 else Kind.SPAN, start, days) if days > 1 else None


def _serial(text: str) -> Period:
    """The number by which a spreadsheet keeps a date: days since 30 December 1899."""
    return Period.days(Kind.DAY, date.fromordinal(_SERIAL + int(text)))


_SERIAL = date(1899, 12, 30).toordinal()


def _before(place: int, months: int) -> tuple[int, int]:
    return (place - months) // 12, (place - months) % 12 + 1


def _day(year: str, month: str, day: str) -> Period | None:
    number = int(month) if month.isdigit() else month_of(month) or 0
    try:
        return Period.days(Kind.DAY, date(full_year(year), number, int(day)))
    except ValueError:
        return None


def _week(year: str, week: str) -> Period | None:
    try:
        return Period.days(Kind.WEEK, date.fromisocalendar(int(year), int(week), 1), 7)
    except ValueError:
        return None


def _week_of(end: str, day: str, month: str, year: str) -> Period | None:
    found = _day(year, month, day)
    if found is None:
        return None
    return Period.days(Kind.WEEK, found.start - timedelta(days=6 if _ENDS.fullmatch(end) else 0), 7)


_WEEK = r"((?:week|wk) (?:ending|commencing|beginning|starting|to)|w[/.]?[ec]\.?):?"
_ENDS = re.compile(r"\S+ (?:ending|to)|w[/.]?e\.?", re.IGNORECASE)
_TO_END = "(?:to|end(?:ing|ed)?)(?: (?:the )?end(?: of)?)?"
_LAST_DAY = r"(?: (?:28|29|30|31)(?:st|th)?)?"
_ENDING = (
    rf"(?:(?:(?:12|twelve) months|12m|(?:financial |fiscal )?year|yr) {_TO_END}|f?y/?(?:e|ending|ended)){_LAST_DAY}"
)
_QUARTER_ENDING = rf"(?:(?:(?:3|three) months|3m|quarter|qtr) {_TO_END}|q/?e){_LAST_DAY}"
_MONTH_ENDING = rf"(?:month {_TO_END}|m/?e){_LAST_DAY}"
_CLOCK = rf"(?:{clock.WRITTEN})?"
_NTH = "(?:M(?:onth|th)?|P(?:eriod)?) ?"
_DAY_NAME = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?"


def _form(pattern: str, made: Callable[..., Period | None]) -> _Form:
    return pattern, made


_FORMS: Sequence[_Form] = (
    _form(rf"{_YEAR}-(\d\d)-(\d\d){_CLOCK}", _day),
    _form(rf"{_YEAR}/(\d\d?)/(\d\d?){_CLOCK}", _day),
    _form(rf"{_YEAR}(\d\d)(\d\d)", _day),
    _form(rf"(\d\d?)[/.\-](\d\d?)[/.\-]{_YEAR}{_CLOCK}", lambda d, m, y: _day(y, m, d)),
    _form(rf"(\d\d?)[/.](\d\d?)[/.](\d\d){_CLOCK}", lambda d, m, y: _day(y, m, d)),
    _form(rf"{_DAY_NAME}(\d\d?)(?:st|nd|rd|th)?[ \-]({NAMES})[ \-,]*{_YEAR}{_CLOCK}", lambda d, m, y: _day(y, m, d)),
    _form(rf"(\d\d?)[ \-]({NAMES})[ \-]{_SHORT}{_CLOCK}", lambda d, m, y: _day(y, m, d)),
    _form(rf"({NAMES}) (\d\d?)(?:st|nd|rd|th)?,? {_YEAR}", lambda m, d, y: _day(y, m, d)),
    _form(rf"(?:FY ?)?{_YEAR}(?: ?[/\-–—] ?| to )(\d\d(?:\d\d)?)", _financial),
    _form(r"(?:FY ?)?(\d\d)/(\d\d)", _financial),
    _form(r"FY ?(\d\d)[\-–](\d\d)", _financial),
    _form(rf"{_YEAR}(?:\.0)?", lambda y: Period.months(Kind.YEAR, int(y), 1, 12)),
    _form(rf"{_YEAR}{_BETWEEN}Q(?:uarter|tr)? ?([1-4])", _quarter),
    _form(rf"Q(?:uarter|tr)? ?([1-4]){_BETWEEN}{_YEAR}", lambda q, y: _quarter(y, q)),
    _form(rf"Q(?:uarter|tr)? ?([1-4])[ \-]{_SHORT}", lambda q, y: _quarter(y, q)),
    _form(rf"{_BOTH}{_BETWEEN}Q(?:uarter|tr)? ?([1-4])", _financial_quarter),
    _form(rf"Q(?:uarter|tr)? ?([1-4]){_BETWEEN}{_BOTH}", lambda q, a, b: _financial_quarter(a, b, q)),
    _form(rf"{_YEAR}[\-/.](\d\d)", _month),
    _form(rf"{_YEAR}[ \-]?M(\d\d?)", _month),
    _form(rf"{_YEAR}(\d\d)", _month),
    _form(rf"(\d\d?)[\-/]{_YEAR}", lambda m, y: _month(y, m)),
    _form(rf"({NAMES}){_BETWEEN}{_YEAR}", lambda m, y: _month(y, m)),
    _form(rf"({NAMES}){_BETWEEN}{_SHORT}", lambda m, y: _month(y, m)),
    _form(rf"{_YEAR}{_BETWEEN}({NAMES})", _month),
    _form(rf"({NAMES})(?:{_BETWEEN}{_YEAR})?{_TO}({NAMES}){_BETWEEN}{_YEAR}", _from_to),
    _form(rf"({NAMES})(?:[ \-]?{_SHORT})?{_TO}({NAMES})[ \-]?{_SHORT}", _from_to),
    *(
        _form(pattern, made)
        for pattern in (
            rf"{_ENDING} ({NAMES}){_BETWEEN}({A_YEAR}|\d\d)",
            rf"{_ENDING} (?:(?:28|29|30|31)[/.\-])(\d\d?)[/.\-]({A_YEAR}|\d\d)",
        )
        for made in (_ending, _financial_ending)
    ),
    _form(rf"{_QUARTER_ENDING} ({NAMES}){_BETWEEN}({A_YEAR}|\d\d)", _three_ending),
    _form(rf"{_MONTH_ENDING} ({NAMES}){_BETWEEN}({A_YEAR}|\d\d)", lambda m, y: _month(y, m)),
    _form(rf"fye ?({A_YEAR}|\d\d)", lambda y: _financial_ending("3", y)),
    _form(rf"H(?:alf)? ?([12]){_BETWEEN}(FY ?)?{_ANY}(?:[/\-–]({A_YEAR}|\d\d))?", lambda h, f, a, b: _half(f, a, b, h)),
    _form(rf"(FY ?)?{_ANY}(?:[/\-–]({A_YEAR}|\d\d))?{_BETWEEN}H(?:alf)? ?([12])", _half),
    _form(rf"(?:academic year|school year|AY) ?{_YEAR} ?[/\-–] ?(\d\d(?:\d\d)?)", _academic),
    _form(rf"{_YEAR} ?[/\-–] ?(\d\d(?:\d\d)?) (?:academic|school) year", _academic),
    _form(rf"mid{_BETWEEN}(?:year )?{_YEAR}", lambda y: Period.months(Kind.YEAR, int(y), 1, 12)),
    _form(r"([3-5]\d{4})(?:\.\d+)?", _serial),
    _form(rf"{_YEAR}(\d\d)", _financial),
    _form(rf"{_YEAR}(\d\d)", _week),
    _form(r"(\d\d)Q([1-4])", _quarter),
    _form(rf"([1-4])Q({A_YEAR}|\d\d)", lambda q, y: _quarter(y, q)),
    _form(rf"{_YEAR}[ \-]?W(?:eek|k)? ?(\d\d?)", _week),
    _form(rf"W(?:eek|k)? ?(\d\d?),? {_YEAR}", lambda w, y: _week(y, w)),
    _form(rf"{_WEEK} (\d\d?)[/.\-](\d\d?)[/.\-](\d{{4}}|\d\d)", _week_of),
    _form(rf"{_WEEK} {_DAY_NAME}(\d\d?)(?:st|nd|rd|th)?[ \-]({NAMES})[ \-](\d{{4}}|\d\d)", _week_of),
    _form(rf"{_WEEK} {_YEAR}-(\d\d)-(\d\d)", lambda end, y, m, d: _week_of(end, d, m, y)),
    _form(rf"{_BOTH}{_BETWEEN}{_NTH}(\d\d?)", _financial_month),
    _form(rf"{_NTH}(\d\d?){_BETWEEN}{_BOTH}", lambda m, a, b: _financial_month(a, b, m)),
    _form(rf"{_YEAR}{_TO}(\d\d(?:\d\d)?)", _years),
    _form(rf"{_YEAR}[/\-–](\d\d(?:\d\d)?){_TO}{_YEAR}[/\-–](\d\d(?:\d\d)?)", _financial_years),
    _form(rf"{_YEAR}/(\d\d){_TO}(\d\d)/(\d\d)", _financial_years),
)


@cache
def forms() -> list[tuple[re.Pattern[str], Callable[..., Period | None]]]:
    """The forms, made ready when the first period is read: that takes longer than to read a file without any."""
    return [(re.compile(pattern, re.IGNORECASE), made) for pattern, made in _FORMS]
