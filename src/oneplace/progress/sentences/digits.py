"""To how many decimals numbers are told: all of a row to as many as tell them from what they are called unlike."""

from __future__ import annotations

from collections.abc import Iterable

from oneplace.progress.rules import Status
from oneplace.progress.sentences.about import About, Row
from oneplace.vocabulary.wording import places, telling, written

_NOT_AT_ITS_PATH = (Status.OFF_PATH, Status.CANNOT_BE_JUDGED_YET)
"""What is said of a value that does not clearly keep to its path: it may miss that by less than it is rounded by."""


def digits(row: Row, about: About) -> int:
    """The decimals of a row's value and of all that it is held against: 0.46% is higher than 0.54%, 0.5% isn't.

    So of a mean and its path: 30.04 minutes miss 30.00 minutes, 30.0 don't miss 30.0. And a value lies between its
    limits as they are told, and what was set is told as it was set.
    """
    told = [telling(number, other, about.unit, about.decimals) for number, other in _unlike(row, about)]
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


def _unlike(row: Row, about: About) -> Iterable[tuple[float, float]]:
    """The numbers of which the row says that they differ, or that it can't say so by as little as they do."""
    value = row["value"]
    if value is None:
        return
    yield from ((value, level) for level in about.standards)
    if row.get("comparison") in ("better", "worse") and row["comparator_value"] is not None:
        yield value, row["comparator_value"]
    if row.get("direction") == "no_clear_change" and row.get("ends") in ("higher", "lower"):
        yield value, row["direction_from"]
    if row.get("turned_at") or row.get("stepped_from"):
        yield row["direction_from"], row["turned_from"] if row.get("turned_at") else row["settled"]
    if _steps(row, about):
        yield value, value - row["change"]
    is_mean, short = row.get("held_label") is not None, row.get("status") in _NOT_AT_ITS_PATH
    if not is_mean and row.get("lower") is None and round(value, about.decimals) == value:
        return  # no more decimals were typed: any that part it from its path were worked out, and belong to neither
    aims = (row.get("path") if short or is_mean else None, row.get("target") if short else None)
    yield from ((row["held"] if is_mean else value, aim) for aim in aims if aim is not None)


def _steps(row: Row, about: About) -> bool:
    """Whether the newest value is called higher or lower than the one before: beyond chance, or against the way that
    the number goes (which nobody says of months and quarters).
    """
    change = row.get("change")
    if not change or about.frequency in ("monthly", "quarterly", "six_monthly"):
        return False
    against = row.get("direction") == ("falling" if change > 0 else "rising")
    return against or row.get("newest_step") in ("higher", "lower")
