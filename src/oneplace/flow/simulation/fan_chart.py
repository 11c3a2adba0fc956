"""The chart of how a queue or the beds that are taken go over time."""

from __future__ import annotations

from oneplace import charts
from oneplace.charts import Chart
from oneplace.flow.simulation.fans import Fan, Over
from oneplace.flow.simulation.results import Result
from oneplace.problems import OneplaceError
from oneplace.vocabulary.wording import count_words, plainly

STAMPS = {"illustrative": "Illustrative figures", "not_set": "Origin of the figures not set"}
"""What drawings say of numbers that are nobody's."""
_OVER: tuple[Over, ...] = ("waiting", "inside", "occupancy")


def fan_asked(result: Result, asked: str | None) -> Fan:
    """The fan of ``place.waiting``, ``place.inside`` or ``place.occupancy``; of the longest queue where left out.

    Raises ``OneplaceError`` where there is no such place or number.
    """
    if asked is None:
        return result.fan(result.longest_queue, "waiting")
    place, _, over = asked.rpartition(".")
    for known in _OVER:
        if known == over:
            return result.fan(place, known)
    raise OneplaceError.at(
        result.pathway.path, f"has nothing called {asked} that goes over time.", "Ask for ed.waiting, say."
    )


def fan_chart(result: Result, fan: Fan, chart_id: str) -> Chart:
    """A fan as a chart in the standard style; it says where the pathway's numbers are nobody's."""
    file = result.pathway.file
    step = {1 / 24: "an hour", 1.0: "a day", 7.0: "a week"}.get(fan.step, f"{plainly(fan.step)} days")
    return charts.fan(
        chart_id,
        fan.rows(),
        title=fan.title(file.places[fan.place].name or fan.place),
        subtitle=f"{count_words(result.replications, 'run')}, each number a mean over {step}",
        percent=fan.over == "occupancy",
        limit=fan.room,
        stamp=STAMPS.get(file.provenance, ""),
    )
