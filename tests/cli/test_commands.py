"""What each command says when all is well."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pytest

from oneplace import __version__, assets, place, results
from oneplace.measures.matching import never_fits
from tests.cli.conftest import Command


@pytest.fixture(scope="module")
def run_place(finished_place: Path) -> Path:
    """A place with one run."""
    from datetime import date

    from oneplace import run

    run.run(finished_place, as_of=date(2026, 11, 22))
    return finished_place


def test_version(oneplace: Command) -> None:
    assert oneplace("version").out == f"oneplace {__version__}\n"


def test_help_lists_every_command(oneplace: Command) -> None:
    said = oneplace("--help").out
    for command in (
        "demo",
        "new",
        "check",
        "diff",
        "synth",
        "load",
        "measure",
        "omop",
        "run",
        "runs",
        "pack",
        "serve",
        "user",
        "dismiss",
        "schema",
    ):
        assert command in said


@pytest.mark.parametrize(
    "place", ["southampton", "south-east-london", "north-and-mid-hampshire", "south-east-coast-ambulance"]
)
def test_the_example_places_pass_check(oneplace: Command, place: str) -> None:
    said = oneplace("check", assets.folder("places") / place, "--as-of", "2026-11-22")
    assert said.code == 0
    assert "0 errors" in said.out


def test_a_new_place_passes_check(oneplace: Command, tmp_path: Path) -> None:
    made = oneplace("new", tmp_path / "ours")
    assert made.code == 0, made.err
    assert str(tmp_path / "ours") in made.out
    assert oneplace("check", tmp_path / "ours").code == 0


def test_check_tells_the_same_as_json(oneplace: Command) -> None:
    folder = assets.folder("places") / "southampton"
    problems = json.loads(oneplace("check", folder, "--json", "--as-of", "2026-11-22").out)
    assert {"code", "severity", "file", "line", "column", "message", "mend"} == set(problems[0])
    assert all(problem["severity"] == "warning" for problem in problems)


def test_schemas_are_written_for_editors(oneplace: Command, tmp_path: Path) -> None:
    assert oneplace("schema", tmp_path / "schemas").code == 0
    names = {path.name for path in (tmp_path / "schemas").iterdir()}
    assert {"strategy.schema.json", "measure.schema.json", "place.schema.json"} <= names


def test_load_says_what_was_read_set_aside_and_linked(oneplace: Command, run_place: Path) -> None:
    found = json.loads(oneplace("load", run_place, "--json").out)
    assert found["new"] is False
    assert found["rows"]["person"] > 500
    assert found["rows_read"] > found["rows_set_aside"] > 0
    assert "rows read" in oneplace("load", run_place).out


def test_measure_prints_the_latest_headline_of_each(oneplace: Command, run_place: Path) -> None:
    rows = json.loads(oneplace("measure", run_place, "--json").out)
    by_measure = {row["measure"]: row for row in rows}
    assert by_measure["obesity_year_6"]["from"] == "published"
    assert by_measure["emergency_admissions"]["from"] == "synthetic"
    assert "emergency_admissions" in oneplace("measure", run_place).out


def test_measure_prints_every_group_of_one(oneplace: Command, run_place: Path) -> None:
    rows = json.loads(oneplace("measure", run_place, "emergency_admissions", "--json").out)
    assert {"all", "deprivation", "sex"} <= {row["by"] for row in rows}
    assert all((row["value"] is None) == (row["why not"] is not None) for row in rows)
    wrong = oneplace("measure", run_place, "emergency")
    assert (wrong.code, "has no measure 'emergency'" in wrong.err) == (1, True)


def test_the_record_goes_out_as_tables_of_a_common_model(oneplace: Command, run_place: Path, tmp_path: Path) -> None:
    said = oneplace("omop", run_place, tmp_path / "out")
    assert said.code == 0, said.err
    assert "These are rows about people" in said.out
    assert len(list((tmp_path / "out").glob("*.parquet"))) == 15
    town = tmp_path / "town"
    oneplace("new", town)
    assert oneplace("sources", "add", "omop", town).code == 0
    shutil.copytree(tmp_path / "out", town / "data" / "extracts" / "omop")
    said = oneplace("load", town)
    assert said.code == 0, said.err
    again = oneplace("omop", run_place, tmp_path / "out")
    assert again.code == 1
    assert "already holds something" in again.err.replace("\n", " ")


def test_measure_explains_itself(oneplace: Command, run_place: Path) -> None:
    said = oneplace("measure", run_place, "--explain", "emergency_admissions").out
    for part in ("GROUPING SETS", "inpatient_spell", "rows_read".replace("_", " ").capitalize(), "Seconds"):
        assert part in said
    found = json.loads(oneplace("measure", run_place, "--explain", "obesity_year_6", "--json").out)
    assert "published" in found["sql"]


def test_a_run_that_is_done_says_so(oneplace: Command, run_place: Path) -> None:
    said = oneplace("run", run_place, "--as-of", "2026-11-22")
    assert said.code == 0
    assert said.out.startswith("Run 2026-11-22-")
    assert "ambitions" in said.out


def test_what_is_due_is_listed_by_day_with_its_reason_and_datasets(oneplace: Command, run_place: Path) -> None:
    rows = json.loads(oneplace("opendata", "due", "--place", run_place, "--json").out)
    days = [row["next due by"] for row in rows if row["next due by"]]
    assert rows
    assert days == sorted(days)
    assert all(row["why"] and row["from"] for row in rows)
    late = json.loads(oneplace("opendata", "due", "--place", run_place, "--late", "--json").out)
    assert late == [row for row in rows if row["overdue"]]
    for day in ("1999-01-01", min(days), "2199-01-01"):
        then = json.loads(oneplace("opendata", "due", "--place", run_place, "--late", "--as-of", day, "--json").out)
        assert [row["next due by"] for row in then] == [each for each in days if each <= day]


def test_runs_are_listed_and_verified(oneplace: Command, run_place: Path) -> None:
    (row,) = json.loads(oneplace("runs", run_place, "--json").out)
    assert row["served"]
    assert row["faults"] == []
    assert "as it was made" in oneplace("runs", run_place).out


def test_a_past_run_is_made_again(oneplace: Command, run_place: Path, tmp_path: Path) -> None:
    (row,) = json.loads(oneplace("runs", run_place, "--json").out)
    said = oneplace("runs", run_place, "--rebuild", row["run"], "--into", tmp_path / "again")
    assert said.code == 0, said.out
    assert "every file is the same" in said.out


def test_the_pack_is_copied_where_asked(oneplace: Command, run_place: Path, tmp_path: Path) -> None:
    said = oneplace("pack", run_place, "--as-of", "2026-11-22", "--into", tmp_path / "pack")
    assert said.code == 0, said.err
    assert (tmp_path / "pack" / "board-pack.pdf").read_bytes().startswith(b"%PDF")


def test_check_and_run_warn_of_a_measure_whose_related_rows_never_match(
    oneplace: Command, run_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that found none is planted among the results that both read."""
    plain = oneplace("check", run_place)
    assert "never" not in plain.out + plain.err
    why = never_fits(["again"])
    row = {"measure": next(iter(place.read(run_place).measures)), "reason": why}
    planted = pa.Table.from_pylist([row], schema=results.TABLES["results"].schema)
    read_one = results.read_one
    monkeypatch.setattr(results, "read_one", lambda *of: planted if of[1] == "results" else read_one(*of))
    for said in (oneplace("check", run_place), oneplace("run", run_place, "--as-of", "2026-11-22")):
        assert said.code == 0
        assert "in the newest run no row counted has one that fits “again”" in " ".join((said.out + said.err).split())
