"""A page as it is read: where two sentences have lost the space between them."""

from __future__ import annotations

import re
from html.parser import HTMLParser

INLINE = {"a", "abbr", "b", "code", "em", "i", "small", "span", "strong", "sub", "sup", "time"}
SILENT = {"script", "style", "svg", "pre"}
RUN_TOGETHER = re.compile(r"\S*[a-z0-9)%][.!?;:,][A-Z][A-Za-z]*")


class _Read(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        self.text += "" if tag in INLINE else "\n"

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT
        self.text += "" if tag in INLINE else "\n"

    def handle_data(self, data: str) -> None:
        self.text += "" if self._silent else data


def run_together(html: str) -> list[str]:
    """The ends of sentences after which the next begins without a space, whatever stands inside one line."""
    read = _Read()
    read.feed(html)
    return RUN_TOGETHER.findall(read.text)
