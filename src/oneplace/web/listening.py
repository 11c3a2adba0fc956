"""The HTTP server: Waitress, with an end to every request that takes too long to arrive (decision record 10).

Waitress reads requests and sends answers in one loop and hands only whole requests to its threads, so that no client,
however slow, holds one. It closes a connection that falls silent; here one that dribbles is closed, too.
"""

from __future__ import annotations

import copy
import logging
import os
import resource
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn
from wsgiref.types import WSGIApplication

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.utilities import RequestEntityTooLarge

from oneplace.web import environment

THREADS = 8
CONNECTIONS = 1000
"""Connections at a time; the next wait in the system's queue until one ends."""
LARGEST_BODY, LARGEST_HEADERS = 1_000_000, 32_000
ARRIVAL_SECONDS = 20
"""For a whole request, from its first byte (of a new connection: from its opening) to its last."""
UPLOADS, UPLOAD_SECONDS = "/meetings/papers", 120
"""Below which address whoever is signed in may send a whole file, and how long it may take to arrive."""
SILENT_SECONDS = 30
"""After which a connection on which nothing happens is closed."""


_PAGE = (Path(__file__).parent / "broken.html").read_text(encoding="utf-8")
_WORDS = {
    "language": "en",
    "title": "That is too large to be taken",
    "contact": "Nothing was saved.",
    "accessibility": "Accessibility",
    "home": "Go to the home page",
}
_FORM = "What you sent is longer than any form takes. Go back, shorten what you typed, and send it again."


class _TooLarge(RequestEntityTooLarge):  # type: ignore[misc]
    """What is too large, told to people: the server's own answer speaks of its settings."""

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        """Status, headers and a page that needs nothing of the site."""
        told = _PAGE.format_map({**_WORDS, "lost": self.body}).encode()
        return f"{self.code} {self.reason}", [("Content-Type", "text/html; charset=utf-8")], told


class _Parser(HTTPRequestParser):  # type: ignore[misc]
    """Lets a larger request through where a file is expected, and somebody is, or says that they are, signed in."""

    adj: Any
    error: Any
    is_upload = False

    def received(self, data: bytes) -> int:
        """Take what came, and say of what is too large how it can be made smaller."""
        taken = int(super().received(data))
        if isinstance(self.error, RequestEntityTooLarge) and not isinstance(self.error, _TooLarge):
            self.error = _TooLarge(self.adj.upload_told if self.is_upload else _FORM)
        return taken

    def parse_header(self, header_plus: bytes) -> None:
        """Read the headers, and allow more where they ask for it."""
        super().parse_header(header_plus)
        if self.path.startswith(UPLOADS) and "sessionid=" in self.headers.get("COOKIE", ""):
            self.is_upload = True
            self.adj = copy.copy(self.adj)
            self.adj.max_request_body_size = self.adj.largest_upload


class _Channel(HTTPChannel):  # type: ignore[misc]  # Waitress has no types
    parser_class = _Parser
    began: float

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.began = time.time()
        super().__init__(*args, **kwargs)

    def received(self, data: bytes) -> bool:
        """Take what came, and note when a request begins."""
        if self.request is None:
            self.began = time.time()
        return bool(super().received(data))

    def is_late(self, now: float) -> bool:
        """Whether a request has begun, or should have, and isn't whole in time."""
        expected = self.request is not None or self.last_activity == self.creation_time
        allowed = UPLOAD_SECONDS if getattr(self.request, "is_upload", False) else ARRIVAL_SECONDS
        return not self.requests and expected and now - self.began > allowed


class _Server(TcpWSGIServer):  # type: ignore[misc]
    channel_class = _Channel

    def maintenance(self, now: float) -> None:
        """Close what is silent, and what is late."""
        super().maintenance(now)
        for channel in self.active_channels.values():
            channel.will_close = channel.will_close or channel.is_late(now)


def listen(served: WSGIApplication, host: str, port: int) -> NoReturn:
    """Answer requests until the process is told to end (SIGTERM, or Ctrl-C), and end it; from the main thread alone."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    signal.signal(signal.SIGTERM, _end)
    server(served, host, port).run()
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # Python would end a thread that makes pages ahead in the middle of a library's C++, which aborts


def server(served: WSGIApplication, host: str, port: int) -> TcpWSGIServer:
    """What listens on an address, with our limits; ``run()`` answers."""
    options = Adjustments(
        listen=f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        threads=THREADS,
        connection_limit=CONNECTIONS,
        channel_timeout=SILENT_SECONDS,
        cleanup_interval=1,
        channel_request_lookahead=1,  # so that it is seen when a reader goes before the answer
        max_request_body_size=LARGEST_BODY,
        max_request_header_size=LARGEST_HEADERS,
        asyncore_use_poll=True,
        clear_untrusted_proxy_headers=False,  # whom to believe is decided by the settings alone
        log_socket_errors=False,
        ident="",
    )
    most = environment.upload_bytes()
    options.largest_upload = most + LARGEST_BODY
    options.upload_told = (
        f"A file may have {most // 1_000_000} MB at most. Go back, and choose a smaller one: with smaller pictures, "
        "saved as PDF, or in parts."
    )
    return _Server(served, adj=options)


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)
