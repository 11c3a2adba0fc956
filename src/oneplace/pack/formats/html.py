"""The pack as a web site of plain files: no script, nothing fetched from elsewhere, fit to print."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import jinja2

from oneplace.charts import FONTS_FOLDER
from oneplace.pack.document import Document, Section

_TEMPLATES = Path(__file__).parent / "templates"


def write_html(document: Document, folder: Path) -> list[Path]:
    """Write one page a top section (the first is ``index.html``), the style sheet and its fonts."""
    (folder / "fonts").mkdir(parents=True, exist_ok=True)
    for font in sorted(FONTS_FOLDER.iterdir()):
        shutil.copyfile(font, folder / "fonts" / font.name)
    shutil.copyfile(_TEMPLATES / "pack.css", folder / "pack.css")
    first = document.sections[0].id

    def page(section: Section) -> str:
        return "index.html" if section.id == first else f"{section.id}.html"

    template = _environment().get_template("page.html.jinja")
    template.environment.filters["page"] = page
    written = []
    for section in document.sections:
        path = folder / page(section)
        path.write_text(template.render(document=document, section=section), encoding="utf-8")
        written.append(path)
    return written


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
    environment.filters["page"] = lambda section: f"{section.id}.html"
    return environment
