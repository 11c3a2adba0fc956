"""Measures in rows, breakdowns in columns: each group's value with its limits, or why there is none and whom to ask."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from oneplace.place import Facet, Measure, Theme
from oneplace.progress import whose_name
from oneplace.report import Row, gap_with_figures, whom_to_ask
from oneplace.vocabulary.dimensions import BY_CODE, EVERYONE
from oneplace.vocabulary.wording import when as period_words
from oneplace.web.formats import capital
from oneplace.web.presenters.figures import Figure, figure
from oneplace.web.presenters.spines import href
from oneplace.web.presenters.tables import Cell, Table, TableLine
from oneplace.web.snapshot import Snapshot


def groups_set_out(shot: Snapshot, theme: Theme, facet: Facet, measures: Sequence[Measure]) -> Table:
    """What a facet's measures say of every group of the breakdowns that its theme sets out."""
    columns = ("All together", *(BY_CODE[by].title for by in theme.set_out))

    def line(one: Measure) -> TableLine:
        name = Markup('<a href="{}">{}</a>').format(href(shot, one), one.name)
        return TableLine(name, (_everyone(shot, one), *(_groups(shot, facet, one, by) for by in theme.set_out)))

    caption = f"{facet.title}: group by group"
    return Table("groups", caption, "Measure", columns, measures, line, measures, "", worded=frozenset(columns))


def _everyone(shot: Snapshot, measure: Measure) -> Cell:
    """The place's value with what it is a share of: a step without its denominator can't be set beside the next."""
    of = f"Of: {measure.denominator[:1].lower()}{measure.denominator[1:]}." if measure.denominator else ""
    source = f"{measure.source}." if measure.source else ""
    rows = shot.latest(measure.id, EVERYONE)
    if not rows or rows[0]["value"] is None:
        return Cell("No value of the place as a whole", f"{of} {source}".strip())
    row = rows[0]
    one = figure(row, measure)
    return Cell(_value(one), f"{_period(shot, row)} {of} {source}".strip(), one.origin)


def _groups(shot: Snapshot, facet: Facet, measure: Measure, by: str) -> Cell:
    rows = shot.latest(measure.id, by)
    if not rows:
        return Cell(_missing(shot, facet, measure, by))
    figures = [figure(row, measure) for row in rows]
    words = Markup("").join(Markup("<li>{}: {}</li>").format(one.label, _value(one)) for one in figures)
    origin = next((one.origin for one in figures if one.origin), None)
    note = f"{_period(shot, rows[0])} {gap_with_figures(shot, measure, by)}".strip()
    return Cell(Markup('<ul class="nhsuk-list">{}</ul>').format(words), note, origin)


def _missing(shot: Snapshot, facet: Facet, measure: Measure, by: str) -> str:
    """Why a measure tells no groups apart, and whom to ask; nobody where it is of one sex and of no other."""
    stated = "This run has no values for it" if measure.breakdowns.has(by) else measure.breakdowns.said(by)
    if by == "sex" and measure.whom.sex:
        return f"{stated.rstrip('.')}."
    held = f"Whom to ask: {facet.plan.held_by}." if facet.plan else whom_to_ask(shot.place)
    return f"Not known. {stated.rstrip('.')}. {measure.breakdown_gap or held}"


def _value(one: Figure) -> str:
    return f"{one.value} ({one.interval})" if one.interval else one.value


def _period(shot: Snapshot, row: Row) -> str:
    """When a row is of, and of whom where not of the place."""
    whose = f", {whose_name(shot.place, row['whose'])}" if row["whose"] else ""
    return f"{capital(period_words(row['period_label']))}{whose}."
