"""Formulas of queues: values of published tables and of arithmetic by hand, limits, and what cannot be asked."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.flow.formulas import exact

ERLANG_B = [  # load in Erlangs that so many lines carry with such a loss: the usual printed tables
    (1, 0.0101, 0.01),
    (1, 0.1111, 0.10),
    (2, 0.1526, 0.01),
    (5, 1.3608, 0.01),
    (5, 2.2185, 0.05),
    (10, 4.4612, 0.01),
    (10, 5.0840, 0.02),
    (10, 6.2157, 0.05),
    (10, 7.5106, 0.10),
    (20, 12.0306, 0.01),
    (20, 13.1815, 0.02),
    (50, 37.9014, 0.01),
    (100, 84.0642, 0.01),
    (100, 87.9720, 0.02),
]


@pytest.mark.parametrize(("servers", "load", "lost"), ERLANG_B)
def test_losses_of_the_printed_tables(servers, load, lost):
    assert exact.erlang_b(servers, load) == pytest.approx(lost, rel=1e-3)


BY_HAND = [  # servers, load, share lost, share who wait
    (0, 0, Fraction(1), Fraction(1)),
    (0, 3, Fraction(1), Fraction(1)),
    (1, 0, Fraction(0), Fraction(0)),
    (1, 1, Fraction(1, 2), Fraction(1)),
    (1, Fraction(1, 2), Fraction(1, 3), Fraction(1, 2)),
    (2, 1, Fraction(1, 5), Fraction(1, 3)),
    (2, 2, Fraction(2, 5), Fraction(1)),
    (3, 2, Fraction(4, 19), Fraction(4, 9)),
    (3, 3, Fraction(9, 26), Fraction(1)),
    (4, 3, Fraction(27, 131), Fraction(27, 53)),
]


@pytest.mark.parametrize(("servers", "load", "lost", "wait"), BY_HAND)
def test_losses_and_waits_by_hand(servers, load, lost, wait):
    assert exact.erlang_b(servers, float(load)) == pytest.approx(float(lost))
    assert exact.erlang_c(servers, float(load)) == pytest.approx(float(wait))


@pytest.mark.parametrize(("servers", "load"), [(-1, 1.0), (1, -0.1)])
def test_less_than_nothing_is_refused(servers, load):
    with pytest.raises(ValueError, match=r"^servers and load must not be negative\.$"):
        exact.erlang_b(servers, load)


@given(st.integers(1, 60), st.floats(0.01, 0.999))
def test_every_one_who_waits_would_be_lost_without_a_queue(servers, rho):
    """Erlang C is above Erlang B, both rise with the load and fall with a server more."""
    load = servers * rho
    lost, wait = exact.erlang_b(servers, load), exact.erlang_c(servers, load)
    assert 0 <= lost <= wait <= 1
    assert exact.erlang_b(servers + 1, load) < lost
    assert exact.erlang_c(servers + 1, load) < wait
    assert exact.erlang_b(servers, load * 1.01) > lost


WAITS = [  # servers, arrivals, stay, mean wait, share who wait longer than 1
    (1, 0.5, 1.0, 1.0, 0.5 * math.exp(-0.5)),
    (1, 0.9, 1.0, 9.0, 0.9 * math.exp(-0.1)),
    (1, 0.25, 2.0, 2.0, 0.5 * math.exp(-0.25)),
    (2, 1.0, 1.0, 1 / 3, math.exp(-1) / 3),
    (3, 2.0, 1.0, 4 / 9, 4 / 9 * math.exp(-1)),
    (3, 1.0, 2.0, 8 / 9, 4 / 9 * math.exp(-0.5)),
    (1, 0.0, 1.0, 0.0, 0.0),
    (1, 1.0, 1.0, math.inf, 1.0),
    (2, 1.0, 2.0, math.inf, 1.0),
    (2, 3.0, 1.0, math.inf, 1.0),
]


@pytest.mark.parametrize(("servers", "arrivals", "stay", "wait", "longer"), WAITS)
def test_mean_waits_and_long_waits(servers, arrivals, stay, wait, longer):
    assert exact.mean_wait(servers, arrivals, stay) == pytest.approx(wait)
    assert exact.share_waiting_longer(servers, arrivals, stay, 1.0) == pytest.approx(longer)


@pytest.mark.parametrize("servers", [1, 2, 10])
def test_close_to_its_capacity_a_queue_waits_as_one_fast_server_does(servers):
    """As the load comes to the capacity, everybody waits, and (1 - ρ) × wait goes to stay / servers."""
    rho = 1 - 1e-7
    assert exact.erlang_c(servers, servers * rho) == pytest.approx(1, abs=1e-5)
    assert (1 - rho) * exact.mean_wait(servers, servers * rho, 1.0) == pytest.approx(1 / servers, rel=1e-5)


ONE_SERVER = [  # arrivals, stay, second moment, wait
    (0.5, 1.0, 2.0, 1.0),  # exponential
    (0.5, 1.0, 1.0, 0.5),  # fixed: half of that
    (0.5, 1.0, 1.5, 0.75),  # two stages
    (0.8, 1.0, 5.0, 10.0),
    (0.4, 2.0, 8.0, 8.0),
    (0.0, 1.0, 2.0, 0.0),
    (1.0, 1.0, 2.0, math.inf),
    (1.1, 1.0, 2.0, math.inf),
]


@pytest.mark.parametrize(("arrivals", "stay", "second_moment", "wait"), ONE_SERVER)
def test_one_server_waits_by_the_spread_of_stays(arrivals, stay, second_moment, wait):
    assert exact.mean_wait_one_server(arrivals, stay, second_moment) == pytest.approx(wait)


LIMITED = [  # servers, room, arrivals, stay, weights of 0, 1, … there
    (1, 1, 1.0, 1.0, [1, 1]),
    (1, 3, 1.0, 1.0, [1, 1, 1, 1]),
    (1, 2, 2.0, 1.0, [1, 2, 4]),
    (1, 2, 1.0, 2.0, [1, 2, 4]),
    (2, 3, 1.0, 1.0, [4, 4, 2, 1]),
    (2, 4, 4.0, 1.0, [1, 4, 8, 16, 32]),
    (2, 2, 0.0, 1.0, [1, 0, 0]),
]


@pytest.mark.parametrize(("servers", "room", "arrivals", "stay", "weights"), LIMITED)
def test_a_limited_queue_by_its_balance(servers, room, arrivals, stay, weights):
    found = exact.limited_queue(servers, room, arrivals, stay)
    assert found == pytest.approx(np.array(weights) / sum(weights))


@pytest.mark.parametrize(("servers", "room"), [(2, 1), (0, 0), (0, 3)])
def test_a_limited_queue_needs_a_server_and_room_for_all(servers, room):
    with pytest.raises(ValueError, match=r"^there is less room than servers\.$"):
        exact.limited_queue(servers, room, 1.0, 1.0)


def test_a_limited_queue_of_a_thousand_beds_does_not_overflow():
    found = exact.limited_queue(1000, 1100, 990.0, 1.0)
    assert found.sum() == pytest.approx(1)
    assert exact.limited_queue(1000, 1000, 990.0, 1.0)[-1] == pytest.approx(exact.erlang_b(1000, 990.0))


COBHAM = [  # shares of the servers' time by rank, wait of the work there is, waits
    ([0.5], 0.5, [1.0]),
    ([0.2, 0.3], 0.5, [0.625, 1.25]),
    ([0.25, 0.25, 0.25], 0.75, [1.0, 2.0, 6.0]),
    ([0.0, 0.5], 0.5, [0.5, 1.0]),
    ([0.5, 0.5], 1.0, [2.0, math.inf]),
    ([0.6, 0.5, 0.1], 1.0, [2.5, math.inf, math.inf]),
]


@pytest.mark.parametrize(("shares", "work", "waits"), COBHAM)
def test_waits_by_rank_as_cobham_has_them(shares, work, waits):
    assert exact.waits_by_rank(np.array(shares), work) == pytest.approx(waits)


@given(st.lists(st.floats(0.01, 0.3), min_size=2, max_size=3), st.floats(0.1, 5))
def test_priority_moves_waits_between_ranks_and_takes_none_away(shares, work):
    """Kleinrock's conservation law: the waits weighted by load are those of one queue without ranks."""
    rho = sum(shares)
    waits = exact.waits_by_rank(np.array(shares), work)
    assert list(waits) == sorted(waits)
    assert np.array(shares) @ waits == pytest.approx(rho * work / (1 - rho))


NETWORKS = [  # outside, routing, servers, stays, mean number at each place
    ([1.0], [[0.0]], [math.inf], [2.0], [2.0]),
    ([0.5], [[0.0]], [1], [1.0], [1.0]),
    ([0.25], [[0.5]], [1], [1.0], [1.0]),
    ([0.5, 0.0], [[0, 1], [0, 0]], [1, math.inf], [1.0, 4.0], [1.0, 2.0]),
    ([1.0, 0.0], [[0, 1], [0, 0]], [2, 1], [1.0, 0.5], [4 / 3, 1.0]),
    ([0.5, 0.0], [[0, 1], [0.5, 0]], [math.inf, math.inf], [1.0, 3.0], [1.0, 3.0]),
    ([1.0], [[0.0]], [1], [1.0], [math.inf]),
]


@pytest.mark.parametrize(("outside", "routing", "servers", "stays", "number"), NETWORKS)
def test_networks_by_hand(outside, routing, servers, stays, number):
    given_ = (np.array(x, dtype=float) for x in (outside, routing, servers, stays))
    assert exact.jackson(*given_) == pytest.approx(number)


def exponential(u):
    return np.exp(-u / 2)


def fixed(u):
    return (u < 3).astype(float)


VARYING = [  # rate, survival, longest, at, number
    (lambda t: np.full_like(t, 5.0), exponential, 60.0, 0.0, 10.0),
    (lambda t: np.full_like(t, 5.0), fixed, 3.0, 7.0, 15.0),
    (lambda t: np.where(t >= 0, 4.0, 0.0), fixed, 3.0, 1.5, 6.0),
    (lambda t: np.where(t >= 0, 4.0, 0.0), fixed, 3.0, 9.0, 12.0),
    (lambda t: np.where(t >= 0, 1.0, 0.0), exponential, 60.0, 2.0, 2 * (1 - math.exp(-1))),
    (lambda t: t, fixed, 3.0, 10.0, 25.5),
]


@pytest.mark.parametrize(("rate", "survival", "longest", "at", "number"), VARYING)
def test_arrivals_that_vary_fill_a_place_without_a_limit(rate, survival, longest, at, number):
    assert exact.unlimited(rate, survival, np.array([at]), longest) == pytest.approx([number], rel=2e-3)


IMPATIENT = [  # servers, arrivals, stay, patience, room
    (1, 0.8, 1.0, 1.0, None),
    (2, 3.0, 1.0, 2.0, None),
    (5, 8.0, 0.5, 0.25, None),
    (2, 3.0, 1.0, 2.0, 2),
    (2, 3.0, 1.0, 2.0, 3),
    (2, 9.0, 1.0, 2.0, 6),
    (10, 4.0, 2.0, 30.0, 14),
]


@pytest.mark.parametrize(("servers", "arrivals", "stay", "patience", "room"), IMPATIENT)
def test_whoever_comes_is_lost_leaves_or_is_served(servers, arrivals, stay, patience, room):
    """Little's law for beds and for waits, whatever the limit."""
    found = exact.impatient(servers, arrivals, stay, patience, room)
    let_in = arrivals * (1 - found.lost)
    served = let_in * (1 - found.left)
    assert found.inside == pytest.approx(served * stay)
    assert found.waiting == pytest.approx(let_in * found.left * patience)
    assert (found.lost > 0) == (room is not None)
    assert (found.waited == 0) == (room == servers)
    assert 0 <= found.wait <= patience


def test_patience_as_long_as_the_stay_is_a_place_without_a_limit():
    """M/M/c+M whose patience is the stay has as many there as M/M/∞: a Poisson number."""
    found = exact.impatient(3, 4.0, 1.0, 1.0)
    assert found.inside + found.waiting == pytest.approx(4.0)
    weights = np.cumprod([1.0, *(4.0 / n for n in range(1, 60))]) * math.exp(-4)
    assert found.inside == pytest.approx(np.minimum(np.arange(60), 3) @ weights)


def test_values_of_all_and_of_classes_stand_side_by_side():
    answer = exact.Exact("M/G/1", {("wait", "x"): 2.0}, {("wait", "x", "a"): 1.0})
    assert answer.by_group == {("wait", "x", "all"): 2.0, ("wait", "x", "a"): 1.0}
