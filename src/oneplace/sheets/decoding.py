"""A text file's bytes as text, whatever program wrote them; and what isn't text at all, told by its first bytes."""

from __future__ import annotations

import codecs
import re
import zlib
from pathlib import Path

from oneplace.problems import OneplaceError

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CSV = "Save it as .xlsx or as CSV."
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "is an old Excel file (.xls) or one that a password protects.", _CSV),
    (b"%PDF", "is a PDF.", "Give the table that it was made from, as CSV or .xlsx."),
    (b"{\\rtf", "is a document.", _CSV),
)
_GZIP, _OTHERS = b"\x1f\x8b", (b"PK\x03\x04", b"PAR1")
MOST_BYTES = 500_000_000
"""Of a file that was compressed, unpacked: more than any table that fits a machine as text."""


def unpacked(path: Path, raw: bytes) -> bytes:
    """The bytes of a text file that was compressed by gzip, in one part or several; those of another as they are.

    Raises ``OneplaceError`` where the end is missing, what is inside is no text, or it is larger than ``MOST_BYTES``.
    """
    if not raw.startswith(_GZIP):
        return raw
    made = bytearray()
    while raw.startswith(_GZIP):
        part = zlib.decompressobj(wbits=31)
        try:
            made += part.decompress(raw, MOST_BYTES + 1 - len(made))
        except zlib.error as error:
            raise OneplaceError.at(path, f"is no sound gzip file ({error}).", "Fetch it again.") from None
        if len(made) > MOST_BYTES:
            raise OneplaceError.at(path, f"unpacks to more than {MOST_BYTES / 1e6:.0f} MB.", "Keep the rows wanted.")
        if not part.eof:
            raise OneplaceError.at(path, "is cut off: the gzip stream ends too early.", "Fetch it again.")
        raw = part.unused_data
    if made.startswith((_GZIP, *_OTHERS)):
        raise OneplaceError.at(path, "holds a compressed file that is no text.", "Unpack it, and give what is in it.")
    return bytes(made)


def refuse_foreign(path: Path, raw: bytes) -> None:
    """Raise ``OneplaceError`` where the first bytes are those of a kind of file that isn't read here."""
    for start, what, mend in _FOREIGN:
        if raw.startswith(start):
            raise OneplaceError.at(path, what, mend)
    if re.match(rb"[\s\[]*\{\s*\"", raw.removeprefix(codecs.BOM_UTF8)[:200]):
        raise OneplaceError.at(path, "is JSON, and no table.", "Write a row for each thing, as CSV or Parquet.")
    if raw.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html", b"<table", b"<?xml")):
        raise OneplaceError.at(path, "is a web page or XML, whatever its name says.", f"Open it in Excel. {_CSV}")


def decoded(path: Path, raw: bytes) -> str:
    """The text, without a byte order mark: UTF-8, UTF-16 with or without its mark, else Windows-1252.

    Raises ``OneplaceError`` where it is none of them.
    """
    encoding = next((name for mark, name in _BOMS if raw.startswith(mark)), None) or _unmarked(raw)
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        try:
            text = raw.decode("cp1252")
        except UnicodeDecodeError:
            text = "\0"
    if "\0" in text:
        raise OneplaceError.at(path, "is no text in UTF-8, UTF-16 or Windows-1252.", f"Open it in Excel. {_CSV}")
    return text


def _unmarked(raw: bytes) -> str:
    """UTF-16 without its mark has noughts in every other place of ordinary text."""
    head = raw[:2000]
    if head[1::2].count(0) > len(head) // 4:
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) > len(head) // 4 else "utf-8"
