"""The pack as a tagged PDF (PDF/UA-1), typeset by Typst, which refuses what would not be accessible."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from oneplace.charts import FONTS_FOLDER
from oneplace.pack.document import Document
from oneplace.pack.formats.plain import plain

_TEMPLATE = Path(__file__).parent / "templates" / "pack.typ"


def write_pdf(document: Document, folder: Path) -> Path:
    """Write ``board-pack.pdf`` into ``folder``, which holds the charts as ``charts/<id>.svg``."""
    path = folder / "board-pack.pdf"
    compile_typst: Any = typst.compile  # its stub asks for one type in all arguments, it does not
    pdf: bytes = compile_typst(
        _TEMPLATE.read_bytes(),
        root=str(folder),
        font_paths=[str(FONTS_FOLDER)],
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        sys_inputs={"document": json.dumps(plain(document))},
        timestamp=int(datetime.fromisoformat(document.built_on).timestamp()),
    )
    path.write_bytes(pdf)
    return path
