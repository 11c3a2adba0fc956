"""What PDF/UA asks for and a reader's software leans on: tags, language, titles, words for pictures, table headers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest


@pytest.fixture(scope="module")
def pdf(built: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(built / "board-pack.pdf") as found:
        yield found


def _tags(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Every structure element under a node."""
    kids = node.get("/K", None)
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _tags(kid)


def _of(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Dictionary]:
    return [tag for tag in _tags(pdf.Root.StructTreeRoot) if f"/{kind}" == tag.S]


def test_it_is_tagged_named_and_says_its_language(pdf: pikepdf.Pdf) -> None:
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang) == "en-GB"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Board pack: Testing-on-Sea"


def test_every_figure_has_words(pdf: pikepdf.Pdf) -> None:
    figures = _of(pdf, "Figure")
    assert len(figures) >= 10
    assert all(len(str(figure.get("/Alt", ""))) > 20 for figure in figures)


def test_every_table_has_header_cells(pdf: pikepdf.Pdf) -> None:
    tables = _of(pdf, "Table")
    assert len(tables) >= 10
    for table in tables:
        assert any(tag.S == "/TH" for tag in _tags(table))


def test_headings_are_tagged_in_order_and_bookmarked(pdf: pikepdf.Pdf) -> None:
    levels = [int(str(tag.S)[2]) for tag in _tags(pdf.Root.StructTreeRoot) if str(tag.S) in ("/H1", "/H2", "/H3")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles[:2] == ["In short", "Start well"]
    assert "Assurance statement" in titles


def test_fonts_are_embedded(pdf: pikepdf.Pdf) -> None:
    descriptors = [
        item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
    ]
    assert descriptors
    assert all(any(name in item for name in ("/FontFile2", "/FontFile3")) for item in descriptors)
