"""A reader sets all that several measures show side by side, in every sum at once, and must not get far.

The reader knows how each attendance may have ended and which endings each measure counts, that groups add up to
everyone and neighbourhoods to their fifth, and every shown count. Linear programs over the number of each ending in
each group find all that follows: nothing here is told by the code that hides.
"""

from itertools import combinations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from oneplace.measures.hiding import Counts, hidden
from oneplace.place import SmallNumbers
from tests.measures.build import counts, key, measure

RULE = SmallNumbers(below=5)
FIFTHS = {"N1": 1, "N2": 1, "N3": 2}
ENDINGS = ("home", "ward", "died", "left", "other")
SHOWN = (
    (ENDINGS, None),
    (("home",), None),
    (("home", "ward", "left"), None),
    (("home", "ward", "left"), ("ward",)),
)
"""What each measure counts and, of a share, its numerator: any two have nothing in common or one holds the other.

No definition says that there are no other endings.
"""


def of(endings):
    """Which endings are counted, as a sum over them."""
    return np.isin(ENDINGS, endings).astype(float)


def told(endings):
    return f"status in ({', '.join(map(repr, endings))})"


def made(keys, true, rows, numerator):
    """The counts of a measure."""
    where = "activity_type = 'ed_attendance'" + ("" if rows == ENDINGS else f" and {told(rows)}")
    compute = {"from": "record", "statistic": "count", "events": {"table": "activity", "where": where}}
    if numerator:
        compute |= {"statistic": "proportion", "numerator": told(numerator)}
    one = measure(compute, unit="percent" if numerator else "count").compute
    n, x = true @ of(rows), true @ of(numerator or ())
    return Counts.of(counts(list(zip(keys, n, x, strict=True))), one, RULE)


def cells(people):
    """The number of each ending in each group: everyone's and a fifth's are those of their groups together."""
    found = {}
    for sex, home, *ends in people:
        for each in (key(), key("sex", sex), key("deprivation", FIFTHS[home]), key("neighbourhood", home)):
            found[each] = found.get(each, np.zeros(len(ENDINGS))) + ends
    return found


def sums(keys):
    """Positions of what adds up, with the total's."""
    everyone = keys.index(key())
    for dimension in ("sex", "deprivation"):
        yield [i for i, each in enumerate(keys) if each.dimension == dimension], everyone
    for i, fifth in enumerate(keys):
        if fifth.dimension == "deprivation":
            homes = [j for j, each in enumerate(keys) if str(FIFTHS.get(each.group.code)) == fifth.group.code]
            yield homes, i


def known(keys, true, hide):
    """What the reader knows of the endings in each group, as equations: those that add up, and each shown count."""
    rows, shown = [], []
    for line, total in sums(keys):
        for ending in range(len(ENDINGS)):
            row = np.zeros(true.shape)
            row[line, ending], row[total, ending] = 1, -1
            rows.append(row.ravel())
            shown.append(0.0)
    for counted, hides in zip(SHOWN, hide, strict=True):
        for endings in filter(None, counted):
            for i in np.flatnonzero(~hides):
                row = np.zeros(true.shape)
                row[i] = of(endings)
                rows.append(row.ravel())
                shown.append(true[i] @ of(endings))
    return np.array(rows), np.array(shown)


def ranges(keys, true, hide):
    """What every small number of any endings can be: whose, of which endings, the number, the least, the greatest."""
    equations, shown = known(keys, true, hide)
    some = [each for number in range(1, len(ENDINGS) + 1) for each in combinations(ENDINGS, number)]
    for (i, whom), endings in product(enumerate(keys), some):
        count, aim = true[i] @ of(endings), np.zeros(true.shape)
        aim[i] = of(endings)
        if 0 < count < RULE.below:
            ends = [linprog(sign * aim.ravel(), A_eq=equations, b_eq=shown).fun for sign in (1, -1)]
            yield whom.dimension, whom.group.code, endings, count, ends[0], -ends[1]


def pinned(people, hide=None):
    """Small numbers that could be no more than two numbers; ``hide`` says what is hidden of the measures, if not we."""
    found = cells(people)
    keys = sorted(found, key=lambda each: (each.dimension, each.group.code))
    true = np.array([found[each] for each in keys])
    every = [made(keys, true, *each) for each in SHOWN]
    hidden_ = hidden(every, FIFTHS) if hide is None else hide(every)
    return [each for each in ranges(keys, true, hidden_) if each[-1] - each[-2] < 2 - 1e-6]


PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["F", "M"]),
        st.sampled_from(list(FIFTHS)),
        *[st.sampled_from([0, 0, 1, 3, 7, 40, 300])] * len(ENDINGS),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=12, deadline=None)
@given(PEOPLE)
def test_no_small_number_is_one_of_two_for_who_reads_all_measures_together(people):
    assert pinned(people) == []


def test_the_reader_finds_what_each_measure_by_itself_leaves_over():
    """The planted fault: three men died, which all less those who didn't says where each measure hides its own."""
    people = [("F", "N3", 40, 30, 40, 40, 0), ("M", "N1", 40, 17, 3, 40, 0), ("F", "N2", 60, 60, 60, 60, 0)]
    alone = pinned(people, lambda every: [hidden([each], FIFTHS)[0] for each in every])
    assert ("sex", "M", ("died", "other"), 3.0, 3.0, 3.0) in alone
    assert pinned(people) == []
