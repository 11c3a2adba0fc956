"""Moments as partners' systems write them, each beside what it is."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from oneplace.place.sources import Column
from oneplace.record import dates
from oneplace.record.proposing.guessing import guess
from oneplace.record.values import TYPED

TIME = Column.model_validate({"type": "time"})
_LATE, _EARLY = "2024-01-05 15:05:00", "2024-01-05 00:00:00"


def moment(written):
    sql = f"SELECT CAST({dates.moment(TIME, '$1', date(2026, 3, 31))} AS VARCHAR)"
    return duckdb.execute(sql, [written]).fetchall()[0][0]


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


@pytest.mark.parametrize(
    "written", ["2024-07-05 23:30:00 BST", "2024-07-05T23:30:00+01:00", "2024-07-05T22:30:00Z", "2024-07-05 22:30 GMT"]
)
def test_an_instant_is_londons_time_by_its_zone(written):
    said = TYPED["instant"].replace("RAW", f"'{written}'")
    with duckdb.connect() as connection:
        assert str(connection.execute(f"SELECT {said}").fetchall()[0][0]) == "2024-07-05 23:30:00"
