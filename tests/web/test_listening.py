"""Clients that take their time: whoever dribbles a request holds no thread, and is shown out in the end."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from oneplace.web import listening

HEADERS = b"GET / HTTP/1.1\r\nHost: localhost\r\n", b"X-More: 1\r\n"
BODY = b"POST /account/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n", b"x"
NOTHING = b"", b""
PLAIN = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
MORE_THAN_THREADS = 2 * listening.THREADS


def site(environ, start_response):
    """Answers with what it was sent."""
    said = environ["wsgi.input"].read() or environ.get("HTTP_X_FORWARDED_FOR", "nothing").encode()
    start_response("200 OK", [("Content-Length", str(len(said)))])
    return [said]


@pytest.fixture
def serving(monkeypatch):
    """Call it with the seconds that a request may take to arrive; returns the port."""
    started = []

    def serve(seconds: float) -> int:
        monkeypatch.setattr(listening, "ARRIVAL_SECONDS", seconds)
        started.append(listening.server(site, "127.0.0.1", 0))
        threading.Thread(target=started[-1].run, daemon=True).start()
        return int(started[-1].effective_port)

    yield serve
    for server in started:
        server.trigger.pull_trigger(server.close)
        server.task_dispatcher.shutdown()


def test_who_answers_can_see_that_the_reader_has_gone():
    seen = threading.Event()

    def patient(environ, start_response):
        while not environ["waitress.client_disconnected"]():
            time.sleep(0.01)
        seen.set()
        return site(environ, start_response)

    server = listening.server(patient, "127.0.0.1", 0)
    threading.Thread(target=server.run, daemon=True).start()
    reader = connect(int(server.effective_port), PLAIN)
    assert not seen.wait(0.1)
    reader.close()
    assert seen.wait(30)
    server.trigger.pull_trigger(server.close)
    server.task_dispatcher.shutdown()


def connect(port: int, first: bytes) -> socket.socket:
    opened = socket.create_connection(("127.0.0.1", port))
    opened.sendall(first)
    opened.setblocking(False)
    return opened


def is_open(held: socket.socket, more: bytes) -> bool:
    try:
        if more:
            held.send(more)
        return held.recv(1) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


def asked(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as opened:
        opened.sendall(request)
        return read(opened)


def read(opened: socket.socket) -> bytes:
    found = b""
    while part := opened.recv(65_536):
        found += part
    return found


@pytest.mark.parametrize(("first", "more"), [HEADERS, BODY], ids=["headers", "body"])
def test_twice_as_many_slow_clients_as_threads_do_not_stop_the_site(serving, first, more):
    port = serving(3600)
    held = [connect(port, first) for _ in range(MORE_THAN_THREADS)]
    for _ in range(3):
        assert sum(is_open(one, more) for one in held) == MORE_THAN_THREADS
        assert asked(port, PLAIN).endswith(b"nothing")


@pytest.mark.parametrize(("first", "more"), [HEADERS, BODY, NOTHING], ids=["headers", "body", "nothing"])
def test_who_is_not_done_in_time_is_shown_out(serving, first, more):
    port = serving(0.5)
    held = [connect(port, first) for _ in range(MORE_THAN_THREADS)]
    for _ in range(300):
        time.sleep(0.1)
        if not sum(is_open(one, more) for one in held):
            break
    assert not sum(is_open(one, more) for one in held)
    assert asked(port, PLAIN).endswith(b"nothing")


def test_a_connection_that_was_answered_may_ask_again_later(serving):
    with socket.create_connection(("127.0.0.1", serving(0.5)), timeout=30) as opened:
        for pause in (2.5, 0):  # so long that whoever was not done is shown out meanwhile
            opened.sendall(PLAIN.replace(b"close", b"keep-alive"))
            found = b""
            while not found.endswith(b"nothing"):
                found += opened.recv(65_536)
            time.sleep(pause)


def test_a_form_that_comes_in_pieces_arrives_whole(serving):
    port = serving(60)
    held = connect(port, b"POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 3\r\n\r\n")
    for letter in (b"a", b"b", b"c"):
        time.sleep(0.1)
        held.send(letter)
    held.setblocking(True)
    assert read(held).endswith(b"abc")


@pytest.mark.parametrize(("length", "status"), [(listening.LARGEST_BODY + 1, b"413"), (3, b"200")])
def test_a_body_larger_than_any_form_is_refused_unread(serving, length, status):
    lines = b"POST / HTTP/1.1", b"Host: localhost", b"Connection: close", b"Content-Length: %d" % length, b"", b"abc"
    assert asked(serving(60), b"\r\n".join(lines)).startswith(b"HTTP/1.1 " + status)


@pytest.mark.parametrize(
    ("path", "length", "told"),
    [
        (b"/", listening.LARGEST_BODY + 1, "shorten what you typed"),
        (b"/meetings/papers/add", 22_000_000, "A file may have 20 MB at most."),
    ],
)
def test_what_is_too_large_is_told_on_a_page_with_what_to_do(serving, path, length, told):
    lines = (
        b"POST " + path + b" HTTP/1.1", b"Host: localhost", b"Connection: close", b"Cookie: sessionid=a",
        b"Content-Length: %d" % length, b"", b"abc",
    )  # fmt: skip
    answer = asked(serving(60), b"\r\n".join(lines)).decode()
    assert "Content-Type: text/html; charset=utf-8" in answer
    assert told in answer
    assert "max_body" not in answer


def test_headers_beyond_measure_are_refused(serving):
    request = PLAIN.replace(b"\r\n\r\n", b"\r\nX-Long: " + b"x" * listening.LARGEST_HEADERS + b"\r\n\r\n")
    assert b" 431 " in asked(serving(60), request).splitlines()[0]


def test_what_a_proxy_says_of_the_client_reaches_the_application(serving):
    request = PLAIN.replace(b"\r\n\r\n", b"\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n")
    assert asked(serving(60), request).endswith(b"192.0.2.1")
