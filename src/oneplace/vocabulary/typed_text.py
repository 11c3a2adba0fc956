"""A text that somebody typed, without the signs that nobody sees: a document, a log or a store can't hold them."""

from __future__ import annotations

import re

_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
"""What ends a line, in an office or on another machine."""
_TURNS = "\u200e\u200f\u202a-\u202e\u2066-\u2069"
TURNING = re.compile(f"[{_TURNS}]")
"""A mark that turns the direction of what follows: readers see another text than the one that stands there."""
_UNSEEN = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x9f{_TURNS}\ufeff\ud800-\udfff]")
"""Controls, marks that turn the direction, halves of letters: they hide what a text says."""
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe0e\ufe0f\uffa0")
"""Letters and marks that print nothing; what joins or parts letters prints nothing either, and is of the class Cf."""


def is_seen(text: str) -> bool:
    """Whether a text holds no sign that nobody sees: what a file brings is refused for one, where a form drops it."""
    return _UNSEEN.search(text) is None and (_shows(text) or not text.strip())


def typed_text(text: str) -> str:
    """The text without unseen signs, each end of a line as one, and nothing blank around it; empty if none shows."""
    typed = _UNSEEN.sub("", _ENDS.sub("\n", text)).strip()
    return typed if _shows(typed) else ""


def _shows(text: str) -> bool:
    return any(sign.isprintable() and not sign.isspace() and sign not in _BLANK for sign in text)


_NOTHING = frozenset({
    "", "na", "nil", "none", "not applicable", "not known", "not set", "nothing", "pending",
    "tbc", "tbd", "to be confirmed", "to be decided", "to do", "to follow", "todo", "unknown", "xxx", "yes",
})  # fmt: skip


def says_nothing(text: str) -> bool:
    """Whether a text only stands where something is to be shown: ``n/a``, ``TBC``, ``—``, ``not_set``."""
    letters = "".join(sign for sign in text.casefold().replace("_", " ") if sign.isalnum() or sign.isspace())
    return " ".join(letters.split()) in _NOTHING
