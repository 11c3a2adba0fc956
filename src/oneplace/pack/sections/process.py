"""Process measures: their control charts with the two icons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oneplace.pack.document import Block, Figure, Icons, Section, Table, Text
from oneplace.pack.drawing import Drawn
from oneplace.pack.evidence import Evidence, Judged
from oneplace.pack.sections.grid import grid
from oneplace.pack.sections.listing import called_of
from oneplace.progress import direction_of_good, sentences
from oneplace.stats import LIMITS_WORDS, rules_words, way_of
from oneplace.vocabulary import wording

_RULES = (
    f"{LIMITS_WORDS} "
    "A point counts as a signal where it lies outside the limits, where seven in a row rise or fall, where two of "
    "three are in an outer third, or where seven in a row lie on one side of the mean. "
    "Where two rules point opposite ways, the first of these tells, and the point is drawn by it."
)


def process(found: Evidence, drawn: Mapping[str, Drawn]) -> Section:
    """The section of control charts; says so where there are none."""
    charted = [one for one in found.judged if drawn[one.ambition.id].control]
    if not charted:
        return Section("processes", "Processes month by month", (Text("No measure has a control chart yet."),))
    each = tuple(_one(one, drawn[one.ambition.id]) for one in charted)
    blocks = (Text(_RULES, "note"), *grid(found), _overview(charted))
    return Section("processes", "Processes month by month", blocks, each)


def _overview(charted: list[Judged]) -> Table:
    rows = tuple(
        (
            called_of(one),
            sentences.control_finding(one.signals, one.row, one.ambition.about).text,
        )
        for one in charted
    )
    return Table("What the control charts say", ("Measure", "Finding"), rows)


def _rules(last: Mapping[str, Any], polarity: str) -> str:
    away = 0.0 if None in (last["value"], last["mean"]) else last["value"] - last["mean"]
    return rules_words(last["rules"] or "", away, way_of(last["point"], direction_of_good(polarity)))


def _one(one: Judged, drawn: Drawn) -> Section:
    about, last = one.ambition.about, one.signals[-1]
    blocks: list[Block] = [Icons(drawn.icons)] if drawn.icons else []
    if drawn.control:
        blocks.append(Figure(drawn.control))
    if last["mean"] is not None:
        low, high = last["lower_limit"], last["upper_limit"]
        known = low is not None and high is not None
        decimals = sentences.process_digits(last, about)
        limits = wording.range_words(wording.lowest(low, about.unit), high, about.unit, decimals) if known else "none"
        blocks.append(
            Table(
                f"Control chart of: {about.measure}",
                ("What", "Value"),
                (
                    ("Latest value", sentences.value(one.row, about).text),
                    ("Mean", wording.value_words(last["mean"], about.unit, decimals)),
                    ("Process limits", limits),
                    ("Signals at the latest point", _rules(last, about.polarity) or "none"),
                ),
                ("Value",),
            )
        )
    return Section(f"process-{one.ambition.id}", str(about.measure), tuple(blocks))
