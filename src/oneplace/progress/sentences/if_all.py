"""What it would have meant had everyone done as well as the least deprived fifth, where that is beyond chance."""

from __future__ import annotations

from collections.abc import Sequence

from oneplace.progress.sentences.about import About, Row
from oneplace.progress.sentences.claims import Kind, Sentence
from oneplace.vocabulary.wording import decimal, marked, when

_LEAST = "5"


def if_all_did_as_well(rows: Sequence[Row], about: About, counted: str | None) -> Sentence:
    """How many fewer (or more) would have been counted; empty where counts can't tell or chance could explain it.

    ``rows`` are the results by fifth of one period, ``counted`` what their numerators count. Only for crude shares and
    rates, whose counts divide to the value shown, and only where the least deprived fifth does better and is of like
    people. The limits are those of the least deprived fifth's own value: what the others would have had at either end
    of it.
    """
    scale = _scale(rows)
    if scale is None or about.polarity_of_groups == "context":
        return Sentence()
    least = next((row for row in rows if row["group"] == _LEAST), None)
    if least is None or least["lower"] is None or least["upper"] is None:
        return Sentence()
    others = [row for row in rows if row is not least]
    change, *ends = (
        sum(least[end] / scale * row["denominator"] - row["numerator"] for row in others)
        for end in ("value", "lower", "upper")
    )
    better = max(ends) < 0 if about.polarity == "low_good" else min(ends) > 0
    if not better or abs(change) < 1:
        return Sentence()
    low, high = sorted(abs(end) for end in ends)
    total = sum(row["numerator"] for row in rows)
    claim = about.claim(
        Kind.IF_ALL, least, number=change, limits=(min(ends), max(ends)), period=least["period_label"], group=_LEAST,
        direction="fewer" if change < 0 else "more", unit=None,
    )  # fmt: skip
    number = marked(decimal(total, 0), least["origin"])
    change_words, limits = decimal(abs(change), 0), f"95% interval {decimal(low, 0)} to {decimal(high, 0)}"
    return Sentence(
        f"{counted or 'Counted'}, where the fifth is known: {number} {when(least['period_label'])}. There would have "
        f"been {change_words} {claim.direction} ({limits}) had everyone done as well as the least deprived fifth.",
        (claim,),
    )


def _scale(rows: Sequence[Row]) -> float | None:
    """By what a count over its denominator is multiplied to give the value shown; None where that is not one number."""
    counted = [row for row in rows if row["numerator"] and row["denominator"] and row["value"]]
    if len(counted) < 2 or len(counted) != len(rows):
        return None
    scales = [row["value"] * row["denominator"] / row["numerator"] for row in counted]
    return scales[0] if all(abs(scale / scales[0] - 1) <= 1e-6 for scale in scales) else None
