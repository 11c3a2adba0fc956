"""Pages made before anybody asks for them: those there is one of, every map and funnel, and one of each other kind.

What is made when first asked for (outlines, the words that search knows, lists over all measures) is then there, and
the pages are among those that are kept ready. One thread makes them, one after the other, each followed by a pause as
long as it took, when the server begins to listen and whenever another run is served. Then the what-ifs are begun too:
each pathway as it is and its scenarios, which a thread of their own works out.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from io import BytesIO
from threading import Thread
from urllib.parse import urlsplit

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.template.loader import get_template
from django.urls import resolve, reverse

from oneplace.web.board.presenter import board
from oneplace.web.public.for_machines import pages
from oneplace.web.public.presenters.area_map import addresses
from oneplace.web.public.presenters.funnel import has_funnel
from oneplace.web.snapshot import Snapshot, snapshot
from oneplace.web.whatif.warming import warm_up

MISSPELT = "diabetis"
"""What the words known are looked through for, which are put in order with it."""
TEMPLATES = ("board/overview.jinja", "delivery/overview.jinja")
"""What most who sign in see first, whose pages are nobody's but theirs."""
LOOK = 30.0
"""Seconds after which it is seen that another run is served."""


def begin(served: WSGIHandler) -> None:
    """Make pages ahead for as long as the process lives."""
    Thread(target=_for_ever, args=(served,), name="pages made ahead", daemon=True).start()


def make(served: WSGIHandler, shot: Snapshot) -> None:
    """Make the pages of a snapshot, until another is served; then what those need that ask who is there."""
    for address in _addresses(shot):
        began = time.perf_counter()
        served.get_response(_request(address)).close()
        if snapshot() is not shot:
            return
        time.sleep(time.perf_counter() - began)
    board(shot)
    for name in TEMPLATES:
        get_template(name)


def _for_ever(served: WSGIHandler) -> None:
    made: Snapshot | None = None
    while True:
        if (shot := snapshot()) is not made:
            warm_up()
            make(served, shot)
            made = shot
        time.sleep(LOOK)


def _addresses(shot: Snapshot) -> Iterator[str]:
    kinds: dict[str, str] = {}
    for path in pages(shot):
        kinds.setdefault(resolve(path).view_name, path)
    yield from kinds.values()
    yield from (f"{reverse('public:search')}?q={asked}" for asked in ("health", MISSPELT))
    yield from addresses(shot)
    measures = shot.place.measures.values()
    yield from (reverse("public:funnel", args=[one.id]) for one in measures if has_funnel(shot, one))
    yield from (reverse("public:ambition_table", args=[one.id]) for one in shot.place.strategy.outcomes[:1])
    yield reverse("accounts:sign_in")  # what signing in needs is loaded with it


def _request(address: str) -> WSGIRequest:
    """As a proxy of the server's own would send it."""
    parts = urlsplit(address)
    return WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "HTTP_HOST": "localhost",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_X_FORWARDED_PROTO": "https",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
        }
    )
