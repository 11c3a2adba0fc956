"""What programs ask a site for: where a crawler has nothing to find, and whom to tell of a weakness (RFC 9116)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from oneplace.web.kept import keep
from oneplace.web.snapshot import Snapshot, snapshot

TEXT = "text/plain; charset=utf-8"
ROBOTS = "".join(
    f"{line}\n"
    for line in ("User-agent: *", *(f"Disallow: /{path}" for path in ("account", "board", "search", "whatif")))
)
VALID = timedelta(days=365)


@login_not_required
@require_safe
@keep()
def robots(_request: HttpRequest) -> HttpResponse:
    """Crawlers may read the public pages, and needn't try the search or what asks for sign-in."""
    return HttpResponse(ROBOTS, content_type=TEXT)


@login_not_required
@require_safe
@keep()
def security(_request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness: the contact of ``place.yaml``, taken as true for a year after the run."""
    shot = snapshot()
    addresses = _addresses(shot)
    if shot.run is None or not addresses:
        raise Http404
    expires = datetime.fromisoformat(shot.run.manifest["built_on"]) + VALID
    lines = [*(f"Contact: {address}" for address in addresses), f"Expires: {expires.isoformat()}"]
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type=TEXT)


def _addresses(shot: Snapshot) -> list[str]:
    """The e-mail and web addresses of the place's contact, as the standard wants them."""
    contact = shot.place.place.contact
    if contact is None:
        return []
    email = [f"mailto:{contact.email}"] if contact.email else []
    return email + [url for url in (contact.url or "",) if url.startswith("https://")]
