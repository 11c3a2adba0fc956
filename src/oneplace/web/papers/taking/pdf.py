"""PDF files: readable, not locked, nothing that runs and no file within."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from oneplace.web.papers.taking.refused import Insides, NotTakenError

_RUNS = ("/JavaScript", "/Launch", "/ImportData", "/RichMedia", "/Rendition", "/Movie", "/GoToE")
"""Actions and annotations that run something, or open a file within."""


def look_at_pdf(content: bytes) -> Insides:
    """What goes with a PDF; raises ``NotTakenError``."""
    import pikepdf  # noqa: PLC0415  a tenth of a second for whoever uploads nothing

    if not content.startswith(b"%PDF-"):
        raise NotTakenError("It does not begin as a PDF does. Save it as PDF again.")
    try:
        with pikepdf.open(BytesIO(content)) as found:
            if found.is_encrypted:
                raise NotTakenError("It is locked by a password or rights. Save it without, and upload it again.")
            for one in _dictionaries(found.objects):
                _refuse_what_runs(one)
            return Insides(*_described(found))
    except pikepdf.PasswordError:
        raise NotTakenError("It is locked by a password. Save it without, and upload it again.") from None
    except NotTakenError:
        raise
    except (
        pikepdf.PdfError,
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        RuntimeError,
    ):  # damaged in some other way
        raise NotTakenError("It is no PDF that can be read. Save it as PDF again.") from None


def _dictionaries(objects: Any) -> Iterator[Any]:
    """Every dictionary of a file, also those that stand within others."""
    import pikepdf  # noqa: PLC0415

    waiting = list(objects)
    while waiting:
        one = waiting.pop()
        if isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
            yield one
            inner = [value for _key, value in one.items()]
        elif isinstance(one, pikepdf.Array):
            inner = list(one)
        else:
            continue
        waiting += [value for value in inner if isinstance(value, pikepdf.Object) and not value.is_indirect]


def _refuse_what_runs(one: Any) -> None:
    if "/JS" in one or "/XFA" in one or any(str(one.get(key, "")) in _RUNS for key in ("/S", "/Subtype")):
        raise NotTakenError(
            "It holds a script or something that starts by itself. Print it to a new PDF and upload that."
        )
    if "/EF" in one or "/EmbeddedFiles" in one or str(one.get("/Type", "")) == "/EmbeddedFile":
        raise NotTakenError("It has another file attached within it. Upload that one by itself, and this without it.")


def _described(found: Any) -> tuple[str, str]:
    """Author and title, from the newer kind of description if it has them, else from the older."""
    info = found.trailer.get("/Info")
    older = ("", "") if info is None else (str(info.get("/Author", "")), str(info.get("/Title", "")))
    try:
        with found.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            creators = xmp.get("dc:creator") or []
            author, title = ", ".join([creators] if isinstance(creators, str) else creators), xmp.get("dc:title")
    except (ValueError, KeyError, TypeError, AttributeError):
        author, title = "", ""
    return str(author or older[0])[:200], str(title or older[1])[:200]
