"""Tables of any length, sheet by sheet, and how a measure's numbers were made, word for word.

They hold what a measure's or an ambition's page has no room for, are reached from it, and stand in no sitemap.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oneplace.place import Measure
from oneplace.progress import Status, whose_note
from oneplace.report import of_dimension
from oneplace.web.kept import keep
from oneplace.web.pages import Link, page
from oneplace.web.presenters import measured
from oneplace.web.presenters.sheets import asked, of_sheet
from oneplace.web.presenters.standing import standing
from oneplace.web.presenters.tables import SHEET, Table
from oneplace.web.public.presenters.ambition import chart_table
from oneplace.web.public.presenters.funnel import FEWEST_EVENTS, funnel_page
from oneplace.web.snapshot import Snapshot, snapshot


@login_not_required
@require_safe
@keep(of_sheet)
def measure_table(request: HttpRequest, measure_id: str, part: str) -> HttpResponse:
    """One table of a measure, whole."""
    shot = snapshot()
    measure = _measure(shot, measure_id)
    table = measured.table(shot, measure, part)
    crumbs = [Link(_("Data"), reverse("public:data")), Link(measure.name, reverse("public:measure", args=[measure.id]))]
    return _printed(request, shot, table, measure=measure, about=measure.name, crumbs=crumbs)


@login_not_required
@require_safe
@keep(of_sheet)
def ambition_table(request: HttpRequest, ambition_id: str) -> HttpResponse:
    """The numbers of an ambition's chart, whole."""
    shot = snapshot()
    outcome = next((item for item in shot.place.strategy.outcomes if item.id == ambition_id), None)
    if outcome is None:
        raise Http404
    here = standing(shot, outcome)
    crumbs = [
        Link(_("Strategy"), reverse("public:strategy")),
        Link(here.question, reverse("public:ambition", args=[ambition_id])),
    ]
    return _printed(
        request,
        shot,
        chart_table(shot, here),
        measure=shot.measure(here.measure),
        about=here.question,
        crumbs=crumbs,
        unset="No target is set." if here.row["status"] == Status.NO_TARGET_SET else "",
    )


@login_not_required
@require_safe
@keep(of_sheet)
def funnel(request: HttpRequest, measure_id: str) -> HttpResponse:
    """Which practices, organisations or parts of the place lie beyond what chance would make?"""
    shot = snapshot()
    measure = _measure(shot, measure_id)
    found, sheet = funnel_page(shot, measure), asked(request)
    if sheet > (found.table.sheets if found else 1):
        raise Http404
    origin = shot.origins.get(measure.id)
    crumbs = [Link(_("Data"), reverse("public:data")), Link(measure.name, reverse("public:measure", args=[measure.id]))]
    return page(
        request,
        "public/funnel.jinja",
        title=f"{measure.name}: beyond chance?",
        origins={origin} if origin else (),
        crumbs=crumbs,
        funnel=found,
        lines=found.table.sheet(sheet) if found else [],
        sheet=sheet,
        measure=measure,
        fewest=FEWEST_EVENTS,
    )


@login_not_required
@require_safe
@keep()
def made(request: HttpRequest, measure_id: str) -> HttpResponse:
    """The definition of a measure as written and the SQL that ran."""
    shot = snapshot()
    measure = _measure(shot, measure_id)
    definition = measured.definition(shot, measure)
    if definition is None:
        raise Http404
    crumbs = [Link(_("Data"), reverse("public:data")), Link(measure.name, reverse("public:measure", args=[measure.id]))]
    title = f"{measure.name}: how it was made"
    return page(request, "public/made.jinja", title=title, crumbs=crumbs, measure=measure, definition=definition)


def _printed(
    request: HttpRequest,
    shot: Snapshot,
    table: Table | None,
    *,
    measure: Measure | None,
    about: str,
    crumbs: list[Link],
    unset: str = "",
) -> HttpResponse:
    sheet = asked(request)
    if table is None or sheet > table.sheets:
        raise Http404
    own = of_dimension(shot.results(measure.id), "all") if measure else []
    origin = shot.origins.get(measure.id) if measure else None
    return page(
        request,
        "public/table.jinja",
        title=f"{about} The numbers, period by period" if table.part == "chart" else f"{about}: {table.caption}",
        origins={origin} if origin else (),
        crumbs=crumbs,
        whose=whose_note(shot.place, next((row["whose"] for row in reversed(own) if row["whose"]), None)),
        unset=unset,
        measure=measure,
        table=table,
        lines=table.sheet(sheet),
        sheet=sheet,
        first=(sheet - 1) * SHEET + 1,
        last=min(sheet * SHEET, len(table.rows)),
    )


def _measure(shot: Snapshot, measure_id: str) -> Measure:
    found = shot.measure(measure_id)
    if found is None:
        raise Http404
    return found
