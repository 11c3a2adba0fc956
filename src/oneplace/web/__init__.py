"""The web pages of one place: what anyone may read, what its board reads, and signing in.

Pages read the results of the run that is served (``oneplace.run.current``) and compute nothing themselves.
"""

from oneplace.web.server import application, create_board_member, create_demo_user, serve

__all__ = ["application", "create_board_member", "create_demo_user", "serve"]
