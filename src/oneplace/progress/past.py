"""Targets that were missed in their own period, and in whose place others stand since, as columns of ``progress``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from oneplace.place import Place
from oneplace.place.moved import AVERAGE, Kept, as_agreed, set_for
from oneplace.place.moved import Standing as Held
from oneplace.progress.ambitions import ambitions
from oneplace.progress.judge import stands
from oneplace.progress.rules import ForecastStatus
from oneplace.progress.sentences import gap_words
from oneplace.results import Results
from oneplace.vocabulary.wording import marked, value_words, written

Row = Mapping[str, Any]


def past(  # noqa: PLR0917 - of one call
    place: Place, kept: Kept, row: Row, earlier: Row | None, results: Results, as_of: date
) -> dict[str, Any]:
    """The columns of one ambition, out of its ``row`` of ``progress`` and its ``earlier`` one; none for nothing.

    Each target is judged anew by what is known of its period now. Of one that was measured otherwise it stays missed
    where readers were told so: nobody keeps those figures any more.
    """
    found: dict[str, Any] = {}
    for side, every in kept.past.get(row["ambition"], {}).items():
        begins = "" if side == AVERAGE else "gap_"
        aims = [(one, aim) for one in every if (aim := set_for(one.terms, side))]
        missed = [
            (aim[1].words, _words(one, aim[0], begins))
            for one, aim in aims
            if (earlier and one.terms.measure_id != row["measure"] and was_missed(earlier, begins, aim[1].words))
            or _is_missed(place, one, row["ambition"], begins, results, as_of)
        ]
        if missed:
            labels, words = zip(*missed, strict=True)
            found |= {f"{begins}past_missed": "; ".join(labels), f"{begins}past_targets": "; ".join(words)}
    return found


def was_missed(row: Row, begins: str, label: str) -> bool:
    """Whether a row of ``progress`` says that what was set for a period was missed; ``begins`` is "" or "gap_"."""
    before = (row.get(f"{begins}past_missed") or "").split("; ")
    steps = [] if begins else (row.get("missed") or "").split("; ")
    own = row.get(f"{begins}target_label") == label and row[f"{begins}status_forecast"] == ForecastStatus.MISSED
    return own or label in (*before, *steps)


def _is_missed(  # noqa: PLR0917 - of one call
    place: Place, one: Held, ambition: str, begins: str, results: Results, as_of: date
) -> bool:
    then = as_agreed(place, ambition, one.terms)
    rows = stands(then, results, ambitions(then), as_of) if then else []
    return any(row[f"{begins}status_forecast"] == ForecastStatus.MISSED for row in rows)


def _words(one: Held, number: float, begins: str) -> str:
    """The number of a target in its own unit, as it was set: the ambition may have another measure since."""
    outcome, measure = one.terms.outcome, one.terms.measure
    unit, decimals = str(measure.get("unit", "")), int(str(measure.get("decimals", 1)))
    if begins:
        words = gap_words(number, unit, decimals, str(outcome.get("gap_ambition.statistic")))
    else:
        words = value_words(number, unit, written(number, decimals))
    figure = "gap_ambition" if begins else "target"
    return marked(words, str(outcome.get(f"{figure}.provenance") or outcome.get("provenance")))
