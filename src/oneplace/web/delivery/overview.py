"""The first page of delivery: what is the reader's, what is late, and everything else, sheet by sheet."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oneplace.delivery.happened import Kind
from oneplace.web.accounts.actors import actor_of
from oneplace.web.accounts.keeping import signing_in
from oneplace.web.delivery import presenter, record
from oneplace.web.delivery.named import ONE
from oneplace.web.delivery.presenter import Group, Line
from oneplace.web.delivery.views import may_record, readers
from oneplace.web.pages import page
from oneplace.web.presenters.sheets import asked, cut_parts
from oneplace.web.snapshot import snapshot


@require_safe
@never_cache
@readers
def overview(request: HttpRequest) -> HttpResponse:
    """What is the reader's, what is late, and everything else."""
    shot, actor = snapshot(), actor_of(request)
    declared = record.declared(shot)
    groups = presenter.groups(declared, record.now(shot), actor.name if actor else "", timezone.localdate())
    addable = [one for one in groups if one.addable and may_record(actor, Kind(one.kind)).allowed]
    parts = _parts(groups, declared.place.id)
    return page(
        request,
        "delivery/overview.jinja",
        title="Delivery",
        sheet=cut_parts(parts, asked(request), _weight),
        without={name for name, lines in parts.items() if not lines},
        groups=groups,
        addable=addable,
        one=ONE,
    )


def _parts(groups: Sequence[Group], place: str) -> dict[str, list[Line]]:
    """The lists of the page by name, in its order: the reader's own, what is late, what nobody hears of, every kind."""
    lines = [line for group in groups for line in group.open]
    hearing = signing_in((one.account for one in lines if one.account), place)
    parts = {
        "mine": presenter.in_order(line for line in lines if line.mine),
        "late": presenter.in_order(line for line in lines if line.tag == "Late" and not line.mine),
        "unheard": presenter.in_order(one for one in lines if one.account and one.account not in hearing),
    }
    for group in groups:
        parts |= {f"{group.kind} open": group.open, f"{group.kind} closed": group.closed}
    return parts


def _weight(line: Line) -> int:
    """Bytes, roughly, that a thing takes in a list."""
    return 250 + sum(map(len, (line.id, line.text, line.owner, line.when, line.tag)))
