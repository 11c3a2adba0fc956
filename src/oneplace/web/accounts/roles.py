"""Who may see what: a role is a Django group with a description that the app itself shows."""

from __future__ import annotations

from enum import Enum

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group, User
from django.db import transaction


class Role(Enum):
    """A role: its group's name, and what it lets a person do."""

    BOARD_MEMBER = (
        "Board member",
        "Reads the board's page, its changes, risks and decisions, and every frozen pack; asks “what if?”.",
    )
    PLANNER = ("Planner", "Asks “what if?” of the place's care pathways.")

    @property
    def title(self) -> str:
        """The name of the role and of its group."""
        return self.value[0]

    @property
    def description(self) -> str:
        """What the role lets a person do."""
        return self.value[1]


def has_role(user: AbstractBaseUser | AnonymousUser, role: Role) -> bool:
    """Whether a signed-in, active user holds the role."""
    return isinstance(user, User) and user.is_active and user.groups.filter(name=role.title).exists()


def roles_of(user: AbstractBaseUser | AnonymousUser) -> list[Role]:
    """The roles that a user holds."""
    held = set(user.groups.values_list("name", flat=True)) if isinstance(user, User) else set()
    return [role for role in Role if role.title in held]


@transaction.atomic
def appoint(*, name: str, password: str, role: Role) -> User:
    """Make the user if there is none, set the password and give the role."""
    user, _made = User.objects.get_or_create(username=name)
    user.set_password(password)
    user.save()
    group, _made = Group.objects.get_or_create(name=role.title)
    user.groups.add(group)
    return user
