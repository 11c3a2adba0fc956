"""The page of the beds that will be needed: for each place the steps as a chart, a sentence and a table."""

from __future__ import annotations

from dataclasses import dataclass

from oneplace import flow
from oneplace.charts import Chart
from oneplace.flow import BedsNeeded, Pathway
from oneplace.web.presenters.charts import in_page
from oneplace.web.whatif.presenters.about import About, about


@dataclass(frozen=True)
class Needed:
    """What a place needs: in words, drawn, and step by step (name, change, beds after it, limits)."""

    words: str
    chart: Chart
    rows: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class Needs:
    """The page's content."""

    about: About
    year: int
    places: tuple[Needed, ...]
    has_limits: bool


def needs_of(pathway: Pathway) -> Needs:
    """What a pathway's places need in the last year of its growth. Raises ``OneplaceError`` as ``beds_needed`` does."""
    found = flow.beds_needed(pathway)
    limits = bool((found.lower != found.upper).any())
    return Needs(about(pathway), found.year, tuple(_needed(found, place) for place in found.places), limits)


def _needed(found: BedsNeeded, place: str) -> Needed:
    steps = [row for row in found.rows() if row["place"] == place]
    return Needed(
        flow.growth_words(found, place),
        in_page(flow.growth_chart(found, place, f"growth-{place}")),
        tuple(
            (
                flow.step_name(found, row["step"]),
                "" if number == 0 else f"{row['change']:+,.1f}".replace("-", "−"),
                f"{row['beds']:,.1f}",
                f"{row['lower']:,.1f} to {row['upper']:,.1f}",
            )
            for number, row in enumerate(steps)
        ),
    )
