"""The findings of the charts that show groups, neighbourhoods and processes."""

from __future__ import annotations

from collections.abc import Sequence

from oneplace.progress.sentences.about import About, Row
from oneplace.progress.sentences.gaps import gap
from oneplace.vocabulary.wording import count_words, value_words

_RULES = "by more than chance explains"
_VARIATION = {
    "common": "The process is steady: its ups and downs are what chance explains.",
    "improvement": f"The process is improving {_RULES}.",
    "concern": f"The process is getting worse {_RULES}.",
    "neutral": f"The process is changing {_RULES}.",
}
_ASSURANCE = {
    "consistent_pass": " It will meet the target every time unless it changes.",
    "consistent_fail": " It will miss the target every time unless it changes.",
    "inconsistent": " Chance decides whether it meets the target.",
}


def control_finding(signal: Row, about: About) -> str:
    """What a control chart says, from the last row of ``signals``."""
    variation = (signal["variation"] or "").partition("_")[0]
    if variation not in _VARIATION:
        reason = signal["reason"]
        return (
            f"The process cannot be judged: {reason[0].lower()}{reason[1:]}" if reason else "The process is not judged."
        )
    mean = (
        f" Its mean is {value_words(signal['mean'], about.unit, about.decimals)}." if signal["mean"] is not None else ""
    )
    return f"{_VARIATION[variation]}{_ASSURANCE.get(signal['assurance'] or '', '')}{mean}"


def groups_finding(row: Row, rows: Sequence[Row], about: About) -> str:
    """What a chart of groups says: the gap, or why there is none although groups are shown."""
    if row["gap"] is not None:
        return gap(row, about)
    if any(group["suppressed"] for group in rows):
        return "How large the gap is cannot be said: some groups are too small to show."
    return "How large the gap is has not been worked out for these groups."


def map_finding(rows: Sequence[Row], average: float | None, about: About) -> str:
    """In how many neighbourhoods the value differs from the place's average beyond chance."""
    shown = [row for row in rows if row["value"] is not None and not row["suppressed"]]
    hidden = len(rows) - len(shown)
    tail = (
        f" {count_words(hidden, 'neighbourhood')} {'is' if hidden == 1 else 'are'} too small to show." if hidden else ""
    )
    judged = [row for row in shown if row["lower"] is not None and row["upper"] is not None]
    if average is None or not judged:
        return f"{count_words(len(shown), 'neighbourhood')}, without limits to tell them apart by.{tail}"
    higher = sum(row["lower"] > average for row in judged)
    lower = sum(row["upper"] < average for row in judged)
    if not higher and not lower:
        return f"No neighbourhood differs from the average by more than chance explains.{tail}"
    words = {"low_good": ("worse", "better"), "high_good": ("better", "worse")}.get(about.polarity, ("higher", "lower"))
    found = (
        f"{higher} of {len(judged)} neighbourhoods {'is' if higher == 1 else 'are'} {words[0]} and {lower} {words[1]}"
    )
    return f"{found} than the average beyond chance.{tail}"
