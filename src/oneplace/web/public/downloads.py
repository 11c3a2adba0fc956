"""What programs and spreadsheets take away: a measure's results as CSV, XLSX and JSON, and the files of a run."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_safe

from oneplace.pack import is_open, workbook
from oneplace.place import Measure
from oneplace.report import with_units
from oneplace.results import csv_dialect
from oneplace.web.files import TYPES, send
from oneplace.web.kept import keep
from oneplace.web.presenters.measured import about_measure
from oneplace.web.snapshot import Snapshot, snapshot


@login_not_required
@require_safe
@keep()
def measure_csv(request: HttpRequest, measure_id: str) -> HttpResponse:
    """The results of one measure as CSV."""
    shot = snapshot()
    text = csv_dialect.text(with_units(shot.tables["results"].cut(measure_of(shot, measure_id).id), shot.place))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{measure_id}.csv"'
    return response


@login_not_required
@require_safe
@keep()
def measure_xlsx(request: HttpRequest, measure_id: str) -> HttpResponse:
    """The results of one measure as a workbook."""
    shot = snapshot()
    found = measure_of(shot, measure_id)
    rows = with_units(shot.tables["results"].cut(found.id), shot.place)
    book = workbook({"results": rows}, about_measure(shot, found))
    response = HttpResponse(book, content_type=TYPES[".xlsx"])
    response["Content-Disposition"] = f'attachment; filename="{measure_id}.xlsx"'
    return response


@login_not_required
@require_safe
@keep()
def measure_json(request: HttpRequest, measure_id: str) -> HttpResponse:
    """The results of one measure as JSON, with the run that made them."""
    shot = snapshot()
    found = measure_of(shot, measure_id)
    content = {"run": shot.run.id if shot.run else None, "measure": found.id, "unit": found.unit}
    return JsonResponse(content | {"results": shot.every_row(found.id)})


@login_not_required
@require_safe
@keep()
def download(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of the run's open data."""
    shot = snapshot()
    if shot.run is None or not is_open(name):
        raise Http404
    return send(shot.run, name)


def measure_of(shot: Snapshot, measure_id: str) -> Measure:
    """The measure with this id. Raises ``Http404`` where the place has none."""
    found = shot.measure(measure_id)
    if found is None:
        raise Http404
    return found
