"""Who answers for something, in words."""

from __future__ import annotations

from oneplace.place import Owner, Place
from oneplace.place.moved import foreign


def owner_words(place: Place, owner: Owner | str | None) -> str:
    """The role at the partner by its name ("Midwife, Testton City Council"); "not set" where nobody is named."""
    if not isinstance(owner, Owner):
        return "not set"
    partner = next((item.name for item in place.strategy.partners if item.id == owner.org), foreign(owner.org))
    return f"{owner.role}, {partner}" if owner.role else partner
