"""Where the way from being registered to what comes of care breaks for a group of people, or that it can't be told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from oneplace.place import Facet, Measure, Theme
from oneplace.progress import whose_name
from oneplace.report.against import against
from oneplace.report.people import People, groups_of, usual
from oneplace.report.pooled import everyone
from oneplace.report.run_report import RunReport
from oneplace.stats import Over
from oneplace.vocabulary.dimensions import BY_CODE
from oneplace.vocabulary.wording import list_words
from oneplace.vocabulary.wording import when as period_words


class Found(Enum):
    """How a group fares at a step against everyone counted there."""

    WORSE = "worse beyond chance"
    NOT_WORSE = "not worse beyond chance"
    NEITHER = "known, but neither more nor less is better"
    UNSURE = "known, but not whether by more than chance"
    UNKNOWN = "not known"

    @property
    def is_judged(self) -> bool:
        """Whether it says that the way breaks here, or doesn't."""
        return self in (Found.WORSE, Found.NOT_WORSE)


@dataclass(frozen=True)
class Step:
    """One step of the way for one group: what was found, and by which measures, of when and of whom."""

    title: str
    found: Found
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Way:
    """A group's way through all steps."""

    people: People
    steps: tuple[Step, ...]

    @property
    def breaks(self) -> str:
        """Where it breaks, as sentences: the first step at which the group fares worse.

        A step at which nothing can be judged is no step that holds: then it may break there, before.
        """
        worse = next((i for i, step in enumerate(self.steps) if step.found is Found.WORSE), None)
        dark = [step.title for step in self.steps[:worse] if not step.found.is_judged]
        if worse is None:
            if not dark:
                return "Nowhere that can be seen: at no step do they fare worse than everyone beyond chance."
            known = "" if len(dark) == len(self.steps) else " At the others they fare no worse beyond chance."
            return f"Can’t be told: no figure says whether they fare worse at {_quoted(dark)}.{known}"
        at = f"at {_quoted([self.steps[worse].title])}"
        if dark:
            before = f"Whether it breaks before that can’t be told: no figure says so of {_quoted(dark)}."
            return f"Broken {at}: there they fare worse than everyone beyond chance. {before}"
        return f"Breaks {at}: there they fare worse than everyone beyond chance, and at no step before."


def ways(report: RunReport, theme: Theme, by: str) -> list[Way]:
    """The way of every group of a breakdown through the facets of a theme, in their order.

    The usual groups are among them whether or not a step tells of them; others only if one does.
    """
    facets, common = theme.facets.values(), usual(by)
    every = (
        Way(people, tuple(_step(report, facet, people) for facet in facets))
        for people in groups_of(report)
        if people.by == by
    )
    return [way for way in every if way.people.code in common or any(step.by for step in way.steps)]


def untold_steps(report: RunReport, theme: Theme, by: str, found: Sequence[Way]) -> list[str]:
    """Of each step at which none of the ways' groups is told apart: why, when that was looked for, and whom to ask."""
    steps = zip(theme.facets.values(), *(way.steps for way in found), strict=True) if found else ()
    dark = (facet for facet, *each in steps if all(step.found is Found.UNKNOWN for step in each))
    return [
        f"{facet.title}. No group is told apart by {BY_CODE[by].title.lower()}. {_why(report, facet, by)}"
        for facet in dark
    ]


def _why(report: RunReport, facet: Facet, by: str) -> str:
    answers = facet.answered_by(report.place.measures)
    measures = [one for one in answers if by != "sex" or not one.whom.sex]  # of one sex alone: that is no reason
    if measures and not measures[0].breakdowns.has(by):
        one = measures[0]
        asked = one.breakdown_gap or (f"Whom to ask: {facet.plan.held_by}." if facet.plan else "")
        return f"{one.name}: {one.breakdowns.said(by).rstrip('.')}. {asked}".strip()
    return f"What is wanted: {facet.plan.number}. Whom to ask: {facet.plan.held_by}." if facet.plan else ""


def _step(report: RunReport, facet: Facet, people: People) -> Step:
    every = list(_judged(report, facet.answered_by(report.place.measures), people))
    for found in Found:
        if names := tuple(name for one, name in every if one is found):
            return Step(facet.title, found, names)
    return Step(facet.title, Found.UNKNOWN)


_FOUND = {
    "worse": Found.WORSE,
    "better": Found.NOT_WORSE,
    "could be chance": Found.NOT_WORSE,
    "the same": Found.NOT_WORSE,
    "higher": Found.NEITHER,
    "lower": Found.NEITHER,
    "not known": Found.UNSURE,
}


def _judged(report: RunReport, measures: Sequence[Measure], people: People) -> Iterator[tuple[Found, str]]:
    for measure in measures:
        own = next((row for row in report.latest(measure.id, people.by) if people.holds(row)), None)
        if own is None or own["value"] is None:
            continue
        found = _FOUND.get(against(measure, own, everyone(report.of_everyone(measure.id), own), Over.GROUPS))
        if measure.polarity_of_groups == "context" and found in (Found.NOT_WORSE, Found.UNSURE):
            found = Found.NEITHER
        if found:
            whose = f", {whose_name(report.place, own['whose'])}" if own["whose"] else ""
            when = "" if own["period_label"] in measure.name else f", {period_words(own['period_label'])}"
            yield found, f"{measure.name}{when}{whose}"


def _quoted(titles: Sequence[str]) -> str:
    return list_words([f"“{title}”" for title in titles])
