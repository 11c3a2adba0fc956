"""The formats of the pack: each renders the same document or the same rows."""

from oneplace.pack.formats.data import (
    DECISIONS,
    IN_FULL,
    is_data,
    is_open,
    json_schema,
    write_csv,
    write_json,
    write_together,
)
from oneplace.pack.formats.docx import write_docx
from oneplace.pack.formats.html import write_html, write_sheet
from oneplace.pack.formats.pdf import page_count, write_pdf, write_shorter
from oneplace.pack.formats.stratml import write_stratml
from oneplace.pack.formats.workbook import workbook

__all__ = [
    "DECISIONS",
    "IN_FULL",
    "is_data",
    "is_open",
    "json_schema",
    "page_count",
    "workbook",
    "write_csv",
    "write_docx",
    "write_html",
    "write_json",
    "write_pdf",
    "write_sheet",
    "write_shorter",
    "write_stratml",
    "write_together",
]
