"""A table of words says of each key what the key says: none of what improves that it got worse."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import oneplace

SOURCE = Path(oneplace.__file__).parent
POLES = (
    ("better improvement improving well on_path", "worse concern badly off_path"),
    ("high higher above rise rising rose up", "low lower below fall falling fell down"),
    ("widening", "narrowing"),
    ("earlier before old", "later after new"),
    ("more", "fewer less"),
    ("met meets pass", "missed misses fail"),
    ("baseline", "target"),
    ("first oldest", "last newest latest"),
    ("most", "least"),
    ("start begins", "end ends"),
    ("numerator", "denominator"),
)
"""Words of which one side may not stand for the other."""


def tables(source: str) -> Iterator[tuple[int, str, str]]:
    """Each key and words of the dictionaries written in a module, with the line: ``"rising": "It rose"``."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                named = key.attr.lower() if isinstance(key, ast.Attribute) else getattr(key, "value", None)
                words = getattr(value, "value", None)
                if isinstance(named, str) and isinstance(words, str):
                    yield value.lineno, named, words


def turned(key: str, words: str) -> list[str]:
    """The poles of a key of which the words have the other side alone."""
    of_key, said = _words(key), _words(words)
    sides = [(set(one.split()), set(other.split())) for pair in POLES for one, other in (pair, pair[::-1])]
    return [min(own) for own, other in sides if of_key & own and not of_key & other and said & other and not said & own]


def _words(text: str) -> set[str]:
    text = text.lower()
    return {*re.findall(r"[a-z]+", text), *re.findall(r"o[nf]+_path", text)}


def test_no_key_is_told_by_its_opposite():
    told = [(path, each) for path in SOURCE.rglob("*.py") for each in tables(path.read_text(encoding="utf-8"))]
    assert len(told) > 1000
    assert [(path.name, line, words) for path, (line, key, words) in told if turned(key, words)] == []


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("improvement", "Signals a change for the worse"),
        ("low_good", "Higher is better"),
        ("High (0.001)", "below the outer line"),
        ("earlier", "Later wording"),
        ("baseline.period", "target’s date"),
        ("on_path", "The latest value is at its path or worse."),
    ],
)
def test_what_is_turned_round_is_found(key, words):
    assert turned(key, words)
