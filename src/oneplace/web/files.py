"""Sending a run's files: only what its manifest names, with a type that the browser can't take for another."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.http import FileResponse, Http404, HttpResponseBase

from oneplace.run import Run

TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".ttf": "font/ttf",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
SHOWN = (".html", ".css", ".svg", ".ttf")
STATIC_SITE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'none'; "
    "frame-ancestors 'none'; base-uri 'none'"
)


def is_shown(name: str) -> bool:
    """Whether browsers show a file in its page; they save the others."""
    return PurePosixPath(name).suffix in SHOWN


def send(found: Run, name: str) -> HttpResponseBase:
    """The file ``name`` of a run's pack; 404 for anything that the run did not list when it was made.

    The pack's own pages are shown under a policy that allows no script at all; everything else is saved.
    """
    suffix = PurePosixPath(name).suffix
    path = found.pack / name
    if f"pack/{name}" not in found.manifest["files"] or suffix not in TYPES or not path.is_file():
        raise Http404
    saved_as = f"{found.id}-{PurePosixPath(name).name}"
    response = FileResponse(
        path.open("rb"), as_attachment=not is_shown(name), filename=saved_as, content_type=TYPES[suffix]
    )
    if suffix == ".html":
        response["Content-Security-Policy"] = STATIC_SITE_POLICY
    return response
