"""A scenario grid: every combination once, paired, as one tidy table."""

import math

import numpy as np
import pytest

from oneplace import flow
from oneplace.flow.formulas.exact import erlang_b
from oneplace.problems import OneplaceError

TEXT = """
clock: days
warm_up: 50 days
patients: {a: {enters: ward, arrivals: {rate: 2 patients per day}}}
places: {ward: {capacity: 10 beds, queue: 0 patients, stay: {shape: exponential, mean: 4 days}}}
"""
BEDS, STAY = "places.ward.capacity", "places.ward.stay.mean"
VARY = {BEDS: ["8 beds", "10 beds", "12 beds"], STAY: ["4 days", "5 days"]}


@pytest.fixture
def ward(pathway):
    return pathway(TEXT, run="300 days")


def test_every_combination_stands_once_and_the_last_varies_fastest(ward):
    made = flow.grid(ward, VARY, replications=2)
    assert made.cells[:3] == (("8 beds", "4 days"), ("8 beds", "5 days"), ("10 beds", "4 days"))
    assert len(made.cells) == 6


def test_the_table_is_tidy(ward):
    made = flow.grid(ward, VARY, replications=3)
    table = made.table()
    assert table.num_rows == 6 * len(made.keys)
    assert table.column_names == [
        *("cell", BEDS, STAY, "measure", "where", "by", "group", "unit", "mean", "lower", "upper", "now"),
        *("difference", "difference_lower", "difference_upper", "replications"),
    ]
    rows = [r for r in table.to_pylist() if (r["measure"], r["where"], r["group"]) == ("share lost", "ward", "all")]
    assert [(r["cell"], r[BEDS], r[STAY]) for r in rows] == [(i + 1, *cell) for i, cell in enumerate(made.cells)]
    for row in rows:
        assert row["lower"] < row["mean"] < row["upper"]
        assert row["difference"] == pytest.approx(row["mean"] - row["now"])


def test_a_cell_is_the_scenario_of_its_values(ward):
    made = flow.grid(ward, VARY, replications=4, seed=7)
    cell = made.cells.index(("12 beds", "5 days"))
    alone = flow.simulate(ward, scenario={BEDS: "12 beds", STAY: "5 days"}, replications=4, seed=7)
    row = next(
        r for r in made.table().to_pylist() if (r["cell"], r["measure"], r["where"]) == (cell + 1, "share lost", "ward")
    )
    value = alone.value("share lost", "ward")
    assert (row["mean"], row["lower"], row["upper"]) == pytest.approx((value.mean, value.lower, value.upper))


def test_the_cell_as_it_is_now_differs_by_nothing(ward):
    made = flow.grid(ward, VARY, replications=3)
    now = [r for r in made.table().to_pylist() if r["cell"] == 1 + made.cells.index(("10 beds", "4 days"))]
    assert all(r["difference"] == 0 or math.isnan(r["difference"]) for r in now)


@pytest.mark.slow
def test_cells_agree_with_the_formula(ward):
    made = flow.grid(ward, VARY, replications=10)
    for (beds, stay), lost in zip(made.cells, made.measure("share lost", "ward"), strict=True):
        exact = erlang_b(int(beds.split()[0]), 2 * float(stay.split()[0]))
        assert abs(lost.mean() - exact) < 4 * lost.std(ddof=1) / math.sqrt(len(lost))


def test_pairing_makes_differences_narrower(ward):
    made = flow.grid(ward, {BEDS: ["11 beds"]}, replications=30)
    lost = made.measure("share lost", "ward")[0]
    now = made.now[:, [(k.measure, k.where, k.group) for k in made.keys].index(("share lost", "ward", "all"))]
    assert np.var(lost - now) < (np.var(lost) + np.var(now)) / 2.5


def test_what_the_file_does_not_set_can_be_varied(pathway):
    unset = pathway(TEXT.replace("10 beds", "not_set"), run="300 days")
    made = flow.grid(unset, VARY, replications=2)
    assert np.array_equal(
        made.runs, flow.grid(pathway(TEXT, run="300 days"), VARY, replications=2).runs, equal_nan=True
    )
    assert np.isnan(made.now).all()
    with pytest.raises(OneplaceError, match=r"`places\.ward\.capacity` is not set"):
        flow.grid(unset, {STAY: ["4 days"]}, replications=2)


def test_progress_is_told(ward):
    told = []
    flow.grid(ward, {BEDS: ["8 beds", "9 beds"]}, replications=2, progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("vary", "message"),
    [
        ({}, "has nothing to vary"),
        ({BEDS: []}, "`places.ward.capacity` has no values"),
        ({BEDS: ["8 beds", "8 beds"]}, "the same value twice"),
        ({BEDS: ["8"]}, "is not a number with a unit"),
        ({"places.q.capacity": ["8 beds"]}, "there is no `q` here"),
        ({BEDS: [f"{n} beds" for n in range(1001)]}, "1,001 combinations, more than the 1,000"),
    ],
)
def test_what_cannot_be_varied_is_told_before_anything_is_run(ward, vary, message):
    with pytest.raises(OneplaceError, match=message):
        flow.grid(ward, vary)


def test_a_cell_that_cannot_be_run_is_named(pathway):
    circle = pathway(
        "patients: {a: {enters: x, arrivals: {rate: 9 patients per hour}}}\n"
        "places:\n"
        "  x: {capacity: 30 beds, queue: 0 patients, stay: 1 hour, next: {y: 100 %}}\n"
        "  y: {capacity: 500 beds, queue: 0 patients, stay: 1 hour, next: {x: 50 %, out: 50 %}}\n"
        "exits: [out]\n",
        run="30 days",
    )
    with pytest.raises(OneplaceError, match=r"with places.y.capacity: 1 bed: after .* can ever move"):
        flow.grid(circle, {"places.y.capacity": ["400 beds", "1 bed"]}, replications=2)
