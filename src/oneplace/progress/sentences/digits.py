"""To how many decimals numbers are told: all of a row to as many as tell them from what they are called unlike."""

from __future__ import annotations

from collections.abc import Iterable

from oneplace.progress.rules import Status
from oneplace.progress.sentences.about import About, Row
from oneplace.vocabulary.wording import places, telling, written


def digits(row: Row, about: About) -> int:
    """The decimals of a row's value and of all that it is held against: 0.46% is higher than 0.54%, 0.5% isn't.

    So of a mean and its path: 30.04 minutes miss 30.00 minutes, 30.0 don't miss 30.0. And a value lies between its
    limits as they are told, and what was set is told as it was set.
    """
    told = [telling(number, other, about.unit, about.decimals) for number, other in _unlike(row)]
    told.append(places(row["value"], row.get("lower"), row.get("upper"), about.unit, about.decimals))
    # a baseline of 4.333 was worked out: it would give all beside it decimals that nobody measured
    for name, more in (("target", 2), ("baseline", 1)):
        if row.get(name) is not None:
            told.append(written(row[name], about.decimals, more))
    return max(told)


def process_digits(signal: Row, about: About) -> int:
    """The decimals of a point of a control chart, of its mean and of its limits: a point that is told as beyond a limit
    is not told as that limit, nor one that misses what is asked of it as that.
    """
    ends = signal.get("lower_limit"), signal.get("upper_limit")
    mean = places(signal["mean"], *ends, about.unit, about.decimals)
    return max(mean, places(signal.get("value"), None, None, about.unit, about.decimals, *ends, signal.get("asked")))


def _unlike(row: Row) -> Iterable[tuple[float, float]]:
    """The numbers of which the row says that they differ, or that it can't say so by as little as they do."""
    value, path = row["value"], row.get("path")
    if value is None:
        return
    if row.get("comparison") in ("better", "worse") and row["comparator_value"] is not None:
        yield value, row["comparator_value"]
    if row.get("direction") == "no_clear_change" and row.get("ends") in ("higher", "lower"):
        yield value, row["direction_from"]
    if row.get("turned_at") or row.get("stepped_from"):
        yield row["direction_from"], row["turned_from"] if row.get("turned_at") else row["settled"]
    if row.get("held_label") is not None and path is not None:
        yield row["held"], path
    elif path is not None and row.get("status") == Status.OFF_PATH:
        yield value, path
