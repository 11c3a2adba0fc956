"""What is wrong with a table or a file, whole: which table, row and column, what stands there, and how to mend it."""

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from oneplace.problems import OneplaceError
from oneplace.stats import table

PLAIN = "Write a plain number, or leave it empty."
HERE = {"area": ["a", "b", "c"], "count": ["3", "x", " y "], "exposure": [1, 2, 3]}
BANDS = ", ".join(f"{start}-{start + 4}" for start in range(0, 90, 5)) + ", 90+"


def told(call):
    with pytest.raises(OneplaceError) as caught:
        call()
    return [(p.path.name, p.line, p.column, p.message, p.mend) for p in caught.value.problems]


@pytest.mark.parametrize(
    ("call", "problems"),
    [
        (
            lambda: table.rate([1, 2]),
            [("the table", 0, 0, "list is no table.", "Give a pandas, polars or Arrow table.")],
        ),
        (
            lambda: table.rate(pl.DataFrame({"a": [1], "b": [2]})),
            [("the table", 0, 0, "there is no column 'count'.", "The table has: a, b.")],
        ),
        (
            lambda: table.rate(pl.DataFrame({"count": [1]}), by=["area", "year"]),
            [
                ("the table", 0, 0, "there is no column 'area'.", "The table has: count."),
                ("the table", 0, 0, "there is no column 'year'.", "The table has: count."),
            ],
        ),
        (
            lambda: table.rate(pd.DataFrame(HERE)),
            [
                ("the table", 2, 2, "column 'count' has 'x', which is not a number.", PLAIN),
                ("the table", 3, 2, "column 'count' has 'y', which is not a number.", PLAIN),
            ],
        ),
        (
            lambda: table.directly_standardised_rate(
                pl.DataFrame({"age_band": ["0-4", "85+"], "count": [1, 2], "population": [9, 9]})
            ),
            [("the table", 2, 1, "column 'age_band' has age band '85+'.", f"The standard population has: {BANDS}.")],
        ),
        (
            lambda: table.life_expectancy(
                pl.DataFrame({"deaths": [1, 2, 3], "age": ["0", "all", "none"], "population": [9, 9, 9]})
            ),
            [("the table", 2, 2, "column 'age' has no age.", "Write each band's first age, such as 85 or 85+.")],
        ),
        (
            lambda: table.recent_trend(pl.DataFrame({"period": [1], "value": [2], "lower": [1]}), lower="lower"),
            [("the table", 0, 0, "a trend needs limits or counts.", "Name the columns lower and upper.")],
        ),
        (
            lambda: table.recent_trend(pl.DataFrame({"period": [1], "count": [2]}), count="count"),
            [("the table", 0, 0, "a trend needs limits or counts.", "Name the columns lower and upper.")],
        ),
        (
            lambda: table.write(pa.table({"a": [1]}), table.files.Path("a.xlsx")),
            [("a.xlsx", 0, 0, "is neither .csv nor .parquet.", "End the name with one of the two.")],
        ),
        (
            lambda: table.run("median", "a.csv"),
            [("a.csv", 0, 0, "there is no method 'median'.", f"There are: {', '.join(table.METHODS)}.")],
        ),
        (
            lambda: table.run("rate", "a.csv", pre=3, post=4),
            [("a.csv", 0, 0, "rate has no setting 'pre'.", "It takes: count, exposure, by, per, confidence.")],
        ),
        (
            lambda: table.run("standardised_ratio", "a.csv", pre=3),
            [
                (
                    "a.csv",
                    0,
                    0,
                    "standardised_ratio has no setting 'pre'.",
                    "It takes: per, age_band, count, population, reference_count, reference_population, by, "
                    "confidence.",
                )
            ],
        ),
        (
            lambda: table.run("slope_index", "a.csv", pre=3),
            [
                (
                    "a.csv",
                    0,
                    0,
                    "slope_index has no setting 'pre'.",
                    "It takes: quantile, population, value, lower, upper, standard_error, by, transform, spread, "
                    "multiplier, confidence.",
                )
            ],
        ),
    ],
)
def test_a_problem_is_told_whole(call, problems):
    assert told(call) == problems


def test_no_more_than_twenty_cells_are_named():
    many = pl.DataFrame({"count": ["x"] * 30, "exposure": [1] * 30})
    assert [line for _, line, *_ in told(lambda: table.rate(many))] == list(range(1, 21))
    bands = pl.DataFrame({"age_band": ["x"] * 30, "count": [1] * 30, "population": [1] * 30})
    assert [line for _, line, *_ in told(lambda: table.directly_standardised_rate(bands))] == list(range(1, 21))


@pytest.mark.parametrize(
    ("text", "method", "settings", "problem"),
    [
        (
            "area,count,exposure\nA,3,9\nB,?,9\n",
            "rate",
            {},
            (3, 2, "column 'count' has '?', which is not a number.", PLAIN),
        ),
        (
            "count,exposure\n3,9\n",
            "rate",
            {"confidence": 95},
            (
                0,
                0,
                "rate can't be worked out: confidence is 95; give a level between 0 and 1, such as 0.95, or a list of "
                "them.",
                "Check the settings.",
            ),
        ),
        (
            "age,deaths,population\nall,1,2\n",
            "life_expectancy",
            {},
            (2, 1, "column 'age' has no age.", "Write each band's first age, such as 85 or 85+."),
        ),
        (
            "count,age_band,population\n1,85+,2\n",
            "directly_standardised_rate",
            {},
            (2, 2, "column 'age_band' has age band '85+'.", f"The standard population has: {BANDS}."),
        ),
    ],
)
def test_in_a_file_lines_are_counted_with_the_line_of_names(tmp_path, text, method, settings, problem):
    file = tmp_path / "a.csv"
    file.write_text(text)
    assert told(lambda: table.run(method, file, **settings)) == [("a.csv", *problem)]


def test_in_a_parquet_file_rows_are_counted(tmp_path):
    table.write(pa.table({"count": ["3", "x"], "exposure": [1, 2]}), tmp_path / "a.PARQUET")
    assert told(lambda: table.run("rate", tmp_path / "a.PARQUET")) == [
        ("a.PARQUET", 2, 1, "column 'count' has 'x', which is not a number.", PLAIN)
    ]


def test_a_file_that_is_no_table_is_named_with_the_reader_s_own_words(tmp_path):
    (tmp_path / "a.csv").write_text("count,exposure\n3,9\n4\n")
    [(name, line, column, message, mend)] = told(lambda: table.run("rate", tmp_path / "a.csv"))
    assert (name, line, column, mend) == ("a.csv", 0, 0, "Give a CSV file with a line of column names.")
    assert message.startswith("can't be read: CSV parse error:")
    assert "\n" not in message
