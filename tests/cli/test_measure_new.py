"""``oneplace measure PLACE --new``: from a question and five choices, given or asked for, to a measure."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from oneplace import place
from oneplace.cli.measure import why_nothing
from tests.cli.conftest import Command
from tests.record.conftest import SOURCES

CHOICES = {"--of": "ed_attendance", "--how": "rate", "--ages": "65+", "--period": "quarter", "--better": "lower"}
ASKED = "How often do older people come to A&E?"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "p"
    place.scaffold(made, name="Testton")
    (made / "sources.yaml").write_text(SOURCES)
    return made


def given(**other: str) -> list[str]:
    chosen = CHOICES | {f"--{name}": value for name, value in other.items()}
    return [part for option, value in chosen.items() if value for part in (option, value)]


def test_five_choices_make_a_measure_and_the_next_step_is_told(oneplace: Command, folder: Path) -> None:
    said = oneplace("measure", folder, "--new", ASKED, *given())
    assert said.code == 0, said.err
    assert f"oneplace measure {folder} ed_attendance_rate_65_plus" in said.out
    text = (folder / "measures" / "ed_attendance_rate_65_plus.yaml").read_text()
    assert text.startswith(f"# Asked: {ASKED}\n")
    assert "W47" in said.err


def test_what_was_not_given_is_asked_for(oneplace: Command, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("mean\nall\n"))
    said = oneplace("measure", folder, "--new", ASKED, *given(how="", ages=""))
    assert said.code == 0, said.err
    assert "What is to be said of it? (rate, people, mean, median, count)" in said.out  # no status is mapped
    assert (folder / "measures" / "ed_attendance_mean.yaml").exists()


def test_kinds_that_stand_in_a_column_cannot_be_listed_and_any_may_be_chosen(
    oneplace: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is none of them is asked for again."""
    (folder / "sources.yaml").write_text(OF_A_COLUMN)
    monkeypatch.setattr("sys.stdin", io.StringIO("1\nswim\ned_attendance\n"))
    said = oneplace("measure", folder, "--new", ASKED, *given(of="", how="count", ages="all"))
    assert said.code == 0, said.err
    words = " ".join(said.out.split())
    assert "Which kinds there are can't be listed, as s.a has them in a column: any may be chosen." in words
    assert "'1' is none of them." in words
    assert "'swim' is none of them." in words
    assert list((folder / "measures").glob("ed_attendance_*"))


OF_A_COLUMN = """
format: place-sources/1
version: "1"
as_at: 2026-03-31
local_authorities: [E06000045]
sources:
  - id: s
    partner: P
    system: S
    datasets:
      - id: a
        files: a.csv
        columns: {id: required text, kind: text, at: required time}
        person: id
        facts: {as_of: at::date}
        rows:
          - table: activity
            values: {activity_type: kind, source_record_id: id, start_at: at}
"""


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--new", ASKED, *given(of="swim")], "'swim' is none. Choose from: ed_attendance, social_prescribing."),
        (["--new", ASKED, *given(ages="old")], "'old' are no ages"),
        (["--new", " ", *given()], "the question is empty"),
        (["--of", "ed_attendance"], "goes with --new"),
    ],
)
def test_a_choice_that_cannot_be_is_told(oneplace: Command, folder: Path, options: list[str], said: str) -> None:
    told = oneplace("measure", folder, *options)
    assert told.code != 0
    words = " ".join(told.err.replace("│", " ").split())
    assert said in words
    assert not list((folder / "measures").glob("ed_*"))


def test_a_place_without_extracts_is_told_how_to_declare_some(oneplace: Command, folder: Path) -> None:
    (folder / "sources.yaml").unlink()
    told = oneplace("measure", folder, "--new", ASKED, *given())
    assert told.code == 1
    assert "declares no activity that a measure could count" in told.err.replace("\n", " ")


def test_a_place_whose_measures_have_no_figure_is_told_why_and_what_to_do(oneplace: Command, folder: Path) -> None:
    sources = (folder / "sources.yaml").read_text()
    assert oneplace("measure", folder, "--new", ASKED, *given()).code == 0
    for which in ((), ("ed_attendance_rate_65_plus",)):
        (folder / "sources.yaml").unlink()
        assert "oneplace sources propose FILE, or oneplace sources add NAME" in oneplace("measure", folder, *which).out
        (folder / "sources.yaml").write_text(sources)
        assert "`complete_from`" in why_nothing(folder, *which)
        assert f"oneplace load {folder}" in why_nothing(folder, *which)
    (folder / "measures" / "ed_attendance_rate_65_plus.yaml").unlink()
    assert "--new 'QUESTION'" in why_nothing(folder)
