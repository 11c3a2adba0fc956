"""Object storage by S3's protocol, through pyarrow: where it is asked for, and what it answers in words.

Where it stands and with which key it is asked is said by the environment, in the names that its other clients use too:
``AWS_ENDPOINT_URL`` (``AWS_ENDPOINT_URL_S3`` before it; neither: Amazon's own), ``AWS_REGION``, ``AWS_ACCESS_KEY_ID``,
``AWS_SECRET_ACCESS_KEY``, ``AWS_SESSION_TOKEN``. The key is read by pyarrow alone, and told nowhere.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pyarrow import fs

from oneplace.problems import OneplaceError

SCHEME = "s3://"
_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
_KEYS = "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
_KEY = f"Set {_KEYS} in the environment to a key that may list, read, write and delete there."
_HOW = {"allow_delayed_open": True, "background_writes": False}
"""A small file is one request; of a large one no more is held in memory than the part that is being sent."""
_ANSWER = re.compile(r"AWS Error (?P<what>\w+)(?: \(HTTP status (?P<status>\d+)\))? during (?P<doing>\w+) operation")
_NO_BUCKET = "NO_SUCH_BUCKET"
_REFUSED = ("ACCESS_DENIED", "INVALID_ACCESS_KEY_ID", "SIGNATURE_DOES_NOT_MATCH", "INVALID_CLIENT_TOKEN_ID")


def opened(where: Path) -> fs.S3FileSystem:
    """Object storage as the environment names it, not yet asked for anything.

    Raises `OneplaceError` at ``where`` for an address that is none, or over which others could read along.
    """
    name = next((each for each in _ENDPOINTS if os.environ.get(each)), None)
    if name is None:
        return fs.S3FileSystem(**_HOW)
    address = urlsplit(os.environ[name])
    if address.scheme not in ("http", "https") or not address.hostname or address.username or address.path.strip("/"):
        message = f"needs object storage, and {name} is no address of one."
        raise OneplaceError.at(where, message, f"Set {name} to an address such as https://s3.example.org.")
    if address.scheme == "http" and not _is_this_machine(address.hostname):
        message = f"needs object storage, and {name} is an address that others on the network can read along: http."
        raise OneplaceError.at(where, message, f"Let {name} begin with https.")
    return fs.S3FileSystem(scheme=address.scheme, endpoint_override=address.netloc, **_HOW)


def etag(file: Any) -> str:
    """What the storage names an open file's content by."""
    return str(file.metadata()["ETag"].decode()).strip('"')


@contextmanager
def gone() -> Iterator[None]:
    """Remove what may be gone already, or with its bucket."""
    try:
        yield
    except FileNotFoundError:
        return
    except OSError as error:
        if _NO_BUCKET not in str(error):
            raise


@contextmanager
def told(where: Path, asks: str) -> Iterator[None]:
    """Say in words what object storage answered where it refused; ``asks`` is what ``where`` wants of it, and ends in
    its address."""
    try:
        yield
    except FileNotFoundError as error:
        message, mend = (
            f"{asks}, where a file is missing or another than was put there.",
            "Make the record again with `oneplace load PLACE`.",
        )
        raise OneplaceError.at(where, message, mend) from error
    except OSError as error:
        answer = _ANSWER.search(str(error))
        if answer is None and error.errno is not None:  # a file of this machine
            raise
        why, mend = _why(**answer.groupdict()) if answer else ("did not do all that it was asked", _KEY)
        raise OneplaceError.at(where, f"{asks}, which {why}. What was there is as it was.", mend) from error


def _why(what: str, status: str | None, doing: str) -> tuple[str, str]:
    if what == "NETWORK_CONNECTION":
        name = next((each for each in _ENDPOINTS if os.environ.get(each)), _ENDPOINTS[-1])
        now = os.environ.get(name, "not set, so Amazon's own")
        return "can't be reached", f"See that the network is there and {name} ({now}) is right, and do it again."
    if what == _NO_BUCKET:
        return "is not there: there is no such bucket", "Make the bucket, or correct `storage` in place.yaml."
    if what in _REFUSED or status in ("401", "403"):
        return "refuses the key that it is asked with", _KEY
    return f"answers {what} to {doing}", f"See that AWS_REGION and {_KEYS} are right, and do it again."


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
