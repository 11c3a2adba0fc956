"""Queues whose answer is known: the simulation comes within four standard errors of it."""

import math

import numpy as np
import pytest

from oneplace import flow
from oneplace.flow.formulas import exact
from oneplace.flow.simulation.results import value_of

pytestmark = pytest.mark.slow

QUEUE = """
patients: {{a: {{enters: s, arrivals: {arrivals}}}}}
places: {{s: {{capacity: {capacity}, {extra} stay: {stay}}}}}
exits: [gone]
"""


def simulated(pathway, text, *, run="300 days", warm_up="10 days", replications=24):
    return flow.simulate(pathway(text, run=run, warm_up=warm_up), replications=replications, seed=11)


def close(value, truth):
    assert value.standard_error >= 0
    assert abs(value.mean - truth) <= 4 * value.standard_error + 1e-12, (value.mean, truth, value.standard_error)


def queue(rate, capacity, stay, extra=""):
    return QUEUE.format(arrivals=f"{{rate: {rate} patients per hour}}", capacity=capacity, stay=stay, extra=extra)


HOUR = "{shape: exponential, mean: 1 hour}"


@pytest.mark.parametrize(("servers", "rate"), [(1, 0.5), (1, 0.8), (2, 1.5), (5, 4), (10, 8), (50, 45)])
def test_waits_of_erlang_c(pathway, servers, rate):
    found = simulated(pathway, queue(rate, f"{servers} beds", HOUR))
    assert found.exact.formula == "Erlang C"
    close(found.value("wait", "s"), exact.mean_wait(servers, rate, 1))
    close(found.value("share who waited", "s"), exact.erlang_c(servers, rate))
    close(found.value("inside", "s"), rate)
    close(found.value("waiting", "s"), rate * exact.mean_wait(servers, rate, 1))


def test_share_waiting_longer_than_a_target(pathway):
    found = simulated(pathway, queue(8, "10 beds", HOUR, "target: 30 minutes,"))
    close(found.value("share within target", "s"), 1 - exact.share_waiting_longer(10, 8, 1, 0.5))


@pytest.mark.parametrize(
    "stay",
    [HOUR, "1 hour", "{shape: lognormal, mean: 1 hour, cv: 130 %}", "{shape: weibull, mean: 1 hour, cv: 60 %}"],
)
def test_losses_do_not_depend_on_the_shape_of_the_stay(pathway, stay):
    found = simulated(pathway, queue(9, "10 beds", stay, "queue: 0 patients,"))
    assert found.exact.formula == "Erlang B"
    close(found.value("share lost", "s"), exact.erlang_b(10, 9))
    close(found.value("inside", "s"), 9 * (1 - exact.erlang_b(10, 9)))


def test_a_limited_queue(pathway):
    shares = exact.limited_queue(3, 8, 2.7, 1)
    found = simulated(pathway, queue(2.7, "3 beds", HOUR, "queue: 5 patients,"))
    assert found.exact.formula == "M/M/c/K"
    close(found.value("share lost", "s"), shares[-1])
    close(found.value("waiting", "s"), float(np.maximum(np.arange(9) - 3, 0) @ shares))


@pytest.mark.parametrize(
    ("stay", "second_moment"),
    [
        ("1 hour", 1.0),
        ("{shape: lognormal, mean: 1 hour, cv: 80 %}", 1.64),
        ("{shape: gamma, mean: 1 hour, cv: 150 %}", 3.25),
        ("{shape: erlang, mean: 1 hour, stages: 3 stages}", 1 + 1 / 3),
        ("{shape: uniform, from: 0 hours, to: 2 hours}", 1 + 4 / 12),
        ("{shape: triangular, from: 0 hours, mode: 0 hours, to: 3 hours}", 1.5),
        ("{shape: empirical, values: [0.5 hours, 0.5 hours, 2 hours]}", 1.5),
        ("{shape: exponential, mean: 30 minutes, at_least: 30 minutes}", 1.25),
    ],
)
def test_waits_for_one_server_depend_on_the_spread(pathway, stay, second_moment):
    found = simulated(pathway, queue(0.7, "1 bed", stay))
    assert found.exact.formula == "M/G/1"
    truth = exact.mean_wait_one_server(0.7, 1, second_moment)
    assert found.exact.values["wait", "s"] == pytest.approx(truth)
    close(found.value("wait", "s"), truth)


def test_a_place_without_limit_holds_arrivals_times_stay(pathway):
    found = simulated(pathway, queue(20, "unlimited", "{shape: lognormal, mean: 10 hours, cv: 110 %}"))
    close(found.value("inside", "s"), 200)
    assert found.value("inside p95", "s").mean == pytest.approx(200 + 1.645 * math.sqrt(200), rel=0.03)


def test_a_network_with_returns(pathway):
    text = """
patients: {a: {enters: x, arrivals: {rate: 1 patient per hour}}}
places:
  x: {capacity: 2 beds, stay: {shape: exponential, mean: 1 hour}, next: {y: 60 %, z: 40 %}}
  y: {capacity: 3 beds, stay: {shape: exponential, mean: 2 hours}, next: {x: 30 %, out: 70 %}}
  z: {capacity: unlimited, stay: {shape: exponential, mean: 3 hours}, next: {y: 50 %, out: 50 %}}
exits: [out]
"""
    found = simulated(pathway, text)
    assert found.exact.formula == "Jackson network"
    routing = np.array([[0, 0.6, 0.4], [0.3, 0, 0], [0, 0.5, 0]])
    outside, servers = np.array([1.0, 0, 0]), np.array([2, 3, np.inf])
    numbers = exact.jackson(outside, routing, servers, np.array([1.0, 2, 3]))
    for place, number in zip("xyz", numbers, strict=True):
        inside, waiting = (found.runs[:, found.find(m, place, "all")] for m in ("inside", "waiting"))
        close(value_of(inside + waiting), number)


def test_arrivals_by_the_hour_without_limit(pathway):
    """Mt/M/∞ over a day: the mean number by hour against the integral."""
    text = """
start: "2026-01-05"
patients:
  a:
    enters: s
    arrivals:
      rate: 20 patients per hour
      profile: {hour_of_day: [%s]}
places: {s: {capacity: unlimited, stay: {shape: exponential, mean: 3 hours}}}
""" % ", ".join(["1 %"] * 8 + ["8 %"] * 8 + ["3.5 %"] * 8)  # noqa: UP031
    found = simulated(pathway, text, run="140 days")
    weights = np.array([1.0] * 8 + [8.0] * 8 + [3.5] * 8) / 100

    def rate(t):
        return 20 * 24 * weights[np.floor(t).astype(int) % 24]

    truth = exact.unlimited(rate, lambda u: np.exp(-u / 3), np.arange(240, 264, dtype=float), 60, steps=6000)
    found_by_hour = found.hour_of_week("s").reshape(7, 24).mean(axis=0)
    # 140 days × 24 runs of nearly independent Poisson counts
    assert np.abs(found_by_hour - truth).max() <= 4.5 * np.sqrt(truth.max() / (140 * 24)) + 0.003 * truth.max()


TWO = """
patients:
  high: {{enters: s, arrivals: {{rate: 0.3 patients per hour}}}}
  low: {{enters: s, arrivals: {{rate: 0.4 patients per hour}}}}
priority: [high, low]
places: {{s: {{capacity: 1 bed, {extra} stay: {{shape: exponential, mean: 1 hour}}}}}}
"""


def test_priority_without_interruption(pathway):
    """Cobham 1954."""
    found = simulated(pathway, TWO.format(extra=""), run="600 days")
    residual = 0.7 * 1  # λ E[S²] / 2 with E[S²] = 2
    close(found.value("wait", "s", "high"), residual / (1 - 0.3))
    close(found.value("wait", "s", "low"), residual / ((1 - 0.3) * (1 - 0.7)))


@pytest.mark.parametrize("how", ["resume", "resample"])
def test_priority_with_interruption(pathway, how):
    """White and Christie 1958; with exponential stays a new draw is as good as the rest."""
    found = simulated(pathway, TWO.format(extra=f"preempt: {how},"), run="600 days")
    close(found.value("time in place", "s", "high"), 1 / (1 - 0.3))
    close(found.value("time in place", "s", "low"), (1 / (1 - 0.3)) * (1 + 0.7 / (1 - 0.7)))


def test_impatience(pathway):
    """Erlang A (Palm 1957): M/M/2 with exponential patience, by its balance equations."""
    rate, servers, patience = 3.0, 2, 2.0
    weights = [1.0]
    for n in range(1, 120):
        weights.append(weights[-1] * rate / (min(n, servers) + max(n - servers, 0) / patience))
    shares = np.array(weights) / sum(weights)
    waiting = float(np.maximum(np.arange(120) - servers, 0) @ shares)
    extra = "leave: {patience: {shape: exponential, mean: 2 hours}, to: gone},"
    found = simulated(pathway, queue(3, "2 beds", HOUR, extra))
    close(found.value("waiting", "s"), waiting)
    close(found.value("share left", "s"), waiting / patience / rate)


def test_several_at_once(pathway):
    """M^X/M/1 with batches of two: the mean number in all is ρ (1 + E[X²]/E[X]) / (2 (1 − ρ)) (Kleinrock 1975)."""
    arrivals = '{rate: 0.3 patients per hour, batch: {"2": 100 %}}'
    found = simulated(pathway, QUEUE.format(arrivals=arrivals, capacity="1 bed", stay=HOUR, extra=""), run="600 days")
    close(found.value("time in place", "s"), (0.6 * (1 + 2) / (2 * 0.4)) / 0.6)


def test_regular_arrivals(pathway):
    """D/M/1: the wait is σ / (μ (1 − σ)), where σ = exp(−μ (1 − σ) · gap)."""
    sigma = 0.5
    for _ in range(200):
        sigma = math.exp(-(1 - sigma) * 1.25)
    text = QUEUE.format(arrivals="{every: 75 minutes}", capacity="1 bed", stay=HOUR, extra="")
    close(simulated(pathway, text).value("wait", "s"), sigma / (1 - sigma))


def test_no_room_between_two_places(pathway):
    """Two places in a row that are always asked for, without room between: 2/3 of one place's rate gets through."""
    text = """
patients: {a: {enters: x, arrivals: {rate: 3 patients per hour}}}
places:
  x: {capacity: 1 bed, queue: 50 patients, stay: {shape: exponential, mean: 1 hour}, next: {y: 100 %}}
  y: {capacity: 1 bed, queue: 0 patients, stay: {shape: exponential, mean: 1 hour}}
"""
    found = simulated(pathway, text, run="100 days")
    per_hour = found.runs[:, found.find("completed", "pathway", "all")] / (100 * 24)
    close(value_of(per_hour), 2 / 3)


def test_staff_shared_by_two_places(pathway):
    """Two places that share three nurses, with alike stays, wait like one place with three beds."""
    text = """
patients:
  a: {enters: x, arrivals: {rate: 1 patient per hour}}
  b: {enters: y, arrivals: {rate: 1.4 patients per hour}}
pools: {nurse: {number: 3 nurses}}
places:
  x: {uses: {nurse: 1 nurse}, stay: {shape: exponential, mean: 1 hour}}
  y: {uses: {nurse: 1 nurse}, stay: {shape: exponential, mean: 1 hour}}
"""
    found = simulated(pathway, text)
    truth = exact.mean_wait(3, 2.4, 1)
    close(found.value("wait", "x"), truth)
    close(found.value("wait", "y"), truth)
    close(found.value("in use", "nurse"), 2.4)


def test_a_pathway_that_starts_in_its_long_run_state_needs_no_warm_up(pathway):
    text = queue(20, "unlimited", "{shape: lognormal, mean: 40 hours, cv: 130 %}", "start: 800 patients,")
    found = simulated(pathway, text, run="20 hours", warm_up="0 days", replications=60)
    close(found.value("inside", "s"), 800)


STROKE = [  # Monks and others 2016: shares delayed at an acute stroke unit and in rehabilitation, by beds
    (8.1455, [(9, 0.18), (10, 0.13), (11, 0.08), (12, 0.06), (13, 0.03), (14, 0.02)]),
    (9.7182, [(10, 0.20), (12, 0.11), (13, 0.08), (14, 0.05), (15, 0.03), (16, 0.02)]),
]


@pytest.mark.parametrize(("load", "published"), STROKE)
def test_published_stroke_beds(load, published):
    for beds, share in published:
        assert exact.erlang_b(beds, load) == pytest.approx(share, abs=0.01)
