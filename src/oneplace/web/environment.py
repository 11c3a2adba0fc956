"""What the environment says about this server: its place, its store, its secret."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from importlib.util import find_spec
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from oneplace import whole
from oneplace.problems import OneplaceError

PLACE = "ONEPLACE_PLACE"
DATABASE = "ONEPLACE_DATABASE"
PROXIES = "ONEPLACE_PROXIES"
SMTP, MAIL_FROM, UPLOAD_MB = "ONEPLACE_SMTP", "ONEPLACE_MAIL_FROM", "ONEPLACE_UPLOAD_MB"
SENDER = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+")
POSTGRESQL = ("postgresql", "postgres")
STORE = "web.sqlite3"
WORDS = Path(__file__).parent / "locale"


def place_folder() -> Path:
    """The folder of the place that this process serves (``ONEPLACE_PLACE``)."""
    named = os.environ.get(PLACE)
    if not named:
        raise OneplaceError.at(Path(PLACE), "is not set: there is no place to serve.", "Set it to the place's folder.")
    return Path(named).resolve()


def names() -> list[str]:
    """The names that the site answers to besides this machine's own (``ONEPLACE_HOSTS``, separated by commas)."""
    return [name for name in os.environ.get("ONEPLACE_HOSTS", "").split(",") if name]


def embedders() -> list[str]:
    """The sites that may frame a chart (``ONEPLACE_EMBEDDERS``: addresses such as ``https://council.example``)."""
    named = [name.strip() for name in os.environ.get("ONEPLACE_EMBEDDERS", "").split(",") if name.strip()]
    for name in named:
        parts = urlsplit(name)
        if parts.scheme != "https" or not parts.netloc or parts.path or any(sign in name for sign in " ;'*"):
            mend = "Write whole addresses without a path, such as https://council.example, separated by commas."
            raise OneplaceError.at(Path("ONEPLACE_EMBEDDERS"), f"holds {name!r}.", mend)
    return named


def languages() -> list[str]:
    """The languages besides English that the pages' words were translated into: those with a compiled catalogue."""
    return sorted(path.parents[1].name.replace("_", "-").lower() for path in WORDS.glob("*/LC_MESSAGES/django.mo"))


def proxies() -> list[IPv4Network | IPv6Network]:
    """The addresses whose ``X-Forwarded-For`` is believed (``ONEPLACE_PROXIES``: addresses or networks)."""
    named = [name.strip() for name in os.environ.get(PROXIES, "").split(",") if name.strip()]
    try:
        return [ip_network(name) for name in named]
    except ValueError as error:
        mend = "Write addresses or networks such as 127.0.0.1,10.0.0.0/24."
        raise OneplaceError.at(Path(PROXIES), f"can't be read: {error}.", mend) from None


@dataclass(frozen=True)
class Mails:
    """The server that takes letters, how it is spoken to, and who they are from."""

    host: str
    port: int
    user: str
    password: str
    starts_tls: bool
    is_tls: bool
    sender: str


def mails() -> Mails | None:
    """The server for letters (``ONEPLACE_SMTP``) and their sender (``ONEPLACE_MAIL_FROM``); None where there is none.

    ``smtps://`` is TLS from the start, ``smtp://`` becomes TLS before anything is said (STARTTLS), but to this machine
    itself. Raises ``OneplaceError`` for an address that is none, or no sender; the message never repeats the address.
    """
    address, sender = os.environ.get(SMTP), os.environ.get(MAIL_FROM, "").strip()
    if not address:
        return None
    mend = "Write it as smtp://user:password@mail.example:587 or smtps://user:password@mail.example:465."
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or (465 if parts.scheme == "smtps" else 587)
    except ValueError:
        raise OneplaceError.at(Path(SMTP), "is not the address of a server for e-mail.", mend) from None
    if parts.scheme not in ("smtp", "smtps") or not host or parts.path.strip("/"):
        raise OneplaceError.at(Path(SMTP), "is not the address of a server for e-mail.", mend)
    if not SENDER.fullmatch(sender):
        mend = "Write the address that letters come from, such as oneplace@council.example."
        raise OneplaceError.at(Path(MAIL_FROM), "is not an e-mail address.", mend)
    is_tls = parts.scheme == "smtps"
    starts_tls = not is_tls and host not in ("localhost", "127.0.0.1", "::1")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Mails(host, port, user, password, starts_tls, is_tls, sender)


def address() -> str | None:
    """Where the site is, for letters that no request is there to tell it: the first of ``ONEPLACE_HOSTS``."""
    return f"{'https' if is_behind_tls() else 'http'}://{names()[0]}" if names() else None


def upload_bytes() -> int:
    """The largest paper that is taken, in bytes (``ONEPLACE_UPLOAD_MB``: millions of them, 1 to 200; 20 if left out).

    Raises ``OneplaceError`` for anything else.
    """
    said = os.environ.get(UPLOAD_MB, "20").strip()
    if not (said.isascii() and said.isdecimal() and 1 <= int(said) <= 200):
        raise OneplaceError.at(Path(UPLOAD_MB), f"holds {said!r}.", "Write a whole number from 1 to 200.")
    return int(said) * 1_000_000


def is_behind_tls() -> bool:
    """Whether a proxy ends TLS before us and says so in ``X-Forwarded-Proto`` (``ONEPLACE_HTTPS=1``)."""
    return os.environ.get("ONEPLACE_HTTPS") == "1"


def secret(var: Path) -> str:
    """What signs sessions: ``ONEPLACE_SECRET_KEY``, else the place's own, made once and kept in ``var``."""
    return os.environ.get("ONEPLACE_SECRET_KEY") or _kept(var / "web-secret")


def database(var: Path) -> dict[str, Any]:
    """Where accounts, sessions and the trail stand: ``ONEPLACE_DATABASE``, else a file of SQLite's in ``var``.

    Raises ``OneplaceError`` where the address is not PostgreSQL's, or its driver is not installed; the message never
    repeats the address, which holds a password.
    """
    address = os.environ.get(DATABASE)
    return _postgresql(address) if address else _sqlite(var / STORE)


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


def _postgresql(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    if parts.scheme not in POSTGRESQL or not parts.path.strip("/"):
        mend = "Write it as postgresql://user:password@host:5432/name, or leave it out for SQLite."
        raise OneplaceError.at(Path(DATABASE), "is not the address of a PostgreSQL database.", mend)
    if find_spec("psycopg") is None:
        mend = "Install it: pip install 'oneplace[postgresql]'."
        raise OneplaceError.at(Path(DATABASE), "names a PostgreSQL database, whose driver is not installed.", mend)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def _kept(path: Path) -> str:
    """The place's own secret, made once, readable by its owner alone."""
    try:
        return whole.secret(path, "Delete it: a new one is drawn, and everybody signs in again.")
    except OSError as error:
        mend = "Give this user the right to write there, or set ONEPLACE_SECRET_KEY."
        raise OneplaceError.at(path, f"could not be written ({error.strerror}).", mend) from error
