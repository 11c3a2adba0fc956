"""Who may do what: one table of action × resource, and one function that decides and says why.

What no line of the table grants is refused. The guard of the pages, the menu and the account page ask the same
function, so that what people are told can't differ from what they get.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oneplace.web.accounts.roles import WORDS, Role


class Action(StrEnum):
    """What is done to a resource."""

    READ = "read"
    ASK = "ask"
    USE = "use"
    RECORD = "record"
    MANAGE = "manage"
    PUBLISH = "publish"


class Resource(StrEnum):
    """What it is done to."""

    BOARD = "board"
    PACK = "pack"
    WHAT_IF = "what_if"
    EXPLORE = "explore"
    FEEDBACK = "feedback"
    OWN_ACCOUNT = "own_account"
    DELIVERY = "delivery"
    PLANS = "plans"
    ACTIONS = "actions"
    MEETINGS = "meetings"
    DECISIONS = "decisions"
    ACCOUNTS = "accounts"
    PAPERS = "papers"
    EXEMPT = "exempt"
    LINKS = "links"


@dataclass(frozen=True)
class Permission:
    """An action on a resource."""

    action: Action
    resource: Resource


@dataclass(frozen=True)
class Grant:
    """In which words a permission is told, and which roles have it."""

    words: Promise
    roles: frozenset[Role]


@dataclass(frozen=True)
class Actor:
    """Who asks, and as what: an account with the roles that it holds at the place which is served."""

    name: str
    place: str
    roles: frozenset[Role]
    bodies: frozenset[str] = frozenset()
    """The ids of the boards and groups that they serve."""


@dataclass(frozen=True)
class Decision:
    """Whether somebody may, and the reason in a sentence for them."""

    allowed: bool
    because: str


GRANTS: Mapping[Permission, Grant] = {
    Permission(Action.READ, Resource.BOARD): Grant(
        gettext_lazy("Read the board’s page: what changed, risks, decisions"), frozenset({Role.BOARD})
    ),
    Permission(Action.READ, Resource.PACK): Grant(
        gettext_lazy("Read and save the board’s packs"), frozenset({Role.BOARD})
    ),
    Permission(Action.ASK, Resource.WHAT_IF): Grant(
        gettext_lazy("Ask “what if?” of the care pathways"), frozenset({Role.BOARD, Role.PLANNER})
    ),
    Permission(Action.READ, Resource.EXPLORE): Grant(
        gettext_lazy("Explore any measure by group and period"), frozenset({Role.BOARD, Role.PLANNER, Role.ANALYST})
    ),
    Permission(Action.READ, Resource.FEEDBACK): Grant(
        gettext_lazy("Read what readers said about the pages"), frozenset({Role.PLANNER})
    ),
    Permission(Action.READ, Resource.DELIVERY): Grant(
        gettext_lazy("Read milestones, actions and risks, and their history"),
        frozenset({Role.BOARD, Role.LEAD, Role.CLERK}),
    ),
    Permission(Action.RECORD, Resource.PLANS): Grant(
        gettext_lazy("Say how milestones, risks and issues stand, and comment on ambitions"), frozenset({Role.LEAD})
    ),
    Permission(Action.RECORD, Resource.ACTIONS): Grant(
        gettext_lazy("Add actions, and say how they stand"), frozenset({Role.LEAD, Role.CLERK})
    ),
    Permission(Action.RECORD, Resource.MEETINGS): Grant(
        gettext_lazy("Arrange meetings and write their minutes"), frozenset({Role.CLERK})
    ),
    Permission(Action.READ, Resource.PAPERS): Grant(
        gettext_lazy("See which papers there are, of those that you may read"), frozenset({Role.BOARD, Role.CLERK})
    ),
    Permission(Action.READ, Resource.EXEMPT): Grant(
        gettext_lazy(
            "Read what is not for publication: of the boards and groups that you serve, and what you drafted or "
            "uploaded yourself"
        ),
        frozenset({Role.BOARD, Role.LEAD, Role.CLERK}),
    ),
    Permission(Action.RECORD, Resource.PAPERS): Grant(
        gettext_lazy("Upload papers and minutes, and withdraw them"), frozenset({Role.CLERK})
    ),
    Permission(Action.PUBLISH, Resource.PAPERS): Grant(
        gettext_lazy("Mark papers and minutes public"), frozenset({Role.CLERK})
    ),
    Permission(Action.RECORD, Resource.DECISIONS): Grant(
        gettext_lazy("Draft decisions and take them through their steps"), frozenset({Role.LEAD, Role.CLERK})
    ),
    Permission(Action.RECORD, Resource.LINKS): Grant(
        gettext_lazy("See names, numbers and addresses of doubtful records, and answer whose they are"),
        frozenset({Role.LINKER}),
    ),
    Permission(Action.MANAGE, Resource.ACCOUNTS): Grant(
        gettext_lazy("Invite people, give and take roles, close accounts"), frozenset({Role.ADMINISTRATOR})
    ),
}
OF_EVERY_ACCOUNT = frozenset({Permission(Action.USE, Resource.OWN_ACCOUNT)})
"""What needs no role: one's own account."""


def may(actor: Actor | None, action: Action, resource: Resource) -> Decision:
    """Whether ``actor`` (None: nobody is signed in) may do ``action`` to ``resource``, and why."""
    if actor is None:
        return Decision(False, _("You are not signed in."))
    permission = Permission(action, resource)
    if permission in OF_EVERY_ACCOUNT:
        return Decision(True, _("Every account may."))
    granting = GRANTS[permission].roles if permission in GRANTS else frozenset()
    if not granting:
        return Decision(False, _("No role allows it."))
    if held := granting & actor.roles:
        return Decision(True, _("You have the role: %(role)s.") % {"role": _titles(held)})
    return Decision(False, _("It takes the role: %(role)s.") % {"role": _titles(granting)})


SERVING = frozenset({Role.BOARD, Role.CLERK})
"""The roles in which somebody serves a board or group: as a member, or as its clerk."""


def may_read_exempt(actor: Actor | None, body: str, maker: str) -> Decision:
    """Whether somebody may read what is not for publication in a decision or a paper, and why.

    ``body`` is the id of the board or group that decides it or that the paper is about, ``maker`` the account that
    drafted or uploaded it; each is empty where nobody knows, and then allows nothing.
    """
    decided = may(actor, Action.READ, Resource.EXEMPT)
    if actor is None or not decided.allowed:
        return decided
    if maker and maker == actor.name:
        return Decision(True, _("You drafted or uploaded it."))
    if body and body in actor.bodies and SERVING & actor.roles:
        return Decision(True, _("You serve the board or group that it is for."))
    return Decision(
        False,
        _("It is for the members of the board or group that it is for, its clerk, and whoever drafted or uploaded it."),
    )


def _titles(roles: frozenset[Role]) -> str:
    return _(" or ").join(str(WORDS[role].title) for role in Role if role in roles)
