"""A long part of the pack's web edition stands on several pages: nothing is lost, none is heavy, each leads on."""

from __future__ import annotations

import re

import pytest

from oneplace.pack.document import Document, Section, Text
from oneplace.pack.formats import html, write_html

PARTS = 9


def document(words: int, *, first: bool = False) -> Document:
    """A document of a short part and of a long one, whose nine inner sections have so many words each."""
    inside = tuple(Section(f"n{at}", f"Part {at}", (Text("word " * words),)) for at in range(PARTS))
    long, short = Section("long", "Long", (Text("At first.", "lead"),), inside), Section("short", "Short")
    return Document(
        "Pack", "Of a place", (), (), (long, short) if first else (short, long), "2026-05-02T08:00:00+00:00"
    )


@pytest.mark.parametrize("first", [False, True])
def test_each_inner_section_stands_once_in_order_on_pages_that_are_not_heavy(tmp_path, first):
    written = write_html(document(5_000, first=first), tmp_path)
    long = [path for path in written if "<h1>Long" in path.read_text()]
    assert len(long) > 1
    assert long[0].name == ("index.html" if first else "long.html")
    assert [path.name for path in long[1:]] == [f"long-{number}.html" for number in range(2, len(long) + 1)]
    texts = [path.read_text() for path in long]
    assert re.findall(r'<section id="(n\d)"', "".join(texts)) == [f"n{at}" for at in range(PARTS)]
    assert max(path.stat().st_size for path in written) <= html.LARGEST
    assert [text.count("At first.") for text in texts] == [1, *(0 for _ in texts[1:])]


def test_each_page_says_which_it_is_lists_all_that_is_there_and_leads_on(tmp_path):
    write_html(document(5_000), tmp_path)
    pages = sorted(tmp_path.glob("long*.html"), key=lambda path: (len(path.name), path.name))
    for number, path in enumerate(pages, 1):
        text = path.read_text()
        assert f"<h1>Long (page {number} of {len(pages)})</h1>" in text
        assert f"<title>Long (page {number} of {len(pages)}) – Pack</title>" in text
        listed = re.findall(r'<li><a href="([^"]*)#(n\d)">', text)
        assert [anchor for _, anchor in listed] == [f"n{at}" for at in range(PARTS)]
        for file, anchor in listed:
            assert f'<section id="{anchor}"' in (tmp_path / (file or path.name)).read_text()
        turn = re.findall(r'href="([^"]+)" rel="(prev|next)"', text)
        around = (
            (pages[number - 2], "prev") if number > 1 else None,
            (pages[number], "next") if number < len(pages) else None,
        )
        assert turn == [(one[0].name, one[1]) for one in around if one]


def test_what_is_short_stands_on_one_page_and_a_section_too_long_for_any_by_itself(tmp_path):
    assert [path.name for path in write_html(document(5), tmp_path / "short")] == ["index.html", "long.html"]
    assert "page 1" not in (tmp_path / "short" / "long.html").read_text()
    written = write_html(document(30_000), tmp_path / "long")
    pages = [path for path in written if path.name.startswith("long")]
    assert [path.read_text().count("<section id=") for path in pages] == [1] * PARTS
