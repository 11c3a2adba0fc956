"""What people write in a cell that holds a number: the number, a mark that hides it, or nothing."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from oneplace.vocabulary.wording import plainly


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

_MISSING = {"", "na", "n/a", "nan", "null", "none", "..", "...", "…", ":", "z", "[z]", "[w]", "[n/a]", "missing"}
_MISSING |= {"no data", "not available", "not applicable", "not known", "unknown", "n/k", "nk", "n/r", "."}
_MISSING |= {"not collected", "not recorded", "not reported", "no return", "insufficient data", "tbc"}
_HIDDEN = {"*", "**", "***", "-*", "#", "~", "†", "‡", "c", "u", "s", "low"}
_HIDDEN |= {form.format(sign) for sign in ("c", "x", "u", "s", "k", "d", "low", "*") for form in ("[{}]", "({})")}
_HIDDEN |= {"suppressed", "[suppressed]", "sup", "supp", "supp.", "redacted", "withheld", "hidden", "disclosive", "ds"}
_FEWER = re.compile(
    r"([<≤]\s*=?|=<|(fewer|less) than|under|below|up to)\s*\d+|\d+ ?(or|and) ?(fewer|less|under|below)", re.IGNORECASE
)
_SOME = re.compile(r"(between )?\d+ ?(-|–|to|and) ?\d+", re.IGNORECASE)
"""A range that stands for a small number: 1-4, 1 to 7."""
_FLAG = re.compile(
    r"((?<=\d) ?[pr]|\s*(\[(b|e|er|f|p|r|ns|note \d+)\]|\((b|e|p|r|provisional|revised)\)))+$", re.IGNORECASE
)
"""Shorthand of government statistics beside a number: a break, an estimate, provisional, revised, a note."""
_AROUND_SIGN = re.compile(r"\s*\*+$|^\*+\s*|^(suppressed|supp?)[:,]?\s+(?=[(<\d])|[()]", re.IGNORECASE)
"""What stands beside a hidden number's own sign: ``<5*``, ``Suppressed (<5)``."""
_DASHED = re.compile(r"^[–‐‑‒](?=\d|\.\d)")
"""A dash for a minus, as where an office program put it right."""
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}([, ]\d{3})(\1|[, ]\d{3})*(\.\d+)?", re.ASCII)
_SPACES = str.maketrans({"\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2212": "-", "\ufeff": None})


_ENGLISH = re.compile(r"\d*\.(\d{1,2}|\d{4,})|(0|\d{4,})?\.\d{3}|\d{1,3}(,\d{3}){2,}|\d{1,3}(,\d{3})+\.\d+", re.ASCII)
"""A number whose point can only be a decimal point, or whose commas can only part thousands."""
_EITHER = re.compile(r"[1-9]\d{0,2}\.\d{3}", re.ASCII)
_OTHER_WAY = str.maketrans(",.", ".,")


def cleaned(text: str) -> str:
    """A cell's text without the spaces around it, and with the ordinary space and minus sign.

    An apostrophe in front is how people tell a spreadsheet to leave a cell as they typed it.
    """
    plain = text.translate(_SPACES).strip()
    return plain if plain.endswith("'") else plain.removeprefix("'")


def unflagged(text: str) -> str:
    """The same without the publisher's shorthand behind it."""
    return _FLAG.sub("", cleaned(text))


def number(text: str) -> tuple[float, Mark]:
    """The number that a cell's text means (NaN where it means none), and what kind of cell it is.

    Thousands may have commas or spaces between them; 12.5% is 12.5. Raises ``UnreadableError``
    where it is no number, or could be two.
    """
    cell = cleaned(text)
    low = cell.lower()
    if low in _MISSING:
        return float("nan"), Mark.MISSING
    plain = _DASHED.sub("-", unflagged(cell))
    if {low, plain.lower()} & _HIDDEN or _of_few(low) or _of_few(_AROUND_SIGN.sub("", low).strip()):
        return float("nan"), Mark.HIDDEN
    digits = plain.removesuffix("%").rstrip()
    if _THOUSANDS.fullmatch(digits):
        digits = digits.replace(",", "").replace(" ", "")
    if _NUMBER.fullmatch(digits):
        found = float(digits)
        if math.isinf(found):
            raise UnreadableError(
                "larger than any number that is kept here", "Write the number itself, or leave it empty."
            )
        return found, Mark.PERCENTAGE if plain.endswith("%") else Mark.NUMBER
    raise _unreadable(cell)


def _of_few(cell: str) -> bool:
    return bool(_FEWER.fullmatch(cell) or _SOME.fullmatch(cell))


def number_among(texts: Iterable[str]) -> Callable[[str], tuple[float, Mark]]:
    """How to read the numbers of a column whose file parts its cells by semicolons, as where the comma is decimal.

    Where cells have decimal commas (``12,5``) or points between thousands (``1.200.000``), and none is written as in
    England, all are read so. Where nothing settles it ``1.200`` is refused, which may be twelve hundred.
    """
    bare = [_bare(text) for text in texts]
    if any(map(_ENGLISH.fullmatch, bare)):
        return number
    if any(_ENGLISH.fullmatch(each.translate(_OTHER_WAY)) for each in bare):
        return lambda text: number(text.translate(_OTHER_WAY) if _bare(text)[:1].isdigit() else text)
    return _number_of_neither


def _bare(text: str) -> str:
    return unflagged(text).removesuffix("%").rstrip().lstrip("+-")


def _number_of_neither(text: str) -> tuple[float, Mark]:
    if _EITHER.fullmatch(digits := _bare(text)):
        whole = digits.replace(".", "")
        raise UnreadableError(
            (
                f"which may be {whole} or {plainly(float(digits))}, for the file "
                "has semicolons as where a comma is decimal"
            ),
            f"Write {whole}, or {digits}0 if the point is a decimal point.",
        )
    return number(text)


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
