"""How one row of a measure stands to another of the same period, in a word: every table of two columns says it so."""

from __future__ import annotations

from typing import Literal

from oneplace.place import Measure
from oneplace.progress import shown_figure
from oneplace.report.rows import Row
from oneplace.stats import Comparison, Over, like_with_like, tied
from oneplace.vocabulary.dimensions import AREA

Verdict = Literal["better", "worse", "higher", "lower", "could be chance", "the same", "not known", "not compared", ""]


def against(measure: Measure, own: Row, other: Row | None, over: Over) -> Verdict:
    """Better or worse beyond chance; higher or lower where neither is better; that it could be chance or isn't known;
    or, where no difference is told, that both are the same number.

    Empty where there is nothing like it to set it against (``stats.like_with_like``). A measure may be one of which
    areas or groups are not compared (`Measure.held_apart`), and its file may say that no group is better than another.
    """
    if other and _held_apart(measure, own, over):
        return "not compared"
    sign, polarity = _sign(measure, own, other, over), measure.polarity
    if sign in (0, None) and other and tied(own["value"], other["value"]):
        return "the same"
    if over is Over.GROUPS:
        polarity = measure.polarity_of_groups
    if polarity == "context" or sign not in (1, -1):
        return _WORDS[sign]
    return "better" if (sign > 0) == (polarity == "high_good") else "worse"


def higher_or_lower(measure: Measure, own: Row, other: Row | None, over: Over) -> Verdict:
    """The same where neither side is better by itself, as between people of different ages."""
    if other and _held_apart(measure, own, over):
        return "not compared"
    sign = _sign(measure, own, other, over)
    return "the same" if sign in (0, None) and other and tied(own["value"], other["value"]) else _WORDS[sign]


def _held_apart(measure: Measure, own: Row, over: Over) -> str:
    return measure.held_apart(AREA if over is Over.AREAS else own["dimension"])


_UNLIKE = "unlike"
_WORDS: dict[object, Verdict] = {
    1: "higher",
    -1: "lower",
    0: "could be chance",
    None: "not known",
    _UNLIKE: "",
}


def _sign(measure: Measure, own: Row, other: Row | None, over: Over) -> int | Literal["unlike"] | None:
    ours, theirs = shown_figure(measure, own), shown_figure(measure, other) if other else None
    found = like_with_like(ours, theirs, over) if ours and theirs else None
    return found.sign if isinstance(found, Comparison) else "unlike"
