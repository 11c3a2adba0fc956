"""A page as it is read: its sentences, whose words they are, and where two have lost the space between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from oneplace.place.document import load

INLINE = {"a", "abbr", "b", "cite", "code", "em", "i", "small", "span", "strong", "sub", "sup", "time"}
SILENT = {"script", "style", "svg", "pre"}
BESIDE = {"table", "nav", "details", "form", "footer", "header", "head"}
"""What stands beside the sentences of a page: tables, menus, forms and what is folded away."""
RUN_TOGETHER = re.compile(r"\S*[a-z0-9)%][.!?;:,][A-Z][A-Za-z]*")
NAME = "It"
"""What a name that a file wrote counts as: one word of one syllable, as a number does."""


class _Read(HTMLParser):
    def __init__(self, silent: Iterable[str] = SILENT) -> None:
        super().__init__()
        self.text = ""
        self._left_out, self._silent, self._cited = set(silent), 0, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in self._left_out
        note = "app-note" in (dict(attrs).get("class") or "")  # on a line of its own
        self.text += "" if tag in INLINE and not note else "\n"
        self.text += NAME if tag == "cite" and not self._silent else ""
        self._cited += tag == "cite"

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in self._left_out
        self._cited -= tag == "cite"
        self.text += "" if tag in INLINE else "\n"

    def handle_data(self, data: str) -> None:
        self.text += "" if self._silent or self._cited else data.replace("\n", " ")


def run_together(html: str) -> list[str]:
    """The ends of sentences after which the next begins without a space, whatever stands inside one line."""
    read = _Read()
    read.feed(html)
    return RUN_TOGETHER.findall(read.text)


def sentences(html: str, own: Iterable[str] = ()) -> list[str]:
    """The whole sentences of a page, one after the other.

    ``own`` are the words that files wrote (a name, a title, a definition). A line that is nothing else is left out; in
    a sentence of ours each of them is one word. What has no full stop is a label and no sentence, and neither are
    fewer than four words.
    """
    read = _Read(SILENT | BESIDE)
    read.feed(html)
    known = "|".join(re.escape(text) for text in sorted(own, key=len, reverse=True))
    names = re.compile(rf"(?<![\w.,])(?:{known})(?!\w)", re.IGNORECASE) if known else None
    return [one for line in read.text.split("\n") for one in _of_line(re.sub(r"\s+", " ", line).strip(), names)]


def _of_line(line: str, names: re.Pattern[str] | None) -> Iterator[str]:
    text = names.sub(NAME, line) if names else line
    for one in re.split(r"(?<=[.!?])[”\"]?\s+", text):
        if re.search(r"[.!?][”\"]?$", one) and len(one.split()) > 3:
            yield one


def own_words(folder: Path) -> set[str]:
    """Every text that the place's own files hold, of two words or more and with a capital, and what it brackets."""
    found = {text for file in folder.glob("**/*.yaml") if "var" not in file.parts for text in _texts(load(file).data)}
    plain = (re.sub(r"\s+", " ", text).strip() for text in found)
    parts = (part.strip(" .?!") for text in plain for part in (text, *re.split(r"[()]", text)))
    return {part for part in parts if " " in part and part[0].isalpha() and part.lower() != part}


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for part in node.values():
            yield from _texts(part)
    elif isinstance(node, list):
        for part in node:
            yield from _texts(part)
