"""Public pages, ready made: each is made once, kept compressed within bounds, and sent until another run is served.

Kept is only what a view allows (``keep``), what everybody sees alike, and nothing that somebody signed in asked for.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from contextlib import closing
from dataclasses import dataclass
from threading import Lock
from typing import TypeVar, cast

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import re_accepts_gzip
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language_from_request

from oneplace.web.middleware import Handler, is_private
from oneplace.web.snapshot import Snapshot, snapshot

MOST_BYTES = 32_000_000
LARGEST_SHARE = 4
"""An answer larger than this part of all is sent, but not kept."""
OVERHEAD = 2_000
"""Bytes counted for an answer besides its body."""
GZIP = zlib.MAX_WBITS | 16
QUESTION = "question"

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Question = Callable[[HttpRequest, Snapshot], str]


def keep(question: Question = lambda _request, _shot: "") -> Callable[[View], View]:
    """Say that a view's answers may be kept.

    ``question`` gives what of a request's parameters the answer depends on, out of a closed list; no other parameter
    may change the answer.
    """

    def mark(view: View) -> View:
        setattr(view, QUESTION, question)
        return view

    return mark


@dataclass(frozen=True)
class Answer:
    """A whole answer as it is kept: its body compressed, its headers, the tag of its content."""

    body: bytes
    headers: dict[str, str]
    tag: str

    @property
    def size(self) -> int:
        """Bytes that it counts for."""
        return len(self.body) + OVERHEAD


class Kept:
    """Answers made from one snapshot, those asked for last, together at most ``most`` bytes."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._lock = Lock()
        self._made_from: Snapshot | None = None
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self.size = 0

    def find(self, shot: Snapshot, key: Hashable) -> Answer | None:
        """The answer made from this snapshot, if it is kept."""
        with self._lock:
            self._turn_to(shot)
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def put(self, shot: Snapshot, key: Hashable, answer: Answer) -> None:
        """Keep an answer made from this snapshot; those not asked for longest make room."""
        if answer.size > self._most // LARGEST_SHARE:
            return
        with self._lock:
            self._turn_to(shot)
            self._drop(key)
            self._answers[key] = answer
            self.size += answer.size
            while self.size > self._most:
                self._drop(next(iter(self._answers)))

    def _turn_to(self, shot: Snapshot) -> None:
        if self._made_from is not shot:
            self._made_from, self.size = shot, 0
            self._answers.clear()

    def _drop(self, key: Hashable) -> None:
        if dropped := self._answers.pop(key, None):
            self.size -= dropped.size


def kept(get_response: Handler) -> Handler:
    """Answer public pages from what is kept. Stands before everything that asks who the reader is."""
    answers = Kept()

    def handle(request: HttpRequest) -> HttpResponseBase:
        found = _keepable(request)
        if found is None:
            return get_response(request)
        shot = snapshot()
        question = getattr(found.func, QUESTION)(request, shot)
        key = (request.path_info, get_language_from_request(request), question)
        answer = answers.find(shot, key)
        if answer is None:
            response = get_response(request)
            if not _is_for_everybody(request, response):
                return response
            answer = _compressed(response)
            if snapshot() is shot:  # else another run came meanwhile, and the answer may be either's
                answers.put(shot, key, answer)
        request.resolver_match = found
        return _sent(request, answer)

    return handle


def _keepable(request: HttpRequest) -> ResolverMatch | None:
    """The view that answers, if its answer may be one that is kept."""
    if (
        request.method not in ("GET", "HEAD")
        or settings.SESSION_COOKIE_NAME in request.COOKIES
        or not _is_ours(request)
    ):
        return None
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return None
    is_open = hasattr(found.func, QUESTION) and not getattr(found.func, "login_required", True)
    return found if is_open else None


def _is_ours(request: HttpRequest) -> bool:
    """Whether the site is asked for by its name; whoever uses another is refused further in."""
    try:
        return bool(request.get_host())
    except DisallowedHost:
        return False


def _is_for_everybody(request: HttpRequest, response: HttpResponseBase) -> bool:
    return response.status_code == 200 and not response.cookies and not is_private(request)


def _compressed(response: HttpResponseBase) -> Answer:
    """An answer in the one form that is kept, piece by piece: a file is never in memory as it is."""
    packer, digest, parts = zlib.compressobj(wbits=GZIP), hashlib.sha256(), []
    with closing(response):
        for part in cast("Iterable[bytes]", response):
            digest.update(part)
            parts.append(packer.compress(part))
    patch_vary_headers(response, ["Accept-Encoding"])
    tag = f'W/"{digest.hexdigest()[:32]}"'
    headers = {name: value for name, value in response.items() if name != "Content-Length"}
    return Answer(b"".join([*parts, packer.flush()]), headers | {"ETag": tag}, tag)


def _sent(request: HttpRequest, answer: Answer) -> HttpResponseBase:
    """The answer as this reader takes it: nothing anew if they have it, else compressed or not."""
    if re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")):
        response = HttpResponse(answer.body, headers=answer.headers | {"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(zlib.decompress(answer.body, wbits=GZIP), headers=answer.headers)
    response["Content-Length"] = str(len(response.content))
    return cast("HttpResponseBase", get_conditional_response(request, etag=answer.tag, response=response))
