"""What is wrong with a table or a file, whole: which table, row and column, what stands there, and how to mend it."""

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from oneplace.problems import OneplaceError
from oneplace.stats import table

PLAIN = "Write a plain number, or leave it empty."
HERE = {"area": ["a", "b", "c"], "count": ["3", "x", " y "], "exposure": [1, 2, 3]}
TREND = "Name the columns lower and upper, or count and denominator."
STANDARD = "Give the bands of the standard, finer or coarser ones, or a standard of your own."
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
            [
                ("the table", 0, 0, "there is no column 'count'.", "The table has: a, b."),
                ("the table", 0, 0, "there is no column 'exposure'.", "The table has: a, b."),
            ],
        ),
        (
            lambda: table.rate(pl.DataFrame({"count": [1]}), by=["area", "year"]),
            [
                ("the table", 0, 0, "there is no column 'exposure'.", "The table has: count."),
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
                pl.DataFrame({"age_band": ["75-82", "83+"], "count": [1, 2], "population": [9, 9]})
            ),
            [
                (
                    "the table",
                    0,
                    1,
                    "column 'age_band' can't be standardised: the age band 75-82 doesn't meet the standard "
                    f"population's, which are {BANDS}.",
                    STANDARD,
                )
            ],
        ),
        (
            lambda: table.directly_standardised_rate(
                pl.DataFrame({"age_band": ["0-4", "85+"], "count": [1, 2], "population": [9, 9]})
            ),
            [
                (
                    "the table",
                    0,
                    1,
                    "column 'age_band' can't be standardised: there is no row for the ages from 5 to 84.",
                    STANDARD,
                )
            ],
        ),
        (
            lambda: table.life_expectancy(
                pl.DataFrame({"deaths": [1, 2, 3], "age": ["0", "all", "none"], "population": [9, 9, 9]})
            ),
            [
                ("the table", 2, 2, "column 'age' has 'all', which is a total and no age.", "Take that row out."),
                (
                    "the table",
                    3,
                    2,
                    "column 'age' has 'none', which is no age.",
                    "Write a band such as 0-4, 85+ or <1.",
                ),
            ],
        ),
        (
            lambda: table.recent_trend(pl.DataFrame({"period": [1], "value": [2], "lower": [1]}), lower="lower"),
            [("the table", 0, 0, "a trend needs limits or counts.", TREND)],
        ),
        (
            lambda: table.recent_trend(pl.DataFrame({"period": [1], "count": [2]}), count="count"),
            [("the table", 0, 0, "a trend needs limits or counts.", TREND)],
        ),
        (
            lambda: table.write(pa.table({"a": [1]}), table.files.Path("a.xlsx")),
            [("a.xlsx", 0, 0, "is neither .csv nor .parquet.", "End the name with one of the two.")],
        ),
        (
            lambda: table.run("median", "a.csv"),
            [("a.csv", 0, 0, "there is no method 'median'.", "Did you mean `mean`?")],
        ),
        (
            lambda: table.run("zzzz", "a.csv"),
            [("a.csv", 0, 0, "there is no method 'zzzz'.", f"There are: {', '.join(table.METHODS)}.")],
        ),
        (
            lambda: table.run("rate", "a.csv", pre=3, post=4),
            [("a.csv", 0, 0, "rate has no setting 'pre'.", "Did you mean `per`?")],
        ),
        (
            lambda: table.run("rate", "a.csv", zzzz=3),
            [("a.csv", 0, 0, "rate has no setting 'zzzz'.", "It takes: count, exposure, by, per, confidence.")],
        ),
        (
            lambda: table.run("rate", "a.csv", per=0),
            [("a.csv", 0, 0, "the setting per is '0'.", "Write a number above 0.")],
        ),
        (
            lambda: table.run("xmr", "a.csv", run_length="6.5"),
            [("a.csv", 0, 0, "the setting run_length is '6.5'.", "Write a whole number of 3 or more.")],
        ),
        (
            lambda: table.run("xmr", "a.csv", screening="maybe"),
            [("a.csv", 0, 0, "the setting screening is 'maybe'.", "It is true or false.")],
        ),
        (
            lambda: table.run("xmr", "a.csv", improvement="up"),
            [("a.csv", 0, 0, "the setting improvement is 'up'.", "It is one of increase, decrease, neutral.")],
        ),
        (
            lambda: table.run("directly_standardised_rate", "a.csv", standard="ESP1066"),
            [
                (
                    "a.csv",
                    0,
                    0,
                    "the setting standard is 'ESP1066'.",
                    "Name one of esp2013, esp1976, who2000, or a file with the columns age_band and weight.",
                )
            ],
        ),
    ],
)
def test_a_problem_is_told_whole(call, problems):
    assert told(call) == problems


@pytest.mark.parametrize(("rows", "more"), [(30, "27 more rows have"), (4, "1 more row has")])
def test_of_many_such_cells_three_are_named_and_the_others_counted(rows, more):
    many = pl.DataFrame({"count": ["x"] * rows, "exposure": [1] * rows})
    problems = told(lambda: table.rate(many))
    assert [line for _, line, *_ in problems] == [1, 2, 3, 0]
    assert problems[-1][-2:] == (f"{more} such a cell in column 'count'.", "Mend them all alike.")
    bands = pl.DataFrame({"age_band": ["x"] * rows, "count": [1] * rows, "population": [1] * rows})
    assert [line for _, line, *_ in told(lambda: table.directly_standardised_rate(bands))] == [1, 2, 3, 0]


def test_a_long_cell_is_told_in_part():
    [problem] = told(lambda: table.rate(pl.DataFrame({"count": ["9" * 400], "exposure": ["1"]})))
    assert len(problem[3]) < 150
    assert f"'{'9' * 60}…'" in problem[3]


def test_an_age_in_two_spellings_is_no_two_ages():
    rows = {"age": ["<1", "0", "1-4", "5+"], "deaths": [1, 1, 1, 9], "population": [4000, 4000, 9000, 9000]}
    [problem] = told(lambda: table.life_expectancy(pl.DataFrame(rows)))
    assert problem[3] == "column 'age' has the band 0 in two spellings."


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
                "the setting confidence is '95'.",
                "Write a level between 0 and 1, such as 0.95.",
            ),
        ),
        (
            "age,deaths,population\nall,1,2\n",
            "life_expectancy",
            {},
            (2, 1, "column 'age' has 'all', which is a total and no age.", "Take that row out."),
        ),
        (
            "count,age_band,population\n1,over 85,2\n",
            "directly_standardised_rate",
            {},
            (2, 2, "column 'age_band' has 'over 85', which may begin at 85 or at 86.", "Write 85+ or 86+."),
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


def test_a_row_that_is_too_short_is_named(tmp_path):
    (tmp_path / "a.csv").write_text("count,exposure\n3,9\n4\n")
    what = "has 1 cell where the line of names has 2."
    assert told(lambda: table.run("rate", tmp_path / "a.csv")) == [
        ("a.csv", 3, 0, what, "Complete it, or take it out if it is a note.")
    ]
