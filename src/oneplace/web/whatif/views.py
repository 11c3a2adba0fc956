"""The what-if pages: choose a pathway, move a number, see the difference."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

import pyarrow as pa
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oneplace import flow, run
from oneplace.problems import OneplaceError
from oneplace.report import Move, moves
from oneplace.results import csv_dialect
from oneplace.web.accounts.guard import needs
from oneplace.web.accounts.permissions import Action, Resource
from oneplace.web.pages import Link, page
from oneplace.web.snapshot import OnceARun, Snapshot, snapshot
from oneplace.web.turns import BusyError
from oneplace.web.whatif.answering import Answer, answer, is_warm, stays
from oneplace.web.whatif.asking import Asked, ask
from oneplace.web.whatif.content import content as content_of
from oneplace.web.whatif.presenters.about import about
from oneplace.web.whatif.presenters.growth import Needs, needs_of
from oneplace.web.whatif.presenters.naming import named
from oneplace.web.whatif.served import Served, pathways

for_planners = needs(Action.ASK, Resource.WHAT_IF)
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
WRONG = "Error: "
GONE = "waitress.client_disconnected"
"""Where the server puts what tells whether the reader has gone (``listening.py``)."""
FIT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; "
    + "sandbox"
)
"""The page that stands alone has its style inside; it has no script and asks for nothing."""


def in_turn(view: View[P]) -> View[P]:
    """Where too many ask at once, tell the reader to come back in a moment (503)."""

    @wraps(view)
    def waited(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except BusyError:
            return _busy(request)

    return waited


def _busy(request: HttpRequest) -> HttpResponse:
    words = (_("Several what-ifs are being worked out just now."), _("Wait a few seconds and load this page again."))
    response = page(request, "error.jinja", title=_("One moment, please"), paragraphs=words)
    response.status_code = 503
    response["Retry-After"] = "5"
    return response


@require_safe
@for_planners
def choose(request: HttpRequest) -> HttpResponseBase:
    """Which pathway?"""
    served = pathways(snapshot())
    read = [(item.id, about(item.pathway)) for item in served.values() if item.pathway]
    broken = [item for item in served.values() if not item.pathway]
    origins = {"illustrative"} if any(one.illustrative for _, one in read) else set()
    return page(
        request, "whatif/choose.jinja", title="What if?", origins=origins, pathways=read, broken=broken, warm=is_warm()
    )


@require_safe
@for_planners
@in_turn
def pathway(request: HttpRequest, pathway_id: str) -> HttpResponseBase:
    """One pathway: as it is, or with what the address changes."""
    served, asked = _asked(request, pathway_id)
    if asked.shortened and not asked.is_wrong:
        return redirect(_address(served, asked))
    found, problem = _answered(request, served, asked)
    content = content_of(served, asked, found)
    wrong = asked.is_wrong or bool(problem)
    problems = [*(named(asked.pathway, text) for text in asked.problems), *([problem] if problem else [])]
    return page(
        request,
        "whatif/pathway.jinja",
        title=f"{WRONG if wrong else ''}{content.about.name}: what if?",
        crumbs=[Link(_("What if?"), reverse("whatif:choose"))],
        wide=True,
        what=content,
        asked=asked,
        moved=_priced_anew(snapshot(), served.id),
        problems=problems,
        address=request.build_absolute_uri(_address(served, asked)),
        csv=f"{reverse('whatif:differences_csv', args=[served.id])}?{asked.query(served.version)}",
        measures=f"{reverse('whatif:measures', args=[served.id])}?{asked.query(served.version)}",
        outdated=asked.version not in (None, served.version),
        version=served.version,
        pathway_id=served.id,
        software=run.software(),
        fits=served.fit is not None,
        grows=asked.pathway.file.growth is not None,
        command=_command(served, asked),
    )


@require_safe
@for_planners
@in_turn
def measures(request: HttpRequest, pathway_id: str) -> HttpResponseBase:
    """Every measure of every place, for the same question: too many for its page."""
    served, asked = _asked(request, pathway_id)
    found, problem = _answered(request, served, asked)
    back = f"{reverse('whatif:pathway', args=[served.id])}?{request.GET.urlencode()}"
    if found is None or problem or asked.is_wrong:
        return redirect(back)  # which says why
    content = content_of(served, asked, found)
    return page(
        request,
        "whatif/measures.jinja",
        title=_("{name}: every measure of every place").format(name=content.about.name),
        crumbs=[Link(_("What if?"), reverse("whatif:choose")), Link(content.about.name, back)],
        wide=True,
        what=content,
        back=back,
    )


@require_safe
@for_planners
@in_turn
def differences_csv(request: HttpRequest, pathway_id: str) -> HttpResponseBase:
    """Every measure of the answer as CSV: now, with the change, the paired difference and its limits."""
    served, asked = _asked(request, pathway_id)
    found, problem = _answered(request, served, asked)
    if found is None or problem or asked.is_wrong:
        return HttpResponse("This can't be simulated; the page says why.\n", status=400, content_type="text/plain")
    rows = found.comparison.rows() if found.comparison else found.now.rows()
    provenance = asked.pathway.file.provenance
    made = {"origin": provenance if provenance in flow.STAMPS else ""}
    text = csv_dialect.text(pa.Table.from_pylist([row | made for row in rows]))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{served.id}-what-if.csv"'
    return response


@require_safe
@for_planners
def fit(request: HttpRequest, pathway_id: str) -> HttpResponseBase:
    """How well the pathway fits what was observed: the page that the place keeps beside it."""
    served, _pathway = _served(pathway_id)
    if served.fit is None:
        raise Http404
    response = HttpResponse(served.fit.read_bytes(), content_type="text/html; charset=utf-8")
    response["Content-Security-Policy"] = FIT_POLICY
    return response


@require_safe
@for_planners
def growth(request: HttpRequest, pathway_id: str) -> HttpResponseBase:
    """The beds that will be needed in the last year of the pathway's growth, step by step what drives them."""
    served, pathway = _served(pathway_id)
    if pathway.file.growth is None:
        raise Http404
    try:
        content = _needs(snapshot(), pathway_id, pathway)
    except OneplaceError as error:
        said = named(pathway, " ".join(f"{problem.message} {problem.mend}" for problem in error.problems))
        return page(request, "error.jinja", title=_("Growth can’t be worked out"), paragraphs=(said,))
    return page(
        request,
        "whatif/growth.jinja",
        title=f"{content.about.name}: {_('beds needed')}",
        crumbs=[
            Link(_("What if?"), reverse("whatif:choose")),
            Link(content.about.name, reverse("whatif:pathway", args=[served.id])),
        ],
        needs=content,
        pathway_id=served.id,
    )


@require_safe
@for_planners
def model(request: HttpRequest, pathway_id: str) -> HttpResponseBase:
    """The model on paper: what it is for, what is in it, what it assumes (STRESS-DES)."""
    served, pathway = _served(pathway_id)
    response = HttpResponse(flow.stress_des(pathway), content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{served.id}-model.md"'
    return response


_kept: OnceARun[dict[str, Needs]] = OnceARun(lambda _shot: {})


def _needs(shot: Snapshot, pathway_id: str, pathway: flow.Pathway) -> Needs:
    """What a pathway needs as its place grows, worked out once a run: nothing that a reader asks changes it."""
    kept = _kept(shot)
    if pathway_id not in kept:
        kept[pathway_id] = needs_of(pathway)
    return kept[pathway_id]


def _priced_anew(shot: Snapshot, pathway_id: str) -> list[Move]:
    """The prices of a pathway that are others than in the run before: by them alone a plan may look cheaper."""
    rows = [row for row in shot.changes if (row["part"], row["subject"]) == ("pathways", pathway_id)]
    return [one for one in moves(shot.place, rows) if one.matters]


def _served(pathway_id: str) -> tuple[Served, flow.Pathway]:
    served = pathways(snapshot()).get(pathway_id)
    if served is None or served.pathway is None:
        raise Http404
    return served, served.pathway


def _asked(request: HttpRequest, pathway_id: str) -> tuple[Served, Asked]:
    served, pathway = _served(pathway_id)
    return served, ask(request.GET.dict(), pathway)


def _answered(request: HttpRequest, served: Served, asked: Asked) -> tuple[Answer | None, str]:
    """The answer, and what stands in its way: then it is that of the pathway as it is, or none."""
    gone = request.META.get(GONE, stays)
    try:
        found = answer(served, Asked(asked.pathway), gone)
    except OneplaceError as error:
        said = named(asked.pathway, " ".join(problem.message for problem in error.problems))
        return None, f"The pathway as it is can’t be simulated, so nothing can be set beside it: {said}"
    if asked.is_wrong or asked.is_empty:
        return found, ""
    try:
        return answer(served, asked, gone), ""
    except OneplaceError as error:
        said = " ".join(f"{problem.message} {problem.mend}" for problem in error.problems)
        return found, f"This can’t be simulated: {named(asked.pathway, said)}"


def _address(served: Served, asked: Asked) -> str:
    return f"{reverse('whatif:pathway', args=[served.id])}?{asked.query(served.version)}"


def _command(served: Served, asked: Asked) -> str:
    """The same question for the command line, in the place's own folder."""
    sets = " ".join(f'--set "{path}={value}"' for path, value in asked.set.items() if isinstance(value, str))
    return f"oneplace flow pathways/{served.id}.yaml --compare {sets}"
