"""`oneplace optimise` and `oneplace import`: words, JSON, and mistakes told without a traceback."""

import json

import pytest
from tests.flow.test_import_json2ciw import CALLS
from tests.flow.test_import_pathsimr import CALENDAR, NETWORK
from typer.testing import CliRunner

from oneplace import flow
from oneplace.cli import app
from oneplace.problems import OneplaceError

SITES = """format: pathway/1
id: sites
name: Two sites
provenance: illustrative
clock: days
run: 200 days
patients:
  a: {enters: north, arrivals: {rate: 2 patients per day}}
  b: {enters: south, arrivals: {rate: 4 patients per day}}
places:
  north: {capacity: 8 beds, queue: 0 patients, stay: {shape: exponential, mean: 4 days}}
  south: {capacity: 16 beds, queue: 0 patients, stay: {shape: exponential, mean: 4 days}}
"""
NORTH, SOUTH = "places.north.capacity", "places.south.capacity"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "sites.yaml"
    path.write_text(SITES)
    return path


def run(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments])


def test_the_least_capacity_in_words_and_as_json(file):
    target = "share lost at north <= 5 %"
    words = run("optimise", "least", file, NORTH, target).output
    assert "13 beds" in words
    assert "no fewer do" in words
    said = json.loads(run("optimise", "least", file, NORTH, target, "--between", 1, 20, "--json").output)
    assert (said["least"], said["undecided"], said["searched"]) == (13, None, [1, 20])
    assert said["trials"][0]["verdict"] == "not met"


@pytest.mark.slow
def test_how_runs_are_judged_is_said(file):
    lifo = file.with_name("lifo.yaml")
    lifo.write_text(SITES.replace("queue: 0 patients,", "queue: 0 patients, discipline: lifo,"))
    words = run("optimise", "least", lifo, NORTH, "share lost <= 10 %", "--most", 20).output
    assert "one-sided 95% limit" in words
    assert "not met" in words


def test_a_change_comes_first(file):
    said = run(
        "optimise", "least", file, NORTH, "share lost <= 5 %", "--set", "places.north.stay.mean=2 days", "--json"
    )
    assert json.loads(said.output)["least"] < 13


def test_beds_given_out_in_words_and_as_json(file):
    options = ("optimise", "allocate", file, 6, NORTH, SOUTH, "--floor", f"{NORTH}=share lost <= 5 %")
    words = run(*options).output
    assert "exact, by formula" in words
    assert f"The price of at least 13 for {NORTH}" in words
    said = json.loads(run(*options, "--json").output)
    assert said["capacities"] == {NORTH: 13, SOUTH: 17}
    assert said["steps"][-1]["goes_to"] == SOUTH
    assert said["steps"][0]["lower"] is None  # exact
    assert said["floors"][0]["price"]["mean"] > 0


def test_beds_by_runs_have_limits(file):
    said = json.loads(
        run(
            "optimise", "allocate", file, 1, NORTH, SOUTH, "--lower", "lost at pathway", "--replications", 5, "--json"
        ).output
    )
    (step,) = said["steps"]
    assert step["lower"] < step["benefit"] < step["upper"]


@pytest.mark.slow
def test_mistakes_are_told(file):
    for arguments, message in (
        (("least", file, "places.q.capacity", "share lost <= 5 %"), "has no capacity"),
        (("least", file, NORTH, "soon"), "'soon' is not a target"),
        (("allocate", file, 2, NORTH, "--floor", f"{NORTH}=99 beds"), "the floors need 91 beds"),
    ):
        with pytest.raises(OneplaceError, match=message):
            raise run("optimise", *arguments).exception
    assert run("optimise", "allocate", file, 0, NORTH).exit_code == 2
    assert run("optimise", "allocate", file, 2, NORTH, "--floor", NORTH).exit_code == 2


def test_pathsimr_is_brought_over(tmp_path):
    network, calendar, into = (tmp_path / name for name in ("network.csv", "calendar.csv", "pathways/x.yaml"))
    network.write_text(NETWORK)
    calendar.write_text(CALENDAR)
    said = json.loads(run("import", "pathsimr", network, calendar, "--into", into, "--json").output)
    assert said["file"] == str(into)
    assert any("two queues" in note for note in said["notes"])
    assert flow.read(into).id == "network"
    again = run("import", "pathsimr", network, calendar, "--into", into)
    assert again.exit_code == 2  # it is never written over
    weekly = run("import", "pathsimr", network, calendar, "--into", tmp_path / "y.yaml", "--time-unit", "weeks")
    assert "does not repeat within a day or a week" in str(weekly.exception)


def test_json2ciw_is_brought_over(tmp_path):
    model, into = tmp_path / "calls.json", tmp_path / "calls.yaml"
    model.write_text(json.dumps(CALLS))
    words = run("import", "json2ciw", model, "--into", into, "--run", "30 days", "--warm-up", "1 day").output
    assert "it is taken to be minutes" in words
    assert flow.read(into).file.run == 30 * 86_400


def test_a_mistake_in_a_model_is_told(tmp_path):
    (tmp_path / "x.json").write_text("{}")
    with pytest.raises(OneplaceError, match="name: Field required"):
        raise run("import", "json2ciw", tmp_path / "x.json", "--into", tmp_path / "x.yaml").exception
    assert not (tmp_path / "x.yaml").exists()
