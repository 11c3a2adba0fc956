"""Runs: named by what they are made from, immutable, verified by hash, resumed, rebuilt to the byte."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from oneplace import results
from oneplace import run as pipeline
from oneplace.problems import OneplaceError
from oneplace.progress import sentences

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def run_place(finished_place: Path) -> Path:
    """The place with one run."""
    pipeline.run(finished_place, as_of=DAY)
    return finished_place


@pytest.fixture
def a_run(run_place: Path, tmp_path: Path) -> Path:
    """A copy of it, to spoil."""
    return Path(shutil.copytree(run_place, tmp_path / "copy"))


def test_a_run_holds_its_inputs_results_and_pack(run_place: Path) -> None:
    run = pipeline.current(run_place)
    assert {path.name for path in run.folder.iterdir()} == {"inputs", "results", "pack", "said.json", "run.json"}
    assert (run.folder / "inputs" / "strategy.yaml").read_bytes() == (run_place / "strategy.yaml").read_bytes()
    for name in ("pathways/ward.yaml", "pathways/profiles/days.csv"):  # what-ifs are asked of the run's own copy
        assert (run.folder / "inputs" / name).read_bytes() == (run_place / name).read_bytes()
        assert f"inputs/{name}" in run.manifest["files"]
    assert run.manifest["as_of"] == "2026-11-22"
    assert run.manifest["previous"] is None


def test_a_run_says_the_gaps_of_every_measure_as_home_and_pack_do(run_place: Path) -> None:
    made = pipeline.current(run_place)
    written = results.read(made.results)
    every = [*written["progress"].to_pylist(), *written["standings"].to_pylist()]
    assert sentences.gap_summary(every).text in pipeline.summary(made)
    assert sentences.counts(written["progress"].to_pylist()).text in pipeline.summary(made)


def test_the_same_inputs_are_the_same_run_and_nothing_is_done_again(run_place: Path) -> None:
    before = pipeline.current(run_place)
    again = pipeline.run(run_place, as_of=DAY)
    assert again.run.id == before.id
    assert set(again.seconds) <= {"load"}
    assert len(pipeline.runs(run_place)) == 1


def test_the_last_on_the_list_of_the_seen_is_the_run_that_is_served(a_run: Path) -> None:
    first = pipeline.current(a_run).id
    second = pipeline.run(a_run, as_of=date(2026, 11, 23)).run.id
    assert pipeline.run(a_run, as_of=DAY).run.id == first
    assert (a_run / "var" / pipeline.store.SERVED).read_text().split() == [first, second, first]
    assert pipeline.store.served(a_run) == [first, second]
    assert pipeline.run(a_run, as_of=DAY).run.id == first
    assert len((a_run / "var" / pipeline.store.SERVED).read_text().split()) == 3


def test_another_day_is_another_run_that_names_the_one_before(a_run: Path) -> None:
    first = pipeline.current(a_run)
    second = pipeline.run(a_run, as_of=date(2026, 12, 22)).run
    assert second.id != first.id
    assert second.manifest["previous"] == first.id
    assert [run.id for run in pipeline.runs(a_run)] == [first.id, second.id]


def test_what_moved_since_the_run_that_readers_saw_is_a_table_and_an_eased_promise_is_judged_as_agreed(
    a_run: Path, tmp_path: Path
) -> None:
    first, strategy = pipeline.current(a_run), a_run / "strategy.yaml"
    text = strategy.read_text()
    assert results.read(first.results)["changes"].num_rows == 0
    eased = text.replace("value: 9000}", "value: 12000}").replace("2027/28: 9000}", "2027/28: 12000}")
    eased = eased.replace("2026/27: 9500", "2026/27: 12000")  # of a year that isn't over
    strategy.write_text(eased)
    with pytest.raises(OneplaceError, match=r"E40 A1 is easier than in run .* target was 9000, is 12000"):
        pipeline.run(a_run, as_of=DAY)
    assert pipeline.current(a_run).id == first.id
    record = "id: D1, title: Ask for less, on: not_set, changes: [A1], eases: [target, path], reasons: not_set"
    record += ", options: not_set"
    asked = f"decisions: [{{{record}}}]\n"
    strategy.write_text(eased + asked)
    second = pipeline.run(a_run, as_of=DAY).run
    rows = {(row["subject"], row["field"]): row for row in results.read(second.results)["changes"].to_pylist()}
    target = rows["A1", "target.value"]
    assert (target["old"], target["new"], target["eases"], target["decision"], target["decided"]) == (
        *("9000", "12000", "A1", "D1"),
        False,
    )
    assert rows["D1", ""]["kind"] == "added"
    (held,) = results.read(second.results)["agreed"].to_pylist()
    now = next(row for row in results.read(second.results)["progress"].to_pylist() if row["ambition"] == "A1")
    assert (held["ambition"], held["target"], held["run"], held["decision"]) == ("A1", 9000, first.id, "D1")
    assert (now["target"], held["proposed_target"]) == (9000, 12000)
    assert held["path"] == now["path"] == 10000
    assert pipeline.rebuild(a_run, second.id, tmp_path / "again") == []
    strategy.write_text(eased + asked.replace("on: not_set", "on: 2026-11-22"))
    third = pipeline.run(a_run, as_of=DAY).run
    assert results.read(third.results)["agreed"].num_rows == 0
    now = next(row for row in results.read(third.results)["progress"].to_pylist() if row["ambition"] == "A1")
    assert (now["target"], now["path"]) == (12000, 10000)
    over = eased.replace("2025/26: 10000", "2025/26: 12000")
    strategy.write_text(over + asked.replace("on: not_set", "on: 2026-11-22"))
    with pytest.raises(OneplaceError, match=r"path for 2025/26 was 10000, is 12000"):
        pipeline.run(a_run, as_of=DAY)


def test_a_run_rebuilds_to_the_same_bytes(run_place: Path, tmp_path: Path) -> None:
    run = pipeline.current(run_place)
    assert pipeline.rebuild(run_place, run.id, tmp_path / "again") == []


def test_a_run_that_followed_another_rebuilds_to_the_same_bytes(a_run: Path, tmp_path: Path) -> None:
    run = pipeline.run(a_run, as_of=date(2026, 12, 22)).run
    pipeline.run(a_run, as_of=date(2027, 1, 22))
    assert pipeline.rebuild(a_run, run.id, tmp_path / "again") == []


def test_a_run_made_by_another_version_is_not_rebuilt(a_run: Path, tmp_path: Path) -> None:
    run = pipeline.current(a_run)
    manifest = run.folder / "run.json"
    manifest.write_text(json.dumps({**run.manifest, "software": "oneplace 0.0.1+00000000"}))
    with pytest.raises(OneplaceError, match=r"was made by oneplace 0\.0\.1"):
        pipeline.rebuild(a_run, run.id, tmp_path / "again")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "pack" / "pack.json").write_text("{}"), "pack/pack.json was changed"),
        (lambda folder: (folder / "results" / "gaps.parquet").unlink(), "results/gaps.parquet is missing"),
        (lambda folder: (folder / "results" / "more.csv").write_text("1"), "results/more.csv was added"),
    ],
)
def test_tampering_is_found_and_such_a_run_is_not_switched_in(a_run: Path, spoil, said: str) -> None:
    run = pipeline.current(a_run)
    spoil(run.folder)
    assert pipeline.verify(run) == [said]
    with pytest.raises(OneplaceError, match="is not as it was made"):
        pipeline.run(a_run, as_of=DAY)


def test_steps_that_are_done_are_not_done_again(a_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from oneplace.run import pipeline as steps

    def fail(*_args: object, **_named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(steps.pack, "build", fail)
        with pytest.raises(KeyboardInterrupt):
            pipeline.run(a_place, as_of=DAY)
    with pytest.raises(OneplaceError, match="has no run yet"):
        pipeline.current(a_place)
    resumed = pipeline.run(a_place, as_of=DAY)
    assert "measure" not in resumed.seconds
    assert "pack" in resumed.seconds


def test_two_runs_at_once_are_refused(a_place: Path) -> None:
    from oneplace import whole

    with whole.alone(pipeline.var(a_place)), pytest.raises(OneplaceError, match="being built by another process"):
        pipeline.run(a_place, as_of=DAY)


def test_a_place_without_extracts_says_how_to_get_them(a_place: Path) -> None:
    shutil.rmtree(a_place / "data")
    with pytest.raises(OneplaceError, match=r"there is nothing to load.*oneplace synth"):
        pipeline.run(a_place, as_of=DAY)


def test_a_place_without_sources_runs_on_published_figures(a_place: Path) -> None:
    shutil.rmtree(a_place / "data")
    (a_place / "sources.yaml").unlink()
    run = pipeline.run(a_place, as_of=DAY).run
    assert run.manifest["record"] is None
    assert pipeline.verify(run) == []


def test_a_faulty_place_leaves_what_is_served(a_run: Path) -> None:
    served = pipeline.current(a_run).id
    (a_run / "strategy.yaml").write_text("format: place-strategy/1\nid: [")
    with pytest.raises(OneplaceError):
        pipeline.run(a_run, as_of=DAY)
    assert pipeline.current(a_run).id == served


def test_an_unknown_run_is_refused_with_the_known_ones(run_place: Path) -> None:
    known = pipeline.current(run_place).id
    for wrong in ("2020-01-01-00000000", "../inputs", ""):
        with pytest.raises(OneplaceError, match=known):
            pipeline.named(run_place, wrong)


def test_a_pack_is_exported_into_an_empty_folder_only(run_place: Path, tmp_path: Path) -> None:
    run = pipeline.current(run_place)
    pipeline.export(run, tmp_path / "out")
    assert (tmp_path / "out" / "pack.json").read_bytes() == (run.pack / "pack.json").read_bytes()
    with pytest.raises(OneplaceError, match="is not an empty folder"):
        pipeline.export(run, tmp_path / "out")


def test_a_fault_in_a_kept_file_is_told_of_the_places_own(tmp_path):
    """A run reads its own copy of the place's files, which nobody is to mend."""
    from oneplace.problems import OneplaceError
    from oneplace.run.pipeline import _told_of_place

    inputs = tmp_path / "var" / "runs" / ".staging-1" / "inputs"
    with pytest.raises(OneplaceError) as told, _told_of_place(tmp_path, inputs):
        raise OneplaceError.at(inputs / "opendata" / "mine.csv", "is cut off.", "Fetch it again.", line=3)
    assert (told.value.problems[0].path, told.value.problems[0].line) == (tmp_path / "opendata" / "mine.csv", 3)
    with pytest.raises(OneplaceError) as told, _told_of_place(tmp_path, inputs):
        raise OneplaceError.at(tmp_path / "strategy.yaml", "is empty.", "")
    assert told.value.problems[0].path == tmp_path / "strategy.yaml"
