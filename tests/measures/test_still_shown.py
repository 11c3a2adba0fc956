"""A stricter small-number rule doesn't hold in years that readers saw by the rule before: check and the page say so."""

from dataclasses import replace

import pyarrow as pa
import pytest

from oneplace.measures import still_shown
from oneplace.place import SmallNumbers
from oneplace.results import still_below
from tests.measures.build import PROPORTION, measure

RATE = {"from": "record", "statistic": "rate", "per": 1000, "events": {"table": "activity"}}


def shown(*counts, suppressed=False):
    """Rows of the measure with these numerators and denominators."""
    rows = [
        {"measure": "test", "numerator": x, "denominator": n, "value": None if suppressed else 1.0}
        | {"suppressed": suppressed}
        for x, n in counts
    ]
    types = {"measure": pa.string(), "numerator": pa.float64(), "denominator": pa.float64()}
    return pa.Table.from_pylist(rows, pa.schema({**types, "value": pa.float64(), "suppressed": pa.bool_()}))


@pytest.mark.parametrize(
    ("statistic", "counts", "number"),
    [
        ("rate", [(3, 90), (4, 90), (5, 90), (0, 90)], 2),
        ("rate", [(30, 3)], 0),  # years that people lived
        ("proportion", [(3, 90), (87, 90), (0, 4), (40, 90), (0, 90), (90, 90)], 3),
        ("mean", [(1, 90), (None, 3)], 1),
        ("count", [(4, None), (5, None)], 1),
    ],
)
def test_counts_that_the_rule_hides_now_are_found(statistic, counts, number):
    assert still_below(shown(*counts), statistic, below=5, least=1, round_to=1) == number
    assert still_below(shown(*counts, suppressed=True), statistic, below=5, least=1, round_to=1) == 0


def test_noughts_count_where_they_are_hidden_and_what_is_only_rounded_does_not():
    assert still_below(shown((0, 90)), "rate", below=5, least=0, round_to=1) == 1
    assert still_below(shown((4, 90)), "rate", below=5, least=1, round_to=2) == 0


def told(southampton, compute, rows, **rule):
    of = {"small_numbers": SmallNumbers(**rule)}
    place = replace(
        southampton,
        place=southampton.place.model_copy(update=of),
        measures={"test": measure(compute, id="test", unit="per_1000" if compute is RATE else "percent")},
    )
    return list(still_shown(place, rows))


def test_check_tells_how_many_figures_of_a_measure_the_new_rule_would_hide(southampton):
    rows = shown((3, 90), (4, 90), (20, 90))
    assert told(southampton, RATE, rows, below=2) == []
    (problem,) = told(southampton, RATE, rows, below=5)
    assert problem.code == "W152"
    assert "2 figures of test stand that the rule for small numbers hides now (a count from 1 to 4)" in problem.message
    (problem,) = told(southampton, PROPORTION, shown((89, 90)), below=5)
    assert "1 figure of test stands" in problem.message
