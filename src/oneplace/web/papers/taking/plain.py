"""Pictures and plain text."""

from __future__ import annotations

import csv
import re
import unicodedata

from oneplace.web.papers.taking.refused import Insides, NotTakenError

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKUP = re.compile(r"\s*<(!doctype|html|script|svg|\?xml|\?php|body|head|iframe)", re.IGNORECASE)
_SEPARATORS = ",;\t|"
_FORMULA = re.compile(r"[=@]|[+-](?![\d\s.,%£()]*(?:[eE][+-]?\d+)?$)")
"""How a cell begins that a spreadsheet would run; a number, a share or a dash for nothing is none."""
_WHERE = "when, where or with what it was taken"


def look_at_png(content: bytes) -> Insides:
    """A picture that ends where its last part does."""
    at, kinds = len(PNG), []
    while at + 12 <= len(content):
        kinds.append(content[at + 4 : at + 8])
        at += 12 + int.from_bytes(content[at : at + 4], "big")
        if kinds[-1] == b"IEND":
            break
    if not kinds or kinds[0] != b"IHDR" or kinds[-1] != b"IEND" or at != len(content):
        raise NotTakenError("The picture is cut off, or something stands after its end. Save it again.")
    told = {b"tEXt", b"zTXt", b"iTXt", b"eXIf"} & set(kinds)
    return Insides(notes=(f"words about the picture, such as {_WHERE}",) if told else ())


def look_at_jpeg(content: bytes) -> Insides:
    """A picture from its first mark to its last."""
    if not content.endswith(b"\xff\xd9"):
        raise NotTakenError("The picture is cut off, or something stands after its end. Save it again.")
    return Insides(notes=(_WHERE,) if b"Exif\0\0" in content[:65_536] else ())


def look_at_text(content: bytes) -> Insides:
    """Text in UTF-8 that no browser could take for a page."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotTakenError("It is no text in UTF-8. Save it as UTF-8, and upload it again.") from None
    if _CONTROLS.search(text):
        raise NotTakenError("It holds signs that no text has. If it is a document, upload it under its own type.")
    if _MARKUP.match(text):
        raise NotTakenError("It is a web page or code, not plain text. Save it as PDF.")
    return Insides()


def look_at_csv(content: bytes) -> Insides:
    """Text of which no cell, by whichever sign a reader's spreadsheet takes cells apart, is run as a formula."""
    found = look_at_text(content)
    lines = content.decode("utf-8-sig").splitlines()
    for separator in _SEPARATORS:
        try:
            wrong = next((row for row in enumerate(csv.reader(lines, delimiter=separator), 1) if _is_run(row[1])), None)
        except csv.Error:
            raise NotTakenError("It can’t be read as CSV. Save it again.") from None
        if wrong:
            raise NotTakenError(
                f"Row {wrong[0]} has a cell that a spreadsheet would run as a formula: it begins with = + - or @. Put "
                "an apostrophe before it, or save the file as PDF."
            )
    return found


def _is_run(cells: list[str]) -> bool:
    return any(_FORMULA.match(_as_read(cell).strip()) for cell in cells)


def _as_read(cell: str) -> str:
    """A cell as some spreadsheets take it: wide signs are the plain ones, and marks that nobody sees are not there."""
    plain = unicodedata.normalize("NFKC", cell)
    return "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")
