"""How much may be said: so many remarks from one address and on one day. Kept in memory, bounded, and forgotten."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from time import monotonic

FREE, EACH = 5, 600.0
"""Remarks that one address may make at once, and the seconds after which it may make one more."""
ALL_FREE, ALL_EACH = 200, 30.0
"""The same for everybody together, so that nobody fills the store from many addresses."""
KEPT = 5_000
"""Addresses remembered."""

_lock = Lock()
_spent: OrderedDict[str, float] = OrderedDict()
_EVERYBODY = ""


def may_say(address: str) -> bool:
    """Whether one more remark is taken from this address; it is then counted."""
    now = monotonic()
    with _lock:
        wanted = [(address, FREE, EACH), (_EVERYBODY, ALL_FREE, ALL_EACH)]
        if any(_spent.get(key, now) - now > (free - 1) * each for key, free, each in wanted):
            return False
        for key, _free, each in wanted:
            _spent[key] = max(now, _spent.pop(key, now)) + each
        while len(_spent) > KEPT:
            _spent.popitem(last=False)
        return True


def forget() -> None:
    """Forget all that was said."""
    with _lock:
        _spent.clear()
