"""What the board's page asks is what the PDF asks, in the same words and order, and the run bears it out."""

from __future__ import annotations

import html
import json
import re

import pypdfium2

from oneplace import place
from oneplace.pack.document import Document, Items
from oneplace.pack.evidence import evidence
from oneplace.pack.formats.pdf import write_pdf
from oneplace.pack.sections.summary import summary
from oneplace.report import asked
from tests.reader import run
from tests.reader.recomputed import all_wrong
from tests.web import world


def test_board_page_and_pdf_side_by_side(serving, signed_in, places, tmp_path):
    serving("full")
    page = signed_in("alice").get("/board").content.decode()
    listed = page.partition('id="decisions"')[2].partition("</ul>")[0]
    on_page = [
        html.unescape(re.sub("<[^>]+>", "", item)) for item in re.findall("<li>(.*?)</li>", listed, flags=re.DOTALL)
    ]
    folder = places["full"] / "var" / "runs" / world.RUN
    manifest = json.loads((folder / "run.json").read_text())
    found = evidence(place.read(folder / "inputs"), folder / "results", manifest, None)
    section = next(one for one in summary(found).sections if one.id == "asked")  # of the whole pack and of the brief
    path = write_pdf(Document("Asked", "", (), (), (section,), manifest["built_on"]), tmp_path)
    printed = "".join(part.get_textpage().get_text_range() for part in pypdfium2.PdfDocument(path))
    assert section.blocks == (Items(tuple(on_page)),)
    assert on_page[0] == "Fund the clinics, Cabinet, 10 June 2026"
    assert len(on_page) == 6
    ends = [close(printed).index(close(text)) for text in on_page]
    assert ends == sorted(ends)
    claims = [claim for one in asked(found.place, found.rows, found.as_of).sentences for claim in one.claims]
    assert all_wrong(claims, run.of(found)) == []


def close(text: str) -> str:
    """Words without the room between them: lines break where a printer likes."""
    return re.sub(r"\s+", "", text)
