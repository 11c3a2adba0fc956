"""The pack as a web site of plain files: no script, nothing fetched from elsewhere, fit to print."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import jinja2

from oneplace.charts import FONTS_FOLDER
from oneplace.pack.document import Document, Section

_TEMPLATES = Path(__file__).parent / "templates"


LARGEST = 100_000
"""Bytes of a page above which what is inside a top section stands on several, one after the other."""


@dataclass(frozen=True)
class Page:
    """One page of the web edition: which of the sections inside a top section stand on it, and its place among them."""

    section: Section
    sections: tuple[Section, ...]
    number: int
    file: str


def write_html(document: Document, folder: Path) -> list[Path]:
    """Write each top section as a page, or as several where it is long (the first page of the first is
    ``index.html``), the style sheet and its fonts."""
    (folder / "fonts").mkdir(parents=True, exist_ok=True)
    for font in sorted(FONTS_FOLDER.iterdir()):
        shutil.copyfile(font, folder / "fonts" / font.name)
    shutil.copyfile(_TEMPLATES / "pack.css", folder / "pack.css")
    template = _environment().get_template("page.html.jinja")
    written = []
    for section in document.sections:
        pages = _pages(document, section)
        for page in pages:
            path = folder / page.file
            path.write_text(template.render(document=document, page=page, pages=pages, file=_file), encoding="utf-8")
            written.append(path)
    return written


def _file(document: Document, section: Section, number: int = 1) -> str:
    if number > 1:
        return f"{section.id}-{number}.html"
    return "index.html" if section is document.sections[0] else f"{section.id}.html"


def _pages(document: Document, section: Section) -> list[Page]:
    """The pages of a top section: as many of what is inside it on each as there is room for, at least one."""
    alone = Page(section, (), 1, _file(document, section))
    every = [Page(section, (part,), 1, alone.file) for part in section.sections]
    template = _environment().get_template("page.html.jinja")
    frame = len(template.render(document=document, page=alone, pages=every, file=_file).encode())
    inside = _environment().get_template("blocks.html.jinja").module.inside  # type: ignore[attr-defined]
    shelves: list[list[Section]] = [[]]
    room = LARGEST - frame
    for part in section.sections:
        size = len(str(inside(replace(section, sections=(part,)), 2)).encode())
        if size > room and shelves[-1]:
            shelves.append([])
            room = LARGEST - frame
        shelves[-1].append(part)
        room -= size
    return [Page(section, tuple(on), at, _file(document, section, at)) for at, on in enumerate(shelves, 1)]


def write_sheet(document: Document, path: Path) -> Path:
    """Write a document as one page that stands alone: its style inside it, in whichever sans serif the reader has."""
    style = (_TEMPLATES / "pack.css").read_text(encoding="utf-8")
    style = "".join(line for line in style.splitlines(keepends=True) if not line.startswith("@font-face"))
    path.parent.mkdir(parents=True, exist_ok=True)
    text = _environment().get_template("sheet.html.jinja").render(document=document, style=style)
    path.write_text(text, encoding="utf-8")
    return path


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["kind"] = lambda block: type(block).__name__
    return environment
