"""Numbers known only within a range: what is drawn, and limits that count what isn't known as well as luck."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from scipy.special import stdtrit

from oneplace import flow
from oneplace.flow.file.quantity import parts
from oneplace.flow.file.uncertain import drawn
from oneplace.flow.simulation.spread import spread
from oneplace.problems import OneplaceError

CLOCKWORK = """
clock: hours
warm_up: 20 hours
patients: {a: {enters: ward, arrivals: {every: 1 hour}}}
places:
  ward: {stay: %s, next: {home: 30 %% (20 to 42), care: 60 %%, hospice: 10 %%}}
exits: [home, care, hospice]
"""
KNOWN, RANGE = "5 hours", "5 hours (4 to 6.5)"


def test_a_range_is_read_as_its_number_and_kept(pathway):
    made = pathway(CLOCKWORK % RANGE, run="10 hours")
    assert made.file.places["ward"].stay.value == 5 * 3600
    assert made.file.places["ward"].next["home"] == pytest.approx(0.3)
    stay, share = made.uncertain
    assert (stay.path, stay.number, stay.low, stay.high, stay.unit) == ("places.ward.stay", 5, 4, 6.5, "hours")
    assert (share.path, share.is_share, stay.is_share) == ("places.ward.next.home", True, False)


@pytest.mark.parametrize(
    "text",
    [
        "5 hours (4 hours to 6.5 hours)",
        "5 hours (4 hours to 6.5)",
        "5 hours (4 to 6.5 hours)",
        "5 hours ( 4 – 6.5 )",
        "{shape: fixed, value: 5 hours (4 to 6.5)}",
    ],
)
def test_ways_of_writing_a_range(pathway, text):
    assert pathway(CLOCKWORK % text, run="10 hours").uncertain[0].high == 6.5


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (RANGE, "5 hours (6 to 7)", "does not hold 5"),
        (RANGE, "5 hours (6 to 4)", "does not hold 5"),
        (RANGE, "5 hours (5 to 5)", "does not hold 5"),
        (RANGE, "5 hours (0 to 6)", "reaches an end"),
        (RANGE, "5 hours (4 to 6 days)", "in another unit"),
        (RANGE, "5 hours (4 days to 6)", "in another unit"),
        (RANGE, "5 hours (to 6)", r"Write a range as `5 days \(4.5 to 5.5\)`"),
        (RANGE, "5 hours ( to )", "Write a range as"),
        (RANGE, "5 hours (4-6)", "Write a range as"),
        ("30 % (20 to 42)", "30 % (to 42)", "Write a range as"),
        ("20 to 42", "20 to 100", "reaches an end"),
        ("warm_up: 20 hours", "warm_up: 20 hours (10 to 30)", "which it cannot have"),
        ("every: 1 hour", "times: [1 hour (1 to 2)]", "which it cannot have"),
        ("ward: {", "ward: {capacity: 5 beds (4 to 6), ", "which it cannot have"),
    ],
)
def test_a_range_that_cannot_be_is_refused_at_its_line(pathway, old, new, message):
    with pytest.raises(OneplaceError, match=message) as refused:
        pathway((CLOCKWORK % RANGE).replace(old, new), run="10 hours")
    assert refused.value.problems[0].line > 1


def test_nineteen_of_twenty_draws_lie_within_the_range_and_half_on_either_side(pathway):
    made = pathway(CLOCKWORK % RANGE, run="10 hours")
    draws = [drawn(made.document.data, made.uncertain, 7, number)["places"]["ward"] for number in range(2000)]
    stays = np.array([parts(one["stay"])[0] for one in draws])
    shares = np.array([[parts(one["next"][name])[0] for name in ("home", "care", "hospice")] for one in draws])
    for values, middle, low, high in ((stays, 5, 4, 6.5), (shares[:, 0], 30, 20, 42)):
        assert np.mean((values > low) & (values < high)) == pytest.approx(0.95, abs=0.015)
        assert np.mean(values < middle) == pytest.approx(0.5, abs=0.03)
        assert values.min() > 0
    assert abs(np.corrcoef(stays, shares[:, 0])[0, 1]) < 0.06
    assert shares.sum(axis=1) == pytest.approx(np.full(2000, 100.0))
    assert shares[:, 1] == pytest.approx(6 * shares[:, 2])


def test_limits_are_those_of_the_draws_where_there_is_no_luck(pathway):
    # somebody comes each hour and stays as long as was drawn: by Little's law so many are inside, on average
    made = pathway(CLOCKWORK % RANGE, run="1000 hours")
    found = flow.simulate(made, replications=12).value("inside", "ward")
    stays = [parts(drawn(made.document.data, made.uncertain, 1, n)["places"]["ward"]["stay"])[0] for n in range(6)]
    t = float(stdtrit(5, 0.975))
    assert found.mean == pytest.approx(np.mean(stays), abs=0.01)
    assert found.luck == pytest.approx(0, abs=1e-9)
    assert found.unknown == pytest.approx(t * np.std(stays, ddof=1), rel=0.01)
    assert found.upper - found.mean == pytest.approx(t * np.std(stays, ddof=1) * math.sqrt(1 + 1 / 6), rel=0.02)


def test_luck_and_what_is_not_known_are_told_apart_by_hand():
    # draws of 10 and 14, and of 20 and 20: means 12 and 20, within 8 and 0, so 32 between, 30 of it not luck's
    found, t = spread(np.array([10.0, 14.0, 20.0, 20.0]), 2), float(stdtrit(1, 0.975))
    assert float(found.mean) == 16
    assert float(found.luck) == pytest.approx(t * math.sqrt(4 / 4))
    assert float(found.unknown) == pytest.approx(t * math.sqrt(30))
    assert float(spread(np.array([10.0, 14.0, np.nan, 20.0, 20.0, 20.0]), 2).mean) == 16


@pytest.mark.parametrize(("unknown", "luck"), [(1.0, 0.1), (1.0, 1.0), (0.5, 1.0), (0.3, 1.0), (0.0, 1.0)])
@pytest.mark.parametrize("n", [8, 20])
def test_limits_hold_the_truth_of_another_draw_about_19_times_in_20(n, unknown, luck):
    rng = np.random.default_rng(5)
    draws = np.repeat(rng.normal(0, unknown, (n, 4000)), 2, axis=0) + rng.normal(0, luck, (2 * n, 4000))
    found, truth = spread(draws, 2), rng.normal(0, unknown, 4000)
    assert 0.92 < np.mean(np.abs(found.mean - truth) < found.half) <= 1
    if unknown:  # as if every run were luck: limits of a mean of guesses
        alone = spread(draws)
        assert np.mean(np.abs(alone.mean - truth) < alone.half) < 0.92


def test_where_luck_is_nothing_limits_are_those_of_one_more_draw():
    found, t = spread(np.repeat([1.0, 2.0, 4.0, 5.0], 2), 2), float(stdtrit(3, 0.975))
    assert float(found.half) == pytest.approx(t * math.sqrt(10 / 3) * math.sqrt(1.25), rel=0.01)


@pytest.mark.slow
def test_a_difference_is_sure_only_where_it_would_be_anywhere_in_the_range(pathway):
    change = {"places.ward.stay": "5.2 hours"}
    known, range_ = (
        flow.compare(pathway(CLOCKWORK % stay, run="300 hours"), [change], replications=16)[0].difference(
            "inside", "ward"
        )
        for stay in (KNOWN, RANGE)
    )
    assert known.lower > 0
    assert range_.lower < 0 < range_.upper
    assert range_.luck < 0.05


def test_a_scenario_draws_the_same(pathway):
    bed = {"places.ward.capacity": "40 beds"}  # more than are ever needed
    found = flow.compare(pathway(CLOCKWORK % RANGE, run="100 hours"), [bed], replications=4)[0]
    assert found.difference("inside", "ward").sd == 0
    assert found.difference("inside", "ward").unknown == 0


def test_rows_tell_luck_from_what_is_not_known_only_where_there_is_something(pathway):
    results = [flow.simulate(pathway(text % RANGE, run="50 hours"), replications=3) for text in (CLOCKWORK,)]
    assert results[0].replications == 4  # every draw is run twice
    assert {"luck", "unknown"} <= results[0].rows()[0].keys()
    assert any("places.ward.stay" in note and "range" in note for note in results[0].notes)
    assert "Known only within a range" in flow.stress_des(results[0].pathway)
    text = re.sub(r" \(20 to 42\)", "", CLOCKWORK % KNOWN)
    assert "unknown" not in flow.simulate(pathway(text, run="50 hours"), replications=2).rows()[0]


def test_precision_is_judged_by_luck_which_more_replications_make_smaller(pathway):
    found = flow.simulate(pathway(CLOCKWORK % RANGE, run="100 hours"), precision=0.05, most=200)
    assert found.precise
    assert found.replications == 20
    assert found.value("inside", "ward").unknown > 0.5


def test_no_formula_is_told_for_what_may_be_otherwise(pathway):
    text = "patients: {a: {enters: w, arrivals: {rate: 9 patients per day%s}}}\nplaces: {w: {stay: 1 day}}\n"
    assert flow.solve(pathway(text % "", run="10 days"))
    assert flow.solve(pathway(text % " (8 to 10)", run="10 days")) is None


@pytest.mark.slow
def test_a_grid_and_a_search_count_what_is_not_known(pathway):
    desk = (
        "patients: {a: {enters: w, arrivals: {every: 1 hour}}}\n"
        "places: {w: {capacity: 3 beds, queue: 0 patients, stay: %s}}\n"
    )
    made = pathway(desk % "150 minutes (110 to 200)", run="200 hours")
    cells = flow.grid(made, {"places.w.capacity": ["3 beds", "4 beds"]}, replications=7).table().to_pylist()
    row = next(r for r in cells if (r["cell"], r["measure"], r["group"]) == (1, "share lost", "all"))
    value = flow.simulate(made, replications=8).value("share lost", "w")
    assert row["replications"] == 8
    assert (row["lower"], row["upper"]) == pytest.approx((value.lower, value.upper))
    exact, unsure = (
        flow.least_capacity(
            pathway(desk % stay, run="200 hours"), "places.w.capacity", "share lost <= 2 %", most=20
        ).least
        for stay in ("150 minutes", "150 minutes (110 to 200)")
    )
    assert (exact, unsure) == (3, 4)
