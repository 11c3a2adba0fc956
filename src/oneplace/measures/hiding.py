"""The small-number rule applied to the counts of a place's measures.

Readers know the total of each breakdown in each period, of a financial year's months, and of the neighbourhoods in a
deprivation fifth: along each of these lines, and along all of them together, every hidden small count could be any of
those that the rule hides, for all that the shown ones tell. So could each other count of a key that is hidden for one
of them: where all events are shown elsewhere, three people too few to show would be known to have had none. Where
measures count or divide by the same people, what one of them hides the others hide too: else the total less what the
others show would tell. Where one counts some of those that another counts, so is what is left, of two measures or more
(``joined``). Where they are of people of several ages, their age groups together tell of finer ones (``age_lines``).
Where only their counts say that one counts some of another's (``other_words``), the one that fewer have seen goes, in
each breakdown and period in which what is left of both tells of few.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from oneplace import stats
from oneplace.measures.adding_up import Lines, Tree
from oneplace.measures.age_lines import across_ages
from oneplace.measures.editions import Whom
from oneplace.measures.joined import Counted, Difference, Line, differences, left_over
from oneplace.measures.other_words import in_other_words
from oneplace.measures.overlapping import together
from oneplace.measures.tally import Key, Tally, band_starts, waiting
from oneplace.place import FromLinkedRecord, Side, SmallNumbers, sides
from oneplace.population import age_starts
from oneplace.vocabulary.dimensions import EVERYONE


@dataclass(frozen=True)
class Counts:
    """What of one measure must not be small: counts of people or events, an array a kind, each with a number a key.

    Of a proportion both sides and what it is out of are protected, of a ratio also those who add to what it is out of,
    of a mean or ratio of yes and no (1 and 0) also the ones, which its value tells, and the rest, of a rate the events
    and the people among whom they happened (on average over the period: of few, the time lived tells when one came or
    went). Of kind ``peopled`` every key has somebody, or it wouldn't be there. ``apart`` marks what is hidden though
    its counts may not be small: what earlier runs have hidden, and percentiles of so few that they have no limits: such
    a one is as good as one person's own value. ``sides`` says what the first kinds count, ``by_band`` whether
    everyone's value weighs each age group by itself, so that a hidden one could be worked out from it. ``seen`` marks
    what earlier runs have shown: it can't be taken back, so for another measure's sake another figure goes.
    """

    keys: tuple[Key, ...]
    kinds: tuple[np.ndarray, ...]
    rule: SmallNumbers
    peopled: int
    apart: np.ndarray
    sides: tuple[Side, ...] = ()
    by_band: bool = False
    seen: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))

    def __post_init__(self) -> None:
        if self.seen.size != len(self.keys):
            object.__setattr__(self, "seen", np.zeros(len(self.keys), dtype=np.bool_))

    @classmethod
    def of(cls, counts: Tally, compute: FromLinkedRecord, rule: SmallNumbers, before: Container[Whom] = ()) -> Counts:
        """The protected counts of a measure, of which earlier runs have hidden those of ``before``."""
        n, x = (values.sum(axis=-1) if values.ndim > 1 else values for values in (counts.n, counts.x))
        kinds: dict[str, tuple[np.ndarray, ...]] = {
            "proportion": (n, x, n - x),
            "rate": (n, counts.people),
            "mean": (n, *_ones(counts.total, counts.squares, n)),
            "ratio": (n, x, *_ones(counts.total, counts.squares, x)),
        }
        near_one = np.zeros(len(counts.keys), dtype=np.bool_)
        if compute.statistic == "percentile":
            ranks, _ = stats.percentile_ranks(stats.rounded(n, rule.round_to), compute.percentile)
            near_one = (ranks == 0) & (n > 0)
        if compute.each == "wait":
            near_one |= _few_as_long(counts, compute.percentile, rule.below)
        every = kinds.get(compute.statistic, (n,))
        return cls(counts.keys, every, rule, peopled(compute), near_one, sides(compute), by_band(compute)).after(before)

    def after(self, before: Container[Whom], seen: Container[Whom] = ()) -> Counts:
        """The same where earlier runs have hidden those of ``before`` and shown those of ``seen``."""
        at = [(key.start, key.end, key.dimension, key.group.code) for key in self.keys]
        was, is_seen = (np.array([each in some for each in at], dtype=np.bool_) for some in (before, seen))
        return replace(self, apart=self.apart | was, seen=is_seen & ~was)

    @classmethod
    def between(cls, left: Difference) -> Counts:
        """What is left of some measures: of it only what is small is a secret."""
        return cls(left.keys, (left.values,), left.rule, -1, left.values >= left.rule.below)

    @property
    def name(self) -> tuple[object, ...]:
        """What tells it from every other, but for one that is hidden as it is."""
        sides = [(repr(side.of), *sorted(each.sql() for each in side.conditions)) for side in self.sides]
        keys = [(key.kind, key.start, key.dimension, key.group.code) for key in self.keys]
        counts, marks = ([each.tobytes() for each in some] for some in (self.kinds, (self.apart, self.seen)))
        return sides, repr(self.rule), counts, keys, marks, self.by_band

    @property
    def small(self) -> np.ndarray:
        """Which keys have a count that the rule hides."""
        small = [(self.rule.least <= values) & (values < self.rule.below) for values in self.kinds]
        found: np.ndarray = np.any(small, axis=0)
        return found


def _ones(total: np.ndarray, squares: np.ndarray, out_of: np.ndarray) -> tuple[np.ndarray, ...]:
    """Of quantities that are all 0 or 1 the number of ones and of others; of any other quantities nothing.

    Whole numbers of which the squares add up to as much as they do themselves are all 0 or 1.
    """
    whole = (total == np.floor(total)).all() and (total == squares).all()
    return (total, np.maximum(out_of - total, 0.0)) if whole and total.any() else ()


def peopled(compute: FromLinkedRecord) -> int:
    """Which kind of a measure's counts is of people of whom every key has somebody."""
    return int(compute.statistic == "rate")


def by_band(compute: FromLinkedRecord) -> bool:
    """Whether a standardised rate's bands are the age groups that are shown, as they are for people under 25.

    Elsewhere a group holds several bands, of which nothing is shown.
    """
    whom = compute.population
    bands, shown = band_starts(compute), age_starts(whom.min_age, whom.max_age)
    return compute.standardise is not None and 1 < len(bands) == len(shown)


def _few_as_long(counts: Tally, share: float, below: int) -> np.ndarray:
    """Which percentiles of waits lie where few ended: fewer than may be told of waited so long or longer.

    With so many still waiting, that may be the longest wait of those seen, which is one person's own.
    """
    found = waiting(counts, share).value
    late = counts.lengths.value >= found[counts.lengths.key]
    ended = np.bincount(counts.lengths.key, counts.lengths.ended * late, len(found))
    return ~np.isnan(found) & (ended < below)


@dataclass
class Told:
    """What of a measure goes (``gone``, an array a key), since others (``by``, their numbers) count some of the same in
    other words."""

    gone: np.ndarray
    by: set[int] = field(default_factory=set)


def told_by_another(every: Sequence[Counts], fifths: Mapping[str, int]) -> dict[int, Told]:
    """By its number each measure of which something goes, as another counts some of the same in other words.

    What is left of both is not known from their definitions, so nothing is known of what else tells it: every group of
    a breakdown goes, in each period in which any of them, of either or of what is left, must not be known. Of two
    measures that one goes which fewer have seen; of it, what nobody has.
    """
    order = _by_name(every)
    counted = [_counted(every[which]) for which in order]
    number = [int(every[which].seen.sum()) for which in order]
    small = [every[which].small | every[which].apart for which in order]
    found = dict[int, Told]()
    for narrow, wide in in_other_words(counted):
        goes, stays = sorted((narrow[0], wide[0]), key=lambda which: number[which])
        lines = _telling(left_over(counted, narrow, wide), small, fifths)
        gone = np.array([line in lines for line in counted[goes].line_of]) & ~every[order[goes]].seen
        if gone.any():
            told = found.setdefault(order[goes], Told(np.zeros(gone.size, dtype=np.bool_)))
            told.gone |= gone
            told.by.add(order[stays])
    return found


def _telling(left: Difference, small: Sequence[np.ndarray], fifths: Mapping[str, int]) -> set[Line]:
    """The breakdowns and periods in which some of what is left must not be known, or a count that it is left of."""
    counts = Counts.between(left)
    hide = left.hidden(small) | counts.small
    _protect(counts, Tree.of(left.keys, fifths), hide)
    return {(left.keys[i].kind, left.keys[i].start, left.keys[i].dimension) for i in np.flatnonzero(hide)}


def hidden(
    every: Sequence[Counts], fifths: Mapping[str, int], told: Mapping[int, Told] | None = None
) -> list[np.ndarray]:
    """Which keys of each measure must not be shown. ``fifths`` gives each neighbourhood's deprivation fifth.

    ``told`` is what is `told_by_another`, where that is known already. Where one of several may go, which does hangs on
    their order: so they are put in one that their counts tell.
    """
    order, told = _by_name(every), told_by_another(every, fifths) if told is None else told
    gone = [told[which].gone if which in told else np.zeros_like(every[which].seen) for which in order]
    found = _hidden([every[which] for which in order], fifths, gone)
    return [found[order.index(which)] for which in range(len(every))]


def _by_name(every: Sequence[Counts]) -> list[int]:
    return sorted(range(len(every)), key=lambda which: every[which].name)


def _counted(counts: Counts) -> Counted:
    return Counted(counts.keys, counts.kinds, counts.sides, counts.rule)


def _hidden(every: Sequence[Counts], fifths: Mapping[str, int], gone: Sequence[np.ndarray]) -> list[np.ndarray]:
    trees = [Tree.of(counts.keys, fifths) for counts in every]
    found, seen = [counts.small | counts.apart for counts in every], [counts.seen for counts in every]
    counted = list(map(_counted, every))
    found = [hide | goes for hide, goes in zip(found, gone, strict=True)]
    between = [(left, Counts.between(left), Tree.of(left.keys, fifths)) for left in differences(counted)]
    overlapping = [*across_ages(counted, fifths), *together(counted, fifths)]
    shared, number = _shared(every, [tree.lines for tree in trees]), -1
    while number != (number := _number(found)):
        for counts, tree, hide in zip(every, trees, found, strict=True):
            _protect(counts, tree, hide)
        for left, counts, tree in between:
            hide = left.hidden(found) | counts.small
            _protect(counts, tree, hide)
            left.put(hide, found, seen)
        for same in shared:
            hide = np.any([found[which][at] for which, at in same], axis=0)
            for which, at in same:
                found[which][at] |= hide & ~seen[which][at]
        if number == _number(found):
            for overlap in overlapping:
                overlap.protect(found, seen)
    return found


def _number(found: Sequence[np.ndarray]) -> int:
    return sum(int(each.sum()) for each in found)


def _protect(counts: Counts, tree: Tree, hide: np.ndarray) -> None:
    """Hide, in place, what else must not be shown of one measure, or of what is left of some."""
    while any(step(counts, tree, kind, hide) for step in _STEPS for kind in range(len(counts.kinds))):
        pass


def _along_lines(counts: Counts, tree: Tree, kind: int, hide: np.ndarray) -> bool:
    """Hide, in place, one more on each line along which a hidden count of this kind would follow; were there any?

    Its smallest shown member goes; where all are hidden its total, and beneath a hidden total its two smallest members.
    Everyone's total stays unless each of its members has somebody: else any of them could be nobody, or all of them.
    Along a line whose total is a nought that is shown, each is nobody, and nobody's secret.
    """
    values, rule, before = counts.kinds[kind], counts.rule, int(hide.sum())
    there = tree.members >= 0
    line, gone = np.where(there, values[tree.members], 0.0), there & hide[tree.members]
    spare = np.where(gone, line - np.minimum(line, rule.least), 0.0).sum(axis=1)
    secret = gone & ~(counts.apart[tree.members] & (line >= rule.below))
    weak = secret.any(axis=1) & (line.sum(axis=1) > 0) & ((gone.sum(axis=1) == 1) | (spare < rule.room))
    shown = there & ~gone
    for row in np.flatnonzero(weak & shown.any(axis=1)):
        hide[_smallest(values, tree.members[row][shown[row]])[:1]] = True
    over = (tree.total >= 0) & (~tree.of_everyone | (kind == counts.peopled))
    hide[tree.total[weak & ~shown.any(axis=1) & over]] = True
    for row in np.flatnonzero((tree.total >= 0) & hide[tree.total] & ~gone.any(axis=1)):
        hide[_smallest(values, tree.members[row][there[row]])] = True
    return int(hide.sum()) > before


def _standardised(counts: Counts, _tree: Tree, _kind: int, hide: np.ndarray) -> bool:
    """Hide, in place, everyone's rate of a period of which an age group that it weighs is hidden; were there any?

    Few people in an age group can be only a few numbers, of which one gives the rate to its last decimal.
    """
    if not counts.by_band:
        return False
    before = int(hide.sum())
    ages = (key for key, each in zip(counts.keys, hide, strict=True) if each and key.dimension == "age")
    gone = {(key.kind, key.start) for key in ages}
    hide |= np.array([key.dimension == EVERYONE and (key.kind, key.start) in gone for key in counts.keys])
    return int(hide.sum()) > before


def _shared(every: Sequence[Counts], lines: Sequence[Lines]) -> list[list[tuple[int, np.ndarray]]]:
    """Lines that count the same in several measures, with a count among them that is hidden: measure and positions."""
    same: dict[tuple[object, ...], dict[int, np.ndarray]] = defaultdict(dict)
    for which, (counts, of) in enumerate(zip(every, lines, strict=True)):
        for name, line in of.items():
            groups = tuple((counts.keys[i].start, counts.keys[i].group.code) for i in line)
            for values in counts.kinds:
                at = values[line]
                if any(map(counts.rule.hides, at.tolist())):
                    same[name, groups, at.tobytes()][which] = np.array(line)
    return [list(each.items()) for each in same.values() if len(each) > 1]


def _between_lines(counts: Counts, tree: Tree, kind: int, hide: np.ndarray) -> bool:
    """Hide, in place, one more where several lines together tell too much of a hidden count; were there any?

    Too much is a range of fewer numbers than the rule hides, or one that ends below the largest of them. On the line of
    such a count its smallest shown member goes; else the line's total; else the smallest of what makes its members.
    """
    values, rule, before = counts.kinds[kind], counts.rule, int(hide.sum())
    least = np.minimum(values, rule.least) if kind == counts.peopled else np.zeros(len(values))
    low, high = tree.ranges(values, hide, least)
    tight = (high - low < rule.room) | ((values < rule.below) & (high < rule.below - 1))
    tight &= hide & ~(counts.apart & (values >= rule.below)) & ~tree.nobody(values, hide)
    for row in np.flatnonzero(tight[tree.members].any(axis=1, where=tree.members >= 0)):
        line = tree.members[row][tree.members[row] >= 0]
        total = tree.total[row]
        beneath = tree.members[np.isin(tree.total, line)]
        if not hide[line].all():
            hide[_smallest(values, line[~hide[line]])[:1]] = True
        elif total >= 0 and not hide[total] and (kind == counts.peopled or not tree.of_everyone[row]):
            hide[total] = True
        elif not hide[beneath[beneath >= 0]].all():
            beneath = beneath[beneath >= 0]
            hide[_smallest(values, beneath[~hide[beneath]])[:1]] = True
    return int(hide.sum()) > before


_STEPS = (_along_lines, _between_lines, _standardised)


def _smallest(n: np.ndarray, line: np.ndarray) -> list[int]:
    return sorted(line.tolist(), key=lambda i: (n[i] == 0, n[i], i))[:2]
