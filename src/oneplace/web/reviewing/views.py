"""Doubtful links: the queue without names, and a pair side by side; each look and each answer is on the trail."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oneplace import run as runs
from oneplace.problems import OneplaceError
from oneplace.record import Doubt, Said
from oneplace.vocabulary.typed_text import typed_text
from oneplace.web.accounts.actors import actor_of
from oneplace.web.accounts.guard import needs
from oneplace.web.accounts.permissions import Action, Resource
from oneplace.web.audit.trail import Event, note
from oneplace.web.pages import Link, page
from oneplace.web.reviewing.presenter import ANSWERS, SHOWN, fields, line, partner, said, told
from oneplace.web.snapshot import snapshot

reviewers = needs(Action.RECORD, Resource.LINKS)


@require_safe
@never_cache
@reviewers
def queue(request: HttpRequest) -> HttpResponse:
    """The pairs to look at: contradictions first, then the likeliest."""
    shot = snapshot()
    try:
        doubts = runs.links.doubts(shot.place_folder)
    except OneplaceError as error:
        doubts, missing = [], error.problems[0].message
    else:
        missing = ""
    return page(
        request,
        "reviewing/queue.jinja",
        title="Doubtful links",
        wide=True,
        origins=_origins(),
        lines=[line(shot, each) for each in doubts[:SHOWN]],
        number=len(doubts),
        missing=missing,
        told=request.GET.get("told", ""),
        beside=_beside(request),
        several_numbers=request.GET.get("numbers") == "several",
    )


def _beside(request: HttpRequest) -> list[str]:
    """What was said of the pair that was just answered."""
    asked = request.GET.get("pair", "") if request.GET.get("told") == "beside" else ""
    found = runs.links.answered(snapshot().place_folder, asked) if asked else None
    return told(found) if found else []


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@reviewers
def pair(request: HttpRequest, pair_id: str) -> HttpResponse:
    """Both sides of one pair, and what is said of it."""
    doubt = _doubt(request, pair_id)
    if doubt is None:
        return redirect(f"{_address()}?told={'unkept' if request.method == 'POST' else 'settled'}")
    given, reason = request.POST.get("answer", ""), typed_text(request.POST.get("why", ""))
    wrong = _wrong(given, reason) if request.method == "POST" else {}
    if request.method == "POST" and not wrong:
        try:
            return _keep(request, doubt, Said(given), reason)
        except OneplaceError as error:
            wrong = {"answer": f"{error.problems[0].message} {error.problems[0].mend}"}
    return _shown(request, doubt, wrong, given=given, reason=reason)


def _doubt(request: HttpRequest, pair_id: str) -> Doubt | None:
    """The pair while it is open, and to one who answers it also as others settled it meanwhile."""
    folder = snapshot().place_folder
    try:
        return runs.links.doubt(folder, pair_id)
    except OneplaceError:
        found = runs.links.answered(folder, pair_id) if request.method == "POST" else None
    try:
        if found:
            runs.links.sides(folder, found.pair)
    except OneplaceError:
        return None  # the record has one of the two no more: there is nothing to show, and nothing to answer
    return found


def _wrong(given: str, reason: str) -> dict[str, str]:
    wrong = {} if given in set(Said) else {"answer": "Choose one of the three answers."}
    return wrong if reason else {**wrong, "why": "Write what shows it."}


def _keep(request: HttpRequest, doubt: Doubt, given: Said, reason: str) -> HttpResponse:
    """Keep the answer, in the place of what its giver read was said before, and note it on the trail.

    What others said meanwhile stands beside it, and is told.
    """
    shot, by = snapshot(), _name(request)
    read = request.POST.get("read", "").split()
    kept = runs.links.answer(shot.place_folder, doubt.pair, given, by=by, reason=reason, instead_of=read)
    note(Event.LINK_ANSWERED, place=shot.place.place.id, by=by, about=f"pair {doubt.id}", detail=given.value)
    others = runs.links.beside(shot.place_folder, kept)
    numbers = "&numbers=several" if runs.links.numbers_joined(shot.place_folder, kept) else ""
    return redirect(f"{_address()}?told={f'beside&pair={doubt.id}' if others else 'kept'}{numbers}")


def _shown(request: HttpRequest, doubt: Doubt, wrong: dict[str, str], *, given: str, reason: str) -> HttpResponse:
    shot = snapshot()
    one, other = runs.links.sides(shot.place_folder, doubt.pair)
    sources = ", ".join(source for source, _key in doubt.pair)
    note(
        Event.IDENTITIES_SEEN,
        place=shot.place.place.id,
        by=_name(request),
        about=f"pair {doubt.id}",
        detail=sources[:400],
    )
    response = page(
        request,
        "reviewing/pair.jinja",
        title="Is this one person?",
        crumbs=[Link("Doubtful links", _address())],
        origins=_origins(),
        doubt=doubt,
        sides=[(partner(shot, side.record[0]), side.record[1], len(side.others)) for side in (one, other)],
        fields=fields(doubt, one, other),
        said=said(doubt),
        answers=[(each.value, words) for each, words in ANSWERS.items()],
        given=given,
        reason=reason,
        wrong=wrong,
    )
    response.status_code = 400 if wrong else 200
    return response


def _origins() -> list[str]:
    declared = snapshot().place.sources
    return ["synthetic"] if declared is not None and declared.synthetic else []


def _name(request: HttpRequest) -> str:
    actor = actor_of(request)
    return actor.name if actor else ""


def _address() -> str:
    return reverse("reviewing:queue")
