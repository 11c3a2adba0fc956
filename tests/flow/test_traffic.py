"""How many come, by which ways and how often: arrival rates, shares of ways, visits and flows by hand."""

import math

import numpy as np
import pytest
from tests.flow.conftest import HEAD

from oneplace import flow
from oneplace.flow.file.patients import Arrivals
from oneplace.flow.network import traffic
from oneplace.flow.network.timeline import DAY

RATES = [  # arrivals, patients a day over a run of 10 days
    ({"rate": "4 patients per day"}, 4.0),
    ({"rate": "0 patients per day"}, 0.0),
    ({"rate": "4 patients per day", "batch": {"1": "50 %", "3": "50 %"}}, 8.0),
    ({"times": ["1 hour", "2 hours", "3 days"]}, 0.3),
    ({"times": ["1 hour", "2 hours"], "batch": {"5": "100 %"}}, 1.0),
    ({"times": []}, 0.0),
    ({"every": "6 hours"}, 4.0),
    ({"every": "6 hours", "batch": {"2": "100 %"}}, 8.0),
    ({"every": {"shape": "uniform", "from": "0 hours", "to": "12 hours"}}, 4.0),
    ({"every": "0 hours"}, math.inf),
    ({"every": {"shape": "empirical", "file": "gaps.csv"}}, 0.0),
    ({"forecast": "calls"}, 0.0),
    ({"observed": "came.csv"}, 0.0),
]


@pytest.mark.parametrize(("given", "a_day"), RATES)
def test_patients_a_day_of_every_kind_of_arrivals(given, a_day):
    assert traffic.arrival_rate(Arrivals.model_validate(given), 10 * DAY) * DAY == pytest.approx(a_day)


def test_who_has_no_arrivals_never_comes():
    assert traffic.arrival_rate(None, DAY) == 0


def pathway(ways, patients="a: {enters: x, arrivals: {rate: 6 patients per day}}"):
    return flow.parse(f"{HEAD}run: 10 days\npatients: {{{patients}}}\nplaces: {{{ways}}}\nexits: [out, home]\n")


WAYS = [  # places, visits of one patient to x and y
    ("x: {stay: 1 day}, y: {stay: 1 day}", [1, 0]),
    ("x: {stay: 1 day, next: {y: 100 %}}, y: {stay: 1 day}", [1, 1]),
    ("x: {stay: 1 day, next: {y: 30 %, out: 70 %}}, y: {stay: 1 day}", [1, 0.3]),
    ("x: {stay: 1 day, next: {x: 50 %, out: 50 %}}, y: {stay: 1 day}", [2, 0]),
    ("x: {stay: 1 day, next: {y: 100 %}}, y: {stay: 1 day, next: {x: 50 %, out: 50 %}}", [2, 2]),
    ("x: {stay: 1 day, next: {least_loaded: [y]}}, y: {stay: 1 day}", [1, 1]),
    ("x: {stay: 1 day, next: {least_loaded: [y, x]}}, y: {stay: 1 day}", [2, 1]),
    ("x: {stay: 1 day, for: {a: {next: {y: 20 %, out: 80 %}}}}, y: {stay: 1 day}", [1, 0.2]),
]


@pytest.mark.parametrize(("ways", "found"), WAYS)
def test_visits_of_one_patient_by_the_shares_of_the_ways(ways, found):
    made = pathway(ways)
    assert traffic.visits(made, "a") == pytest.approx(found)
    assert traffic.flows(made)[0] * DAY == pytest.approx([6 * n for n in found])
    assert flow.expected_visits(made) == pytest.approx(60 * sum(found))


def test_a_fixed_way_is_counted_step_by_step():
    made = pathway("x: {stay: 1 day, next: {y: 100 %}}, y: {stay: 1 day}", "a: {route: [y, x, y]}")
    assert traffic.visits(made, "a").tolist() == [1, 2]


def test_the_shares_of_ways_leave_out_what_leads_out():
    made = pathway(
        "x: {stay: 1 day, next: {y: 30 %, out: 50 %, home: 20 %}}, y: {stay: 1 day, next: {x: 10 %, out: 90 %}}"
    )
    assert traffic.routing(made, "a") == pytest.approx(np.array([[0, 0.3], [0.1, 0]]))


def test_each_class_has_its_own_flow():
    classes = "a: {enters: x, arrivals: {rate: 6 patients per day}}, b: {enters: y, arrivals: {every: 12 hours}}"
    made = pathway("x: {stay: 1 day, next: {y: 50 %, out: 50 %}}, y: {stay: 1 day}", classes)
    assert traffic.flows(made) * DAY == pytest.approx(np.array([[6, 3], [0, 2]]))
    assert traffic.expected_patients(made) == pytest.approx([60, 20])


def test_patients_by_forecast_are_those_of_its_days(tmp_path):
    (tmp_path / "forecasts").mkdir()
    days = "".join(f"2026-01-{day:02},{day},1\n" for day in range(5, 20))
    (tmp_path / "forecasts" / "calls.csv").write_text(f"date,mean,sd\n{days}")
    patients = "patients: {a: {enters: x, arrivals: {forecast: calls}}}\nplaces: {x: {stay: 1 day}}\n"
    made = flow.parse(f"{HEAD}run: 3 days\n{patients}", tmp_path / "p.yaml")
    assert traffic.expected_patients(made).tolist() == [5 + 6 + 7]
