"""What adds to papers. Each is an entry of the record, and a file that was looked at before it was kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from oneplace.delivery.happened import Entry, Kind
from oneplace.web.delivery.actions import record_change
from oneplace.web.papers import kept
from oneplace.web.papers.taking import look


def upload(
    *,
    place_folder: Path,
    place: str,
    subject: str,
    what: str,
    said: Mapping[str, str],
    name: str,
    content: bytes,
    seen: int,
    by: str,
) -> Entry:
    """Take a file as a new paper (``what`` is ``made``) or as a paper's next version (``replaced``).

    Raises ``NotTakenError`` for the file, and what ``record_change`` raises; then no file is left behind.
    """
    found = look(name, content)
    stored, sha256 = kept.keep(place_folder, content)
    told = {"file": found.name, "form": found.form, "size": str(len(content)), "sha256": sha256, "stored": stored}
    try:
        return record_change(
            place=place, kind=Kind.PAPER, subject=subject, what=what, said={**said, **told}, declared=None, seen=seen,
            by=by,
        )  # fmt: skip
    except BaseException:
        kept.forget(place_folder, stored)
        raise
