"""Why people in deprived places die sooner: the gap in life expectancy between England's tenths, by age and by cause.

By tenths of England, since no deaths by cause are held of a place. What the place's own measures say of how long people
live stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from django.urls import reverse
from markupsafe import Markup

from oneplace import geo, stats
from oneplace.charts.statistic import intervals
from oneplace.progress.sentences import Claim, Kind, Sentence
from oneplace.record.opendata import DATASETS, Dataset
from oneplace.report import gap_sentence
from oneplace.vocabulary.wording import decimal
from oneplace.web.pages import Link
from oneplace.web.presenters.charts import embeddable
from oneplace.web.presenters.tables import Cell, Table, TableLine
from oneplace.web.public.presenters.themes import measures_of, theme_href
from oneplace.web.snapshot import OnceARun, Snapshot

THEN, NOW = (2001, 2003), (2013, 2015)
SEXES = {"M": "Men and boys", "F": "Women and girls"}
AGES = {"Under 1": (0, 1), "1 to 24": (1, 25), "25 to 49": (25, 50), "50 to 64": (50, 65), "65 to 79": (65, 80),
        "80 and over": (80, 200)}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A sex: how long the outer tenths live, what makes the difference, and what did before."""

    name: str
    finding: Sentence
    picture: Markup
    causes: Table
    ages: Table
    both: Table


@dataclass(frozen=True)
class Lifespan:
    """The page's content: each sex, where the deaths are from, and what the place's own measures say."""

    parts: list[Part]
    dataset: Dataset
    here: list[tuple[Link, str]]
    themes: list[Link]
    """Those that set out, group by group, how long people live."""


def _lifespan(shot: Snapshot) -> Lifespan:
    return Lifespan([_part(sex) for sex in SEXES], DATASETS["deaths_by_cause"], list(_here(shot)), _themes(shot))


lifespan: OnceARun[Lifespan] = OnceARun(_lifespan)
"""The page for the place that is served, worked out once a run."""


def _themes(shot: Snapshot) -> list[Link]:
    found = (one for one in shot.place.themes.values() if one.set_out)
    return [Link(one.title, theme_href(one)) for one in found if any(m.unit == "years" for m in measures_of(shot, one))]


def _here(shot: Snapshot) -> Sequence[tuple[Link, str]]:
    own = [measure for measure in shot.place.measures.values() if measure.unit == "years"]
    told = ((measure, gap_sentence(shot, measure, "deprivation")) for measure in own)
    return [
        (Link(measure.name, reverse("public:measure", args=[measure.id])), words)
        for measure, words in told
        if words and shot.latest(measure.id, "deprivation")
    ]


@dataclass(frozen=True)
class Gap:
    """Between the outer tenths: how long each lives, and the years by which (causes, ages) make the difference."""

    most: float
    least: float
    years: npt.NDArray[np.float64]

    @property
    def size(self) -> float:
        """By how many years the least deprived tenth lives longer."""
        return float(self.years.sum())

    def of_age(self, name: str) -> npt.NDArray[np.float64]:
        """The years that one of ``AGES`` makes, by cause."""
        first, end = AGES[name]
        starts = np.array(stats.STARTS)
        inside: npt.NDArray[np.float64] = self.years[:, (starts >= first) & (starts < end)].sum(axis=1)
        return inside


def gap(sex: str, years: tuple[int, int]) -> Gap:
    """The gap of a sex over some years, by Arriaga's decomposition: the parts add up to the whole."""
    most, least = (geo.deaths_by_cause(sex, decile, *years) for decile in (1, 10))
    made = stats.decompose_life_expectancy(
        least.deaths, least.people, most.deaths, most.people, causes=tuple(geo.CAUSES)
    )
    lived, longer = (
        float(stats.life_expectancy(each.deaths.sum(axis=0), each.people).value[0]) for each in (most, least)
    )
    return Gap(lived, longer, made.contribution)


def _part(sex: str) -> Part:
    now, then = gap(sex, NOW), gap(sex, THEN)
    causes = sorted(
        zip(geo.CAUSES.values(), now.years.sum(axis=1), then.years.sum(axis=1), strict=True), key=lambda row: -row[1]
    )
    by_age = [(name, now.of_age(name), then.of_age(name)) for name in AGES]
    ages = [(name, years.sum(), before.sum()) for name, years, before in by_age]
    name = SEXES[sex]
    top = " and ".join(cause.lower() for cause, *_ in [row for row in causes if row[0] != "All other causes"][:2])
    most, least = decimal(now.most), decimal(now.least)
    finding = (
        f"At birth, {name.lower()} could expect {most} years of life in the most deprived tenth of England "
        f"({_label(NOW)}). In the least deprived tenth it was {least}, which is {decimal(now.size)} more. "
        f"Of the causes that are named, {top} make the most of it."
    )
    rows = [{"label": cause, "value": years, "lower": None, "upper": None} for cause, years, _ in causes]
    drawn = intervals(rows, f"{name}: years of the gap by cause", f"causes-{sex}")
    return Part(
        name=name,
        finding=Sentence(finding, _claims(sex, now)),
        picture=embeddable(drawn.svg) if drawn else Markup(""),
        causes=_table(f"{name}: years of the gap by cause of death", "Cause", causes, (now, then)),
        ages=_table(f"{name}: years of the gap by age at death", "Age", ages, (now, then)),
        both=_both(f"{name}: years of the gap by cause and age, {_label(NOW)}", now),
    )


def _claims(sex: str, now: Gap) -> tuple[Claim, ...]:
    """How long each of the outer tenths lives, and the difference."""
    told = (("1", now.most), ("10", now.least), (None, now.size))
    return tuple(
        Claim(Kind.LIFE, period=_label(NOW), dimension=sex, group=tenth, number=years) for tenth, years in told
    )


def _table(caption: str, first: str, rows: Sequence[tuple[str, float, float]], gaps: tuple[Gap, Gap]) -> Table:
    now, then = gaps

    def line(row: tuple[str, float, float]) -> TableLine:
        name, years, before = row
        of_all = f"{100 * years / now.size:.0f}%"
        return TableLine(name, (Cell(decimal(years, 2)), Cell(of_all), Cell(decimal(before, 2))))

    every = [*rows, ("All together", now.size, then.size)]
    columns = (f"Years, {_label(NOW)}", "Part of the gap", f"Years, {_label(THEN)}")
    return Table(first.lower(), caption, first, columns, every, line, every, "")


def _both(caption: str, now: Gap) -> Table:
    rows = list(zip(geo.CAUSES.values(), *(now.of_age(name).tolist() for name in AGES), strict=True))

    def line(row: tuple[str, *tuple[float, ...]]) -> TableLine:
        return TableLine(row[0], tuple(Cell(decimal(years, 2)) for years in row[1:]))

    return Table("both", caption, "Cause", tuple(AGES), rows, line, rows, "")


def _label(years: tuple[int, int]) -> str:
    return f"{years[0]} to {years[1]}"
