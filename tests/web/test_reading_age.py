"""How old a reader must be for a page's sentences: Flesch-Kincaid grade (Kincaid and others 1975) and five years.

Tables, charts, menus and what is folded away are left out, and so is the notice of made-up figures, which is the same
on every page; a number is a word of one syllable. What a file of the place wrote (a name, a title, a definition) is
the place's own: ``tests.web.reading`` leaves it out, or counts it as one word where it stands in a sentence of ours.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from oneplace.place import measure_library
from oneplace.place.document import load
from tests.web.reading import own_words, sentences

OLDEST = 11
NOTICE = re.compile(r'<div class="app-notice".*?</div>', re.DOTALL)
PAGES = (
    "/",
    "/strategy",
    "/gaps",
    "/ambitions/A1",
    "/ambitions/A2",
    "/neighbourhoods/E01017136",
    "/wards/E05015490",
    "/profile",
    "/accessibility",
    "/lifespan",
    "/groups/deprivation/1-most-deprived",
    "/groups/age/65-and-over",
    "/groups/others/carer",
    "/places",
    "/themes",
    "/themes/start_well",
)


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


def test_what_is_no_sentence_of_ours_is_left_out():
    """Labels, tables and what a file wrote alone; but a sentence of ours goes on where a name stands in it."""
    page = """<h1>Do fewer people smoke?</h1><p>Off path</p><table><tr><td>This is in a table.</td></tr></table>
      <p>Fewer people smoke. The Council says so too.</p><li>It is 7.0 days for Fewer people smoke in May.<span
      class="app-note">Not so sure</span></li><details><p>This is folded away here.</p></details>
      <p>We cite <cite>A long report of a year, by its makers</cite>. And so on.</p>"""
    own = {"Do fewer people smoke", "Fewer people smoke", "Fewer people smoke. The Council says so too", "0 days"}
    assert sentences(page, own) == ["It is 7.0 days for It in May."]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_read_at_eleven(visitor, serving, places, path):
    serving("full")
    page = NOTICE.sub("", visitor.get(path).content.decode())
    found = sentences(page, own_words(places["full"]))
    assert len(found) >= 4
    assert age(found) <= OLDEST, sorted(found, key=lambda text: -age([text]))[:5]


@pytest.mark.data
def test_a_definition_of_the_library_is_no_harder_than_its_page_can_bear():
    """Alone, without the short sentences around it."""
    read = {name: age(sentences(f"<p>{load(path).data['definition']}</p>")) for name, path in measure_library().items()}
    assert {name: round(years, 1) for name, years in read.items() if years > 15} == {}


RUN_ON = re.compile(r":\s*\{\{\s*\w+\.sentence\s*\}\}")
"""A name before a colon and its sentence: read as one sentence, of twice the length."""


def test_a_measures_name_stands_before_its_sentence_on_a_line_of_its_own():
    templates = list((Path(__file__).parents[2] / "src" / "oneplace" / "web").rglob("*.jinja"))
    assert len(templates) > 50
    assert [file.name for file in templates if RUN_ON.search(file.read_text(encoding="utf-8"))] == []
    assert RUN_ON.search('<a href="{{ one.href }}">{{ one.name }}</a>: {{ one.sentence }}')
