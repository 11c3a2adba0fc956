"""How long the periods of a series are, and which are parts of such a period."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from statistics import mode

from oneplace.stats.figures import Span

MONTHS = {"monthly": 1, "quarterly": 3, "annual": 12}
"""How many months lie between the values of a measure, by how often it comes; none of what comes irregularly."""


def own_length(spans: Iterable[Span], step: int) -> int:
    """How many months a period lasts of a series that comes every ``step`` months; 0 where its ``spans`` don't tell.

    Rolling periods are longer than they are apart: then it is the length of most. Where none is as long as a step,
    nothing tells which are parts of others.
    """
    lengths = [span.months for span in spans if span.months >= step > 0]
    return 0 if not lengths else step if step in lengths else mode(lengths)


def usual_length(spans: Iterable[Span], step: int) -> int:
    """As ``own_length``, of groups: they may be told more seldom than everyone, so it is the length of most; of two
    that are as frequent the shorter.
    """
    lengths = [span.months for span in spans if span.months >= step > 0]
    return mode(sorted(lengths)) if lengths else 0


def is_part(span: Span, months: int) -> bool:
    """Whether a period is shorter than one of so many months, or than a year of several; a single day never is."""
    return span.end - span.start > timedelta(days=1) and span.months < min(months, 12)
