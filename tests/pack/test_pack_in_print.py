"""What the sentences claim stands in print: in the pages, the titles and descriptions of charts, and the PDF's text."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pypdfium2
import pytest

from oneplace.pack.evidence import Evidence, evidence
from oneplace.pack.sections import telling
from oneplace.progress import sentences
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


EVERYWHERE = (
    *("summary", "gaps", "asked", "notes", "target", "finding", "answer", "outlook", "due", "comparison", "beside"),
    *("age", "map", "commentary", "next step", "process", "gap deprivation absolute_gap"),
)
"""What the pages and the PDF of the pack print of every ambition that has it; the rest stands in titles and lists."""
UNMEASURED = "When the next value is due is not known."
"""Not told of an ambition without a value."""
IN_BRIEF = ("summary", "gaps", "asked", "age", "gap", "commentary", "next step")


def test_each_sentence_stands_in_the_pdfs_and_in_the_pages_as_it_was_said(found, built):
    texts = [re.sub(r"<[^>]+>", " ", path.read_text()) for path in (built / "html").glob("*.html")]
    prints = {
        "pages": (EVERYWHERE, close(html.unescape(" ".join(texts)))),
        "pack": (EVERYWHERE, pdf(built / "board-pack.pdf")),
        "brief": (IN_BRIEF, pdf(built / "board-brief.pdf")),
    }
    said = [(one.where.partition(" ")[2] or one.where, one) for one in walk(found) if one.sentence]
    assert {kind for kind, _ in said} >= {*EVERYWHERE, *IN_BRIEF}
    for name, (kinds, text) in prints.items():
        told_here = [one for kind, one in said if kind in kinds and stands_here(built, kind, one)]
        assert [one for one in told_here if close(one.sentence.text) not in text] == [], name
    assert [one for _, one in said for _ in lacking(found, one, one.sentence.text)] == []


def stands_here(built: Path, kind: str, said: Said) -> bool:
    """Whether the pack has it: where the answer stands beneath its chart, the title says the value (below)."""
    return said.sentence.text != UNMEASURED and not (kind == "answer" and charted(built, said.where.partition(" ")[0]))


def charted(built: Path, ambition: str) -> bool:
    return (built / "charts" / f"{ambition}-trend.svg").is_file()


def test_beneath_a_chart_stands_what_its_title_leaves_of_the_answer(found, built):
    words = {name: pdf(built / name) for name in ("board-pack.pdf", "board-brief.pdf")}
    left = {one.ambition.id: sentences.beneath(one.row, one.ambition.about).text for one in found.judged}
    in_brief = {one.ambition.id for one in telling(found)}
    shown = {key: text for key, text in left.items() if charted(built, key)}
    assert len(shown) > len(in_brief) > 1
    assert [key for key, text in shown.items() if close(text) not in words["board-pack.pdf"]] == []
    assert [key for key, text in shown.items() if key in in_brief and close(text) not in words["board-brief.pdf"]] == []
    whole = {one.ambition.id: sentences.answer(one.row, one.ambition.about).text for one in found.judged}
    assert [key for key in shown if close(whole[key]) in words["board-pack.pdf"]] == [], "the value is said twice"


def pdf(path: Path) -> str:
    return close("".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)))
