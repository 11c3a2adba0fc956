"""What every list says of an ambition in one row: where it is heading, beside whom it stands, how old its figure is."""

from __future__ import annotations

from datetime import date

from oneplace.progress.sentences.about import About, Row
from oneplace.progress.sentences.claims import Claim, Kind, Reference, Sentence, phrase
from oneplace.progress.sentences.digits import digits
from oneplace.progress.sentences.due import due_on, hidden, overdue
from oneplace.stats import tied
from oneplace.vocabulary.wording import count_words, day_words, value_words, when

ARROWS = {"rising": "▲", "falling": "▼", "not_known": "○", "one_figure": "○"}
ARROWS |= dict.fromkeys(("no_clear_change", "rose", "fell", "stepped_up", "stepped_down"), "■")
"""The shape of each direction, always beside its words: of what has ended that of no change."""
_UNTESTED = ("no_clear_change", "not_known")
"""The direction and the ends of a series without limits: it may well have changed, and nobody could test it."""


def arrow(row: Row) -> str:
    """The shape of where the number is heading; empty where there is no number."""
    if row["value"] is None:
        return ""
    untested = (row["direction"], row.get("ends")) == _UNTESTED
    return ARROWS["not_known" if untested else row["direction"]] if row["direction"] in ARROWS else ""


def same_as(row: Row) -> bool:
    """Whether the place's number is the comparator's: nothing is left that could be chance, or not be told."""
    return row["comparison"] in ("similar", "not_known") and tied(row["value"], row["comparator_value"])


def compared(row: Row, about: About) -> Claim:
    """What a row claims of the place and its comparator, each in its own period."""
    return about.claim(
        Kind.COMPARISON,
        row,
        direction="same" if same_as(row) else row["comparison"],
        reference=Reference(row["comparator_value"], row["comparator_label"], row["comparator"]),
    )


def beside(row: Row, about: About) -> Sentence:
    """The comparator's value and how the place stands to it: ``worse than England, 8.8% in 2023/24``; else empty."""
    if row["value"] is None or row["comparator_value"] is None:
        return Sentence()
    number = value_words(row["comparator_value"], about.unit, digits(row, about))
    theirs = f"{about.area(row['comparator'])}, {number} {when(row['comparator_label'])}".rstrip()
    ours = {"better": "better than ", "worse": "worse than ", "similar": "no clear difference from "}
    if same_as(row):
        return Sentence(f"the same as {theirs}", (compared(row, about),))
    tail = " (no limits known)" if row["comparison"] == "not_known" else ""
    return Sentence(f"{ours.get(row['comparison'], '')}{theirs}{tail}", (compared(row, about),))


def age(row: Row, as_of: date | None) -> Sentence:
    """How long ago the figure's period was over, and whether a newer one is overdue; empty without a figure."""
    if row["value"] is None or as_of is None:
        return Sentence()
    months = _whole_months(row["period_end"], as_of)
    subject, period = row.get("ambition") or row.get("measure"), row["period_label"]
    old = Claim(Kind.AGE, subject, row.get("whose"), period, number=months)
    told = Sentence(f"{_long(months)} old", (old,))
    if label := row.get("hidden_label"):
        told = phrase("{}, that of {} is not shown", told, Sentence(label, hidden(row).claims))
    due = due_on(row)
    if due is None or not overdue(row, as_of):
        return told
    late = Claim(Kind.DUE, row["measure"], period=day_words(due), direction="late")
    return phrase("{}, newer was due by {}", told, Sentence(day_words(due), (late,)))


def _whole_months(end: date, as_of: date) -> int:
    return max(0, (as_of.year - end.year) * 12 + as_of.month - end.month - (as_of.day < end.day))


def _long(months: int) -> str:
    if months < 1:
        return "less than a month"
    return count_words(months, "month") if months < 24 else f"{months // 12} years"
