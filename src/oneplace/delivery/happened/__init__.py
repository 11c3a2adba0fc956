"""What happened since the files: one append-only record of typed changes, its rules, its file, laid over a place.

A change is an entry with who, when, why, before and after; how a thing stands now is its last entry, or the file.
"""

from oneplace.delivery.happened.entries import (
    FILE,
    PAPERS,
    Entry,
    Merged,
    Subject,
    in_order,
    merged,
    newest,
    read,
    written,
)
from oneplace.delivery.happened.laid import agreed, lay_over, moves, read_place, standing
from oneplace.delivery.happened.rules import AGREED, RULES, Rule, WrongError, change, open_to
from oneplace.delivery.happened.states import (
    STATES,
    Action,
    Commentary,
    Kind,
    Meeting,
    Milestone,
    Owned,
    Paper,
    Risk,
    State,
)

__all__ = [
    "AGREED",
    "FILE",
    "PAPERS",
    "RULES",
    "STATES",
    "Action",
    "Commentary",
    "Entry",
    "Kind",
    "Meeting",
    "Merged",
    "Milestone",
    "Owned",
    "Paper",
    "Risk",
    "Rule",
    "State",
    "Subject",
    "WrongError",
    "agreed",
    "change",
    "in_order",
    "lay_over",
    "merged",
    "moves",
    "newest",
    "open_to",
    "read",
    "read_place",
    "standing",
    "written",
]
