"""The formats of the pack: each renders the same document or the same rows."""

from oneplace.pack.formats.data import is_open, json_schema, write_csv, write_json
from oneplace.pack.formats.docx import write_docx
from oneplace.pack.formats.html import write_html, write_sheet
from oneplace.pack.formats.pdf import write_pdf

__all__ = ["is_open", "json_schema", "write_csv", "write_docx", "write_html", "write_json", "write_pdf", "write_sheet"]
