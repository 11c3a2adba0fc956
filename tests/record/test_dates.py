"""Moments as partners' systems write them, each beside what it is."""

from __future__ import annotations

from datetime import date, datetime

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace.place.sources import Column
from oneplace.record import dates
from oneplace.record.proposing.guessing import guess
from oneplace.record.values import TYPED

TIME = Column.model_validate({"type": "time"})
_LATE, _EARLY = "2024-01-05 15:05:00", "2024-01-05 00:00:00"


def moment(written):
    return read(TIME, dates.moment(TIME, "said", "written", date(2026, 3, 31)), written)


def read(column, sql, written):
    said = f"SELECT {dates.spelled(column, 'given')} AS said FROM (SELECT $1 AS given)"
    given = f"SELECT said, {dates.written('said')} AS written FROM ({said})"
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        return connection.execute(f"SELECT CAST({sql} AS VARCHAR) FROM ({given})", [written]).fetchall()[0][0]


@pytest.mark.parametrize(
    ("written", "is_"),
    [
        ("2024-01-05T15:05:00", _LATE),
        ("2024-01-05T15:05+00", _LATE),
        ("2024-07-05T15:05+01", "2024-07-05 15:05:00"),
        ("2024-01-05Z", _EARLY),
        ("2024-01-5Z", _EARLY),
        ("05/01/2024 3:05 PM", _LATE),
        ("05/01/2024 03:05:00pm", _LATE),
        ("05/01/2024 12:00 AM", _EARLY),
        ("05/01/2024 15:05:00.000", _LATE),
        ("05/01/2024 15:05:00.25", "2024-01-05 15:05:00.25"),
        ("2024/01/05 15:05:00.2500000", "2024-01-05 15:05:00.25"),
        ("2024-01-05 3:05 PM", _LATE),
        ("2024-01-05 03:05:00pm", _LATE),
        ("2024-01-05 12:00:00 AM", _EARLY),
        ("2024-01-05 15:05 PM", None),
        ("2024-07-05 23:30:00 UTC", "2024-07-06 00:30:00"),
        ("2024-07-05T23:30 GMT", "2024-07-06 00:30:00"),
        ("2024-07-05 23:30:00 Z", "2024-07-06 00:30:00"),
        ("2024-07-05 23:30:00 BST", "2024-07-05 23:30:00"),
        ("2024-07-05 23:30 EST", None),
        ("2024-01-05 (BC)", None),
        ("2024-01-05 24:00", "2024-01-06 00:00:00"),
        ("Jan  5 2024  3:05PM", _LATE),  # as SQL Server writes a moment as text
        ("Jan 5, 2024", _EARLY),
        ("Fri, 5 Jan 2024 15:05:00", _LATE),
        ("Friday 5 January 2024", _EARLY),
        ("5th January 2024", _EARLY),
        ("Thing 5 January 2024", None),
        ("5 of them in January 2024", None),
        ("05/01/2024 25:05", None),
        ("05/01/2024 15:05:00.", None),
        ("2024-01-05T15:05", _LATE),
        ("05-JAN-24 03.05.00.000000 PM", _LATE),  # as Oracle writes a moment as text
        ("05-JAN-24 03.05.00.000000000 PM EUROPE/LONDON", _LATE),
        ("05JAN2024:15:05:00", _LATE),  # SAS
        ("05JAN2024:15:05:00.25", "2024-01-05 15:05:00.25"),
        ("05JAN2024", _EARLY),
        ("5jan24", _EARLY),
        ("05JAN27", "1927-01-05 00:00:00"),  # a year of two figures is a past one
        ("31FEB2024", None),
        ("28XYZ2024", None),
        ("20240105T150500", _LATE),  # ISO 8601's basic form, and HL7's without its mark
        ("20240105150500", _LATE),
        ("202401051505", _LATE),
        ("20240105150500+0000", _LATE),
        ("20240705T140500Z", "2024-07-05 15:05:00"),
        ("20241305150500", None),
        ("99991231", "9999-12-31 00:00:00"),
        ("05012024150500", None),
        ("5 Sept 2024", "2024-09-05 00:00:00"),
        ("Sept. 5, 2024 3.05 p.m.", "2024-09-05 15:05:00"),
        ("5 Septt 2024", None),
        ("05/01/2024 3pm", "2024-01-05 15:00:00"),
        ("05/01/2024 3 p.m.", "2024-01-05 15:00:00"),
        ("05/01/2024 15pm", None),
        ("05.01.2024 15.05", _LATE),
        ("05/01/2024 15.05 AM", None),
        ("2024-07-05T15:05+01:00[Europe/London]", "2024-07-05 15:05:00"),  # Java's, and RFC 9557's
        ("2024-07-05T15:05Z[UTC]", "2024-07-05 16:05:00"),
        ("2024-07-05T15:05+02:00[Europe/Paris]", "2024-07-05 14:05:00"),
        ("2024-07-05T15:05[Europe/London]", "2024-07-05 15:05:00"),
        ("2024-07-05 15:05:00 Europe/London", "2024-07-05 15:05:00"),
        ("2024-07-05T15:05[Europe/Paris]", None),
    ],
)
def test_a_moment_in_each_of_the_common_forms(written, is_):
    assert moment(written) == is_


@pytest.mark.parametrize("year", [1, 970, 1601, 1677, 2024, 2262, 2263, 2999, 4712, 9999])
@pytest.mark.parametrize(
    "form",
    [
        *("{0:04}-12-31", "{0:04}-12-31T00:00:00", "{0:04}-12-31T00:00", "{0:04}-12-31T00:00:00Z", "{0:04}/12/31"),
        *("{0:04}-12-31 00:00:00.0000000", "{0:04}-12-31T00:00:00.000+00:00", "31/12/{0:04}", "31.12.{0:04} 00:00"),
        *("31/12/{0:04} 00:00:00.0000000", "31-DEC-{0:04}", "31 December {0:04}", "Dec 31 {0:04} 12:00AM"),
    ],
)
def test_a_day_of_any_year_is_that_day(form, year):
    assert moment(form.format(year))[:19] in (f"{year:04}-12-31 00:00:00", f"{year:04}-12-30 23:58:45")  # London's own


def test_a_column_is_proposed_as_dates_whatever_years_are_among_them():
    days = ["2024-01-05", *(f"{year:04}-12-31" for year in (1, 970, 1601, 2262, 2999, 4712, 9999))]
    assert guess("ended", days, date(2026, 3, 31)).type == "date"


_SECOND = ("%Y%m%dT%H%M%S", "%Y%m%d%H%M%S", "%d%b%Y:%H:%M:%S", "%d-%b-%y %I.%M.%S.000000 %p", "%d %B %Y %H.%M.%S")
_SECOND += ("%Y-%m-%dT%H:%M:%S[Europe/London]", "%d-%b-%Y %H:%M:%S EUROPE/LONDON", "%d/%m/%Y %I.%M.%S %p")
_MINUTE = ("%Y%m%d%H%M", "%d%b%Y:%H:%M", "%d/%m/%Y %I:%M%p", "%d.%m.%Y %H.%M", "%Y-%m-%dT%H:%M", "%d/%m/%y %I.%M %p")
_HOUR = ("%d/%m/%Y %I%p", "%d %b %Y %I %p", "%Y-%m-%d %I%p")
_EVERY = st.datetimes(datetime(1927, 1, 1), datetime(2026, 3, 31))  # noqa: DTZ001 (a place's clock, as files have it)
_OF_DAY = ("%d%b%Y", "%d%b%y", "%Y%m%d", "%d Sept %Y")


@pytest.mark.slow
@pytest.mark.parametrize("capitals", [str, str.upper])
@given(_EVERY, st.sampled_from(_SECOND + _MINUTE + _HOUR + _OF_DAY))
@settings(max_examples=60, deadline=None)
def test_whatever_is_written_in_a_form_is_read_as_it_was_meant(capitals, when, form):
    when = when.replace(microsecond=0, second=when.second * (form in _SECOND), minute=when.minute * (form not in _HOUR))
    when = when.replace(hour=0, minute=0) if form in _OF_DAY else when
    when = when.replace(month=9, day=min(when.day, 30)) if "Sept" in form else when
    assert moment(capitals(when.strftime(form))) == str(when)


@pytest.mark.slow
@given(st.text("0123456789TZ:./-+ ADEFJMNPSamp[]", max_size=24))
@settings(max_examples=300, deadline=None)
def test_a_text_of_figures_and_marks_is_read_or_is_none(written):
    assert moment(written) is None or moment(written)[:4].isdigit()


@pytest.mark.parametrize(
    "written",
    [
        *("2024-07-05 23:30:00 BST", "2024-07-05T23:30:00+01:00", "2024-07-05T22:30:00Z", "2024-07-05 22:30 GMT"),
        *("20240705T223000Z", "2024-07-05T23:30+01:00[Europe/London]", "2024-07-05T23:30[Europe/London]"),
    ],
)
def test_an_instant_is_londons_time_by_its_zone(written):
    column = Column.model_validate({"type": "instant"})
    assert read(column, TYPED["instant"].replace("RAW", "said"), written) == "2024-07-05 23:30:00"


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        *(("05JAN2024:15:05:00", "time"), ("05JAN2024", "date"), ("05-JAN-24 03.05.00.000000 PM", "time")),
        *(("20240105150500", "time"), ("20240105T150500", "time"), ("05/01/2024 3pm", "time"), ("5 Sept 2024", "date")),
        *(("2024-07-05T15:05+01:00[Europe/London]", "instant"), ("01234567890123", "text")),
    ],
)
def test_a_column_is_proposed_as_what_its_forms_say(written, kind):
    assert guess("seen", [written] * 8, date(2026, 3, 31)).type == kind
