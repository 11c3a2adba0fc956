"""Addresses that people guess: where each is sent, and where what is not there could be looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from django.urls import is_valid_path, reverse
from django.utils.translation import gettext as _

from oneplace.web.entries import entries
from oneplace.web.pages import Link

_AT = {
    "public:home": ("about", "dashboard", "home", "index", "index.html"),
    "public:strategy": ("ambitions", "goals", "plan", "priorities", "promises", "targets", "vision"),
    "public:changes": ("change", "history", "news", "updates", "whats-changed", "whats-new"),
    "public:measures": ("charts", "indicators"),
    "public:gaps": ("equality", "fairness", "inequalities", "inequality"),
    "public:groups": ("people",),
    "public:places": ("benchmarking", "compare", "comparisons", "england"),
    "public:neighbourhoods": ("areas", "localities", "map", "maps", "wards"),
    "public:find": ("address", "my-area", "postcode", "postcodes", "streets"),
    "public:data": ("csv", "download", "downloads", "open-data", "opendata", "reports"),
    "public:api": ("api",),
    "public:sitemap": ("sitemap",),
    "public:how_we_judge": ("faq", "help", "method", "methods", "methodology"),
    "public:privacy": ("cookies", "privacy-policy"),
    "public:contact": ("contact-us",),
    "public:partners": ("organisations",),
    "papers:public": ("meetings", "minutes"),
    "board:overview": ("brief", "pack", "packs"),
    "whatif:choose": ("beds", "flow", "planner", "what-if"),
    "accounts:sign_in": ("accounts", "admin", "log-in", "login", "sign-in", "signin"),
}
"""What people call a page that has another address."""
_NAMES = {name: view for view, names in _AT.items() for name in names}
_ANCHORS = {"ambitions": "#ambitions"}
_WORD = re.compile(r"[a-z0-9&’']+", re.IGNORECASE)
_LONGEST = 60


def better(path: str) -> str:
    """The address that somebody meant who typed another: without a last slash, in small letters, one for many.

    Empty where none is known. What stands within an address stays as it was typed, for it may be a code.
    """
    first, slash, rest = path.strip("/").partition("/")
    if not rest and (view := next((_NAMES[name] for name in _called(first) if name in _NAMES), None)):
        return reverse(view) + next((_ANCHORS[name] for name in _called(first) if name in _ANCHORS), "")
    found = (f"/{name}{slash}{rest.rstrip('/')}" for name in _called(first))
    return next((one for one in found if one != path and is_valid_path(one)), "")


def nearby(path: str) -> list[Link]:
    """Where to look for what has no page: the list that it would stand in, and the search for its words."""
    first, _slash, rest = path.strip("/").partition("/")
    lists = {entry.href: str(entry.title) for entry in entries(None) if entry.title}
    above = better(f"/{first}") or f"/{first}"
    found = [Link(lists[page], above)] if rest and (page := above.partition("#")[0]) in lists else []
    words = " ".join(_WORD.findall(rest or first))[:_LONGEST].lower()
    return found + (
        [Link(_("Search for “%(words)s”") % {"words": words}, f"{reverse('public:search')}?q={quote(words)}")]
        if words
        else []
    )


def _called(name: str) -> Iterator[str]:
    """A name as addresses have it: in small letters, then of several what was typed of one, and the other way round."""
    small = name.lower()
    yield from dict.fromkeys((small, f"{small}s", small.removesuffix("s")))
