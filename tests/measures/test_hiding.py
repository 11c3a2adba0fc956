"""Small numbers in a measure's breakdowns, months and neighbourhoods."""

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace.measures.hiding import hidden
from oneplace.place import SmallNumbers
from tests.measures.build import counts, key, proportion

RULE = SmallNumbers(below=5)
FIFTHS = {"N1": 1, "N2": 1, "N3": 2, "N4": 2}
COMPUTE = proportion().compute


def hide(rows, rule=RULE):
    return hidden(counts(rows), COMPUTE, rule, FIFTHS).tolist()


def test_both_sides_of_a_proportion_are_protected():
    men, women, unknown = key("sex", "M"), key("sex", "F"), key("sex", "not_known")
    assert hide([(men, 100, 50), (women, 200, 50), (unknown, 90, 50)]) == [False, False, False]
    assert hide([(men, 100, 98), (women, 200, 50), (unknown, 90, 50)]) == [True, False, True]  # two of a hundred didn't
    assert hide([(men, 3, 0), (women, 200, 50), (unknown, 90, 50)]) == [True, False, True]  # three people in all


def test_a_small_month_takes_another_of_its_year_with_it_as_the_year_is_known():
    months = [key(kind="month", start=date(2023, month, 1)) for month in range(4, 13)]
    rows = [(month, 100 + i, 50) for i, month in enumerate(months)]
    rows[4] = (months[4], 100, 3)
    found = hide(rows)
    assert found[4]
    assert sum(found) == 2
    other_year = [(key(kind="month", start=date(2022, 5, 1)), 100, 50)]
    assert not hide([*rows, *other_year])[-1]


def test_zeros_are_shown_unless_the_place_hides_them():
    rows = [(key("sex", "M"), 100, 0), (key("sex", "F"), 200, 60), (key("sex", "not_known"), 90, 50)]
    assert not any(hide(rows))
    assert hide(rows, SmallNumbers(below=5, zeros="suppressed")) == [True, False, True]


def test_a_hidden_fifth_does_not_follow_from_its_neighbourhoods():
    fifths = [(key("deprivation", fifth), n, n // 2) for fifth, n in ((1, 60), (2, 6), (3, 400), (4, 400), (5, 400))]
    homes = [(key("neighbourhood", name), n, n // 2) for name, n in (("N1", 28), ("N2", 32), ("N3", 6), ("N4", 0))]
    found = hide(fifths + homes)
    assert found[:5] == [True, True, False, False, False]  # 2 is small, 1 goes with it
    assert any(found[5:7])  # so 1's neighbourhoods can't all be shown
    assert found[7]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=2, max_size=5))
def test_with_the_total_known_no_hidden_group_stands_alone(pairs):
    rows = [(key("deprivation", i + 1), n + x, x) for i, (n, x) in enumerate(pairs)]
    found = np.array(hide(rows))
    totals = []
    for small in (lambda n, x: n, lambda n, x: x, lambda n, x: n - x):
        values = np.array([small(n, x) for _, n, x in rows])
        assert not any((values > 0) & (values < 5) & ~found)
        totals.append(values.sum())
    assert found.sum() != 1 or min(totals) < 5  # a total below five is hidden itself, so nothing follows from it
