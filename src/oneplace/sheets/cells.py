"""What people write in a cell that holds a number: the number, a mark that hides it, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum


class Mark(Enum):
    """What a cell holds: a plain number, a percentage, nothing, or a sign that its number is hidden."""

    NUMBER = "number"
    PERCENTAGE = "percentage"
    MISSING = "missing"
    HIDDEN = "hidden"


@dataclass
class UnreadableError(Exception):
    """Why a cell can't be read, and how to mend it: both sentences follow what stands in it."""

    why: str
    mend: str


PLAIN = "Write a plain number, or leave it empty."

_MISSING = {"", "na", "n/a", "nan", "null", "none", "..", "…", ":", "z", "[z]", "[n/a]", "not available"}
_HIDDEN = {*("*", "**", "***", "c", "[c]", "[x]", "[u]", "[s]", "[low]", "#", "~", "[*]", "(*)", "(c)", "-*")}
_HIDDEN |= {"suppressed", "[suppressed]", "supp", "redacted", "withheld", "hidden", "disclosive"}
_FEWER = re.compile(r"([<≤]\s*=?|(fewer|less) than|under|up to)\s*\d+", re.IGNORECASE)
_FLAG = re.compile(r"\s*\[(b|e|er|f|p|r|ns|note \d+)\]$", re.IGNORECASE)
"""Shorthand of government statistics beside a number: a break, an estimate, provisional, revised, a note."""
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}([, ]\d{3})(\1|[, ]\d{3})*(\.\d+)?", re.ASCII)
_SPACES = str.maketrans({"\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2212": "-", "\ufeff": None})


def cleaned(text: str) -> str:
    """A cell's text without the spaces around it, and with the ordinary space and minus sign."""
    return text.translate(_SPACES).strip()


def number(text: str) -> tuple[float, Mark]:
    """The number that a cell's text means (NaN where it means none), and what kind of cell it is.

    Thousands may have commas or spaces between them; 12.5% is 12.5. Raises ``UnreadableError``
    where it is no number, or could be two.
    """
    cell = cleaned(text)
    low = cell.lower()
    if low in _MISSING:
        return float("nan"), Mark.MISSING
    if low in _HIDDEN or _FEWER.fullmatch(low):
        return float("nan"), Mark.HIDDEN
    plain = _FLAG.sub("", cell)
    digits = plain.removesuffix("%").rstrip()
    if _THOUSANDS.fullmatch(digits):
        digits = digits.replace(",", "").replace(" ", "")
    if _NUMBER.fullmatch(digits):
        return float(digits), Mark.PERCENTAGE if plain.endswith("%") else Mark.NUMBER
    raise _unreadable(cell)


def _unreadable(cell: str) -> UnreadableError:
    if cell in {"-", "–", "—", "--"}:
        return UnreadableError(
            "which some publishers write for nought and others for a number that isn't known",
            "Write 0, leave it empty, or write c where it is hidden.",
        )
    if re.fullmatch(r"[+-]?\d+(\.\d{3})*,\d+\s*%?", cell):
        point = cell.replace(".", "").replace(",", ".")
        return UnreadableError("whose comma is no thousands' comma", f"Write {point} with a decimal point.")
    if re.fullmatch(r"#\w+[/!?0]*[!?]?|#N/A", cell):
        return UnreadableError("a fault of the spreadsheet's own", "Mend its formula, or leave the cell empty.")
    if re.fullmatch(r"\(\s*[\d.,]+\s*\)", cell):
        return UnreadableError("a number in brackets", "Write it with a minus sign, or without its brackets.")
    if re.fullmatch(r"[£$€]\s*[\d.,]+", cell):
        return UnreadableError("a number with a currency's sign", "Write it without the sign.")
    return UnreadableError("which is not a number", PLAIN)
