"""What a run knows about each measure: its values, its gaps and signals, and the newest period of a part of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from oneplace.place import Measure, Place
from oneplace.progress.ambitions import Ambition
from oneplace.progress.compared import OF_PEOPLE
from oneplace.progress.effects import Known
from oneplace.progress.figures import figure
from oneplace.progress.promised import as_long, length_judged
from oneplace.progress.rules import Value
from oneplace.results import NOT_OVER, Results, is_over
from oneplace.stats import Span
from oneplace.vocabulary.beside import Beside
from oneplace.vocabulary.dimensions import AREA

Row = Mapping[str, Any]
_GROUPS = pa.array(sorted(OF_PEOPLE))
_WHEN = ("measure", "period_start", "period_end", "period_label", "value", "beside")


@dataclass
class Evidence:
    """What a run knows about one measure, in the order of time."""

    headline: list[Row] = field(default_factory=list)
    series: list[Value] = field(default_factory=list)
    areas: list[Value] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    gaps: list[Row] = field(default_factory=list)
    signals: list[Row] = field(default_factory=list)
    jump: date | None = None
    by_group: bool = False
    """Whether a group of people has a value."""
    of_part: Span | None = None
    """The newest period of a group or a part of the place of which there is a value, or a newer one is not shown."""

    @property
    def unlike(self) -> list[date]:
        """The first days of the periods of other people than those before."""
        return [row["period_start"] for row in self.headline if row["unlike"]]


def area_of_place(place: Place) -> Callable[[str], bool]:
    """Whether the area of a code is a part of the place: none that it is compared with is."""
    elsewhere = ("E92", *(area.code for area in place.place.comparators))
    return lambda code: not code.startswith(elsewhere)


def is_of_part(place: Place, row: Row) -> bool:
    """Whether a row of results tells of a group of the place's people, or of an area of it, and not of everyone."""
    return row["dimension"] in OF_PEOPLE or (row["dimension"] == AREA and area_of_place(place)(row["group"]))


def evidence_of(place: Place, results: Results, as_of: date) -> defaultdict[str, Evidence]:
    """What a run knows about each measure on the day ``as_of``, by id: periods not over on it are not used."""
    found: defaultdict[str, Evidence] = defaultdict(Evidence)
    of_place = area_of_place(place)
    table = results["results"]
    wanted = table.filter(pc.is_in(table["dimension"], value_set=pa.array(["all", "area"])))
    for row in _in_time(wanted, as_of):
        evidence, own = found[row["measure"]], row["dimension"] == "all"
        if own:
            evidence.headline.append(row)
        else:
            evidence.names[row["group"]] = row["group_label"] or row["group"]
        definition = place.measures.get(row["measure"])
        if definition and row["beside"] != Beside.NO_DATA_LEFT and (value := figure(definition, row)):
            (evidence.series if own else evidence.areas).append(value)
            if not own and of_place(row["group"]):
                evidence.of_part = value.span
    of_groups = pc.and_(
        pc.is_in(table["dimension"], _GROUPS), pc.or_kleene(pc.is_valid(table["value"]), table["suppressed"])
    )
    for row in _in_time(table.filter(of_groups).select(_WHEN), as_of):
        evidence = found[row["measure"]]
        evidence.by_group = evidence.by_group or row["value"] is not None
        if (
            evidence.by_group
            and not row["beside"]
            and (not evidence.of_part or evidence.of_part.end < row["period_end"])
        ):
            evidence.of_part = Span(row["period_start"], row["period_end"], row["period_label"])
    for row in _in_time(results["gaps"], as_of):
        found[row["measure"]].gaps.append(row)
    for row in _in_time(results["signals"], as_of):
        found[row["measure"]].signals.append(row)
    for row in results["provenance"].to_pylist():
        found[row["measure"]].jump = row["jump"]
    return found


def known_of(measure: Measure, evidence: Evidence) -> Known:
    """The values of a measure since it was last defined anew, other people were counted, or its file jumped."""
    breaks = (change.at.start for change in measure.series_breaks)
    since = max((evidence.jump or date.min, *breaks, *evidence.unlike))
    origin = next((row["origin"] for row in reversed(evidence.headline) if row["value"] is not None), None)
    return Known(
        [value for value in evidence.series if value.span.start >= since], evidence.areas, origin, evidence.names
    )


def _in_time(table: pa.Table, as_of: date) -> Iterable[Row]:
    rows: list[Row] = table.to_pylist()
    return sorted(
        (row for row in rows if is_over(row, as_of) or row.get("method") == NOT_OVER),  # which says why it has no value
        key=lambda row: (row["period_end"], row["period_start"]),
    )


def of_own_length(evidence: Evidence, ambition: Ambition) -> tuple[Evidence, list[Value]]:
    """What is known for periods as long as the measure's own, by which alone it is judged; and the other values."""
    promised = ambition.target.span if ambition.target else None
    months = length_judged(
        [value.span for value in evidence.series], ambition.frequency, promised, ambition.reference_months
    )
    if not months:
        return evidence, []
    own = [value for value in evidence.series if as_long(value.span, months)]
    rows = [row for row in evidence.headline if as_long(Span(row["period_start"], row["period_end"], ""), months)]
    return replace(evidence, series=own, headline=rows), [value for value in evidence.series if value not in own]
