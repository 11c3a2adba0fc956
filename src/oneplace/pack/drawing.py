"""Which charts an ambition has, with the words on them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from oneplace import charts
from oneplace.charts import Chart, Line
from oneplace.pack.evidence import Judged
from oneplace.place import Measure, Outlines, PlaceFile, Standard
from oneplace.progress import EARLIER, leading_gap, sentences, signs
from oneplace.report import Row, standard_words
from oneplace.vocabulary import wording
from oneplace.vocabulary.dimensions import BY_CODE

STAMPS = {
    "synthetic": "Synthetic people, not residents",
    "illustrative": "Illustrative figures",
}


@dataclass(frozen=True)
class Drawn:
    """The charts of one ambition; None where its data make none."""

    trend: Chart | None
    groups: Chart | None
    neighbourhoods: Chart | None
    comparison: Chart | None
    control: Chart | None
    icons: tuple[Chart, ...] = ()
    gap: Chart | None = None


def draw(one: Judged, place: PlaceFile, outlines: Outlines | None = None) -> Drawn:
    """Draw every chart that an ambition's data make; ids are ``<ambition>-<kind>``.

    ``outlines`` are the place's own, where its map is not drawn from those that are carried.
    """
    own_areas = [area.code for area in place.areas]
    whose: str | None = one.row["whose"]
    place_name = one.ambition.about.area(whose) if whose else place.name
    if one.measure is None:
        return Drawn(None, None, None, None, None)
    return Drawn(
        trend=_trend(one, place_name),
        groups=_groups(one, place_name),
        neighbourhoods=_map(one, place_name, outlines),
        comparison=_comparison(one, place_name, own_areas),
        control=_control(one, place_name),
        icons=charts.icons(f"{one.ambition.id}-control", one.signals) if one.signals else (),
        gap=_gap(one, place_name),
    )


def stamp(row: Row) -> str:
    """What a chart says under itself where its numbers are made up."""
    parts = [STAMPS[row["origin"]]] if row["origin"] in STAMPS else []
    if row["target_provenance"] == "illustrative":
        parts.append("illustrative target" if parts else "Illustrative target")
    return "; ".join(parts)


def subtitle(one: Judged, place_name: str, period: str | None = None) -> str:
    """What a chart shows: measure, unit, place and, for one period, which."""
    about = one.ambition.about
    words = wording.unit_words(about.unit)
    parts = [about.measure or about.ambition, words, place_name, period]
    text = ", ".join(part for part in parts if part)
    return wording.marked(text, one.row["origin"])


def _trend(one: Judged, place_name: str) -> Chart | None:
    """None of one figure without a target: a dot on an axis of its own shows no more than its title."""
    about, row = one.ambition.about, one.row
    if row["target"] is None and sum(line["kind"] == "actual" for line in one.paths) <= 1:
        return None
    assert one.measure is not None  # noqa: S101 - draw() asked
    target = row["target"]
    aim = "" if target is None else f"target {wording.value_words(target, about.unit, sentences.digits(row, about))}"
    lines = [{**line, **_labels(line, aim, about)} for line in one.paths]
    before = [line["words"] for line in lines if "words" in line]
    return charts.trend(
        f"{one.ambition.id}-trend",
        lines,
        title=sentences.finding(row, about).text,
        subtitle=subtitle(one, place_name),
        alt_text=" ".join((sentences.alt_text(row, about).text, *before)),
        unit=about.unit,
        stamp=stamp(row),
        breaks=one.breaks,
        standards=[_line(one.measure, standard, target) for standard in one.measure.standards],
    )


def _labels(line: Row, aim: str, about: sentences.About) -> dict[str, str]:
    """What stands beside a target, ``aim``, or an earlier one, with words on that."""
    if line["kind"] != EARLIER:
        return {"label": aim} if line["kind"] == "target" else {}
    number = wording.value_words(line["value"], about.unit, wording.written(line["value"], about.decimals))
    return {
        "label": f"earlier target {number}",
        "words": f"Before, the target was {number} by {line['period_label']}.",
    }


def _gap(one: Judged, place_name: str) -> Chart | None:
    """The gap that something was set for, over time, with its path and target; None where nothing was set."""
    about, row, ambition = one.ambition.about, one.row, one.ambition
    dimension, statistic = ambition.gap_dimension, ambition.gap_statistic
    if row["gap_target"] is None or dimension is None or statistic is None:
        return None
    beside = sentences.sizes(row, sentences.newest(one.gap_paths))
    size, _, _unit = sentences.size_words(sentences.aim_size(row) or 0.0, about, statistic, *beside).partition(" ")
    aim = f"target {size}"  # as on the axis: its unit is in the subtitle, and would lie over the newest interval
    lines = [
        {**line, "label": aim, "kind": "actual" if line["kind"] in sentences.KNOWN else line["kind"]}
        for line in one.gap_paths
    ]
    name = f"{sentences.STATISTICS[statistic]} by {BY_CODE[dimension].title.lower()}"
    what = ", ".join(part for part in (name, sentences.unit_of(about, statistic)) if part)
    path = sentences.Path(row, one.gap_paths, dimension, statistic, one.gaps_ever)
    return charts.trend(
        f"{ambition.id}-gap",
        lines,
        title=sentences.gap_path(path, about).text,
        subtitle=wording.marked(f"{about.measure}: {what}, {place_name}", row["origin"]),
        alt_text=sentences.gap_path_alt(path, about).text,
        unit="",
        stamp=stamp({**row, "target_provenance": row["gap_target_provenance"]}),
        breaks={},
    )


def _line(measure: Measure, one: Standard, target: float | None) -> Line:
    """A national standard as a line with its name and value.

    What was asked for a time, and is the place's target too, is named as the target alone.
    """
    name = f"{one.name}, {wording.value_words(one.value, measure.unit, wording.written(one.value, measure.decimals))}"
    return Line(
        value=one.value,
        label="" if one.until and one.value == target else name,
        words=standard_words(measure, one),
        start=one.from_.start if one.from_ else None,
        end=one.until.end if one.until else None,
    )


def _groups(one: Judged, place_name: str) -> Chart | None:
    """None of numbers that are larger in a larger group: side by side they would seem to be held against each other."""
    about, row = one.ambition.about, one.row
    known = [group for group in one.groups if group["value"] is not None]
    assert one.measure is not None  # noqa: S101 - draw() asked
    if not known or one.measure.is_plain_count:
        return None
    label = groups_period(one)
    title = groups_finding(one).text
    return charts.groups(
        f"{one.ambition.id}-groups",
        one.groups,
        _average(one, known[0]) if label else None,
        title=title,
        subtitle=subtitle(one, place_name, label),
        alt_text=f"{about.measure} by group. {title} The table gives every group's value.",
        unit=about.unit,
        stamp=stamp({**row, "target_provenance": None}),
    )


def groups_period(one: Judged) -> str | None:
    """The period that all groups shown are of; None where breakdowns are of several, so that no one line fits them."""
    periods = {group["period_label"] for group in one.groups}
    return periods.pop() if len(periods) == 1 else None


def groups_finding(one: Judged) -> sentences.Sentence:
    """What the chart of an ambition's groups says, from the same gaps that stand beneath it."""
    known = leading_gap(one.gaps, one.ambition.gap_dimension)
    return sentences.groups_finding(one.row, known, one.groups, one.ambition.about)


def _average(one: Judged, group: Row) -> float | None:
    """The place's value in the period of a group; None where it has none in just that."""
    whole = one.everyone
    same = whole and all(whole[name] == group[name] for name in ("period_start", "period_end"))
    return whole["value"] if whole and same else None


def _map(one: Judged, place_name: str, outlines: Outlines | None) -> Chart | None:
    about = one.ambition.about
    known = [area for area in one.neighbourhoods if area["value"] is not None and not area["suppressed"]]
    assert one.measure is not None  # noqa: S101 - draw() asked
    if not known or one.measure.of_one_area:
        return None
    sides = signs(one.measure, one.neighbourhoods, one.everyone)
    average = _average(one, known[0])
    title = sentences.map_finding(one.neighbourhoods, sides, average, about).text
    return charts.neighbourhoods(
        f"{one.ambition.id}-map",
        one.neighbourhoods,
        {code for code, sign in sides.items() if sign == 0},
        title=title,
        subtitle=subtitle(one, place_name, known[0]["period_label"]),
        alt_text=f"Map of {about.measure} by neighbourhood. {title}",
        unit=about.unit,
        decimals=about.decimals,
        stamp=stamp({**one.row, "target_provenance": None}),
        own=outlines,
    )


def untold_comparison(one: Judged, place_name: str, own_areas: Collection[str]) -> str:
    """Who stands beside whom in a chart that no sentence sums up: a place without a number of its own isn't in it."""
    parts = any(area["group"] in own_areas for area in one.areas)
    who = place_name if one.here else f"Areas of {place_name}" if parts else ""
    return f"{who} beside others, all counted in one way." if who else "Other places, all counted in one way."


def _comparison(one: Judged, place_name: str, own_areas: Collection[str]) -> Chart | None:
    about, row = one.ambition.about, one.row
    assert one.measure is not None  # noqa: S101 - draw() asked
    if not one.areas or one.measure.of_one_area:
        return None
    title = sentences.comparison(row, about).text or untold_comparison(one, place_name, own_areas)
    return charts.comparison(
        f"{one.ambition.id}-comparison",
        one.here,
        one.areas,
        names=about.areas,
        place=place_name,
        own_areas=own_areas,
        title=title,
        subtitle=subtitle(one, place_name, one.areas[0]["period_label"]),
        alt_text=f"{about.measure} here and elsewhere. {title} The highest value stands first.",
        unit=about.unit,
        stamp=stamp({**row, "target_provenance": None}),
    )


def _control(one: Judged, place_name: str) -> Chart | None:
    about, target = one.ambition.about, one.row["target"]
    if all(signal["lower_limit"] is None for signal in one.signals):  # points alone, of which nothing is judged
        return None
    assert one.measure is not None  # noqa: S101 - draw() asked
    title = sentences.control_finding(one.signals, one.row, about).text
    return charts.control(
        f"{one.ambition.id}-control",
        one.signals,
        target,
        title=title,
        subtitle=subtitle(one, place_name),
        alt_text=f"Control chart of {about.measure}. {title}",
        unit=about.unit,
        stamp=stamp(one.row),
        standards=[_line(one.measure, standard, target) for standard in one.measure.standards],
    )
