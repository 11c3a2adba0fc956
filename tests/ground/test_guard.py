"""What a test may not reach is refused where it happens, and told even where the refusal is caught."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guarded import guard


def told(folder: Path, code: str) -> str:
    """What the guard tells of a Python of its own that runs this code and catches every error."""
    (folder / "programs").mkdir(exist_ok=True)
    code = f"try:\n    {code}\nexcept OSError: pass"
    subprocess.run([sys.executable, "-c", code], env={**os.environ, guard.FOLDER: str(folder)}, check=True)
    refusals = folder / "refusals"
    return refusals.read_text() if refusals.exists() else ""


@pytest.mark.parametrize(
    ("code", "refused"),
    [
        ("import subprocess; subprocess.run(['pdftotext', '-v'])", "pdftotext"),
        ("import subprocess; subprocess.run(['/bin/sh', '-c', 'true'])", "/bin/sh"),
        ("import subprocess; subprocess.run('true', shell=True)", "/bin/sh"),
        ("import os; os.system('true')", "sh"),
        ("import os; os.execv('/bin/true', ['true'])", "/bin/true"),
        ("import os; os.posix_spawn('/bin/true', ['true'], {})", "/bin/true"),
    ],
)
def test_a_program_that_is_not_declared_is_refused(tmp_path: Path, code: str, refused: str) -> None:
    assert told(tmp_path, code) == f"{refused} was called, and tests/programs.toml does not declare it\n"


@pytest.mark.parametrize(
    ("code", "refused"),
    [
        ("import socket; socket.create_connection(('192.0.2.1', 80), 0.1)", "192.0.2.1"),
        ("import socket; socket.socket().connect(('192.0.2.1', 80))", "192.0.2.1"),
        ("import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('192.0.2.1', 80))", "192.0.2.1"),
        ("import socket; socket.socket(socket.AF_INET6).connect(('2001:db8::1', 80))", "2001:db8::1"),
        ("import socket; socket.getaddrinfo('health.example', 80)", "health.example"),
        ("import socket; socket.gethostbyname('health.example')", "health.example"),
        ("import socket; socket.socket().bind(('0.0.0.0', 0))", "0.0.0.0"),
    ],
)
def test_another_machine_is_refused(tmp_path: Path, code: str, refused: str) -> None:
    assert set(told(tmp_path, code).splitlines()) == {f"{refused} was asked for, and tests keep to this machine"}


@pytest.mark.parametrize(
    "code",
    [
        "import subprocess, sys; subprocess.run([sys.executable, '-c', ''])",
        "import subprocess; subprocess.run(['python', '-c', ''])",
        "import socket; socket.socket().bind(('127.0.0.1', 0))",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import socket; socket.create_connection(('127.0.0.1', 9), 0.1)",
    ],
)
def test_this_machine_and_the_environments_own_programs_are_free(tmp_path: Path, code: str) -> None:
    assert told(tmp_path, code) == ""


def test_a_declared_program_is_free(tmp_path: Path) -> None:
    (tmp_path / "programs").mkdir()
    (tmp_path / "programs" / "true").symlink_to("/bin/true")
    assert told(tmp_path, "import subprocess; subprocess.run(['true'], check=True)") == ""


def test_nothing_else_is_on_the_path() -> None:
    environment, declared = os.environ["PATH"].split(os.pathsep)
    assert environment == str(Path(sys.executable).parent)
    assert declared == str(Path(os.environ[guard.FOLDER]) / "programs")
