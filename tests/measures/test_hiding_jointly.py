"""A reader sets all that several measures show side by side, in every sum at once, and must not get far.

The reader knows how each attendance may have ended and which endings each measure counts, that groups add up to
everyone and neighbourhoods to their fifth, and every shown count. Linear programs over the number of each ending in
each group find all that follows: nothing here is told by the code that hides.
"""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from oneplace.measures import hiding
from oneplace.measures.hiding import Counts, hidden
from oneplace.place import SmallNumbers, atoms
from tests.measures.build import counts, key, measure

RULE = SmallNumbers(below=5)
FIFTHS = {"N1": 1, "N2": 1, "N3": 2}
ENDINGS = ("home", "ward", "died", "left", "other")
NESTED = (
    (ENDINGS, None),
    (("home",), None),
    (("home", "ward", "left"), None),
    (("home", "ward", "left"), ("ward",)),
)
"""What each measure counts and, of a share, its numerator: any two have nothing in common or one holds the other.

No definition says that there are no other endings.
"""
CROSSING = (
    (
        ((ENDINGS, None), (("left", "other"), None), (("died", "left"), None), (("left",), None),
         (("home", "ward", "died", "other"), None)),
        [("F", "N3", 300, 300, 3, 0, 7), ("F", "N2", 40, 0, 0, 300, 0)],
    ),
    (
        ((ENDINGS, None), (("ward",), None), (("home",), None),
         (("home", "died", "left", "other"), ("home", "died")), (("ward", "died"), None)),
        [("M", "N1", 0, 300, 0, 300, 1), ("M", "N1", 0, 7, 3, 40, 40), ("F", "N2", 1, 0, 0, 40, 40),
         ("F", "N3", 40, 7, 0, 1, 7)],
    ),
    (
        ((ENDINGS, None), (("home", "left", "other"), None), (("home", "ward", "died"), None),
         (("home", "ward", "other"), ("home", "ward")), (("died",), None)),
        [("F", "N3", 1, 1, 1, 7, 300), ("F", "N2", 3, 7, 3, 0, 0)],
    ),
)  # fmt: skip
"""Measures that overlap in part, and people of whom they told a small number where only nested ones were seen."""


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


def known(keys, true, shown_by, hide):
    """What the reader knows of the endings in each group, as equations: those that add up, and each shown count."""
    rows, shown = [], []
    for line, total in sums(keys):
        for ending in range(len(ENDINGS)):
            row = np.zeros(true.shape)
            row[line, ending], row[total, ending] = 1, -1
            rows.append(row.ravel())
            shown.append(0.0)
    for counted, hides in zip(shown_by, hide, strict=True):
        for endings in filter(None, counted):
            for i in np.flatnonzero(~hides):
                row = np.zeros(true.shape)
                row[i] = of(endings)
                rows.append(row.ravel())
                shown.append(true[i] @ of(endings))
    return np.array(rows), np.array(shown)


def ranges(keys, true, shown_by, hide):
    """What every small number of any endings can be: whose, of which endings, the number, the least, the greatest."""
    equations, shown = known(keys, true, shown_by, hide)
    some = [each for number in range(1, len(ENDINGS) + 1) for each in combinations(ENDINGS, number)]
    for (i, whom), endings in product(enumerate(keys), some):
        count, aim = true[i] @ of(endings), np.zeros(true.shape)
        aim[i] = of(endings)
        if 0 < count < RULE.below:
            least, most = (linprog(sign * aim.ravel(), A_eq=equations, b_eq=shown) for sign in (1, -1))
            yield whom.dimension, whom.group.code, endings, count, least.fun, np.inf if most.status else -most.fun


def pinned(people, hide=None, shown_by=NESTED):
    """Small numbers that could be no more than two numbers; ``hide`` says what is hidden of the measures, if not we."""
    found = cells(people)
    keys = sorted(found, key=lambda each: (each.dimension, each.group.code))
    true = np.array([found[each] for each in keys])
    every = [made(keys, true, *each) for each in shown_by]
    hidden_ = hidden(every, FIFTHS) if hide is None else hide(every)
    return [each for each in ranges(keys, true, shown_by, hidden_) if each[-1] - each[-2] < 2 - 1e-6]


PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["F", "M"]),
        st.sampled_from(list(FIFTHS)),
        *[st.sampled_from([0, 0, 1, 3, 7, 40, 300])] * len(ENDINGS),
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(PEOPLE)
def test_no_small_number_is_one_of_two_for_who_reads_all_measures_together(people):
    assert pinned(people) == []


SOME = st.lists(st.sampled_from(ENDINGS), min_size=1, max_size=4, unique=True).map(tuple)
SHARES = SOME.flatmap(lambda rows: st.tuples(st.just(rows), st.none() | st.sampled_from([rows[:1], rows[1:] or None])))


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(PEOPLE, st.lists(SHARES, min_size=2, max_size=4))
def test_however_the_measures_overlap_no_small_number_is_one_of_two(people, some):
    assert pinned(people, shown_by=((ENDINGS, None), *some)) == []


@pytest.mark.parametrize(("shown_by", "people"), CROSSING)
def test_measures_that_overlap_in_part_tell_no_small_number(shown_by, people):
    without = pytest.MonkeyPatch()
    with without.context() as patch:
        patch.setattr(hiding, "together", lambda *_: ())
        assert any(low == high for *_, low, high in pinned(people, shown_by=shown_by))  # the fault as it was
    assert pinned(people, shown_by=shown_by) == []


def set_side_by_side(*some):
    """What is hidden of women and men where measures count so many for whom each of these conditions holds."""
    keys, every = [key("sex", "F"), key("sex", "M")], []
    for where, numbers in some:
        compute = {"from": "record", "statistic": "count", "events": {"table": "activity", "where": where}}
        tally = counts([(each, n, 0) for each, n in zip(keys, numbers, strict=True)])
        every.append(Counts.of(tally, measure(compute, unit="count").compute, RULE))
    return [each.tolist() for each in hidden(every, {})]


LEFT, RIGHT = told(("home", "ward")), told(("ward", "died"))


def test_who_is_in_both_of_two_lists_follows_only_where_there_can_be_nobody_in_neither():
    """Of 600 women 300 went home or to a ward, and 303 to a ward or died: three to a ward, if nothing else happens."""
    assert np.any(set_side_by_side(("true", (600, 400)), (LEFT, (300, 210)), (RIGHT, (303, 220))))
    nothing_hidden = [[False, False]] * 3
    assert set_side_by_side(("true", (600, 400)), (LEFT, (300, 210)), (RIGHT, (306, 220))) == nothing_hidden
    # that 200 of the men are in neither says that there are other endings, of women too
    assert set_side_by_side(("true", (600, 400)), (LEFT, (300, 100)), (RIGHT, (303, 100))) == nothing_hidden


def test_what_is_in_either_of_two_counts_and_not_in_a_third_is_one_too():
    """Two women: the short stays and the middling ones, less those of both that didn't end at home."""
    some = (
        ("true", (90, 651)),
        ("quantity < 9 and status in ('ward', 'died')", (80, 310)),
        ("quantity >= 5 and quantity < 9", (41, 43)),
        ("quantity < 5", (41, 307)),
    )
    assert np.any(set_side_by_side(*some))


def test_counts_that_contradict_what_their_definitions_say_are_hidden_as_nearly_as_they_can_be_told():
    assert np.any(set_side_by_side(("true", (600, 400)), (LEFT, (598, 700)), (RIGHT, (303, 100))))


def test_of_measures_of_too_many_kinds_of_row_the_last_are_not_shown(monkeypatch):
    monkeypatch.setattr(atoms, "MOST", 2)
    found = set_side_by_side(("true", (600, 400)), (LEFT, (300, 210)), (RIGHT, (306, 220)))
    assert found == [[False, False], [False, False], [True, True]]


def test_the_reader_finds_what_each_measure_by_itself_leaves_over():
    """The planted fault: three men died, which all less those who didn't says where each measure hides its own."""
    people = [("F", "N3", 40, 30, 40, 40, 0), ("M", "N1", 40, 17, 3, 40, 0), ("F", "N2", 60, 60, 60, 60, 0)]
    alone = pinned(people, lambda every: [hidden([each], FIFTHS)[0] for each in every])
    assert ("sex", "M", ("died", "other"), 3.0, 3.0, 3.0) in alone
    assert pinned(people) == []


def test_a_count_of_nobody_leaves_nothing_to_work_out():
    """Three overlap in part, and one counts nobody anywhere: no unknowns are left, and no run may end on that."""
    events = [("status <> 'a'", 100), ("status <> 'b'", 100), ("status in ('a', 'b')", 0)]
    every = []
    for where, n in events:
        compute = {"from": "record", "statistic": "count", "events": {"table": "activity", "where": where}}
        one = measure(compute, unit="count").compute
        every.append(Counts.of(counts([(key("sex", sex), n, 0) for sex in ("F", "M")]), one, RULE))
    assert not np.concatenate(hidden(every, FIFTHS)).any()
