"""The page about one pathway: the answer, how sure it is, for whom it differs, and how it came about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from oneplace import flow
from oneplace.flow import Pathway, Result
from oneplace.progress.sentences import Sentence
from oneplace.vocabulary.wording import count_words, list_words, plainly
from oneplace.web.whatif.answering import SEED, Answer
from oneplace.web.whatif.asking import Asked
from oneplace.web.whatif.presenters.about import About, about
from oneplace.web.whatif.presenters.differences import Line, Part, Rows, Runs, parts, told, whole
from oneplace.web.whatif.presenters.drawing import FlowDrawing, flow_drawing
from oneplace.web.whatif.presenters.fairness import Fairness, fairness
from oneplace.web.whatif.presenters.form import Change, Fieldset, changes, fieldsets
from oneplace.web.whatif.presenters.naming import called, never_settles, to_mind, unpriced
from oneplace.web.whatif.presenters.over_time import OverTime, over_time
from oneplace.web.whatif.presenters.words import Verdict, title, value_scale

DAY = 86_400
FORMULA = {
    "share lost": "share turned away",
    "inside": "people there",
    "waiting": "people waiting",
    "wait": "mean wait",
}
"""What the measures that formulas give are called."""
NOW = ("wait", "wait p90", "wait p95", "occupancy", "share in use")
"""What is shown of places where nothing is compared."""
FOLDED = ("wait p95", "time since arrival p90")
"""What is only shown among all measures: it moves as its mean and its other percentile do."""
SINCE = "time since arrival"
"""Shown of the first place alone where it differs: the next ones carry it along."""
NAMED = 3
"""Lines that are named where no total is sure to differ, but they are."""
SHOWN = 10
"""Lines of places shown (and printed) beside those of the whole pathway; the others are folded away."""
_SURE = (Verdict.BETTER, Verdict.WORSE, Verdict.MOVED)


@dataclass(frozen=True)
class ByFormula:
    """A measure that a formula gives exactly, beside what was simulated."""

    formula: str
    what: str
    now: str
    simulated: str
    then: str


@dataclass(frozen=True)
class Findings:
    """What the simulation says: the sentences, the lines, for whom, by formula, and what to mind."""

    summary: Sentence
    unsure: Sentence
    whole: Part
    parts: tuple[Part, ...]
    key_lines: tuple[Rows, ...]
    key_caption: str
    fairness: Fairness
    drawing: FlowDrawing | None
    over_time: tuple[OverTime, ...]
    by_formula: tuple[ByFormula, ...]
    unsettled: tuple[str, ...]
    """Where more come than can ever be helped, with the change: it is said before any number."""
    warnings: tuple[str, ...]
    how: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class WhatIf:
    """Everything on the page; ``findings`` is None where nothing could be simulated."""

    about: About
    fieldsets: tuple[Fieldset, ...]
    changes: tuple[Change, ...]
    preset: str
    period: str
    findings: Findings | None
    compares: bool
    stamp: str
    """What the drawings say of numbers that are nobody's."""


def whatif(asked: Asked, answer: Answer | None) -> WhatIf:
    """The page's content for a question and its answer, if there is one."""
    pathway = asked.pathway
    scenario = pathway.file.scenarios.get(asked.scenario or "")
    return WhatIf(
        about=about(pathway),
        fieldsets=fieldsets(asked),
        changes=changes(asked),
        preset=title(scenario.name, asked.scenario or "") if scenario else "",
        period=_period(pathway),
        findings=_findings(asked, answer) if answer else None,
        compares=answer is not None and answer.comparison is not None,
        stamp=flow.STAMPS.get(pathway.file.provenance, ""),
    )


def _period(pathway: Pathway) -> str:
    days = pathway.file.run / DAY
    return "a year" if days in (365, 366) else f"{plainly(days, 4)} days"


def _findings(asked: Asked, answer: Answer) -> Findings:
    runs = Runs(answer.now, answer.comparison)
    total, by_place = whole(runs), parts(runs)
    key_lines = _key_lines(by_place, compared=answer.comparison is not None)
    summary, unsure = (
        _answer(total, by_place, _period(asked.pathway)) if answer.comparison else (Sentence(), Sentence())
    )
    return Findings(
        summary=summary,
        unsure=unsure,
        whole=total,
        parts=by_place,
        key_lines=tuple(_grouped(key_lines[:SHOWN])),
        key_caption=_key_caption(len(key_lines), compared=answer.comparison is not None),
        fairness=fairness(runs, stamp=flow.STAMPS.get(asked.pathway.file.provenance, "")),
        drawing=flow_drawing(runs, answer.then.pathway if answer.then else None),
        over_time=tuple(over_time(answer.then or answer.now)),
        by_formula=tuple(_by_formula(answer)),
        unsettled=tuple(never_settles(answer.then or answer.now)),
        warnings=tuple(_warnings(answer)),
        how=tuple(_how(answer)),
    )


def _answer(total: Part, by_place: Sequence[Part], period: str) -> tuple[Sentence, Sentence]:
    """What is sure, as a sentence, and what is too close to say."""
    everything = [("", line) for line in total.lines] + [(part.name, line) for part in by_place for line in part.lines]
    if all(line.verdict is Verdict.SAME for _, line in everything):
        nothing = "Nobody in the simulated runs notices this change: nothing differs."
        return Sentence(nothing, tuple(told(line.claim) for _, line in everything)), Sentence()
    lines = [line for line in total.lines if line.sentence]
    sure = [line for line in lines if line.verdict in _SURE]
    if not sure:
        return _no_total(lines, [item for item in everything if item[1].verdict in _SURE], period), Sentence()
    clauses = list_words(line.sentence.text for line in sure)
    summary = Sentence(f"Over {period}, {clauses}.", tuple(told(line.claim, period) for line in sure))
    return summary, _too_close([line for line in lines if line.verdict is Verdict.UNSURE])


def _too_close(lines: Sequence[Line]) -> Sentence:
    names = [line.label.partition(":")[0].partition(",")[0].lower() for line in lines]
    text = f"Too close to say: {list_words(names)}." if names else ""
    return Sentence(text, tuple(told(line.claim) for line in lines))


def _no_total(lines: Sequence[Line], elsewhere: Sequence[tuple[str, Line]], period: str) -> Sentence:
    """That no total is sure to differ, and what else is: at places, or of how people's time is spread."""
    unsure = [told(line.claim) for line in lines]
    if not elsewhere:
        return Sentence(f"Over {period}, no difference that people would notice is sure.", tuple(unsure))
    first = elsewhere[:NAMED]
    names = [f"{f'{name}: ' if name else ''}{line.label} ({line.words.partition(': ')[2]})" for name, line in first]
    more = f"; and {len(elsewhere) - NAMED} more" if len(elsewhere) > NAMED else ""
    return Sentence(
        f"Over {period}, no total is sure to differ. Sure to differ: {'; '.join(names)}{more}.",
        (*unsure, *(replace(told(line.claim), number=None) for _, line in first)),
    )


def _key_lines(by_place: Sequence[Part], *, compared: bool) -> list[tuple[str, Line]]:
    """The lines of places that say most: of a comparison the ones sure to differ, else waits and occupancy."""
    every = [(part.name, line) for part in by_place for line in part.lines]
    if not compared:
        return [item for item in every if item[1].code in NOW]
    picked: list[tuple[str, Line]] = []
    for name, line in every:
        carried = line.code == SINCE and any(other.code == SINCE for _, other in picked)
        if line.verdict in _SURE and line.code not in FOLDED and not carried:
            picked.append((name, line))
    return picked


def _grouped(lines: Sequence[tuple[str, Line]]) -> list[Rows]:
    """Lines that follow each other under the place that they are of."""
    return [(name, tuple(line for _, line in group)) for name, group in groupby(lines, key=itemgetter(0))]


def _key_caption(found: int, *, compared: bool) -> str:
    caption = "Places where something is sure to change" if compared else "Waits, and how full places are"
    return f"{caption} (the first {SHOWN} of {found})" if found > SHOWN else caption


def _by_formula(answer: Answer) -> list[ByFormula]:
    now, then = answer.now.exact, answer.then.exact if answer.then else None
    if now is None:
        return []
    return [
        ByFormula(
            now.formula,
            f"{_place(answer.now.pathway, where)}: {FORMULA.get(measure, measure)}",
            _told(answer.now, measure, where, value),
            _told(answer.now, measure, where, answer.now.value(measure, where).mean),
            _told(answer.now, measure, where, then.values[measure, where])
            if then and (measure, where) in then.values
            else "",
        )
        for (measure, where), value in now.values.items()
        if any(key.measure == measure and key.where == where for key in answer.now.keys)
        and (value or measure in ("wait", "share lost"))
    ]


def _place(pathway: Pathway, where: str) -> str:
    of = pathway.file.places.get(where)
    return title(of.name if of else None, where)


def _told(result: Result, measure: str, where: str, value: float) -> str:
    unit = next(key.unit for key in result.keys if key.measure == measure and key.where == where)
    return value_scale(unit, abs(value)).value(value)


def _warnings(answer: Answer) -> list[str]:
    """What to mind of the pathway, and beyond that of the change."""
    said = to_mind(answer.now)
    if answer.then:
        still = never_settles(answer.then)
        said += [f"As it is now: {note}" for note in never_settles(answer.now) if note not in still]
        said += [f"With the change: {note}" for note in to_mind(answer.then) if note not in said]
        said += unpriced(answer.now.pathway, answer.then.pathway)
    return said


def _ranges(answer: Answer) -> list[tuple[str, str]]:
    """What the file gives only within a range, and what that does to the limits."""
    known = {one.path: one for side in (answer.now, answer.then) if side for one in side.pathway.uncertain}
    if not known:
        return []
    said = "; ".join(
        (
            f"{called(answer.now.pathway, path)}: {plainly(one.number)}, or "
            f"{plainly(one.low)} to {plainly(one.high)} {one.unit}"
        )
        for path, one in known.items()
    )
    return [
        (
            "Known only within a range",
            f"{said}. Every two runs take other numbers from these ranges, so that the limits hold for what isn’t "
            "known as well as for luck. Each range is taken as holding the truth 95 times in 100.",
        )
    ]


def _prices(pathway: Pathway) -> list[tuple[str, str]]:
    """What the bill is made of, as the file gives it: with it a planner works a difference out by hand."""
    given = pathway.document.data.get("costs") or {}
    told = [
        f"{called(pathway, name)}: {_price(str(text))}"
        for name, of_one in given.items()
        for text in (of_one if isinstance(of_one, list) else [of_one])
    ]
    note = "What is staffed is paid for all the time that it is there, used or not." if "staffed" in str(given) else ""
    return [("Prices in the bill", f"{'; '.join(told)}. {note}".strip())] if told else []


def _price(text: str) -> str:
    return re.sub(r"([\d.,]+) GBP", r"£\1", text)


def _how(answer: Answer) -> list[tuple[str, str]]:
    """How the numbers came about, for who wants to check them."""
    file = answer.now.pathway.file
    visits, before = flow.expected_visits(answer.now.pathway), file.warm_up / DAY
    about_ = float(f"{visits:.2g}")
    warm_up = f" The {plainly(before, 4)} days of warm-up before each are not counted." if before else ""
    runs = (
        count_words(answer.pairs, "pair of runs", "pairs of runs") if answer.then else count_words(answer.pairs, "run")
    )
    return [
        (
            "Simulated",
            f"{runs} of {plainly(file.run / DAY, 4)} days.{warm_up} A run has about {about_:,.0f} visits to places. "
            f"Seed {SEED}.",
        ),
        (
            "Paired",
            "In each pair the same people come at the same moments. In the same situation they draw the same luck. "
            "Only what was changed differs. The difference is then the change's, not chance's, and known far better.",
        ),
        *_ranges(answer),
        *_prices((answer.then or answer.now).pathway),
        (
            "Rounding",
            "A difference is worked out before anything is rounded. So its last figure may not be that of the two "
            "rounded values beside it.",
        ),
        (
            "Limits",
            "These are 95% limits. The long-run difference lies between them 95 times in 100. “Sure” means that the "
            "limits leave out nought. Of twenty rows that differ by chance alone, about one would still look sure.",
        ),
    ]
