"""A measure's results as a page shows them: over time, who is behind the average, the map, the control chart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from oneplace import geo
from oneplace.place import Measure
from oneplace.population import UNKNOWN
from oneplace.progress import direction_of_good, leading_gap, sentences, signs, whose_name
from oneplace.report import (
    Moved,
    Row,
    about_alone,
    ends_known,
    everyone,
    gap_with_figures,
    latest,
    note_beside,
    of_dimension,
    of_earlier,
    parts_beside,
    shift,
)
from oneplace.stats import rules_words, way_of
from oneplace.vocabulary.dimensions import EVERYONE, OCCASIONS, ROLLING, SHOWN, Dimension, column
from oneplace.vocabulary.wording import decimal, places, value_words
from oneplace.web.presenters.charts import Drawing, drawing
from oneplace.web.presenters.datasets import all_called
from oneplace.web.presenters.gap_words import gaps_beside, if_all_did_as_well
from oneplace.web.presenters.tables import EXTRACT, Cell, Table, TableLine, of_figures
from oneplace.web.snapshot import OnceARun, Snapshot

ICONS = ("control-variation", "control-assurance")
FEWEST_PARTS = 2
POINTS = {
    "common_cause": "Within what chance explains",
    "improvement": "Signals a change for the better",
    "concern": "Signals a change for the worse",
    "neutral_high": "Signals a change upwards",
    "neutral_low": "Signals a change downwards",
}


@dataclass(frozen=True)
class Breakdown:
    """Who is behind the average, one way of cutting: the groups' latest values, or why there are none."""

    dimension: str
    title: str
    table: Table | None
    sentence: str
    beside: str
    if_all: str
    reason: str
    shift: Table | None = None
    """Of groups that are parts of one whole: how the shares have moved."""


@dataclass(frozen=True)
class Control:
    """The control chart: its two icons, which carry their judgement in words, and its points as a table."""

    chart: Drawing | None
    icons: list[Drawing]
    reason: str
    table: Table
    limits: str


@dataclass(frozen=True)
class Neighbourhoods:
    """The latest values by neighbourhood, with the map; ``period`` is theirs, and why it is not the newest."""

    chart: Drawing | None
    period: str
    table: Table
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
    whole: str
    """How the number of all of the place came about where its parts stand beside it; else empty."""
    newer: Measure | None
    """The measure that has taken its place."""
    faults: list[str]


def about_measure(shot: Snapshot, measure: Measure) -> list[tuple[str, str]]:
    """What a workbook of a measure's figures says of them on its first sheet."""
    about = [("Measure", measure.name), ("Definition", measure.definition), ("Source", measure.source or "not set")]
    about += [("Read in part", told)] if (told := shot.read_in_part(measure.id)) else []
    return [*about, ("Run", shot.run.id if shot.run else "none yet"), *(("", x) for x in shot.place.place.attribution)]


def over_time(shot: Snapshot, measure: Measure) -> Table | None:
    """The place's own value in every period, newest first; None where it has none."""
    return _by_period(shot, measure, EVERYONE, "time", "All periods, newest first")


def rolling_years(shot: Snapshot, measure: Measure) -> Table | None:
    """The place's own value in the twelve months to each month, newest first; None where its file asks for none."""
    return _by_period(shot, measure, ROLLING, ROLLING, "Twelve months to each month, newest first")


def _by_period(shot: Snapshot, measure: Measure, dimension: str, part: str, caption: str) -> Table | None:
    rows = sorted(of_dimension(shot.every_row(measure.id), dimension), key=_newest_first)
    if not rows:
        return None
    chosen, asked = (rows[:EXTRACT], "the newest"), shot.asked(measure.id) if dimension == EVERYONE else None
    return of_figures(
        part, caption, "Period", measure, rows, named=lambda row: str(row["period_label"]), chosen=chosen, asked=asked
    )


def comparators(shot: Snapshot, measure: Measure) -> Table | None:
    """The values of other areas, the place's own in the same period first; None where there are none."""
    own, areas = shot.beside(measure.id)
    if not areas:
        return None
    caption = f"{'This place and others' if own else 'Other places'}, {areas[0]['period_label']}"
    return of_figures("places", caption, "Place", measure, [*own, *areas], named=lambda row: _where(shot, row))


def of_parts(shot: Snapshot, measure: Measure) -> Table | None:
    """The newest values of the place's own areas (boroughs, districts), where it is several and two or more have one.

    Whether one is worse than the others is told where they are held against each other (`parts_compared`).
    """
    own = geo.parts([area.code for area in shot.place.place.areas])
    rows = latest([row for row in of_dimension(shot.results(measure.id), "area") if row["group"] in own])
    if sum(row["value"] is not None and not row["suppressed"] for row in rows) < FEWEST_PARTS:
        return None
    return of_figures("parts", f"Parts of the place, {rows[0]['period_label']}", "Part of the place", measure, rows)


def _where(shot: Snapshot, row: Row) -> str:
    """The name of an area's row; the place's own is called by whose it is."""
    if row["dimension"] == "area":
        return str(row["group_label"] or row["group"])
    return whose_name(shot.place, row["whose"])


def breakdowns(shot: Snapshot, measure: Measure) -> list[Breakdown]:
    """Every breakdown that a measure's file speaks of: each with its values, or with the reason why it has none."""
    made = []
    for by in SHOWN:
        rows = latest(of_dimension(shot.results(measure.id), by.code))
        if by in OCCASIONS and not rows:
            continue
        stated = "yes" if by in OCCASIONS else measure.breakdowns.said(by.code)
        gap = (
            "" if measure.is_plain_count else gap_with_figures(shot, measure, by.code)
        )  # why there is none stands once
        made.append(
            Breakdown(
                dimension=by.code,
                title=by.title,
                table=_broken_down(measure, by, rows) if rows else None,
                sentence=f"{gap or of_earlier(shot, measure, by.code)} {parts_beside(shot, measure, by.code)}".strip(),
                beside=gaps_beside(shot, measure, by.code) if rows else "",
                if_all=if_all_did_as_well(shot, measure, rows) if by.code == "deprivation" else "",
                reason="" if rows else "This run has no values for it." if stated == "yes" else stated,
                shift=_shifted(shot, measure) if by.code == "mode" else None,
            )
        )
    parts = of_parts(shot, measure)
    return [Breakdown("parts", parts.first, parts, "", "", "", ""), *made] if parts else made


def _shifted(shot: Snapshot, measure: Measure) -> Table | None:
    """The share of each part of the whole in the newest year and in the first, and the change between."""
    found = shift(of_dimension(shot.results(measure.id), "mode"))
    if found is None:
        return None

    def line(part: Moved) -> TableLine:
        told = places(part.change, part.lower, part.upper, measure.unit, measure.decimals)
        before, now = (value_words(share, measure.unit, told) for share in (part.before, part.now))
        change, lower, upper = (_signed(side, told) for side in (part.change, part.lower, part.upper))
        cells = (before, now, change, f"{lower} to {upper}")
        return TableLine(part.label, tuple(Cell(words) for words in cells))

    caption = f"The same twelve months: {found.before}, and {found.now}"
    columns = ("First year", "Newest year", "Change in percentage points", "95% interval of the change")
    return Table("shift", caption, "Way", columns, found.parts, line, found.parts, "")


def _signed(value: float, decimals: int) -> str:
    """A change with its sign; none where it rounds to nought."""
    text = decimal(abs(value), decimals)
    return text if not float(text) else f"{'+' if value > 0 else '−'}{text}"


@dataclass(frozen=True)
class GapOf:
    """A measure that tells groups apart, and the gap in a sentence; without a gap, the ends of what is known."""

    id: str
    name: str
    origin: str | None
    sentence: str


def gaps_of(shot: Snapshot, measures: Iterable[Measure]) -> list[GapOf]:
    """Of each measure that tells groups apart the first gap in the order of breakdowns, else the ends of its groups."""
    found = []
    for measure in measures:
        gap = leading_gap(shot.tables["gaps"].of(measure.id))
        told = sentences.gap(gap, about_alone(measure)).text if gap else ends_known(shot, measure)
        if told:
            found.append(GapOf(measure.id, measure.name, shot.origins.get(measure.id), told))
    return found


def _broken_down(measure: Measure, by: Dimension, rows: list[Row]) -> Table:
    heading = column(by, (row["group_label"] for row in rows))
    return of_figures(by.code, f"{heading}, {rows[0]['period_label']}", by.title, measure, rows)


def neighbourhoods(shot: Snapshot, measure: Measure) -> Neighbourhoods | None:
    """The values by neighbourhood; None where the measure has none. A page shows those that differ beyond chance."""
    rows = shot.latest(measure.id, "neighbourhood")
    if not rows:
        return None
    period = rows[0]["period_label"]
    named = [row for row in rows if row["group"] != UNKNOWN]
    hidden = sum(row["value"] is None or row["suppressed"] for row in named)
    apart = _apart(shot, measure, named)
    some = "those" if len(apart) <= EXTRACT else "the first of those"
    differ = "the one that differs" if len(apart) == 1 else f"{some} that differ"
    beyond = apart[:EXTRACT], f"{differ} from the whole place by more than chance explains"
    chosen = None if measure.of_one_area else beyond
    table = of_figures("neighbourhoods", f"Neighbourhoods, {period}", "Neighbourhood", measure, rows, chosen=chosen)
    said = f"{period}. {of_earlier(shot, measure, 'neighbourhood')}".strip()
    return Neighbourhoods(drawing(shot, measure.id, "map"), said, table, hidden)


_found_apart: OnceARun[dict[str, list[Row]]] = OnceARun(lambda _shot: {})


def _apart(shot: Snapshot, measure: Measure, rows: list[Row]) -> list[Row]:
    """The neighbourhoods that differ from the whole place beyond chance; kept once found."""
    found = _found_apart(shot)
    if measure.id not in found:
        sides = signs(measure, rows, everyone(shot.of_everyone(measure.id), rows[0]))
        found[measure.id] = [row for row in rows if sides.get(row["group"])]
    return found[measure.id]


def control(shot: Snapshot, measure: Measure, standards: Sequence[str]) -> Control | None:
    """The control chart of a monthly measure, on a page that tells ``standards``; None where the run judged none."""
    rows = sorted(shot.tables["signals"].of(measure.id), key=_newest_first)
    if not rows:
        return None
    first = rows[0]
    return Control(
        chart=beside_standards(drawing(shot, measure.id, "control"), measure, standards),
        icons=[icon for kind in ICONS if (icon := drawing(shot, measure.id, kind))],
        reason=first["reason"] or "",
        table=Table(
            "control",
            "How each period is judged, newest first",
            "Period",
            ("Value", "Judgement", "Rules"),
            rows,
            lambda row: _control_line(row, measure),
            rows[:EXTRACT],
            "the newest",
            frozenset(("Judgement", "Rules")),
        ),
        limits=sentences.control_limits(first, about_alone(measure)).text,
    )


def beside_standards(drawn: Drawing | None, measure: Measure | None, told: Sequence[str]) -> Drawing | None:
    """A chart on a page that tells standards in words: its note says none of them again."""
    return drawn and replace(drawn, note=note_beside(drawn.note, measure, told))


def table(shot: Snapshot, measure: Measure, part: str) -> Table | None:
    """A measure's table by its part; None where it has none such."""
    if part == "time":
        return over_time(shot, measure)
    if part == ROLLING:
        return rolling_years(shot, measure)
    if part in ("places", "parts"):
        return comparators(shot, measure) if part == "places" else of_parts(shot, measure)
    if part == "neighbourhoods":
        areas = neighbourhoods(shot, measure)
        return areas.table if areas else None
    if part == "control":
        points = control(shot, measure, ())
        return points.table if points else None
    by = next((by for by in SHOWN if by.code == part), None)
    rows = latest(of_dimension(shot.results(measure.id), part)) if by else []
    return _broken_down(measure, by, rows) if by and rows else None


def definition(shot: Snapshot, measure: Measure) -> Definition | None:
    """Where the measure's numbers come from; None before the first run."""
    rows = shot.tables["provenance"].of(measure.id)
    if not rows:
        return None
    row = rows[0]
    text = {name: row[name] or "" for name in ("definition", "definition_file", "definition_sha256", "sql")}
    return Definition(
        text=text["definition"],
        file=text["definition_file"],
        sha256=text["definition_sha256"],
        sql=text["sql"],
        sources=all_called(shot, row["sources"]),
        vintage=row["vintage"] or "",
        coverage=[part for part in (row.get("coverage") or "").split("; ") if part],
        licence=row["licence"] or "",
        attribution=row["attribution"] or "",
        rows_read="" if row["rows_read"] is None else decimal(row["rows_read"], 0),
        rows_written="" if row["rows_written"] is None else decimal(row["rows_written"], 0),
        whole=_whole(shot, measure),
        newer=shot.measure(measure.superseded_by),
        faults=(row["known_faults"] or "").splitlines(),
    )


def _whole(shot: Snapshot, measure: Measure) -> str:
    head = next((row for row in shot.latest(measure.id, "all") if row["value"] is not None), None)
    told = str(head["method"] or "") if head and of_parts(shot, measure) else ""
    return method_words(told)


def method_words(method: str) -> str:
    """How a row of results was made, with the name of its limits' method in a sentence: ``limits by Byar’s method``."""
    return _BY_NAME.sub(lambda found: f"limits by {_LIMITS[found[1]]}", method)


_LIMITS = {"Wilson": "Wilson’s method", "Byars": "Byar’s method", "Exact": "the exact method"}
_BY_NAME = re.compile(r"(?:(?<=^)|limits from the counts: )(Wilson|Byars|Exact)\b")
"""What a row of results calls its limits: by a name alone, or after saying whence they are."""


def _control_line(row: Row, measure: Measure) -> TableLine:
    decimals = sentences.process_digits(row, about_alone(measure))
    value = "not known" if row["value"] is None else value_words(row["value"], measure.unit, decimals)
    point = row["point"] if row["mean"] is not None else None  # too few points: nothing was judged
    away = 0.0 if None in (row["value"], row["mean"]) else row["value"] - row["mean"]
    way = way_of(point, direction_of_good(measure.polarity))
    cells = (value, POINTS.get(point or "", "Not judged"), rules_words(row["rules"] or "", away, way))
    return TableLine(row["period_label"], tuple(map(Cell, cells)))


def _newest_first(row: Row) -> int:
    end: date = row["period_end"]
    return -end.toordinal()
