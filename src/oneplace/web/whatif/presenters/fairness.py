"""Who gains and who loses: the same differences for each class of patients and each fifth of deprivation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from oneplace import flow
from oneplace.charts import differences as draw
from oneplace.flow import Value
from oneplace.progress.sentences import Claim, Kind, Reference, Sentence, joined
from oneplace.vocabulary.wording import list_words
from oneplace.web.presenters.charts import Drawing, embeddable
from oneplace.web.whatif.presenters.differences import Floats, Line, Rows, Runs, claimed, line, told
from oneplace.web.whatif.presenters.words import Verdict, difference_scale, form, title, verdict

HELD_UP, PER_100 = "time held up", "per 100"
FIFTHS = {
    "1": "Most deprived fifth",
    "2": "Second fifth",
    "3": "Third fifth",
    "4": "Fourth fifth",
    "5": "Least deprived fifth",
}
CLASSES, DEPRIVATION = "How people come", "Deprivation"


@dataclass(frozen=True)
class Group:
    """A class or a fifth: its lines by measure."""

    label: str
    held_up: Line | None
    lost: Line | None


@dataclass(frozen=True)
class Section:
    """The groups of one breakdown, and what they say together."""

    title: str
    groups: tuple[Group, ...]
    sentence: Sentence


@dataclass(frozen=True)
class Fairness:
    """Who gains and loses. ``gap`` is about the most and the least deprived fifths."""

    sections: tuple[Section, ...]
    gap: Sentence
    chart: Drawing | None
    finding: Sentence
    """What the chart says; empty without one."""
    has_fifths: bool

    @property
    def held_up(self) -> list[Rows]:
        """Each group's time waiting or held up, as rows of a table; empty where nobody can wait."""
        made = [(one.title, tuple(g.held_up for g in one.groups if g.held_up)) for one in self.sections]
        return [rows for rows in made if rows[1]]

    @property
    def lost(self) -> list[Rows]:
        """How many of each group are turned away or give up, as rows of a table; empty where nobody is."""
        made = [(one.title, tuple(g.lost for g in one.groups if g.lost)) for one in self.sections]
        return [rows for rows in made if rows[1]]


def fairness(runs: Runs, *, stamp: str) -> Fairness:
    """The groups of a pathway; with a change, what it does to each."""
    pathway = runs.now.pathway
    classes = {key: title(of.name, key) for key, of in pathway.file.patients.items()}
    fifths = FIFTHS if pathway.fifths else {}
    made = tuple(_section(runs, name, groups) for name, groups in ((CLASSES, classes), (DEPRIVATION, fifths)) if groups)
    chart, finding = _chart(runs, classes, fifths, stamp) if runs.comparison else (None, Sentence())
    return Fairness(
        made,
        _gap(runs) if fifths and runs.comparison else Sentence(),
        chart,
        finding,
        bool(fifths),
    )


def _section(runs: Runs, name: str, groups: Mapping[str, str]) -> Section:
    made = tuple(_group(runs, key, label) for key, label in groups.items())
    return Section(name, made, _sentence(made) if runs.comparison else Sentence())


def _group(runs: Runs, key: str, label: str) -> Group:
    clock, held_up = runs.now.pathway.file.clock, runs.of(HELD_UP, group=key)
    lost = _turned_away(runs, key)
    return Group(
        label,
        line(HELD_UP, held_up, clock, label, runs.each, group=key) if held_up and _any(held_up) else None,
        line("lost", lost, PER_100, label, runs.each, group=key) if _any(lost) else None,
    )


def _turned_away(runs: Runs, group: str) -> tuple[Floats, Floats]:
    """How many of each hundred who come are turned away or give up, now and with the change."""
    arrivals, lost, left = (runs.of(name, group=group) for name in ("arrivals", "lost", "left"))
    if arrivals is None or lost is None or left is None:
        none = np.full(runs.now.replications, np.nan)
        return none, none
    now, then = (
        100 * np.divide(lost[i] + left[i], arrivals[i], out=np.full_like(lost[i], np.nan), where=arrivals[i] > 0)
        for i in (0, 1)
    )
    return now, then


def _any(pair: tuple[Floats, Floats]) -> bool:
    return bool(np.nansum(np.abs(np.concatenate(pair))) > 0)


def _sentence(groups: Sequence[Group]) -> Sentence:
    """Who is sure to wait less, who longer, and of whom nothing can be said."""
    known = [(group.label, group.held_up) for group in groups if group.held_up]
    said = []
    for found, words in (
        (Verdict.BETTER, "Sure to wait less"),
        (Verdict.WORSE, "Sure to wait longer"),
        (Verdict.UNSURE, "Too close to say"),
        (Verdict.SLIGHT, "Hardly any difference"),
        (Verdict.SAME, "No difference"),
    ):
        names = [
            f"{label} ({one.difference.removeprefix('−').removeprefix('+')})"
            if found in (Verdict.BETTER, Verdict.WORSE)
            else label
            for label, one in known
            if one.verdict is found
        ]
        if names:
            everybody = len(names) == len(known) > 1 and found not in (Verdict.BETTER, Verdict.WORSE)
            said.append(f"{words}: {'every group' if everybody else list_words(names)}.")
    return Sentence(" ".join(said), tuple(told(one.claim) for _, one in known))


def _gap(runs: Runs) -> Sentence:
    """Whether the gap between the most and the least deprived fifths narrows: itself a paired difference."""
    most, least = (runs.of(HELD_UP, group=code) for code in ("1", "5"))
    if most is None or least is None:
        return Sentence()
    now = flow.value_of(most[0] - least[0], each=runs.each)
    change = flow.value_of((most[1] - least[1]) - (most[0] - least[0]), each=runs.each)
    if not change.replications:
        return Sentence()
    clock = runs.now.pathway.file.clock
    return joined(_gap_now(now, clock), _gap_change(change, clock))


def _gap_now(now: Value, clock: str) -> Sentence:
    found = verdict(now, "less", clock)
    claims = (_of_gap(now, found, clock, "now"),)
    if found not in (Verdict.BETTER, Verdict.WORSE):
        return Sentence("Now it is too close to say whether the most or the least deprived fifth waits longer.", claims)
    size = difference_scale(clock, now).size(now.mean)
    way = "longer" if now.mean > 0 else "less"
    return Sentence(f"Now the most deprived fifth waits or is held up {size} {way} than the least deprived.", claims)


def _gap_change(change: Value, clock: str) -> Sentence:
    found = verdict(change, "less", clock)
    claims = (_of_gap(change, found, clock, "change"),)
    if found in (Verdict.SAME, Verdict.SLIGHT):
        return Sentence("The change leaves that as it is.", claims)
    if found is Verdict.UNSURE:
        return Sentence("Whether the change moves that is too close to say, too.", claims)
    side = "in favour of" if found is Verdict.BETTER else "against"
    size = difference_scale(clock, change).size(change.mean)
    return Sentence(f"The change is sure to move that by {size} {side} the most deprived fifth.", claims)


def _of_gap(value: Value, found: Verdict, clock: str, statistic: str) -> Claim:
    """The most deprived fifth's time less the least deprived's: as it is now, or by how much the change moves it."""
    claim = told(claimed(HELD_UP, value, found, clock, group="1"))
    return replace(claim, statistic=statistic, reference=Reference(group="5"))


def _chart(
    runs: Runs, classes: Mapping[str, str], fifths: Mapping[str, str], stamp: str
) -> tuple[Drawing | None, Sentence]:
    """The difference in time held up of each group, all in one unit of time, and what that says."""
    clock = runs.now.pathway.file.clock
    pairs = {key: runs.of(HELD_UP, group=key) for key in (*classes, *fifths)}
    values = {key: flow.value_of(pair[1] - pair[0], each=runs.each) for key, pair in pairs.items() if pair is not None}
    known = {key: value for key, value in values.items() if np.isfinite(value.lower)}
    if not any(value.sd > 0 for value in known.values()):
        return None, Sentence()
    far = max(max(abs(value.lower), abs(value.upper)) for value in known.values())
    factor, _before, unit = form(clock, far)

    def rows(groups: Mapping[str, str]) -> list[dict[str, Any]]:
        return [_mark(label, known[key], factor, key) for key, label in groups.items() if key in known]

    found = _finding(known, fifths or classes, clock)
    chart = draw(
        "whatif-groups",
        {CLASSES: rows(classes), **({DEPRIVATION: rows(fifths)} if fifths else {})},
        title=found.text,
        subtitle=f"Change in the mean time that a person waits or is held up,{unit}, with 95% limits",
        alt_text=f"Change in the mean time that a person waits or is held up, by group. {found} The table gives each.",
        less="waits less",
        more="waits longer",
        stamp=stamp,
    )
    return (Drawing(f"{chart.title}|{chart.subtitle}", embeddable(chart.svg)), found) if chart else (None, Sentence())


def _mark(label: str, value: Value, factor: float, key: str) -> dict[str, Any]:
    numbers = {name: getattr(value, field) * factor for name, field in _FIELDS.items()}
    return {"label": label, **numbers, **({"fifth": int(key)} if key in FIFTHS else {})}


_FIELDS = {"value": "mean", "lower": "lower", "upper": "upper"}


def _finding(values: Mapping[str, Value], groups: Mapping[str, str], clock: str) -> Sentence:
    """The chart's finding as a sentence."""
    here = {key: verdict(values[key], "less", clock) for key in groups if key in values}
    better, worse = (sum(v is wanted for v in here.values()) for wanted in (Verdict.BETTER, Verdict.WORSE))
    by = "deprivation" if groups is FIFTHS else "class"
    counts = (("down", better), ("up", worse))
    claims = tuple(Claim(Kind.CHANGE_COUNT, HELD_UP, dimension=by, direction=way, number=n) for way, n in counts)
    return Sentence(_counted(better, worse, len(here)), claims)


def _counted(better: int, worse: int, groups: int) -> str:
    if better == groups:
        return "Every group is sure to wait less."
    if worse == groups:
        return "Every group is sure to wait longer."
    if not better and not worse:
        return "For no group is a difference sure."
    parts = []
    if better:
        parts.append(f"{better} of {groups} groups {'is' if better == 1 else 'are'} sure to wait less")
    if worse:
        parts.append(f"{worse} of {groups} {'is' if worse == 1 else 'are'} sure to wait longer")
    return f"{list_words(parts)}."
