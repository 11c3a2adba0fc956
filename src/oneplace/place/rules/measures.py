"""E15 to W18, E115: what a measure must say of itself, and what a goal needs from its measures."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

from oneplace.place import library
from oneplace.place.fields import Statement
from oneplace.place.folder import Entry
from oneplace.place.measure import Measure
from oneplace.place.rules.outcomes import ambitions
from oneplace.place.rules.registry import Case, Finding, each, rule
from oneplace.place.strategy.themes import Theme

_EXTERNAL_ID = re.compile(r"(fingertips|ons|nhse|ascof|nomis|phof|qof|dsr|dfe|ndtms|ambsys):\S+", re.IGNORECASE)
_FINGERTIPS = re.compile(r"fingertips:(\d+)", re.IGNORECASE)


@cache
def _published() -> dict[str, dict[str, str]]:
    """Published measures by Fingertips id: which way is good and what took the place of an id that ended."""
    text = (resources.files("oneplace.place.codes") / "fingertips.csv").read_text(encoding="utf-8")
    return {row["id"]: row for row in csv.DictReader(text.splitlines())}


@rule("E15")
def measure_without_definition(case: Case) -> Iterator[Finding]:
    """A measure that cannot be worked out."""
    for entry in case.files.measures:
        measure = entry.item
        counted = measure.numerator and measure.denominator
        if not (measure.compute or counted or _EXTERNAL_ID.match(measure.definition)):
            yield Finding(
                entry.at / "definition",
                f"the measure {measure.id} cannot be worked out: it has neither numerator and denominator "
                "nor a publisher's id.",
                "Add `numerator:` and `denominator:`, or write the id, such as `definition: fingertips:22401`.",
            )


@rule("W16")
def superseded_or_broken_series(case: Case) -> Iterator[Finding]:
    """An id that has ended, or a series that breaks between baseline and target."""
    for entry in case.files.measures:
        found = _FINGERTIPS.match(entry.item.definition)
        row = _published().get(found[1]) if found else None
        if row and row["superseded_by"]:
            yield Finding(
                entry.at / "definition",
                f"the published measure {row['id']} ({row['name']}) has ended; {row['superseded_by']} took its place.",
                f"Write `definition: fingertips:{row['superseded_by']}`, and take the baseline from it.",
            )
    for ambition in ambitions(case):
        baseline, target, measure = ambition.baseline, ambition.target, ambition.measure
        if not (baseline and target and measure):
            continue
        for broken in measure.breaks_between(baseline.period.start, target.period.end):
            yield Finding(
                ambition.at / "baseline" / "period",
                f"the series of {measure.id} breaks in {broken.at} ({broken.why}), "
                f"between the baseline of {ambition.id} and its target.",
                "Take baseline and target from the same side of the break.",
            )


@rule("W17")
def polarity_differs_from_source(case: Case) -> Iterator[Finding]:
    """A polarity that differs from the reviewed list."""
    for entry in case.files.measures:
        found = _FINGERTIPS.match(entry.item.definition)
        row = _published().get(found[1]) if found else None
        if row and row["polarity"] != entry.item.polarity:
            yield Finding(
                entry.at / "polarity",
                f"the polarity of {entry.item.id} is {entry.item.polarity}; for {row['name']} it is {row['polarity']}.",
                f"Write `polarity: {row['polarity']}`, or say why not in `known_faults:`.",
            )


@rule("W51")
def figure_of_another_area(case: Case) -> Iterator[Finding]:
    """A published figure of an area or organisation that no file names."""
    named = set(case.strategy.place.all_codes)
    named |= {code for partner in case.strategy.partners for code in (partner.ons, partner.ods) if code}
    named |= set(case.files.place.item.names) if case.files.place else set()
    for entry in case.files.measures:
        area = getattr(entry.item.compute, "area", None)
        if area and area not in named:
            yield Finding(
                entry.at / "compute" / "area",
                f"{entry.item.id} shows the figure of {area}, which is not the place's own and which no file names.",
                "Name it in place.yaml, under `wider:` with the place's `share:` of it, or under `organisations:`.",
            )


@rule("E115")
def called_the_librarys(case: Case) -> Iterator[Finding]:
    """A measure or theme of a place's own that calls itself the library's."""
    entries: tuple[Entry[Measure] | Entry[Theme], ...] = (*case.files.measures, *case.files.themes)
    for entry in entries:
        name = (entry.at / "library").written
        if name is not None and entry.at.document.path.name != library.FILE:
            yield Finding(
                entry.at / "library",
                f"{entry.item.id} calls itself the library's {name}: only what `library.yaml` takes is the library's.",
                "Leave `library:` out; or take it in `library.yaml`, with what is different here and `because:`.",
            )


@rule("W18")
def only_process_measures(case: Case) -> Iterator[Finding]:
    """A goal with only process measures."""
    roles: dict[str, set[str]] = {}
    for ambition in ambitions(case):
        outcome = ambition.outcome
        found = {case.measures[name].role for name in outcome.measure_ids if name in case.measures}
        for goal in (*outcome.goals, *outcome.commitments, *outcome.priorities):
            roles.setdefault(goal, set()).update(found)
    for name in ("goals", "commitments", "priorities", "objectives"):
        aims: tuple[Statement, ...] = getattr(case.strategy, name)
        for aim in each(aims, case.top / name):
            if roles.get(aim.item.id) == {"process"}:
                yield Finding(
                    aim.at,
                    f"{aim.item.id} has only process measures: they show what is done, not what becomes of people.",
                    "Add an outcome or experience measure.",
                )
