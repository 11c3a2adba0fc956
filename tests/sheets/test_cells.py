"""Cells that should hold a number: what is read, what is hidden, what is missing, and what could be two things."""

import math

import polars as pl
import pytest

from oneplace.problems import OneplaceError
from oneplace.sheets import Mark, Sheet, UnreadableError, number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("12", 12), (" 12 ", 12), ("\u00a012", 12), ("+3", 3), ("-3", -3), ("−3", -3), (".5", 0.5), ("1e3", 1000)),
        *(("1,234", 1234), ("12,345,678.9", 12345678.9), ("1 234 567", 1234567), ("-1,234", -1234)),
        *(("45 [p][r]", 45), ("45 [p]", 45), ("1,234[r]", 1234), ("7 [note 3]", 7), ("12 (p)", 12)),
        *(("12r", 12), ("12 r", 12), ("12 p", 12), ("'12", 12), ("1,234p", 1234), ("–3", -3), ("‑0.5", -0.5)),
    ],
)
def test_numbers(text, value):
    assert number(text) == (value, Mark.NUMBER)


@pytest.mark.parametrize(("text", "value"), [("12%", 12), ("12.5 %", 12.5), ("-1,200%", -1200)])
def test_percentages_are_read_as_they_are_shown(text, value):
    assert number(text) == (value, Mark.PERCENTAGE)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "*",
            "**",
            "c",
            "C",
            "[c]",
            "[x]",
            "[X]",
            "Supp.",
            "<5",
            "< 5",
            "≤7",
            "<=4",
            "fewer than 5",
            "#",
            "1-4",
            "1 to 7",
            "low",
        ),
        *("5 or fewer", "below 10", "=<5", "between 1 and 5", "<5*", "Suppressed (<5)", "(1-5)", "[c][p]", "[k]", "‡"),
    ],
)
def test_a_mark_that_hides_a_number_is_no_nought(text):
    value, mark = number(text)
    assert mark is Mark.HIDDEN
    assert math.isnan(value)


@pytest.mark.parametrize(
    "text", ["", " ", "NA", "n/a", "NaN", "null", "..", "...", ":", "[z]", "[w]", "No data", ".", "n/k", "TBC"]
)
def test_nothing(text):
    value, mark = number(text)
    assert mark is Mark.MISSING
    assert math.isnan(value)


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("-", "Write 0, leave it empty, or write c where it is hidden."),
        ("12,5", "Write 12.5 with a decimal point."),
        ("1.234,5", "Write 1234.5 with a decimal point."),
        ("1,23,456", "Write a plain number, or leave it empty."),
        ("(5)", "Write it with a minus sign, or without its brackets."),
        ("£5", "Write it without the sign."),
        ("#DIV/0!", "Mend its formula, or leave the cell empty."),
        ("#N/A", "Mend its formula, or leave the cell empty."),
        *(
            (text, "Write a plain number, or leave it empty.")
            for text in ("x", "12a", "1_000", "inf", "05-Sep", "１２")
        ),
    ],
)
def test_what_is_no_number_is_refused(text, mend):
    with pytest.raises(UnreadableError) as caught:
        number(text)
    assert caught.value.mend == mend


def test_a_column_is_all_percentages_or_none():
    sheet = Sheet.of(pl.DataFrame({"x": ["12%", "0.12", "*"], "y": ["1%", "", "*"]}))
    with pytest.raises(OneplaceError, match=r"table:2:1: column 'x' has '0.12' among percentages"):
        sheet.numbers("x")
    found = sheet.numbers("y")
    assert found.percent
    assert found.hidden.tolist() == [False, False, True]


def test_infinity_in_a_column_of_numbers_is_named():
    with pytest.raises(OneplaceError, match="table:2:1: column 'x' has infinity"):
        Sheet.of(pl.DataFrame({"x": [1.0, math.inf]})).numbers("x")


def test_texts_keep_their_noughts_and_lose_their_spaces():
    coded = Sheet.of(pl.DataFrame({"code": ["007", " 8", "8", None]})).coded("code")
    assert coded.texts == ("007", "8", "")
    assert coded.code.tolist() == [0, 1, 1, 2]
