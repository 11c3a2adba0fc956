"""One form of CSV: what a spreadsheet would run is guarded, what is a number or missing stays so."""

from __future__ import annotations

import csv
import io
from datetime import date

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.results import csv_dialect


def cells(*values):
    """How the values of one column of text come back by Python's own reader."""
    read = list(csv.reader(io.StringIO(csv_dialect.text(pa.table({"text": pa.array(values, pa.string())})))))
    return [row[0] if row else "" for row in read[1:]]


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://x")', "=1+1", "+1+1", "-1-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1",
        "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20SUM(A1)",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert cells(text) == [f"'{text}"]


@pytest.mark.parametrize("text", ["-", "- less smoking", "-1-", "--1", "+44 20 7946", "-1.5.2", "-1e", "−-"[1:]])
def test_what_only_begins_like_a_number_is_no_number(text):
    assert cells(text) == [f"'{text}"]


@pytest.mark.parametrize("text", ["-1", "+2", "-1.5", "-.5", "-2.", "-1e5", "-1.5E-3"])
def test_a_number_written_as_text_stays_a_number(text):
    assert cells(text) == [text]


@pytest.mark.parametrize(
    "text", ["a=1", "1-2", "x@y", "'=1", " =1", "a, b", 'a "b"', "two\nlines", "−1", "é", "\uff21"]
)
def test_other_text_stays_as_it_is(text):
    assert cells(text) == [text]


def test_names_of_columns_are_guarded():
    assert csv_dialect.text(pa.table({"=A1": [1], "b": [2]})) == '"\'=A1","b"\n1,2\n'


def test_values_are_written_in_one_way():
    table = pa.table(
        {
            "number": [-1.5, 2.0, None],
            "whole": [-3, None, 0],
            "flag": [True, None, False],
            "day": [date(2026, 4, 1), None, date(2026, 1, 31)],
            "text": ["a", None, ""],
        }
    )
    assert csv_dialect.text(table).split("\n") == [
        '"number","whole","flag","day","text"',
        '-1.5,-3,true,2026-04-01,"a"',
        "2,,,,",
        ',0,false,2026-01-31,""',
        "",
    ]


def test_text_in_a_dictionary_or_large_is_guarded_too():
    table = pa.table({"a": pa.array(["=1", "b"]).dictionary_encode(), "b": pa.array(["@x", None], pa.large_string())})
    assert csv_dialect.text(table).splitlines()[1:] == ['"\'=1","\'@x"', '"b",']


def test_a_file_holds_the_text(tmp_path):
    table = pa.table({"a": ["=1", None], "b": [1.0, -2.5]})
    csv_dialect.write(table, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes().decode() == csv_dialect.text(table)


def test_an_empty_table_is_its_header():
    assert csv_dialect.text(pa.table({"a": pa.array([], pa.string())})) == '"a"\n'


def test_pandas_reads_it_back():
    table = pa.table({"who": ["-x", "ok", None], "value": [-1.5, None, 3.0], "on": [date(2026, 1, 1), None, None]})
    read = pd.read_csv(io.StringIO(csv_dialect.text(table)), parse_dates=["on"])
    assert read["who"].tolist()[:2] == ["'-x", "ok"]
    assert read["who"].isna().tolist() == [False, False, True]
    assert read["value"].tolist()[0] == -1.5
    assert read["value"].isna().tolist() == [False, True, False]
    assert read["on"][0] == pd.Timestamp("2026-01-01")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1, max_size=5))
def test_no_cell_begins_as_a_formula_and_the_text_is_still_there(texts):
    table = pa.table({"text": texts, "last": ["end"] * len(texts)})
    read = list(csv.reader(io.StringIO(csv_dialect.text(table), newline="")))[1:]
    assert len(read) == len(texts)
    for (cell, _end), text in zip(read, texts, strict=True):
        assert cell in (text, f"'{text}")
        if cell == text and text[:1] in ("=", "+", "-", "@", "\t", "\r", "\n"):
            float(cell)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_comes_back_to_the_last_digit(value):
    read = csv_dialect.text(pa.table({"value": [value]})).splitlines()[1]
    assert float(read) == value
