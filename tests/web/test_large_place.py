"""A place with a hundred times as many measures, ambitions and sources: no page gets heavier than a slow line bears."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from oneplace import results
from oneplace.place.document import load
from oneplace.web.presenters.sheets import cut
from tests.web import world
from tests.web.addresses import OF_A_RUN, PUBLIC

TIMES, LIMIT = 110, 100_000
OF_ONE = ("measure", "ambition", "source")
"""Columns that say what a row of the results is of."""
SHEETS = (
    "/gaps", "/measures", "/profile", "/groups/deprivation/1-most-deprived", "/data/quality",
    "/strategy?part=start_well", "/strategy/record/outcomes", f"/neighbourhoods/{world.LSOAS[0]}",
)  # fmt: skip


def again(text: str, number: int) -> str:
    """The id of a copy."""
    return f"{text}_{number}"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = world.make(tmp_path_factory.mktemp("large") / "place")
    run = folder / "var" / "runs" / world.RUN
    inputs = run / "inputs"
    for file in sorted((inputs / "measures").glob("*.yaml")):
        about = load(file).data
        for number in range(TIMES):
            copy = about | {"id": again(about["id"], number), "name": f"{about['name']}, in part {number}"}
            file.with_stem(copy["id"]).write_text(json.dumps(copy))
    strategy = load(inputs / "strategy.yaml").data
    strategy["outcomes"] += [copied(one, number) for one in strategy["outcomes"] for number in range(TIMES)]
    (inputs / "strategy.yaml").write_text(json.dumps(strategy))
    for name in ("results", "gaps", "provenance", "progress", "paths", "data_tests", "quality"):
        rows = pq.read_table(run / "results" / f"{name}.parquet").to_pylist()
        held = [key for key in OF_ONE if key in results.TABLES[name].schema.names]
        held = ["source"] if name in ("data_tests", "quality") else [key for key in held if key != "source"]
        more = [
            row | {key: again(row[key], number) for key in held if row[key]}
            for row in rows
            for number in range(TIMES)
            if name != "results" or row["period_end"].year > 2025
        ]
        world.rewrite(folder, world.RUN, name, [*rows, *more])
    _sign(run)
    return folder


def copied(outcome: dict[str, Any], number: int) -> dict[str, Any]:
    measured = {"measure": again(outcome["measure"], number)} if "measure" in outcome else {}
    said = {key: f"{outcome[key]} In part {number}." for key in ("text", "question") if key in outcome}
    return outcome | {"id": again(outcome["id"], number)} | measured | said


def _sign(run: Path) -> None:
    manifest = json.loads((run / "run.json").read_text())
    files = [one for one in sorted(run.rglob("*")) if one.is_file() and one.name != "run.json"]
    manifest["files"] = {one.relative_to(run).as_posix(): world._hash(one) for one in files}
    (run / "run.json").write_text(json.dumps(manifest))


@pytest.mark.slow
def test_no_page_of_a_large_place_is_larger_than_a_slow_line_bears(large, visitor, serving, signed_in):
    serving(large)
    addresses = [*(one for group in (PUBLIC, OF_A_RUN) for each in group.values() for one in each), *SHEETS]
    answers = {one: visitor.get(one) for one in addresses} | {"/board": signed_in("alice").get("/board")}
    assert {path: one.status_code for path, one in answers.items() if one.status_code not in (200, 404)} == {}
    assert {path: len(one.content) for path, one in answers.items() if len(one.content) > LIMIT} == {}


@pytest.mark.slow
@pytest.mark.parametrize("path", SHEETS)
def test_the_sheets_of_a_long_list_lead_to_every_row(path, large, visitor, serving):
    serving(large)
    first = visitor.get(path).content.decode()
    found, total = re.search(r"<p>\w+ 1 to (\d+) of (\d+)\.</p>", first), set()
    assert found
    last = 0
    for number in range(1, 1 + max(map(int, re.findall('aria-label="Sheet ([0-9]+)"', first)))):
        answer = visitor.get(path, {"sheet": number, "part": "start_well"})
        start, end, every = map(
            int, re.search(r"<p>\w+ (\d+) to (\d+) of (\d+)\.</p>", answer.content.decode()).groups()
        )
        assert start == last + 1
        assert len(answer.content) <= LIMIT
        last = end
        total.add(every)
    assert total == {last}


@pytest.mark.parametrize(
    ("weights", "sheets"),
    [
        ([], [[]]),
        ([5], [[5]]),
        ([5, 5], [[5, 5]]),
        ([5, 5, 1], [[5, 5], [1]]),
        ([1, 50, 1], [[1], [50], [1]]),  # one too large for a sheet has one of its own
        ([50, 50], [[50], [50]]),
    ],
)
def test_a_list_is_cut_where_its_rows_would_be_too_many(weights, sheets):
    from django.http import Http404

    made = [cut(weights, number, int, room=10) for number in range(1, len(sheets) + 1)]
    assert [one.rows for one in made] == sheets
    assert [one.opens for one in made] == [True, *[False] * (len(sheets) - 1)]
    assert [one.closes for one in made] == [*[False] * (len(sheets) - 1), True]
    assert made[-1].last == made[-1].total == len(weights)
    with pytest.raises(Http404):
        cut(weights, len(sheets) + 1, int, room=10)
