"""The real figures of an ambition whose headline is made up: they go before it, with whose and of what each is."""

from __future__ import annotations

from oneplace.place import Measure, Outcome
from oneplace.progress import sentences
from oneplace.report.rows import Row
from oneplace.report.run_report import RunReport
from oneplace.report.standing import measure_stands
from oneplace.vocabulary.wording import MADE_UP, count_words

_NAMED = 2


def real_beside(found: RunReport, outcome: Outcome, row: Row) -> str:
    """What is known on real figures where a headline is made up; empty where that is real, or nothing real is known.

    A figure stands beside it only if it is of the same thing: if the two measures are defined alike, in one unit. Any
    other is called one of another thing, and says of what.
    """
    if row["origin"] not in MADE_UP:
        return ""
    told = [
        (one, f"“{about.measure}”: {sentences.value(stands, about).text}.")
        for key in outcome.measure_ids
        if key != row["measure"] and (one := found.measure(key)) and (known := measure_stands(found, one))
        for stands, about in [known]
        if stands["origin"] not in MADE_UP
    ]
    headline = found.measure(row["measure"])
    same = [words for one, words in told if headline and _alike(one, headline)]
    if same:
        return _listed("Real figures of the same thing stand beside it.", same, len(told))
    definitions = [one.definition for one, _words in told]
    other = [f"{words} {_defined(one.definition, definitions[:at])}" for at, (one, words) in enumerate(told)]
    return _listed("Real figures are known of other things only, none of them this number.", other, len(told))


def _defined(definition: str, before: list[str]) -> str:
    if before and definition == before[-1]:
        return "It is defined as the one before it."
    return f"Its definition: “{definition.rstrip('.')}.”"


def _alike(one: Measure, other: Measure) -> bool:
    return (one.definition, one.unit) == (other.definition, other.unit)


def _listed(lead: str, told: list[str], known: int) -> str:
    more = known - len(told[:_NAMED])
    rest = [f"{count_words(more, 'other')} {'has' if more == 1 else 'have'} real figures too."] if more > 0 else []
    return " ".join([lead, *told[:_NAMED], *rest]) if told else ""
