"""Charts to take away: as a picture with its source, or framed by a page that is allowed to."""

from __future__ import annotations

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from oneplace.charts import bitmap, picture
from oneplace.place import Measure
from oneplace.web.kept import keep
from oneplace.web.pages import page
from oneplace.web.presenters.charts import Drawing, drawing_of
from oneplace.web.snapshot import Snapshot, snapshot

TYPES = {"svg": "image/svg+xml", "png": "image/png"}


@login_not_required
@require_safe
@keep()
def chart(request: HttpRequest, ambition_id: str, kind: str, form: str) -> HttpResponse:
    """The chart of an ambition as a file, its finding and its source in the picture."""
    shot = snapshot()
    found = _found(shot, ambition_id, kind)
    below = [*([found.note] if found.note else []), *source_lines(shot, ambition_id)]
    drawn = picture(str(found.svg), told_of(shot, ambition_id, found.title), below)
    response = HttpResponse(bitmap(drawn) if form == "png" else drawn, content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{ambition_id}-{kind}.{form}"'
    return response


@login_not_required
@require_safe
@keep()
def plain(_request: HttpRequest, ambition_id: str, kind: str) -> HttpResponse:
    """The chart's drawing alone: what a page shows that has its finding and its source beside it."""
    return HttpResponse(str(_found(snapshot(), ambition_id, kind).svg), content_type=TYPES["svg"])


@login_not_required
@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": settings.ONEPLACE_EMBEDDERS})  # type: ignore[arg-type]  # it knows no arguments
@keep()
def embed(request: HttpRequest, ambition_id: str, kind: str) -> HttpResponse:
    """The chart alone, for a page of the sites that the settings allow to frame it."""
    shot = snapshot()
    found = _found(shot, ambition_id, kind)
    title, lines = told_of(shot, ambition_id, found.title), source_lines(shot, ambition_id)
    return page(request, "public/embed.jinja", title=title, drawing=found, source=lines, ambition_id=ambition_id)


def told_of(shot: Snapshot, ambition_id: str, finding: str) -> str:
    """A chart's finding with what it is of: away from its page, "for England it was 26.3 minutes" tells nobody."""
    measure = _measure(shot, ambition_id)
    return f"{measure.name}. {finding}" if measure and measure.name.lower() not in finding.lower() else finding


def source_lines(shot: Snapshot, ambition_id: str) -> list[str]:
    """Where a chart's numbers are from: the source and the run; made-up ones say so first."""
    measure = _measure(shot, ambition_id)
    run = shot.run.id if shot.run else ""
    site = shot.place.place.branding.title or shot.place.place.name
    made_up = _made_up(shot, measure)
    named = f"Source: {measure.source or 'the linked record'}." if measure else ""
    return [line for line in (made_up, named, f"{site}, run {run}.") if line]


def _measure(shot: Snapshot, ambition_id: str) -> Measure | None:
    return shot.measure(next(item.measure for item in shot.ambitions if item.id == ambition_id))


def _made_up(shot: Snapshot, measure: Measure | None) -> str:
    origin = shot.origins.get(measure.id) if measure else None
    return {
        "synthetic": "Synthetic: computed from made-up people.",
        "illustrative": "Illustrative: invented to show the form.",
    }.get(origin or "", "")


def _found(shot: Snapshot, ambition_id: str, kind: str) -> Drawing:
    known = any(item.id == ambition_id for item in shot.ambitions)
    found = drawing_of(shot, ambition_id, kind) if known else None
    if found is None:
        raise Http404
    return found
