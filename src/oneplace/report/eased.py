"""What an ambition asked before decisions eased it, and figures that readers were told otherwise: said beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from oneplace.place import Decision, Place
from oneplace.place.moved import GAP
from oneplace.progress import Ambition, sentences
from oneplace.progress.sentences import About
from oneplace.report.asked import title_of
from oneplace.report.names import decided_on
from oneplace.report.rows import Row
from oneplace.report.run_report import RunReport
from oneplace.report.still_agreed import asks, ended, proposed
from oneplace.vocabulary.wording import day_words, list_words, marked, named, value_words, when, written


def eased_words(row: Row, about: About, statistic: str | None, place: Place) -> str:
    """What was eased of an ambition, and by which decision, and which figure of it readers were told otherwise, out of
    its row of ``progress``; empty for nothing.

    ``statistic`` is the one that its gap's target is set in.
    """
    sides = _sides(about, statistic)
    eased = (
        f"{_told(words, row, begins, place)}{_by_what_held(words, row, begins)}"
        for begins, words in sides
        if row.get(f"{begins}eased_by")
    )
    past = (_missed_before(row, begins) for begins, _ in sides if row.get(f"{begins}past_missed"))
    return " ".join((*past, *eased, *_retold(row, sides, about.measure)))


def _by_what_held(words: Words, row: Row, begins: str) -> str:
    """`` By what held when 2025/26 ended, a path of 58.0%, it was off path.``"""
    verdict, path = row.get(f"{begins}then_status"), row.get(f"{begins}then_path")
    if not verdict:
        return ""
    asked = "" if path is None else f", a path of {words(path)},"
    label = named(row[f"{begins}then_label"])
    return f" By what held when {label} ended{asked} {'the gap' if begins else 'it'} was {_VERDICTS[verdict]}."


def _missed_before(row: Row, begins: str) -> str:
    """``Its target, 350 people by 2023/24, was missed as it was set and measured then.``"""
    every = zip(*(row[f"{begins}past_{name}"].split("; ") for name in ("targets", "missed")), strict=True)
    told = [f"{words} by {named(label)}" for words, label in every]
    of, were, they = ("targets", "were", "they") if len(told) > 1 else ("target", "was", "it")
    return (
        f"Its {of}{' for the gap' if begins else ''}, {list_words(told)}, {were} missed as {they} {were} set and "
        "measured then."
    )


def _retold(row: Row, sides: Iterable[tuple[str, Words]], measure: str | None) -> Iterator[str]:
    """``Readers were told 66.0% in 2023/24, missed, on 20 November 2026. That figure has been changed since.``"""
    for begins, words in sides:
        if (told := row.get(f"{begins}told")) is not None:
            yield _readers_were_told(row, begins, row.get(f"{begins}told_words") or words(told), measure)
        elif row.get(f"{begins}told_on"):
            yield _not_shown(row, begins)


def _readers_were_told(row: Row, begins: str, words: str, measure: str | None) -> str:
    verdict = row[f"{begins}told_verdict"]
    called = f", {_VERDICTS[verdict]}," if verdict else ""
    of = f"{'a gap of ' if begins else ''}{words} {when(row[f'{begins}told_label'])}"
    on = day_words(row[f"{begins}told_on"])
    by = row.get(f"{begins}told_measure")
    now = f"from “{by}” to “{measure}”" if measure else f"it was “{by}”, and nothing measures it now"
    since = f"The measure has been changed since: {now}." if by else "That figure has been changed since."
    return f"Readers were told {of}{called} on {on}. {since}"


def _not_shown(row: Row, begins: str) -> str:
    """``Readers were told on 30 June 2026 that the gap in 2025/26 missed …``: without its number, which is hidden."""
    label, verdict = row[f"{begins}told_label"], row[f"{begins}told_verdict"]
    what = f"the {'gap' if begins else 'figure'} {when(label)}"
    told = f"Readers were told on {day_words(row[f'{begins}told_on'])} that {what} {_FOUND[verdict]}."
    return f"{told} By the rule for small numbers it is no longer shown."


_FOUND = {
    "missed": "missed what was set for it",
    "met": "met what was set for it",
    "on_path": "was on its path",
    "off_path": "was off its path",
}
_VERDICTS = {"missed": "missed", "met": "met", "on_path": "on path", "off_path": "off path"}


def eased_told(told: Iterable[tuple[str, str]]) -> list[str]:
    """Of each question and what was eased of it, those of which anything was, as sentences."""
    return [f"{ended(question)} {words}" for question, words in told if words]


def eased_by(report: RunReport, decision: Decision) -> tuple[str, ...]:
    """What a decision made easier, with the number and date before and now, a sentence each; of one that is not taken
    yet what it is to make easier. Empty where it is nothing.
    """
    return tuple(told for one in report.ambitions for told in _of_one(report, one, decision.id))


def eased_sides(report: RunReport, decision: Decision) -> Iterator[tuple[str, str]]:
    """Each ambition of which ``eased_by`` tells something of a decision, and how the columns begin of the side."""
    for one in report.ambitions:
        row, agreed = report.progress(one.id) or {}, report.agreed(one.id)
        if agreed is not None and agreed["decision"] == decision.id and proposed(agreed):
            yield from ((one.id, "gap_" if side == GAP else "") for side in asks(agreed))
        for begins in ("", "gap_"):
            if decision.id in str(row.get(f"{begins}eased_by") or "").split("; "):
                yield one.id, begins


def _of_one(report: RunReport, ambition: Ambition, decision: str) -> Iterator[str]:
    row, agreed = report.progress(ambition.id), report.agreed(ambition.id)
    if agreed is not None and agreed["decision"] == decision:
        yield from proposed(agreed)
    for begins, words in _sides(ambition.about, ambition.gap_statistic):
        every = str((row or {}).get(f"{begins}eased_by") or "").split("; ")
        if row is not None and decision in every:
            others = [key for key in every if key != decision]
            told = _by_decision(row, begins, words, ambition.about.question)
            yield f"With {decisions_called(others, report.place)} it {told}" if others else f"It {told}"


def _by_decision(row: Row, begins: str, words: Words, question: str) -> str:
    of = f"of “{question}”"
    number, now = row[f"{begins}eased_from"], row[f"{begins}target"]
    if number is None:
        return f"made the path {'of the gap ' if begins else ''}{of} easier."
    aim, origin = f"target {'for the gap ' if begins else ''}{of}", row[f"{begins}target_provenance"]
    was = _dated(marked(words(number), origin), row[f"{begins}eased_from_label"])
    if now is None:
        return f"took away the {aim}, {was}."
    return f"eased the {aim} from {was} to {_dated(marked(words(now), origin), row[f'{begins}target_label'])}."


def _dated(words: str, label: str | None) -> str:
    return f"{words} {when(label)}" if label else words


Words = Callable[[float], str]
"""How a number of an ambition's average, or of its gap, is told."""


def _sides(about: About, statistic: str | None) -> tuple[tuple[str, Words], ...]:
    """How the columns of the average and of the gap begin, each with how its numbers are told."""

    def average(number: float) -> str:
        return value_words(number, about.unit, written(number, about.decimals))

    def gap(number: float) -> str:
        return sentences.gap_words(number, about.unit, about.decimals, statistic)

    return ("", average), ("gap_", gap)


def _told(words: Words, row: Row, begins: str, place: Place) -> str:
    """``Its target was eased from 10.8% by the decision …``; where its date was put off too, with the date before."""
    target = "target for the gap" if begins else "target"
    who = decisions_called(row[f"{begins}eased_by"].split("; "), place)
    number = row[f"{begins}eased_from"]
    if number is None:
        path = "The path of its gap" if begins else "Its path"
        return f"{path} was made easier by {who}."
    was, label = marked(words(number), row[f"{begins}target_provenance"]), row[f"{begins}eased_from_label"]
    dated = was if label == row[f"{begins}target_label"] else _dated(was, label)
    if row[f"{begins}target"] is None:
        return f"Its {target}, {dated}, was taken away by {who}."
    return f"Its {target} was eased from {dated} by {who}."


def decisions_called(ids: Iterable[str], place: Place) -> str:
    """``the decision “Ask for less” of 30 November 2026``; of one that the files no longer have, that it was one."""
    known = [place.decisions[key] for key in ids if key in place.decisions]
    if not known:
        return "a decision"
    named = [f"\u201c{title_of(one)}\u201d{f' of {day}' if (day := decided_on(one)) else ''}" for one in known]
    return f"the decision{'s' if len(named) > 1 else ''} {list_words(named)}"
