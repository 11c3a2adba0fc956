"""Which formula answers which pathway by itself; each answer is within four standard errors of the simulation, and
whatever no formula knows takes the answer away.
"""

import copy
import json
import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oneplace import flow
from oneplace.flow.formulas import exact
from oneplace.problems import OneplaceError

pytestmark = pytest.mark.slow

EXP = "{shape: exponential, mean: %s}"
TWO_CLASSES = """
patients:
  a: {enters: s, arrivals: {rate: 2 patients per hour}}
  b: {enters: s, arrivals: {rate: 1 patient per hour}}
"""

CASES = {
    "Erlang B of two classes with stays of their own": (
        "Erlang B",
        TWO_CLASSES
        + """
places:
  s:
    capacity: 6 beds
    queue: 0 patients
    stay: 1 hour
    for: {b: {stay: {shape: lognormal, mean: 3 hours, cv: 150 %}}}
""",
    ),
    "priorities do not change a loss": (
        "Erlang B",
        TWO_CLASSES + "priority: [b, a]\nplaces: {s: {capacity: 3 beds, queue: 0 patients, stay: 1 hour}}",
    ),
    "two queues that have nothing to do with each other": (
        "Erlang C and M/G/1",
        """
patients:
  a: {enters: s, arrivals: {rate: 2 patients per hour}}
  b: {enters: t, arrivals: {rate: 1 patient per hour}}
places:
  s: {capacity: 3 beds, target: 15 minutes, stay: {shape: exponential, mean: 1 hour}}
  t: {capacity: 1 bed, stay: {shape: uniform, from: 0 hours, to: 1 hour}}
""",
    ),
    "M/M/c/K of two classes": (
        "M/M/c/K",
        TWO_CLASSES + f"places: {{s: {{capacity: 2 beds, queue: 4 patients, stay: {EXP % '40 minutes'}}}}}",
    ),
    "M/M/c/K with ranks, of all together": (
        "M/M/c/K",
        TWO_CLASSES
        + f"priority: [b, a]\nplaces: {{s: {{capacity: 2 beds, queue: 3 patients, stay: {EXP % '40 minutes'}}}}}",
    ),
    "M/M/c with priorities": (
        "M/M/c with priorities (Cobham)",
        TWO_CLASSES + f"priority: [b, a]\nplaces: {{s: {{capacity: 4 beds, stay: {EXP % '1 hour'}}}}}",
    ),
    "M/G/1 with priorities and stays of their own": (
        "M/G/1 with priorities (Cobham)",
        TWO_CLASSES
        + """
priority: [b, a]
places:
  s:
    capacity: 1 bed
    stay: 9 minutes
    for: {b: {stay: {shape: gamma, mean: 24 minutes, cv: 60 %}}}
""",
    ),
    "M/G/1 of two classes in one line": (
        "M/G/1",
        TWO_CLASSES
        + """
places: {s: {capacity: 1 bed, stay: 9 minutes, for: {b: {stay: {shape: exponential, mean: 24 minutes}}}}}
""",
    ),
    "Erlang A": (
        "Erlang A",
        TWO_CLASSES
        + """
places:
  s:
    capacity: 3 beds
    stay: {shape: exponential, mean: 1 hour}
    leave: {patience: {shape: exponential, mean: 2 hours}, to: gone}
exits: [gone]
""",
    ),
    "Erlang A with more than can ever be served": (
        "Erlang A",
        TWO_CLASSES
        + """
places:
  s:
    capacity: 2 beds
    stay: {shape: exponential, mean: 1 hour}
    leave: {patience: {shape: exponential, mean: 30 minutes}, to: gone}
exits: [gone]
""",
    ),
    "Erlang A with a limit to the queue": (
        "Erlang A",
        TWO_CLASSES
        + """
places:
  s:
    capacity: 2 beds
    queue: 3 patients
    stay: {shape: exponential, mean: 1 hour}
    leave: {patience: {shape: exponential, mean: 1 hour}, to: gone}
exits: [gone]
""",
    ),
    "one after another without limits": (
        "M/G/∞",
        """
patients: {a: {enters: x, arrivals: {rate: 3 patients per hour}}}
places:
  x: {stay: {shape: lognormal, mean: 5 hours, cv: 120 %}, next: {y: 60 %, gone: 40 %}}
  y: {stay: 7 hours, next: {x: 20 %, gone: 80 %}}
exits: [gone]
""",
    ),
    "a network of classes with ways of their own": (
        "Jackson network",
        """
patients:
  a: {enters: x, arrivals: {rate: 1 patient per hour}}
  b: {enters: x, arrivals: {rate: 0.5 patients per hour}}
places:
  x:
    capacity: 2 beds
    stay: {shape: exponential, mean: 50 minutes}
    next: {y: 50 %, z: 50 %}
    for: {b: {next: {z: 100 %}}}
  y: {capacity: 1 bed, stay: {shape: exponential, mean: 30 minutes}, next: {x: 25 %, out: 75 %}}
  z: {stay: 2 hours, for: {b: {stay: {shape: lognormal, mean: 4 hours, cv: 90 %}}}, next: {out: 100 %}}
exits: [out]
""",
    ),
    "fixed ways through (Kelly 1979)": (
        "Jackson network",
        """
patients:
  a: {route: [x, y, x], arrivals: {rate: 0.5 patients per hour}}
  b: {route: [y, x], arrivals: {rate: 0.4 patients per hour}}
places:
  x: {capacity: 2 beds, stay: {shape: exponential, mean: 1 hour}}
  y: {capacity: 1 bed, stay: {shape: exponential, mean: 40 minutes}}
""",
    ),
    "some come straight back": (
        "Jackson network",
        """
patients: {a: {enters: s, arrivals: {rate: 1 patient per hour}}}
places: {s: {capacity: 2 beds, stay: {shape: exponential, mean: 1 hour}, next: {s: 30 %, out: 70 %}}}
exits: [out]
""",
    ),
}


def agrees(found):
    """Every value of an answer is within four standard errors of the simulated one."""
    told = found.exact.by_group
    for key, truth in told.items():
        value = found.value(*key)
        assert abs(value.mean - truth) <= 4 * value.standard_error + 1e-9, (key, value.mean, truth)
    return len(told)


@pytest.mark.parametrize("name", CASES)
def test_the_formula_is_found_and_the_simulation_agrees(pathway, name):
    formula, text = CASES[name]
    found = flow.simulate(pathway(text, run="500 days", warm_up="20 days"), replications=24, seed=5)
    assert found.exact.formula == formula
    assert agrees(found) >= 4


WEEK = """
start: "2026-01-05"
patients:
  a:
    enters: s
    arrivals:
      rate: 6 patients per hour
      profile:
        hour_of_day: [HOURS]
        day_of_week: [10 %, 10 %, 10 %, 10 %, 10 %, 25 %, 25 %]
        month_of_year: [12 %, 4 %, 8.4 %, 8.4 %, 8.4 %, 8.4 %, 8.4 %, 8.4 %, 8.4 %, 8.4 %, 8.4 %, 8.4 %]
  b: {enters: s, arrivals: {rate: 2 patients per hour}}
places:
  s: {stay: STAY, for: {b: {stay: 90 minutes}}}
""".replace("HOURS", ", ".join(["1 %"] * 8 + ["8 %"] * 8 + ["3.5 %"] * 8))


@pytest.mark.parametrize(
    "stay",
    [
        EXP % "30 minutes",
        "50 hours",
        "{shape: lognormal, mean: 12 hours, cv: 200 %}",
        "{shape: empirical, values: [20 minutes, 20 minutes, 10 hours]}",
        "{shape: triangular, from: 1 hour, mode: 2 hours, to: 9 hours}",
    ],
)
def test_arrivals_that_vary_where_there_is_no_limit(pathway, stay):
    """Mt/G/∞ from an empty start, with hours, weekends and months, by hour of the week: its number is Poisson."""
    found = flow.simulate(pathway(WEEK.replace("STAY", stay), run="50 days", warm_up="3 days"), replications=150)
    assert found.exact.formula == "Mt/G/∞"
    agrees(found)
    truth, simulated = found.exact.hour_of_week["s"], found.hour_of_week("s")
    error = np.sqrt(truth / 150)  # as if the seven weeks of a run said the same; they say more
    assert np.abs((simulated - truth) / error).max() <= 4
    assert np.corrcoef(simulated, truth)[0, 1] > 0.999


def test_an_hour_of_a_long_run_without_variation_is_arrivals_times_stay(pathway):
    flat = ", ".join([f"{100 / 24:.13f} %"] * 24)
    text = f"""
patients: {{a: {{enters: s, arrivals: {{rate: 4 patients per hour, profile: {{hour_of_day: [{flat}]}}}}}}}}
places: {{s: {{stay: {{shape: gamma, mean: 6 hours, cv: 130 %}}}}}}
"""
    answer = flow.solve(pathway(text, run="70 days", warm_up="30 days"))
    assert answer.values["inside", "s"] == pytest.approx(24, rel=1e-6)
    assert answer.hour_of_week["s"] == pytest.approx(np.full(168, 24.0), rel=1e-6)


def test_impatience_by_its_balance_equations():
    """M/M/2 with patience: shares of time by recursion, and Little's law for who waits."""
    found = exact.impatient(2, 3.0, 1.0, 2.0)
    weights = [1.0]
    for n in range(1, 200):
        weights.append(weights[-1] * 3 / (min(n, 2) + max(n - 2, 0) / 2))
    shares = np.array(weights) / sum(weights)
    assert found.inside == pytest.approx(np.minimum(np.arange(200), 2) @ shares)
    assert found.waiting == pytest.approx(np.maximum(np.arange(200) - 2, 0) @ shares)
    assert found.left == pytest.approx(1 - found.inside / 3)
    assert found.lost == 0


def test_endless_patience_is_erlang_c():
    found = exact.impatient(5, 4.0, 1.0, 1e7)
    assert found.wait == pytest.approx(exact.mean_wait(5, 4.0, 1.0), rel=1e-5)
    assert found.waited == pytest.approx(exact.erlang_c(5, 4.0), rel=1e-5)


def test_no_room_to_wait_is_erlang_b():
    found = exact.impatient(5, 4.0, 1.0, 3.0, room=5)
    assert (found.lost, found.left, found.wait) == (pytest.approx(exact.erlang_b(5, 4.0)), 0, 0)


def test_ranks_that_get_no_turn_wait_for_ever():
    """Kleinrock 1976, table 3.1, has 1/(1 − σ before)(1 − σ up to)."""
    found = exact.waits_by_rank(np.array([0.5, 0.4, 0.2]), 1.0)
    assert found[:2] == pytest.approx([1 / 0.5, 1 / (0.5 * 0.1)])
    assert math.isinf(found[2])


BASE = {
    "format": "pathway/1",
    "id": "p",
    "name": "A pathway",
    "provenance": "illustrative",
    "run": "200 days",
    "warm_up": "10 days",
    "patients": {
        "a": {"enters": "s", "arrivals": {"rate": "1 patient per hour"}},
        "b": {"enters": "s", "arrivals": {"rate": "0.4 patients per hour"}},
    },
    "places": {
        "s": {"capacity": "2 beds", "stay": {"shape": "exponential", "mean": "1 hour"}, "next": {"out": "100 %"}}
    },
    "exits": ["out", "other"],
}
MORE_PLACES = {
    "t": {"capacity": "1 bed", "stay": {"shape": "exponential", "mean": "30 minutes"}},
    "u": {"stay": {"shape": "lognormal", "mean": "2 hours", "cv": "80 %"}},
}
FIXED = {"stay": "50 minutes"}
HOUR = {"shape": "exponential", "mean": "1 hour"}
FEATURES = {  # what may stand in a pathway, by where: each is laid over what is there
    "calendar": {"places.s.calendar": [{"days": ["mon"], "capacity": "3 beds"}]},
    "lifo": {"places.s.discipline": "lifo"},
    "queue of three": {"places.s.queue": "3 patients"},
    "no queue": {"places.s.queue": "0 patients"},
    "one bed": {"places.s.capacity": "3 beds", "places.s.stay": {"shape": "exponential", "mean": "90 minutes"}},
    "no limit": {"places.s.capacity": "unlimited"},
    "start": {"places.s.start": "2 patients"},
    "fixed stay": {"places.s.stay": "50 minutes"},
    "a stay of its own": {"places.s.for": {"b": FIXED}},
    "an equal stay of its own": {"places.s.for": {"b": {"stay": HOUR}}},
    "sequence": {"places.s.stay": {"shape": "sequence", "values": ["10 minutes", "100 minutes"]}},
    "at least": {"places.s.stay.at_least": "20 minutes"},
    "priority": {"priority": ["b", "a"]},
    "interruption": {"places.s.preempt": "resume"},
    "interruption by rank": {"places.s.preempt": "restart", "priority": ["b", "a"]},
    "batches": {"patients.a.arrivals.batch": {"1": "50 %", "2": "50 %"}},
    "one after another": {"patients.b.arrivals": {"every": "150 minutes"}},
    "exact times": {"patients.b.arrivals": {"times": ["11 days", "12 days"]}},
    "hours": {"patients.b.arrivals.profile": {"day_of_week": ["0 %"] * 5 + ["50 %", "50 %"]}},
    "patience": {"places.s.leave": {"patience": HOUR, "to": "other"}},
    "fixed patience": {"places.s.leave": {"patience": "1 hour", "to": "other"}},
    "patience of one": {"places.s.for": {"a": {"leave": {"patience": HOUR, "to": "other"}}}},
    "worsens": {"places.s.for": {"a": {"worsens": {"after": "20 minutes", "to": "b"}}}, "priority": ["b", "a"]},
    "delay": {"places.s.delay": {"out": "20 minutes"}},
    "pool": {"pools": {"k": {"number": "2 nurses"}}, "places.s.uses": {"k": "1 nurse"}},
    "unused pool": {"pools": {"k": {"number": "2 nurses"}}},
    "rule": {"when": {"r": {"if": "places.s.waiting > 2 patients", "set": {"places.s.capacity": "4 beds"}}}},
    "comes back": {"places.s.next": {"s": "20 %", "out": "80 %"}},
    "goes on": {"places.s.next": {"t": "30 %", "u": "30 %", "out": "40 %"}, "places": MORE_PLACES},
    "goes on to where it is full": {
        "places.s.next": {"t": "30 %", "out": "70 %"},
        "places": {"t": MORE_PLACES["t"] | {"queue": "0 patients"}},
    },
    "least loaded": {"places.s.next": {"least_loaded": ["t", "u"]}, "places": MORE_PLACES},
    "a fixed way": {"patients.b": {"route": ["s", "u", "s"], "arrivals": {"rate": "0.3 patients per hour"}},
                    "places": MORE_PLACES, "places.s.next": {"t": "50 %", "out": "50 %"}},
    "elsewhere": {"patients.b.enters": "t", "places": MORE_PLACES, "places.s.next": {"u": "50 %", "out": "50 %"}},
}  # fmt: skip
TAKES_AWAY = [
    "calendar", "lifo", "start", "fixed stay", "a stay of its own", "sequence", "at least", "interruption by rank",
    "batches", "one after another", "exact times", "hours", "fixed patience", "patience of one", "worsens", "delay",
    "pool", "rule", "goes on to where it is full", "least loaded",
]  # fmt: skip


def laid_over(*features):
    data = copy.deepcopy(BASE)
    for name in features:
        for path, value in FEATURES[name].items():
            *above, last = path.split(".")
            into = data
            for key in above:
                into = into.setdefault(key, {})
                if not isinstance(into, dict):
                    return None  # such as the least stay of a stay that is fixed
            beside = into.get(last, {}) if last in ("places", "pools", "for") else {}
            into[last] = beside | copy.deepcopy(value) if beside else copy.deepcopy(value)
    return flow.parse(json.dumps(data))


@pytest.mark.parametrize("feature", TAKES_AWAY)
def test_what_no_formula_knows_takes_the_answer_away(feature):
    assert flow.solve(laid_over()).formula == "Erlang C"
    assert flow.solve(laid_over(feature)) is None


@given(features=st.lists(st.sampled_from(sorted(set(FEATURES) - {"start"})), min_size=1, max_size=3, unique=True))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_an_answer_is_either_right_or_not_given(features):
    """Whatever stands in a pathway together: where a formula is said to hold, the simulation agrees with it."""
    try:
        made = laid_over(*features)
    except OneplaceError:
        return
    if made is None or made.warnings:
        return
    answer = flow.solve(made)
    if answer is None:
        return
    found = flow.simulate(made, replications=16, seed=3)
    for key, truth in answer.by_group.items():
        value = found.value(*key)
        assert abs(value.mean - truth) <= 5.5 * value.standard_error + 1e-9, (features, key, value.mean, truth)


def test_the_command_line_says_the_formula_for_whom(tmp_path):
    import typer
    from typer.testing import CliRunner

    from oneplace.cli.flow import flow as command

    _, text = CASES["M/M/c with priorities"]
    path = tmp_path / "p.yaml"
    path.write_text("format: pathway/1\nid: p\nname: A pathway\nprovenance: illustrative\nrun: 20 days\n" + text)
    app = typer.Typer()
    app.command()(command)
    words = CliRunner().invoke(app, [str(path), "--replications", "2"]).output
    waits = flow.solve(flow.read(path)).by_class
    assert waits["wait", "s", "b"] < waits["wait", "s", "a"]
    assert f"By formula (M/M/c with priorities (Cobham)): wait at s for b is {waits['wait', 's', 'b']:.4g}." in words
