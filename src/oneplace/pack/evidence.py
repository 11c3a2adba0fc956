"""What the pack reads of a run, sorted by ambition and measure; it computes no number of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from oneplace import results
from oneplace.place import Measure, Outcome, Place
from oneplace.progress import Ambition
from oneplace.report import Row, RunReport, everyone, latest, of_dimension
from oneplace.results import Results
from oneplace.vocabulary.dimensions import STATED


@dataclass(frozen=True)
class Judged:
    """One ambition with all that a run says of it. Lists are of the latest period of their dimension."""

    outcome: Outcome
    ambition: Ambition
    measure: Measure | None
    row: Row
    paths: Sequence[Row]
    groups: Sequence[Row]
    neighbourhoods: Sequence[Row]
    everyone: Row | None
    """The place as a whole in the period of its groups and neighbourhoods."""
    here: Row | None
    """The place's own row in the period of the other areas."""
    areas: Sequence[Row]
    signals: Sequence[Row]
    gaps: Sequence[Row]
    gap_paths: Sequence[Row] = ()
    gaps_ever: Sequence[Row] = ()
    """The gaps of every period: that which is held against a path may be older than the newest."""
    breaks: Mapping[date, str] = field(default_factory=dict)
    """The days from which its values are not comparable with those before, and why."""


@dataclass(frozen=True)
class Evidence:
    """A run's report beside the progress of the run before."""

    report: RunReport
    manifest: Mapping[str, Any]
    earlier: Sequence[Row] | None
    """Rows of ``progress`` of the run before; None where there is none."""
    judged: Sequence[Judged]

    @property
    def place(self) -> Place:
        """The place that the run is about."""
        return self.report.place

    @property
    def results(self) -> Results:
        """The run's tables, as they were written."""
        return self.report.written

    @property
    def as_of(self) -> date:
        """The day on which the run stands."""
        return date.fromisoformat(self.manifest["as_of"])

    @property
    def rows(self) -> list[Row]:
        """The rows of ``progress``, in the strategy's order."""
        return [one.row for one in self.judged]


def evidence(place: Place, results_folder: Path, manifest: Mapping[str, Any], previous: Path | None) -> Evidence:
    """Read a run's results (and the progress of the one before) for the pack. Errors as ``oneplace.results.read``."""
    report = RunReport(place, results.read(results_folder), manifest)
    outcomes = {outcome.id: outcome for outcome in place.strategy.outcomes}
    judged = [
        _judged(report, outcomes[one.id], one, row) for one in report.ambitions if (row := report.progress(one.id))
    ]
    earlier = results.read(previous)["progress"].to_pylist() if previous else None
    return Evidence(report, manifest, earlier, judged)


def _judged(report: RunReport, outcome: Outcome, one: Ambition, row: Row) -> Judged:
    key = one.measure or ""
    here, areas = report.beside(key)
    around = _shown(report, key, "neighbourhood")
    groups = [line for by in STATED for line in _shown(report, key, by.code)]
    return Judged(
        outcome=outcome,
        ambition=one,
        measure=report.measure(one.measure),
        row=row,
        paths=sorted(report.tables["paths"].of(one.id), key=lambda line: (line["kind"], line["period_end"])),
        groups=groups,
        neighbourhoods=around,
        everyone=next((everyone(report.of_everyone(key), line) for line in (*around, *groups)), None),
        here=here[0] if here else None,
        areas=areas if here or row["value"] is None else [],
        signals=sorted(report.tables["signals"].of(key), key=lambda line: line["period_end"]),
        gap_paths=report.tables["gap_paths"].of(one.id),
        breaks=_breaks(report, report.measure(one.measure)),
        gaps=[line for by in STATED for line in _newest_gaps(report, key, by.code)],
        gaps_ever=report.tables["gaps"].of(key),
    )


def _breaks(report: RunReport, measure: Measure | None) -> dict[date, str]:
    """Where the measure is defined anew, or other people are counted than before."""
    if measure is None:
        return {}
    told = ((row["period_start"], row["unlike"]) for row in report.of_everyone(measure.id) if row["unlike"])
    others = {at: why.partition(": ")[2] or why for at, why in told}  # a chart shows against which period
    return others | {change.at.start: change.why for change in measure.series_breaks}


def _shown(report: RunReport, measure: str, dimension: str) -> list[Row]:
    """The latest rows of a dimension; none where none of them has a value."""
    rows = latest(of_dimension(report.results(measure), dimension))
    return rows if any(row["value"] is not None for row in rows) else []


def _newest_gaps(report: RunReport, measure: str, dimension: str) -> list[Row]:
    """The gaps of a dimension's newest period, known or not: an older one never stands in."""
    rows = of_dimension(report.tables["gaps"].of(measure), dimension)
    last = max(((row["period_end"], row["period_start"]) for row in rows), default=None)
    same = [row for row in rows if (row["period_end"], row["period_start"]) == last]
    return sorted(same, key=lambda row: row["statistic"])
