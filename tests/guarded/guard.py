"""Holds tests, and every Python that they start, to this machine's own network and to declared programs.

A refusal is an error where it happens and a line in ``refusals``, so that it is told even where the error is caught.
What is not Python is held otherwise: uv by ``UV_OFFLINE``, Chromium by an argument, PostgreSQL by having a socket only.
"""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

FOLDER = "ONEPLACE_TESTS_FOLDER"
OWN = [Path(place).resolve() for place in (sys.prefix, sys.exec_prefix, sys.executable, tempfile.gettempdir())]
INTERNET = (socket.AF_INET, socket.AF_INET6)


def watch() -> None:
    """Refuse from now on."""
    sys.addaudithook(_hear)


def take_refusals() -> list[str]:
    """What was refused since it was last asked, in this process and in those that it started."""
    file = _refusals()
    told = sorted(set(file.read_text().splitlines())) if file.exists() else []
    file.unlink(missing_ok=True)
    return told


def _refusals() -> Path:
    return Path(os.environ[FOLDER]) / "refusals"


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _HEARD and FOLDER in os.environ and (refused := _HEARD[event](*arguments)):
        with _refusals().open("a") as file:
            file.write(f"{refused}\n")
        raise PermissionError(refused)


def _program(program: Any, _words: Any = None, *rest: Any) -> str | None:
    name, environment = os.fsdecode(program), rest[-1] if rest else None
    found = shutil.which(name, path=(environment or os.environ).get("PATH"))
    mine = found and any(Path(found).resolve().is_relative_to(place) for place in OWN)
    declared = Path(os.environ[FOLDER]) / "programs" / Path(name).name
    return None if mine or declared.exists() else f"{name} was called, and tests/programs.toml does not declare it"


def _address(connection: socket.socket, address: Any) -> str | None:
    return _host(address[0]) if connection.family in INTERNET else None


def _host(host: str | bytes | None, *_rest: Any) -> str | None:
    name = os.fsdecode(host or "localhost")
    try:
        here = name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        here = False
    return None if here else f"{name} was asked for, and tests keep to this machine"


_HEARD: dict[str, Callable[..., str | None]] = {
    "subprocess.Popen": _program,
    "os.exec": _program,
    "os.posix_spawn": _program,
    "os.system": lambda _command: _program("sh"),
    "socket.connect": _address,
    "socket.bind": _address,
    "socket.sendto": _address,
    "socket.sendmsg": _address,
    "socket.getaddrinfo": _host,
    "socket.gethostbyname": _host,
    "socket.gethostbyaddr": _host,
}
