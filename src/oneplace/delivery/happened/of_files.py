"""What the place's files say, as the record's states have it, and the other way round."""

from __future__ import annotations

from datetime import date
from typing import Any

from oneplace import place


def owner_of(owner: object) -> dict[str, Any]:
    """Who answers for something, as a state's fields; nothing where nobody was named."""
    return {"org": owner.org, "role": owner.role or owner.name or ""} if isinstance(owner, place.Owner) else {}


def day_of(when: object) -> date | None:
    """The day by which something is due; None where none was set."""
    return when.last_day if isinstance(when, place.Period) else None


def said_owner(thing: Any) -> dict[str, Any] | None:
    """Who answers for a thing of the record, as a file says it."""
    return {"org": thing.org, "role": thing.role or None} if thing.org else None


def with_changes(one: Any, **changes: Any) -> Any:
    """A thing of the files with other values, checked as a file's would be."""
    return type(one).model_validate(one.model_dump(by_alias=True, mode="json", exclude_none=True) | changes)
