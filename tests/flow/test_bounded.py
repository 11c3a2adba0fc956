"""Limits keep within what a measure can be, and are the usual ones where that is far away."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from oneplace import flow
from oneplace.flow.simulation.bounded import limits_apart, limits_of, most_of
from oneplace.flow.simulation.results import difference_of

SHARES = arrays(np.float64, st.integers(2, 12), elements=st.floats(0, 1))


@given(SHARES)
def test_the_limits_of_a_share_hold_its_mean_and_never_pass_0_or_100_percent(runs):
    found = flow.value_of(runs, 1.0)
    assert 0 <= found.lower <= found.mean + 1e-12
    assert found.mean - 1e-12 <= found.upper <= 1


@given(st.integers(2, 12).flatmap(lambda n: st.tuples(*[arrays(np.float64, n, elements=st.floats(0, 1))] * 2)))
def test_a_difference_of_shares_leads_from_now_to_no_share_beyond_its_ends(both):
    now, then = both
    found = difference_of(now, then, 1.0)
    assert -1 <= found.lower <= found.mean + 1e-12
    assert found.mean - 1e-12 <= found.upper <= 1
    if 0 < then.mean() < 1:
        assert now.mean() + found.lower >= -1e-12
        assert now.mean() + found.upper <= 1 + 1e-12


def test_the_limits_of_a_share_are_those_of_its_log_odds():
    # three runs of 80, 90 and 100 %: mean 0.9, half a width 4.302653 * 0.1 / sqrt(3)
    half = 4.302653 * 0.1 / math.sqrt(3)
    odds = [math.log(9) + sign * half / 0.09 for sign in (-1, 1)]
    found = flow.value_of(np.array([0.8, 0.9, 1.0]), 1.0)
    assert (found.lower, found.upper) == pytest.approx([1 / (1 + math.exp(-each)) for each in odds], rel=1e-6)
    assert found.mean + half > 1  # as they would be without


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_far_from_the_ends_limits_are_the_usual_ones(share):
    assert [float(end) for end in limits_of(share, 1e-4, 1.0)] == pytest.approx([share - 1e-4, share + 1e-4], abs=1e-7)
    apart = [float(end) for end in limits_apart(0.4, share, 1e-4, 1.0)]
    assert apart == pytest.approx([share - 0.4 - 1e-4, share - 0.4 + 1e-4], abs=1e-7)


@pytest.mark.parametrize(
    ("most", "ends"), [(1.0, (0.5, 0.5)), (math.inf, (0.5, 0.5)), (math.nan, (0.5, 0.5)), (100.0, (0.5, 0.5))]
)
def test_what_never_varies_has_no_width(most, ends):
    found = flow.value_of(np.full(4, 0.5), most)
    assert (found.lower, found.upper) == ends


def test_a_share_of_nobody_or_of_everybody_in_every_run_stays_there():
    for share in (0.0, 1.0):
        found = flow.value_of(np.full(4, share), 1.0)
        assert (found.lower, found.upper) == (share, share)


def test_where_then_is_at_an_end_now_keeps_within_its_own():
    now = np.array([0.8, 0.9, 1.0])
    found, of_now = difference_of(now, np.ones(3), 1.0), flow.value_of(now, 1.0)
    assert (found.lower, found.upper) == pytest.approx((1 - of_now.upper, 1 - of_now.lower))


def test_a_number_is_never_below_nought_and_a_bill_may_be():
    runs = np.array([0.0, 0.0, 0.0, 4.0])
    assert flow.value_of(runs, math.inf).lower == 0
    assert flow.value_of(runs).lower < 0
    assert flow.value_of(runs, math.inf).upper == flow.value_of(runs).upper


@pytest.mark.parametrize(
    ("measure", "unit", "most"),
    [
        ("share lost", "share", 1.0),
        ("occupancy", "share", math.inf),
        ("share in use", "share", math.inf),
        ("lost", "per 100", 100.0),
        ("wait", "hours", math.inf),
    ],
)
def test_what_a_measure_can_be_at_most(measure, unit, most):
    assert most_of(measure, unit) == most


def test_what_a_bill_can_be_is_any_number():
    assert math.isnan(most_of("cost", "GBP"))
    assert math.isnan(most_of("carbon", "kgCO2e"))


DESK = """
format: pathway/1
id: desk
name: A desk
provenance: illustrative
run: 3 hours
patients: {all: {enters: desk, arrivals: {rate: 4 patients per hour}}}
places: {desk: {capacity: 1 seat, queue: 0 patients, stay: {shape: exponential, mean: 20 minutes}}}
"""


def test_a_result_a_comparison_and_a_grid_have_the_same_limits():
    desk = flow.parse(DESK)
    change = {"places.desk.capacity": "4 seats"}
    compared = flow.compare(desk, [change], replications=6)[0]
    cells = flow.grid(desk, {"places.desk.capacity": ["4 seats"]}, replications=6).table().to_pylist()
    result = flow.simulate(flow.apply(desk, change), replications=6)
    for measure, where in (
        ("share lost", "desk"),
        ("lost", "desk"),
        ("occupancy", "desk"),
        ("time held up", "pathway"),
    ):
        row = next(r for r in cells if (r["measure"], r["where"], r["group"]) == (measure, where, "all"))
        value, difference = result.value(measure, where), compared.difference(measure, where)
        assert (row["lower"], row["upper"]) == pytest.approx((value.lower, value.upper))
        ends = row["difference_lower"], row["difference_upper"]
        assert ends == pytest.approx((difference.lower, difference.upper))
        assert row["lower"] >= 0
    now = flow.simulate(desk, replications=6).value("share lost", "desk").mean
    assert now + compared.difference("share lost", "desk").lower >= 0
