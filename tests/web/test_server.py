"""Served as in production: in a process of its own, ended by a signal."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from oneplace.problems import OneplaceError
from oneplace.web import server
from tests.web import world

SERVE = """
import sys
from pathlib import Path
from oneplace.web import serve
serve(Path(sys.argv[1]), "127.0.0.1", int(sys.argv[2]))
"""

AFTER_A_CHART = """
import sys
from pathlib import Path
from oneplace.cli.commands import serve_afresh
from oneplace.charts import differences
row = {"label": "All", "value": 0.0, "lower": -1.0, "upper": 1.0}
assert differences("drawn", {"": [row]}, title="", subtitle="", alt_text="")
serve_afresh(Path(sys.argv[1]), int(sys.argv[2]))
"""


BUSY = """
import sys
from threading import Thread
import duckdb
from oneplace.web.listening import listen

def busy():
    while True:
        duckdb.sql("SELECT sum(sqrt(i)) FROM range(3000000) t(i)").fetchall()

Thread(target=busy, daemon=True).start()
listen(lambda environ, start: [start("200 OK", []), b""][1:], "127.0.0.1", int(sys.argv[1]))
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def fetch(url: str, tries: int = 600, timeout: int = 5) -> bytes:
    for _ in range(tries):
        try:
            with urllib.request.urlopen(url, timeout=timeout) as response:  # noqa: S310  our own server
                return response.read()
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer")


@pytest.fixture(params=[SERVE, AFTER_A_CHART], ids=["served", "served by who has drawn charts before"])
def served(request, tmp_path):
    """A place served by a process of its own, and that process."""
    folder = world.make(tmp_path / "place")
    port = free_port()
    command = [sys.executable, "-c", request.param, folder, str(port)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    yield f"http://127.0.0.1:{port}", process
    process.kill()


@pytest.mark.slow
def test_it_serves_pages_and_stops_when_told(served):
    address, process = served
    assert "keeping its promises?" in fetch(f"{address}/").decode()
    for _ in range(10):  # while it makes the simulator ready, too
        assert b"nhsuk-" in fetch(
            f"{address}/static/compiled/oneplace.css", tries=1, timeout=60
        )  # refused is wrong, slow is not
        time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    _out, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors.decode()
    assert b"Traceback" not in errors


@pytest.mark.slow
def test_it_stops_when_told_while_a_thread_works_in_a_library():
    port = free_port()
    process = subprocess.Popen([sys.executable, "-c", BUSY, str(port)], stderr=subprocess.PIPE)
    fetch(f"http://127.0.0.1:{port}/")
    process.send_signal(signal.SIGTERM)
    _out, errors = process.communicate(timeout=30)
    assert (process.returncode, errors.decode()) == (0, "")  # it was aborted, as Python ends such a thread in C++


def test_without_its_style_sheet_it_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setattr(server, "COMPILED", tmp_path / "oneplace.css")
    with pytest.raises(OneplaceError, match="never compiled"):
        server.application(tmp_path)
