"""`oneplace calibrate` and `oneplace validate`: words, JSON, a page, and misuse told without a traceback."""

import json

import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner

from oneplace import flow
from oneplace.cli.calibrate import calibrate, validate
from oneplace.problems import OneplaceError

pytestmark = pytest.mark.slow

TEXT = """\
format: pathway/1
id: ward
name: A ward
provenance: illustrative
start: "2026-01-05"
run: 60 days
patients: {a: {enters: ward, arrivals: {rate: 10 patients per day}}}
places: {ward: {capacity: unlimited, stay: {shape: gamma, mean: 2 days, cv: 50 %}}}
"""


@pytest.fixture(scope="module")
def spells(tmp_path_factory):
    """A visit log as `oneplace flow --log` writes it."""
    path = tmp_path_factory.mktemp("spells") / "visits.parquet"
    flow.simulate(flow.parse(TEXT), replications=1, log=True).write_log(path)
    return path


def run(command, *arguments):
    app = typer.Typer()
    app.command()(command)
    return CliRunner().invoke(app, [str(a) for a in arguments])


def test_words(spells, tmp_path):
    into = tmp_path / "pathways" / "ward.yaml"
    said = run(calibrate, spells, "--into", into, "--zone", "UTC").output
    assert "ward: stay: gamma, mean 48.6 hours (± 2), cv 51 % (from " in said
    assert "ward: At most" in said
    assert f"Wrote {into}." in said
    assert flow.check(into) == []


def test_json_and_a_page(spells, tmp_path):
    into, page = tmp_path / "ward.yaml", tmp_path / "page.html"
    said = json.loads(run(calibrate, spells, "--into", into, "--zone", "UTC", "--page", page, "--json").stdout)
    stay = next(row for row in said["fits"] if row["what"] == "stay")
    assert stay["shape"] == "gamma"
    assert stay["number"] > 400
    assert {one["shape"] for one in stay["tried"]} >= {"exponential", "lognormal", "gamma", "weibull"}
    assert said["validation"]["fits"]
    assert {row["verdict"] for row in said["validation"]["results"]} <= {"within limits", "close"}
    assert said["written"] == [str(into)]
    assert "How the numbers were found" in page.read_text()


def test_validation_of_any_pathway(spells, tmp_path):
    path = tmp_path / "p.yaml"
    path.write_text(TEXT.replace("mean: 2 days", "mean: 3 days"))
    said = run(validate, path, spells, "--zone", "UTC", "--replications", 8)
    assert "The pathway does not fit" in said.output
    assert "Limits are those within which all" in said.output
    found = json.loads(run(validate, path, spells, "--zone", "UTC", "--replications", 8, "--json").stdout)["validation"]
    assert not found["fits"]
    assert next(r for r in found["results"] if r["what"] == "stay")["verdict"] == "off"


def test_problems_of_single_spells_are_told_beside_the_answer(tmp_path):
    rows = [
        f"{i},ward,2026-03-{1 + i // 24:02} {i % 24:02}:00,2026-03-{2 + i // 24:02} {(7 * i) % 24:02}:00"
        for i in range(300)
    ]
    path = tmp_path / "s.csv"
    path.write_text("\n".join(["patient,place,arrived,left", *rows, "x,ward,never,"]))
    said = run(calibrate, path, "--into", tmp_path / "w.yaml")
    assert said.exit_code == 0
    assert f"{path}:302: W82 `arrived` (never) is not a time" in said.output


def test_misuse(spells, tmp_path):
    into = tmp_path / "w.yaml"
    for wrong in (
        ("--into", into),
        (spells, "--from-record", tmp_path, "--into", into),
        (spells,),
    ):
        assert run(calibrate, *wrong).exit_code == 2
    assert isinstance(run(calibrate, tmp_path / "none.csv", "--into", into).exception, OneplaceError)
    assert isinstance(run(calibrate, "--from-record", tmp_path, "--into", into).exception, OneplaceError)
    assert not into.exists()


def test_observed_arrivals(spells, tmp_path):
    run(calibrate, spells, "--into", tmp_path / "w.yaml", "--zone", "UTC", "--observed-arrivals")
    lines = (tmp_path / "series" / "w_a_arrivals.csv").read_text().splitlines()
    assert len(lines) - 1 == pq.read_table(spells).num_rows
