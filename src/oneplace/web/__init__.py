"""The web pages of one place: what anyone may read, what its board reads, and signing in.

Pages read the results of the run that is served (``oneplace.run.current``) and compute nothing themselves, but for
what a person asks live: a what-if on a pathway of that run.
"""

from oneplace.web.accounts.roles import Role
from oneplace.web.administration import (
    back_up,
    create_demo_user,
    create_user,
    dismiss_user,
    export_record,
    has_record,
    import_record,
    migrate,
    remind,
    restore,
)
from oneplace.web.server import application, serve

__all__ = [
    "Role",
    "application",
    "back_up",
    "create_demo_user",
    "create_user",
    "dismiss_user",
    "export_record",
    "has_record",
    "import_record",
    "migrate",
    "remind",
    "restore",
    "serve",
]
