"""A reader with everything that is published of one measure works out what is hidden, and must not get far.

The reader knows every shown count, that groups add up to everyone, neighbourhoods to their fifth and months to their
year, and that a group that is named has somebody. What adds up is a tree, so narrowing each range by the lines it is
on, again and again, finds all that follows (a test holds that to linear programs).
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from oneplace.measures.hiding import Counts, hidden
from oneplace.place import SmallNumbers
from tests.measures.build import counts, key, measure, proportion

RULE = SmallNumbers(below=5)
FIFTHS = {"N1": 1, "N2": 1, "N3": 1, "N4": 2, "N5": 2, "N6": 3}
SHARE = proportion().compute
RATE = measure({"from": "record", "statistic": "rate", "events": {"table": "activity"}, "per": 1000}).compute
BREAKDOWNS = ("sex", "ethnicity", "neighbourhood")
ROOM = RULE.below - 1 - RULE.least


@dataclass(frozen=True)
class Reader:
    """What a reader is shown of one kind of count: each count, which are hidden, and what is known of these at least.

    ``lines`` have the positions of what adds up, each line's total last.
    """

    values: np.ndarray
    hide: np.ndarray
    least: float
    lines: list[tuple[list[int], int]]

    @property
    def known(self):
        """The least and the greatest that each can be before any sum is looked at."""
        return np.where(self.hide, self.least, self.values), np.where(self.hide, 1e9, self.values)

    def ranges(self):
        low, high = self.known
        before = None
        while before is None or not (np.array_equal(before[0], low) and np.array_equal(before[1], high)):
            before = low.copy(), high.copy()
            for line, total in self.lines:
                low[total], high[total] = max(low[total], low[line].sum()), min(high[total], high[line].sum())
                for i in line:
                    others = [each for each in line if each != i]
                    low[i] = max(low[i], low[total] - high[others].sum())
                    high[i] = min(high[i], high[total] - low[others].sum())
        return low, high

    def by_linear_programs(self):
        sums = np.zeros((len(self.lines), self.values.size))
        for row, (line, total) in zip(sums, self.lines, strict=True):
            row[line], row[total] = 1, -1
        both = list(zip(*self.known, strict=True))
        aims = np.eye(self.values.size)
        found = [
            [linprog(sign * aim, A_eq=sums, b_eq=np.zeros(len(sums)), bounds=both).fun for aim in aims]
            for sign in (1, -1)
        ]
        return np.array(found[0]), -np.array(found[1])

    @property
    def pinned(self):
        """Positions of hidden counts that could not be as many different numbers as the rule hides.

        Not those beneath a nought that is shown: of them nobody is told.
        """
        low, high = self.ranges()
        nobody = set(np.flatnonzero(~self.hide & (self.values == 0)).tolist())
        for _ in FIFTHS:  # a neighbourhood's fifth may be beneath a nought itself
            nobody |= {i for line, total in self.lines if total in nobody for i in line}
        tight = (high - low < ROOM) | ((self.values < RULE.below) & (high < RULE.below - 1))
        return [int(i) for i in np.flatnonzero(self.hide & tight) if i not in nobody]


def lines_of(keys):
    """What adds up, from the keys alone."""
    at = {(each.dimension, each.kind, each.start, each.group.code): i for i, each in enumerate(keys)}
    found = defaultdict(list)
    for i, each in enumerate(keys):
        if each.dimension == "neighbourhood":
            over = ("deprivation", each.kind, each.start, str(FIFTHS[each.group.code]))
        elif each.kind == "month":
            over = ("all", "financial_year", date(2023, 4, 1), "all")
        else:
            over = ("all", each.kind, each.start, "all")
        if i != at[over]:
            found[each.dimension, over].append(i)
    return [(line, at[over]) for (_, over), line in found.items()]


def readers(made, hide):
    lines = lines_of(made.keys)
    return [Reader(values, hide, float(kind == made.peopled), lines) for kind, values in enumerate(made.kinds)]


def table(people, compute=SHARE, names=BREAKDOWNS):
    """Counts of one measure from (sex, ethnic group, neighbourhood, month, n, x), everybody on every line."""
    cells = defaultdict(lambda: [0, 0])
    for sex, group, home, month, n, x in people:
        told = {name: key(name, code) for name, code in (("sex", sex), ("ethnicity", group), ("neighbourhood", home))}
        told["month"] = key(kind="month", start=date(2023, month, 1))
        whom = [told[name] for name in names] + [key()]
        whom += [key("deprivation", FIFTHS[home])] if "neighbourhood" in names else []
        for each in whom:
            cells[each][0] += n
            cells[each][1] += min(n, x)
    rows = [(each, n, x) for each, (n, x) in cells.items()]
    made = counts(rows)
    if compute is RATE:
        made = replace(made, n=made.x, days=made.n * 366)
    return Counts.of(made, compute, RULE)


PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["F", "M"]),
        st.sampled_from(["asian", "black", "mixed", "white"]),
        st.sampled_from(list(FIFTHS)),
        st.sampled_from([4, 5, 6, 7]),
        st.sampled_from([1, 1, 2, 3, 5, 8, 40, 300]),
        st.sampled_from([0, 0, 1, 2, 4, 9, 40, 300]),
    ),
    min_size=1,
    max_size=14,
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(PEOPLE, st.sampled_from([SHARE, RATE]))
def test_no_hidden_count_is_known_more_closely_than_the_rule_asks(people, compute):
    # of a rate the people of an average day stand beside the events, which don't add up over months
    made = table(people, compute, BREAKDOWNS if compute is RATE else (*BREAKDOWNS, "month"))
    for reader in readers(made, hidden([made], FIFTHS)[0]):
        assert not reader.pinned


@settings(max_examples=5, deadline=None)
@given(PEOPLE)
def test_the_reader_finds_what_linear_programs_find(people):
    made = table(people, SHARE, ("sex", "neighbourhood"))
    reader = readers(made, made.small)[1]
    for mine, theirs in zip(reader.ranges(), reader.by_linear_programs(), strict=True):
        assert mine == pytest.approx(theirs, abs=1e-6)


def of_groups(people, compute):
    """Everyone and ethnic groups, each of as many people, with so many events (or so many of them in the numerator)."""
    rows = [(key("ethnicity", group), n, x) for group, (n, x) in people.items()]
    rows.append((key(), *np.sum(list(people.values()), axis=0)))
    made = counts(rows)
    if compute is RATE:
        made = replace(made, n=made.x, days=made.n * 366)
    return Counts.of(made, compute, RULE)


ALL_IN_ONE = {"white": (3196, 11), "asian": (190, 0), "mixed": (75, 0), "not_known": (3, 0)}
SMALL_SUM = {"white": (900, 400), "asian": (600, 300), "other": (30, 1), "not_known": (4, 2)}
FEW_LEFT = {"white": (900, 400), "asian": (600, 300), "other": (30, 5), "not_known": (4, 0)}


@pytest.mark.parametrize("compute", [SHARE, RATE])
@pytest.mark.parametrize("people", [ALL_IN_ONE, SMALL_SUM, FEW_LEFT])
def test_where_what_is_left_over_is_small_more_is_hidden(people, compute):
    made = of_groups(people, compute)
    few = made.small | np.array([each.group.code in ("mixed", "other") for each in made.keys])
    assert any(reader.pinned for reader in readers(made, made.small))  # one alone is the rest
    if people is not FEW_LEFT:
        assert any(reader.pinned for reader in readers(made, few))  # of two the rest tells of both
    assert not any(reader.pinned for reader in readers(made, hidden([made], {})[0]))


def test_everyone_s_events_leave_no_group_known_to_have_none():
    """Eleven of the eleven in one group: were it shown, none would be left for the others, which are hidden."""
    made = of_groups(ALL_IN_ONE, RATE)
    found = {each.group.code for each, hide in zip(made.keys, hidden([made], {})[0], strict=True) if hide}
    assert found == {"white", "not_known"}  # that nobody of the others has one is shown


def test_fifths_with_a_person_in_each_of_their_neighbourhoods_hide_everyone_s_number_where_it_tells_of_them():
    people = [("F", "white", "N1", 4, 1, 1), ("F", "white", "N2", 4, 2, 2), ("F", "white", "N4", 4, 2, 2)]
    made = table(people)
    found = hidden([made], FIFTHS)[0]
    assert found[[each.dimension for each in made.keys].index("all")]
    everyone_shown = np.array([each.dimension in ("deprivation", "neighbourhood") for each in made.keys])
    assert readers(made, everyone_shown)[0].pinned
