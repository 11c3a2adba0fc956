"""The pages of the rules and the schemas are those that the code writes; a new place passes its own check."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from oneplace.place import check, json_schema, read, scaffold
from oneplace.place.document import parse
from oneplace.place.pages import rule_pages, schemas
from oneplace.place.rules.explain import example, explanations
from oneplace.problems import OneplaceError, Severity

ROOT = Path(__file__).parents[2]


SCHEMAS, RULES = cache(json_schema), cache(rule_pages)


def on_disk(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


@pytest.mark.slow
def test_the_pages_of_the_rules_are_current():
    assert on_disk(ROOT / "docs" / "rules") == RULES(), "write them with `python -m oneplace.place.pages`"


@pytest.mark.slow
def test_the_schemas_are_current():
    found = on_disk(ROOT / "schemas")
    assert found.pop("pathway.schema.json")  # of another room, which tests it
    assert found == schemas(), "write them with `python -m oneplace.place.pages`"


def test_every_rule_has_its_page_with_the_problem_that_it_reports():
    pages = RULES()
    for rule in explanations().values():
        assert f"| [{rule.code}]({rule.code}.md) | {rule.title} |" in pages["README.md"]
        assert rule.why in pages[f"{rule.code}.md"]
        assert f": {rule.code} " in pages[f"{rule.code}.md"]


@pytest.mark.slow
def test_the_schemas_know_keys_words_and_references():
    strategy = SCHEMAS()["strategy"]
    json.dumps(strategy)
    assert strategy["additionalProperties"] is False
    assert strategy["required"] == ["format", "id", "title", "version", "period", "place"]
    outcome = strategy["$defs"]["Outcome"]["properties"]
    assert outcome["goals"]["x-refers-to"] == ["goals", "objectives"]
    assert strategy["$defs"]["Partner"]["properties"]["from"]
    assert set(SCHEMAS()) == {
        "place",
        "strategy",
        "measure",
        "library",
        "datasets",
        "cohort",
        "sources",
        "decision",
        "commentary",
    }


def invalid(kind: str, text: str) -> list[str]:
    data = parse(text, Path(f"{kind}.yaml")).data
    return [error.message for error in jsonschema.Draft202012Validator(SCHEMAS()[kind]).iter_errors(data)]


def test_an_editor_accepts_by_the_schema_what_check_accepts(tmp_path):
    assert invalid("strategy", example()) == []
    assert invalid("strategy", (Path(__file__).parent / "data" / "sample" / "strategy.yaml").read_text()) == []
    for path in scaffold(tmp_path / "new"):
        if path.suffix == ".yaml":
            kind = {"measures": "measure"}.get(path.parent.name, path.stem.removesuffix(".example"))
            assert invalid(kind, path.read_text()) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("goals:", "gaols: []\ngoals:"), ("low_good", "lower"), ("value: 11", "value: eleven"), ("id: O1", "id: 1")],
)
def test_an_editor_refuses_by_the_schema_what_check_refuses(old, new):
    assert invalid("strategy", example().replace(old, new, 1))


@pytest.mark.parametrize("name", ["west-town", "Stoke on Trent", "12", "O'Neill's", "été", "a: b # c", "---"])
def test_a_new_place_passes_its_check(tmp_path, name):
    written = scaffold(tmp_path / "new", name=name)
    assert {path.name for path in written} == {
        "place.yaml",
        "strategy.yaml",
        "falls_admissions_65.yaml",
        "sources.example.yaml",
        "README.md",
        ".gitignore",
    }
    assert {problem.severity for problem in check(tmp_path / "new")} == {Severity.WARNING}
    assert read(tmp_path / "new").measures


def test_a_new_place_is_called_after_its_folder(tmp_path):
    scaffold(tmp_path / "west-town")
    assert read(tmp_path / "west-town").place.name == "West Town"
    assert read(tmp_path / "west-town").place.id == "west-town"


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "note.txt").write_text("mine", encoding="utf-8")
    for folder in (tmp_path, tmp_path / "note.txt", tmp_path / "note.txt" / "in"):
        with pytest.raises(OneplaceError):
            scaffold(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def test_each_warning_of_the_data_bears_a_code_that_can_be_looked_up():
    """A bare "W" leads nowhere."""
    house = ROOT / "src" / "oneplace"
    files = [*(house / "measures").rglob("*.py"), *(house / "cli").rglob("*.py")]
    codes = {code for path in files for code in re.findall(r'"(W\d*)"', path.read_text(encoding="utf-8"))}
    listed = set(re.findall(r"^\| \[?(W\d+)", RULES()["README.md"], re.MULTILINE))
    assert {"W116", "W124"} <= codes <= listed
