"""The command line as a user meets it: arguments in, words and an exit code out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from oneplace import cli
from tests.run.conftest import finished_place, make_place  # noqa: F401


@dataclass(frozen=True)
class Said:
    """What a command printed and how it ended."""

    out: str
    err: str
    code: int


Command = Callable[..., Said]


@pytest.fixture
def oneplace(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run the command line in this process; anything but an exit is a fault of ours and fails the test."""

    def run(*arguments: str | Path) -> Said:
        monkeypatch.setattr(sys, "argv", ["oneplace", *map(str, arguments)])
        code: object = 0
        try:
            cli.main()
        except SystemExit as ended:
            code = ended.code
        said = capsys.readouterr()
        return Said(said.out, said.err, code if isinstance(code, int) else 0 if code is None else 1)

    return run
