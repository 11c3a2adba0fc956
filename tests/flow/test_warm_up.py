"""The warm-up: MSER-5 warns where counting starts too early, and only there."""

import numpy as np
import pytest

from oneplace import flow
from oneplace.flow.simulation.warm_up import DAY, WEEK, WarmUp, judge

LONG_STAYS = """
patients: {a: {enters: s, arrivals: {rate: 10 patients per day}}}
places: {s: {START stay: {shape: exponential, mean: 20 days}}}
"""
WEEKDAYS = """
start: "2026-01-05"
patients:
  a:
    enters: s
    arrivals: {rate: 20 patients per day, profile: {day_of_week: [20 %, 20 %, 20 %, 20 %, 20 %, 0 %, 0 %]}}
places: {s: {stay: {shape: exponential, mean: 1 day}}}
"""


def test_an_empty_start_with_long_stays_needs_a_warm_up(pathway):
    found = flow.simulate(pathway(LONG_STAYS.replace("START", ""), run="400 days"), replications=20)
    assert 30 <= found.warm_up.needed / DAY <= 150  # e-fold 20 days: within 5 % after 60
    assert any("lengthen `warm_up`" in note for note in found.notes)


@pytest.mark.slow
def test_a_start_as_full_as_usual_needs_less(pathway):
    starts = ("start: 200 patients,", "")
    full, empty = (
        flow.simulate(pathway(LONG_STAYS.replace("START", start), run="400 days"), replications=60).warm_up
        for start in starts
    )
    assert full.settled
    assert full.needed < empty.needed - 20 * DAY


def test_a_run_that_is_too_short_to_settle_says_so(pathway):
    found = flow.simulate(pathway(LONG_STAYS.replace("START", ""), run="10 days"), replications=20)
    assert not found.warm_up.settled
    assert any("had not settled by half the run" in note for note in found.notes)


def test_only_what_can_be_seen_in_the_note_is_too_short():
    assert WarmUp(DAY, 1.04 * DAY, settled=True).notes == ()
    (note,) = WarmUp(DAY, 1.06 * DAY, settled=True).notes
    assert note.startswith("The pathway looks settled only after 1.1 days, but the warm-up is 1.0")


@pytest.mark.parametrize(("shift", "short"), [(0.0101, True), (-0.0101, True), (0.0099, False), (-0.0099, False)])
def test_a_warm_up_is_too_short_where_that_moves_what_is_counted(shift, short):
    assert WarmUp(DAY, 9 * DAY, settled=True, shift=shift).is_short == short


def test_the_shift_is_that_of_what_is_counted_too_early():
    level = np.r_[np.full(100, 50.0), np.full(400, 100.0)] + np.tile([0.5, -0.5], 250)
    found = judge(level, DAY, 50 * DAY)
    assert found.needed == 100 * DAY
    assert found.shift == pytest.approx((50 * 50 + 400 * 100) / 450 / 100 - 1, abs=1e-3)


def test_days_of_the_week_do_not_count_as_unsettled(pathway):
    found = flow.simulate(pathway(WEEKDAYS, run="200 days", warm_up="14 days"), replications=20)
    assert found.warm_up.settled
    assert not any("warm_up" in note for note in found.notes)
    short = flow.simulate(pathway(WEEKDAYS, run="28 days", warm_up="7 days"), replications=10)
    assert short.warm_up.needed is None  # four weeks are too few to tell


def test_a_list_that_is_there_on_the_first_day_has_no_long_run(pathway):
    text = """
patients: {a: {enters: s, arrivals: {times: [0 days], batch: {"500": 100 %}}}}
places: {s: {capacity: 1 bed, stay: 1 hour}}
"""
    assert flow.simulate(pathway(text, run="60 days", warm_up="0 days"), replications=2).warm_up.needed is None


@pytest.mark.parametrize("cycle", [DAY, WEEK])
def test_where_a_planted_change_ends(cycle):
    """A hundred days that fall to the level of the next four hundred."""
    random = np.random.default_rng(3)
    level = np.where(np.arange(500 * 24) < 100 * 24, 150 - np.arange(500 * 24) / 48, 100)
    found = judge(level + random.normal(0, 1, 500 * 24), 3600, 0, cycle)
    assert found.settled
    assert 85 <= found.needed / DAY <= 105


def test_a_start_of_nobody_is_an_empty_start(pathway):
    texts = [LONG_STAYS.replace("START", start) for start in ("", "start: 0 patients,")]
    one, other = (flow.simulate(pathway(text, run="10 days"), replications=1).runs for text in texts)
    np.testing.assert_array_equal(one, other)
