"""How the longest queue and the fullest place go over time, as charts with their tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from oneplace import flow
from oneplace.charts import Chart
from oneplace.flow import Fan, Result
from oneplace.vocabulary.wording import plainly
from oneplace.web.presenters.charts import in_page

_ROWS = 13
"""Lines of a table, evenly apart: a year by its weeks shows every fourth."""


@dataclass(frozen=True)
class OverTime:
    """A number over time: the chart, and from-day, middle, half of the runs and nine in ten of them as a table."""

    chart: Chart
    rows: tuple[tuple[str, ...], ...]


def over_time(result: Result) -> Iterator[OverTime]:
    """The longest queue and the fullest place, on average; neither where nobody waits or no place has a fixed size."""
    queue = result.fan(result.longest_queue, "waiting")
    if queue.values.max() > 0:
        yield _shown(result, queue)
    places = [place for place in result.pathway.places if result.fixed_beds(place)]
    if places:
        yield _shown(result, result.fan(max(places, key=lambda of: result.value("occupancy", of).mean), "occupancy"))


def _shown(result: Result, fan: Fan) -> OverTime:
    rows = fan.rows()
    every = -(-len(rows) // _ROWS)
    return OverTime(
        in_page(flow.fan_chart(result, fan, f"over-time-{fan.over}")),
        tuple(
            (
                f"{plainly(row['day'], 3)}",
                _told(fan, row["p50"]),
                *(
                    f"{_told(fan, row[low])} to {_told(fan, row[high])}"
                    for low, high in (("p25", "p75"), ("p5", "p95"))
                ),
            )
            for row in rows[::every]
        ),
    )


def _told(fan: Fan, value: float) -> str:
    return f"{100 * value:.0f}%" if fan.over == "occupancy" else f"{value:,.1f}"
