"""Tests run with no program on their PATH but the environment's and the declared ones, and with no network."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.guarded import guard

HERE = Path(__file__).parent
DECLARED = HERE.parent / "programs.toml"
MACHINE = dict(os.environ)  # as whoever started the tests has it


@contextmanager
def held() -> Iterator[None]:
    """Everything below is held to what ``guard`` allows, children too."""
    with tempfile.TemporaryDirectory(prefix="oneplace-tests-") as made:
        programs = _linked(Path(made) / "programs")
        os.environ |= {
            guard.FOLDER: made,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{programs}",
            "PYTHONPATH": os.pathsep.join([str(HERE), *filter(None, [MACHINE.get("PYTHONPATH")])]),
            "UV_OFFLINE": "1",
        }
        guard.watch()
        yield
        del os.environ[guard.FOLDER]


def _linked(folder: Path) -> Path:
    """A folder with the declared programs that this machine has."""
    folder.mkdir()
    for name in tomllib.loads(DECLARED.read_text()):
        if found := shutil.which(name):
            (folder / name).symlink_to(found)
    return folder
