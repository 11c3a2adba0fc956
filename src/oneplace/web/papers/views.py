"""The pages of whoever may read what is exempt: every paper, its versions and history; uploading and marking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oneplace.delivery.happened import AGREED, RULES, Entry, Kind, Paper, WrongError, open_to, tells_exempt
from oneplace.web.accounts.actors import actor_of
from oneplace.web.accounts.guard import needs
from oneplace.web.accounts.permissions import Action, Actor, Resource, may
from oneplace.web.audit.trail import Event, note
from oneplace.web.delivery import record
from oneplace.web.delivery.actions import MeanwhileError, new_id, record_change
from oneplace.web.delivery.minutes import kept_from
from oneplace.web.delivery.papers_about import may_read
from oneplace.web.fields import Form, filled, form_page
from oneplace.web.pages import Link, page
from oneplace.web.papers import presenter
from oneplace.web.papers.actions import upload
from oneplace.web.papers.sending import content_of, send
from oneplace.web.papers.taking import Found, NotTakenError, found_in
from oneplace.web.snapshot import snapshot

readers, uploaders = needs(Action.READ, Resource.PAPERS), needs(Action.RECORD, Resource.PAPERS)
STALE = "Somebody changed this paper meanwhile. Look at its page, then send this again."


@require_safe
@never_cache
@readers
def kept(request: HttpRequest) -> HttpResponse:
    """Every paper that the reader may read, whoever else may."""
    shot = snapshot()
    found, standing = record.declared(shot), record.now(shot)
    held = sorted(record.of_kind(shot.place.place.id, Kind.PAPER).values(), key=lambda one: one[-1].at, reverse=True)
    actor = actor_of(request)
    lines = [presenter.line(one, found, standing) for one in held if may_read(shot, one, actor).allowed]
    addable = may(actor, Action.RECORD, Resource.PAPERS).allowed
    return page(request, "papers/kept.jinja", title="All papers", papers=lines, addable=addable)


@require_safe
@never_cache
@readers
def one(request: HttpRequest, paper: str) -> HttpResponse:
    """One paper: how it stands, its versions, what may be done, everything that was done."""
    actor = actor_of(request)
    shot, entries = snapshot(), _readable(paper, actor)
    stands, line = presenter.now(entries), presenter.line(entries, record.declared(shot), record.now(shot))
    acts = {
        what: rule.words for what, rule in open_to(Kind.PAPER, stands).items() if may(actor, *_needed(what)).allowed
    }
    return page(
        request,
        "papers/one.jinja",
        title=stands.title,
        crumbs=[_home()],
        line=line,
        versions=presenter.versions(entries),
        acts=acts,
        rule=AGREED[Kind.PAPER],
        history=presenter.history(entries, {what: rule.words for what, rule in RULES[Kind.PAPER].items()}, line.about),
    )


@require_safe
@never_cache
@readers
def version(request: HttpRequest, paper: str, number: int) -> HttpResponse:
    """The file of one version; that it was sent, and to whom, is on the trail."""
    actor = actor_of(request)
    entries = _readable(paper, actor)
    if not 1 <= number <= len(entries) or entries[number - 1].what not in ("made", "replaced") or actor is None:
        raise Http404
    found = presenter.now(entries[:number])
    response = send(snapshot(), paper, found)
    note(Event.PAPER_SENT, place=actor.place, by=actor.name, about=f"{paper} version {number}", detail=found.file)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@uploaders
def add(request: HttpRequest) -> HttpResponse:
    """The form of a new paper."""
    shot = snapshot()
    fields = presenter.fields(record.declared(shot), record.now(shot))
    form = Form("Upload a paper", fields, "Upload it", before=(AGREED[Kind.PAPER], presenter.UNSEEN))
    if request.method != "POST":
        about = request.GET.get("about", "")
        return form_page(request, replace(form, fields=filled(fields, {"about": [about]})), [_home()])
    kind, _, about = request.POST.get("about", "").partition("/")
    said = {name: request.POST.get(name, "") for name in ("sort", "title", "why")} | {
        "about_kind": kind,
        "about": about,
    }
    offered = {value for value, _words in fields[0].choices if value}
    strange = {} if request.POST.get("about") in offered else {"about": "Choose one of the list."}
    return _done(request, _Asked(form, new_id(Kind.PAPER), "made", said, [_home()], strange))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@readers
def act(request: HttpRequest, paper: str, what: str) -> HttpResponse:
    """The form of one thing that may be done to a paper, and doing it."""
    actor = actor_of(request)
    entries = _readable(paper, actor)
    if what not in RULES[Kind.PAPER] or what == "made":
        raise Http404
    decided = may(actor, *_needed(what))
    if actor is None or not decided.allowed:
        raise PermissionDenied(decided.because)
    stands = presenter.now(entries)
    crumbs = [_home(), Link(stands.title, reverse("papers:one", args=[paper]))]
    form = Form(
        RULES[Kind.PAPER][what].words,
        presenter.fields_of(what),
        RULES[Kind.PAPER][what].words,
        before=(AGREED[Kind.PAPER],),
        warnings=_unseen(paper, stands) if what == "published" else (),
        seen=str(len(entries)),
        caption=stands.title,
    )
    if request.method != "POST":
        return form_page(request, form, crumbs)
    return _done(request, _Asked(form, paper, what, {"why": request.POST.get("why", "")}, crumbs))


@dataclass(frozen=True)
class _Asked:
    """What is to be done to which paper, with what was said, and the form that says it."""

    form: Form
    paper: str
    what: str
    said: Mapping[str, str]
    crumbs: Sequence[Link]
    wrong: Mapping[str, str] = field(default_factory=dict)


def _done(request: HttpRequest, asked: _Asked) -> HttpResponse:
    """Do it and show the paper; else the form again, with what is wrong."""
    wrong = dict(asked.wrong) | (_unfit(request) if asked.what in ("made", "replaced") else {})
    if wrong:
        return _again(request, asked, wrong)
    try:
        _recorded(request, asked)
    except NotTakenError as error:
        return _again(request, asked, {"file": str(error)})
    except WrongError as error:
        return _again(request, asked, error.fields)
    except MeanwhileError:
        return _again(request, asked, {"what": STALE}, 409)
    return redirect("papers:one", asked.paper)


def _recorded(request: HttpRequest, asked: _Asked) -> None:
    actor, sent = actor_of(request), request.FILES.get("file")
    assert actor is not None  # noqa: S101  the guard let them pass
    place, by, seen = actor.place, actor.name, _seen(request, asked.form)
    paper, what, said = asked.paper, asked.what, asked.said
    if what == "published" and (told := _told_by_its_name(place, paper)):
        raise WrongError({"what": told})
    if sent is None or what not in ("made", "replaced"):
        record_change(
            place=place, kind=Kind.PAPER, subject=paper, what=what, said=said, declared=None, seen=seen, by=by
        )
        return
    upload(
        place_folder=snapshot().place_folder, place=place, subject=paper, what=what, said=said,
        name=sent.name or "", content=sent.read(), seen=seen, by=by,
    )  # fmt: skip


def _told_by_its_name(place: str, paper: str) -> str:
    """That the title or the file's name of a paper, which everybody is about to read, says what is exempt."""
    entries = record.history(place, (Kind.PAPER, paper))
    stands = presenter.now(entries) if entries else Paper()
    found = [one.text for one in kept_from(place, None) if tells_exempt(f"{stands.title}\n{stands.file}", one)]
    if not found:
        return ""
    return (
        f"Its title or its file’s name says what is not for publication in “{found[0]}”. Withdraw it, and upload it "
        "under another name."
    )


def _unfit(request: HttpRequest) -> dict[str, str]:
    """What is wrong with a file before one looks into it."""
    sent, most = request.FILES.get("file"), settings.ONEPLACE_UPLOAD_BYTES
    if sent is None:
        return {"file": "Choose a file."}
    if (sent.size or 0) <= most:
        return {}
    size, taken = presenter.size_words(sent.size or 0), presenter.size_words(most)
    if size == taken:
        size, taken = f"{sent.size:,} bytes", f"{most:,}"
    return {"file": f"It has {size}; at most {taken} are taken."}


def _again(request: HttpRequest, asked: _Asked, wrong: Mapping[str, str], status: int = 400) -> HttpResponse:
    values = {name: request.POST.getlist(name) for name in request.POST}
    told = replace(asked.form, fields=filled(asked.form.fields, values, wrong), general=wrong.get("what", ""))
    return form_page(request, told, asked.crumbs, status)


def _unseen(paper: str, stands: Paper) -> list[str]:
    """What goes with the file that is about to be everybody's."""
    try:
        insides = found_in(stands.form, content_of(snapshot(), paper, stands))
    except NotTakenError as error:
        return [f"It was taken before, and would not be today. {error}"]
    return presenter.goes_with(Found(stands.file, stands.form, insides))


def _needed(what: str) -> tuple[Action, Resource]:
    return (Action.PUBLISH if what == "published" else Action.RECORD), Resource.PAPERS


def _seen(request: HttpRequest, form: Form) -> int:
    said = request.POST.get("seen", "") if form.seen else "0"
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else -1


def _readable(paper: str, actor: Actor | None) -> list[Entry]:
    """The entries of a paper that somebody may read. One that they may not read is not found, as one is that never was:

    else whoever tries addresses learns which papers there are.
    """
    shot = snapshot()
    entries = record.history(shot.place.place.id, (Kind.PAPER, paper))
    if not entries or not may_read(shot, entries, actor).allowed:
        raise Http404
    return entries


def _home() -> Link:
    return Link("All papers", reverse("papers:kept"))
