"""What is found in lengths of time, arrivals and ways is what they were drawn from; too few are told."""

import io
import math

import numpy as np
import pyarrow.csv
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from oneplace import flow
from oneplace.flow.calibration.arrivals import fit_arrivals
from oneplace.flow.calibration.families import fit
from oneplace.flow.calibration.places import fit_place
from oneplace.flow.file.distribution import Distribution
from oneplace.flow.network.distributions import drawn

pytestmark = pytest.mark.slow

HOUR = 3600.0
SHAPES = [("exponential", 1.0), ("lognormal", 1.3), ("gamma", 0.6), ("weibull", 1.4), ("weibull", 0.4)]


def lengths(shape, cv, number, seed=1):
    """Draws from a shape of a pathway file, mean 10 hours."""
    spread = {} if shape == "exponential" else {"cv": f"{100 * cv} %"}
    of = drawn(Distribution.model_validate({"shape": shape, "mean": "10 hours", **spread}), None)
    return of.quantiles(np.random.default_rng(seed).random(number))


def always(values):
    return np.ones(len(values), bool)


def spells_of(rows, head="patient,place,arrived,left", **how):
    """Spells from rows of texts."""
    text = "\n".join([head, *(",".join(map(str, row)) for row in rows)])
    options = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(head.split(","), "string"))
    return flow.read_spells(pyarrow.csv.read_csv(io.BytesIO(text.encode()), convert_options=options), zone="UTC", **how)


def clock(hours):
    """Moments so many hours after Monday 5 January 2026."""
    start = np.datetime64("2026-01-05T00:00:00", "ms")
    return [str(start + np.timedelta64(round(h * 3_600_000), "ms")) for h in np.atleast_1d(hours)]


# --- lengths of time ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("shape", "cv"), SHAPES)
def test_each_family_is_chosen_when_it_is_the_truth(shape, cv):
    values = lengths(shape, cv, 5000)
    found = fit(values, always(values))
    best = found.chosen
    assert best.shape == shape
    assert abs(best.mean - 10 * HOUR) < 4 * best.mean_se
    assert abs(best.cv - cv) <= 4 * best.cv_se
    assert best.distance < 1.63 / math.sqrt(5000)
    assert found.ended == 5000


@pytest.mark.parametrize(("shape", "cv"), SHAPES)
def test_who_is_still_there_makes_no_bias(shape, cv):
    values = lengths(shape, cv, 8000, seed=2)
    cut = np.random.default_rng(3).exponential(12 * HOUR, len(values))
    found = fit(np.minimum(values, cut), values <= cut)
    best = next(one for one in found.candidates if one.shape == shape)
    assert best.aic - found.candidates[0].aic < 10
    assert abs(best.mean - 10 * HOUR) < 4 * best.mean_se
    assert abs(best.cv - cv) <= 4 * best.cv_se
    naive = np.minimum(values, cut).mean()
    assert abs(naive - 10 * HOUR) > 10 * best.mean_se  # as it would be if those still there had just left
    assert found.ended + found.not_over == len(values)


@pytest.mark.parametrize("shape", ["lognormal", "gamma", "weibull"])
def test_the_parameters_are_those_that_scipy_finds(shape):
    values = lengths(shape, 0.8, 300)
    cut = np.full(len(values), 14 * HOUR)
    over = values <= cut
    data = scipy_stats.CensoredData(uncensored=values[over], right=cut[~over])
    family = {"lognormal": "lognorm", "gamma": "gamma", "weibull": "weibull_min"}[shape]
    frozen = getattr(scipy_stats, family)(*getattr(scipy_stats, family).fit(data, floc=0))
    best = next(one for one in fit(np.minimum(values, cut), over).candidates if one.shape == shape)
    assert best.mean == pytest.approx(frozen.mean(), rel=1e-3)
    assert best.cv == pytest.approx(frozen.std() / frozen.mean(), rel=1e-3)


def test_the_curve_is_that_of_kaplan_and_meier():
    values = np.random.default_rng(4).integers(1, 40, 200) * HOUR
    over = np.random.default_rng(5).random(200) < 0.7
    steps, share = fit(values, over).seen
    truth = scipy_stats.ecdf(scipy_stats.CensoredData(uncensored=values[over], right=values[~over])).cdf
    assert share == pytest.approx(truth.evaluate(steps))


def test_what_follows_no_family_is_drawn_from_as_it_is():
    random = np.random.default_rng(6)
    values = np.where(random.random(2000) < 0.5, random.normal(2, 0.1, 2000), random.normal(9, 0.2, 2000)) * HOUR
    found = fit(values, always(values))
    assert found.chosen.shape == "empirical"
    assert found.chosen.mean == pytest.approx(values.mean())
    assert len(found.chosen.parameters) == 400  # five behind each value
    assert found.chosen.distance < 0.01


def test_lengths_themselves_are_not_used_where_the_longest_are_unknown():
    random = np.random.default_rng(7)
    values = np.where(random.random(2000) < 0.5, 2 * HOUR + random.random(2000), 90 * HOUR)
    found = fit(np.minimum(values, 50 * HOUR), values < 50 * HOUR)
    assert found.unsettled
    assert found.chosen.shape != "empirical"


def test_a_length_that_hardly_varies_is_fixed():
    found = fit(np.full(100, 20 * 60.0) + np.arange(100) % 2, np.ones(100, bool))
    assert found.chosen.shape == "fixed"
    assert found.chosen.mean == pytest.approx(1200, abs=1)


def test_nought_is_half_of_what_the_clock_can_tell():
    values = np.round(lengths("exponential", 1, 4000) / HOUR * 5) * 60  # mean 50 minutes, to the minute
    assert (values == 0).any()
    best = fit(values, always(values), 60.0).chosen
    assert best.shape == "exponential"
    assert abs(best.mean - 50 * 60) < 4 * best.mean_se


@pytest.mark.parametrize("number", [0, 1, 29])
def test_too_few_to_say(number):
    values = lengths("exponential", 1, 100)
    over = np.arange(100) < number
    assert fit(values, over).chosen is None
    assert fit(values, over).ended == number


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.01, 1000), st.floats(0.2, 3), st.floats(0.3, 1))
def test_a_change_of_unit_changes_nothing_else(seed, scale, cv, share):
    random = np.random.default_rng(seed)
    values = random.gamma(1 / cv**2, cv**2, 100) * HOUR + 1
    over = random.random(100) < max(share, 0.6)
    one, other = fit(values, over, 1e-9), fit(values * scale, over, 1e-9 * scale)
    assert one.chosen.shape == other.chosen.shape
    assert other.chosen.mean == pytest.approx(one.chosen.mean * scale, rel=1e-3)
    assert other.chosen.distance == pytest.approx(one.chosen.distance, abs=1e-3)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(SHAPES))
def test_shares_below_rise_from_nought_to_one(seed, shape):
    values = lengths(*shape, 80, seed=seed)
    for one in fit(values, always(values)).candidates:
        below = one.below(np.r_[-1.0, 0.0, np.sort(values), 1e12])
        assert (np.diff(below) >= 0).all()
        assert below[0] == 0
        assert below[-1] == pytest.approx(1)


# --- arrivals -----------------------------------------------------------------------------------------------------
def arriving(hours, days):
    hours = np.sort(hours)
    rows = [(i, "ed", a, b) for i, (a, b) in enumerate(zip(clock(hours), clock(hours + 1), strict=True))]
    last = np.datetime64("2026-01-05") + days
    spells = spells_of(rows, since="2026-01-05", until=str(last))
    return fit_arrivals(spells, spells.entry, "a", "ed", 5)


def poisson(weights, days, per_day, seed):
    """Hours of arrivals whose weights repeat."""
    rate = np.tile(np.asarray(weights) / np.mean(weights), math.ceil(days * 24 / len(weights)))[: days * 24]
    random = np.random.default_rng(seed)
    counts = random.poisson(rate * per_day / 24)
    return np.repeat(np.arange(days * 24), counts) + random.random(counts.sum())


def test_a_steady_rate():
    found = arriving(poisson([1], 100, 20, 1), 100)
    assert not found.profile
    assert abs(found.rate - 20) < 4 * found.rate_se
    assert found.rate_se == pytest.approx(math.sqrt(20 / 100), rel=0.2)
    assert found.p_value > 0.001


def test_hours_of_the_day_and_days_of_the_week():
    hours = np.r_[np.ones(8), 4 * np.ones(16)]
    days = np.array([1.5, 1, 1, 1, 1, 0.75, 0.75])
    found = arriving(poisson(np.outer(days, hours).ravel(), 140, 80, 2), 140)
    assert set(found.profile) == {"hour_of_day", "day_of_week"}
    assert found.profile["hour_of_day"] == pytest.approx(hours / hours.sum(), abs=0.006)
    assert found.profile["day_of_week"] == pytest.approx(days / days.sum(), abs=0.01)
    assert abs(found.rate - 80) < 4 * found.rate_se


def test_hours_of_the_week_where_days_differ_in_shape():
    week = np.ones((7, 24))
    week[5:, :12], week[:5, 12:] = 3, 3
    found = arriving(poisson(week.ravel(), 140, 200, 3), 140)
    assert set(found.profile) == {"hour_of_week"}
    truth = week.ravel() / week.sum()
    assert np.abs((found.profile["hour_of_week"] - truth) / np.sqrt(truth / found.number)).max() < 4.5


def test_months_are_told_apart_from_a_year_on():
    months = np.array([2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1.0])
    day = np.datetime64("2026-01-05") + np.arange(365)
    rate = months[day.astype("datetime64[M]").astype(int) % 12]
    random = np.random.default_rng(4)
    counts = random.poisson(rate * 30)
    hours = np.repeat(np.arange(365) * 24, counts) + 24 * random.random(counts.sum())
    found = arriving(hours, 365)
    assert set(found.profile) == {"month_of_year"}
    assert found.profile["month_of_year"] == pytest.approx(months / months.sum(), abs=0.01)
    assert found.rate == pytest.approx(30 * months.mean(), rel=0.02)
    assert "month_of_year" not in arriving(hours[hours < 24 * 360], 360).profile


def test_days_that_vary_more_than_chance_are_told():
    random = np.random.default_rng(5)
    counts = random.poisson(40 * random.gamma(10, 0.1, 100))
    found = arriving(np.repeat(np.arange(100) * 24.0, counts) + 24 * random.random(counts.sum()), 100)
    assert found.overdispersed
    assert found.dispersion == pytest.approx(5, rel=0.35)  # 1 + 40 / 10
    assert found.rate_se > 1.5 * math.sqrt(40 / 100)
    assert abs(found.rate - 40) < 4 * found.rate_se


def test_a_rate_that_changed_is_told():
    steady = arriving(poisson([1], 200, 20, 7), 200)
    assert not steady.drifts
    changed = arriving(np.r_[poisson([1], 100, 20, 7), 2400 + poisson([1], 100, 30, 8)], 200)
    assert changed.drifts
    assert changed.drift == pytest.approx(0.5, abs=0.1)


def test_no_profile_shows_a_small_count():
    hours = np.r_[poisson([1], 60, 30, 6)]
    hours = np.r_[hours[(hours % 24) >= 4], 24 * np.arange(3) + 2.5]  # three in all at two in the night
    found = arriving(hours, 60)
    assert "hour_of_day" not in found.profile
    assert "hour_of_week" not in found.profile


# --- places -------------------------------------------------------------------------------------------------------
HEAD = "patient,class,place,arrived,started,finished,left,to"


def at_ward(rows):
    """The fit of a ward from rows of (class, came, waited, stayed, held, to) in hours; None: not yet."""
    made = []
    for i, (cls, came, waited, stayed, held, to) in enumerate(rows):
        times = [came]
        for part in (waited, stayed, held):
            times.append(None if part is None or times[-1] is None else times[-1] + part)
        made.append((i, cls, "ward", *("" if t is None else clock(t)[0] for t in times), to or ""))
    spells = spells_of(made, HEAD)
    return fit_place(spells, 0, 0.001, 5)


def test_wait_stay_and_delay_are_told_apart():
    stays = lengths("gamma", 0.5, 600) / HOUR
    found = at_ward([("a", i, 1, stay, 3 if i % 2 else 0, "home") for i, stay in enumerate(stays)])
    assert found.stay.chosen.shape == "gamma"
    assert abs(found.stay.chosen.mean - 10 * HOUR) < 4 * found.stay.chosen.mean_se
    assert found.mean_wait == pytest.approx(HOUR)
    assert found.delays["home"].chosen.shape == "empirical"
    assert found.delays["home"].chosen.mean == pytest.approx(1.5 * HOUR, rel=1e-3)
    assert found.ways.shares == {"home": 1}


def test_nobody_held_means_no_delay():
    assert at_ward([("a", i, 0, 5 + i % 7, 0, "home") for i in range(60)]).delays == {}


def test_ways_have_their_shares_and_counts():
    found = at_ward([("a", i, 0, 5 + i % 7, 0, "home" if i % 4 else "care_home") for i in range(400)])
    assert found.ways.counts == {"home": 300, "care_home": 100}
    assert found.ways.shares == {"home": 0.75, "care_home": 0.25}
    assert found.ways.standard_error("home") == pytest.approx(math.sqrt(0.75 * 0.25 / 400))


def test_ways_that_few_took_go_together():
    ways = ["home"] * 91 + ["died"] * 6 + ["abroad"] * 3
    found = at_ward([("a", i, 0, 5 + i % 7, 0, to) for i, to in enumerate(ways)])
    assert found.ways.counts == {"home": 91, "elsewhere": 9}  # three alone would show; six go with them


def test_the_few_who_went_another_way_do_not_take_the_rest_with_them():
    ways = ["home"] * 97 + ["died"] * 3
    found = at_ward([("a", i, 0, 5 + i % 7, 0, to) for i, to in enumerate(ways)])
    assert found.ways.counts == {"home": 97}
    assert found.ways.left == 97  # the three follow from nothing


def test_a_slow_way_is_not_understated_by_who_is_still_there():
    random = np.random.default_rng(8)
    rows = []
    for _ in range(6000):
        slow = random.random() < 0.4
        came, stay = random.random() * 400, random.exponential(100 if slow else 10)
        over = came + stay <= 400
        rows.append(
            ("a", came, 0, stay if over else None, 0 if over else None, ("care" if slow else "home") if over else "")
        )
    found = at_ward(rows)
    share = found.ways.shares["care"]
    naive = found.ways.counts["care"] / found.ways.left
    assert abs(share - 0.4) < 4 * found.ways.standard_error("care")
    assert naive < 0.4 - 4 * found.ways.standard_error("care")


def test_classes_have_their_own_stays_and_ways_only_where_they_differ():
    random = np.random.default_rng(9)
    same = [
        ("ab"[i % 2], i / 3, 0, random.exponential(10), 0, "home" if random.random() < 0.5 else "care")
        for i in range(900)
    ]
    assert (at_ward(same).stays, at_ward(same).ways_of) == ({}, {})
    other = [(c, t, w, s * (2 if c == "b" else 1), h, "care" if c == "b" else to) for c, t, w, s, h, to in same]
    found = at_ward(other)
    assert set(found.stays) == set(found.ways_of) == {"a", "b"}
    assert found.stays["b"].chosen.mean == pytest.approx(20 * HOUR, rel=0.2)
    assert found.ways_of["b"].shares == {"care": 1}


def test_patience_is_that_of_all_who_wait():
    random = np.random.default_rng(10)
    rows = []
    for i in range(3000):
        came, patience, wait = i / 10, random.exponential(4), random.exponential(6)
        if patience < wait:
            rows.append((i, "a", "ward", clock(came)[0], "", "", clock(came + patience)[0], "gave_up"))
        else:
            rows.append((i, "a", "ward", *clock(came + np.array([0, wait, wait + 1, wait + 1])), "home"))
    found = fit_place(spells_of(rows, HEAD), 0, 0.001, 5)
    best = next(one for one in found.leaving.patience.candidates if one.shape == "exponential")
    assert found.leaving.to == "gave_up"
    assert abs(best.mean - 4 * HOUR) < 4 * best.mean_se
    assert found.ways.counts == {"home": found.ways.left}


def test_how_many_were_inside():
    found = at_ward([("a", 0, 0, 24, 0, "home"), ("a", 12, 0, 24, 0, "home"), ("a", 36, 0, 12, 0, "home")])
    assert found.inside.most == 2
    assert found.inside.mean == pytest.approx(60 / 48, abs=0.05)
    assert not found.enough


def test_who_had_not_left_is_too_few_to_say_where_they_go():
    found = at_ward([("a", i, 0, 5 + i % 7, None, "") for i in range(60)])
    assert found.enough  # the stays ended
    assert found.ways is None
