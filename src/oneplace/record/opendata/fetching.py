"""A publisher's file fetched from its declared address: over https alone, from the declared host, whole, in bounds."""

from __future__ import annotations

import http.client
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from oneplace import __version__
from oneplace.problems import OneplaceError

MOST_BYTES = 200_000_000
SECONDS = 60
"""Of silence, after which a publisher counts as not answering."""
HANDLERS: tuple[urllib.request.BaseHandler, ...] = ()
"""Besides the standard library's own; for tests."""
_CHUNK, _ELSEWHERE = 1 << 16, range(300, 400)
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
        to = urlsplit(newurl)
        if to.scheme != "https" or to.netloc != urlsplit(req.full_url).netloc:
            where = f"{to.scheme}://{to.netloc}" if to.netloc else newurl
            mend = f"If the publisher has moved, declare the new address (`fetch:`). {_OFFLINE}"
            raise _refusal(req.full_url, f"sends on to {where}, which is not followed.", mend)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(address: str, into: Path) -> None:
    """Write what stands at ``address`` into the file ``into``.

    Raises ``OneplaceError`` for another scheme than https, a redirect to another host or scheme, a publisher that
    doesn't answer, a file that is cut off, a page in the place of a file, and more than ``MOST_BYTES``.
    """
    if urlsplit(address).scheme != "https":
        raise _refusal(address, "is no https address.", "Declare one that begins with https://.")
    request = urllib.request.Request(address, headers={"User-Agent": f"oneplace/{__version__}"})  # noqa: S310
    try:
        with _opener().open(request, timeout=SECONDS) as answer, into.open("wb") as file:
            _refuse_page(address, answer.headers.get("Content-Type", ""))
            for part in _parts(address, answer):
                file.write(part)
    except urllib.error.HTTPError as error:
        moved = " It sends on to what is not followed." if error.code in _ELSEWHERE else ""
        raise _refusal(address, f"answers {error.code} ({error.reason}).{moved}", _OFFLINE) from None
    except http.client.IncompleteRead:
        raise _refusal(address, "was cut off before its end.", f"Try again. {_OFFLINE}") from None
    except (urllib.error.URLError, OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise _refusal(address, f"can't be reached: {reason}.", _OFFLINE) from None


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
    return OneplaceError.at(Path(urlsplit(address).netloc or address), f"{address} {message}", mend)


def _refuse_page(address: str, kind: str) -> None:
    if kind.partition(";")[0].strip().lower() == "text/html":
        raise _refusal(address, "answers with a page, not a file.", f"The file may have moved. {_OFFLINE}")


def _parts(address: str, answer: Any) -> Iterator[bytes]:
    told, size = answer.headers.get("Content-Length"), 0
    while part := answer.read(_CHUNK):
        size += len(part)
        if size > MOST_BYTES:
            most = f"{MOST_BYTES / 1e6:.0f} MB"
            raise _refusal(address, f"is larger than {most}, the most that is fetched.", _OFFLINE)
        yield part
    if told is not None and told.isdigit() and size < int(told):
        raise http.client.IncompleteRead(b"", int(told) - size)
