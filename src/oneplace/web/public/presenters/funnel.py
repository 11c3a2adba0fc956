"""A measure in each practice, organisation, area or ward by its size: which lie beyond what chance would make.

Practices are read from the publisher's data of the edition that the run was made of, for it keeps of them what they
make together; the others are the run's own rows. Only counts out of others have a funnel.
"""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from oneplace import geo, stats
from oneplace.charts.statistic import funnel
from oneplace.place import PER, UNITS, FromPublished, Measure
from oneplace.progress import is_own, whose_name
from oneplace.progress.sentences import Claim, Kind, Sentence, joined
from oneplace.record import opendata
from oneplace.report import Row, count, latest, of_dimension
from oneplace.results import is_over
from oneplace.vocabulary.wording import count_words, dated, places, value_words, when
from oneplace.web.presenters.charts import embeddable
from oneplace.web.presenters.spines import WHOLES
from oneplace.web.presenters.tables import Cell, Table, TableLine
from oneplace.web.public.presenters.parts_compared import ward_rows
from oneplace.web.snapshot import OnceARun, Snapshot

FEWEST, FEWEST_EVENTS = 5, 10
"""Members below which there is no funnel, and events below which a member is neither shown nor judged."""
_POINTS = 40
_WORDS = {
    "High (0.001)": "above the outer line",
    "High (0.025)": "above the inner line",
    "Low (0.001)": "below the outer line",
    "Low (0.025)": "below the inner line",
    "Not significant": "within the lines",
}


@dataclass(frozen=True)
class Funnel:
    """The page's content: finding, picture, every member, how many are too small and how many else are not seen."""

    measure: Measure
    kind: str
    period: str
    finding: Sentence
    svg: Markup
    table: Table
    small: int
    unseen: int

    @property
    def heading(self) -> str:
        """The measure and its period."""
        return dated(self.measure.name, self.period)

    @property
    def unit(self) -> str:
        """What the value is in."""
        return UNITS[self.measure.unit]


def has_funnel(shot: Snapshot, measure: Measure) -> bool:
    """Whether a measure has a page of it, without reading what the page reads: practices are counted, not opened."""
    if measure.unit not in PER:
        return False
    if codes := _practice_codes(shot, measure):
        return len(codes) >= FEWEST
    return sum(map(_is_large, _in_results(shot, measure)[1])) >= FEWEST


_kept: OnceARun[dict[str, Funnel | None]] = OnceARun(lambda _shot: {})


def funnel_page(shot: Snapshot, measure: Measure) -> Funnel | None:
    """The funnel of a measure, kept once drawn; None where too few of anything have counts of their own."""
    kept = _kept(shot)
    if measure.id not in kept:
        kept[measure.id] = _funnel(shot, measure)
    return kept[measure.id]


def _funnel(shot: Snapshot, measure: Measure) -> Funnel | None:
    kind, rows, every = members(shot, measure) if measure.unit in PER else ("", [], 0)
    large = [row for row in rows if _is_large(row)]
    if len(large) < FEWEST:
        return None
    per = PER[measure.unit]
    of: stats.Counted = "proportion" if measure.unit == "percent" else "rate"
    events, people = (np.array([row[name] for row in large], dtype=float) for name in ("numerator", "denominator"))
    judged = stats.funnel_significance(events, people, of, overdispersion=True)
    told = [_WORDS.get(str(value), "") for value in judged.value]
    lines = stats.funnel_limits(events, people, of, per=per, overdispersion=True, at=_points(people))
    finding, base = _finding(kind, told), float(lines.baseline)
    decimals = _digits(measure, base, large, told)
    values = (events / people * per).tolist()
    areas = [
        {"at": at, "value": value, "beyond": "outer" in words}
        for at, value, words in zip(people.tolist(), values, told, strict=True)
    ]
    chart = funnel(areas, list(_lines(lines)), base, finding.text)
    return Funnel(
        measure=measure,
        kind=kind,
        period=large[0]["period_label"],
        finding=joined(finding, _together(base, large, every, measure, decimals)),
        svg=embeddable(chart.svg) if chart else Markup(""),
        table=_table(measure, kind, list(zip(large, told, strict=True)), every, decimals),
        small=len(rows) - len(large),
        unseen=every - len(rows),
    )


def _together(value: float, large: list[Row], every: int, measure: Measure, decimals: int) -> Sentence:
    """What those who are shown make together: not what the place has, where some are left out."""
    who = "All" if len(large) == every else "Those shown"
    period = large[0]["period_label"]
    claim = Claim(Kind.FUNNEL, measure.id, period=period, number=value, group=",".join(row["group"] for row in large))
    return Sentence(f"{who} together, {when(period)}: {value_words(value, measure.unit, decimals)}.", (claim,))


def _points(people: np.ndarray) -> np.ndarray:
    return np.linspace(max(1.0, people.min() * 0.5), people.max() * 1.05, _POINTS)


def _lines(lines: stats.FunnelLimits) -> Iterable[Row]:
    for level, name in enumerate(("95%", "99.8%")):
        for side, values in (("lower", lines.lower), ("upper", lines.upper)):
            for at, value in zip(lines.at.tolist(), values[:, level].tolist(), strict=True):
                yield {"name": f"{side} {name}", "at": at, "value": value}


def _made(row: Row, measure: Measure) -> float:
    return float(row["numerator"] / row["denominator"] * PER[measure.unit])


def _digits(measure: Measure, base: float, rows: Iterable[Row], told: Iterable[str]) -> int:
    """To as many decimals as tell what lies beyond a line from what all have together."""
    beyond = (_made(row, measure) for row, words in zip(rows, told, strict=True) if "within" not in words)
    return places(base, None, None, measure.unit, measure.decimals, *beyond)


def _finding(kind: str, told: list[str]) -> Sentence:
    found = Counter(words for words in told if "outer" in words)
    beyond = " and ".join(f"{many} {words}" for words, many in sorted(found.items())) or "none beyond the outer lines"
    claims = (Claim(Kind.FUNNEL, direction=words, number=many) for words, many in found.items())
    return Sentence(f"Of {count_words(len(told), kind.removesuffix('s'))}, {beyond}.", tuple(claims))


def _table(measure: Measure, kind: str, rows: list[tuple[Row, str]], every: int, decimals: int) -> Table:
    def line(found: tuple[Row, str]) -> TableLine:
        row, words = found
        value = value_words(_made(row, measure), measure.unit, decimals)
        return TableLine(row["group_label"], (Cell(value), Cell(count(row, measure)), Cell(words)))

    shown = f"Each of the {every}" if len(rows) == every else f"{len(rows)} of the {every}"
    caption = f"{shown} {kind}, {rows[0][0]['period_label']}"
    columns = ("Value", "Count", "Beside the lines")
    return Table(
        "funnel", caption, kind.removesuffix("s").capitalize(), columns, rows, line, (), "", frozenset(columns[2:])
    )


def members(shot: Snapshot, measure: Measure) -> tuple[str, list[Row], int]:
    """What has counts of a measure, as its kind, rows and how many there are, of which not all may be shown.

    Practices, else what the run's own results hold.
    """
    practices = _practices(shot, measure, _practice_codes(shot, measure))
    return ("practices", practices, len(practices)) if practices else _in_results(shot, measure)


def _in_results(shot: Snapshot, measure: Measure) -> tuple[str, list[Row], int]:
    others = [row for row in of_dimension(shot.results(measure.id), "area") if not row["group"].startswith(WHOLES)]
    newest = latest(others)
    newest = [*_place_itself(shot, measure, newest), *newest]
    if len(areas := _counted(measure, newest)) >= FEWEST:
        return ("areas" if areas[-1]["group"].startswith("E") else "organisations"), areas, len(newest)
    every = [row for row, _ in ward_rows(shot, measure)]
    return "wards", _counted(measure, every), len(every)


def _place_itself(shot: Snapshot, measure: Measure, others: list[Row]) -> list[Row]:
    """The place's row, to stand among others of its kind; not where they are what it is made of."""
    place = shot.place.place
    groups = {row["group"] for row in others}
    if not others or groups & {one.code for one in place.organisations}:
        return []
    alone = place.areas[0].code if len(place.areas) == 1 else ""
    found = (
        row | {"group": row["whose"] or alone, "group_label": whose_name(shot.place, row["whose"])}
        for row in of_dimension(shot.results(measure.id), "all")
        if is_own(shot.place, row["whose"]) and _same_period(row, others[0])
    )
    areas = others[0]["group"].startswith("E")
    return [row for row in found if row["group"] and row["group"].startswith("E") is areas]


def _same_period(row: Row, other: Row) -> bool:
    return bool((row["period_start"], row["period_end"]) == (other["period_start"], other["period_end"]))


def _counted(measure: Measure, rows: Iterable[Row]) -> list[Row]:
    """Rows that may be shown, that chance could have moved, and whose value is their count out of what it is of.

    What is no sample of anything (ranks of neighbourhoods, a list of people over another) has no limits.
    """
    shown = (row for row in rows if not row["suppressed"] and row["value"] is not None and row["lower"] is not None)
    return [row for row in shown if _is_made(measure, row)]


def _is_made(measure: Measure, row: Row) -> bool:
    if row["numerator"] is None or not row["denominator"]:
        return False
    made = row["numerator"] / row["denominator"] * PER[measure.unit]
    return bool(np.isclose(made, row["value"], rtol=1e-6, atol=0.5 * 10**-measure.decimals))


def _is_large(row: Row) -> bool:
    return bool(row["numerator"] >= FEWEST_EVENTS)


def _practice_codes(shot: Snapshot, measure: Measure) -> list[str]:
    """The place's practices, where the measure is published of them."""
    compute = measure.compute
    entry = opendata.DATASETS.get(compute.dataset) if isinstance(compute, FromPublished) else None
    if not isinstance(compute, FromPublished) or entry is None or entry.areas != "practice":
        return []
    if (edition := shot.place.datasets.get(compute.dataset)) and edition.hidden_here:
        return []  # a practice has no row of results, in which its small counts would be hidden
    own = [compute.area] if compute.area else [*compute.areas] or [area.code for area in shot.place.place.areas]
    codes: list[str] = geo.small_areas("practice", own)["code"].to_pylist()
    return codes


def _practices(shot: Snapshot, measure: Measure, codes: list[str]) -> list[Row]:
    """The newest published counts of these practices, by name."""
    compute = measure.compute
    if not codes or not isinstance(compute, FromPublished):
        return []
    held = geo.practices().select(["organisation_code", "name"]).to_pydict()
    names = dict(zip(held["organisation_code"], held["name"], strict=True))
    found = opendata.read_of(shot.place, compute.dataset, compute.series, codes).to_pylist()
    rows = [
        {**row, "suppressed": False, "group_label": string.capwords(names.get(row["area_code"], row["area_code"]))}
        for row in found
        if row["dimension"] == "all"
        and (shot.as_of is None or is_over(row, shot.as_of))
        and row["value"] is not None
        and row["numerator"] is not None
        and row["denominator"]
    ]
    newest = max((row["period_end"] for row in rows), default=None)
    return sorted((row for row in rows if row["period_end"] == newest), key=lambda row: row["group_label"])
