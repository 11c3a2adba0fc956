"""Lengths of time by their shape: which numbers go together, and the mean, spread and quantiles that follow."""

import math
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError
from scipy import stats

from oneplace.flow.file.distribution import Distribution
from oneplace.flow.kernel import layout as at
from oneplace.flow.network.distributions import Drawn, drawn, rest_of
from oneplace.problems import OneplaceError

HERE = Path("nowhere")


def length(shape, **numbers):
    return Distribution.model_validate({"shape": shape, **numbers})


def seconds(*values):
    return tuple(f"{value} seconds" for value in values)


def of(shape, **numbers):
    """A length whose numbers are seconds, except those that have their unit."""
    given = {name: value if isinstance(value, str) else f"{value} seconds" for name, value in numbers.items()}
    return drawn(length(shape, **{name.rstrip("_"): value for name, value in given.items()}), HERE)


GAMMA_4 = stats.gamma(4, scale=15)
WEIBULL_2 = stats.weibull_min(2, scale=60)
MEDIAN_50 = stats.lognorm(math.sqrt(2 * math.log(60 / 50)), scale=50)

KNOWN = [
    ("exponential", {"mean": 60}, stats.expon(scale=60)),
    ("exponential", {"mean": 60, "at_least": 10}, stats.expon(10, 60)),
    ("lognormal", {"mean": 60, "median": 50}, MEDIAN_50),
    ("lognormal", {"mean": 60, "cv": f"{100 * MEDIAN_50.std() / 60} %"}, MEDIAN_50),
    ("lognormal", {"mean": 60, "sd": MEDIAN_50.std()}, MEDIAN_50),
    ("gamma", {"mean": 60, "cv": "50 %"}, GAMMA_4),
    ("gamma", {"mean": 60, "sd": 30}, GAMMA_4),
    ("erlang", {"mean": 60, "stages": "4 stages"}, GAMMA_4),
    ("erlang", {"mean": 60, "stages": "1 stage"}, stats.expon(scale=60)),
    ("weibull", {"mean": WEIBULL_2.mean(), "sd": WEIBULL_2.std()}, WEIBULL_2),
    ("weibull", {"mean": WEIBULL_2.mean(), "cv": f"{100 * WEIBULL_2.std() / WEIBULL_2.mean()} %"}, WEIBULL_2),
    ("uniform", {"from": 20, "to": 60}, stats.uniform(20, 40)),
    ("triangular", {"from": 20, "mode": 30, "to": 60}, stats.triang(0.25, 20, 40)),
    ("triangular", {"from": 20, "mode": 20, "to": 60, "at_least": 5}, stats.triang(0, 25, 40)),
    ("triangular", {"from": 20, "mode": 60, "to": 60}, stats.triang(1, 20, 40)),
]


@pytest.mark.parametrize(("shape", "numbers", "known"), KNOWN)
def test_a_shape_has_the_moments_and_quantiles_of_its_textbook(shape, numbers, known):
    found, u = of(shape, **numbers), np.array([0.01, 0.2, 0.25, 0.5, 0.75, 0.99])
    assert found.mean == pytest.approx(known.mean())
    assert found.variance == pytest.approx(known.var())
    assert found.second_moment == pytest.approx(known.var() + known.mean() ** 2)
    assert found.quantiles(u) == pytest.approx(known.ppf(u))
    assert found.exponential == (shape == "exponential" and "at_least" not in numbers)


def test_lengths_that_are_listed_have_their_own_mean_and_spread():
    found = drawn(length("empirical", values=seconds(10, 20, 60), at_least="5 seconds"), HERE)
    assert (found.mean, found.table, found.least) == (35.0, (10.0, 20.0, 60.0), 5.0)
    assert found.variance == pytest.approx(np.var([10, 20, 60]))
    assert found.quantiles(np.array([0, 0.5, 1])).tolist() == [15.0, 25.0, 65.0]
    assert (found.kind, drawn(length("sequence", values=seconds(1)), HERE).kind) == (at.EMPIRICAL, at.SEQUENCE)


@pytest.mark.parametrize(
    ("shape", "numbers"), [("fixed", {"value": 30}), ("triangular", {"from": 30, "mode": 30, "to": 30})]
)
def test_a_length_without_spread_is_that_length(shape, numbers):
    found = of(shape, **numbers)
    assert (found.kind, found.mean, found.variance) == (at.FIXED, 30.0, 0.0)
    assert found.quantiles(np.array([0.0, 1.0])).tolist() == [30.0, 30.0]


WEIBULL_TOO = "a Weibull shape with a spread of {} % cannot be found. Choose another shape."


@pytest.mark.parametrize(("cv", "found"), [("1.9", False), ("2", True), ("2000", True), ("2001", False)])
def test_a_weibull_shape_is_found_for_spreads_between_2_and_2000_per_cent(cv, found):
    if found:
        made = of("weibull", mean=60, cv=f"{cv} %")
        assert stats.weibull_min(made.a, scale=made.b).mean() == pytest.approx(60, rel=1e-6)
        assert stats.weibull_min(made.a, scale=made.b).std() == pytest.approx(0.6 * float(cv), rel=1e-6)
    else:
        with pytest.raises(OneplaceError) as error:
            of("weibull", mean=60, cv=f"{cv} %")
        assert WEIBULL_TOO.format(f"{float(cv):,.4g}") in str(error.value)


AVERAGES = [
    ("fixed", {"value": "3 seconds"}, 3.0),
    ("exponential", {"mean": "3 seconds", "at_least": "2 seconds"}, 5.0),
    ("uniform", {"from": "2 seconds", "to": "6 seconds"}, 4.0),
    ("triangular", {"from": "1 second", "mode": "2 seconds", "to": "6 seconds"}, 3.0),
    ("sequence", {"values": seconds(1, 2, 6)}, 3.0),
    ("empirical", {"values": seconds(0, 4), "at_least": "1 second"}, 3.0),
    ("empirical", {"file": "stays.csv"}, None),
]


@pytest.mark.parametrize(("shape", "numbers", "average"), AVERAGES)
def test_the_average_is_known_without_its_file(shape, numbers, average):
    assert length(shape, **numbers).average == average


M, S = "60 seconds", "30 seconds"
NO_SPREAD = "there is no spread. Write `shape: fixed` with its value, or a spread above nought."
NOT_BELOW = "the median is not below the mean. In a lognormal shape it always is."
OUT_OF_ORDER = "its bounds are out of order. Write the smallest first."
NO_MEAN = "the mean is nought. Write a mean above nought, or `shape: fixed` with its value."

REFUSED = [
    ("fixed", {}, "a fixed shape does not go with no numbers at all. It needs value."),
    ("fixed", {"mean": M}, "a fixed shape does not go with mean. It needs value."),
    ("exponential", {"mean": M, "cv": "9 %"}, "an exponential shape does not go with cv, mean. It needs mean."),
    (
        "lognormal",
        {"mean": M},
        "a lognormal shape does not go with mean. It needs cv and mean or mean and sd or mean and median.",
    ),
    (
        "gamma",
        {"mean": M, "median": S},
        "a gamma shape does not go with mean, median. It needs cv and mean or mean and sd.",
    ),
    ("weibull", {"mean": M}, "a weibull shape does not go with mean. It needs cv and mean or mean and sd."),
    ("erlang", {"mean": M}, "an erlang shape does not go with mean. It needs mean and stages."),
    ("uniform", {"from": S}, "a uniform shape does not go with from. It needs from and to."),
    ("triangular", {"from": S, "to": M}, "a triangular shape does not go with from, to. It needs from, mode and to."),
    ("sequence", {"file": "s.csv"}, "a sequence shape does not go with file. It needs values."),
    (
        "empirical",
        {"values": seconds(1), "file": "s.csv"},
        "an empirical shape does not go with file, values. It needs values or file.",
    ),
    ("exponential", {"mean": "0 days"}, NO_MEAN),
    ("erlang", {"mean": "0 days", "stages": "2 stages"}, NO_MEAN),
    ("gamma", {"mean": "0 days", "cv": "5 %"}, NO_MEAN),
    ("weibull", {"mean": "0 days", "cv": "5 %"}, NO_MEAN),
    ("lognormal", {"mean": "0 days", "cv": "5 %"}, NO_MEAN),
    ("gamma", {"mean": M, "cv": "0 %"}, NO_SPREAD),
    ("lognormal", {"mean": M, "sd": "0 seconds"}, NO_SPREAD),
    ("erlang", {"mean": M, "stages": "0 stages"}, "there are no stages. Write `stages: 1 stage` or more."),
    ("lognormal", {"mean": M, "median": M}, NOT_BELOW),
    ("lognormal", {"mean": M, "median": "61 seconds"}, NOT_BELOW),
    ("uniform", {"from": M, "to": S}, OUT_OF_ORDER),
    ("triangular", {"from": S, "mode": "29 seconds", "to": M}, OUT_OF_ORDER),
    ("triangular", {"from": S, "mode": "61 seconds", "to": M}, OUT_OF_ORDER),
    ("sequence", {"values": ()}, "values is empty. Give at least one value."),
]


@pytest.mark.parametrize(("shape", "numbers", "said"), REFUSED)
def test_numbers_that_do_not_go_together_are_refused(shape, numbers, said):
    with pytest.raises(ValidationError) as error:
        length(shape, **numbers)
    assert [one["msg"] for one in error.value.errors()] == [f"Value error, {said}"]


MEND = "Give a CSV whose header is a unit of time (minutes, hours, days) with one length of stay a line."
FILES = [
    ("", 1, "has no column of lengths of time."),
    ("hours\n", 1, "has no column of lengths of time."),
    ("beds\n1\n", 1, "has no column of lengths of time."),
    ("hours\n1\nmany\n", 3, "holds 'many', not a number."),
    ("hours\n1\n\n2\n", 3, "holds '', not a number."),
    ("hours\n-1\n", 2, "holds -1.0, which no stay can be."),
    ("hours\n0\ninf\n", 3, "holds inf, which no stay can be."),
    ("hours\nnan\n", 2, "holds nan, which no stay can be."),
]


@pytest.mark.parametrize(("text", "line", "said"), FILES)
def test_a_file_of_lengths_that_is_none_is_told_at_its_line(tmp_path, text, line, said):
    (tmp_path / "s.csv").write_text(text)
    with pytest.raises(OneplaceError) as error:
        drawn(length("empirical", file="s.csv"), tmp_path)
    (problem,) = error.value.problems
    assert (problem.path, problem.line, problem.message, problem.mend) == (tmp_path / "s.csv", line, said, MEND)


@pytest.mark.parametrize(
    ("header", "size"), [("minutes", 60.0), ("minute", 60.0), (" hours ", 3600.0), ("days", 86400)]
)
def test_a_file_of_lengths_has_the_unit_of_its_header(tmp_path, header, size):
    (tmp_path / "s.csv").write_text(f"{header},note\n0,a\n2.5,b\n")
    assert drawn(length("empirical", file="s.csv"), tmp_path).table == (0.0, 2.5 * size)


RESTS = [  # mean of the rest: second moment over twice the mean
    ("fixed", {"value": 60}),
    ("uniform", {"from": 20, "to": 60}),
    ("gamma", {"mean": 60, "cv": "50 %"}),
    ("triangular", {"from": 20, "mode": 30, "to": 60}),
]


@pytest.mark.parametrize(("shape", "numbers"), RESTS)
def test_the_rest_of_a_length_found_under_way(shape, numbers):
    whole = of(shape, **numbers)
    rest = rest_of(whole)
    assert rest.kind == at.QUANTILES
    assert rest.mean == pytest.approx(whole.second_moment / (2 * whole.mean), rel=1e-3)


def test_the_rest_of_an_exponential_length_and_of_none_is_as_it_was():
    assert rest_of(of("exponential", mean=60)) == of("exponential", mean=60)
    assert rest_of(Drawn(at.FIXED)) == Drawn(at.FIXED)


def test_the_rest_of_a_fixed_length_is_anything_below_it():
    rest = rest_of(of("fixed", value=60))
    assert rest.quantiles(np.array([0, 0.25, 0.5, 1])) == pytest.approx([0, 15, 30, 60], abs=1e-6)
