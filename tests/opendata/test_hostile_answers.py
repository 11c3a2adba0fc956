"""What a publisher's server may answer by mistake or ill will: a clear refusal each, and nothing here changes.

The answers are raw bytes, so that lengths, parts and packing can be wrong in every way.
"""

from __future__ import annotations

import gzip
import http.client
import socketserver
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

import pytest

from oneplace.place import read
from oneplace.record.opendata import fetching, update
from tests.opendata.test_fetching import NEW, ON, place, refused

__all__ = ["place"]


@pytest.fixture(scope="module")
def wire():
    """What is sent, piece by piece, whatever is asked."""
    pieces: list[bytes] = []

    class Answers(socketserver.StreamRequestHandler):
        def handle(self):
            while self.rfile.readline().strip():
                pass
            try:
                for piece in pieces:
                    self.wfile.write(piece)
                    self.wfile.flush()
                    time.sleep(0.001 if len(pieces) > 3 else 0)
            except OSError:
                return

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()

    class ToIt(urllib.request.HTTPSHandler):
        handler_order = 1

        def https_open(self, request):
            def plain(_host, **_more):
                return http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=5)

            return self.do_open(plain, request)

    kept, fetching.HANDLERS = fetching.HANDLERS, (ToIt(),)
    yield pieces
    fetching.HANDLERS = kept
    server.shutdown()
    server.server_close()


def send(wire, body, *lines, status="200 OK", whole=True):
    body = body.encode() if isinstance(body, str) else body
    length = [f"Content-Length: {len(body)}"] if whole else []
    head = "\r\n".join([f"HTTP/1.1 {status}", *length, *lines, "Connection: close"])
    wire[:] = [head.encode() + b"\r\n\r\n", body]


PACKED = gzip.compress(NEW.encode(), mtime=0)
GZIP = "Content-Encoding: gzip"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (("", ["Location: https://[bad"], {"status": "302 Found"}), "can't be reached: Invalid IPv6 URL."),
        (("", ["Location: https://figures.example.org@evil.example"], {"status": "302 Found"}), "is not followed"),
        (("", ["Location: data:text/csv,code"], {"status": "307 Moved"}), "not followed"),
        ((NEW[:60], [], {"status": "206 Partial Content"}), "answers 206 (Partial Content), without the whole file."),
        (("", [], {"status": "204 No Content"}), "answers 204"),
        (("please wait", [], {"status": "202 Accepted"}), "answers 202"),
        ((NEW, ["Content-Encoding: br"], {}), "packed in a way that isn't read here (br)"),
        ((NEW, [GZIP], {}), "can't be reached: Not a gzipped file"),
        ((PACKED[:-20], [GZIP], {}), "was cut off before its end"),
        ((NEW[:-6], [], {"whole": False}), "doesn't say how long the file is, and it ends within a line"),
        ((NEW[:-6], ["Content-Length: many"], {"whole": False}), "ends within a line"),
        (("", ["Content-Length: 1000000000000"], {"whole": False}), "is larger than 200 MB"),
        ((b"40\r\ncode,year", ["Transfer-Encoding: chunked"], {"whole": False}), "was cut off before its end"),
        (("\n<!DOCTYPE html><p>Error</p>", ["Content-Type: text/csv"], {}), "example.org/mine.csv: is a web page"),
        ((NEW.replace("E1,2024,42", "E1,2024,1e400"), [], {}), "larger than any number that is kept here"),
        ((NEW.replace("E1,2024,42", "E1,2024,-42"), [], {}), "no count is below nought"),
        ((NEW.replace("E1", "E\0"), [], {}), "is no text in UTF-8"),
        ((NEW.replace("events", "people", 1), [], {}), "column 'people' is there 2 times"),
        ((NEW.replace("events", "événts").encode("latin-1"), [], {}), "Did you mean `événts`?"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_refused_in_plain_words_and_changes_nothing(wire, place, answer, says):
    body, lines, more = answer
    send(wire, body, *lines, **more)
    told = refused(place)
    assert says in told
    assert str(Path(tempfile.gettempdir())) not in told
    assert all(sign.isprintable() or sign == "\n" for sign in told)


@pytest.mark.parametrize("raw", [b"", b"\x00\x01\x02\r\n\r\n", b"HTTP/1.1 abc OK\r\n\r\n"])
def test_what_is_no_answer_at_all_is_told(wire, place, raw):
    wire[:] = [raw]
    assert "can't be reached: " in refused(place)


@pytest.mark.parametrize(
    ("body", "lines", "whole"),
    [(PACKED, [GZIP], True), (NEW, [], False), (NEW.encode("utf-16"), [], True), ("\ufeff" + NEW, [], True)],
    ids=["packed", "plain", "utf-16", "with a mark"],
)
def test_what_is_whole_is_read_however_it_came(wire, place, body, lines, whole):
    send(wire, body, *lines, whole=whole)
    assert update(read(place), "mine", on=ON).new == 1


def test_what_is_small_on_the_way_and_huge_unpacked_is_refused(wire, place, monkeypatch):
    monkeypatch.setattr(fetching, "MOST_BYTES", 100_000)
    send(wire, gzip.compress(b"0" * 50_000_000), GZIP)
    assert "the most that is fetched" in refused(place)


def test_a_file_that_comes_drop_by_drop_is_not_waited_for(wire, place, monkeypatch):
    monkeypatch.setattr(fetching, "MOST_SECONDS", 0.05)
    send(wire, NEW)
    wire[1:] = [NEW[at : at + 1].encode() for at in range(len(NEW))]
    assert "sends too slowly" in refused(place)
