"""A place opened in a notebook: the reader's tables and no other, queries that reach no file, the worked notebook."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pyarrow.compute as pc
import pytest

import oneplace
from oneplace import results, run
from oneplace.problems import OneplaceError
from tests.run.conftest import AS_OF, make_place

NOTEBOOK = Path(__file__).parents[2] / "docs" / "notebooks" / "a-place-in-a-notebook.ipynb"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place of 600 made-up people with one run, in the folder that the notebook names."""
    folder = make_place(tmp_path_factory.mktemp("opened") / "demo")
    run.run(folder, as_of=date.fromisoformat(AS_OF))
    return folder


@pytest.mark.parametrize("reader", ["public", "board", "team"])
def test_a_reader_has_the_tables_of_that_audience_as_the_run_wrote_them(demo: Path, reader: str) -> None:
    opened = oneplace.open(demo, reader=reader)
    audience = results.Audience(reader)
    assert opened.tables == list(results.tables_for(audience))
    assert ("board_commentary" in opened.tables) == (reader == "board")
    written = results.read(run.current(demo).results, audience)
    assert all(opened.table(name).equals(written[name]) for name in opened.tables)


def test_a_query_has_the_same_rows_as_the_table(demo: Path) -> None:
    opened = oneplace.open(demo)
    answer = opened.ask("SELECT * FROM results WHERE dimension = ?", ["sex"])
    figures = opened.table("results")
    assert answer.num_rows > 0
    assert answer.cast(figures.schema).equals(figures.filter(pc.equal(figures["dimension"], "sex")))


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("SELECT * FROM read_csv('place.yaml')", "file system operations are disabled"),
        ("SELECT * FROM 'var/record/x.parquet'", "file system operations are disabled"),
        ("COPY results TO 'mine.csv'", "file system operations are disabled"),
        ("ATTACH 'mine.db'", "file system operations are disabled"),
        ("SET enable_external_access = true", "the configuration has been locked"),
        ("SELECT * FROM board_commentary", "board_commentary does not exist"),
        ("SELECT * FROM opened", "opened does not exist"),
        ("SELEC", "syntax error"),
        ("", "Begin the query with SELECT"),
    ],
)
def test_a_query_reaches_the_readers_tables_alone_and_says_why_not(demo: Path, query: str, why: str) -> None:
    opened = oneplace.open(demo)
    with pytest.raises(OneplaceError) as refused:
        opened.ask(query)
    assert why in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_a_measure_computed_now_is_what_a_run_shows(demo: Path) -> None:
    opened = oneplace.open(demo)
    figures = opened.table("results")
    shown = figures.filter(pc.equal(figures["measure"], "emergency_admissions"))
    assert opened.measure("emergency_admissions").equals(shown)


def test_what_is_not_there_is_refused_with_what_there_is(demo: Path, tmp_path: Path) -> None:
    opened = oneplace.open(demo)
    with pytest.raises(OneplaceError, match=r"has no table 'board_commentary' for public.*It has: results"):
        opened.table("board_commentary")
    with pytest.raises(OneplaceError, match=r"has no run called 'yesterday'.*Its runs are"):
        opened.at("yesterday")
    with pytest.raises(OneplaceError, match="Readers are: public, board, team"):
        oneplace.open(demo, reader="nobody")
    with pytest.raises(OneplaceError, match="is not a folder"):
        oneplace.open(tmp_path / "nowhere")
    with pytest.raises(OneplaceError, match="has no run yet"):
        oneplace.open(tmp_path)
    with pytest.raises(OneplaceError, match=r"has no measure 'mine'.*emergency_admissions"):
        opened.measure("mine")


def test_it_says_which_place_which_run_and_for_whom(demo: Path) -> None:
    opened = oneplace.open(str(demo), reader="board")
    assert repr(opened) == f"<demo at run {opened.run.id}, for board: {len(opened.tables)} tables>"
    assert opened.at(opened.runs[0]) == opened


def test_the_worked_notebook_runs_from_its_first_cell_to_its_last(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(demo.parent)
    names: dict[str, object] = {}
    cells = [cell for cell in json.loads(NOTEBOOK.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]
    assert len(cells) > 5
    for cell in cells:
        exec(compile("".join(cell["source"]), cell["id"], "exec"), names)  # noqa: S102 - the project's own notebook
    assert names["now"].num_rows > 0  # type: ignore[attr-defined]
    assert names["hidden"].height > 0  # type: ignore[attr-defined]
