"""What went well and what did not, by one rule for every page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from typing import Any

from oneplace.place import Measure
from oneplace.progress import ForecastStatus, Status, gap_is_wider, sentences, trend
from oneplace.report.rows import Row
from oneplace.report.standards import missed_words, misses_standard
from oneplace.stats import side
from oneplace.vocabulary.wording import count_words, list_words

_UNTOLD = ("one_figure", "not_known")


class Went(Enum):
    """How an ambition went; neither where nothing is sure."""

    WELL = "well"
    BADLY = "badly"
    NEITHER = "neither"


def went(row: Mapping[str, Any], gaps: Iterable[Row] = ()) -> Went:
    """By its path where it has one; else by where its number is heading, its level and how it stands to others.

    A target that was missed in its own time went badly, though its newest value is not known or can't be held against
    it, and so did a gap that missed its own or is off the path set for it, however the average stands. All are beyond
    chance, as far as limits are known. Without a figure of all of the place it went badly where each area is worse.
    Where they disagree it went badly, but for what keeps to its path, which is neither: a list of strengths has none
    with a worry. A better level alone says nothing of the way it goes, and nothing goes well that has turned since,
    that keeps only to a path which a decision made easier, whose newest value went back beyond chance, of which an
    earlier target was missed, whose target is unlikely to be met or went by without a figure of it, that can't be
    compared with what was set for it, or that may be behind its path. Nor does what has stopped: nobody knows how it
    goes. So none goes well either of which a gap, by whatever groups, widens beyond chance at the cost of those behind;
    ``gaps`` are the newest of each kind, in the columns of ``progress``.
    """
    found = _by_itself(row)
    return Went.NEITHER if found is Went.WELL and any(_widens(gap) for gap in gaps) else found


def went_badly(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The rows of what went badly, the worst first; what rests on real figures and targets before what is made up."""
    return sorted((row for row in sentences.worst_first(rows) if went(row) is Went.BADLY), key=sentences.made_up)


def is_strength(row: Row, gaps: Iterable[Row], measure: Measure | None, as_of: date | None) -> bool:
    """Whether an ambition goes well and may be called so: none that misses a national standard, whatever path to less
    was agreed here, nor one that got worse over all its figures, or over those of the strategy's own years.
    """
    worry = measure and (misses_standard(measure, row, as_of) or _longer_worse(row, measure))
    return went(row, gaps) is Went.WELL and not worry


def _longer_worse(row: Row, measure: Measure) -> bool:
    runs = (row.get(name) or "" for name in ("long_run", "strategy_run"))
    return "worse" in (trend(run, measure.polarity) for run in runs)


def falls_short(row: Row, measure: Measure | None, as_of: date | None) -> bool:
    """Whether an ambition keeps to the path agreed for it and yet misses a national standard: no strength, no failure
    either, and said as both. Of what has stopped nobody knows whether it still keeps to it.
    """
    keeps = row["status"] == Status.ON_PATH and not sentences.path_stopped(row)
    return bool(keeps and measure and misses_standard(measure, row, as_of))


SHORT = "Keeps to its path, but short of a standard that others set"
DOUBTED = "Target met, but with a doubt"


def beneath(row: Row, gaps: Iterable[Row], measure: Measure | None, as_of: date | None) -> tuple[str, str] | None:
    """Of what is good and bad at once, and so stands in neither list: the heading of its own list, and what is bad in
    words; these are empty where the row says it by itself. None of all else.
    """
    if measure and falls_short(row, measure, as_of):
        return SHORT, f"short of: {missed_words(measure, row, as_of)}"
    known = list(gaps)
    settled = is_strength(row, known, measure, as_of) or went(row) is Went.BADLY
    if settled or row.get("status_forecast") != ForecastStatus.MET:
        return None
    doubts = {
        "by how much it is better could be chance": _could_be_chance(row),
        "a gap widens": any(map(_widens, known)),
        "it got worse in the longer view": measure is not None and _longer_worse(row, measure),
    }
    return DOUBTED, list_words([words for words, holds in doubts.items() if holds])


def too_few(rows: Iterable[Mapping[str, Any]]) -> str:
    """Of how many ambitions with a figure and without a target too few are known to tell how they go; empty of none."""
    untold = [row for row in rows if row["value"] is not None and _by_itself(row) is Went.NEITHER]
    many = sum(
        row["direction"] in _UNTOLD and sentences.untargeted(row) and row["trend"] != "context" for row in untold
    )
    they = "it goes" if many == 1 else "they go"
    told = f"For {count_words(many, 'ambition')} with no target, too few figures are known to say how {they}."
    return told if many else ""


def _widens(gap: Row) -> bool:
    behind = gap_is_wider(gap["gap_direction"] or "not_known", gap["gap_dimension"], gap["gap_group"])
    return behind and sentences.sure(gap)


def _by_itself(row: Mapping[str, Any]) -> Went:
    missed = ForecastStatus.MISSED in (row.get("status_forecast"), row.get("gap_status_forecast"))
    if missed or sentences.gap_off_path(row):
        return Went.BADLY
    match row["status"]:
        case Status.OFF_PATH | Status.AVERAGE_UP_BUT_GAP_WIDER:
            return Went.BADLY
        case Status.CONTEXT | Status.NO_DATA | Status.NO_MEASURE:
            return Went.BADLY if sentences.worse_everywhere(row) else Went.NEITHER
    by_path, signs = row["status"] == Status.ON_PATH, (row["trend"], row["comparison"])
    if "worse" in (*signs, row.get("level")):
        return Went.NEITHER if by_path else Went.BADLY
    good = _surely_kept(row) if by_path else "better" in signs
    return Went.WELL if good and not _doubted(row) else Went.NEITHER


def _surely_kept(row: Mapping[str, Any]) -> bool:
    """Whether what is held against the path is on its good side beyond chance, as far as its limits are known, that
    path is as it was first promised, readers were told no other figure, and nothing is in doubt of its target.
    """
    doubts = (ForecastStatus.UNLIKELY, ForecastStatus.CANNOT_BE_TOLD)
    otherwise = row.get("eased_by") or row.get("told_on") is not None
    return not _could_be_chance(row) and not otherwise and row.get("status_forecast") not in doubts


def _could_be_chance(row: Mapping[str, Any]) -> bool:
    """Whether the limits of what is held against the path reach it."""
    which = "held_" if row.get("held_label") else ""
    lower, upper, path = row.get(f"{which}lower"), row.get(f"{which}upper"), row.get("path")
    return path is not None and side(lower, upper, of=path) == 0


def _doubted(row: Mapping[str, Any]) -> bool:
    """Whether anything of it takes back that it goes well, or nobody knows how it goes now."""
    ahead, unjudged = row.get("status_forecast"), row["status"] == Status.CANNOT_BE_JUDGED_YET
    may_be_behind = unjudged and (row.get("path") is not None or ahead == ForecastStatus.UNLIKELY)
    missed = row.get("past_missed") or row.get("gap_past_missed")
    doubted = may_be_behind or missed or row["status"] == Status.CANNOT_BE_COMPARED
    back = row.get("turned_at") or (row["trend"] == "better" and sentences.steps_back(row))
    return bool(doubted or _gap_doubted(row) or back or row.get("stopped") or sentences.path_stopped(row))


def _gap_doubted(row: Mapping[str, Any]) -> bool:
    """Whether the gap may be behind its path, is not to get where it should, or can't be held against what was set."""
    status, ahead = row.get("gap_status"), row.get("gap_status_forecast")
    may_be_behind = status == Status.CANNOT_BE_JUDGED_YET and row.get("gap_path") is not None
    return may_be_behind or status == Status.CANNOT_BE_COMPARED or ahead == ForecastStatus.UNLIKELY
