"""Signs of lists: what would stand in row after row is a sign there, whose words stand once beside the list.

Who listens hears the words in each row, and a program reads them in its file: only what is seen is shorter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from oneplace.report import Listed

CHANCE, UNTESTED = "≈", "†"
MEANS = {
    CHANCE: "could be chance",
    UNTESTED: "no limits are known, so nobody can tell a difference from chance",
}
_SAID = {
    CHANCE: re.compile(r"^(could be chance:)", re.IGNORECASE),
    UNTESTED: re.compile(r" \((no limits (?:are )?known)\)"),
}
_SHOWN = {
    CHANCE: rf'<span aria-hidden="true">{CHANCE}</span><span class="nhsuk-u-visually-hidden">\1</span>',
    UNTESTED: rf'<span aria-hidden="true">&nbsp;{UNTESTED}</span><span class="nhsuk-u-visually-hidden">, \1</span>',
}


def signed(text: str) -> Markup:
    """The words of a row, with a sign in the place of what ``key_of`` says once."""
    found = str(escape(text))
    for sign, said in _SAID.items():
        found = said.sub(_SHOWN[sign], found)
    return Markup(found)  # noqa: S704  escaped above


def key_of(texts: Iterable[str]) -> list[str]:
    """What each sign means that stands in any of the rows."""
    rows = list(texts)
    return [f"{sign} {MEANS[sign]}." for sign, said in _SAID.items() if any(said.search(text) for text in rows)]


def listed_key(rows: Iterable[Listed | None]) -> list[str]:
    """The same of the rows that lists of ambitions and measures have."""
    return key_of(text for one in rows if one for text in (one.direction, one.beside))
