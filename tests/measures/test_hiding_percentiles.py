"""A percentile of so few that it has no limits is near one person's own value: it is hidden as small counts are."""

import numpy as np
import pytest

from oneplace.measures.hiding import Counts, hidden
from oneplace.place import SmallNumbers
from oneplace.population.groups import ETHNIC_GROUPS
from tests.measures.build import counts, key, measure

RULE = SmallNumbers(below=5)
WAITS = {"from": "record", "events": {"table": "activity"}, "statistic": "percentile", "quantity": "quantity"}


def hide(share, people, rule=RULE):
    rows = [(key("ethnicity", group), n, 0) for group, n in zip(ETHNIC_GROUPS, people, strict=False)]
    compute = measure(WAITS | {"percentile": share}).compute
    return np.flatnonzero(hidden([Counts.of(counts(rows), compute, rule)], {})[0]).tolist()


@pytest.mark.parametrize(("share", "fewest"), [(0.5, 6), (0.92, 45), (0.1, 36)])
def test_from_the_fewest_with_limits_on_it_is_shown(share, fewest):
    limits = [hide(share, [n, 500]) for n in (fewest - 1, fewest)]
    assert limits == [[0], []]


def test_others_beside_it_stay_since_percentiles_do_not_add_up():
    assert hide(0.92, [12, 200, 300, 0]) == [0]


def test_a_small_count_still_hides_another():
    assert hide(0.5, [3, 200, 300]) == [0, 1]


def test_of_rounded_numbers_the_rounded_one_decides():
    assert hide(0.92, [45, 500], SmallNumbers(below=5, round_to=10)) == []
    assert hide(0.92, [44, 500], SmallNumbers(below=5, round_to=10)) == [0]
