"""The mark of the pack's tables for what could be chance: its words stand once, in the caption of the table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from oneplace.progress import sentences
from oneplace.report import Row
from oneplace.vocabulary.wording import marked

CHANCE = "≈"
_WORDS = "could be chance"


def sized(row: Row, about: sentences.About, origin: str | None) -> str:
    """How large a gap is, marked where it could be chance and where it is of people who were made up."""
    told = marked(sentences.gap_value(row, about), origin)
    return told if sentences.sure(row) or sentences.no_difference(row) else f"{CHANCE} {told}"


def between(row: Row, about: sentences.About) -> str:
    """A gap as a list's row has it; by which kind of group, with the mark, where it could be chance."""
    told = sentences.gap_kind(row, about).text
    return f"{CHANCE} {told.removeprefix(f'{_WORDS}: ')}" if told.startswith(f"{_WORDS}: ") else told


def keyed(caption: str, rows: Iterable[Sequence[str]]) -> str:
    """The caption of a table, with what the mark means where it stands in a row."""
    chance = any(cell.startswith(f"{CHANCE} ") for row in rows for cell in row)
    return f"{caption} ({CHANCE}: {_WORDS})" if chance else caption
