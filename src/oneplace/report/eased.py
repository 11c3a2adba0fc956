"""What an ambition asked before decisions made it easier: said beside it for as long as the strategy runs."""

from __future__ import annotations

from collections.abc import Iterable

from oneplace.place import Place
from oneplace.progress import sentences
from oneplace.progress.sentences import About
from oneplace.report.asked import title_of
from oneplace.report.names import decided_on
from oneplace.report.rows import Row
from oneplace.report.still_agreed import ended
from oneplace.vocabulary.wording import list_words, marked, value_words, when, written


def eased_words(row: Row, about: About, statistic: str | None, place: Place) -> str:
    """What was eased of an ambition, and by which decision, out of its row of ``progress``; empty for nothing.

    ``statistic`` is the one that its gap's target is set in.
    """
    return " ".join(told for told in (_average(row, about, place), _gap(row, about, statistic, place)) if told)


def eased_told(told: Iterable[tuple[str, str]]) -> list[str]:
    """Of each question and what was eased of it, those of which anything was, as sentences."""
    return [f"{ended(question)} {words}" for question, words in told if words]


def _average(row: Row, about: About, place: Place) -> str:
    if not row.get("eased_by"):
        return ""
    number = row["eased_from"]
    was = None if number is None else value_words(number, about.unit, written(number, about.decimals))
    return _told("target", was, row, "", place)


def _gap(row: Row, about: About, statistic: str | None, place: Place) -> str:
    if not row.get("gap_eased_by"):
        return ""
    number = row["gap_eased_from"]
    was = None if number is None else sentences.gap_words(number, about.unit, about.decimals, statistic)
    return _told("target for the gap", was, row, "gap_", place)


def _told(target: str, was: str | None, row: Row, begins: str, place: Place) -> str:
    """``Its target was eased from 10.8% by the decision …``; where its date was put off too, with the date before."""
    who = _decisions(row[f"{begins}eased_by"].split("; "), place)
    if was is None:
        path = "The path of its gap" if begins else "Its path"
        return f"{path} was made easier by {who}."
    words, label = marked(was, row[f"{begins}target_provenance"]), row[f"{begins}eased_from_label"]
    dated = f"{words} {when(label)}" if label and label != row[f"{begins}target_label"] else words
    if row[f"{begins}target"] is None:
        return f"Its {target}, {dated}, was taken away by {who}."
    return f"Its {target} was eased from {dated} by {who}."


def _decisions(ids: Iterable[str], place: Place) -> str:
    """``the decision “Ask for less” of 30 November 2026``; of one that the files no longer have, that it was one."""
    known = [place.decisions[key] for key in ids if key in place.decisions]
    if not known:
        return "a decision"
    named = [f"\u201c{title_of(one)}\u201d{f' of {day}' if (day := decided_on(one)) else ''}" for one in known]
    return f"the decision{'s' if len(named) > 1 else ''} {list_words(named)}"
