"""`oneplace forecast`: from a file of counts to a file that a pathway's arrivals read."""

import csv
import json
from datetime import date, timedelta

import holidays
import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from oneplace import flow
from oneplace.cli.flow import forecast
from oneplace.problems import OneplaceError

pytestmark = pytest.mark.slow

START = date(2024, 1, 1)


@pytest.fixture
def counts(tmp_path):
    path = tmp_path / "counts.csv"
    values = np.random.default_rng(1).poisson(96, 800)
    rows = "".join(f"{START + timedelta(days=n)},{value}\n" for n, value in enumerate(values))
    path.write_text("date,count\n" + rows)
    return path


def run(*arguments):
    app = typer.Typer()
    app.command()(forecast)
    return CliRunner().invoke(app, [str(a) for a in arguments])


def test_a_forecast_feeds_a_pathway(counts, tmp_path):
    made = run(counts, "--days", 60, "--into", tmp_path / "forecasts" / "demand.csv", "--json")
    days = json.loads(made.output)["days"]
    written = list(csv.DictReader((tmp_path / "forecasts" / "demand.csv").open()))
    assert len(days) == len(written) == 60
    assert float(written[0]["mean"]) == pytest.approx(days[0]["mean"], abs=1e-3)
    path = tmp_path / "p.yaml"
    path.write_text(
        f"""format: pathway/1
id: p
name: A pathway fed by a forecast
provenance: illustrative
start: "{days[0]["date"]}"
run: 60 days
patients: {{a: {{enters: s, arrivals: {{forecast: demand}}}}}}
places: {{s: {{capacity: unlimited, stay: 1 hour}}}}
"""
    )
    arrivals = flow.simulate(flow.read(path), replications=100).value("arrivals")
    expected, spread = sum(day["mean"] for day in days), np.sqrt(sum(day["sd"] ** 2 for day in days))
    assert abs(arrivals.mean - expected) <= 4 * arrivals.standard_error
    assert arrivals.sd == pytest.approx(spread, rel=0.3)


def test_words(counts):
    assert "80% limits" in run(counts, "--days", 2).output


def test_a_table_of_accuracy_by_horizon(counts):
    words = run(counts, "--days", 28, "--accuracy").output
    assert "Forecasts made again from 6 days of the past" in words
    for part in ("Oneplace", "Seasonal naive", "MASE", "up to 7", "up to 28"):
        assert part in words
    rows = json.loads(run(counts, "--days", 28, "--accuracy", "--json").output)["accuracy"]
    assert [row["horizon"] for row in rows] == [7, 14, 28] * 2
    assert all(0.5 < row["cover_80"] <= 1 for row in rows)


def test_too_short_a_series_to_judge_by(counts):
    with pytest.raises(OneplaceError, match="takes at least 816 days"):
        flow.accuracy_file(counts, 84)


def test_empty_counts_are_missing_days(counts):
    lines = counts.read_text().splitlines()
    lines[400] = lines[400].split(",")[0] + ","
    counts.write_text("\n".join(lines))
    assert len(flow.forecast_file(counts, 5).days) == 5


def test_bank_holidays_of_england_are_taken_apart(tmp_path):
    """Half as many come on bank holidays; Good Friday and Easter Monday 2024 are forecast so."""
    days = [date(2021, 12, 1) + timedelta(days=n) for n in range(835)]
    off = holidays.country_holidays("GB", subdiv="ENG", years=range(2021, 2025))
    rows = "".join(f"{day},{50 if day in off else 100}\n" for day in days)
    path = tmp_path / "counts.csv"
    path.write_text("date,count\n" + rows)
    made = flow.forecast_file(path, 30)
    assert made.days[0] == date(2024, 3, 15)
    lower = {day for day, median in zip(made.days, made.median, strict=True) if median < 75}
    assert lower == {date(2024, 3, 29), date(2024, 4, 1)}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("day,count\n2024-01-01,3\n", "has no columns"),
        ("date,count\n2024-01-01,3\n2024-01-01,4\n", "twice"),
        ("date,count\n2024-01-01,many\n", r":2: the count of 2024-01-01 is `many`, no number"),
        ("date,count\n2024-01-01,3\n2024-01-02,-3\n", r":3: the count of 2024-01-02 is -3"),
        ("date,count\n2024-01-01,inf\n", "the count of 2024-01-01 is inf"),
        ("date,count\n2024-01-01,nan\n", "the count of 2024-01-01 is nan"),
        ("date,count\n2024-01-01\n", "holds 1 of|at least 732"),
        ("date,count\n0204-01-01,3\n2024-01-02,3\n", "holds 2 of the 664,"),
        ("date,count\n1 May,3\n", ":2: the date `1 May` is not written year-month-day"),
        ("date,count\n", "holds no days"),
        ("date,count\n2024-01-01,3\n2024-01-02,4\n", "at least 732 days"),
    ],
)
def test_bad_files(tmp_path, text, message):
    path = tmp_path / "counts.csv"
    path.write_text(text)
    with pytest.raises(OneplaceError, match=message):
        flow.forecast_file(path, 7)


def test_a_forecast_that_does_not_reach_to_the_end_of_the_run(counts, tmp_path):
    flow.write_forecast(flow.forecast_file(counts, 5), tmp_path / "forecasts" / "demand.csv")
    text = """format: pathway/1
id: p
name: A pathway
provenance: illustrative
start: "2026-03-11"
run: 60 days
patients: {a: {enters: s, arrivals: {forecast: demand}}}
places: {s: {capacity: unlimited, stay: 1 hour}}
"""
    with pytest.raises(OneplaceError, match="has no line for 2026-03-16"):
        flow.simulate(flow.parse(text, tmp_path / "p.yaml"), replications=1)
