"""Text of one byte a letter that says nothing of its encoding: as Windows writes it, or as Macs did before Unicode."""

from __future__ import annotations

from typing import Literal

_SMALL = frozenset("àáâãäåæçèéêëìíîïñòóôöøùúûüß")
_LARGE = frozenset(letter.upper() for letter in _SMALL - {"ß"})
_MARKS = frozenset("’”–—…£€°½¼¾·®©\u00a0")
_BEGIN = frozenset("‘“•")


def likelier(raw: bytes) -> Literal["cp1252", "mac-roman"]:
    """Which of the two makes more letters and marks of bytes beyond ASCII that English text has where they stand.

    Windows' where both make as many, as it is far more common, and where most bytes are beyond ASCII: an old Mac's
    letters make a text of anything.
    """
    if 2 * sum(byte > 127 for byte in raw) > len(raw):
        return "cp1252"
    return "mac-roman" if _usual(raw.decode("mac-roman")) > _usual(raw.decode("cp1252", "replace")) else "cp1252"


def _usual(text: str) -> int:
    """Letters and marks beyond ASCII where they are usual: no capital after a small letter, no opening mark inside."""
    count = 0
    for before, at in zip(" " + text, text, strict=False):
        count += at in _SMALL or at in _MARKS
        count += at in _LARGE and not before.islower()
        count += at in _BEGIN and not before.isalpha()
    return count
