"""The formats of the pack: each renders the same document or the same rows."""

from oneplace.pack.formats.data import is_open, json_schema, write_csv, write_json, write_together
from oneplace.pack.formats.docx import write_docx
from oneplace.pack.formats.html import write_html, write_sheet
from oneplace.pack.formats.pdf import write_pdf
from oneplace.pack.formats.workbook import workbook

__all__ = [
    "is_open",
    "json_schema",
    "workbook",
    "write_csv",
    "write_docx",
    "write_html",
    "write_json",
    "write_pdf",
    "write_sheet",
    "write_together",
]
