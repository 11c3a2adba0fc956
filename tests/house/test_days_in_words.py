"""What a person reads tells days as "5 June 2026": no sentence puts a day into its words as the machine writes it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import oneplace

ROOMS = ("delivery", "report", "progress", "pack", "web")
SOURCE = Path(oneplace.__file__).parent
A_DAY = ("on", "due", "date", "deadline", "takes_effect", "as_of")
"""What an attribute is called that holds a day, alone or at the end of its name."""
IN_WORDS = {
    "web/board/views.py: content.as_of",
}
"""Attributes that hold words already."""
NO_SENTENCES = ("delivery/owed.py: self.due",)
"""Keys, which nobody reads."""


def raw_days(source: str) -> Iterator[str]:
    """The attributes that hold days and stand in a text without being put in words."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FormattedValue) and node.format_spec is None and isinstance(node.value, ast.Attribute):
            name = node.value.attr
            if name in A_DAY or name.endswith(tuple(f"_{word}" for word in A_DAY)):
                yield ast.unparse(node.value)


def test_one_that_is_planted_is_found():
    assert list(raw_days('f"Nothing was measured after {cycle.changed_on}."')) == ["cycle.changed_on"]
    assert not list(raw_days('f"Nothing after {day_words(cycle.changed_on)}, {day:%B %Y} or {one.due.words}."'))


@pytest.mark.parametrize("room", ROOMS)
def test_no_sentence_holds_a_raw_day(room):
    found = {
        f"{file.relative_to(SOURCE).as_posix()}: {day}"
        for file in sorted((SOURCE / room).rglob("*.py"))
        for day in raw_days(file.read_text(encoding="utf-8"))
    }
    assert not found - IN_WORDS - set(NO_SENTENCES)
