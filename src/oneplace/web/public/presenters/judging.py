"""The numbers of the rules by which ambitions are judged, for the page that explains them."""

from __future__ import annotations

from dataclasses import dataclass

from oneplace.place import PER, FromLinkedRecord, Measure
from oneplace.progress import LEAST_AFTER, LEAST_BEFORE, LIKELY, LIMITS, SEASONS, UNLIKELY, Status
from oneplace.progress.sentences import STATUS_LABELS, of_them
from oneplace.report import Row
from oneplace.results import still_below
from oneplace.stats import LIMITS_WORDS
from oneplace.vocabulary.dimensions import EVERYONE
from oneplace.vocabulary.wording import percent_words
from oneplace.web.presenters.standing import COLOURS, standings
from oneplace.web.snapshot import Snapshot

MEANINGS = {
    Status.ON_PATH: "The latest value is at its path or better.",
    Status.OFF_PATH: (
        "The latest value is worse than its path by more than chance explains: even the better end of its 95% "
        "interval misses the path. Without an interval: by more than rounding and ways of counting explain."
    ),
    Status.AVERAGE_UP_BUT_GAP_WIDER: (
        "The average is on its path, or got better, while the gap between groups widened beyond chance. "
        "Others would call this a success; we don't."
    ),
    Status.CANNOT_BE_JUDGED_YET: (
        "The latest value is worse than its path but the difference could be chance, it is too close to say, "
        "or no figure is known that is newer than where the path begins."
    ),
    Status.CANNOT_BE_COMPARED: (
        "It has been counted another way, or of other people, since its target was set, or by periods of another "
        "length. No later value mends that: a new baseline and target do."
    ),
    Status.GAP_TARGET_ONLY: (
        "What is to be reached is set for the gap between groups, and not for the average. How the gap stands to that "
        "is said beside it."
    ),
    Status.NO_TARGET_SET: "Nobody has set a target, so there is nothing to be on or off. We don't invent one.",
    Status.CONTEXT: "Neither higher nor lower is better, so we show it and don't judge it.",
    Status.NO_DATA: (
        "It is measured, but there is no value that can be shown. Where each part of the place has one, it is called "
        "“By area only”; where groups of people have one, “By group only”."
    ),
    Status.NO_MEASURE: "Nothing measures it yet. The ambition stays on the list so that this is seen.",
}


@dataclass(frozen=True)
class StatusRule:
    """A status, what it means, and how many ambitions of this place have it, those on made-up figures told apart."""

    label: str
    colour: str
    meaning: str
    count: str


@dataclass(frozen=True)
class EffectRules:
    """How many values it takes to say whether something worked, the limits that are told, and what was measured of it.

    The shares are of made-up series in which nothing happened, or a step was there (``benchmarks/effect.py``).
    """

    before: int = LEAST_BEFORE
    after: int = LEAST_AFTER
    months: int = SEASONS
    limits: str = percent_words(LIMITS)


@dataclass(frozen=True)
class Rules:
    """What the page prints besides its own words."""

    statuses: list[StatusRule]
    likely: str
    unlikely: str
    small: str
    small_seen: int
    """How many figures stand with a count that the rule hides now: readers saw them by the rule before."""
    small_of_its_own: dict[str, str]
    """By the names of measures with a small-number rule of their own, what they don't show."""
    index: int | None
    """The edition of the Indices of Deprivation by which people in the record are told apart; none without a record."""
    without_limits: dict[str, list[str]]
    """Why no limits are known of what is compared, with the names of the measures."""
    effects: EffectRules
    chart_limits: str = LIMITS_WORDS
    """How the limits of a control chart are made."""


def rules(shot: Snapshot) -> Rules:
    """The rules with this place's own counts and its small-number rule."""
    measures = shot.place.measures.values()
    now = [item.row for item in standings(shot)]
    return Rules(
        statuses=[
            StatusRule(STATUS_LABELS[status], COLOURS[status], meaning, _count(now, status))
            for status, meaning in MEANINGS.items()
        ],
        likely=percent_words(LIKELY),
        unlikely=percent_words(UNLIKELY),
        small=shot.place.small_numbers().words,
        small_seen=sum(_still_below(shot, m) for m in measures),
        index=shot.place.sources.deprivation if shot.place.sources else None,
        without_limits=_without_limits(shot, now),
        effects=EffectRules(),
        small_of_its_own={m.name: shot.place.small_numbers(m).words for m in measures if m.small_numbers},
    )


def _still_below(shot: Snapshot, measure: Measure) -> int:
    compute, rule, rows = measure.compute, shot.place.small_numbers(measure), shot.tables["results"].cut(measure.id)
    if not isinstance(compute, FromLinkedRecord):
        return 0
    return still_below(rows, compute.statistic, below=rule.below, least=rule.least, round_to=rule.round_to)


NO_COUNTS = "the publisher gives neither limits nor the counts to work them out from"
NO_SPREAD = "it is a mean or a ratio, and the publisher gives no spread"
IN_FULL = "everything is counted, not a sample of it"


def _without_limits(shot: Snapshot, rows: list[Row]) -> dict[str, list[str]]:
    """The measures that are set beside others without limits, by what they lack."""
    found: dict[str, list[str]] = {}
    beside = [row for row in rows if row["comparator_value"] is not None and row["comparison"] == "not_known"]
    for key in dict.fromkeys(row["measure"] for row in beside):
        if (measure := shot.measure(key)) and (latest := shot.latest(key, EVERYONE)):
            counted = None not in (latest[0]["numerator"], latest[0]["denominator"])
            why = NO_COUNTS if not counted else IN_FULL if measure.unit in PER else NO_SPREAD
            found.setdefault(why, []).append(measure.name)
    return found


def _count(rows: list[Row], status: Status) -> str:
    found = [row for row in rows if row["status"] == status]
    return f"{len(found)}{of_them(found)}"
