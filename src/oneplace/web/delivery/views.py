"""The pages of delivery: what is whose and late, each thing with its history, and a form for each thing to be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oneplace.delivery import heatmap
from oneplace.delivery.happened import (
    AGREED,
    CORRECTED,
    RULES,
    TAKEN_BACK,
    Entry,
    Kind,
    Meeting,
    Owned,
    Risk,
    Rule,
    State,
    Subject,
    WrongError,
    agreed,
    also_in,
    as_counted,
    before_last,
    is_settled,
    is_to_take_back,
    kept_lines_of,
    listed_powers,
    no_improvement,
    not_now,
    not_taken_back,
    not_taken_so,
    open_again,
    open_to,
    rests_on_another,
    told_late,
    unheld,
)
from oneplace.delivery.happened import Decision as DecisionState
from oneplace.web.accounts.actors import actor_of
from oneplace.web.accounts.guard import needs
from oneplace.web.accounts.keeping import signs_in
from oneplace.web.accounts.permissions import Action, Actor, Decision, Resource, may, may_read_exempt
from oneplace.web.delivery import exempt, presenter, record
from oneplace.web.delivery.actions import MeanwhileError, new_id, record_change
from oneplace.web.delivery.at_meetings import agenda, attendance, from_files, left
from oneplace.web.delivery.choices import Offered
from oneplace.web.delivery.documents import documents
from oneplace.web.delivery.forms import fields, kept, strangers, typed
from oneplace.web.delivery.gap_seen import not_of_the_gap
from oneplace.web.delivery.minutes import entries_seen_by, state_seen_by, told_elsewhere
from oneplace.web.delivery.named import ONE, TITLES, name_of, names
from oneplace.web.delivery.papers_about import papers_about
from oneplace.web.delivery.sittings import left_behind, moved_away
from oneplace.web.pages import Link, page
from oneplace.web.snapshot import Snapshot, snapshot

RESOURCES: Mapping[Kind, Resource] = {
    Kind.ACTION: Resource.ACTIONS,
    Kind.MEETING: Resource.MEETINGS,
    Kind.DECISION: Resource.DECISIONS,
}
"""What recording takes, by kind; the plans' for all others."""

ABOUT = (Kind.DECISION, Kind.MEETING)
"""What papers are about, of what has pages here."""

readers = needs(Action.READ, Resource.DELIVERY)


@require_safe
@never_cache
@readers
def thing(request: HttpRequest, kind: str, subject: str) -> HttpResponse:
    """One thing: how it stands, which rule holds, what may be done, and everything that was done."""
    shot, of = snapshot(), _kind(kind)
    actor, place_id = actor_of(request), shot.place.place.id
    found, entries = record.declared(shot), entries_seen_by(actor, place_id, record.history(place_id, (of, subject)))
    stands = state_seen_by(actor, place_id, (of, subject), record.thing(shot, of, subject))
    if stands is None:
        raise Http404
    asked, whole = may_record(actor, of), exempt.reads(actor, stands, entries)
    title = name_of(found, of, subject, stands)
    now = record.now(shot)
    called = names(found, now)
    rows = presenter.facts(as_counted(exempt.seen(stands, whole), now), called)
    doable = open_to(of, stands) if asked.allowed else {}
    return page(
        request,
        "delivery/thing.jinja",
        title=title,
        crumbs=[_home()],
        kind=kind,
        subject=subject,
        called=ONE[of],
        is_owned=isinstance(stands, Owned),
        owner=presenter.owner_words(found, stands),
        late=presenter.is_late(stands, timezone.localdate()),
        facts=[*rows, *attendance(found, stands), *presenter.came(shot, subject, stands)],
        agenda=_agenda(shot, stands) if isinstance(stands, Meeting) else None,
        rule=AGREED[of],
        doable={what: rule for what, rule in doable.items() if not _puts_right(what)},
        corrections={
            what: rule
            for what, rule in doable.items()
            if _puts_right(what) and (what != TAKEN_BACK or _may_take_back(entries, actor))
        },
        weighed=presenter.ranked(stands),
        told_late=told_late(stands) if isinstance(stands, DecisionState) else (),
        unlisted=listed_powers(found, stands.powers)[1] if isinstance(stands, DecisionState) else (),
        unheld=[*_unheld(shot, subject, stands), *moved_away(shot, subject, stands)],
        behind=left_behind(shot, entries) if isinstance(stands, Meeting) else [],
        unlike=_unlike(entries),
        papers=papers_about(shot, of, subject, actor) if of in ABOUT else [],
        documents=documents(subject, stands, _of_all(actor, stands, whole)),
        from_files=from_files(found, stands) if isinstance(stands, Meeting) else [],
        lacking=record.lacking(shot, of, stands),
        spilt=_spilt(shot, (of, subject), stands, whole),
        because="" if asked.allowed else asked.because,
        history=presenter.history(exempt.seen_history(entries, whole), called),
        unread="" if whole.allowed else f"{exempt.IN_HISTORY} {whole.because}",
    )


def _unheld(shot: Snapshot, subject: str, stands: State) -> list[str]:
    """What can’t be as the facts stand: a decision’s steps, a risk’s score, a duty that rests on other plans."""
    opened = rests_on_another(record.declared(shot), stands), open_again(stands, record.now(shot))
    if told := [one for one in opened if one]:
        return told
    if isinstance(stands, DecisionState):
        return unheld(stands, timezone.localdate())
    risk = next((one for one in record.declared(shot).strategy.risks if one.id == subject), None)
    if not isinstance(stands, Risk) or risk is None or not (stands.likelihood and stands.consequence):
        return []
    return heatmap.above_inherent(risk, (stands.likelihood, stands.consequence))


def _unlike(entries: Sequence[Entry]) -> list[str]:
    """Which steps that hold no form takes as they are, and why: they came in by an earlier version."""
    return [
        f"{RULES[one.kind][one.what].words}: {presenter.wrong_words(one.kind, wrong)}"
        for one in not_taken_back(entries)
        if (wrong := not_taken_so(one))
    ]


def _spilt(shot: Snapshot, of: Subject, stands: State, whole: Decision) -> list[Link]:
    """The other things that say what is exempt in a decision, for those who may read that."""
    if not isinstance(stands, DecisionState) or not stands.exempt or not whole.allowed:
        return []
    now = record.standing(shot)
    spilt = also_in(now, kept_lines_of([stands]), of)
    seen, found = record.now(shot), record.declared(shot)
    return [
        Link(
            f"{ONE[kind]}: {name_of(found, kind, key, seen[kind, key])}",
            reverse("delivery:thing", args=[kind.value, key]),
        )
        for kind, key in spilt
        if kind in ONE
    ]


def _agenda(shot: Snapshot, stands: Meeting) -> list[presenter.Line]:
    gone = left(record.of_kind(shot.place.place.id, Kind.DECISION).values(), stands)
    return agenda(record.declared(shot), record.now(shot), stands, gone)


def _of_all(actor: Actor | None, stands: State, whole: Decision) -> Decision:
    """Whether somebody may read the documents in full: of a meeting whoever serves its body."""
    return may_read_exempt(actor, stands.body, "") if isinstance(stands, Meeting) else whole


def _may_take_back(entries: Sequence[Entry], actor: Actor | None) -> bool:
    """Whether there is a last step, and it is theirs to take back."""
    last = not_taken_back(entries)[-1:]
    if not (before_last(entries) and actor and last) or is_settled(
        last[0].what, last[0].at.date(), timezone.localdate()
    ):
        return False
    return is_to_take_back(last[0].what, last[0].by, actor.name)


def _puts_right(what: str) -> bool:
    return what == TAKEN_BACK or what.startswith(CORRECTED)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@readers
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """The form for something new."""
    of = _kind(kind)
    if "made" not in RULES[of]:
        raise Http404
    return _form(request, _Asked(of, new_id(of), "made", None))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@readers
def change(request: HttpRequest, kind: str, subject: str, what: str) -> HttpResponse:
    """The form of one thing that may be done to a thing."""
    shot, of = snapshot(), _kind(kind)
    actor, place_id = actor_of(request), shot.place.place.id
    stands = state_seen_by(actor, place_id, (of, subject), record.thing(shot, of, subject))
    if stands is None or what not in RULES[of] or what == "made":
        raise Http404
    whole = exempt.reads(actor, stands, record.history(place_id, (of, subject)))
    return _form(request, _Asked(of, subject, what, stands, whole))


def may_record(actor: Actor | None, kind: Kind) -> Decision:
    """Whether somebody may record what happens to things of a kind, and why."""
    return may(actor, Action.RECORD, RESOURCES.get(kind, Resource.PLANS))


@dataclass(frozen=True)
class _Asked:
    """What is to be done to which thing, and how it stands."""

    kind: Kind
    subject: str
    what: str
    stands: State | None
    whole: Decision = exempt.UNMADE
    """Whether whoever asks may read all of it."""

    @property
    def rule(self) -> Rule:
        """What its form asks."""
        return exempt.asked(RULES[self.kind][self.what], self.stands, self.whole)


def _form(request: HttpRequest, asked: _Asked) -> HttpResponse:
    actor = actor_of(request)
    allowed = may_record(actor, asked.kind)
    if actor is None or not allowed.allowed:
        raise PermissionDenied(allowed.because)
    seen = str(len(record.history(actor.place, (asked.kind, asked.subject))))
    if request.method != "POST":
        as_of = snapshot().as_of
        given = {"run": as_of.isoformat()} if as_of and "run" in asked.rule.fields else {}
        told = {"what": early} if (early := not_now(asked.kind, asked.stands, asked.what)) else {}
        shown = _shown(request, asked, kept(asked.stands, asked.rule, asked.what, **given), seen, errors=told)
        shown.status_code = 200
        return shown
    said = typed(asked.rule, request.POST)
    number = request.POST.get("seen", "")
    try:
        _recorded(actor, asked, said, _count(number))
    except WrongError as error:
        return _shown(request, asked, said, number, errors=error.fields)
    except MeanwhileError as error:
        since = entries_seen_by(actor, actor.place, error.since)
        said |= _theirs(asked, said, since)
        stale = {} if since else {"what": "This form is not the newest. Look at it and send it again."}
        return _shown(request, asked, said, seen, errors=stale, since=since)
    return redirect("delivery:thing", asked.kind.value, asked.subject)


def _theirs(asked: _Asked, said: Mapping[str, str], since: Sequence[Entry]) -> dict[str, str]:
    """What others wrote meanwhile into the fields that this reader left as they were: sent again, it stays."""
    if not since:
        return {}
    was, now = (kept(one, asked.rule, asked.what) for one in (since[0].was(), since[-1].now()))
    return {name: now[name] for name in was if said[name].split() == was[name].split()}


def _recorded(actor: Actor, asked: _Asked, said: Mapping[str, str], seen: int) -> None:
    found = record.declared(snapshot())
    measure = said.get("measure", "")
    moves = no_improvement(found, measure, said.get("change", "")) | not_of_the_gap(snapshot(), found, said)
    if wrong := strangers(asked.rule, _offered(asked), said, asked.stands) | _nobody(actor, asked, said) | moves:
        raise WrongError(wrong)
    if told := told_elsewhere(said, actor, (asked.kind, asked.subject)):
        raise WrongError(told)
    unasked = exempt.unasked(RULES[asked.kind][asked.what], asked.stands, said.get("body", ""), asked.whole)
    facts = record.facts(snapshot(), asked.kind, asked.stands, said) if asked.rule.facts else {}
    record_change(
        place=actor.place,
        kind=asked.kind,
        subject=asked.subject,
        what=asked.what,
        said={**said, **unasked, **facts},
        declared=agreed(found).get((asked.kind, asked.subject)),
        seen=seen,
        by=actor.name,
    )


def _offered(asked: _Asked) -> Offered:
    shot = snapshot()
    return Offered(record.declared(shot), record.now(shot), (asked.kind, asked.subject))


def _nobody(actor: Actor, asked: _Asked, said: Mapping[str, str]) -> dict[str, str]:
    """An account that is named anew and that nobody here signs in by: nobody would be reminded."""
    name, before = said.get("account", "").strip(), getattr(asked.stands, "account", "")
    if not name or name == before or signs_in(name, actor.place):
        return {}
    return {"account": "Nobody here signs in by this name. Leave it empty, or ask an administrator to invite them."}


def _shown(
    request: HttpRequest,
    asked: _Asked,
    values: Mapping[str, str],
    seen: str,
    *,
    errors: Mapping[str, str] | None = None,
    since: Sequence[Entry] = (),
) -> HttpResponse:
    """The form; with what others did meanwhile above it, so that nothing of either is lost."""
    wrong = errors or {}
    offered = _offered(asked)
    name = name_of(offered.found, asked.kind, asked.subject, asked.stands)
    here = Link(name, reverse("delivery:thing", args=[asked.kind.value, asked.subject]))
    response = page(
        request,
        "delivery/form.jinja",
        title=asked.rule.words,
        crumbs=[_home(), *([here] if asked.stands else [])],
        called=here.text if asked.stands else "",
        fields=fields(asked.rule, offered, values, wrong),
        errors=wrong,
        general=wrong.get("what", ""),
        seen=seen,
        unread="" if asked.whole.allowed else exempt.IN_HISTORY,
        since=presenter.history(exempt.seen_history(since, asked.whole), names(offered.found, offered.now)),
        last=_last(asked, offered, actor_of(request)),
        rule=AGREED[asked.kind],
        kind=asked.kind.value,
        is_kept_as_far=bool(asked.rule.may and not asked.rule.needs and asked.rule.into is None),
    )
    response.status_code = 409 if since else 400 if wrong else 200
    return response


def _last(asked: _Asked, offered: Offered, actor: Actor | None) -> list[presenter.Told]:
    """The step that would be taken back, where that is asked."""
    place_id, of = offered.found.place.id, (asked.kind, asked.subject)
    held = entries_seen_by(actor, place_id, record.history(place_id, of)) if asked.what == TAKEN_BACK else []
    last = exempt.seen_history(not_taken_back(held)[-1:], asked.whole)
    return presenter.history(last, names(offered.found, offered.now))


def _count(said: str) -> int:
    """The number of entries that a form was made from; none that there is for what is no such number."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else -1


def _kind(code: str) -> Kind:
    """The kind of a code, of those that have pages here: papers have their own, with readers of their own."""
    found = next((kind for kind in TITLES if kind.value == code), None)
    if found is None:
        raise Http404
    return found


def _home() -> Link:
    return Link("Delivery", reverse("delivery:overview"))
