"""Periods as people write them: every form, its edges, and what is said of what is none."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import TypeAdapter, ValidationError

from oneplace.place.period import Period, When, period

EXAMPLES = "2024, 2024/25, 2024/25 Q1, 2024-03, 2024-03-31, March 2024 or 2022 to 2024."


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("1000", "1000-01-01", "1001-01-01"),
        ("2998", "2998-01-01", "2999-01-01"),
        ("2023/24", "2023-04-01", "2024-04-01"),
        ("2099/00", "2099-04-01", "2100-04-01"),
        ("2008/09", "2008-04-01", "2009-04-01"),
        ("2023/24 Q1", "2023-04-01", "2023-07-01"),
        ("2023/24 Q2", "2023-07-01", "2023-10-01"),
        ("2023/24 Q3", "2023-10-01", "2024-01-01"),
        ("2023/24 Q4", "2024-01-01", "2024-04-01"),
        ("2024-01", "2024-01-01", "2024-02-01"),
        ("2024-11", "2024-11-01", "2024-12-01"),
        ("2024-12", "2024-12-01", "2025-01-01"),
        ("2024-12-31", "2024-12-31", "2025-01-01"),
        ("January 2024", "2024-01-01", "2024-02-01"),
        ("Feb 2024", "2024-02-01", "2024-03-01"),
        ("MARCH 2024", "2024-03-01", "2024-04-01"),
        ("apr 2024", "2024-04-01", "2024-05-01"),
        ("May 2024", "2024-05-01", "2024-06-01"),
        ("jun 2024", "2024-06-01", "2024-07-01"),
        ("July 2024", "2024-07-01", "2024-08-01"),
        ("Aug 2024", "2024-08-01", "2024-09-01"),
        ("sep 2024", "2024-09-01", "2024-10-01"),
        ("October 2024", "2024-10-01", "2024-11-01"),
        ("Nov 2024", "2024-11-01", "2024-12-01"),
        ("December 2024", "2024-12-01", "2025-01-01"),
        ("1 Jan 2024", "2024-01-01", "2024-01-02"),
        ("01 January 2024", "2024-01-01", "2024-01-02"),
        ("31 December 2024", "2024-12-31", "2025-01-01"),
        ("29 feb 2024", "2024-02-29", "2024-03-01"),
        ("2022 to 2022", "2022-01-01", "2023-01-01"),
        ("2021 to 2023", "2021-01-01", "2024-01-01"),
        ("2021/22 to 2023/24", "2021-04-01", "2024-04-01"),
        ("2023/24 Q2 to 2023/24 Q4", "2023-07-01", "2024-04-01"),
        ("2023-05 to 2024-04", "2023-05-01", "2024-05-01"),
        ("5 May 2023 to June 2023", "2023-05-05", "2023-07-01"),
        ("2024-01-01 to 2024-01-07", "2024-01-01", "2024-01-08"),
        ("  March \t 2024 ", "2024-03-01", "2024-04-01"),
    ],
)
def test_what_is_a_period(text, start, end):
    read = period(text)
    assert (read.start, read.end) == (date.fromisoformat(start), date.fromisoformat(end))
    assert read.label == str(read) == " ".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "0999",
        "3000",
        "24",
        "20244",
        "2024-3",
        "2024-03-1",
        "2024/25 Q0",
        "2024/25 Q5",
        "2024/25Q1",
        "2024/25 q1",
        "2024-W01",
        "week 1 2024",
        "Marc 2024",
        "Sept 2024",
        "Maj 2024",
        "March",
        "March 24",
        "1st March 2024",
        "100 March 2024",
        "March 1 2024",
        "soon",
        "",
        "not_set",
    ],
)
def test_what_is_none(text):
    with pytest.raises(ValueError) as error:  # noqa: PT011  the whole sentence is compared
        period(text)
    assert str(error.value) == f"'{text}' is not a period or date. Write one such as {EXAMPLES}"


@pytest.mark.parametrize(
    "text",
    [
        "2024/24",
        "2024/26",
        "2099/01",
        "2024/26 Q1",
        "2024-00",
        "2024-13",
        "2024-01-00",
        "2024-01-32",
        "2023-02-29",
        "2024-04-31",
        "0 March 2024",
        "32 March 2024",
        "31 June 2024",
        "29 February 2100",
    ],
)
def test_what_the_calendar_does_not_have(text):
    with pytest.raises(ValueError) as error:  # noqa: PT011  the whole sentence is compared
        period(text)
    assert str(error.value) == f"'{text}' is not a date of the calendar. Write a date such as {EXAMPLES}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2024 to 2023", "'2024 to 2023' ends before it starts. Write the earlier date first."),
        ("2024-03-02 to 2024-03-01", "'2024-03-02 to 2024-03-01' ends before it starts. Write the earlier date first."),
        ("2024 to soon", f"'soon' is not a period or date. Write one such as {EXAMPLES}"),
        ("soon to 2024", f"'soon' is not a period or date. Write one such as {EXAMPLES}"),
        ("2024 to ", f"'2024 to' is not a period or date. Write one such as {EXAMPLES}"),
        ("2020 to 2021 to 2022", f"'2021 to 2022' is not a period or date. Write one such as {EXAMPLES}"),
    ],
)
def test_from_one_to_another_that_is_none(text, said):
    with pytest.raises(ValueError) as error:  # noqa: PT011  the whole sentence is compared
        period(text)
    assert str(error.value) == said


@pytest.mark.parametrize("day", ["2024-03-30", "2024-03-31", "2024-04-01"])
def test_a_period_is_over_from_the_day_after_its_last(day):
    assert period("2024-03").is_over(date.fromisoformat(day)) is (day == "2024-04-01")
    assert period("2024-03").last_day == date(2024, 3, 31)


def test_periods_are_the_same_by_their_days_and_in_the_order_of_their_starts_then_ends():
    assert period("2024-03") == period("March 2024")
    assert len({period("2024-03"), period("mar 2024")}) == 1
    written = ["2024-03", "2024", "2023/24", "2023-04", "2024-01-01"]
    assert [str(each) for each in sorted(map(period, written))] == [
        "2023-04",
        "2023/24",
        "2024-01-01",
        "2024",
        "2024-03",
    ]


WHEN = TypeAdapter(When)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, f"True is not a period or date. Write one such as {EXAMPLES}"),
        (2024.5, f"2024.5 is not a period or date. Write one such as {EXAMPLES}"),
        (None, f"None is not a period or date. Write one such as {EXAMPLES}"),
        ([2024], f"[2024] is not a period or date. Write one such as {EXAMPLES}"),
        (24, f"'24' is not a period or date. Write one such as {EXAMPLES}"),
    ],
)
def test_a_field_of_a_file_takes_words_and_years(value, said):
    with pytest.raises(ValidationError) as error:
        WHEN.validate_python(value)
    assert error.value.errors()[0]["msg"] == f"Value error, {said}"


def test_a_field_s_period_is_written_as_it_was_read():
    read = WHEN.validate_python(2024)
    assert read == Period(date(2024, 1, 1), date(2025, 1, 1), "2024")
    assert WHEN.validate_python(read) is read
    assert WHEN.dump_python(WHEN.validate_python("March  2024")) == "March 2024"
    assert WHEN.json_schema() == {"type": ["string", "integer"], "description": f"A period or date: {EXAMPLES}"}


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2026-04-01 to 2026-10-31", "1 April 2026 to 31 October 2026"),
        ("2026-04 to 2026-10", "April 2026 to October 2026"),
        ("2022 to 2024", "2022 to 2024"),
    ],
)
def test_no_period_is_told_in_days_as_a_file_writes_them(written, words):
    assert period(written).words == words
    assert (period(words).start, period(words).end) == (period(written).start, period(written).end)
