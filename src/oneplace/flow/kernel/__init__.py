"""The event loop: one compiled kernel over plain arrays, that never overflows silently and can always go on."""

from oneplace.flow.kernel.loop import advance
from oneplace.flow.kernel.room import grow
from oneplace.flow.kernel.state import Network, State, Status, fresh_state

__all__ = ["Network", "State", "Status", "advance", "fresh_state", "grow"]
