"""Texts that more people read than what of a decision is not for publication: none may say a line of that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from oneplace.delivery.happened.states import Decision


def tells_exempt(text: str, one: Decision) -> bool:
    """Whether a text says a line of what of a decision is not for publication; a short line only as a line of its own.

    Whatever says the same in other words is nobody's to find but the reader's.
    """
    lines = [" ".join(line.split()).casefold() for line in (*text.splitlines(), text)]  # or one that was wrapped
    kept = [line for each in one.exempt.splitlines() if (line := " ".join(each.split()).casefold().rstrip("."))]
    return any(
        secret in line if len(secret) >= _SHORT else secret == line.rstrip(".") for secret in kept for line in lines
    )


_SHORT = 12


def plain_lines(exempt: str) -> tuple[str, ...]:
    """The lines of an exempt text that are long enough to be told from what anybody may write, as they are compared."""
    lines = (_plain(line).rstrip(".") for line in exempt.splitlines())
    return tuple(dict.fromkeys(line for line in lines if len(line) >= _SHORT))


def says_line(text: str, lines: Iterable[str]) -> bool:
    """Whether a text, however it is wrapped, says one of ``plain_lines``."""
    told = _plain(text)
    return any(line in told for line in lines)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


_OF_NO_TEXT = ("exempt", "state", "members", "closed", "serves", "decides")
"""What of a decision nobody writes freely, and what is exempt itself."""


def spilt(after: Decision, said: Mapping[str, str], asked: Iterable[str]) -> dict[str, str]:
    """By field, that what is entered (``said``) or stands in a decision already says what of it is exempt.

    ``asked`` are the fields of the form: what stands elsewhere is told of where the form asks what is exempt.
    """
    fields = tuple(asked)
    texts = {"why": said.get("why", "")} | {
        name: value
        for name, value in after
        if isinstance(value, str) and name not in _OF_NO_TEXT and (name in fields or "exempt" in fields)
    }
    found = [name for name, text in texts.items() if tells_exempt(text, after)]
    told = {name: "This says what is not for publication. Leave that out here." for name in found if name in fields}
    elsewhere = [name.rstrip("_").replace("_", " ") for name in found if name not in fields]
    if elsewhere and not told:
        told["exempt"] = f"Others read it elsewhere already ({', '.join(elsewhere)}). Correct that first."
    return told
