"""The JSON Schema of a pathway file: current on disk, and at one with `oneplace check`."""

import json
from pathlib import Path

import jsonschema
import pytest
from tests.flow.good import GOOD
from tests.flow.test_whole_format import TEXT
from typer.testing import CliRunner

from oneplace import flow
from oneplace.cli import app
from oneplace.place import parse
from oneplace.problems import OneplaceError

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "places").glob("*/pathways/*.yaml"))


def mistakes(text):
    data = parse(text, Path("pathway.yaml")).data
    return [error.message for error in jsonschema.Draft202012Validator(flow.json_schema()).iter_errors(data)]


def test_the_schema_on_disk_is_current():
    found = json.loads((ROOT / "schemas" / "pathway.schema.json").read_text(encoding="utf-8"))
    assert found == flow.json_schema(), "write it with `make docs`"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_an_editor_accepts_the_pathways_that_ship(path):
    assert mistakes(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("text", [GOOD, TEXT, GOOD.replace("4 beds", "not_set"), GOOD.replace("4 beds", "unlimited")])
def test_an_editor_accepts_what_check_accepts(text):
    flow.parse(text)
    assert mistakes(text) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("stay: 2 hours", "stay: 2"),
        ("stay: 2 hours", "stay: 2 beds"),
        ("stay: 2 hours", "stay: {shape: exponental, mean: 2 hours}"),
        ("capacity: 4 beds", "capacity: many"),
        ("capacity: 4 beds", "capacity: 10 %"),
        ("capacity: 4 beds", "capactiy: 4 beds"),
        ("rate: 2 patients per hour", "rate: 2 patients"),
        ("{y: 50 %, out: 50 %}", "{y: 50, out: 50}"),
        ("run: 10 days", "run: 10"),
        ("10 GBP per bed-day", "10 GBP"),
        ("id: p\n", ""),
    ],
)
def test_an_editor_refuses_what_check_refuses(old, new):
    text = GOOD.replace(old, new)
    assert text != GOOD
    with pytest.raises(OneplaceError):
        flow.parse(text)
    assert mistakes(text)


def test_every_key_is_explained():
    whole = flow.json_schema()
    for name, part in {"PathwayFile": whole, **whole["$defs"]}.items():
        assert all(of.get("description") for of in part["properties"].values()), name


@pytest.mark.slow
def test_the_command_writes_it_beside_the_others(tmp_path):
    assert CliRunner().invoke(app, ["schema", str(tmp_path)]).exit_code == 0
    assert json.loads((tmp_path / "pathway.schema.json").read_text()) == flow.json_schema()
    assert (tmp_path / "strategy.schema.json").exists()
