"""A measure's results as a page shows them: over time, who is behind the average, the map, the control chart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from oneplace.place import Measure
from oneplace.progress import whose_name
from oneplace.report import Row, latest, of_dimension
from oneplace.vocabulary.dimensions import STATED
from oneplace.vocabulary.wording import decimal, value_words
from oneplace.web.presenters.charts import Drawing, drawing
from oneplace.web.presenters.figures import Figure, figure
from oneplace.web.presenters.gap_words import gap_sentence, gaps_beside, if_all_did_as_well
from oneplace.web.snapshot import Snapshot

ICONS = ("control-variation", "control-assurance")
POINTS = {
    "common_cause": "Within what chance explains",
    "improvement": "Better than chance explains",
    "concern": "Worse than chance explains",
    "neutral_high": "Higher than chance explains",
    "neutral_low": "Lower than chance explains",
}


@dataclass(frozen=True)
class Breakdown:
    """Who is behind the average, one way of cutting: the groups' latest values, or why there are none."""

    dimension: str
    title: str
    column: str
    period: str
    figures: list[Figure]
    sentence: str
    beside: str
    if_all: str
    reason: str


@dataclass(frozen=True)
class Control:
    """The control chart: its two icons, which carry their judgement in words, and its points as a table."""

    chart: Drawing | None
    icons: list[Drawing]
    reason: str
    rows: list[tuple[str, str, str, str]]
    limits: str


@dataclass(frozen=True)
class Neighbourhoods:
    """The latest values by neighbourhood, with the map."""

    chart: Drawing | None
    period: str
    figures: list[Figure]
    hidden: int


@dataclass(frozen=True)
class Definition:
    """How a measure's numbers came about."""

    text: str
    file: str
    sha256: str
    sql: str
    sources: str
    vintage: str
    coverage: list[str]
    licence: str
    attribution: str
    rows_read: str
    rows_written: str
    faults: list[str]


def over_time(shot: Snapshot, measure: Measure) -> list[Figure]:
    """The place's own value in every period, newest first."""
    rows = sorted(of_dimension(shot.results(measure.id), "all"), key=_newest_first)
    return [figure(row, measure, row["period_label"]) for row in rows]


def comparators(shot: Snapshot, measure: Measure) -> tuple[str, list[Figure]]:
    """The period and the values of other areas beside the place's own in it."""
    rows = latest(of_dimension(shot.results(measure.id), "area"))
    if not rows:
        return "", []
    own = [
        figure(row, measure, whose_name(shot.place, row["whose"]))
        for row in of_dimension(shot.results(measure.id), "all")
        if all(row[name] == rows[0][name] for name in ("period_start", "period_end"))
    ]
    return rows[0]["period_label"], own + [figure(row, measure) for row in rows]


def breakdowns(shot: Snapshot, measure: Measure) -> list[Breakdown]:
    """Every breakdown that a measure's file speaks of: each with its values, or with the reason why it has none."""
    made = []
    for by in STATED:
        rows = latest(of_dimension(shot.results(measure.id), by.code))
        stated = measure.breakdowns.said(by.code)
        made.append(
            Breakdown(
                dimension=by.code,
                title=by.title,
                column=by.column,
                period=rows[0]["period_label"] if rows else "",
                figures=[figure(row, measure) for row in rows],
                sentence=gap_sentence(shot, measure, by.code) if rows else "",
                beside=gaps_beside(shot, measure, by.code) if rows else "",
                if_all=if_all_did_as_well(shot, measure, rows) if by.code == "deprivation" else "",
                reason="" if rows else "This run has no values for it." if stated == "yes" else stated,
            )
        )
    return made


def neighbourhoods(shot: Snapshot, measure: Measure) -> Neighbourhoods | None:
    """The values by neighbourhood; None where the measure has none."""
    rows = latest(of_dimension(shot.results(measure.id), "neighbourhood"))
    if not rows:
        return None
    figures = [figure(row, measure) for row in rows]
    hidden = sum(not item.known for item in figures)
    return Neighbourhoods(drawing(shot, measure.id, "map"), rows[0]["period_label"], figures, hidden)


def control(shot: Snapshot, measure: Measure) -> Control | None:
    """The control chart of a monthly measure; None where the run judged none."""
    rows = sorted(shot.tables["signals"].of(measure.id), key=_newest_first)
    if not rows:
        return None
    first = rows[0]
    return Control(
        chart=drawing(shot, measure.id, "control"),
        icons=[icon for kind in ICONS if (icon := drawing(shot, measure.id, kind))],
        reason=first["reason"] or "",
        rows=[_control_row(row, measure) for row in rows],
        limits=_limits(first, measure),
    )


def definition(shot: Snapshot, measure: Measure) -> Definition | None:
    """Where the measure's numbers come from; None before the first run."""
    rows = shot.tables["provenance"].of(measure.id)
    if not rows:
        return None
    row = rows[0]
    text = {name: row[name] or "" for name in ("definition", "definition_file", "definition_sha256", "sql", "sources")}
    return Definition(
        text=text["definition"],
        file=text["definition_file"],
        sha256=text["definition_sha256"],
        sql=text["sql"],
        sources=text["sources"],
        vintage=row["vintage"] or "",
        coverage=[part for part in (row.get("coverage") or "").split("; ") if part],
        licence=row["licence"] or "",
        attribution=row["attribution"] or "",
        rows_read="" if row["rows_read"] is None else decimal(row["rows_read"], 0),
        rows_written="" if row["rows_written"] is None else decimal(row["rows_written"], 0),
        faults=[part.strip() for part in (row["known_faults"] or "").split("; ") if part.strip()],
    )


def _control_row(row: Row, measure: Measure) -> tuple[str, str, str, str]:
    value = "not known" if row["value"] is None else value_words(row["value"], measure.unit, measure.decimals)
    return row["period_label"], value, POINTS.get(row["point"] or "", "Not judged"), row["rules"] or ""


def _limits(row: Row, measure: Measure) -> str:
    if row["mean"] is None or row["lower_limit"] is None or row["upper_limit"] is None:
        return ""
    mean, low, high = (
        value_words(row[name], measure.unit, measure.decimals) for name in ("mean", "lower_limit", "upper_limit")
    )
    return f"Mean {mean}; chance alone would keep values between {low} and {high}."


def _newest_first(row: Row) -> int:
    end: date = row["period_end"]
    return -end.toordinal()
