"""The address of an ambition that was dropped says what was promised, until when, and who decided."""

from __future__ import annotations

import html
import json
import re
import shutil
from pathlib import Path

import pytest

from oneplace import results
from oneplace.whole import sha256
from tests.web import world

GONE = """outcomes:
  - {id: A9, text: Every child can swim., question: Can every child swim?, measure: falls, provenance: not_set}
"""
DECISION = """\
id: D9
title: Drop the swimming
on: 2026-03-10
changes: [A9]
eases: [EASES]
reasons: not_set
options: not_set
"""


@pytest.fixture
def folder(places: dict[str, Path], tmp_path: Path) -> Path:
    """The full place, of whose two runs only the earlier has the ambition A9."""
    copied = Path(shutil.copytree(places["full"], tmp_path / "dropped"))
    put(copied, world.EARLIER, "strategy.yaml", (copied / "strategy.yaml").read_text().replace("outcomes:\n", GONE, 1))
    return copied


def put(folder: Path, run: str, name: str, text: str) -> None:
    """Another file among those that a run was made from."""
    path = folder / "var/runs" / run / "inputs" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    manifest = json.loads((folder / "var/runs" / run / "run.json").read_text())
    manifest["files"][f"inputs/{name}"] = sha256(path)
    (folder / "var/runs" / run / "run.json").write_text(json.dumps(manifest))


def words_of(answer) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())).split())


def test_it_says_what_was_promised_and_until_which_report(serving, visitor, folder):
    serving(folder)
    answer = visitor.get("/ambitions/A9")
    assert answer.status_code == 410
    words = words_of(answer)
    assert "Can every child swim?" in words
    assert "The promise was: “Every child can swim”." in words
    assert "The report of 31 January 2026 still had it. That of 30 April 2026 does not." in words
    assert "No decision says so." in words
    assert f"/changes?from={world.EARLIER}&amp;to={world.RUN}" in answer.content.decode()


@pytest.mark.parametrize(
    "said",
    [
        ("2026-03-10", "dropped", "The decision “Drop the swimming” of 10 March 2026 says so."),
        ("not_set", "dropped", "The decision “Drop the swimming” is asked for and not taken."),
        ("2026-03-10", "target", "No decision says so."),
    ],
)
def test_it_names_the_decision_that_says_so(serving, visitor, folder, said):
    on, eases, told = said
    text = DECISION.replace("2026-03-10", on).replace("EASES", eases)
    put(folder, world.RUN, "decisions/D9.yaml", text)
    put(folder, world.RUN, "named_before.json", json.dumps(["A9"]))
    serving(folder)
    assert told in words_of(visitor.get("/ambitions/A9"))
    assert ("/decisions/D9" in visitor.get("/ambitions/A9").content.decode()) == (eases == "dropped")


def test_whoever_reads_that_it_was_dropped_can_open_it(serving, visitor, folder):
    serving(folder)
    page = visitor.get(f"/changes?from={world.EARLIER}&to={world.RUN}").content.decode()
    assert re.findall('<a href="/ambitions/A9">([^<]*)</a></th><td[^>]*>([^<]*)', page) == [
        ("Ambition: Can every child swim?", "dropped")
    ]


@pytest.mark.parametrize("address", ["/", "/changes"])
def test_so_can_whoever_reads_that_it_stands_no_more(serving, visitor, folder, address):
    """A report may have judged what no files that were kept had: that has no page."""
    rows = results.read(folder / "var" / "runs" / world.EARLIER / "results")["progress"].to_pylist()
    gone = [{**rows[0], "ambition": key} for key in ("A9", "A77")]
    world.rewrite(folder, world.EARLIER, "progress", [*rows, *gone])
    serving(folder)
    page = visitor.get(address).content.decode()
    assert page.count("no longer in the strategy") == 2
    assert page.count('<a href="/ambitions/A9">') == 1
    assert "/ambitions/A77" not in page


def test_an_address_that_never_was_is_not_known(serving, visitor, folder):
    serving(folder)
    assert visitor.get("/ambitions/A99").status_code == 404
    assert visitor.get("/ambitions/A1").status_code == 200
