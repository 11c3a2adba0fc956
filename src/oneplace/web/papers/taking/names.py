"""Names of files as they may be shown, stored in a record and sent in a header: never a path, nothing that hides."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 100
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def safe_name(name: str, form: str) -> str:
    """The last part of a name without what isn't a letter, a digit, a space or ``_-()``, ending in its own type.

    Marks that turn the direction of text, controls and dots within the name go: what a reader sees is what it is.
    """
    last = re.split(r"[/\\\\]", unicodedata.normalize("NFC", name))[-1]
    stem = last.rsplit(".", 1)[0] if "." in last else last
    kept = "".join(letter if letter.isalnum() or letter in " _-()" else "-" for letter in stem if _is_seen(letter))
    tidy = re.sub(r"-{2,}", "-", re.sub(r"\s+", " ", kept)).strip(" -")[:LONGEST].strip(" -")
    return f"{'paper' if not tidy or _DEVICES.fullmatch(tidy) else tidy}.{form}"


def _is_seen(letter: str) -> bool:
    return unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")
