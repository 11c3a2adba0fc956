"""The roadmap, and the plan beside what is said: what is expected when, by stage of life and by ambition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from oneplace.place import Workstream
from oneplace.report.plan import expected_words, plan_rows
from oneplace.report.rows import Row
from oneplace.report.run_report import RunReport
from oneplace.vocabulary.wording import count_words, day_words, marked

_NO_STAGE = "No stage of life"


@dataclass(frozen=True)
class Ahead:
    """A line of the roadmap: a stage of life, and what is expected in each year."""

    stage: str
    years: Mapping[int, tuple[str, ...]]


def roadmap_rows(found: RunReport) -> list[Ahead]:
    """What is expected in which year for which stage of life.

    A workstream of several stages stands in each; only one of none stands outside them.
    """
    streams = {one.id: _stages(found, one) for one in found.place.strategy.workstreams}
    told: dict[str, dict[int, list[str]]] = {}
    for row in plan_rows(found):
        if not row["expected"] or row["state"] == "stopped":
            continue
        words = f"{marked(row['text'], row['origin'])} ({_when(found, row)})"
        for stage in streams[row["workstream"]]:
            told.setdefault(stage, {}).setdefault(row["expected"].year, []).append(words)
    order = [*(one.name or one.id for one in found.place.strategy.stages), _NO_STAGE]
    return [
        Ahead(stage, {year: tuple(words) for year, words in sorted(told[stage].items())})
        for stage in order
        if stage in told
    ]


def _stages(found: RunReport, stream: Workstream) -> list[str]:
    """The stages of life that it serves by its ambitions, each once."""
    names = {one.id: one.name or one.id for one in found.place.strategy.stages}
    of_outcome = {one.id: one.stage for one in found.place.strategy.outcomes}
    served = dict.fromkeys(names[stage] for key in stream.outcomes if (stage := of_outcome.get(key)) in names)
    return list(served) or [_NO_STAGE]


def _when(found: RunReport, row: Row) -> str:
    if row["state"] == "done":
        return f"{day_words(row['expected'])}, done"
    late = f", late: agreed for {day_words(row['due'])}" if row["late"] else ""
    return f"{expected_words(found, row)}{late}"


def plan_beside(found: RunReport, ambition: str) -> list[str]:
    """How each workstream that serves an ambition stands by its plan, a paragraph each.

    It stands beside what is said of the ambition, so that words and plan can't part unseen.
    """
    rows = plan_rows(found)
    return [
        _beside(found, stream, [row for row in rows if row["workstream"] == stream.id and row["state"] != "stopped"])
        for stream in found.place.strategy.workstreams
        if ambition in stream.outcomes
    ]


def _beside(found: RunReport, stream: Workstream, rows: Sequence[Row]) -> str:
    name = f"By the plan of {marked(f'“{stream.name}”', stream.provenance)}"
    if not rows:
        return f"{name}: no milestone is set."
    done = sum(row["state"] == "done" for row in rows)
    of, verb = count_words(len(rows), "milestone"), "is" if 1 in (done, len(rows)) else "are"
    return " ".join([f"{name}: {done} of {of} {verb} done.", *_open(found, rows)])


def _open(found: RunReport, rows: Sequence[Row]) -> Iterator[str]:
    """What is late, a sentence each, and what comes next."""
    still = sorted((row for row in rows if row["state"] != "done" and row["expected"]), key=lambda row: row["expected"])
    for row in still:
        if row["late"]:
            agreed, now = day_words(row["due"]), expected_words(found, row)
            yield f"“{row['text']}” is late (agreed for {agreed}, now expected {now})."
    if coming := next((row for row in still if not row["late"]), None):
        yield f"Next is “{coming['text']}”, expected {expected_words(found, coming)}."
