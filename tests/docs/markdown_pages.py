"""The project's pages in Markdown: their links, headings, code blocks and commands."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

_FENCE = re.compile(r"^```([^\n`]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_INLINE = re.compile(r"`(oneplace [^`]+)`")


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, the path behind it (a file to write), its text and its line in the page."""

    language: str
    path: str
    text: str
    line: int


def every_page() -> list[Path]:
    """Every page that a reader is meant to read."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "opendata").glob("*.md")]
    places = [page for page in (ROOT / "places").rglob("*.md") if "var" not in page.parts]
    return sorted([*found, *places])


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    found = []
    for match in _FENCE.finditer(text):
        language, _, path = match[1].strip().partition(" ")
        found.append(Block(language, path, match[2], text[: match.start()].count("\n") + 1))
    return found


def prose(text: str) -> str:
    """A page without its fenced blocks."""
    return _FENCE.sub("", text)


def links(text: str) -> list[str]:
    """Where a page's links lead."""
    return _LINK.findall(prose(text))


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.+)$", prose(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def commands(text: str) -> Iterator[list[str]]:
    """The arguments of every ``oneplace …`` in a page: in prose, in shell blocks, after a prompt."""
    lines = [line for block in blocks(text) if block.language in ("sh", "console") for line in block.text.splitlines()]
    shown = [line.removeprefix("$ ") for line in lines] + _INLINE.findall(prose(text))
    for line in shown:
        if line.startswith("oneplace "):
            yield shlex.split(line, comments=True)[1:]
