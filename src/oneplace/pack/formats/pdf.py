"""A document as a tagged PDF (PDF/UA-1), typeset by Typst, which refuses what would not be accessible."""

from __future__ import annotations

import json
from bisect import bisect_right
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

    None is shorter than the one before. Where even ``made(0)`` has more, that one is written.
    """
    if page_count(made(most), folder) > pages:
        most = bisect_right(range(most), pages, key=lambda count: page_count(made(count), folder)) - 1
    return write_pdf(made(max(0, most)), folder, name)


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
