"""Looking at a file: its type from its content, which has to agree with its name, and what goes with it unseen."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO

from oneplace.web.papers.taking.names import safe_name
from oneplace.web.papers.taking.office import form_of, look_at_office
from oneplace.web.papers.taking.pdf import look_at_pdf
from oneplace.web.papers.taking.plain import JPEG, PNG, look_at_csv, look_at_jpeg, look_at_png, look_at_text
from oneplace.web.papers.taking.refused import Insides, NotTakenError

_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMS: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "png": "image/png",
    "jpg": "image/jpeg",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}
"""The types that are taken, by their code, each with what it is sent as."""
_LOOKS: Mapping[str, Callable[[bytes], Insides]] = {
    "pdf": look_at_pdf,
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt"), look_at_office),
    "png": look_at_png,
    "jpg": look_at_jpeg,
    "txt": look_at_text,
    "csv": look_at_csv,
}
_ARCHIVES = ("docx", "xlsx", "pptx", "odt")
TAKEN = "PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), OpenDocument text (.odt), PNG, JPEG, plain text and CSV"


@dataclass(frozen=True)
class Found:
    """A file that may be taken: its safe name, the code of its type, and what goes with it unseen."""

    name: str
    form: str
    insides: Insides


def look(name: str, content: bytes) -> Found:
    """What a file is; raises ``NotTakenError`` with one line for what can't be taken.

    ``name`` is as the browser sent it: it is believed only where the content says the same.
    """
    ending = name.rsplit(".", 1)[-1].strip().lower() if "." in name else ""
    said = "jpg" if ending == "jpeg" else ending
    if not content:
        raise NotTakenError("It is empty.")
    form = _sniffed(content, said)
    if said not in FORMS:
        raise NotTakenError(f"Files that end in .{_plain(ending)} are not taken: {TAKEN} are.")
    if form != said:
        raise NotTakenError(f"It is called .{said}, but is {form.upper()} inside. Give it the ending that it is.")
    return Found(safe_name(name, form), form, found_in(form, content))


def found_in(form: str, content: bytes) -> Insides:
    """What goes with a file of a type; raises ``NotTakenError`` as ``look`` does."""
    if form != "pdf" and b"%PDF-" in content[:1024]:
        raise NotTakenError("It is two types of file at once. Save it again as one.")
    if form not in _ARCHIVES and zipfile.is_zipfile(BytesIO(content)):
        raise NotTakenError("An archive is hidden in it. Save it again without.")
    return _LOOKS[form](content)


def _sniffed(content: bytes, said: str) -> str:
    """The type that the first bytes tell; of text, which of both it is the name alone can say."""
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise NotTakenError("It is locked by a password or of an old Office. Save it as .docx, .xlsx or .pptx without.")
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return form_of(content)
    if content.startswith(PNG):
        return "png"
    if content.startswith(JPEG):
        return "jpg"
    if said in FORMS and said not in ("txt", "csv"):
        raise NotTakenError(f"It is called .{said}, but is none inside. Save it again, and upload that.")
    return said if said in FORMS else "txt"


def _plain(ending: str) -> str:
    return re.sub(r"[^a-z0-9]", "", ending)[:12] or "nothing"
