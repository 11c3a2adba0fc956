"""`oneplace flow`: words, JSON, what-ifs, and mistakes told without a traceback."""

import json
import re

import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner

from oneplace.cli import app
from oneplace.cli.flow import flow
from oneplace.cli.show import number
from oneplace.place import parse
from oneplace.problems import OneplaceError

TEXT = """format: pathway/1
id: ward
name: A ward
provenance: illustrative
clock: days
run: 60 days
patients: {a: {enters: ward, arrivals: {rate: 2 patients per day}}}
places: {ward: {capacity: 10 beds, queue: 0 patients, stay: {shape: exponential, mean: 4 days}}}
costs: {places.ward: 400 GBP per bed-day}
scenarios: {more: {set: {places.ward.capacity: 12 beds}}}
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "pathways" / "ward.yaml"
    path.parent.mkdir()
    path.write_text(TEXT)
    return path


def run(*arguments):
    app = typer.Typer()
    app.command()(flow)
    return CliRunner().invoke(app, [str(a) for a in arguments])


def test_words(file):
    said = run(file, "--replications", 5).output
    assert "A ward: 5 runs of 60 days. Times in days." in said
    assert "The numbers of this pathway are illustrative." in said
    assert "By formula (Erlang B): share lost at ward is 0.1217." in said


def test_words_tell_who_is_sent_on_what_all_were_held_up_and_what_is_overrun(file):
    file.write_text("""format: pathway/1
id: ward
name: A ward
provenance: illustrative
run: 60 days
patients: {a: {enters: ward, arrivals: {rate: 8 patients per hour}}}
places:
  ward:
    capacity: 5 beds
    stay: {shape: exponential, mean: 1 hour}
    leave: {patience: 30 minutes, to: corridor}
  corridor: {stay: 1 hour}
when: {busy: {if: places.ward.waiting > 3 patients, set: {places.ward.capacity: 9 beds}}}
""")
    said = run(file, "--replications", 2).output
    for words in (
        "ward      sent on",
        "pathway   time held up",
        "Above 100% is overrun: people stay where fewer beds",
    ):
        assert words in said


def test_json(file):
    said = json.loads(run(file, "--replications", 5, "--json").output)
    assert said["exact"]["formula"] == "Erlang B"
    row = next(r for r in said["results"] if (r["measure"], r["where"], r["group"]) == ("share lost", "ward", "all"))
    assert row["lower"] < row["mean"] < row["upper"]


@pytest.mark.slow
def test_what_if(file):
    named, given = (
        json.loads(run(file, "--compare", "--replications", 10, "--json", *more).output)
        for more in (("--scenario", "more"), ("--set", "places.ward.capacity=12 beds"))
    )
    assert named[0]["results"] == given[0]["results"]
    said = run(file, "--compare").output
    assert "more (what surely differs: the 95% limits leave out nought)" in said
    assert "Times in days. Shares differ by percentage points.\nThe numbers of this pathway are illustrative." in said
    assert re.search(r"share lost +all .*% +-?[\d.]+ points +-?[\d.]+ to -?[\d.]+ points", said)
    assert "share lost" in said


def test_the_visits_of_a_run(file, tmp_path):
    log = tmp_path / "visits.parquet"
    assert run(file, "--replications", 2, "--log", log).exit_code == 0
    assert pq.read_table(log).num_rows > 50


def test_misuse_is_told(file):
    assert run(file, "--set", "places.ward.capacity").exit_code == 2
    with pytest.raises(OneplaceError, match="there is no `q` here"):
        raise run(file, "--set", "places.q.capacity=3 beds").exception


def test_the_pathways_of_a_place_are_checked(file, tmp_path):
    assert of_pathways(tmp_path) == []
    file.write_text(TEXT.replace("10 beds", "10"))
    (problem,) = of_pathways(tmp_path)
    assert (problem["line"], problem["file"]) == (8, str(file))


@pytest.mark.slow
def test_every_combination(file, tmp_path):
    vary = ("--vary", "places.ward.capacity=9 beds, 11 beds", "--vary", "places.ward.stay.mean=4 days,5 days")
    csv = tmp_path / "grid.csv"
    said = json.loads(run(file, *vary, "--replications", 3, "--json", "--csv", csv).output)
    assert said["varied"] == ["places.ward.capacity", "places.ward.stay.mean"]
    assert said["cells"][1] == {"places.ward.capacity": "9 beds", "places.ward.stay.mean": "5 days"}
    assert len(pa_csv.read_csv(csv)) == len(said["results"])
    words = run(file, *vary, "--replications", 10).output
    assert "places.ward.capacity" in words
    assert "share lost" in words


def test_a_comma_may_part_thousands(file):
    said = json.loads(
        run(file, "--vary", "places.ward.capacity=1,000 beds,2,000 beds", "--replications", 2, "--json").output
    )
    assert [cell["places.ward.capacity"] for cell in said["cells"]] == ["1,000 beds", "2,000 beds"]


def test_nothing_that_differs_is_said(file):
    said = run(file, "--vary", "places.ward.capacity=10 beds", "--replications", 2).output
    assert said == "No combination differs from the pathway as it is beyond chance.\n"


def test_what_is_not_set_is_varied_without_a_difference(file):
    file.write_text(TEXT.replace("10 beds", "not_set"))
    said = run(file, "--vary", "places.ward.capacity=9 beds,11 beds", "--replications", 2).output
    assert said.startswith("Each combination of places.ward.capacity.\n")
    assert "share lost" in said
    assert "nan" not in said


def test_results_as_csv(file, tmp_path):
    for options, column in (((), "mean"), (("--compare",), "difference")):
        csv = tmp_path / f"{column}.csv"
        assert run(file, *options, "--replications", 2, "--csv", csv).exit_code == 0
        assert {"measure", "where", "group", column, "lower", "upper"} <= set(pa_csv.read_csv(csv).column_names)


def test_the_report_on_the_model(file, tmp_path):
    report = tmp_path / "stress.md"
    assert run(file, "--replications", 2, "--set", "places.ward.capacity=11 beds", "--report", report).exit_code == 0
    assert "| `places.ward.capacity` | 11 beds |" in report.read_text()


@pytest.mark.parametrize(
    "options",
    [
        ("--vary", "places.ward.capacity"),
        ("--vary", "places.ward.capacity=9 beds", "--compare"),
        ("--set", "places.ward.capacity=9 beds", "--scenario", "more"),
        ("--set", "places.ward.capacity=9 beds", "--set", "places.ward.capacity=8 beds"),
    ],
)
def test_options_that_do_not_go_together(file, options):
    assert run(file, *options).exit_code == 2


def checked(path):
    made = CliRunner().invoke(app, ["check", str(path), "--json"])
    return made.exit_code, json.loads(made.stdout)


def of_pathways(place):
    return [problem for problem in checked(place)[1] if problem["file"].startswith(str(place / "pathways"))]


def test_one_pathway_is_checked_by_itself(file, tmp_path):
    assert checked(file) == (0, [])
    file.write_text(TEXT.replace("10 beds", "10 bedss, q: 3"))
    code, (problem,) = checked(file)
    assert (code, problem["line"]) == (1, 8)
    assert "the key `q` is not known here" in problem["message"]
    as_json = tmp_path / "ward.json"
    as_json.write_text(json.dumps(parse(TEXT, file).data, indent=2))
    assert checked(as_json) == (0, [])


def test_files_that_a_pathway_names_are_checked(file, tmp_path):
    file.write_text(TEXT.replace("2 patients per day", "2 patients per day, profile: series/week.csv"))
    code, (problem,) = checked(file)
    assert (code, problem["file"]) == (1, str(tmp_path / "pathways" / "series" / "week.csv"))
    (tmp_path / "series").mkdir()
    (tmp_path / "series" / "week.csv").write_text("hour_of_day,share\n" + "".join(f"{h},1\n" for h in range(24)))
    assert checked(file) == (0, [])
    file.write_text(TEXT.replace("rate: 2 patients per day", "forecast: calls"))
    code, (problem,) = checked(file)
    assert problem["file"].endswith("forecasts/calls.csv")


def test_a_pathway_with_another_ending_is_pointed_at(file, tmp_path):
    file.rename(file.with_suffix(".yml"))
    (problem,) = of_pathways(tmp_path)
    assert (problem["code"], problem["mend"]) == ("F03", "Rename it to `ward.yaml`.")


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (0.0, "hours", "0"),
        (9.3e-6, "hours", "just above 0"),
        (-9.3e-6, "hours", "just below 0"),
        (0.00123, "hours", "0.00123"),
        (1234.5, "patients", "1,234"),
        (0.0184, "share", "1.8%"),
    ],
)
def test_no_figure_has_a_power_of_ten(value, unit, said):
    assert number(value, unit) == said
