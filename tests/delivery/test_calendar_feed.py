"""The calendar feed: what is written is read back, folded by octets, and nothing in a title can add a line."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from oneplace.delivery import calendar_feed
from oneplace.delivery.calendar_feed import Entry
from tests.delivery import known

CHANGED = datetime(2026, 11, 1, 9, tzinfo=UTC)
MEETING = Entry("board-20270209@southampton", datetime(2027, 2, 9, 10, tzinfo=UTC), "Better Care Board", CHANGED)
words = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), min_size=1, max_size=120)


def read(*entries):
    return Calendar.from_ical(calendar_feed.feed("Southampton", entries)).walk("VEVENT")


@given(words, words)
def test_lines_are_at_most_75_octets_and_words_come_back(title, text):
    entry = Entry("a@b", MEETING.start, title, CHANGED, text=text)
    written = calendar_feed.feed("Wörds, 東京", [entry])
    assert written.endswith(b"\r\n")
    assert b"\n" not in written.replace(b"\r\n", b"")
    for line in written.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")
    (event,) = read(entry)
    assert (str(event["summary"]), str(event["description"])) == (title, text)


def test_a_meeting_is_an_instant_in_utc():
    (event,) = read(Entry("a@b", datetime(2027, 4, 13, 10, tzinfo=timezone(timedelta(hours=1))), "x", CHANGED, 90))
    assert event.decoded("dtstart") == datetime(2027, 4, 13, 9, tzinfo=UTC)
    assert event.decoded("dtend") == datetime(2027, 4, 13, 10, 30, tzinfo=UTC)
    assert b"DTSTART:20270413T090000Z" in calendar_feed.feed(
        "x", [MEETING.__class__("a@b", event.decoded("dtstart"), "x", CHANGED)]
    )


def test_a_due_day_is_a_whole_day():
    (event,) = read(Entry("m1@b", date(2027, 3, 31), "Milestone due", CHANGED))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2027, 3, 31), date(2027, 4, 1))


def test_a_meeting_that_falls_away_is_told_as_cancelled_in_a_later_edition():
    (event,) = read(Entry(MEETING.uid, MEETING.start, MEETING.title, CHANGED, sequence=2, cancelled=True))
    assert (event["status"], event["sequence"], str(event["uid"])) == ("CANCELLED", 2, MEETING.uid)


def test_the_same_entries_are_the_same_bytes_in_any_order():
    other = Entry("a@b", date(2027, 1, 1), "x", CHANGED)
    assert calendar_feed.feed("n", [MEETING, other]) == calendar_feed.feed("n", [other, MEETING])


def test_an_identifier_stays():
    assert calendar_feed.uid("board", date(2027, 2, 9), "southampton") == MEETING.uid


@pytest.mark.parametrize("case", known.of("ical"), ids=lambda case: case["id"])
def test_the_known_meetings(case):
    asked = case["given"]
    found = calendar_feed.instants(
        asked["rule"],
        date.fromisoformat(asked["from"]),
        date.fromisoformat(asked["to"]),
        time.fromisoformat(asked["local_start"]),
        asked["zone"],
    )
    assert [f"{one:%Y-%m-%dT%H:%M:%SZ}" for one in found] == case["expect"]


def test_weekly_meetings_keep_their_hour_over_both_changes_of_the_clocks():
    found = calendar_feed.instants("FREQ=WEEKLY;BYDAY=TU", date(2027, 3, 1), date(2027, 11, 30), time(18, 30))
    london = [one.astimezone(calendar_feed.ZoneInfo("Europe/London")) for one in found]
    assert {(one.hour, one.minute, one.weekday()) for one in london} == {(18, 30, 1)}
    assert {one.hour for one in found} == {17, 18}
    assert {(b - a).days for a, b in pairwise(london)} == {7}


@pytest.mark.parametrize(
    ("rule", "zone", "said"),
    [
        ("every second Tuesday", "Europe/London", "no rule of RFC 5545"),
        ("FREQ=FORTNIGHTLY", "Europe/London", "no rule of RFC 5545"),
        ("FREQ=SECONDLY", "Europe/London", "more than one meeting a day"),
        ("FREQ=DAILY", "Europe/Southampton", "no time zone"),
        ("FREQ=DAILY", "../etc/passwd", "no time zone"),
    ],
)
def test_a_rule_or_zone_that_is_none_is_refused(rule, zone, said):
    with pytest.raises(ValueError, match=said):
        calendar_feed.instants(rule, date(2027, 1, 1), date(2027, 2, 1), time(10), zone)


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([Entry("a", datetime(2027, 1, 1), "x", CHANGED)], "no time zone"),  # noqa: DTZ001
        ([Entry("a", MEETING.start, "x", CHANGED, minutes=0)], "takes 0 minutes"),
        ([MEETING, MEETING], "there twice"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(entries, said):
    with pytest.raises(ValueError, match=said):
        calendar_feed.feed("x", entries)
