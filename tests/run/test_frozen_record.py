"""A run takes a frozen copy of what happened: its pages and pack rest on that, and it is made again to the same."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from oneplace import place
from oneplace import run as pipeline
from oneplace.delivery import happened
from oneplace.delivery.happened import Entry, Kind, change
from oneplace.problems import OneplaceError
from tests.web import world

SOURCE = str(Path(pipeline.__file__).parents[2])
TODAY = date(2026, 4, 1)


def moved(folder: Path, number: int = 1, day: str = "2026-09-30", before=None) -> Entry:
    was = before or happened.agreed(place.read(folder))[Kind.MILESTONE, "M2"]
    after, why = change(Kind.MILESTONE, was, "moved", {"forecast": day, "cause": "lease unsigned"}, TODAY)
    return Entry(
        kind=Kind.MILESTONE,
        subject="M2",
        number=number,
        at=datetime(2026, 4, 1, 9, number, tzinfo=UTC),
        by="lena",
        what="moved",
        why=why,
        before=was.model_dump(mode="json"),
        after=after.model_dump(mode="json"),
    )


def write(folder: Path, *entries: Entry) -> None:
    path = folder / happened.FILE
    path.parent.mkdir(exist_ok=True)
    path.write_text(happened.written(entries))


def forecast(folder: Path) -> str:
    return str(happened.read_place(folder).strategy.workstreams[0].milestones[1].forecast)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    world.make(tmp_path / "place")
    return tmp_path / "place"


def test_what_is_recorded_names_another_run_and_stays_as_it_was_in_the_one_before(folder):
    first = moved(folder)
    write(folder, first)
    before = pipeline.store.place_files(folder)
    write(folder, first, moved(folder, 2, "2026-12-31", first.now()))
    after = pipeline.store.place_files(folder)
    assert {name for name in after if before.get(name) != after[name]} == {happened.FILE}
    assert forecast(folder) == "2026-12-31"


def test_a_run_takes_no_entry_that_is_dated_before_the_one_it_follows_or_is_to_come(folder):
    first = moved(folder)
    second = moved(folder, 2, "2026-12-31", first.now())
    for at, told in (
        (datetime(2026, 3, 1, tzinfo=UTC), "before the entry that"),
        (datetime(2999, 1, 1, tzinfo=UTC), "to come"),
    ):
        write(folder, first, second.model_copy(update={"at": at}))
        with pytest.raises(OneplaceError, match=told):
            pipeline.run(folder, as_of=TODAY)


def test_files_of_papers_that_were_exported_are_no_part_of_a_run(folder):
    write(folder, moved(folder))
    before = pipeline.store.place_files(folder)
    (folder / "delivery" / happened.PAPERS).mkdir()
    (folder / "delivery" / happened.PAPERS / ("0" * 32)).write_bytes(b"exempt")
    assert pipeline.store.place_files(folder) == before


def oneplace(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("ONEPLACE_", "DJANGO_"))}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [SOURCE, environment.get("PYTHONPATH")]))
    called = [sys.executable, "-m", "oneplace.cli", *arguments]
    return subprocess.run(called, capture_output=True, text=True, env=environment, cwd=folder.parent, check=False)


def told(done: subprocess.CompletedProcess[str]) -> str:
    return " ".join((done.stdout + done.stderr).split())


def test_a_file_goes_into_the_store_and_out_again_and_a_conflict_overwrites_nothing(folder, tmp_path):
    write(folder, first := moved(folder))
    refused = oneplace(folder, "delivery", "export", str(folder))
    assert refused.returncode == 1
    assert "holds what the store does not: 1 new entry" in told(refused)
    assert "Added: 1 entry." in told(oneplace(folder, "delivery", "import", str(folder)))
    assert "Nothing new" in told(oneplace(folder, "delivery", "import", str(folder)))
    given = happened.read(folder / happened.FILE)
    (folder / happened.FILE).unlink()
    assert "has 1 entry." in told(oneplace(folder, "delivery", "export", str(folder)))
    [again] = happened.read(folder / happened.FILE)
    assert again.is_as(given[0])
    assert again.imported is not None, "and is seen to have come from a file"
    write(folder, other := moved(folder, 1, "2027-01-31"))
    spoilt = (folder / happened.FILE).read_text()
    for command in ("import", "export"):
        refused = oneplace(folder, "delivery", command, str(folder))
        assert refused.returncode == 1
        for day in (first.after["forecast"], other.after["forecast"]):
            assert day in told(refused)
    assert (folder / happened.FILE).read_text() == spoilt


def test_what_no_form_takes_is_read_in_by_no_file_and_what_it_stands_beside_is_not_either(folder):
    good, second = moved(folder), moved(folder, 2, "2026-12-31", moved(folder).now())
    bad = second.model_copy(update={"after": second.after | {"cause": "", "caused_by": "Some words"}})
    write(folder, good, bad)
    refused = oneplace(folder, "delivery", "import", str(folder))
    assert refused.returncode == 1
    assert "milestone M2, entry 2 (Expect it on another day): cause: Fill this in. | milestone M2" in told(refused)
    assert "caused_by: “Some words” is nothing that this place, its record or this file has." in told(refused)
    assert "Traceback" not in told(refused)
    assert happened.unlike_forms(place.read(folder), [good, second]) == []
    (folder / happened.FILE).unlink()
    assert "Nothing was recorded yet." in told(oneplace(folder, "delivery", "export", str(folder)))


def test_an_import_that_names_a_partner_whom_nobody_knows_is_refused(folder):
    entry = moved(folder)
    stranger = {"org": "nowhere"}
    made = {**entry.after, **stranger, "state": "planned"}
    write(folder, entry.model_copy(update={"subject": "milestone-1", "what": "made", "before": None, "after": made}))
    refused = oneplace(folder, "delivery", "import", str(folder))
    assert refused.returncode == 1
    assert "milestone milestone-1 names nowhere, which is none of the place’s partners" in told(refused)
    assert "Traceback" not in told(refused)


def test_a_record_that_was_spoilt_stops_a_run_before_any_work(folder):
    (folder / "delivery").mkdir()
    (folder / happened.FILE).write_text("{}\n")
    done = oneplace(folder, "run", str(folder))
    assert done.returncode == 1
    assert "record.jsonl:1" in told(done)
    assert "Traceback" not in told(done)


@pytest.mark.parametrize("command", ["run", "pack"])
def test_both_commands_that_make_a_run_take_what_the_store_has(command, monkeypatch, tmp_path):
    from oneplace.cli import commands

    class BegunError(Exception):
        """The work began."""

    def begin(*_of, **_said):
        raise BegunError

    seen = []
    monkeypatch.setattr(commands, "freeze", seen.append)
    monkeypatch.setattr(pipeline, "run", begin)
    with pytest.raises(BegunError):
        getattr(commands, command)(tmp_path)
    assert seen == [tmp_path]
