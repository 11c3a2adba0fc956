"""Forgetting somebody and pruning what is old: results and packs stay, and a run that can't be made again says why."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from oneplace import run as pipeline
from oneplace.cli import app
from oneplace.problems import OneplaceError

DAY = date(2026, 11, 22)
RETENTION = "\nretention: {records: 12, runs: 12, extracts: 24}\n"


@pytest.fixture(scope="module")
def run_place(finished_place: Path) -> Path:
    """The place with one run."""
    pipeline.run(finished_place, as_of=DAY)
    return finished_place


@pytest.fixture
def a_run(run_place: Path, tmp_path: Path) -> Path:
    """A copy of it, to change."""
    return Path(shutil.copytree(run_place, tmp_path / "copy"))


def records(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "var" / "record").glob("[!.]*"))


def person_in(folder: Path) -> tuple[int, str]:
    """Somebody with a number, and it."""
    (identity,) = (folder / "var" / "identity").glob("[!.]*/")
    numbers = {
        (row["source_system"], row["source_record_id"]): row["nhs_number"]
        for row in pq.read_table(identity / "identity.parquet").to_pylist()
    }
    link = next(
        row for row in pq.read_table(identity / "person_link.parquet").to_pylist() if row["method"] == "nhs_number"
    )
    return link["person_id"], numbers[link["source_system"], link["source_record_id"]]


@pytest.mark.slow
def test_a_person_is_forgotten_and_past_runs_say_why_they_can_not_be_made_again(a_run: Path, tmp_path: Path) -> None:
    before = pipeline.current(a_run)
    (old,) = records(a_run)
    person, number = person_in(a_run)
    answer = CliRunner().invoke(app, ["forget", str(a_run), "--number", number, "--why", "They asked", "--by", "Ann"])
    assert answer.exit_code == 0, answer.output
    assert "data/extracts/gp/" in answer.output
    assert old not in records(a_run)
    assert len(records(a_run)) == 1
    for path in (a_run / "var" / "record").rglob("*.parquet"):
        table = pq.read_table(path)
        assert "person_id" not in table.column_names or person not in table["person_id"].to_pylist()

    lines = pipeline.erased.entries(a_run)
    assert [(line.what, line.by, line.state) for line in lines] == [
        ("person", "Ann", "done"),
        ("record", "Ann", "done"),
    ]
    assert lines[1].id == old
    for kept in (number, str(person)):
        assert kept not in (a_run / "var" / "erased.jsonl").read_text()

    assert pipeline.verify(before) == []
    assert pipeline.current(a_run).id == before.id
    assert pipeline.summary(before)
    with pytest.raises(OneplaceError, match=f"can no longer be rebuilt: erased on {lines[1].at[:10]}"):
        pipeline.rebuild(a_run, before.id, tmp_path / "again")
    listed = CliRunner().invoke(app, ["runs", str(a_run)])
    assert listed.exit_code == 0
    assert "can no longer be rebuilt: erased on" in listed.output

    again = pipeline.run(a_run, as_of=DAY)
    assert again.run.id != before.id
    assert pipeline.rebuild(a_run, again.run.id, tmp_path / "rebuilt") == []


def copied(folder: Path, name: str, made: str) -> None:
    """A record beside the one that is there, made on another day."""
    record = pipeline.current(folder).manifest["record"]
    for part in ("record", "identity"):
        shutil.copytree(folder / "var" / part / record, folder / "var" / part / name)
    path = folder / "var" / "record" / name / "record.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"loaded_at": f"{made}T10:00:00+00:00", "number": 0}))


@pytest.mark.slow
def test_what_is_old_is_listed_first_and_removed_when_asked(a_run: Path) -> None:
    (newest,) = records(a_run)
    copied(a_run, "0123456789abcdef", "2025-10-01")
    copied(a_run, "00aaaaaaaaaaaaaa", "2026-10-01")
    ask = ["prune", str(a_run), "--as-of", "2026-11-22"]
    assert "Nothing is older" in CliRunner().invoke(app, ask).output  # the place says nothing
    (a_run / "place.yaml").write_text((a_run / "place.yaml").read_text() + RETENTION)
    listed = CliRunner().invoke(app, ask)
    assert "0123456789abcdef" in listed.output
    assert "Nothing was removed yet" in listed.output
    assert len(records(a_run)) == 3
    assert not (a_run / "var" / "erased.jsonl").exists()
    assert CliRunner().invoke(app, [*ask, "--yes", "--by", "Ann"]).exit_code == 0
    assert records(a_run) == sorted(["00aaaaaaaaaaaaaa", newest])
    assert not (a_run / "var" / "identity" / "0123456789abcdef").exists()
    (line,) = pipeline.erased.entries(a_run)
    assert (line.what, line.id, line.by, line.state) == ("record", "0123456789abcdef", "Ann", "done")
    assert line.why == "made on 2025-10-01; records are kept 12 months"


@pytest.mark.slow
def test_what_is_needed_stays_however_old(a_run: Path) -> None:
    (a_run / "place.yaml").write_text((a_run / "place.yaml").read_text() + RETENTION)
    assert pipeline.erasing.old(a_run, date(2126, 1, 1)) == []  # newest record, run that was seen, only files


@pytest.mark.slow
def test_a_run_that_nobody_saw_is_old_and_one_that_was_seen_is_not(a_run: Path) -> None:
    (a_run / "place.yaml").write_text((a_run / "place.yaml").read_text() + RETENTION)
    seen = pipeline.current(a_run)
    unseen = seen.folder.with_name("2020-01-01-0a0a0a0a")
    shutil.copytree(seen.folder, unseen)
    path = unseen / "run.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"run": unseen.name, "built_on": "2020-01-01T00:00:00"}))
    assert [(one.kind, one.name) for one in pipeline.erasing.old(a_run, DAY)] == [("run", unseen.name)]


def test_an_erasure_needs_its_reason(finished_place: Path) -> None:
    with pytest.raises(OneplaceError, match="needs its reason"):
        pipeline.erasing.forget(finished_place, number="9990000018", by="Ann", why=" ")


def test_what_can_not_be_removed_is_told_and_a_link_is_removed_alone(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    kept, place_folder = tmp_path / "elsewhere", tmp_path / "place"
    (kept / "inside").mkdir(parents=True)
    link, folder = tmp_path / "link", tmp_path / "old"
    link.symlink_to(kept)
    (folder / "in").mkdir(parents=True)
    old = pipeline.erasing.Old("record", "old", "old", (link, folder))

    def refused(*_: object, **given: object) -> None:
        if not given.get("ignore_errors"):
            raise PermissionError(13, "Permission denied", str(folder))

    with monkeypatch.context() as shut:
        shut.setattr(shutil, "rmtree", refused)
        with pytest.raises(OneplaceError, match="can't be written"):
            pipeline.erasing.prune(place_folder, [old], by="Ann")
    assert not link.is_symlink()
    assert (kept / "inside").is_dir()


def cut_short(monkeypatch, at):  # type: ignore[no-untyped-def]
    """Everything that is removed from its place ``at`` on is refused."""
    rename = Path.rename

    def refused(path: Path, target: Path) -> Path:
        if path.parent.name == at and Path(target).name.startswith(".going-"):
            raise PermissionError(13, "Permission denied", str(path))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refused)


@pytest.mark.slow
def test_what_was_refused_is_not_called_erased_and_the_same_command_goes_on(a_run: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    (old,) = records(a_run)
    _person, number = person_in(a_run)
    ask = ["forget", str(a_run), "--number", number, "--why", "They asked", "--by", "Ann"]
    with monkeypatch.context() as shut:
        cut_short(shut, "record")
        assert CliRunner().invoke(app, ask).exit_code == 1
    assert old in records(a_run)
    assert [line.state for line in pipeline.erased.entries(a_run)] == ["begun", "begun"]
    (told,) = pipeline.load(a_run).notes
    name = pipeline.erased.entries(a_run)[0].id
    assert told.startswith(f"The erasure {name}, begun on 20")
    assert "Give the same `oneplace forget` again: it goes on where it stopped." in told
    assert told in CliRunner().invoke(app, ["load", str(a_run), "--json"]).output
    assert pipeline.erasing.no_longer_rebuilt(a_run, old) is None
    with monkeypatch.context() as shut:
        cut_short(shut, "identity")  # the record goes, who is who is refused
        assert CliRunner().invoke(app, ask).exit_code == 1
    assert old not in records(a_run)
    assert (a_run / "var" / "identity" / old).is_dir()
    assert "erased on" in (pipeline.erasing.no_longer_rebuilt(a_run, old) or "")
    ended = CliRunner().invoke(app, ask)
    assert ended.exit_code == 0, ended.output
    assert "It was begun before" in ended.output
    assert not (a_run / "var" / "identity" / old).exists()
    told = [(line.what, line.state) for line in pipeline.erased.entries(a_run)]
    assert {state for _what, state in told} == {"done"}
    assert pipeline.load(a_run).notes == ()
    assert [what for what, _state in told].count("person") == 1
    refused = CliRunner().invoke(app, ask)
    assert refused.exit_code == 1
    assert "no such person" in str(refused.exception)


def test_a_run_and_an_extract_whose_removal_was_cut_short_are_called_erased_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "var" / "runs" / ".going-r1").mkdir(parents=True)
    (tmp_path / "var" / "runs" / "r2").mkdir()
    for kind, name in (("run", "r1"), ("run", "r2"), ("extract", "gp/a.csv")):
        pipeline.erased.note(tmp_path, kind, name, pipeline.erased.State.BEGUN, by="Ann", why="old")
    pipeline.erasing.prune(tmp_path, [], by="Bo")
    told = [(line.id, line.state) for line in pipeline.erased.entries(tmp_path)]
    assert told == [("r1", "done"), ("r2", "begun"), ("gp/a.csv", "done")]
    assert not (tmp_path / "var" / "runs" / ".going-r1").exists()


@pytest.mark.slow
def test_an_erasure_that_had_kept_nobody_out_is_given_up(a_run: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    _person, number = person_in(a_run)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr("oneplace.record.keep_out", killed)
        with pytest.raises(KeyboardInterrupt):
            pipeline.erasing.forget(a_run, number=number, by="Ann", why="They asked")
    pipeline.erasing.forget(a_run, number=number, by="Bo", why="They asked")
    told = [(line.what, line.by, line.state) for line in pipeline.erased.entries(a_run)]
    assert told == [("person", "Ann", "given_up"), ("person", "Bo", "done"), ("record", "Bo", "done")]


def test_an_erasure_that_is_undone_before_it_ended_is_given_up(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("oneplace.record.let_in", lambda *_: None)
    for name in ("forgotten-1", "forgotten-2"):
        pipeline.erased.note(tmp_path, "person", name, pipeline.erased.State.BEGUN, by="Ann", why="They asked")
    assert [told.split()[2] for told in pipeline.erasing.unended(tmp_path)] == ["forgotten-1,", "forgotten-2,"]
    pipeline.erasing.let_in(tmp_path, "forgotten-1", by="Bo", why="The wrong person")
    assert [told.split()[2] for told in pipeline.erasing.unended(tmp_path)] == ["forgotten-2,"]


def test_others_who_may_be_the_same_person_are_named_by_id(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    done = pipeline.erasing.Erased("forgotten-1", 2, (), (), (41, 42))
    monkeypatch.setattr(pipeline.erasing, "forget", lambda *_, **__: done)
    answer = CliRunner().invoke(app, ["forget", str(tmp_path), "--person", "40", "--why", "They asked"])
    told = answer.output.replace("\n", " ")
    assert "These may be the same person, and nobody has said that they are not. What is known of them stays:" in told
    for other in (41, 42):
        assert f"{other}: `oneplace forget {tmp_path} --person {other} --why …` erases them too" in told


def test_lines_of_earlier_versions_were_done(tmp_path: Path) -> None:
    path = tmp_path / "var" / "erased.jsonl"
    path.parent.mkdir()
    path.write_text('{"at": "2026-01-02T10:00:00", "what": "record", "id": "r1", "by": "Ann", "why": "old"}\n')
    assert pipeline.erasing.no_longer_rebuilt(tmp_path, "r1") == "can no longer be rebuilt: erased on 2026-01-02"
    path.write_text('{"what": "record"}\n')
    with pytest.raises(OneplaceError, match="can't be read"):
        pipeline.erased.entries(tmp_path)
