"""A row that is hidden is the same whatever it hides: nothing beside its numbers tells of them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace.measures.coverage import Coverage
from oneplace.measures.drafts import Draft, rows_of
from oneplace.measures.hiding import Counts
from oneplace.measures.tally import estimates
from oneplace.place import SmallNumbers
from oneplace.stats import REASONS
from tests.measures.build import counts, key, measure, proportion

RATE = measure({"from": "record", "statistic": "rate", "events": {"table": "activity"}, "per": 1000})
SHARE = proportion()
MEAN = measure({"from": "record", "statistic": "mean", "events": {"table": "activity"}, "quantity": "quantity"})
RATIO = measure(
    {"from": "record", "statistic": "ratio", "events": {"table": "activity"}, "quantity": "quantity", "out_of": "1"}
)
WHOM = [key("sex", "F"), key("sex", "M")]


def rows(one, numbers, hide=True, why="suppressed"):
    """The rows of women and men of a measure, of so many each (and half of them in the numerator)."""
    made = counts([(each, n, n // 2) for each, n in zip(WHOM, numbers, strict=True)])
    made = replace(
        made, days=np.full(2, 1e6), total=made.n * 3, squares=made.n * 12, of_ratio=np.stack([made.n] * 3, 1)
    )
    rule = SmallNumbers()
    protected = Counts.of(made, one.compute, rule)
    draft = Draft(one, one.compute, protected, estimates(made, one.compute), "", (), 0.0, Coverage(), ())
    return rows_of(
        draft, draft.counts.keys, draft.estimates, np.full(2, hide), origin="synthetic", why=[REASONS[why]] * 2
    )


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([RATE, SHARE, MEAN, RATIO]), *[st.tuples(*[st.integers(0, 400)] * 2)] * 2)
def test_hidden_rows_of_two_records_are_alike(one, some, others):
    assert rows(one, some) == rows(one, others)


@pytest.mark.parametrize(("adding", "hide"), [(1, True), (4, True), (5, False), (0, False)])
def test_a_ratio_that_few_add_to_is_theirs_alone(adding, hide):
    made = counts([(each, 40, adding) for each in WHOM])
    assert Counts.of(made, RATIO.compute, SmallNumbers(below=5)).small.tolist() == [hide, hide]


@pytest.mark.parametrize(("number", "method"), [(3, "Exact"), (30, "Byars")])
def test_how_limits_were_made_tells_few_events_from_many(number, method):
    """So it is said of a shown rate only."""
    assert {row["method"] for row in rows(RATE, (number, 40), hide=False)} == {method, "Byars"}
    assert {row["method"] for row in rows(RATE, (number, 40))} == {""}


def test_what_goes_because_another_measure_would_tell_it_says_so():
    """Its groups need not be small: it is hidden since another counts nearly the same in other words."""
    (told,) = {row["reason"] for row in rows(RATE, (40, 300), why="told_by_another")}
    assert told.startswith("Not shown: another measure counts nearly the same people in other words")
    assert {row["reason"] for row in rows(RATE, (40, 300), hide=False, why="told_by_another")} == {None}
