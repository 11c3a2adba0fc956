"""A measure over replications: its mean, limits and spread; percentiles of histograms and of moments; and warm-ups."""

import math

import numpy as np
import pytest
from scipy import stats
from tests.flow.conftest import HEAD

from oneplace import flow
from oneplace.flow.kernel import layout as at
from oneplace.flow.network.timeline import DAY, HOUR, WEEK
from oneplace.flow.simulation import percentiles
from oneplace.flow.simulation.measures import Key
from oneplace.flow.simulation.results import key_index
from oneplace.flow.simulation.warm_up import WarmUp, cycle_of, judge
from oneplace.problems import OneplaceError


@pytest.mark.parametrize("runs", [[1.0, 3.0], [2.0, 2.0, 2.0], [1.0, 4.0, 4.0, 10.0], list(range(30))])
def test_limits_are_those_of_students_t(runs):
    found = flow.value_of(np.array(runs, float))
    lower, upper = stats.t.interval(0.95, len(runs) - 1, np.mean(runs), stats.sem(runs)) if np.ptp(runs) else (2.0, 2.0)
    assert (found.mean, found.lower, found.upper) == pytest.approx((np.mean(runs), lower, upper))
    assert (found.sd, found.replications) == (pytest.approx(np.std(runs, ddof=1)), len(runs))
    assert found.standard_error == pytest.approx(np.std(runs, ddof=1) / math.sqrt(len(runs)))


def test_replications_without_anybody_to_measure_are_left_out():
    found = flow.value_of(np.array([math.nan, 0.0, 10.0, math.inf]))
    assert (found.mean, found.replications, found.p10, found.p90) == (5.0, 2, 1.0, 9.0)


def test_one_replication_has_a_mean_and_no_limits():
    found = flow.value_of(np.array([4.0]))
    assert (found.mean, found.p10, found.p90, found.replications) == (4.0, 4.0, 4.0, 1)
    assert all(math.isnan(value) for value in (found.lower, found.upper, found.sd))


def test_no_replication_has_nothing():
    found = flow.value_of(np.array([math.nan]))
    assert found.replications == 0
    assert all(math.isnan(v) for v in (found.mean, found.lower, found.upper, found.sd, found.p10, found.p90))


ONE = flow.parse(f"{HEAD}run: 9 days\npatients: {{a: {{enters: x}}}}\nplaces: {{x: {{stay: 1 day}}}}\n")
KEYS = [
    Key("wait", "x", "all", "all", "hours"),
    Key("inside", "x", "all", "all", "patients"),
    Key("wait", "x", "class", "a", "hours"),
    Key("cost", "pathway", "all", "all", "GBP"),
]


@pytest.mark.parametrize(
    ("asked", "column"), [(("wait", "x", "all"), 0), (("wait", "x", "a"), 2), (("cost", "pathway", "all"), 3)]
)
def test_a_measure_is_found_by_what_where_and_for_whom(asked, column):
    assert key_index(ONE, KEYS, *asked) == column


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("luck", "x", "all"), "has no result 'luck' at x for all. There is: inside, wait."),
        (("wait", "x", "b"), "has no result 'wait' at x for b. There is: inside, wait."),
        (("wait", "y", "all"), "has no result 'wait' at y for all. There is: pathway, x."),
    ],
)
def test_a_measure_that_is_not_there_is_told_with_those_that_are(asked, said):
    with pytest.raises(OneplaceError) as error:
        key_index(ONE, KEYS, *asked)
    assert str(error.value) == f"pathway.yaml: {said}"


MOMENTS = [  # moments, share, value
    ([5], 0.5, 5),
    ([1, 3], 0.5, 2),
    ([3, 1, 2], 0.5, 2),
    ([0, 10], 0.9, 9),
    ([4, 1, 3, 2], 0.0, 1),
    ([4, 1, 3, 2], 1.0, 4),
    (list(range(101)), 0.95, 95),
]


@pytest.mark.parametrize(("moments", "share", "value"), MOMENTS)
def test_percentiles_of_moments_lie_between_two_of_them(moments, share, value):
    assert percentiles.of_moments(np.array([moments], np.int32).T, [share]) == pytest.approx(np.array([[value]]))


def test_percentiles_of_moments_go_column_by_column():
    found = percentiles.of_moments(np.array([[1, 10], [3, 30]], np.int32), [0.5, 1.0])
    assert found.tolist() == [[2, 20], [3, 30]]
    assert np.isnan(percentiles.of_moments(np.zeros((0, 2), np.int32), [0.5])).tolist() == [[True, True]]


def histogram(**counts):
    """Counts by bin."""
    found = np.zeros(at.BINS)
    for k, number in counts.items():
        found[int(k[1:])] = number
    return found


def test_the_first_bins_are_nought_and_what_lies_from_half_a_second_on():
    """32 bins a doubling: the 33rd begins at one second, the 65th at two."""
    found = percentiles.of_histograms(np.array([histogram(_0=9), histogram(_33=1), histogram(_65=1)]), [1e-12, 1.0])
    assert found[0] == pytest.approx([0, 1, 2])
    assert found[1] == pytest.approx([0, 1 + 1 / 32, 2 + 2 / 32])


SPLIT = [  # share, value of 10 below half a second, 20 in the bin from 1 s and 10 in the bin from 2 s
    (0.0, 0.0),
    (0.25, 0.0),
    (0.26, 1 + 0.4 / 20 / 32),
    (0.5, 1 + 0.5 / 32),
    (0.75, 1 + 1 / 32),
    (0.875, 2 + 1 / 32),
    (1.0, 2 + 2 / 32),
]


@pytest.mark.parametrize(("share", "value"), SPLIT)
def test_values_are_spread_evenly_within_a_bin(share, value):
    counts = np.array([histogram(_0=10, _33=20, _65=10)])
    assert percentiles.of_histograms(counts, [share]) == pytest.approx(np.array([[value]]))


def test_a_histogram_of_nobody_has_no_percentile():
    assert np.isnan(percentiles.of_histograms(np.zeros((1, at.BINS)), [0.5])).all()


PLACE = "places: {x: {capacity: 2 beds, stay: 1 day%s}}"
CYCLES = [  # arrivals, calendar, after how long it repeats
    ("{rate: 1 patient per day}", "", DAY),
    ("{every: 1 day}", "", DAY),
    ("{times: [1 hour]}", "", None),
    ("{rate: 1 patient per day, profile: week.csv}", "", WEEK),
    ("{rate: 1 patient per day, profile: {day_of_week: [10 %, 15 %, 15 %, 15 %, 15 %, 15 %, 15 %]}}", "", WEEK),
    (
        "{rate: 1 patient per day, profile: {month_of_year: "
        "[12 %, 8 %, 8 %, 8 %, 8 %, 8 %, 8 %, 8 %, 8 %, 8 %, 8 %, 8 %]}}",
        "",
        DAY,
    ),
    ("{rate: 1 patient per day}", ", calendar: [{from: '08:00', capacity: 3 beds}]", DAY),
    ("{rate: 1 patient per day}", ", calendar: [{days: [mon], capacity: 3 beds}]", WEEK),
]


@pytest.mark.parametrize(("arrivals", "calendar", "cycle"), CYCLES)
def test_a_calendar_repeats_after_a_day_or_a_week(arrivals, calendar, cycle):
    text = f"{HEAD}run: 9 days\npatients: {{a: {{enters: x, arrivals: {arrivals}}}}}\n{PLACE % calendar}\n"
    assert cycle_of(flow.parse(text)) == cycle


SETTLED = (
    "The number of patients had not settled by half the run. If a queue grows without end, no run is long enough: add "
    "capacity. Else lengthen `run`, or set how full places start."
)
LATER = "The pathway looks settled only after 2.5 days, but the warm-up is {}: lengthen `warm_up`."


@pytest.mark.parametrize(
    ("given", "needed", "settled", "notes"),
    [
        (2.0, None, True, ()),
        (2.5, 2.5, True, ()),
        (3.0, 2.5, True, ()),
        (2.4, 2.5, True, (LATER.format("2.4"),)),
        (0.0, 2.5, True, (LATER.format("0.0"),)),
        (9.0, 2.5, False, (SETTLED,)),
    ],
)
def test_a_warm_up_that_is_too_short_is_told(given, needed, settled, notes):
    found = WarmUp(given * DAY, None if needed is None else needed * DAY, settled)
    assert found.notes == notes


def noise(n, batch=5):
    """A level series whose batches of five are by turns a little above and below."""
    return 10 + 0.01 * (-1.0) ** (np.arange(n) // batch)


def test_a_level_series_needs_no_warm_up():
    assert judge(noise(100), DAY, 0.0).needed == 0


@pytest.mark.parametrize(("steps", "needed"), [(5, 5), (10, 10), (20, 20), (50, 50)])
def test_the_days_before_a_level_are_the_warm_up_that_is_needed(steps, needed):
    series = noise(200)
    series[:steps] -= 8
    found = judge(series, DAY, 0.0)
    assert (found.needed, found.settled) == (needed * DAY, True)


def test_a_series_that_still_rises_is_not_settled():
    assert not judge(np.arange(200, dtype=float), DAY, 0.0).settled


@pytest.mark.parametrize(("number", "told"), [(49, False), (50, True)])
def test_ten_batches_of_five_are_the_fewest_to_tell_by(number, told):
    assert (judge(noise(number), DAY, 0.0).needed is not None) == told


@pytest.mark.parametrize(("days", "told"), [(55, False), (56, True)])
def test_where_weeks_repeat_a_week_more_is_needed(days, told):
    assert (judge(noise(days), DAY, 0.0, WEEK).needed is not None) == told


def test_hours_of_the_day_do_not_count_as_unsettled():
    hours = noise(60 * 24, 5 * 24) + 5 * (np.arange(60 * 24) % 24 < 8)
    assert judge(hours, HOUR, 0.0).needed == 0


def test_what_has_no_long_run_or_does_not_vary_is_not_judged():
    assert judge(noise(100), DAY, 3.0, None) == WarmUp(3.0, None, settled=True)
    assert judge(np.full(100, 4.0), DAY, 3.0) == WarmUp(3.0, None, settled=True)
