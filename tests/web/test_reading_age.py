"""How old a reader must be for a page's sentences: Flesch-Kincaid grade (Kincaid and others 1975) and five years.

Tables, charts, menus and what is folded away are left out; a number is a word of one syllable.
"""

from __future__ import annotations

import html
import re

import pytest

OLDEST = 11
LEFT_OUT = re.compile(r"<(svg|table|pre|nav|script|details)\b.*?</\1>", re.DOTALL)


def sentences(page: str) -> list[str]:
    """The whole sentences of a page's paragraphs and lists."""
    main = LEFT_OUT.sub(" ", re.search(r"<main.*?</main>", page, re.DOTALL)[0])  # type: ignore[index]
    texts = (
        re.sub(r"<[^>]+>", " ", found[1]) for found in re.findall(r"<(p|li|dd)\b[^>]*>(.*?)</\1>", main, re.DOTALL)
    )
    plain = (re.sub(r"\s+", " ", html.unescape(text)).strip() for text in texts)
    parts = (part for text in plain for part in re.split(r"(?<=[.!?])\s+", text))
    return [part for part in parts if re.search(r"[.!?]$", part) and len(part.split()) > 2]


def syllables(word: str) -> int:
    """Groups of vowels, a silent e at the end left out."""
    letters = re.sub("[^a-z]", "", word.lower())
    groups = len(re.findall("[aeiouy]+", letters))
    silent = letters.endswith("e") and not letters.endswith("le") and groups > 1
    return max(1, groups - silent)


def age(texts: list[str]) -> float:
    """The age at which the texts are read with ease, in years."""
    words = [word for text in texts for word in re.findall(r"[A-Za-z’']+|\d[\d,./%]*", text)]
    grade = 0.39 * len(words) / len(texts) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return grade + 5


def test_the_formula_by_hand():
    """One sentence of 13 words with 16 syllables."""
    text = "The cat sat on the mat and the happy dog ran very quickly."
    assert [syllables(word) for word in ("cat", "happy", "quickly", "table", "made", "the")] == [1, 2, 2, 2, 1, 1]
    assert age([text]) == pytest.approx(0.39 * 13 + 11.8 * 16 / 13 - 15.59 + 5)
    assert age(["Notwithstanding aforementioned considerations, implementation necessitates reconsideration."]) > 20


@pytest.mark.parametrize("path", ["/gaps", "/ambitions/A1"])
def test_a_page_is_read_at_eleven(visitor, serving, path):
    serving("full")
    found = sentences(visitor.get(path).content.decode())
    assert len(found) >= 5
    assert age(found) <= OLDEST, sorted(found, key=lambda text: -age([text]))[:5]
