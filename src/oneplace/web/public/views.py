"""The public pages: each finds its content in the run that is served and has it printed."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oneplace.place import typed_postcode
from oneplace.report import NEVER_ALL
from oneplace.web.accounts.actors import actor_of
from oneplace.web.kept import keep
from oneplace.web.pages import Link, page
from oneplace.web.presenters.dropped import dropped
from oneplace.web.presenters.sheets import asked, cut, of_sheet
from oneplace.web.public.downloads import measure_of
from oneplace.web.public.presenters import behind, compared, judging, parts_compared
from oneplace.web.public.presenters import data as about_data
from oneplace.web.public.presenters import data_tests as about_tests
from oneplace.web.public.presenters import lifespan as lives
from oneplace.web.public.presenters import search as finder
from oneplace.web.public.presenters.ambition import ambition_page
from oneplace.web.public.presenters.cookies import cookies
from oneplace.web.public.presenters.home import home_page
from oneplace.web.public.presenters.measure import measure_page
from oneplace.web.snapshot import Snapshot, snapshot

ALONE = 80_000
"""Bytes that rows may take of a page on which nothing else stands."""


@login_not_required
@require_safe
@keep()
def home(request: HttpRequest) -> HttpResponse:
    """Is this place keeping its promises?"""
    shot = snapshot()
    content = home_page(shot)
    title = f"Is {shot.place.place.name} keeping its promises?"
    return page(request, "public/home.jinja", title=title, origins=content.origins, home=content)


@login_not_required
@require_safe
@keep()
def ambition(request: HttpRequest, ambition_id: str) -> HttpResponse:
    """One ambition as a question, with its answer."""
    shot = snapshot()
    outcome = next((item for item in shot.place.strategy.outcomes if item.id == ambition_id), None)
    if outcome is None:
        return _dropped(request, shot, ambition_id)
    content = ambition_page(shot, outcome)
    crumbs = [Link(_("Strategy"), reverse("public:strategy"))]
    title = content.standing.question
    return page(
        request,
        "public/ambition.jinja",
        title=title,
        origins=content.standing.origins,
        crumbs=crumbs,
        description=content.answer,
        ambition=content,
    )


def _dropped(request: HttpRequest, shot: Snapshot, ambition_id: str) -> HttpResponse:
    """What was promised under this address and is promised no more: gone, and not unknown."""
    found = dropped(shot, ambition_id)
    if found is None:
        raise Http404
    crumbs = [Link(_("Strategy"), reverse("public:strategy"))]
    answer = page(request, "public/dropped.jinja", title=found.question, crumbs=crumbs, dropped=found)
    answer.status_code = HTTPStatus.GONE
    return answer


@login_not_required
@require_safe
@keep()
def measure(request: HttpRequest, measure_id: str) -> HttpResponse:
    """One measure: its values, its breakdowns and how they were made."""
    shot = snapshot()
    content = measure_page(shot, measure_of(shot, measure_id))
    crumbs = [Link(_("Data"), reverse("public:data"))]
    return page(
        request,
        "public/measure.jinja",
        title=content.measure.name,
        origins=content.origins,
        crumbs=crumbs,
        page=content,
    )


def _sort(request: HttpRequest) -> str:
    asked = request.GET.get("sort", "gap")
    return asked if asked in behind.SORTS else "gap"


def _gaps_asked(request: HttpRequest, _shot: Snapshot) -> str:
    return f"{_sort(request)} {asked(request)}"


@login_not_required
@require_safe
@keep(_gaps_asked)
def gaps(request: HttpRequest) -> HttpResponse:
    """Who is left behind, and where is it getting worse?"""
    shot = snapshot()
    sort = _sort(request)
    rows = behind.gap_rows(shot, sort)
    without = behind.without_gaps(shot)
    every: list[behind.GapRow | behind.WithoutGap] = [*rows, *without]
    sheet = cut(every, asked(request), behind.weight)
    shown = [row for row in sheet.rows if isinstance(row, behind.GapRow)]
    return page(
        request,
        "public/gaps.jinja",
        title="Who is left behind, and where is it getting worse?",
        origins={row.origin for row in rows if row.origin},
        rows=shown,
        marks=behind.reason_marks(shown),
        ways=behind.ways(shown),
        signs=behind.signs(shown),
        sheet=sheet,
        without=[row for row in sheet.rows if isinstance(row, behind.WithoutGap)],
        alone=len(without),
        wide=True,
        columns=behind.columns(rows),
        sorts=behind.SORTS,
        sort=sort,
    )


def _compared(request: HttpRequest, shot: Snapshot) -> str:
    asked, choices = request.GET.get("measure", ""), [item.id for item in compared.comparable(shot)]
    return asked if asked in choices else compared.newest(shot)


@login_not_required
@require_safe
@keep(_compared)
def places(request: HttpRequest) -> HttpResponse:
    """How do places compare, fairly?"""
    shot = snapshot()
    choices = compared.comparable(shot)
    chosen = shot.measure(_compared(request, shot))
    content = compared.comparison(shot, chosen) if chosen else None
    origins = {shot.origins[chosen.id]} if chosen else set()
    title = "How do places compare?"
    return page(request, "public/places.jinja", title=title, origins=origins, choices=choices, comparison=content)


@login_not_required
@require_safe
@keep()
def lifespan(request: HttpRequest) -> HttpResponse:
    """Why do people in deprived places die sooner?"""
    shot = snapshot()
    title = "Why do people in deprived places die sooner?"
    crumbs = [Link(_("Gaps"), reverse("public:gaps"))]
    content = lives.lifespan(shot)
    return page(
        request, "public/lifespan.jinja", title=title, crumbs=crumbs, place_name=shot.place.place.name, lifespan=content
    )


def _in_parts(request: HttpRequest, shot: Snapshot) -> str:
    asked, choices = request.GET.get("measure", ""), [item.id for item in parts_compared.comparable(shot)]
    return asked if asked in choices else next(iter(choices), "")


@login_not_required
@require_safe
@keep(_in_parts)
def parts(request: HttpRequest) -> HttpResponse:
    """How do the parts of the place stand to each other?"""
    shot = snapshot()
    chosen = shot.measure(_in_parts(request, shot))
    content = parts_compared.compared(shot, chosen) if chosen else None
    origins = {shot.origins[chosen.id]} if chosen else set()
    return page(
        request,
        "public/parts.jinja",
        title="How do its parts compare?",
        origins=origins,
        place_name=shot.place.place.name,
        choices=parts_compared.comparable(shot),
        parts=content,
        without=parts_compared.without_parts(shot.place),
    )


@login_not_required
@require_safe
@keep()
def data(request: HttpRequest) -> HttpResponse:
    """Can I trust and reuse this?"""
    shot = snapshot()
    content = about_data.data_page(shot)
    return page(
        request,
        "public/data.jinja",
        title="The data behind this site",
        origins=shot.origins.values(),
        data=content,
        never_all=NEVER_ALL,
    )


@login_not_required
@require_safe
@keep(of_sheet)
def data_quality(request: HttpRequest) -> HttpResponse:
    """What were partners' data tested for, what failed, and who has to mend it?"""
    shot = snapshot()
    return page(
        request,
        "public/data_tests.jinja",
        title="Data quality",
        crumbs=[Link(_("Data"), reverse("public:data"))],
        sheet=cut(about_tests.tested(shot), asked(request), about_tests.weight),
        layers=about_tests.LAYERS,
        step=shot.place.small_numbers().step,
    )


@login_not_required
@require_safe
@keep()
def data_source(request: HttpRequest, source_id: str) -> HttpResponse:
    """What failed in one source, who has to mend it, and who is missed?"""
    shot = snapshot()
    quality = next((one for one in about_data.quality(shot) if one.id == source_id), None)
    source = next((one for one in about_tests.tested(shot) if one.id == source_id), None)
    known = source or quality
    if known is None:
        raise Http404
    called = ", ".join(filter(None, dict.fromkeys((known.partner, known.system))))
    crumbs = [Link(_("Data"), reverse("public:data")), Link(_("Data quality"), reverse("public:data_quality"))]
    return page(
        request,
        "public/data_source.jinja",
        title=f"Data quality: {called}",
        crumbs=crumbs,
        called=called,
        origin=known.origin,
        source=source,
        quality=quality,
    )


@login_not_required
@require_safe
@keep(of_sheet)
def measures(request: HttpRequest) -> HttpResponse:
    """Every measure with its source, and when its next value is due."""
    shot = snapshot()
    lines: list[about_data.DueLine | about_data.MeasureLine] = [*about_data.due(shot), *about_data.measures(shot)]
    return page(
        request,
        "public/measures.jinja",
        title="All measures",
        crumbs=[Link(_("Data"), reverse("public:data"))],
        sheet=cut(lines, asked(request), about_data.weight, room=ALONE),
    )


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find an ambition, a measure, a neighbourhood or a part of the strategy."""
    query = request.GET.get("q", "")[: finder.LONGEST_QUERY].strip()
    shot = snapshot()
    results = finder.search(shot, query, actor_of(request)) if query else None
    title = f"Search results for “{query}”" if query else "Search"
    topics = {} if results and results.entries else finder.catalogue(shot).topics
    response = page(
        request,
        "public/search.jinja",
        title=title,
        query=query,
        postcode=typed_postcode(query),
        results=results,
        topics=topics,
        most=finder.MOST_FOUND,
    )
    if query:
        response["Cache-Control"] = "no-store"  # whatever somebody looked for stays with them
    return response


@login_not_required
@require_safe
@keep()
def how_we_judge(request: HttpRequest) -> HttpResponse:
    """The rules for status, chance and small numbers."""
    return page(request, "public/how_we_judge.jinja", title="How we judge", rules=judging.rules(snapshot()))


@login_not_required
@require_safe
@keep()
def contact(request: HttpRequest) -> HttpResponse:
    """Whom to ask, or who has not said so yet and how."""
    place = snapshot().place.place
    return page(request, "public/contact_page.jinja", title="Contact", contact=place.contact, place_name=place.name)


@login_not_required
@require_safe
@keep()
def accessibility(request: HttpRequest) -> HttpResponse:
    """How accessible the site is, and whom to tell when it isn't."""
    place = snapshot().place.place
    return page(request, "public/accessibility.jinja", title="Accessibility", contact=place.contact)


@login_not_required
@require_safe
@keep()
def privacy(request: HttpRequest) -> HttpResponse:
    """What the site knows about anyone."""
    shot = snapshot()
    synthetic = "synthetic" in shot.origins.values() or shot.place.place.demonstration
    rules = judging.rules(shot)
    return page(
        request,
        "public/privacy.jinja",
        title="Privacy",
        contact=shot.place.place.contact,
        rules=rules,
        synthetic=synthetic,
        cookies=cookies(),
    )


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For whoever watches the server: which run is served."""
    shot = snapshot()
    return JsonResponse({"status": "ok", "run": shot.run.id if shot.run else None})
