"""How often somebody may be wrong at sign-in: a back-off for a name from an address, an allowance for an address.

Both are kept in memory by this process, bounded, and forgotten with time. What somebody else types elsewhere never
keeps a person out: nothing counts for a name alone. Unknown names count as known ones do.
"""

from __future__ import annotations

import ipaddress
import re
from collections import OrderedDict
from threading import Lock
from time import monotonic

from django.conf import settings
from django.http import HttpRequest

FREE = 5
"""Mistakes for one name from one address before the first wait."""
FIRST_WAIT, LONGEST_WAIT = 60.0, 3600.0
"""Seconds: the first wait, doubled with every further mistake up to the longest."""
FORGOTTEN_AFTER = 24 * 3600.0
"""Seconds without a mistake after which a name from an address starts anew."""
ALLOWED, EACH = 20, 30.0
"""Mistakes that one address may make over all names, and the seconds after which it may make one more."""
KEPT = 10_000
"""Names and addresses remembered; beyond, those that erred longest ago are forgotten."""

_lock = Lock()
_mistakes: OrderedDict[tuple[str, str], tuple[int, float]] = OrderedDict()
_spent: OrderedDict[str, float] = OrderedDict()


def seconds_to_wait(name: str, address: str) -> float:
    """Seconds until this name may be tried again from this address; 0 where it may now."""
    now = monotonic()
    with _lock:
        count, last = _mistakes.get((_folded(name), address), (0, now))
        own = last + _wait(count) - now if now - last < FORGOTTEN_AFTER else 0.0
        over_all = _spent.get(address, now) - now - (ALLOWED - 1) * EACH
    return max(0.0, own, over_all)


def mistaken(name: str, address: str) -> None:
    """Remember a wrong name or password."""
    now, key = monotonic(), (_folded(name), address)
    with _lock:
        count, last = _mistakes.pop(key, (0, now))
        _mistakes[key] = (count + 1 if now - last < FORGOTTEN_AFTER else 1, now)
        _spent[address] = max(now, _spent.pop(address, now)) + EACH
        for kept in (_mistakes, _spent):
            while len(kept) > KEPT:
                kept.popitem(last=False)


def right(name: str, address: str) -> None:
    """Forget the mistakes for a name from an address: who knows the password may mistype it again."""
    with _lock:
        _mistakes.pop((_folded(name), address), None)


def forget() -> None:
    """Forget everybody's mistakes."""
    with _lock:
        _mistakes.clear()
        _spent.clear()


def client_address(request: HttpRequest) -> str:
    """Where a request comes from: the last address that is not one of ``ONEPLACE_PROXIES``.

    ``X-Forwarded-For`` counts only as far as trusted proxies wrote it. Of IPv6, the network of a subscriber (/64).
    """
    said = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    found = _address(request.META.get("REMOTE_ADDR", ""))
    for part in reversed(said):
        if found is None or not any(found in network for network in settings.ONEPLACE_PROXIES):
            break
        found = _address(part) or found
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def _wait(count: int) -> float:
    return 0.0 if count < FREE else min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** (count - FREE))


def _folded(name: str) -> str:
    return name.strip().casefold()[:150]


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address in a text, which may end in a port; of an IPv4 address written as IPv6 the IPv4 one."""
    bare = re.sub(r"^\[(.*)\](:\d+)?$|^([\d.]+):\d+$", r"\1\3", text)
    try:
        found = ipaddress.ip_address(bare)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
