"""The next value of an ambition: the period that is awaited, and the day by which it can be here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from oneplace.progress import rules
from oneplace.progress.ambitions import Ambition
from oneplace.progress.rules import Value
from oneplace.progress.spans import before_part, next_span
from oneplace.stats import Span

Row = Mapping[str, Any]


def hidden(headline: Sequence[Row], latest: Value | None) -> Span | None:
    """The newest period since the latest value of which the value is here and is not shown, to protect people."""
    hidden = (row for row in headline if row["suppressed"] and not row["beside"])
    after = [row for row in hidden if latest and row["period_start"] >= latest.span.end]
    return Span(after[-1]["period_start"], after[-1]["period_end"], after[-1]["period_label"]) if after else None


def judgeable_on(ambition: Ambition, latest: Span | None) -> date | None:
    """When the value of the period after the latest can be here; where a path begins later, of its first period.

    Nothing is due of what comes irregularly and has no path, nor of a measure whose place another has taken.
    """
    if ambition.measure is None or latest is None or ambition.superseded:
        return None
    if ambition.frequency == "irregular" and not ambition.path:
        return None
    following = next_span(latest, ambition.frequency)
    while ambition.path and rules.path_at(ambition.path, following) is None:
        following = next_span(following, ambition.frequency)
    return rules.judgeable_on(following, ambition.lag_months)


def awaited(ambition: Ambition, parts: Sequence[Value]) -> Span | None:
    """The period before the one of the newest part, where there are parts alone and something is set for as long."""
    return before_part(parts[-1].span, (point.span for point in ambition.path), ambition.frequency) if parts else None
