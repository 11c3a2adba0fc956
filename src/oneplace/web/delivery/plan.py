"""The page of the plan: each workstream's chart and table, what moved since the run before, and the roadmap."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oneplace import results
from oneplace.report import Row, plan_moves, plan_rows, plan_summary, roadmap_rows, working_days_words
from oneplace.vocabulary.wording import day_words
from oneplace.web.accounts.guard import needs
from oneplace.web.accounts.permissions import Action, Resource
from oneplace.web.pages import Link, page
from oneplace.web.presenters.plan import drawn
from oneplace.web.snapshot import Snapshot, snapshot


@require_safe
@never_cache
@needs(Action.READ, Resource.DELIVERY)
def plan(request: HttpRequest) -> HttpResponse:
    """The plan as the last run froze it."""
    shot = snapshot()
    shown, ahead = drawn(shot), roadmap_rows(shot)
    since, moved = _since(shot)
    return page(
        request,
        "delivery/plan.jinja",
        title="The plan",
        wide=True,
        crumbs=[Link("Delivery", reverse("delivery:overview"))],
        origins={"illustrative"} if any(one.illustrative for one in shown) else set(),
        summary=plan_summary(plan_rows(shot)),
        as_of=shot.as_of,
        counted=working_days_words(shot.place),
        sheets=shown,
        since=since,
        moved=moved,
        ahead=ahead,
        years=sorted({year for one in ahead for year in one.years}),
    )


def _since(shot: Snapshot) -> tuple[str, list[str]]:
    """The day of the run before and what moved since; an empty day where there was none."""
    if shot.previous is None:
        return "", []
    day = day_words(date.fromisoformat(shot.previous.manifest["as_of"]))
    closed = shot.place.strategy.governance.days_off
    return day, plan_moves(plan_rows(shot), _before(shot.previous.results), closed)


@lru_cache(maxsize=4)
def _before(folder: Path) -> list[Row]:
    """The plan of a run that never changes, so read once."""
    rows: list[Row] = results.read(folder)["plan"].to_pylist()
    return rows
