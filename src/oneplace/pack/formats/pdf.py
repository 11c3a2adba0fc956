"""A document as a tagged PDF (PDF/UA-1), typeset by Typst, which refuses what would not be accessible."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from oneplace.charts import FONTS_FOLDER
from oneplace.pack.document import Document
from oneplace.pack.formats.plain import plain

_TEMPLATE = Path(__file__).parent / "templates" / "pack.typ"


def write_pdf(document: Document, folder: Path, name: str = "board-pack.pdf") -> Path:
    """Write the document into ``folder``, which holds the charts as ``charts/<id>.svg``; without facts, no cover."""
    path = folder / name
    moment = int(datetime.fromisoformat(document.built_on).timestamp())
    pdf: bytes = _typeset(typst.compile, document, folder, pdf_standards="ua-1", timestamp=moment)
    path.write_bytes(pdf)
    return path


def write_shorter(made: Callable[[int], Document], most: int, pages: int, folder: Path, name: str) -> Path:
    """Write the longest of the documents ``made(0)`` to ``made(most)`` that has no more than ``pages`` pages.

    Each is longer than the one before. Where even ``made(0)`` has more, that one is written.
    """
    count = most
    while count > 0 and (over := page_count(made(count), folder) - pages) > 0:
        count = max(0, count - over)
    return write_pdf(made(count), folder, name)


def page_count(document: Document, folder: Path) -> int:
    """How many pages it has."""
    found: str = _typeset(typst.query, document, folder, selector="<pages>", field="value", one=True)
    return int(json.loads(found))


def _typeset(do: Any, document: Document, folder: Path, **more: Any) -> Any:
    """Call one of Typst's functions (its stubs ask for one type in all arguments, it does not)."""
    return do(
        _TEMPLATE.read_bytes(),
        root=str(folder),
        font_paths=[str(FONTS_FOLDER)],
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(plain(document))},
        **more,
    )
