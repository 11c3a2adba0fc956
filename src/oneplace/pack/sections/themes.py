"""Themes: what each asks, what answers it, and who is to get the numbers that nobody has here."""

from __future__ import annotations

from oneplace.pack.document import Block, Items, Section, Table, Text
from oneplace.pack.evidence import Evidence
from oneplace.place import Theme
from oneplace.report import themes as told

_COLUMNS = ("Asked", "Known", "The gap", "Ahead, for an ambition")
_NONE = "—"


def themes(found: Evidence) -> Section:
    """The section of all themes; one plain sentence where the place's files take none."""
    title, every = "Themes", list(found.place.themes.values())
    if not every:
        return Section("themes", title, (Text("The place’s files take no theme."),))
    blocks: list[Block] = [Text(told.wanted(found.report).text or "Every question has a number.", "lead")]
    if alone := found.place.strategy.unthemed(every, found.place.measures):
        blocks += [Text("The strategy promises this, and no theme shows it:"), Items(tuple(one.text for one in alone))]
    lines = told.lines(found.report)
    each = tuple(_theme(found, one, [line for line in lines if line["theme"] == one.id]) for one in every)
    return Section("themes", title, tuple(blocks), each)


def _theme(found: Evidence, theme: Theme, lines: list[dict[str, str | None]]) -> Section:
    said = (theme.asks, told.counted(found.report, theme).text, told.unplanned(found.report, theme).text)
    rows = tuple(_row(found, theme, line) for line in lines)
    blocks: list[Block] = [
        Text(" ".join(part for part in said if part)),
        Table(f"{theme.title}, asked", _COLUMNS, rows),
    ]
    done = told.actions(found.place, theme)
    doing = (
        *(f"Workstream: {one.name}" for one in done.workstreams),
        *(f"Decision: {one.title}" for one in done.decisions),
    )
    blocks.append(Items(doing) if doing else Text("The strategy’s files name no workstream or decision for it."))
    return Section(f"theme-{theme.id}", theme.title, tuple(blocks))


def _row(found: Evidence, theme: Theme, line: dict[str, str | None]) -> tuple[str, ...]:
    if line["measure"] is None:
        plan = told.plan_words(found.place, theme.facets[line["question"] or ""], found.report.as_of)
        return _asked(line), f"No number is known here. {plan}", _NONE, _NONE
    value = f"{line['measure_name']}: {line['value_words']}"
    ahead = "" if line["outlook"] == told.NO_FORECAST else line["outlook"]  # the column's name says of what one is made
    return _asked(line), value, line["gap_sentence"] or _NONE, ahead or _NONE


def _asked(line: dict[str, str | None]) -> str:
    part = f" This tells only a part of it: {line['leaves_open']}." if line["measure"] and line["leaves_open"] else ""
    return f"{line['title']}: {line['asks']}{part}"
