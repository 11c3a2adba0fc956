"""Figures of periods that are not over on the day of a run: told as such, and kept out of all that is told of a period.

A file seldom says whether a figure of this year is what was counted so far, a forecast or a target; whichever it is,
it is not the year's own. So it has no value here, for nothing can judge it then, and its row says which one was given.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from oneplace.measures.rows import Row
from oneplace.place import Measure
from oneplace.results import NOT_OVER, is_over
from oneplace.vocabulary.beside import Beside
from oneplace.vocabulary.wording import day_words, list_words, places, value_words

_GIVEN = ("published", "recorded")
"""The origins of figures that somebody gave, and that so may be repeated: of people who are counted nothing may be."""
_NAMED = 3
"""Periods that are named of those that are not over."""


def with_unfinished(measure: Measure, rows: Sequence[Row], as_of: date) -> list[Row]:
    """The rows, those of a period that ends after ``as_of`` without value: given ones of everyone or an area say what
    was given, all others are left out.
    """
    return [told for row in rows if (told := row if is_over(row, as_of) else _unfinished(measure, row, as_of))]


def _unfinished(measure: Measure, row: Row, as_of: date) -> Row | None:
    if row["value"] is None or row["origin"] not in _GIVEN or row["dimension"] not in ("all", "area"):
        return None
    bare = dict.fromkeys(("numerator", "denominator", "people", "value", "lower", "upper", "provisional"))
    told_to = places(row["value"], row.get("lower"), row.get("upper"), measure.unit, measure.decimals)
    given = value_words(row["value"], measure.unit, told_to)
    told = f"The figure given for it, {given}, {_may_be(row, as_of)}: it is not yet a result."
    return {
        **row,
        **bare,
        "gap": None,
        "method": NOT_OVER,
        "beside": Beside.NOT_OVER,
        "reason": f"{_when_over(row, as_of)}. {told}",
    }


def _when_over(row: Row, as_of: date) -> str:
    """``2026/27 runs until 31 March 2027``; of a period that hasn't begun, that it is still to come."""
    if row["period_start"] > as_of:
        return f"{row['period_label']} is still to come"
    return f"{row['period_label']} runs until {day_words(row['period_end'] - timedelta(days=1))}"


def _may_be(row: Row, as_of: date) -> str:
    return "is expected" if row["period_start"] > as_of else "is of its days so far or is expected"


def periods_ahead(rows: Sequence[Row], as_of: date) -> str:
    """Until when the periods run that are not over and of which ``rows`` were given, of whomever; empty where none."""
    given = (row for row in rows if row["value"] is not None and row["origin"] in _GIVEN and not is_over(row, as_of))
    ahead = sorted(given, key=lambda row: row["period_end"])
    told = list(dict.fromkeys(_when_over(row, as_of) for row in ahead))
    more = [f"{len(told) - _NAMED} more follow"] if len(told) > _NAMED else []
    return list_words([*told[:_NAMED], *more]) if told else ""
