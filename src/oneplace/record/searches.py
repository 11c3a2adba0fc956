"""Bundles that a search or a history came in: pages, of which the last alone says nothing of a next one.

A page reads as a whole file does. So one whose next page was not sent, or that holds fewer than its search found, is
told before anything is read of it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from oneplace.problems import Problem
from oneplace.record.packed import opened

_Address = tuple[str, tuple[tuple[str, str], ...]]

_SIGNS = (b'"self"', b'"next"', b'"total"')
"""What a page holds from which anything can be known; a bundle without any is read once only."""

_MEND = "Put its other pages beside it, where `files` finds them, or ask the partner for all of them."


@dataclass(frozen=True)
class _Page:
    """One page: its own address and the next one's, how many were found (where it says so) and how many are here."""

    path: Path
    own: _Address | None
    following: _Address | None
    total: int | None
    here: int

    @property
    def search(self) -> object:
        """What the pages of one search have in common."""
        return self.own and self.own[0].partition("/")[0], self.total


def incomplete(paths: Sequence[Path]) -> list[Problem]:
    """What is wrong with a dataset's bundles as pages: each whose next page none of them is, or of a search cut short.

    A page's next one is known by its address. Some servers give it another when it comes: then a last page and as many
    resources as the search found will do.
    """
    pages = [page for path in paths for page in _pages(path)]
    owns = {page.own for page in pages}
    here: dict[object, int] = defaultdict(int)
    for page in pages:
        here[page.search] += page.here
    ended = {page.search for page in pages if page.following is None}
    found: dict[Path, Problem] = {}
    for page in pages:
        if page.total is not None and here[page.search] < page.total:
            message = f"is part of a search that found {page.total:,}: its files hold {here[page.search]:,}."
        elif page.following in {None, *owns} or (page.total is not None and page.search in ended):
            continue
        else:
            message = "is a page of a FHIR search, and the page that its link `next` leads to was not sent."
        found.setdefault(page.path, Problem(page.path, 0, 0, "extract-unusable", message, _MEND))
    return list(found.values())


def _pages(path: Path) -> Iterator[_Page]:
    """The pages in a file; none where it is no JSON, which is told where it is read."""
    with opened(path) as file:
        content = file.read()
    if any(sign in content for sign in _SIGNS):
        try:
            yield from _within(path, json.loads(content))
        except (ValueError, RecursionError):
            return


def _within(path: Path, bundle: Any) -> Iterator[_Page]:
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
        return
    entries = [each for each in bundle.get("entry") or [] if isinstance(each, dict)]
    if bundle.get("type") in ("searchset", "history"):
        leads = {str(each.get("relation")): each.get("url") for each in bundle.get("link") or []}
        own, total = _address(leads.get("self")), bundle.get("total")
        matches = sum((each.get("search") or {}).get("mode", "match") == "match" for each in entries)
        yield _Page(path, own, _address(leads.get("next")), total if isinstance(total, int) else None, matches)
    for entry in entries:
        yield from _within(path, entry.get("resource"))


def _address(url: object) -> _Address | None:
    """An address by what it asks for, in whatever order."""
    if not isinstance(url, str):
        return None
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}", tuple(sorted(parse_qsl(parts.query, keep_blank_values=True)))
