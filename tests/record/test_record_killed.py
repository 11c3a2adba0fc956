"""A load that is killed at any moment leaves the last good record, and the next load completes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from oneplace import record
from oneplace.problems import OneplaceError
from oneplace.record import loading
from oneplace.run import erasing

pytestmark = pytest.mark.slow

CHILD = """
import sys
sys.path.insert(0, {here!r})
from pathlib import Path
from tests.record.conftest import SOURCES, Small, make_place
root = Path({root!r})
print("ready", flush=True)
Small(root, make_place(SOURCES, root)).load(progress=lambda what, share: print(what, flush=True))
"""

STEPS = ["Checking files", "Reading files", "Linking people", "Filling tables", "Writing"]


def started(small) -> subprocess.Popen[str]:
    code = CHILD.format(here=str(Path(__file__).parents[2]), root=str(small.root))
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("step", STEPS)
def test_killed_in_a_step(peopled, step):
    first = peopled.load()
    peopled.file("gp/journal.csv", "1,2020-05-05,2020-05-06,38341003,")
    with started(peopled) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if line.strip() == step:
                child.send_signal(signal.SIGKILL)
                break
        child.stdout.read()
    assert child.returncode == -signal.SIGKILL
    made = [path.name for path in (peopled.var / "record").glob("[!.]*")]
    assert made == [first.record_id]
    assert peopled.rows(first, "SELECT count(*) FROM person") == [(2,)]
    second = peopled.load()
    assert second.new
    assert second.record_id != first.record_id
    for zone in ("record", "identity"):
        assert not [path for path in (peopled.var / zone).iterdir() if path.name.startswith(".loading-")]


def unfinished(small) -> list[Path]:
    return [path for path in small.var.glob("*/.*") if path.name.startswith(".loading-")]


def left_by_a_kill(small) -> None:
    names = small.var / "identity" / ".loading-0123456789abcdef" / "scratch" / "gp.utf8"
    names.parent.mkdir(parents=True)
    names.write_text("Ann Example")
    (small.var / "record" / ".loading-0123456789abcdef").mkdir()


def test_what_a_killed_load_left_goes_with_the_next_though_nothing_has_changed(peopled):
    peopled.load()
    left_by_a_kill(peopled)
    assert not peopled.load().new
    assert not unfinished(peopled)


def test_what_a_killed_load_left_goes_with_prune_and_forget(peopled, monkeypatch):
    monkeypatch.setattr("oneplace.run.erasing.place.of_record", lambda _folder: peopled.place)
    peopled.load()
    left_by_a_kill(peopled)
    erasing.prune(peopled.root, [], by="Ann")
    assert not unfinished(peopled)
    left_by_a_kill(peopled)
    with pytest.raises(OneplaceError):  # nobody has that id
        erasing.forget(peopled.root, person=10**6, by="Ann", why="They asked")
    assert not unfinished(peopled)


def test_a_load_that_fails_leaves_nothing(peopled, monkeypatch):
    def fails(*_args, **_more):
        assert unfinished(peopled)
        raise KeyboardInterrupt

    monkeypatch.setattr(loading, "write", fails)
    with pytest.raises(KeyboardInterrupt):
        peopled.load()
    assert not unfinished(peopled)


def test_half_a_switch_is_completed(peopled):
    report = peopled.load()
    report.folder.rename(peopled.root / "gone")  # killed after the identities were switched in, before the record was
    again = peopled.load()
    assert again.new
    assert again.record_id == report.record_id


def test_two_loads_at_once_are_refused(peopled):
    with started(peopled) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if line.strip() == "Reading files":
                os.kill(child.pid, signal.SIGSTOP)
                break
        time.sleep(0.05)
        try:
            with pytest.raises(OneplaceError, match="is being built by another process"):
                peopled.load()
        finally:
            os.kill(child.pid, signal.SIGCONT)
        child.stdout.read()
    assert child.returncode == 0
    assert isinstance(peopled.load(), record.LoadReport)


def test_what_a_load_makes_aside_is_shut_for_others_while_it_is_made(peopled):
    seen = {}

    def look(what, _share):
        for zone in ("record", "identity"):
            for path in (peopled.var / zone).glob(".loading-*"):
                seen[what, path.parent.name] = [each.stat().st_mode & 0o777 for each in (path, *path.glob("scratch"))]

    peopled.load(progress=look)
    assert seen["Linking people", "identity"] == [0o700, 0o700]
    assert seen["Linking people", "record"] == [0o700]
