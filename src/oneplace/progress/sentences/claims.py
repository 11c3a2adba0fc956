"""What a sentence claims, as data beside its words, so that every claim can be worked out again and found in print."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is claimed."""

    VALUE = "value"
    BEFORE = "before"  # the value of an earlier period
    STEP = "step"  # which way the newest value went from that one
    NEWEST = "newest"  # that the newest value differs from that one by more than chance
    LEVEL = "level"  # against what is usual
    DIRECTION = "direction"  # where the number is heading now
    TURN = "turn"  # the furthest point of a rise or fall that has ended
    SHIFT = "shift"  # the levels before and since one step
    ENDS = "ends"  # how the newest value stands to the first of those that tell its direction
    LONG_RUN = "long_run"  # over the whole series
    STRATEGY_RUN = "strategy_run"  # over the strategy's own period
    COMPARISON = "comparison"
    TARGET = "target"
    STATUS = "status"  # how the value stands to path and target
    ALIKE = "alike"  # what that mean would be, did all its periods count alike
    HELD = "held"  # the mean of as long as the target is for, which is held against the path
    PROVISIONAL = "provisional"  # that its publisher will revise it, or how many periods of what is held
    EARLIER = "earlier"  # that it was published by an earlier definition, or how many periods of what is held
    PATH = "path"
    SHORT = "short"  # by how much it is off its path
    FORECAST = "forecast"
    NO_FORECAST = "no_forecast"  # why there is none
    CHANCE = "chance"  # of meeting the target
    OUTCOME = "outcome"  # the target met or missed, or that nobody can tell which
    AGE = "age"  # how many months ago the figure's period was over
    DUE = "due"  # when it can next be judged, or that this day is past
    HIDDEN = "hidden"  # of which newer period than the latest the value is here and not shown
    GAP = "gap"
    GAP_DIRECTION = "gap_direction"
    GAP_TARGET = "gap_target"  # what was set for the gap, and how it stands to it
    GAP_STATUS = "gap_status"  # how the gap stands to that, and who is behind
    GAP_SIZE = "gap_size"  # how large the gap is in the statistic that something was set for
    GAP_PATH = "gap_path"  # how large its path lets it be then
    PROCESS = "process"  # what a control chart says
    MARKED = "marked"  # on how many points of its present level a control chart's rules fire
    TIMES_MET = "times_met"  # how many of them met what each is held against
    SPREAD = "spread"  # how many groups lie beyond chance
    COUNT = "count"  # how many ambitions stand so
    STOPPED_COUNT = "stopped_count"  # of how many that stand so it is known only up to an earlier time
    GAP_STATUS_COUNT = "gap_status_count"  # of how many that stand so the gap stands otherwise to what was set for it
    TOLD_BEFORE_COUNT = "told_before_count"  # of how many so an earlier target was missed, or a bad figure hid
    GAP_COUNT = "gap_count"  # in how many the gap moves so
    PERIOD_ENDED = "period_ended"  # the strategy's own period is over
    ASKED = "asked"  # what a board is asked to decide, or for how many it is asked
    STANDARD = "standard"  # how the newest figure stands to what a national body asks of everyone
    EFFECT = "effect"  # by how much a measure moved since a decision, or that none was seen or can be judged
    EXPECTED = "expected"  # by how much a decision was to move it, and by when
    SAID = "said"  # which run a commentary was written for, by whom, and whether it is older than its cycle
    NEXT_STEP = "next_step"  # who does what is next, by when, and whether that day is past
    IF_ALL = "if_all"  # what would have been, had all done as well as some
    APART = "apart"  # how a group's or an area's value stands to another's
    APART_COUNT = "apart_count"  # on how many rows of a group or an area it stands so
    PARTS = "parts"  # from how many other parts of the place one differs so
    FUNNEL = "funnel"  # what all members of a funnel make together, or how many lie beyond a line
    LIFE = "life"  # how long people of England's outer tenths can expect to live, and by how much that differs
    CHANGE = "change"  # by how much a what-if moves a number, of whom, and whether that is sure
    CHANGE_COUNT = "change_count"  # for how many groups it surely moves so
    KNOWN_COUNT = "known_count"  # how many values are known of it, how many are hidden, how many measures lack it


@dataclass(frozen=True)
class Reference:
    """What a number is held against: whose it is or of which group, in its own period."""

    number: float | None = None
    period: str | None = None
    whose: str | None = None
    group: str | None = None


@dataclass(frozen=True)
class Claim:
    """One thing that a sentence says; None where it says nothing of it.

    ``subject`` is the id of the measure (or ambition) it is about; ``whose`` the code of the area or organisation that
    the number is of, None for the place itself; ``period`` the label of a period or the day itself; ``limits`` the ends
    of the interval that is told; ``unit`` the code of the measure's unit; ``statistic``
    which one a gap's number is; ``dimension`` what ``group`` is one of, where a claim is about many measures.
    """

    kind: Kind
    subject: str | None = None
    whose: str | None = None
    period: str | None = None
    group: str | None = None
    direction: str | None = None
    number: float | None = None
    unit: str | None = None
    limits: tuple[float, float] | None = None
    statistic: str | None = None
    dimension: str | None = None
    reference: Reference | None = None


@dataclass(frozen=True)
class Sentence:
    """Words that are printed and what they claim. Empty words are no sentence."""

    text: str = ""
    claims: tuple[Claim, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text

    @property
    def capital(self) -> Sentence:
        """The same, its first letter a capital."""
        return Sentence(self.text[:1].upper() + self.text[1:], self.claims)


def phrase(template: str, *parts: Sentence | str) -> Sentence:
    """The parts set into the ``{}`` of ``template``; what they claim is claimed."""
    return Sentence(template.format(*parts), _claims(parts))


def joined(*parts: Sentence | str) -> Sentence:
    """Sentences one after the other; empty ones are left out."""
    return Sentence(" ".join(str(part) for part in parts if part), _claims(parts))


def _claims(parts: tuple[Sentence | str, ...]) -> tuple[Claim, ...]:
    return tuple(claim for part in parts if isinstance(part, Sentence) for claim in part.claims)
