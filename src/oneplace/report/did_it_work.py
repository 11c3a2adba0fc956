"""What became of decisions that were taken: whether what they were to move has moved."""

from __future__ import annotations

from dataclasses import dataclass

from oneplace.place import Decision
from oneplace.progress import about_measure, sentences
from oneplace.progress.sentences import Sentence
from oneplace.report.asked import body_of, is_illustrative
from oneplace.report.rows import Row
from oneplace.report.run_report import RunReport
from oneplace.vocabulary.wording import day_words

NOTHING_NAMED = "It names no measure that it was to move, so nobody can see whether it worked."
NOTHING_NAMED_YET = "It names no measure that it is to move, so nobody will be able to see whether it works."
NOT_LOOKED = "Whether it worked is not looked at in this run."


def nothing_named(decision: Decision, told: str) -> tuple[str, ...]:
    """What is ``told`` of a decision that names no measure, and why it names none where somebody said so."""
    return (told, f"Why it names none: {decision.unmeasured}") if decision.unmeasured else (told,)


_SAID = {
    "worked": "it had done what it was to do",
    "less": "it had moved the way that it was to, by less than it was to",
    "less_so_far": "it had moved the way that it was to, so far by less than it was to",
    "not_seen": "no effect could be seen",
    "harm": "it had gone the other way than it was to",
}


def before_words(row: Row) -> str:
    """What an earlier run said of an effect, where that was another verdict; else empty."""
    said = row["verdict_before"]
    if said is None:
        return ""
    told = day_words(row["verdict_before_on"])
    return f"That is another answer than before: by the figures of {told} {_SAID[said]}."


@dataclass(frozen=True)
class Taken:
    """A decision that was taken, and what its measures say of it; nothing where it names none."""

    decision: Decision
    effects: tuple[Sentence, ...]
    measures: tuple[str, ...]
    """The measure of each effect, by its id."""
    before: tuple[str, ...] = ()
    """What an earlier run said of each, where that was another verdict; else empty."""
    body: str = ""
    """The name of the body that took it."""

    @property
    def origin(self) -> str | None:
        """``illustrative`` where the decision was made up."""
        return "illustrative" if is_illustrative(self.decision) else None

    @property
    def words(self) -> tuple[str, ...]:
        """What is told of it, a line each."""
        nothing = (NOT_LOOKED,) if self.decision.expects else nothing_named(self.decision, NOTHING_NAMED)
        said = self.before or ("",) * len(self.effects)
        told = zip(self.effects, said, strict=True)
        return tuple(" ".join(part for part in (one.text, was) if part) for one, was in told) or nothing


def taken(found: RunReport) -> list[Taken]:
    """The decisions that were taken by the run's day, in the order of the files."""
    return [_taken(found, one) for one in found.place.decisions.values() if one.is_taken(found.as_of)]


def _taken(found: RunReport, decision: Decision) -> Taken:
    rows = found.tables["effects"].of(decision.id)
    words = tuple(sentences.effect(row, about_measure(found.place, row["measure"])) for row in rows)
    measures, before = tuple(row["measure"] for row in rows), tuple(before_words(row) for row in rows)
    return Taken(decision, words, measures, before, body_of(found.place, decision))
