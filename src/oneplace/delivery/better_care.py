"""The Better Care Fund: the metrics that a year is judged by, and whether its money reconciles.

The sets of metrics changed in 2021, 2023 and 2025; the file beside this one says of each whether the framework was read
or is recalled. A metric of another definition has another id, so that none is set beside what it isn't.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from oneplace.delivery.pooled_fund import Reconciled, SpendLine, reconcile
from oneplace.place import BetterCareYear
from oneplace.vocabulary.wording import money_words


@dataclass(frozen=True)
class Metric:
    """A metric of a year's set; ``recalled`` where the framework of the year was not at hand."""

    id: str
    words: str
    recalled: bool


@dataclass(frozen=True)
class BetterCare:
    """A year of the fund, judged: its metrics (none where the year's set is not known), money and faults."""

    year: BetterCareYear
    metrics: tuple[Metric, ...]
    money: Reconciled
    faults: tuple[str, ...]


@cache
def _sets() -> tuple[Mapping[str, str], ...]:
    text = resources.files("oneplace.delivery").joinpath("better_care_metrics.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def metrics_of(year: int) -> tuple[Metric, ...]:
    """The metrics of the financial year that begins in ``year``; empty where the set is not known."""
    rows = [row for row in _sets() if int(row["first"]) <= year < int(row["last"])]
    found = {row["metric"]: Metric(row["metric"], row["words"], row["basis"] == "recalled") for row in rows}
    return tuple(found.values())


def metric_words(metric: str) -> str:
    """What a metric of any year is called; one that no year has is called as it is written."""
    return next((row["words"] for row in _sets() if row["metric"] == metric), metric.replace("_", " "))


def comparable(first: int, second: int) -> tuple[str, ...]:
    """The metrics that two financial years share by one definition: no other may be set side by side."""
    return tuple(one.id for one in metrics_of(first) if one.id in {other.id for other in metrics_of(second)})


def better_care(year: BetterCareYear) -> BetterCare:
    """A year with what does not reconcile, what pays for nothing, and what is to move nothing."""
    metrics = metrics_of(year.year.start.year)
    lines = [SpendLine(one.name, one.amount, one.sources) for one in year.schemes]
    money = reconcile([(one.source, one.amount) for one in year.income], lines)
    return BetterCare(year, metrics, money, tuple(_faults(year, metrics, money)))


def _faults(year: BetterCareYear, metrics: tuple[Metric, ...], money: Reconciled) -> list[str]:
    known = {one.id for one in metrics}
    more = money.overspent.items()
    found = [
        f"The place’s files say nothing of {what}"
        for what, listed in (("what comes in", year.income), ("what it pays for", year.schemes))
        if not listed
    ]
    found += [f"{source} pays {money_words(amount)} more than it brings in" for source, amount in more]
    found += [f"{name} names no source" for name in money.no_source]
    found += [f"{name} is paid from a source that brings nothing in" for name in money.unknown_source]
    found += [f"{name} is paid from more than one source" for name in money.two_sources]
    if money.unallocated and year.income and year.schemes:
        way = "more" if money.unallocated > 0 else "less"
        found.append(f"{money_words(abs(money.unallocated))} {way} comes in than goes out")
    found += [f"{one.name} is to move no metric" for one in year.schemes if one.metric is None]
    found += [
        f"{one.name} is to move “{metric_words(one.metric)}”, which is no metric of the year"
        for one in year.schemes
        if one.metric is not None and known and one.metric not in known
    ]
    odd = [one for one in year.metrics if known and one not in known]
    found += [f"A measure is named for “{metric_words(one)}”, which is no metric of the year" for one in odd]
    return found + _social_care(year)


def _social_care(year: BetterCareYear) -> list[str]:
    if year.social_care_minimum is None or not year.schemes:
        return []
    spent = sum(one.amount for one in year.schemes
                if one.social_care and year.social_care_source in (None, *one.sources))  # fmt: skip
    short = year.social_care_minimum - spent
    return [f"adult social care gets {money_words(short)} less than it must"] if short > 0 else []
