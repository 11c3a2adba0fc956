"""Where the way through a theme's steps breaks, a row a group: each step's finding, and by which measures."""

from __future__ import annotations

from markupsafe import Markup

from oneplace.place import Theme
from oneplace.report import Step, Way, untold_steps, ways
from oneplace.vocabulary.dimensions import BY_CODE
from oneplace.web.formats import capital
from oneplace.web.presenters.tables import Cell, Table, TableLine
from oneplace.web.public.presenters.groups import address
from oneplace.web.snapshot import Snapshot

BREAKS = "Where it breaks"


def ways_table(shot: Snapshot, theme: Theme, by: str) -> Table:
    """The groups of a breakdown in rows, the theme's steps in columns."""
    columns = (BREAKS, *(facet.title for facet in theme.facets.values()))
    rows = ways(shot, theme, by)

    def line(one: Way) -> TableLine:
        name = Markup('<a href="{}">{}</a>').format(address(one.people), one.people.name)
        return TableLine(name, (Cell(one.breaks), *map(_cell, one.steps)))

    caption = f"{BREAKS}: {BY_CODE[by].title.lower()}"
    return Table(f"ways-{by}", caption, "Group", columns, rows, line, rows, "", worded=frozenset(columns))


def untold(shot: Snapshot, theme: Theme) -> list[str]:
    """At which steps no group of a breakdown is told apart, and why."""
    return [words for by in theme.chain for words in untold_steps(shot, theme, by, ways(shot, theme, by))]


def _cell(step: Step) -> Cell:
    return Cell(capital(step.found.value), "; ".join(step.by))
