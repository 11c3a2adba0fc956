"""The methods over pandas, polars and Arrow tables and over files: the same answers, and every bad cell named."""

import json
import subprocess
import sys

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest
import typer
from typer.testing import CliRunner

from oneplace import stats
from oneplace.cli.stats import stats as command
from oneplace.problems import OneplaceError
from oneplace.stats import table
from tests.stats.cases import FOLDER, number, rows

DATA = {"area": ["a", "a", "b", "c"], "x": [3, 4, 12, None], "n": [100, 100, 300, 50]}
KINDS = [pd.DataFrame, pl.DataFrame, pa.table]


def columns(found):
    return (
        pa.table(found).to_pydict() if not isinstance(found, pd.DataFrame) else pa.Table.from_pandas(found).to_pydict()
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_table_gives_its_own_kind_back(kind):
    found = table.rate(kind(DATA), count="x", exposure="n", by="area", per=1000, confidence=[0.95, 0.998])
    assert isinstance(found, pa.Table if kind is pa.table else kind)
    direct = stats.rate([7, 12], [200, 300], 1000, [0.95, 0.998])
    got = columns(found)
    assert got["area"] == ["a", "b", "c"]
    assert got["value"][:2] == direct.value.tolist()
    assert got["upper_99_8"][:2] == direct.upper[:, 1].tolist()
    assert got["reason"] == ["", "", "missing"]
    assert got["reason_text"][2] == stats.REASONS["missing"]


@pytest.mark.parametrize(
    ("name", "method", "denominator"),
    [("rates", "rate", "exposure"), ("proportions", "proportion", "denominator")],
)
def test_published_groups_are_added_up(name, method, denominator):
    """The published input has its first eight areas twice."""
    expected = rows(f"{name}_grouped_expected.csv")
    first = {row["area"]: row for row in reversed(rows(f"{name}.csv"))}
    given = [first[row["area"]] for row in [*expected, *expected[:8]]]
    frame = pl.DataFrame({key: [row[key] for row in given] for key in ("area", "numerator", "denominator")})
    per = float(expected[0]["multiplier"])
    got = columns(getattr(table, method)(frame, count="numerator", by="area", per=per, **{denominator: "denominator"}))
    for ours, column in (("count", "numerator"), ("value", "value"), ("lower", "lowercl"), ("upper", "uppercl")):
        found = [np.nan if value is None else value for value in got[ours]]
        np.testing.assert_allclose(found, [number(row[column]) for row in expected], rtol=1e-10)


def test_a_single_group_is_added_up_too():
    """The reference package leaves a frame of exactly one group as it is."""
    got = columns(
        table.rate(pl.DataFrame({"g": [1, 1], "x": [3, 4], "n": [100, 100]}), count="x", exposure="n", by="g")
    )
    assert got["count"] == [7]


def test_without_groups_each_row_keeps_its_columns():
    got = columns(table.proportion(pl.DataFrame(DATA), count="x", denominator="n"))
    assert got["area"] == DATA["area"]
    assert got["value"][2] == 12 / 300


def test_bands_are_joined_by_label_and_a_missing_band_is_said():
    bands = list(stats.ESP2013)
    long = [(area, band, 20 + i, 1000) for area in "AB" for i, band in enumerate(bands)][::-1]
    frame = pl.DataFrame(long, schema=["area", "age_band", "count", "population"], orient="row")
    got = columns(table.directly_standardised_rate(frame[1:], by="area"))
    direct = stats.directly_standardised_rate(np.arange(20, 39), np.full(19, 1000), bands=bands)
    assert dict(zip(got["area"], got["value"], strict=True))["A"] == pytest.approx(float(direct.value))
    assert dict(zip(got["area"], got["reason"], strict=True)) == {"A": "", "B": "missing"}
    with pytest.raises(OneplaceError, match="age band 83\\+ doesn't meet"):
        table.directly_standardised_rate(pl.DataFrame({"age_band": ["83+"], "count": [1], "population": [9]}))


def test_life_tables_means_quantiles_funnels_trends_charts_and_suppression():
    people = pl.DataFrame({"age": ["0", "1-4", "5+"], "deaths": [9, 40, 900], "population": [900, 9000, 40_000]})
    life = columns(table.life_expectancy(people))
    assert life["value"] == stats.life_expectancy([9, 40, 900], [900, 9000, 40_000], [0, 1, 5]).value.tolist()
    assert columns(table.mean(pl.DataFrame({"g": [1, 1, 2], "value": [3, 5, 7]}), by="g"))["value"] == [4, 7]
    assert columns(table.mean(pl.DataFrame({"value": [3, None, 7]})))["denominator"] == [2]
    grouped = columns(table.quantile_groups(pl.DataFrame({"value": [4, 3, 2, 1]}), groups=2))
    assert grouped["quantile"] == [1, 1, 2, 2]
    lines = {
        "quantile": [1, 2, 3],
        "population": [10, 10, 10],
        "value": [9, 6, 2],
        "lower": [8, 5, 1],
        "upper": [10, 7, 3],
    }
    slope = columns(table.slope_index(pl.DataFrame(lines)))
    direct = stats.slope_index([9, 6, 2], [10, 10, 10], lower=[8, 5, 1], upper=[10, 7, 3])
    assert (slope["value"], slope["lower"]) == ([direct.value], [direct.lower])
    assert len(columns(table.concentration_index(pl.DataFrame(lines)))["value"]) == 1
    funnel = columns(table.funnel_significance(pl.DataFrame({"count": [50, 90], "denominator": [100, 100]})))
    assert funnel["significance"] == ["Low (0.001)", "High (0.001)"]
    years = {"period": [2020, 2021, 2022, 2023, 2024], "count": [90, 80, 70, 60, 50], "denominator": [100] * 5}
    trend = columns(table.recent_trend(pl.DataFrame(years), count="count", denominator="denominator"))
    assert trend["trend"] == ["Decreasing"]
    series = pl.DataFrame(
        {"period": [f"{2023 + i // 12}-{i % 12 + 1:02}" for i in range(15)], "value": [10, 12] * 7 + [40]}
    )
    chart = columns(table.xmr(series, improvement="decrease"))
    assert chart["point"][-1] == "concern"
    hidden = columns(table.suppress(pl.DataFrame({"g": [1, 1, 1, 2, 2], "count": [3, 20, 30, 8, 9]}), by="g"))
    assert hidden["count"] == [None, None, 30, 8, 9]


def test_ratios_against_a_reference_and_indices_from_files(tmp_path):
    long = {"age_band": ["0-4", "5-9"], "count": [3, 9], "population": [100, 200]}
    long |= {"reference_count": [5, 20], "reference_population": [1000, 1000]}
    pyarrow.csv.write_csv(pa.table(long), tmp_path / "long.csv")
    arrays = ([3, 9], [100, 200], [5, 20], [1000, 1000])
    for name in ("standardised_ratio", "indirectly_standardised_rate"):
        found = table.run(name, tmp_path / "long.csv", per=100, confidence=0.9)
        assert found["upper"].to_pylist() == [getattr(stats, name)(*arrays, per=100, confidence=0.9).upper]
    lines = {"quantile": [1, 2, 3], "population": [10, 10, 10], "value": [9, 6, 2], "error": [1, 1, 1]}
    pyarrow.csv.write_csv(pa.table(lines), tmp_path / "lines.csv")
    found = table.run("relative_index", tmp_path / "lines.csv", standard_error="error", multiplier=-1)
    assert found["value"].to_pylist() == [
        stats.relative_index([9, 6, 2], [10] * 3, standard_error=[1] * 3, multiplier=-1).value
    ]
    with pytest.raises(OneplaceError, match="no setting 'errors'"):
        table.run("relative_index", tmp_path / "lines.csv", errors="error")


def test_files_in_and_out(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("area,x,n\nA,3,100\nB,12,200\nC,NA,100\n")
    found = table.run("rate", file, count="x", exposure="n", by="area")
    assert found["reason"].to_pylist() == ["", "", "missing"]
    table.write(found, tmp_path / "b.parquet")
    table.write(found, tmp_path / "b.csv")
    assert pyarrow.parquet.read_table(tmp_path / "b.parquet").equals(found)
    again = table.run("mean", tmp_path / "b.parquet", value="value")
    assert again["denominator"].to_pylist() == [2]


@pytest.mark.parametrize(
    ("text", "settings", "message"),
    [
        ("area,x,n\nA,3,100\nB,oops,200\n", {}, r"a\.csv:3:2: column 'x' has 'oops'"),
        ("area,y\nA,3\n", {}, r"no column 'x'"),
        ("area,x,n\nA,3\n", {}, r"a\.csv:2: has 2 cells"),
        ("area,x,n\nA,3,9\n", {"pre": 3}, "no setting 'pre'"),
        ("area,x,n\nA,3,9\n", {"confidence": 95}, "confidence is '95'"),
    ],
)
def test_bad_files_and_settings_are_named(tmp_path, text, settings, message):
    file = tmp_path / "a.csv"
    file.write_text(text)
    with pytest.raises(OneplaceError, match=message):
        table.run("rate", file, count="x", exposure="n", **settings)


def test_what_is_no_table_method_or_name(tmp_path):
    with pytest.raises(OneplaceError, match="is no table"):
        table.rate([1, 2])
    with pytest.raises(OneplaceError, match="no method 'ratio'"):
        table.run("ratio", FOLDER / "rates.csv")
    with pytest.raises(OneplaceError, match="neither"):
        table.write(pa.table({"a": [1]}), tmp_path / "a.xlsx")


def run(*arguments):
    app = typer.Typer()
    app.command("stats")(command)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.mark.slow
def test_a_chart_of_the_result(tmp_path):
    months = tmp_path / "months.csv"
    months.write_text("period,value\n" + "".join(f"{n},{10 + n % 3}\n" for n in range(1, 21)))
    wards = tmp_path / "wards.csv"
    wards.write_text(
        "ward,period,value\n" + "".join(f"Ward {w},{n},{w + n % 3}\n" for w in (1, 2, 3) for n in range(20))
    )
    areas = tmp_path / "areas.csv"
    areas.write_text("area,count,denominator\n" + "".join(f"Area {n},{40 + n * n},100\n" for n in range(1, 8)))
    shares = tmp_path / "shares.csv"
    shares.write_text("period,count,denominator\n" + "".join(f"{2015 + n},{100 + 40 * n},1000\n" for n in range(9)))
    for words, said in (
        (("xmr", months, "-s", "target=11.5"), "XmR chart"),
        (("xmr", wards, "--by", "ward"), "XmR chart: Ward 3"),
        (("recent_trend", shares, "-s", "count=count", "-s", "denominator=denominator"), "Recent trend: Increasing"),
        (("proportion", areas, "--by", "area"), "Area 7"),
        (("funnel_limits", areas, "-s", "per=100"), "beyond the dashed lines"),
    ):
        assert run(*words, "--out", tmp_path / "o.csv", "--chart", tmp_path / "o.svg").exit_code == 0
        drawn = (tmp_path / "o.svg").read_text()
        assert drawn.startswith("<svg")
        assert said in drawn
        assert f"From {words[1].name}." in drawn
    beside = tmp_path / "beside.csv"
    beside.write_text("area,rate,low,high,value\n" + "North,5,4,6,900\nSouth,*,,,1\nEast,9.5,8,11,2\n")
    longer = tmp_path / "longer.csv"
    longer.write_text("period,value\n" + "".join(f"{n},{10 + n % 3 + 5 * (n > 15)}\n" for n in range(1, 31)))
    deaths = tmp_path / "deaths.csv"
    ages = (("0-64", 300, 90_000), ("65+", 900, 20_000))
    rows = "".join(f"{area},{age},{d * k},{p}\n" for k, area in ((1, "A"), (2, "B")) for age, d, p in ages)
    deaths.write_text("group,age,deaths,population\n" + rows)
    for words, said in (
        (("interrupted", months, "-s", "since=11"), "too few to judge it: 20 points"),
        (("interrupted", longer, "-s", "since=16"), "Interrupted: step"),
        (("forecast", months), "Forecast"),
        (
            ("compare", beside, *(f"-s{name}" for name in ("value=rate", "lower=low", "upper=high", "target=7"))),
            "between 4 and 11, limits",
        ),
        (("decompose_life_expectancy", deaths, "-s", "reference=A"), "B, 65"),
    ):
        assert run(*words, "--out", tmp_path / "o.csv", "--chart", tmp_path / "o.svg").exit_code == 0
        assert said in (tmp_path / "o.svg").read_text()
    drawings = []
    for target in ("target=20%", "target=0.2", "improvement=neutral"):
        run("p_chart", shares, "-s", target, "--out", tmp_path / "o.csv", "--chart", tmp_path / "o.svg")
        drawings.append((tmp_path / "o.svg").read_text())
    assert drawings[0] == drawings[1] != drawings[2]
    for words, message in (
        (
            ("quantile_groups", areas, "-s", "value=count", "-s", "groups=2", "--chart", "o.svg"),
            "makes no chart. These do",
        ),
        (
            ("quantile_groups", beside, "-s", "groups=2", "--chart", "o.svg"),  # though it has a column `value`
            "makes no chart. These do",
        ),
        (("proportion", areas, "--chart", "o.pdf"), "is neither .svg nor .png"),
    ):
        assert message in str(run(*words).exception)


def test_the_command(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("area,x,n\nA,3,100\nB,12,200\n")
    words = ("rate", file, "--by", "area", "-s", "count=x", "-s", "exposure=n", "-s", "per=1000")
    assert [row["value"] for row in json.loads(run(*words, "--json").output)] == [30, 60]
    assert run(*words, "--csv").output.splitlines()[1].startswith('"A",30,')
    assert run(*words, "--confidence", 0.95, "--confidence", 0.998, "--out", tmp_path / "o.csv").exit_code == 0
    assert "upper_99_8" in pyarrow.csv.read_csv(tmp_path / "o.csv").column_names
    assert "slope_index" in run("list").output
    assert run("rate").exit_code == 2
    assert run(*words, "--json", "--csv").exit_code == 2
    assert isinstance(run("rate", file, "-s", "count").exception, OneplaceError)


@pytest.mark.slow
def test_the_program_does_without_what_no_file_needs(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("area,x,n\nA,3,100\nB,1,200\n")
    slow = {"pandas", "scipy.stats", "scipy.optimize", "openpyxl", "django", "altair"}
    code = f"import sys; from oneplace.cli import main\ntry: main()\nfinally: print(sorted({slow} & set(sys.modules)))"
    words = ("stats", "rate", file, "--by", "area", "-s", "count=x", "-s", "exposure=n")
    ran = subprocess.run([sys.executable, "-c", code, *map(str, words)], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[1].startswith('"A",3000,')
    assert ran.stdout.splitlines()[-1] == "[]"
