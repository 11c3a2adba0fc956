"""What a plain (unquoted) YAML scalar means: text, number, true, false or nothing, and which ones are traps."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_LONGEST_NUMBER = 30


@dataclass(frozen=True)
class Trap:
    """A scalar that YAML's versions and readers take for different things."""

    message: str
    mend: str


_QUOTE_OR_DECIMAL = "Write the number in plain decimal digits, or quote it if it is text (a code, a name)."
_TRAPS = (
    (
        re.compile(r"[-+]?0[0-9][0-9_.eE+-]*"),
        Trap("starts with 0: some readers take it for a number to the base 8, some for text.", _QUOTE_OR_DECIMAL),
    ),
    (re.compile(r"[-+]?0[oxb][0-9a-fA-F_]+"), Trap("is not a decimal number.", _QUOTE_OR_DECIMAL)),
    (
        re.compile(r"[-+]?[0-9][0-9_]*_[0-9_.]*"),
        Trap("holds `_`: a number in YAML 1.1, text in YAML 1.2.", _QUOTE_OR_DECIMAL),
    ),
    (
        re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"),
        Trap("is a number to the base 60 in YAML 1.1, text in YAML 1.2.", "Quote it if it is a time or a ratio."),
    ),
    (
        re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|[-+]?(nan|NaN|NAN|inf|Inf|INF)"),
        Trap("is not a finite number.", "Leave the value out, or write `not_set` where the format allows it."),
    ),
)


def resolve(text: str) -> str | int | float | bool | Trap | None:
    """The value of a plain scalar by YAML 1.2's core schema, or the trap that it is.

    ``yes``, ``no``, ``on``, ``off`` and dates are text, as YAML 1.2 has it.
    """
    if text in _WORDS:
        return _WORDS[text]
    for pattern, trap in _TRAPS:
        if pattern.fullmatch(text):
            return trap
    if _DECIMAL.fullmatch(text):
        return _number(text)
    return text


def _number(text: str) -> int | float | Trap:
    if len(text) > _LONGEST_NUMBER:
        return Trap("is too long for a number.", _QUOTE_OR_DECIMAL)
    if _INTEGER.fullmatch(text):
        return int(text)
    number = float(text)
    return number if math.isfinite(number) else Trap("is too large for a number.", _QUOTE_OR_DECIMAL)
