"""The page's content of a question; of a pathway as it is, and of its scenarios, made once a run: it has charts.

What is kept belongs to its simulations: where others took their place, the content is made again.
"""

from __future__ import annotations

from oneplace.web.snapshot import OnceARun, snapshot
from oneplace.web.whatif.answering import Answer, ready
from oneplace.web.whatif.asking import Asked
from oneplace.web.whatif.presenters.page import WhatIf, whatif
from oneplace.web.whatif.served import Served

_kept: OnceARun[dict[tuple[str, str | None], tuple[Answer, WhatIf]]] = OnceARun(lambda _shot: {})


def content(served: Served, asked: Asked, found: Answer | None) -> WhatIf:
    """The content for a question and its answer, if there is one."""
    if found is None or asked.is_wrong or asked.changes:
        return whatif(asked, found)
    kept, key = _kept(snapshot()), (served.id, asked.scenario)
    known = kept.get(key)
    if known is None or known[0].now is not found.now or known[0].then is not found.then:
        kept[key] = known = (found, whatif(asked, found))
    return known[1]


def made_ahead(served: Served, asked: Asked) -> None:
    """Make the content of what is simulated already."""
    if found := ready(served, asked):
        content(served, asked, found)
