"""The sentences beside a gap's target: which way that gap goes, where it is heading, where its path began.

All of it is told in the statistic that the target was set in, by its name; where the one that headlines goes another
way, that is told beside it by its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from oneplace.progress.gaps import gap_sure as sure
from oneplace.progress.rules import Untold
from oneplace.progress.sentences.about import About, Row
from oneplace.progress.sentences.claims import Kind, Reference, Sentence, joined, phrase
from oneplace.progress.sentences.gap_sizes import aim_size, size_between, size_words
from oneplace.progress.sentences.gaps import STATISTICS, turned_of, way_of, ways
from oneplace.progress.sentences.labels import OVER
from oneplace.progress.sentences.lasting import gap_lasting, gap_stopped
from oneplace.progress.sentences.outlook import NO_FORECAST
from oneplace.vocabulary.wording import marked, percent_words, when

_GOES = ("narrowing", "widening")


def gap_course(row: Row, about: About, lines: Sequence[Row] = ()) -> Sentence:
    """What of a gap's target its standing does not tell; empty where nothing was set. ``lines`` are its rows of
    ``gap_paths``.
    """
    statistic = row.get("gap_target_statistic")
    if row.get("gap_target") is None or statistic is None:
        return Sentence()
    return joined(_newer(row), gap_ways(row, about), _ahead(row, about, statistic), _began(row, about, lines))


def gap_ways(row: Row, about: About) -> Sentence:
    """Which way the gap goes since when, by the statistic that its target is set in; and by the one that headlines
    where it goes another way by that.
    """
    own = held_gap(row)
    told = _way(own, about)
    other = row["gap_statistic"] != own["gap_statistic"] and row["gap_dimension"] == own["gap_dimension"]
    if not told or not other or row["gap_direction"] == own["gap_direction"] or not sure(row):
        return told
    return joined(told, _way(row, about))


def held_way(row: Row, about: About) -> Sentence:
    """The same in a list: ``, turned round in 2020/21, widening since 2020/21``; empty where that gap did neither."""
    own = held_gap(row)
    way, turned = own["gap_direction"], own["gap_turned"]
    round_ = Sentence(f", turned round {when(turned)}", (turned_of(own, about),)) if turned else Sentence()
    goes = Sentence(f", {way}{gap_lasting(own)}", (way_of(own, about),)) if way in _GOES else Sentence()
    return phrase("{}{}", round_, goes)


def held_gap(row: Row) -> Row:
    """The row with the gap that something was set for in the columns of the one that headlines."""
    label = row["gap_held_label"]
    return {
        **row,
        "gap_dimension": row["gap_target_dimension"],
        "gap_statistic": row["gap_target_statistic"],
        "gap_direction": row.get("gap_held_direction"),
        "gap_direction_since": row.get("gap_held_since"),
        "gap_turned": row.get("gap_held_turned"),
        "gap_label": label,
        "gap_stopped": row.get("gap_stopped") if label == row.get("gap_label") else None,
        "gap_group": None,
        "gap_reference": None,
    }


def _way(row: Row, about: About) -> Sentence:
    told = ways(row, about)
    lead = f"By the {STATISTICS[row['gap_statistic']]} {told.text[:1].lower()}{told.text[1:]}"
    return Sentence(lead if told else "", told.claims)


def _newer(row: Row) -> Sentence:
    """That the gap has no number in a newer period than the one told, and why."""
    label = row.get("gap_newer_label")
    if not label:
        return Sentence()
    told = when(label)
    reason = str(row["gap_newer_reason"]).rstrip(".")
    name = STATISTICS[row["gap_target_statistic"]]
    return Sentence(
        f"{told[:1].upper()}{told[1:]} the gap cannot be told by the {name}: {reason[:1].lower()}{reason[1:]}."
    )


def _ahead(row: Row, about: About, statistic: str) -> Sentence:
    """The forecast of the gap and the chance of its target, or why there is none; empty of a target that is over."""
    if row["gap_status_forecast"] in OVER:
        return Sentence()
    way, untold = row.get("gap_held_direction"), row.get("gap_forecast_untold")
    told = {"statistic": statistic}
    if row["gap_forecast"] is None or way not in _GOES:
        if not untold:
            return Sentence()
        claim = about.claim(Kind.NO_FORECAST, row, direction=untold, **told)
        return Sentence(f"No forecast of the gap: {NO_FORECAST[Untold(untold)]}.", (claim,))
    low, high, label = row["gap_forecast_lower"], row["gap_forecast_upper"], row["gap_forecast_label"]
    size, limits = size_between(row["gap_forecast"], low, high, about, statistic, aim_size(row))
    own = held_gap(row)
    goes = f"{way} as it {'did' if gap_stopped(own) else 'has'}{gap_lasting(own)}"
    since = Reference(period=row["gap_held_since"])
    said = {"number": row["gap_forecast"], "limits": (low, high), "period": label, "direction": way}
    claim = about.claim(Kind.FORECAST, row, reference=since, **said, **told)
    text = f"If it goes on {goes}: {marked(size, row['origin'])} {when(label)} (80% interval {limits})."
    if row.get("gap_chance") is None:
        return Sentence(text, (claim,))
    chance = about.claim(Kind.CHANCE, row, number=row["gap_chance"], period=row["gap_target_label"], **told)
    words = Sentence(percent_words(row["gap_chance"]), (claim, chance))
    return phrase("{} The chance of meeting the target for the gap is {}.", text, words)


def _began(row: Row, about: About, lines: Sequence[Row]) -> Sentence:
    """Where the path begins, where the figure of that period is another: it makes a standstill look like a change."""
    start, label, statistic = row.get("gap_baseline"), row.get("gap_baseline_label"), row["gap_target_statistic"]
    then = next((one["value"] for one in lines if one["kind"] == "actual" and one["period_label"] == label), None)
    if start is None or then is None:
        return Sentence()
    set_at, found = (size_words(size, about, statistic, other) for size, other in ((start, then), (then, start)))
    if size_words(start, about, statistic) == size_words(then, about, statistic):
        return Sentence()
    claim = about.claim(Kind.GAP_SIZE, row, number=then, period=label, statistic=statistic)
    told = f"Its path begins at {marked(set_at, row['gap_target_provenance'])} {when(str(label))}. The figure of that "
    return Sentence(f"{told}period is {marked(found, row['origin'])}.", (claim,))
