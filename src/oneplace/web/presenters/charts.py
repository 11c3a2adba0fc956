"""The run's SVG charts, made fit to stand inside a page."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from django.urls import reverse
from markupsafe import Markup

from oneplace.charts import Chart
from oneplace.web.snapshot import Snapshot

_STYLE = re.compile(r"""\sstyle=("[^"]*"|'[^']*')""")
_PROLOGUE = re.compile(r"<\?xml[^>]*\?>|<!DOCTYPE[^>]*>")
_DESCRIPTION = re.compile(r"<desc[^>]*>([^<]*)</desc>")
_BOX = re.compile(r'viewBox="\S+ \S+ ([\d.]+) ([\d.]+)"')
_TITLE = re.compile(r"<title[^>]*>([^<]*)</title>")
_NOTE = re.compile(r"<metadata>([^<]*)</metadata>")


LARGEST = 16_000
"""Characters of a drawing, at most, that stand inside a page: one of more stands beside it, as a file that it shows."""


@dataclass(frozen=True)
class Drawing:
    """A chart: its finding as a sentence, its picture, which carries its own description, and what to mind in it."""

    title: str
    svg: Markup
    ambition: str = ""
    kind: str = ""
    note: str = ""

    @property
    def shown(self) -> Markup:
        """The picture as it stands in a page, no larger than ``LARGEST``."""
        if len(self.svg) <= LARGEST:
            return self.svg
        words = _DESCRIPTION.search(self.svg)
        box = _BOX.search(self.svg)
        width, height = (round(float(number)) for number in box.groups()) if box else (400, 400)
        source = reverse("public:chart_plain", args=[self.ambition, self.kind])
        text = html.unescape(words[1]) if words else self.title
        return Markup('<img src="{}" alt="{}" width="{}" height="{}">').format(source, text, width, height)


def drawing(shot: Snapshot, measure: str, kind: str) -> Drawing | None:
    """The chart of a kind (trend, groups, map, comparison, control) that the run drew for the measure's ambition.

    None where the measure belongs to no ambition, or the run drew none.
    """
    ambition = next((item.id for item in shot.ambitions if item.measure == measure), None)
    return drawing_of(shot, ambition, kind) if ambition else None


def drawing_of(shot: Snapshot, ambition: str, kind: str) -> Drawing | None:
    """The chart ``<run>/pack/charts/<ambition>-<kind>.svg``; None where the run drew none."""
    if shot.run is None:
        return None
    path = shot.run.pack / "charts" / f"{ambition}-{kind}.svg"
    return _read(path, ambition, kind) if path.is_file() else None


@lru_cache(maxsize=512)
def _read(path: Path, ambition: str, kind: str) -> Drawing:
    """A run never changes, so neither does its chart; its ids carry its name, so that many can stand in one page."""
    text = path.read_text(encoding="utf-8")
    title, note = (html.unescape(found[1]) if (found := part.search(text)) else "" for part in (_TITLE, _NOTE))
    return Drawing(title, embeddable(_NOTE.sub("", text)), ambition, kind, note)


def in_page(chart: Chart) -> Chart:
    """A chart drawn while somebody asks, as a part of a page: else its drawing would stand there as letters."""
    return replace(chart, svg=embeddable(chart.svg))


def embeddable(svg: str) -> Markup:
    """An SVG document as a part of a page: no prologue, no style attributes (the page's policy refuses them)."""
    return Markup(_STYLE.sub("", _PROLOGUE.sub("", svg)).strip())  # noqa: S704  a file of the run, not of a visitor
