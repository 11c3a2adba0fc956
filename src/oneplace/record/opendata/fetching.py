"""A publisher's file fetched from its declared address: over https alone, from the declared host, whole, in bounds."""

from __future__ import annotations

import gzip
import http.client
import io
import ssl
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from urllib.parse import SplitResult, urlsplit

from oneplace import __version__
from oneplace.problems import OneplaceError

MOST_BYTES = 200_000_000
SECONDS = 60
"""Of silence, after which a publisher counts as not answering."""
MOST_SECONDS = 900
"""Of a file that comes drop by drop, after which it is not waited for."""
HANDLERS: tuple[urllib.request.BaseHandler, ...] = ()
"""Besides the standard library's own; for tests."""
_CHUNK, _ELSEWHERE = 1 << 16, range(300, 400)
_HEADERS, _GZIP = ("Content-Type", "Content-Encoding"), ("gzip", "x-gzip")
_OFFLINE = "Fetch it with a browser and give it by `--file`."


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a publisher on its own host and over https; what leads elsewhere is not followed."""

    max_redirections = 5

    def redirect_request(  # noqa: PLR0917  (the signature is the standard library's)
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """The request for ``newurl``, or a refusal."""
        to = _parted(newurl)
        if to is None or to.scheme != "https" or to.netloc != urlsplit(req.full_url).netloc:
            where = f"{to.scheme}://{to.netloc}" if to and to.netloc else newurl
            mend = f"If the publisher has moved, declare the new address (`fetch:`). {_OFFLINE}"
            raise _refusal(req.full_url, f"sends on to {where}, which is not followed.", mend)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(address: str, into: Path) -> None:
    """Write what stands at ``address`` into the file ``into``.

    What was packed for the way (``Content-Encoding: gzip``) is unpacked. Raises ``OneplaceError`` for another scheme
    than https, a redirect to another host or scheme, a publisher that doesn't answer, a file that is cut off or may be,
    a page in the place of a file, and more than ``MOST_BYTES`` or ``MOST_SECONDS``.
    """
    parted = _parted(address)
    if parted is None or parted.scheme != "https":
        raise _refusal(address, "is no https address.", "Declare one that begins with https://.")
    request = urllib.request.Request(address, headers={"User-Agent": f"oneplace/{__version__}"})  # noqa: S310
    try:
        with _opener().open(request, timeout=SECONDS) as answer, into.open("wb") as file:
            _refuse_no_file(address, answer)
            last = b""
            for part in _parts(address, answer):
                file.write(part)
                last = part
            if not _is_told_whole(answer) and not last.endswith(b"\n"):
                raise _refusal(address, "doesn't say how long the file is, and it ends within a line.", _OFFLINE)
    except urllib.error.HTTPError as error:
        moved = " It sends on to what is not followed." if error.code in _ELSEWHERE else ""
        said = str(error.reason).partition("\n")[0].rstrip(".")
        raise _refusal(address, f"answers {error.code} ({said}).{moved}", _OFFLINE) from None
    except (http.client.IncompleteRead, EOFError):
        raise _refusal(address, "was cut off before its end.", f"Try again. {_OFFLINE}") from None
    except (urllib.error.URLError, OSError, http.client.HTTPException, ValueError, zlib.error) as error:
        reason = "".join(sign if sign.isprintable() else " " for sign in str(getattr(error, "reason", None) or error))
        raise _refusal(
            address, f"can't be reached: {' '.join(reason.split()) or 'its answer is none'}.", _OFFLINE
        ) from None


def _opener() -> urllib.request.OpenerDirector:
    """An opener of https alone: no files, no ftp, no data."""
    opener = urllib.request.OpenerDirector()
    standard = (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _Redirects(),
    )
    for handler in (*HANDLERS, *standard):
        opener.add_handler(handler)
    return opener


def _refusal(address: str, message: str, mend: str) -> OneplaceError:
    parted = _parted(address)
    return OneplaceError.at(Path((parted and parted.netloc) or address), f"{address} {message}", mend)


def _parted(address: str) -> SplitResult | None:
    """The address in its parts; None where it is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _refuse_no_file(address: str, answer: Any) -> None:
    """Refuse what is a page, a part of a file, or an answer without one, and what is packed in another way."""
    kind, packed = (answer.headers.get(name, "").partition(";")[0].strip().lower() for name in _HEADERS)
    if answer.status != http.HTTPStatus.OK:
        raise _refusal(address, f"answers {answer.status} ({answer.reason}), without the whole file.", _OFFLINE)
    if kind == "text/html":
        raise _refusal(address, "answers with a page, not a file.", f"The file may have moved. {_OFFLINE}")
    if packed not in ("", "identity", *_GZIP):
        raise _refusal(address, f"is packed in a way that isn't read here ({packed}).", _OFFLINE)


def _is_told_whole(answer: Any) -> bool:
    """Whether the answer says where it ends: by its length, by its last part, or by how it is packed."""
    packed = answer.headers.get("Content-Encoding", "").strip().lower() in _GZIP
    return packed or bool(answer.chunked) or answer.headers.get("Content-Length", "").isdigit()


def _parts(address: str, answer: Any) -> Iterator[bytes]:
    """The file as it was before it was packed for the way, piece by piece."""
    packed = answer.headers.get("Content-Encoding", "").strip().lower() in _GZIP
    came: Any = _Coming(address, answer)
    came = gzip.GzipFile(fileobj=io.BufferedReader(came, _CHUNK)) if packed else came
    size = 0
    while part := came.read(_CHUNK):
        size += len(part)
        _refuse_larger(address, size)
        yield part


class _Coming(io.RawIOBase):
    """What comes over the wire, in time, and as much as was told."""

    def __init__(self, address: str, answer: Any) -> None:
        self._address, self._answer = address, answer
        self._until, self._size = time.monotonic() + MOST_SECONDS, 0
        told = answer.headers.get("Content-Length", "")
        self._told = int(told) if told.isdigit() else 0
        _refuse_larger(address, self._told)

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes that are there, so that drops are counted one by one."""
        part = self._answer.read1(len(buffer))
        if time.monotonic() > self._until:
            minutes = f"{MOST_SECONDS / 60:.0f} minutes"
            raise _refusal(self._address, f"sends too slowly: it hasn't ended after {minutes}.", _OFFLINE)
        self._size += len(part)
        if not part and self._size < self._told:
            raise http.client.IncompleteRead(b"", self._told - self._size)
        buffer[: len(part)] = part
        return len(part)


def _refuse_larger(address: str, size: int) -> None:
    if size > MOST_BYTES:
        most = f"{MOST_BYTES / 1e6:.0f} MB"
        raise _refusal(address, f"is larger than {most}, the most that is fetched.", _OFFLINE)
