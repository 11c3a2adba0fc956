"""Days on the command line: each option says in one line what was read and how it is written."""

from datetime import date

import pytest
import typer

from oneplace.cli.day import read_day


def test_a_day_is_written_with_its_year_first():
    assert read_day("2026-03-31") == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("31/03/2026", "is not a day written as YYYY-MM-DD: write 2026-03-31, if that is meant."),
        ("31.3.2026", "is not a day written as YYYY-MM-DD: write 2026-03-31, if that is meant."),
        ("1 April 26", "is not a day written as YYYY-MM-DD: write 2026-04-01, if that is meant."),
        ("today", "is not a day written as YYYY-MM-DD: write it such as 2026-03-31."),
        ("", "is not a day written as YYYY-MM-DD: write it such as 2026-03-31."),
        ("2026-03", "is not a day written as YYYY-MM-DD: write it such as 2026-03-31."),
        ("2026-02-30", "is not in the calendar."),
        ("0001-01-01", "is of no year from 1900 to 2200."),
        ("9999-12-31", "is of no year from 1900 to 2200."),
    ],
)
def test_what_is_no_day_is_told_with_what_was_read(text, said):
    with pytest.raises(typer.BadParameter) as error:
        read_day(text)
    assert error.value.message == f"'{text}' {said}"


@pytest.mark.parametrize(
    ("asked", "option"),
    [
        (("check", "anywhere"), "--as-of"),
        (("pack", "anywhere"), "--as-of"),
        (("run", "anywhere"), "--as-of"),
        (("delivery", "clear-days"), "--from"),
        (("delivery", "clear-days", "--from", "2026-03-31"), "--closed"),
    ],
)
def test_every_option_that_is_a_day_says_so_alike(oneplace, asked, option):
    found = oneplace(*asked, option, "31/03/2026")
    assert (found.code, found.out) == (2, "")
    assert f"'{option}': '31/03/2026' is not a day written as YYYY-MM-DD: write 2026-03-31" in found.err
