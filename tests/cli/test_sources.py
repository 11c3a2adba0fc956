"""``oneplace sources``: views and ready mappings are listed and copied, and what is there stays as it is."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Command


def test_views_are_listed(oneplace: Command) -> None:
    listed = json.loads(oneplace("sources", "views", "--json").out)
    assert ["condition", "Condition"] in [[row["view"], row["resource"]] for row in listed]
    assert "condition" in oneplace("sources", "views").out


def test_views_are_copied_and_what_is_there_stays(oneplace: Command, tmp_path: Path) -> None:
    folder = tmp_path / "views"
    assert oneplace("sources", "views", str(folder)).out == f"Wrote 21 view definitions into {folder}.\n"
    (folder / "task.json").write_text("mine", "utf-8")
    (folder / "flag.json").unlink()
    said = oneplace("sources", "views", str(folder)).out.splitlines()
    assert said[0] == f"Wrote 1 view definition into {folder}."
    assert said[1].startswith("As they were there already, left as they are: allergy_intolerance.json, ")
    assert (folder / "task.json").read_text("utf-8") == "mine"


def test_a_file_where_the_folder_should_be_is_told(oneplace: Command, tmp_path: Path) -> None:
    (tmp_path / "views").write_text("", "utf-8")
    said = oneplace("sources", "views", str(tmp_path / "views"))
    assert said.code == 1
    assert "views: is no folder" in said.err.replace("\n", "")


def test_a_declaration_is_proposed_on_the_screen(oneplace: Command, tmp_path: Path) -> None:
    (tmp_path / "visits.csv").write_text("client_id,day\n1,2024-05-01\n", "utf-8")
    said = oneplace("sources", "propose", tmp_path / "visits.csv", "--source", "vol", "--partner", "A charity")
    assert said.code == 0
    assert "  - id: vol  # the files stand in data/extracts/vol/" in said.out
    assert "          day: date" in said.out


def test_what_can_not_be_proposed_is_told(oneplace: Command, tmp_path: Path) -> None:
    said = oneplace("sources", "propose", tmp_path / "none.csv")
    assert said.code == 1
    assert "can't be read" in said.err.replace("\n", " ")


def test_the_ready_mappings_are_listed_with_how_sure_each_is(oneplace: Command) -> None:
    said = oneplace("sources", "list")
    assert said.code == 0
    assert "recalled" in said.out
    found = json.loads(oneplace("sources", "list", "--json").out)
    assert {each["layout"] for each in found} == {"seen", "recalled"}
    assert {"apc", "asc_cld", "omop"} <= {each["name"] for each in found}


def test_a_ready_mapping_is_added_once_and_told_with_its_provenance(oneplace: Command, tmp_path: Path) -> None:
    place = tmp_path / "town"
    oneplace("new", place)
    said = oneplace("sources", "add", "apc", place)
    assert said.code == 0
    assert "The layout was recalled, not seen" in said.out
    assert "V6-2-3" in said.out
    assert oneplace("check", place).code == 0
    again = oneplace("sources", "add", "apc", place)
    assert again.code == 1
    assert "declares acute.apc already" in again.err
    assert "--source" in again.err
    assert oneplace("sources", "add", "apc", place, "--source", "other_trust").code == 0
    assert oneplace("sources", "add", "nothing", place).code == 1
