"""Damaged files, clocks and disks: what is served stays good, and its user is told in words."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from oneplace import record, results, whole
from oneplace import run as pipeline
from oneplace.problems import OneplaceError
from oneplace.run import pipeline as steps

DAY, NEXT = date(2026, 11, 22), date(2026, 12, 22)


@pytest.fixture(scope="module")
def two_runs(finished_place: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = Path(shutil.copytree(finished_place, tmp_path_factory.mktemp("two") / "place", dirs_exist_ok=True))
    shutil.rmtree(place / "var", ignore_errors=True)
    pipeline.run(place, as_of=DAY)
    pipeline.run(place, as_of=NEXT)
    return place


@pytest.fixture
def place(two_runs: Path, tmp_path: Path) -> Path:
    """A copy with two runs, to spoil."""
    return Path(shutil.copytree(two_runs, tmp_path / "copy"))


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1000])


@pytest.mark.parametrize(
    ("name", "spoil", "said"),
    [
        ("results/results.parquet", flip, "results/results.parquet was changed"),
        ("results/results.parquet", cut, "results/results.parquet was changed"),
        ("results/progress.parquet", Path.unlink, "results/progress.parquet is missing"),
        ("inputs/strategy.yaml", flip, "inputs/strategy.yaml was changed"),
        ("run.json", cut, "run.json can't be read"),
        ("run.json", lambda path: path.write_text("[]"), "run.json can't be read"),
    ],
)
def test_a_damaged_run_is_not_served_but_the_last_good_one(
    place: Path, name: str, spoil: Callable[[Path], object], said: str
) -> None:
    first, second = pipeline.runs(place)
    assert pipeline.current(place).instead_of == ""
    spoil(second.folder / name)
    served = pipeline.current(place)
    assert served.id == first.id
    assert f"Run {second.id} is not as it was made ({said}); {first.id} is served instead." in served.instead_of
    assert f"Move {second.folder} away and make it again with `oneplace run" in served.instead_of


@pytest.mark.parametrize("written", [b"", b"garbage", b"../../x", b"\xff\xfe", b"."])
def test_what_names_no_run_serves_the_newest_that_is_whole_and_says_so(place: Path, written: bytes) -> None:
    pointer = pipeline.var(place) / "current"
    pointer.write_bytes(written)
    served = pipeline.current(place)
    assert served.id == pipeline.runs(place)[-1].id
    assert f"{pointer} names no run; {served.id} is served instead." in served.instead_of


def test_with_no_run_whole_it_says_which_file_and_how_to_mend_it(place: Path) -> None:
    for run in pipeline.runs(place):
        cut(run.folder / "results" / "results.parquet")
    with pytest.raises(OneplaceError, match=r"results\.parquet was changed.*no other run is whole.*oneplace run"):
        pipeline.current(place)


def test_a_manifest_that_cant_be_read_is_listed_and_stops_no_other(place: Path) -> None:
    first, second = pipeline.runs(place)
    cut(second.folder / "run.json")
    assert [run.id for run in pipeline.runs(place)] == [first.id]
    assert pipeline.unreadable(place) == [second.folder]
    with pytest.raises(OneplaceError, match=r"run\.json: can't be read"):
        pipeline.named(place, second.id)


def test_a_cut_result_file_is_named(place: Path) -> None:
    run = pipeline.current(place)
    cut(run.results / "results.parquet")
    with pytest.raises(OneplaceError, match=r"results\.parquet: is damaged .*Move its run away"):
        results.read(run.results)


@pytest.mark.parametrize("spoil", [flip, cut, Path.unlink])
@pytest.mark.parametrize("zone", ["record", "identity"])
def test_a_damaged_record_is_loaded_again_with_the_same_people(place: Path, zone: str, spoil) -> None:
    folder = next((place / "var" / "record").glob("[!.]*/record.json")).parent
    people = _people(folder)
    spoil(folder / "person" / "address.parquet" if zone == "record" else _identity(folder) / "identity.parquet")
    again = pipeline.run(place, as_of=DAY)
    assert len(again.notes) == 1
    assert "The record was made again, because it was not as it was made: " in again.notes[0]
    assert _people(folder) == people
    assert pipeline.run(place, as_of=DAY).notes == ()


def test_people_keep_their_ids_though_the_links_are_damaged(place: Path) -> None:
    folder = next((place / "var" / "record").glob("[!.]*/record.json")).parent
    people = _people(folder)
    cut(_identity(folder) / "person_link.parquet")
    assert "person_link.parquet was changed" in pipeline.run(place, as_of=DAY).notes[0]
    assert _people(folder) == people


def test_a_cut_record_file_is_named(place: Path) -> None:
    folder = next((place / "var" / "record").glob("[!.]*/record.json")).parent
    cut(folder / "person" / "address.parquet")
    with pytest.raises(OneplaceError, match=r"address\.parquet: is damaged: .*oneplace load"):
        record.connect(folder)


def _identity(folder: Path) -> Path:
    return folder.parents[1] / "identity" / folder.name


def _people(folder: Path) -> list[tuple[object, ...]]:
    with record.connect(folder) as connection:
        return connection.execute("SELECT person_id, birth_date, sex FROM person ORDER BY ALL").fetchall()


def test_with_a_clock_gone_back_the_newest_run_stays_the_newest(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Earlier(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2020, 1, 1, tzinfo=UTC)

    first, second = pipeline.runs(place)
    monkeypatch.setattr(steps, "datetime", Earlier)
    third = pipeline.run(place, as_of=date(2027, 1, 22))
    assert third.run.manifest["built_on"].startswith("2020-01-01")
    assert third.run.manifest["previous"] == second.id
    assert [run.id for run in pipeline.runs(place)] == [first.id, second.id, third.run.id]
    assert pipeline.current(place).id == third.run.id
    assert third.notes[0].startswith("The clock of this machine says 2020-01-01")
    assert f"before run {second.id} was built" in third.notes[0]
    assert pipeline.run(place, as_of=date(2027, 1, 22)).notes == ()


def test_a_run_says_what_it_was_made_of(place: Path) -> None:
    manifest = json.loads((pipeline.current(place).folder / "run.json").read_text())
    made_from = pipeline.current(place).folder / "inputs"
    own = {name: digest for name, digest in manifest["inputs"].items() if not name.startswith("data/")}
    kept = whole.hashes(made_from)
    assert kept.pop("named_before.json") == manifest["files"]["inputs/named_before.json"]  # what readers had seen
    assert own == kept
    extracts = place / "data" / "extracts"
    sent = {name: digest for name, digest in manifest["inputs"].items() if name.startswith("data/")}
    assert sent
    assert sent == {name: whole.sha256(place / name) for name in sent}
    assert {path.split("/")[2] for path in sent} <= {path.name for path in extracts.iterdir()}
    assert manifest["made_by"]["packages"]["duckdb"]


KILLED_LATE = """
import os, signal, sys
from datetime import date
from pathlib import Path
import oneplace.pack.build
from oneplace import run
def die(*_args, **_named):
    os.kill(os.getpid(), signal.SIGKILL)
sys.modules["oneplace.pack.build"].write_json = die
run.run(Path(sys.argv[1]), as_of=date(2027, 2, 22))
"""


@pytest.mark.slow
def test_killed_late_in_the_pack_it_goes_on_there_and_comes_out_the_same(place: Path, tmp_path: Path) -> None:
    before = pipeline.current(place).id
    killed = subprocess.run([sys.executable, "-c", KILLED_LATE, str(place)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert pipeline.current(place).id == before
    assert list((place / "var" / "runs").glob(".staging-*/pack.part/charts/*.svg"))
    resumed = pipeline.run(place, as_of=date(2027, 2, 22))
    assert "measure" not in resumed.seconds
    assert pipeline.verify(resumed.run) == []
    assert not list((place / "var" / "runs").glob("**/*.part"))
    assert pipeline.rebuild(place, resumed.run.id, tmp_path / "again") == []


FULL = """
import resource, sys
from pathlib import Path
from oneplace.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)  # every write beyond is refused by the system
sys.argv = ["oneplace", *sys.argv[2:]]
main()
"""


@pytest.mark.slow
@pytest.mark.parametrize(("size", "from_scratch"), [(4_000, True), (60_000, True), (30_000, False)])
def test_a_disk_that_fills_up_is_told_in_words_and_the_next_run_goes_on(
    place: Path, size: int, from_scratch: bool
) -> None:
    served = pipeline.current(place).id
    if from_scratch:
        shutil.rmtree(place / "var" / "record")
        shutil.rmtree(place / "var" / "identity")
    command = [sys.executable, "-c", FULL, str(size), "run", str(place), "--as-of", "2027-02-22"]
    tried = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": "400"})
    said = " ".join(tried.stderr.split())
    assert tried.returncode == 1, said
    assert "Traceback" not in said
    assert "can't be written or read (File too large); what was finished before is as it was." in said
    assert "Make room on the disk, and do it again." in said
    assert pipeline.current(place).id == served
    assert pipeline.verify(pipeline.run(place, as_of=date(2027, 2, 22)).run) == []


def test_a_file_in_place_of_a_folder_is_told_in_words(place: Path) -> None:
    shutil.rmtree(place / "var" / "runs")
    (place / "var" / "runs").write_text("")
    with pytest.raises(OneplaceError, match=r"var/runs: .*Move away what stands there"):
        pipeline.run(place, as_of=DAY)
