"""The national standards of a measure, in the words of chart, page and pack; whether the newest figure meets them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from oneplace.place import Measure, Period, Standard
from oneplace.progress import direction_of_good, sentences
from oneplace.progress.sentences import About, Sentence, joined
from oneplace.report.rows import Row
from oneplace.stats import side
from oneplace.vocabulary.wording import day_words, list_words, value_words, written

OVER = "It no longer holds, and none that holds now is on file."


def standard_words(measure: Measure, one: Standard) -> str:
    """``NHS standard: 95.0% from 1 June 2010 (Handbook to the NHS Constitution).``"""
    since = f" from {_day(one.from_, one.from_.start)}" if one.from_ else ""
    until = f" until {_day(one.until, one.until.last_day)}" if one.until else ""
    source = f"{one.source}; not checked" if one.to_confirm else one.source
    return f"{one.name}: {_asked(measure, one)}{since}{until} ({source})."


def _asked(measure: Measure, one: Standard) -> str:
    """What a standard asks for, to as many decimals as it was set with."""
    return value_words(one.value, measure.unit, written(one.value, measure.decimals))


def _day(when: Period, day: date) -> str:
    """The day, as far as the file says it: a year that is given without its month is told as a year."""
    return day_words(day) if when.end - when.start <= timedelta(days=31) else when.label


def standards_told(measure: Measure, row: Row, about: About, as_of: date | None) -> list[Sentence]:
    """The standards that hold on a day (without a day those without end), and how the newest figure stands to each.

    ``row`` is the ambition's row of ``progress``. A figure is held only against what held in all of its period. Where
    none holds now, the last that did is told with that: it is still a line on the chart.
    """
    held = [one for one in measure.standards if _holds(one, as_of)]
    over = [one for one in measure.standards if one.until and as_of and one.until.end <= as_of]
    last = [] if held else sorted(over, key=_end)[-1:]
    return [
        joined(
            standard_words(measure, one),
            sentences.standard(row, about, one.value) if _within(one, row) else "",
            "" if one in held else OVER,
            f"What was not checked: {one.to_confirm.rstrip('.')}." if one.to_confirm else "",
        )
        for one in (*held, *last)
    ]


def note_beside(note: str, measure: Measure | None, told: Sequence[str]) -> str:
    """What to mind of a chart without the standards that are ``told`` in words beside it: each is said once."""
    words = [standard_words(measure, one) for one in measure.standards] if measure else []
    for each in words:
        note = note.replace(each, "") if any(each in said for said in told) else note
    return " ".join(note.split())


def misses_standard(measure: Measure, row: Row, as_of: date | None) -> bool:
    """Whether the newest figure is worse than a national standard that holds, by chance or beyond it."""
    return bool(_missed(measure, row, as_of))


def missed_words(measure: Measure, row: Row, as_of: date | None) -> str:
    """The standards that the newest figure is short of, with whose they are: ``WHO goal, 95.0%``."""
    return list_words(
        f"{one.name}, {_asked(measure, one)}"
        + (" (the difference could be chance)" if side(row["lower"], row["upper"], one.value) == 0 else "")
        for one in _missed(measure, row, as_of)
    )


def _missed(measure: Measure, row: Row, as_of: date | None) -> list[Standard]:
    good = direction_of_good(measure.polarity)
    held = [one for one in measure.standards if _holds(one, as_of) and _within(one, row)]
    return [one for one in held if (row["value"] - one.value) * good < 0]


def _end(one: Standard) -> date:
    return one.until.end if one.until else date.max


def _within(one: Standard, row: Row) -> bool:
    """Whether it held from the first to the last day of the figure's period."""
    return row["value"] is not None and one.holds_in(row["period_start"], row["period_end"])


def _holds(one: Standard, as_of: date | None) -> bool:
    if as_of is None:
        return one.until is None
    begun = one.from_ is None or one.from_.start <= as_of
    return begun and (one.until is None or as_of < one.until.end)
