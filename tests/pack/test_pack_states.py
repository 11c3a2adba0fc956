"""What the pack says when there is little to say, when something changed, and when it can't be made."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from oneplace import pack, results
from oneplace.problems import OneplaceError
from oneplace.progress import progress
from tests.pack import made_up

pytestmark = pytest.mark.slow


def _build(folder: Path, tables: dict[str, pa.Table], **more: Path) -> Path:
    made = folder / "results"
    for name, table in results.TABLES.items():
        results.write(made, name, tables.get(name, table.schema.empty_table()))
    for name, table in progress(made_up.a_place(), results.read(made), as_of=made_up.AS_OF).items():
        results.write(made, name, table)
    pack.build(made_up.a_place(), made, folder / "pack", manifest=made_up.MANIFEST, **more)
    return folder / "pack"


def test_a_run_without_any_value_makes_a_pack_that_says_so(tmp_path: Path) -> None:
    out = _build(tmp_path, {})
    page = (out / "html" / "index.html").read_text()
    assert "Of 8 ambitions" in page
    assert "7 have no figure to show and 1 is not measured yet" in page
    assert list((out / "charts").iterdir()) == []
    assert (out / "board-pack.pdf").stat().st_size > 1000
    assurance = (out / "html" / "assurance.html").read_text()
    assert "there is no data quality to report" in assurance
    assert "No ambition has a value yet" in assurance


def test_a_run_in_which_everything_is_suppressed_shows_no_number(tmp_path: Path) -> None:
    tables = made_up.tables()
    rows = tables["results"].to_pylist()
    hidden = {
        "value": None,
        "lower": None,
        "upper": None,
        "suppressed": True,
        "reason": "Not shown, to protect people.",
    }
    tables["results"] = pa.Table.from_pylist([row | hidden for row in rows], schema=results.TABLES["results"].schema)
    out = _build(tmp_path, {"results": tables["results"]})
    page = (out / "html" / "start_well.html").read_text()
    assert "No figure to show. Not shown, to protect people." in page
    assert list((out / "charts").iterdir()) == []


def test_what_changed_since_the_run_before_is_told(results_folder: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier"
    rows = results.read(results_folder)["progress"].to_pylist()
    rows[0]["status"] = "off_path"
    results.write(earlier, "progress", pa.Table.from_pylist(rows[:-1], schema=results.TABLES["progress"].schema))
    out = tmp_path / "pack"
    pack.build(made_up.a_place(), results_folder, out, manifest=made_up.MANIFEST, previous=earlier)
    page = (out / "html" / "index.html").read_text()
    assert ">Are fewer babies exposed to smoking before birth?</th><td>Off path</td><td>On path</td>" in page
    assert ">Are buildings fit for purpose?</th><td>not there</td><td>Not measured yet</td>" in page


def test_the_first_pack_and_what_is_asked_of_the_board(built: Path) -> None:
    page = (built / "html" / "index.html").read_text()
    assert "This is the first pack" in page
    assert "Agree what will be done about 1 ambition off path: “Are more children vaccinated?”." in page
    assert "Set a baseline, a target and a path for 1 ambition with no target: “Do people live longer?”." in page
    assert "Close 1 known gap past the agreed date: No open measure of estates is carried." in page


def test_what_is_not_set_is_said_and_not_filled_in(built: Path) -> None:
    said = (built / "html" / "left-out.html").read_text()
    for page, words in {
        "roadmap": "The strategy&#39;s files name no workstreams.",
        "risks": "The strategy&#39;s files hold no risks.",
        "money": "No budget is set",
        "decisions": "No decisions are on record",
    }.items():
        assert words in said
        assert not (built / "html" / f"{page}.html").exists()


def test_the_report_counts_and_progress_is_told(results_folder: Path, tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    report = pack.build(
        made_up.a_place(),
        results_folder,
        tmp_path / "pack",
        manifest=made_up.MANIFEST,
        progress=lambda what, share: told.append((what, share)),
    )
    assert report.ambitions == 8
    assert report.charts == len(list((tmp_path / "pack" / "charts").iterdir()))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_folder_without_results_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(OneplaceError, match="holds no results"):
        pack.build(made_up.a_place(), tmp_path, tmp_path / "pack", manifest=made_up.MANIFEST)
    assert not (tmp_path / "pack").exists()
