"""How places compare, fairly: one definition, several areas, each with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from oneplace.place import Measure
from oneplace.vocabulary.wording import dated
from oneplace.web.presenters.charts import Drawing, drawing
from oneplace.web.presenters.measured import comparators
from oneplace.web.presenters.tables import Table
from oneplace.web.snapshot import OnceARun, Snapshot


@dataclass(frozen=True)
class Comparison:
    """One measure for several areas in one period, which ``title`` names too."""

    measure: Measure
    title: str
    table: Table | None
    chart: Drawing | None
    definition: str


def comparable(shot: Snapshot) -> list[Measure]:
    """The measures that have values of other areas, by name."""
    with_areas = set(shot.measures_with("area"))
    return sorted((item for key, item in shot.place.measures.items() if key in with_areas), key=lambda item: item.name)


def _newest(shot: Snapshot) -> str:
    ends = {one.id: [row["period_end"] for row in shot.beside(one.id)[1]] for one in comparable(shot)}
    return max(ends, key=lambda key: max(ends[key], default=date.min), default="")


newest: OnceARun[str] = OnceARun(_newest)
"""The id of the measure whose areas have the newest period: what is shown where nobody has chosen; empty for none."""


def comparison(shot: Snapshot, measure: Measure) -> Comparison:
    """One measure's areas beside the place."""
    _, areas = shot.beside(measure.id)
    return Comparison(
        measure=measure,
        title=dated(measure.name, areas[0]["period_label"] if areas else ""),
        table=comparators(shot, measure),
        chart=drawing(shot, measure.id, "comparison"),
        definition=measure.definition,
    )
