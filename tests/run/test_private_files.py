"""Everything that is built for a place is its owner's alone, whatever the umask."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from oneplace import run as pipeline
from oneplace.run.store import shut_extracts
from oneplace.synth import generate

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def open_to_all() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def open_ones(folder: Path) -> list[str]:
    wanted = {True: 0o700, False: 0o600}
    every = [path for path in (folder, *folder.rglob("*")) if not path.is_symlink()]
    return [str(path) for path in every if stat.S_IMODE(path.stat().st_mode) != wanted[path.is_dir()]]


def test_a_run_its_record_and_identities_are_shut_and_its_pack_is_handed_on_open(a_place: Path, tmp_path: Path) -> None:
    extracts = pipeline.extracts_folder(a_place)
    extracts.chmod(0o755)
    made = pipeline.run(a_place, as_of=date(2026, 11, 22)).run
    assert open_ones(pipeline.var(a_place)) == []
    assert stat.S_IMODE(extracts.stat().st_mode) == 0o700
    pipeline.export(made, tmp_path / "for-readers")
    assert stat.S_IMODE((tmp_path / "for-readers" / "pack.json").stat().st_mode) == 0o666
    extracts.chmod(0o750)  # the partners' own account is let in
    pipeline.load(a_place)
    assert stat.S_IMODE(extracts.stat().st_mode) == 0o750


def test_synthetic_extracts_are_shut(tmp_path: Path) -> None:
    generate(tmp_path / "extracts", residents=600, seed=3)
    assert open_ones(tmp_path / "extracts") == []


@pytest.mark.parametrize("refused", [errno.EROFS, errno.EPERM, errno.EACCES])
def test_extracts_that_can_only_be_read_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: int) -> None:
    answer(monkeypatch, refused)
    shut_extracts(tmp_path)


def test_another_refusal_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, errno.EIO)
    with pytest.raises(OSError, match="wrong"):
        shut_extracts(tmp_path)


def answer(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def chmod(self: Path, _mode: int) -> None:
        raise OSError(number, "wrong", str(self))

    monkeypatch.setattr(Path, "chmod", chmod)
