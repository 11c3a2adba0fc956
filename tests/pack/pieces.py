"""Evidence of a run with a measured ambition (A1) and one that nothing measures (A2), from the rows given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from oneplace.charts import Chart
from oneplace.pack.document import Section, Table, Text
from oneplace.pack.drawing import Drawn
from oneplace.pack.evidence import Evidence, Judged
from tests.progress.sentence_row import a_row
from tests.report import a_run

MANIFEST = {"as_of": "2026-05-01", "run": "r1", "software": "s", "built_on": "2026-05-02T08:00:00+00:00"}
NOTHING = Drawn(None, None, None, None, None)
YEAR = {"period_start": date(2024, 4, 1), "period_end": date(2025, 4, 1), "period_label": "2024/25"}


def chart(kind: str) -> Chart:
    """A drawing whose content doesn't matter."""
    return Chart(f"A1-{kind}", kind, f"Title of {kind}", "Subtitle", "Words", "", "<svg/>")


def judged(found, key="A1", *, groups=(), signals=(), gaps=(), neighbourhoods=(), **row) -> Judged:
    """An ambition of the place of ``a_run`` with its row of progress."""
    ambition = next(one for one in found.ambitions if one.id == key)
    outcome = next(one for one in found.place.strategy.outcomes if one.id == key)
    full = a_row(ambition=key, baseline=9.0, baseline_label="2020/21", **YEAR) | row
    return Judged(
        outcome=outcome,
        ambition=ambition,
        measure=found.measure(ambition.measure),
        row=full,
        paths=(),
        groups=groups,
        neighbourhoods=neighbourhoods,
        everyone=None,
        here=None,
        areas=(),
        signals=signals,
        gaps=gaps,
    )


def evidence(folder, more="", *, a1=None, a2=None, earlier=None, manifest=None, **tables) -> Evidence:
    """The evidence of a run in which A1 and A2 stand as given; without one of them it isn't judged."""
    folder.mkdir(exist_ok=True)
    report = a_run.report(a_run.a_place(folder, more), **tables)
    given = {"A1": a1, "A2": a2}
    found = [judged(report, key, **row) for key, row in given.items() if row is not None]
    return Evidence(report, MANIFEST | (manifest or {}), earlier, found)


def replace_paths(one: Judged, rows) -> Judged:
    """The ambition with the lines of its chart."""
    return replace(one, paths=rows)


def with_judged(found: Evidence, judged_ones) -> Evidence:
    """The evidence with these ambitions."""
    return replace(found, judged=judged_ones)


def texts(section: Section) -> list[str]:
    """The paragraphs of a section."""
    return [block.text for block in section.blocks if isinstance(block, Text)]


def rows(section: Section, caption: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a section's table."""
    return next(block.rows for block in section.blocks if isinstance(block, Table) and block.caption == caption)


def kinds(section: Section) -> list[str]:
    """What stands in a section, block by block: a chart by its kind, a text by its own."""
    named = {"Figure": lambda block: block.chart.kind, "Text": lambda block: block.kind}
    return [named.get(type(block).__name__, lambda block: type(block).__name__)(block) for block in section.blocks]
