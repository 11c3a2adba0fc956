"""Meetings and due days as an iCalendar feed (RFC 5545), written by the library ``icalendar``.

Each meeting is an instance of its own with its instant in UTC, so that the change of the clocks moves nothing. One that
falls away is told as cancelled, never left out: a diary that once took it in would keep it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from icalendar import Event

LONDON = "Europe/London"
_NAME = "-//Oneplace//Meetings and due days//EN"


@dataclass(frozen=True)
class Entry:
    """A meeting (``start`` an instant with its zone) or a due day (``start`` a date).

    ``uid`` never changes; ``sequence`` rises by one with every change; ``changed`` is when that was.
    """

    uid: str
    start: datetime | date
    title: str
    changed: datetime
    minutes: int = 60
    sequence: int = 0
    cancelled: bool = False
    where: str = ""
    text: str = ""
    link: str = ""


def uid(body: str, day: date, place: str) -> str:
    """The identifier of a body's meeting on a day, the same ever after."""
    return f"{body}-{day:%Y%m%d}@{place}"


def instants(rule: str, first: date, last: date, local_start: time, zone: str = LONDON) -> list[datetime]:
    """The instants in UTC of a rule of RFC 5545 (``FREQ=MONTHLY;BYDAY=2TU``) from a first day to a last, both included.

    The clock of the zone says the same at each of them, summer or winter. Raises ``ValueError`` for what is no
    rule, and for no zone.
    """
    from dateutil.rrule import rrulestr  # noqa: PLC0415

    try:
        there = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"{zone} is no time zone. Write one such as Europe/London.") from error
    if any(part in rule.upper() for part in ("HOURLY", "MINUTELY", "SECONDLY", "BYHOUR", "BYMINUTE", "BYSECOND")):
        raise ValueError(f"{rule!r} has more than one meeting a day. Write days alone; the time is given beside them.")
    begin, end = datetime.combine(first, time()), datetime.combine(last, time.max)
    try:
        found = rrulestr(rule.removeprefix("RRULE:"), dtstart=begin, ignoretz=True).between(begin, end, inc=True)
    except (ValueError, TypeError, KeyError) as error:
        raise ValueError(f"{rule!r} is no rule of RFC 5545. Write one such as FREQ=MONTHLY;BYDAY=2TU.") from error
    return [datetime.combine(day.date(), local_start, there).astimezone(UTC) for day in found]


def feed(name: str, entries: Iterable[Entry]) -> bytes:
    """A calendar as UTF-8 with CRLF, lines folded at 75 octets, its entries by identifier.

    Raises ``ValueError`` for an instant without a zone, a meeting of no length, and an identifier that is there twice.
    """
    from icalendar import Calendar  # noqa: PLC0415 - a fifth of a second for whoever asks for delivery alone

    calendar = Calendar()
    for key, value in (("prodid", _NAME), ("version", "2.0"), ("method", "PUBLISH"), ("x-wr-calname", name)):
        calendar.add(key, value)
    seen: set[str] = set()
    for entry in sorted(entries, key=lambda one: one.uid):
        if entry.uid in seen:
            raise ValueError(f"{entry.uid} is there twice. Give each meeting an identifier of its own.")
        seen.add(entry.uid)
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> Event:
    from icalendar import Event  # noqa: PLC0415

    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", _utc(entry.changed, entry.uid))
    event.add("last-modified", _utc(entry.changed, entry.uid))
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("summary", entry.title)
    start, end = _span(entry)
    event.add("dtstart", start)
    event.add("dtend", end)
    for key, value in (("location", entry.where), ("description", entry.text), ("url", entry.link)):
        if value:
            event.add(key, value)
    return event


def _span(entry: Entry) -> tuple[date, date]:
    if not isinstance(entry.start, datetime):
        return entry.start, min(entry.start, date.max - timedelta(days=1)) + timedelta(days=1)
    if entry.minutes <= 0:
        raise ValueError(f"{entry.uid} takes {entry.minutes} minutes. Write how long it takes, 1 minute or more.")
    start = _utc(entry.start, entry.uid)
    return start, start + timedelta(minutes=entry.minutes)


def _utc(instant: datetime, of: str) -> datetime:
    if instant.tzinfo is None:
        raise ValueError(f"{of}: {instant} says no time zone. Give the instant with its zone.")
    return instant.astimezone(UTC)
