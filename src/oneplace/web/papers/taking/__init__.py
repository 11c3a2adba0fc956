"""Whether a file may be taken, by what is in it: its type, nothing that runs, no lock, no second type hidden in it."""

from oneplace.web.papers.taking.looked import FORMS, Found, found_in, look
from oneplace.web.papers.taking.names import safe_name
from oneplace.web.papers.taking.refused import NotTakenError

__all__ = ["FORMS", "Found", "NotTakenError", "found_in", "look", "safe_name"]
