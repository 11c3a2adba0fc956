"""The run's SVG charts, made fit to stand inside a page: no style attributes, ids of their own."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

from oneplace.web.snapshot import Snapshot

_STYLE = re.compile(r"""\sstyle=("[^"]*"|'[^']*')""")
_XML = re.compile(r"<\?xml[^>]*\?>|<!DOCTYPE[^>]*>")
_ID = re.compile(r'\bid="([^"]+)"')
_USES = re.compile(r"""(url\(#|href="#|aria-labelledby="|aria-describedby=")([^)"]+)""")


def chart(shot: Snapshot, name: str) -> Markup | None:
    """The chart ``<run>/pack/charts/<name>.svg`` as markup; None where the run drew none."""
    if shot.run is None:
        return None
    path = shot.run.pack / "charts" / f"{name}.svg"
    return _read(path) if path.is_file() else None


@lru_cache(maxsize=512)
def _read(path: Path) -> Markup:
    """Our own files, written by the run and kept by their hashes; a run never changes, so neither does its chart."""
    return embeddable(path.read_text(encoding="utf-8"), path.stem)


def embeddable(svg: str, name: str) -> Markup:
    """An SVG document as a part of a page. Ids get ``name`` in front, so that two charts can stand in one page."""
    text = _STYLE.sub("", _XML.sub("", svg)).strip()
    ids = set(_ID.findall(text))
    text = _ID.sub(lambda found: f'id="{name}-{found[1]}"', text)

    def renamed(found: re.Match[str]) -> str:
        parts = [f"{name}-{part}" if part in ids else part for part in found[2].split(" ")]
        return found[1] + " ".join(parts)

    return Markup(_USES.sub(renamed, text))  # noqa: S704  a file of the run, not of a visitor
