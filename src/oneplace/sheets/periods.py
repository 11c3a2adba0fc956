"""Periods in their publishers' spellings, put in order as time and not as text.

``2023-04-01``, ``01/04/2023``, ``Apr-23``, ``April 2023``, ``2023/24``, ``2023/24 Q1``, ``2018 - 20``, ``Week 10``
and more. A column is read as one kind of period, which all its labels must be: ``2011-12`` is a financial year among
financial years and December among months.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from oneplace.days import bank_holidays
from oneplace.sheets.cells import UnreadableError, unflagged
from oneplace.sheets.months import NAMES, month_of
from oneplace.sheets.period import Kind, Period
from oneplace.sheets.period_forms import A_YEAR, first_to_last, forms, full_year

MEND = "Write periods such as 2023-04-01, Apr-23, 2023/24, 2023 Q1, 2018-20 or 1."

_BEFORE = re.compile(
    rf"^(financial year|fiscal year|calendar year|cy|rolling) ?(?=\d)|^rolling (?=(?:12|twelve|year)\b)"
    rf"|^year (?={A_YEAR})|^(as )?(at|of) (?=\d)",
    re.IGNORECASE,
)
_OF_MONTHS = re.compile(rf" ?\(({NAMES}) ?(?:-|–|to) ?({NAMES})\)", re.IGNORECASE)
"""What is said beside a quarter or half of its months: ``Q3 (Oct-Dec) 2023/24``."""
_NUMBERED = re.compile(
    r"-?\d+(?:\.\d+)?|(?:week|wk|w|month|mth|m|period|p|day|d|year|yr|y|fy|wave|round|time|t) ?(?:no\.? ?)?\d+",
    re.IGNORECASE,
)
_QUARTER_NUMBER = re.compile(r"q[a-z]* ?\d|\dq", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"fy ?'?(\d\d)", re.IGNORECASE)
_PARTS = re.compile(r" (?:-|–|—|to|until) |–|(?<=\d{4})-(?=\d\d?/)", re.IGNORECASE)
_YEARLESS = re.compile(rf"({NAMES})|\d\d?[ \-]({NAMES})|({NAMES})[ \-]\d|Q[1-4]|[a-z]+day", re.IGNORECASE)
_PART = r"(?:[QHMP]\w*[ \-]?\d\d?)"
_REFUSED = (
    (
        re.compile(rf"(?:{_PART}[ \-/,]*)?FY ?'?(?:{A_YEAR}|\d\d)(?:[ \-/,]*{_PART})?", re.IGNORECASE),
        "whose year may be the one that begins then or the one that ends",
        "Write both years, such as 2023/24 Q1.",
    ),
    (
        re.compile(r"(?:(?:early|mid|late) )?(?:spring|summer|autumn|winter)\b.*", re.IGNORECASE),
        "a season, which may be of other months for another reader",
        "Write its months, such as Mar-May 2023.",
    ),
    (
        re.compile(r".*\b(?:f?ytd|(?:year|quarter|month)[ \-]to[ \-]date|(?:so|thus) far|to date)\b.*", re.IGNORECASE),
        "which is so much of a period as has gone by, and not to be set beside whole ones",
        "Take that row out, or write the months that it holds, such as Apr-Dec 2023.",
    ),
    (
        re.compile(
            r"(?:.*\b)?(?:totals?|average|mean|median|overall)\b.*|all(?: (?:periods|years|months))?", re.IGNORECASE
        ),
        "which is made of other rows",
        "Take that row out.",
    ),
)
"""What people write that would be a guess to read, why, and the mend."""


def read(text: str) -> dict[Kind, Period]:
    """What a label may mean, by kind; raises ``UnreadableError`` where it means nothing in time."""
    label = _BEFORE.sub("", re.sub(r"(?<=\d)(?:[pr]|\*+)$", "", " ".join(unflagged(text).replace("_", "-").split())))
    if months := _OF_MONTHS.search(label):
        return _of_its_months(_OF_MONTHS.sub("", label), months[1], months[2])
    found: dict[Kind, Period] = {}
    for pattern, made in forms():
        matched = pattern.fullmatch(label)
        period = made(*matched.groups()) if matched else None
        if period is not None:
            found.setdefault(period.kind, period)
    if short := _SHORT_YEAR.fullmatch(label):
        found[Kind.NUMBER] = Period.number(full_year(short[1]))
    elif _NUMBERED.fullmatch(label):
        number = float(re.sub(r"[^\d.\-]", "", label.lower().replace("no.", "")))
        found[Kind.NUMBER] = Period.number(number)
    if not found and (days := _from_day_to_day(label)):
        found[days.kind] = days
    if not found:
        raise _unreadable(label)
    return found | _by_its_months(found, label)


def _of_its_months(label: str, first: str, last: str) -> dict[Kind, Period]:
    """What a label means of which the months are said too; they settle of which year a quarter is."""
    ends = month_of(first), month_of(last)
    found: dict[Kind, Period] = {
        kind: period
        for kind, period in read(label).items()
        if kind is not Kind.NUMBER and (period.start.month, (period.end - timedelta(days=1)).month) == ends
    }
    if not found:
        raise UnreadableError("whose months are not those of the period beside them", "Write one of the two.")
    return found


def _by_its_months(found: dict[Kind, Period], label: str) -> dict[Kind, Period]:
    """A quarter or half that is told by its months, which is one of either year."""
    if (three := found.get(Kind.QUARTER)) and not _QUARTER_NUMBER.search(label):
        return {Kind.FINANCIAL_QUARTER: replace(three, kind=Kind.FINANCIAL_QUARTER)}
    six = found.get(Kind.SPAN)
    if six and six.months_long == 6 and six.start.month % 3 == 1:
        of = (Kind.HALF, Kind.FINANCIAL_HALF)[six.start.month % 6 == 4]
        return {of: replace(six, kind=of)}
    return {}


def _from_day_to_day(label: str) -> Period | None:
    """Two dates with a dash or ``to`` between them."""
    for parts in _PARTS.finditer(label):
        try:
            first, last = (read(side).get(Kind.DAY) for side in (label[: parts.start()], label[parts.end() :]))
        except UnreadableError:
            continue
        if first and last:
            return first_to_last(first.start, last.start)
    return None


def _unreadable(label: str) -> UnreadableError:
    if not label:
        return UnreadableError("so there is no period", MEND)
    if _YEARLESS.fullmatch(label):
        return UnreadableError("which has no year", "Write the year too, such as Apr-23.")
    for pattern, why, mend in _REFUSED:
        if pattern.fullmatch(label):
            return UnreadableError(why, mend)
    if found := re.fullmatch(r"(\d\d?)/(\d\d?)/(\d{4})", label):
        right = f"{found[3]}-{int(found[1]):02d}-{int(found[2]):02d}"
        mend = f"Write {right}, if that is meant." if int(found[1]) <= 12 else MEND
        return UnreadableError("which is no date: the day is read first", mend)
    return UnreadableError("which is no period", MEND)


def agreed(found: Sequence[dict[Kind, Period]]) -> Kind | int:
    """The kind that all labels of a column can be; where there is none, the first not of the others' kind."""
    common = [kind for kind in Kind if all(kind in each for each in found)]
    if common:
        return common[0]
    most = max(Kind, key=lambda kind: sum(kind in each for each in found))
    return next(i for i, each in enumerate(found) if most not in each)


_FEWEST_MONTHS = 4


def may_be_months(texts: Sequence[str]) -> bool:
    """Whether dates would all be the first of a month with the month first, and are all of January with the day first.

    ``01/01/2023, 02/01/2023 … 08/01/2023`` are eight days to one reader and eight months to another.
    """
    like = [re.fullmatch(rf"(\d\d?)/0?1/(?:\d\d|{A_YEAR})", text) for text in texts]
    first = {int(each[1]) if each else 99 for each in like}
    return len(first) >= _FEWEST_MONTHS and max(first) <= 12


def places(found: Sequence[Period]) -> list[float]:
    """Each period's place in time, in months, working days, days or numbers: neighbours are alike apart."""
    days = [period.start for period in found]
    if not found or found[0].kind is not Kind.DAY:
        return [period.place for period in found]
    if all(day.day == 1 for day in days) or all((day + timedelta(days=1)).day == 1 for day in days):
        return [float(day.year * 12 + day.month - 1) for day in days]
    return working_days(days)


def working_days(days: Sequence[date]) -> list[float]:
    """Each day's place among days or, where none falls on a weekend, among working days.

    A bank holiday of England on which there is nothing is no working day.
    """
    if not days or any(day.weekday() > 4 for day in days):
        return [float(day.toordinal()) for day in days]
    given = np.array(days, dtype="datetime64[D]")
    closed = [day for day in bank_holidays(min(days).year, max(days).year) if day not in set(days)]
    counted = np.busday_count(np.datetime64("1900-01-01"), given, holidays=closed)
    return [float(place) for place in counted]
