"""What is held against the path: the value itself, or the mean of the year that ends with it."""

from __future__ import annotations

from oneplace.progress.sentences.about import About, Row
from oneplace.progress.sentences.amounts import value
from oneplace.progress.sentences.claims import Kind, Sentence, phrase
from oneplace.progress.sentences.digits import digits
from oneplace.vocabulary.asides import EARLIER
from oneplace.vocabulary.wording import marked, places, range_words, telling, value_words, when


def held(row: Row, about: About) -> Sentence:
    """What is held against the path where it is not the value itself: the mean of the year that ends with it.

    It goes on the sentence that tells the value; empty where the value itself is held.
    """
    return phrase(". {},", held_value(row, about).capital) if row.get("held_label") is not None else Sentence()


def held_value(row: Row, about: About) -> Sentence:
    """``the mean in 2025/26, 30.04 minutes``; empty where the value itself is held against the path."""
    if row.get("held_label") is None:
        return Sentence()
    number, limits = row["held"], both(row["held_lower"], row["held_upper"])
    claim = about.claim(Kind.HELD, row, number=number, period=row["held_label"], limits=limits)
    decimals = places(number, row["held_lower"], row["held_upper"], about.unit, digits(row, about))
    told = marked(value_words(number, about.unit, decimals), row["origin"])
    if limits:
        told += f" (95% interval {range_words(*limits, about.unit, decimals)})"
    mean = Sentence(f"the mean {when(row['held_label'])}, {told}", (claim,))
    newest = [_newest(row, about)] if row.get("provisional") else []
    parts = [mean, *newest, *([_earlier(row, about)] if row.get("held_earlier") else [])]
    return phrase(", ".join("{}" for _ in parts), *parts)


def counted(row: Row, about: About) -> Sentence:
    """That the periods of a mean count by how many they are of, and what it would be otherwise; else empty."""
    alike = row.get("held_alike")
    if alike is None:
        return Sentence()
    decimals = digits(row, about)
    mean, plain = (value_words(number, about.unit, decimals) for number in (row["held"], alike))
    if mean == plain:
        return Sentence()
    claim = about.claim(Kind.ALIKE, row, number=alike, period=row["held_label"])
    lead = f"In the mean {when(row['held_label'])}, {mean}, a {_period(about)} in which more were counted weighs more"
    return Sentence(f"{lead}; were all counted alike it would be {plain}.", (claim,))


def shown_value(row: Row, about: About) -> Sentence:
    """The latest value as lists show it beside the question: with what is held against the path where that is another,
    and with what of the question it does not tell.
    """
    other = held_value(row, about)
    told = phrase("{} ({})", value(row, about), other) if other else value(row, about)
    return phrase("{}; a part of it only: {}", told, about.leaves_open) if about.leaves_open else told


def decided(row: Row, about: About) -> Sentence:
    """`` (75.7% in 2025/26)``: by what a target was met or missed in its own time; empty where the value that the
    sentence tells already is of that.
    """
    number, label = row.get("target_held"), row.get("target_read_as") or row.get("target_label")
    if number is None or label in (row["period_label"], row.get("held_label")):
        return Sentence()
    claim = about.claim(Kind.OUTCOME, row, number=number, period=row["target_label"])
    decimals = max(digits(row, about), telling(number, row["target"], about.unit, about.decimals))
    told = value_words(number, about.unit, places(number, None, None, about.unit, decimals))
    mean = "a mean of " if row.get("held_label") is not None else ""
    return phrase(f" ({mean}{{}} {when(label)})", Sentence(told, (claim,)))


def both(lower: float | None, upper: float | None) -> tuple[float, float] | None:
    """The two limits, None unless both are known."""
    return None if lower is None or upper is None else (lower, upper)


def _newest(row: Row, about: About) -> Sentence:
    """How many of the periods that a mean is of will still be revised."""
    count, one = row["provisional"], _period(about)
    claim = about.claim(Kind.PROVISIONAL, row, number=count, direction="provisional", unit=None)
    are = f"{one} is" if count == 1 else f"{count} {one}s are"
    return Sentence(f"of which the newest {are} provisional", (claim,))


def _earlier(row: Row, about: About) -> Sentence:
    """How many of the periods that a mean is of stand as they were published by an earlier definition."""
    count, one = row["held_earlier"], _period(about)
    claim = about.claim(Kind.EARLIER, row, number=count, direction="earlier", unit=None)
    were = f"one {one} was" if count == 1 else f"{count} {one}s were"
    return Sentence(f"of which {were} {EARLIER}", (claim,))


def _period(about: About) -> str:
    return {"monthly": "month", "quarterly": "quarter", "six_monthly": "half-year"}.get(about.frequency, "period")
