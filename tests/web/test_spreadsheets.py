"""No cell behind any door is run by a spreadsheet, though the place's own words are written to be."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from oneplace.cli import flow_results
from tests.web import world
from tests.web.packed import pack_the_run

LINK, DASH, LABEL = '=HYPERLINK("http://evil.example";"click")', "- more babies breastfed", "@SUM(1+1)"
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


@pytest.fixture(scope="module")
def trapped(tmp_path_factory):
    """The place with such words for two ambitions, a group and a place of a pathway, its run and its pack."""
    with pytest.MonkeyPatch.context() as patch:
        strategy = world.STRATEGY.replace("text: Fewer babies exposed to smoking before birth", f"text: '{LINK}'", 1)
        patch.setattr(world, "STRATEGY", strategy.replace("text: More babies breastfed", f'text: "{DASH}"', 1))
        patch.setattr(world, "GROUPS", [("ethnicity", "-x", LABEL, 1, 1.0), *world.GROUPS])
        folder = world.make(tmp_path_factory.mktemp("trapped") / "place")
        pack_the_run(folder)
    return folder


def cells(text: str) -> list[str]:
    """Every cell, the header's among them, as Python's reader finds it."""
    return [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]


def assert_safe(text: str) -> None:
    for cell in cells(text):
        if cell.startswith(STARTS):
            float(cell)
    assert "\r\n" not in text
    assert len(pd.read_csv(io.StringIO(text))) == len(list(csv.reader(io.StringIO(text, newline="")))) - 1


def test_the_results_of_a_measure(trapped, serving, visitor):
    serving(trapped)
    text = visitor.get("/measures/smoking.csv").content.decode()
    assert_safe(text)
    assert {f"'{LABEL}", "'-x"} <= set(cells(text))


def test_every_download(trapped, serving, visitor):
    serving(trapped)
    names = sorted(path.name for path in (trapped / "var" / "runs" / world.RUN / "pack" / "csv").glob("*.csv"))
    assert {"ambitions.csv", "results.csv", "quality.csv"} <= set(names)
    found = {name: b"".join(visitor.get(f"/downloads/csv/{name}")).decode() for name in names}
    for text in found.values():
        assert_safe(text)
    assert {f"'{LINK}", f"'{DASH}"} <= set(cells(found["ambitions.csv"]))
    assert f"'{LABEL}" in cells(found["results.csv"])


def test_one_door_writes_the_rows_of_a_measure_as_the_other_does(trapped, serving, visitor):
    serving(trapped)
    header, *rows = visitor.get("/measures/smoking.csv").content.decode().splitlines()
    download = b"".join(visitor.get("/downloads/csv/results.csv")).decode().splitlines()
    assert download[0] == header
    assert [line for line in download if line.startswith('"smoking"')] == rows
    assert rows


def test_what_is_missing_is_empty_and_a_negative_number_a_number(trapped, serving, visitor):
    serving(trapped)
    found = pd.read_csv(io.StringIO(visitor.get("/measures/smoking.csv").content.decode()))
    assert found["reason"].isna().all()
    assert found["value"].dtype == float
    assert found["group"].tolist().count("'-x") == len(world.YEARS)


def test_the_differences_of_a_what_if(trapped, serving, signed_in):
    serving(trapped)
    text = signed_in("paul").get("/whatif/desk/differences.csv", {"places.desk.capacity": "3"}).content.decode()
    assert_safe(text)
    difference = pd.read_csv(io.StringIO(text))["difference"]
    assert (difference < 0).any()


def test_the_command_lines_results(tmp_path):
    rows = [{"measure": "wait", "where": LINK, "mean": -1.5}, {"measure": "wait", "where": "desk", "mean": None}]
    flow_results.write_csv(rows, tmp_path / "a.csv")
    text = (tmp_path / "a.csv").read_text()
    assert_safe(text)
    assert f"'{LINK}" in cells(text)
    assert "-1.5" in cells(text)
