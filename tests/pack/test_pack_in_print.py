"""What the sentences claim stands in print: in the pages, the titles and descriptions of charts, and the PDF's text."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pypdfium2
import pytest

from oneplace.pack.evidence import Evidence, evidence
from tests.pack import made_up
from tests.reader import run
from tests.reader.printed import missing
from tests.reader.walk import Said, walk

pytestmark = pytest.mark.slow
CHARTS = {"finding": "trend", "groups": "groups", "map": "map", "process": "control"}


@pytest.fixture(scope="module")
def found(results_folder: Path) -> Evidence:
    return evidence(made_up.a_place(), results_folder, made_up.MANIFEST, None)


def told(found: Evidence, kind: str) -> list[tuple[str, Said]]:
    """The sentences of a kind, by the ambition that they are of."""
    parted = [(said.where.partition(" "), said) for said in walk(found)]
    return [(ambition, said) for (ambition, _, name), said in parted if name == kind and said.sentence.claims]


def close(text: str) -> str:
    """Words without the room between them: lines break where a printer likes."""
    return re.sub(r"\s+", "", text)


def lacking(found: Evidence, said: Said, words: str) -> list[str]:
    labels = {row["group"]: row["group_label"] for row in run.of(found).tables["results"]}
    return [part for claim in said.sentence.claims for part in missing(claim, words, said.about, labels)]


@pytest.mark.parametrize(("kind", "chart"), CHARTS.items())
def test_a_charts_title_has_all_that_its_sentence_claims(found, built, kind, chart):
    seen = 0
    for ambition, said in told(found, kind):
        path = built / "charts" / f"{ambition}-{chart}.svg"
        if path.is_file():
            title = html.unescape(re.search(r"<title[^>]*>([^<]*)</title>", path.read_text())[1])
            assert lacking(found, said, title) == []
            seen += 1
    assert seen


def test_a_charts_description_has_all_that_its_sentence_claims(found, built):
    for ambition, said in told(found, "alt text"):
        path = built / "charts" / f"{ambition}-trend.svg"
        if path.is_file():
            words = html.unescape(re.search(r"<desc[^>]*>([^<]*)</desc>", path.read_text())[1])
            assert lacking(found, said, words) == []


def test_each_answer_stands_in_the_pdf_and_in_the_pages_as_it_was_said(found, built):
    pages = pypdfium2.PdfDocument(built / "board-pack.pdf")
    pdf = close("".join(page.get_textpage().get_text_range() for page in pages))
    texts = [re.sub(r"<[^>]+>", " ", path.read_text()) for path in (built / "html").glob("*.html")]
    web = close(html.unescape(" ".join(texts)))
    answers = told(found, "answer")
    assert answers
    for _, said in answers:
        assert lacking(found, said, said.sentence.text) == []
        assert close(said.sentence.text) in web
        assert close(said.sentence.text) in pdf
