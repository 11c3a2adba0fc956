"""Quantile groups: every row of the published table, ties, missing values, groups by population."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.stats import quantile_groups
from tests.stats.cases import number, rows

NUMBER = {"Decile": 10, "Septile": 7, "Quartile": 4}
KEYS = {"IndSexReg": ("indicator_sex", "region"), "IndSex": ("indicator_sex",), "None": ()}


def test_every_row_of_the_published_table():
    groups = {}
    for row in rows("quantiles.csv"):
        if row["test"] == "BadPolarity":  # one polarity a group: refused by the package before it ranks
            continue
        by = [row[key] for key in KEYS[row["groupset"]]]
        groups.setdefault((row["groupset"], row["quantile_type"], *by), []).append(row)
    assert sum(map(len, groups.values())) > 800
    for (groupset, kind, *_), found in groups.items():
        inverted = groupset == "None" or found[0]["polarity"] in ("RAG - Low is good", "True")
        result = quantile_groups([number(row["value"]) for row in found], NUMBER[kind], highest_first=inverted)
        expected = [number(row["expected_quantile"]) for row in found]
        np.testing.assert_array_equal(result.value, expected)


def test_ties_share_a_group_and_can_leave_one_empty():
    assert quantile_groups([1, 2, 2, 2, 5], 5).value.tolist() == [5, 2, 2, 2, 1]


def test_missing_values_have_no_group_and_too_few_areas_none_at_all():
    result = quantile_groups([[3, np.nan, 1], [1, 2, 3]], 2, highest_first=False)
    np.testing.assert_array_equal(result.value, [[2, np.nan, 1], [1, 1, 2]])
    assert result.reason.tolist() == [["", "missing", ""], ["", "", ""]]
    assert set(quantile_groups([1, 2], 5).reason.tolist()) == {"too_few_areas"}


def test_groups_by_population_hold_equal_numbers_of_people():
    people = [70, 10, 10, 10]
    assert quantile_groups([1, 2, 3, 4], 2, highest_first=False, population=people).value.tolist() == [1, 2, 2, 2]
    tied = quantile_groups([1, 1, 3, 4], 2, highest_first=False, population=[30, 20, 40, 10])
    assert tied.value.tolist() == [1, 1, 2, 2]
    none = quantile_groups([1, 2, 3], 2, population=[10, 0, 10])
    assert none.reason.tolist() == ["", "no_denominator", ""]


@given(st.lists(st.integers(0, 30), min_size=10, max_size=60), st.randoms())
def test_permuting_areas_permutes_groups_and_order_is_kept(values, random):
    turn = list(range(len(values)))
    random.shuffle(turn)
    for population in (None, np.arange(1, len(values) + 1)):
        moved = None if population is None else population[turn]
        one = quantile_groups(values, 10, population=population).value
        other = quantile_groups([values[i] for i in turn], 10, population=moved).value
        assert one[turn].tolist() == other.tolist()
        by_value = one[np.argsort(values, kind="stable")]
        assert (np.diff(by_value) <= 0).all()


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match="2 or more"):
        quantile_groups([1, 2], 1)
    with pytest.raises(ValueError, match="last axis"):
        quantile_groups(3.0)
