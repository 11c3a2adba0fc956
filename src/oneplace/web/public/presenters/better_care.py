"""The Better Care Fund as everyone may read it: each year's metrics with their values here, its money and faults."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from django.urls import reverse

from oneplace.delivery import BetterCare, Metric, better_care, metric_words
from oneplace.place import BetterCareYear
from oneplace.progress import about_measure, sentences
from oneplace.report import latest, of_dimension
from oneplace.vocabulary.dimensions import EVERYONE
from oneplace.vocabulary.wording import MADE_UP, list_words, marked, money_words
from oneplace.web.pages import Link
from oneplace.web.snapshot import Snapshot


@dataclass(frozen=True)
class MetricLine:
    """A metric of the year with its value here."""

    words: str
    note: str
    measure: Link | None
    value: str


@dataclass(frozen=True)
class SchemeLine:
    """A use of the fund."""

    name: str
    amount: str
    source: str
    metric: str


@dataclass(frozen=True)
class YearOfCare:
    """One year of the fund."""

    title: str
    metrics: list[MetricLine]
    income: list[tuple[str, str, str]]
    """Source, amount, what its lines leave of it."""
    schemes: list[SchemeLine]
    total: str
    faults: tuple[str, ...]
    origins: set[str]


def years(shot: Snapshot) -> list[YearOfCare]:
    """The years of the place's files, the newest first."""
    found = sorted(shot.place.strategy.better_care, key=lambda one: one.year.start, reverse=True)
    return [_year(shot, one) for one in found]


def _year(shot: Snapshot, year: BetterCareYear) -> YearOfCare:
    judged = better_care(year)
    paid, spent = ({one.provenance for one in parts} for parts in (year.income, year.schemes))
    return YearOfCare(
        title=year.year.words,
        metrics=[_metric(shot, one, year.metrics.get(one.id)) for one in judged.metrics],
        income=_income(judged),
        schemes=[
            SchemeLine(
                one.name,
                marked(money_words(one.amount), one.provenance),
                list_words(one.sources) or "not set",
                metric_words(one.metric) if one.metric else "none",
            )
            for one in year.schemes
        ],
        total=", ".join(
            f"{_sum(amount, origins)} {goes}"
            for amount, origins, goes in (
                (judged.money.income, paid, "comes in"),
                (judged.money.spend, spent, "goes out"),
            )
            if origins  # nobody said of what is not there that it is no money
        ),
        faults=judged.faults,
        origins={"illustrative"} & (paid | spent),
    )


def _sum(amount: float, origins: Set[str | None]) -> str:
    """A sum of money, marked where any part of it is made up."""
    return marked(money_words(amount), next((one for one in MADE_UP if one in origins), None))


def _income(judged: BetterCare) -> list[tuple[str, str, str]]:
    left = judged.money.left
    return [
        (one.source, marked(money_words(one.amount), one.provenance), money_words(left[one.source]))
        for one in judged.year.income
    ]


def _metric(shot: Snapshot, metric: Metric, measure: str | None) -> MetricLine:
    note = "as recalled: the year’s framework was not at hand" if metric.recalled else ""
    if measure is None or measure not in shot.place.measures:
        return MetricLine(metric.words, note, None, "No measure of the place is named for it.")
    link = Link(shot.place.measures[measure].name, reverse("public:measure", args=[measure]))
    rows = [row for row in latest(of_dimension(shot.results(measure), EVERYONE)) if row["value"] is not None]
    about = about_measure(shot.place, measure)
    value = sentences.value({"whose": None, **rows[0]}, about).text if rows else "No value is known."
    return MetricLine(metric.words, note, link, value)
