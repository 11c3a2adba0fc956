"""Writing the trail."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from oneplace.web.audit.models import AuditEvent


class Event(StrEnum):
    """What the trail tells of, by a code that is stored and never changes."""

    ACCOUNT_MADE = "account_made"
    PASSWORD_SET = "password_set"  # noqa: S105  the name of what was done
    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
    SEATS_SET = "seats_set"
    PACK_FILE_SENT = "pack_file_sent"
    DELIVERY_RECORDED = "delivery_recorded"
    DELIVERY_IMPORTED = "delivery_imported"
    LINK_MADE = "link_made"
    ACCOUNT_CLOSED = "account_closed"
    ACCOUNT_OPENED = "account_opened"
    EMAIL_SET = "email_set"
    PAPER_SENT = "paper_sent"
    DIARY_MADE = "diary_made"
    DIARY_ENDED = "diary_ended"
    IDENTITIES_SEEN = "identities_seen"
    LINK_ANSWERED = "link_answered"
    EXEMPT_REFUSED = "exempt_refused"


@dataclass(frozen=True)
class Because:
    """Why something was done, and what it changed; None where nobody was asked, or nothing was there."""

    why: str | None = None
    before: str | None = None
    after: str | None = None


def note(
    event: Event, *, place: str, by: str, about: str, detail: str = "", because: Because = Because()
) -> AuditEvent:
    """Add a row to the trail, in the transaction of what it tells of: neither is kept without the other."""
    told = {"why": because.why, "before": because.before, "after": because.after}
    return AuditEvent.objects.create(event=event, place=place, by=by, about=about, detail=detail, **told)
