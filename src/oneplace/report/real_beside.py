"""The real figures of an ambition whose headline is made up: they go before it, with whose each is."""

from __future__ import annotations

from oneplace.place import Outcome
from oneplace.progress import sentences
from oneplace.report.rows import Row
from oneplace.report.run_report import RunReport
from oneplace.report.standing import measure_stands
from oneplace.vocabulary.wording import MADE_UP, count_words

_NAMED = 2


def real_beside(found: RunReport, outcome: Outcome, row: Row) -> str:
    """What is known on real figures beside a made-up headline; empty where that is real, or nothing real is known."""
    if row["origin"] not in MADE_UP:
        return ""
    others = [found.measure(key) for key in outcome.measure_ids if key != row["measure"]]
    told = [
        f"“{about.measure}”: {sentences.value(stands, about).text}."
        for one in others
        if one and (known := measure_stands(found, one))
        for stands, about in [known]
        if stands["origin"] not in MADE_UP
    ]
    more = len(told) - _NAMED
    rest = [f"{count_words(more, 'other')} {'has' if more == 1 else 'have'} real figures too."] if more > 0 else []
    return " ".join(["Real figures stand beside it.", *told[:_NAMED], *rest]) if told else ""
