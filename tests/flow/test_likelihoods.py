"""Likelihoods of the families of lengths against scipy's, with lengths that were not over; and their moments."""

import math

import numpy as np
import pytest
from scipy import stats

from oneplace.flow.calibration.likelihood import FAMILIES, moments, parameters, sums

LENGTHS = np.array([0.5, 1.0, 2.5, 4.0, 4.0, 9.0, 20.0])
FAMILY = {family.shape: family for family in FAMILIES}

PARAMETERS = [  # shape, parameters as they are fitted, the same in scipy
    ("exponential", [math.log(3.0)], stats.expon(scale=3)),
    ("exponential", [math.log(0.4)], stats.expon(scale=0.4)),
    ("lognormal", [1.0, math.log(0.8)], stats.lognorm(0.8, scale=math.e)),
    ("lognormal", [-0.5, math.log(2.0)], stats.lognorm(2.0, scale=math.exp(-0.5))),
    ("gamma", [math.log(0.6), math.log(5.0)], stats.gamma(0.6, scale=5)),
    ("gamma", [math.log(4.0), math.log(1.5)], stats.gamma(4, scale=1.5)),
    ("gamma", [0.0, math.log(3.0)], stats.expon(scale=3)),
    ("weibull", [math.log(0.7), math.log(6.0)], stats.weibull_min(0.7, scale=6)),
    ("weibull", [math.log(2.5), math.log(6.0)], stats.weibull_min(2.5, scale=6)),
    ("weibull", [0.0, math.log(3.0)], stats.expon(scale=3)),
]
OVER = [np.ones(7, bool), np.array([1, 0, 1, 1, 0, 1, 0], bool), np.array([0, 0, 0, 0, 0, 1, 0], bool)]


@pytest.mark.parametrize("over", OVER, ids=["all over", "some not", "one over"])
@pytest.mark.parametrize(("shape", "p", "known"), PARAMETERS)
def test_a_likelihood_is_densities_of_what_ended_and_survivals_of_what_did_not(shape, p, known, over):
    found = FAMILY[shape].log_likelihood(np.array(p), sums(LENGTHS, over))
    assert found == pytest.approx(known.logpdf(LENGTHS[over]).sum() + known.logsf(LENGTHS[~over]).sum())


@pytest.mark.parametrize(("shape", "p", "known"), PARAMETERS)
def test_moments_are_the_mean_and_the_spread_over_it(shape, p, known):
    assert moments(shape, np.array(p)) == pytest.approx([known.mean(), known.std() / known.mean()])


AS_THE_KERNEL = [
    ("exponential", [math.log(3.0)], (180.0,)),
    ("lognormal", [1.0, math.log(0.8)], (1 + math.log(60), 0.8)),
    ("gamma", [math.log(4.0), math.log(1.5)], (4.0, 90.0)),
    ("weibull", [math.log(2.5), math.log(6.0)], (2.5, 360.0)),
]


@pytest.mark.parametrize(("shape", "p", "found"), AS_THE_KERNEL)
def test_parameters_of_minutes_in_seconds(shape, p, found):
    assert parameters(shape, np.array(p), 60) == pytest.approx(found)


STARTS = [
    ("exponential", stats.expon(scale=3), [math.log(3.0)]),
    ("lognormal", stats.lognorm(0.8, scale=math.e), [1.0, math.log(0.8)]),
    ("gamma", stats.gamma(4, scale=1.5), [math.log(4.0), math.log(1.5)]),
    ("weibull", stats.weibull_min(2.5, scale=6), [math.log(2.5), math.log(6.0)]),
]


@pytest.mark.parametrize(("shape", "known", "p"), STARTS)
def test_a_search_starts_near_the_truth(shape, known, p):
    """From 2,000 equally likely lengths, whose moments are nearly those of the family."""
    lengths = known.ppf((np.arange(2000) + 0.5) / 2000)
    assert FAMILY[shape].start(sums(lengths, np.ones(2000, bool))) == pytest.approx(p, abs=0.02)


def test_a_search_starts_from_what_was_not_over_too():
    of = sums(np.array([1.0, 2.0, 5.0]), np.array([True, True, False]))
    assert FAMILY["exponential"].start(of) == pytest.approx([math.log(4)])


def test_the_sums_of_lengths_that_ended_and_of_the_rest():
    of = sums(np.array([1.0, math.e, 5.0]), np.array([True, True, False]))
    assert (of.n, of.total, of.logs, of.squares) == (2, 1 + math.e, 1.0, 1.0)
    assert (of.ended.tolist(), of.ended_n.tolist()) == ([1.0, math.e], [1, 1])
    assert (of.rest.tolist(), of.rest_n.tolist()) == ([5.0], [1])


@pytest.mark.parametrize(("number", "grouped"), [(5000, False), (5001, True)])
def test_very_many_lengths_are_taken_together_in_narrow_bins(number, grouped):
    lengths = np.repeat([1.0, 10.0, 1000.0], [number - 3000, 2000, 1000])
    of = sums(lengths, np.ones(number, bool))
    assert (len(of.ended) == 3) == grouped
    assert of.ended_n.sum() == number
    assert of.ended @ of.ended_n == pytest.approx(lengths.sum())


def test_the_families_are_tried_in_the_order_in_which_they_are_told():
    assert [family.shape for family in FAMILIES] == ["exponential", "lognormal", "gamma", "weibull"]
