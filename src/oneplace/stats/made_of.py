"""Whether a number is another one rounded, and a percentage made of the counts beside it, as far as each is rounded."""

from __future__ import annotations

_STEPS = (1000, 100, 10, 5)
"""To what publishers round counts; 5 is the usual of hospital data."""


def may_be_made_of(percentage: float, numerator: float, denominator: float, exact: float) -> bool:
    """Whether a percentage that is rounded by up to ``exact`` may be a count out of another.

    Two counts that are both whole fives, tens, hundreds or thousands may each be rounded to these. Of nothing, none is.
    """
    if not denominator:
        return False
    off = next((step / 2 for step in _STEPS if not numerator % step and not denominator % step), 0.0)
    low = 100 * (numerator - off) / (denominator + off)
    high = 100 * (numerator + off) / max(denominator - off, 1e-9)
    return low - exact - 1e-9 <= percentage <= high + exact + 1e-9


def rounds_to(exact: float, rounded: float, decimals: int) -> bool:
    """Whether a number may be another one that was rounded, or more exact than that; a half goes either way.

    No decimal half is exact in binary: 76.65 and 76.7 are 0.05000000000000426 apart.
    """
    return abs(exact - rounded) <= 0.5 * 10.0**-decimals + 1e-9 * max(abs(rounded), 1.0)
