"""The page of duties, risks, benefits and learning: what the run's files hold, judged by the rules on this day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oneplace.report import benefits, governance, recovery
from oneplace.report import duties as law
from oneplace.web.accounts.guard import needs
from oneplace.web.accounts.permissions import Action, Resource
from oneplace.web.delivery import record
from oneplace.web.delivery.told_twice import told_twice
from oneplace.web.pages import Link, page
from oneplace.web.presenters.risk_matrix import matrix
from oneplace.web.snapshot import snapshot


@require_safe
@never_cache
@needs(Action.READ, Resource.DELIVERY)
def assurance(request: HttpRequest) -> HttpResponse:
    """Bodies, duties, risks, benefits, improvement, lessons."""
    shot, today = snapshot(), timezone.localdate()
    place = shot.place
    bodies, duties = governance.bodies(place), law.duties(place, today)
    gains, learning = benefits.benefits(place, today, benefits.judged(shot)), governance.learning(place, today)
    lessons = governance.lessons(place, today)
    asked, stages = recovery.must_dos(place, today), recovery.stages(shot, today)
    scheme, undecided = governance.delegation(place)
    flags = [*(one.illustrative for one in bodies), *(one.illustrative for one in duties)]
    flags += [*(one.illustrative for one in gains), *(one.illustrative for one in (*learning, *lessons))]
    flags += [*(one.illustrative for one in scheme), *(one.illustrative for one in (*asked, *stages))]
    return page(
        request,
        "delivery/assurance.jinja",
        title="Duties, risks, benefits and lessons",
        wide=True,
        crumbs=[Link("Delivery", reverse("delivery:overview"))],
        origins={"illustrative"} if any(flags) else set(),
        duties_told=law.duties_summary(place, today),
        privacy_risk=governance.privacy_risk(),
        matrix=matrix(place.strategy.risks),
        faults=governance.risk_faults(place, today),
        bodies=bodies,
        scheme=scheme,
        undecided=undecided,
        unset=governance.who_knows_delegation(place, today),
        duties=duties,
        benefits=gains,
        learning=learning,
        asked=asked,
        stages=stages,
        lessons=lessons,
        twice=told_twice(record.declared(shot), record.now(shot)),
    )
