"""Writing the trail."""

from __future__ import annotations

from enum import StrEnum

from oneplace.web.audit.models import AuditEvent


class Event(StrEnum):
    """What the trail tells of, by a code that is stored and never changes."""

    ACCOUNT_MADE = "account_made"
    PASSWORD_SET = "password_set"  # noqa: S105  the name of what was done
    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
    PACK_FILE_SENT = "pack_file_sent"
    DELIVERY_RECORDED = "delivery_recorded"
    DELIVERY_IMPORTED = "delivery_imported"
    LINK_MADE = "link_made"
    ACCOUNT_CLOSED = "account_closed"
    ACCOUNT_OPENED = "account_opened"


def note(event: Event, *, place: str, by: str, about: str, detail: str = "") -> None:
    """Add a row to the trail, in the transaction of what it tells of: neither is kept without the other."""
    AuditEvent.objects.create(event=event, place=place, by=by, about=about, detail=detail)
