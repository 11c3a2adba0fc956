"""Explore: signed in, and with the role. Every answer is cut from the run's own rows, hidden as they are for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pyarrow as pa
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from oneplace.pack import workbook
from oneplace.report import with_units
from oneplace.results import csv_dialect
from oneplace.web.accounts.guard import needs
from oneplace.web.accounts.permissions import Action, Resource
from oneplace.web.explore.asking import Asked, asked
from oneplace.web.explore.presenter import answer, cut
from oneplace.web.files import TYPES
from oneplace.web.pages import page
from oneplace.web.presenters.measured import about_measure
from oneplace.web.snapshot import Snapshot, snapshot


@require_safe
@needs(Action.READ, Resource.EXPLORE)
def overview(request: HttpRequest) -> HttpResponse:
    """A measure, of whom, when, beside whom: the rows, a picture, and the address that asks it again."""
    shot = snapshot()
    question = asked(shot, request.GET)
    found = answer(shot, question) if question.measure else None
    return page(
        request,
        "explore/explore.jinja",
        title="Explore",
        wide=True,
        origins=found.origins if found else (),
        asked=question,
        answer=found,
    )


@require_safe
@needs(Action.READ, Resource.EXPLORE)
def overview_csv(request: HttpRequest) -> HttpResponse:
    """The rows of the answer as CSV, in the columns of ``results`` with the measure's name and unit."""
    return _taken_away(request, ".csv", lambda _shot, rows, _asked: csv_dialect.text(rows))


@require_safe
@needs(Action.READ, Resource.EXPLORE)
def overview_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a workbook, beside what the measure is and what was asked."""
    return _taken_away(
        request, ".xlsx", lambda shot, rows, question: workbook({"results": rows}, [*_told(shot, question)])
    )


def _taken_away(
    request: HttpRequest, ending: str, written: Callable[[Snapshot, pa.Table, Asked], str | bytes]
) -> HttpResponse:
    """The rows of the answer as a file; where something is asked for that isn't there, it says so, and nothing else."""
    shot = snapshot()
    question = asked(shot, request.GET)
    if question.unknown:  # a page can say so beside what it answers; a file of rows can't
        words = "".join(f"{line}\n" for line in question.unknown)
        return HttpResponse(words, status=404, content_type="text/plain; charset=utf-8")
    rows = with_units(cut(shot, question), shot.place)
    response = HttpResponse(written(shot, rows, question), content_type=TYPES[ending])
    named = f"{question.measure.id}-{question.by}" if question.measure else "nothing"
    response["Content-Disposition"] = f'attachment; filename="{named}{ending}"'
    return response


def _told(shot: Snapshot, question: Asked) -> Iterator[tuple[str, str]]:
    yield from about_measure(shot, question.measure) if question.measure else ()
    yield "Address of this answer", question.href
