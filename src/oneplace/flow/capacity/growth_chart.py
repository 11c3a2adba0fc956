"""The chart of the beds that will be needed, step by step, and what the steps are called."""

from __future__ import annotations

import math

from oneplace import charts
from oneplace.charts import Chart
from oneplace.flow.capacity.growth import BEYOND, NOW, PEOPLE, BedsNeeded
from oneplace.flow.simulation.fan_chart import STAMPS
from oneplace.problems import OneplaceError


def step_name(found: BedsNeeded, step: str) -> str:
    """What a step is called: one that is done about it by its own name."""
    growth = found.pathway.file.growth
    of = growth.mitigations.get(step) if growth else None
    own = {NOW: f"In {found.first_year}", PEOPLE: "More and older people", BEYOND: "Growth beyond that"}
    return own.get(step) or (of.name if of and of.name else step.replace("_", " ").capitalize())


def growth_words(found: BedsNeeded, place: str) -> str:
    """What is needed at a place, beside what there is, in a sentence."""
    steps = [row for row in found.rows() if row["place"] == place]
    file = found.pathway.file
    name, last = file.places[place].name or place, steps[-1]
    limits = ""
    if last["lower"] != last["upper"]:
        limits = f" (19 times in 20 from {last['lower']:,.0f} to {last['upper']:,.0f})"
    there = "" if file.places[place].capacity is None else f"; there are {file.places[place].capacity:,} now"
    full = file.growth.occupancy[place] if file.growth else 1.0
    return (
        f"{name} needs {math.ceil(last['beds'] - 1e-9):,} beds in {found.year}{limits} if it is to be "
        f"{100 * full:.0f}% full on average{there}. "
        f"{steps[0]['beds']:,.0f} are in use on average in {found.first_year}."
    )


def growth_chart(found: BedsNeeded, place: str, chart_id: str) -> Chart:
    """The steps of a place as a chart in the standard style. Raises ``OneplaceError`` where the place has none."""
    if place not in found.places:
        raise OneplaceError.at(
            found.pathway.path, f"says nothing of growth at {place}.", f"Name one of: {', '.join(found.places)}."
        )
    file = found.pathway.file
    rows = [
        {"label": step_name(found, row["step"]), "value": row["beds"], "change": row["change"]}
        for row in found.rows()
        if row["place"] == place
    ]
    beds = file.places[place].capacity
    return charts.steps(
        chart_id,
        rows,
        end=f"Needed in {found.year}",
        title=f"Beds that {file.places[place].name or place} needs in {found.year}, and why",
        subtitle="Beds in use on average; the last step makes room for how full it is to be",
        alt_text=growth_words(found, place),
        limit=("There are", float(beds)) if beds is not None else None,
        stamp=STAMPS.get(file.provenance, ""),
    )
