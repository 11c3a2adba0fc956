"""What is built is there whole or not at all, and its owner's alone."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from oneplace import whole
from oneplace.problems import OneplaceError

HOLD = """
import sys
from pathlib import Path
from oneplace import whole
with whole.alone(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture(params=[0o000, 0o022, 0o777], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def modes(folder: Path) -> dict[str, int]:
    return {path.relative_to(folder).as_posix(): mode(path) for path in (folder, *folder.rglob("*"))}


@pytest.mark.parametrize("umask", [0o000, 0o022], indirect=True, ids=oct)
def test_a_folder_is_made_whole_and_shut_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    def make(part: Path) -> None:
        (part / "deep").mkdir()
        (part / "deep" / "file").write_text("1")

    whole.once(tmp_path / "made", make)
    assert modes(tmp_path / "made") == {".": 0o700, "deep": 0o700, "deep/file": 0o600}
    assert [path.name for path in tmp_path.iterdir()] == ["made"]


def test_a_folder_that_could_not_be_finished_is_not_there_and_is_made_afresh(tmp_path: Path) -> None:
    def fail(part: Path) -> None:
        (part / "half").write_text("1")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        whole.once(tmp_path / "made", fail)
    assert not (tmp_path / "made").exists()
    whole.once(tmp_path / "made", lambda part: (part / "all").write_text("1"))
    assert [path.name for path in (tmp_path / "made").iterdir()] == ["all"]


def test_what_is_there_is_not_made_again(tmp_path: Path) -> None:
    whole.once(tmp_path / "made", lambda part: (part / "first").write_text("1"))
    whole.once(tmp_path / "made", lambda part: pytest.fail("it was there"))


def test_a_text_is_replaced_in_one_step_and_shut(tmp_path: Path, umask: int) -> None:
    path = tmp_path / "current"
    path.write_text("old")
    path.chmod(0o644)
    whole.replace(path, "new")
    assert path.read_text() == "new"
    assert modes(tmp_path) == {".": mode(tmp_path), "current": 0o600}


def test_a_secret_is_drawn_once_and_shut(tmp_path: Path, umask: int) -> None:
    first = whole.secret(tmp_path / "kept" / "secret", "Mend it.")
    assert len(first) >= 64
    assert whole.secret(tmp_path / "kept" / "secret", "Mend it.") == first
    assert modes(tmp_path / "kept") == {".": 0o700, "secret": 0o600}
    assert whole.secret(tmp_path / "other", "Mend it.") != first


def test_of_two_who_draw_a_secret_at_once_both_get_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, link = tmp_path / "secret", Path.hardlink_to

    def late(self: Path, target: Path) -> None:
        self.write_text("o" * 86)  # the other process is a moment earlier
        link(self, target)

    monkeypatch.setattr(Path, "hardlink_to", late)
    assert whole.secret(path, "Mend it.") == "o" * 86
    assert [each.name for each in tmp_path.iterdir()] == ["secret"]


@pytest.mark.parametrize(
    ("letters", "whole_one"), [(0, False), (1, False), (64, True), (85, False), (86, True), (87, False)]
)
def test_a_secret_that_was_emptied_or_cut_is_refused(tmp_path: Path, letters: int, whole_one: bool) -> None:
    path = tmp_path / "secret"
    path.write_text("s" * letters)
    if whole_one:
        assert whole.secret(path, "Mend it.") == "s" * letters
    else:
        with pytest.raises(OneplaceError, match=r"secret: does not hold the secret that was drawn.*Mend it\."):
            whole.secret(path, "Mend it.")
    assert path.read_text() == "s" * letters


def test_a_lock_is_held_by_one_process_and_goes_with_it(tmp_path: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    with pytest.raises(OneplaceError, match=r"is being built by another process\. Wait"), whole.alone(tmp_path):
        pytest.fail("two at once")
    other.kill()
    other.communicate()
    with whole.alone(tmp_path):
        assert mode(tmp_path) == 0o700


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, r"full\.bin: can't be written or read \(No space left on device\).*Make room on the disk"),
        (errno.EROFS, r"full\.bin: .*\(Read-only file system\).*Give this user the right to read and write there"),
        (errno.EACCES, r"full\.bin: .*\(Permission denied\).*Give this user the right"),
        (errno.ENOTDIR, r"full\.bin: .*\(Not a directory\).*Move away what stands there"),
    ],
)
def test_what_the_system_refuses_is_said_with_its_mend(tmp_path: Path, number: int, said: str) -> None:
    with pytest.raises(OneplaceError, match=said), whole.writing(tmp_path):
        raise OSError(number, os.strerror(number), "full.bin")


def test_a_refusal_that_names_no_file_names_the_folder(tmp_path: Path) -> None:
    with pytest.raises(OneplaceError) as found, whole.writing(tmp_path):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert found.value.problems[0].path == tmp_path


def test_a_fault_of_the_program_is_not_put_on_the_disk(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), whole.writing(tmp_path):
        (tmp_path / "never").read_text()


def test_a_real_full_device_is_told_in_words() -> None:
    with pytest.raises(OneplaceError, match="No space left on device"), whole.writing(Path("/dev/full")):
        Path("/dev/full").write_text("1")


def test_a_file_in_place_of_the_folder_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(OneplaceError, match=r"var: .*Move away what stands there"), whole.alone(tmp_path / "var"):
        pytest.fail("there is no folder")


def test_differences_name_what_was_changed_is_missing_or_was_added() -> None:
    assert whole.differences({"a": "1", "b": "1"}, {"a": "2", "c": "1"}) == [
        "a was changed",
        "b is missing",
        "c was added",
    ]
    assert whole.differences({"a": "1"}, {"a": "1"}) == []
