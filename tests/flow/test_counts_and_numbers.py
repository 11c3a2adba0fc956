"""Files of daily counts that cannot be forecast, each told in full at its line; and how calibration writes numbers."""

import math
from datetime import date

import numpy as np
import pytest

from oneplace import flow
from oneplace.flow.calibration.families import Candidate
from oneplace.flow.calibration.quantities import Lists, figures, percent
from oneplace.problems import OneplaceError

MEND = "Give a CSV with the columns `date` (2026-03-31) and `count`, a line a day."
TWICE, NOUGHT, MOST = (
    "Keep one line a day.",
    "Counts are nought or more.",
    "Correct a mistyped date, or give most days.",
)
SHORT = "a forecast of daily demand needs one series of at least 732 days."

FILES = [
    ("day,count\n", 1, "has no columns `date` and `count`.", MEND),
    ("", 1, "has no columns `date` and `count`.", MEND),
    ("date,count\n", 0, "holds no days.", MEND),
    ("date,count\n2024-01-01,3\n2024-01-01,4\n", 3, "holds 2024-01-01 twice.", TWICE),
    ("date,count\n2024-01-01,-3\n", 2, "the count of 2024-01-01 is -3.", NOUGHT),
    ("date,count\n2024-01-01,inf\n", 2, "the count of 2024-01-01 is inf.", NOUGHT),
    ("date,count\n2024-01-01, nan \n", 2, "the count of 2024-01-01 is nan.", NOUGHT),
    (
        "date,count\n2024-01-01,3\n2024-01-02,many\n",
        3,
        "the count of 2024-01-02 is `many`, no number.",
        MEND,
    ),
    ("date,count\n,3\n", 2, "the line has no date.", MEND),
    ("date,count\n2024-01-01,3\n2024-01-06,3\n", 0, "holds 2 of the 6 days from 2024-01-01 to 2024-01-06.", MOST),
    ("date,count\n2024-01-01,3\n2024-01-04,3\n", 0, SHORT, MEND),
    ("date,count\n2024-01-01,3\n2024-01-02,4\n", 0, SHORT, MEND),
]


@pytest.mark.parametrize(("text", "line", "said", "mend"), FILES)
def test_a_file_of_counts_that_cannot_be_forecast_is_told_in_full(tmp_path, text, line, said, mend):
    path = tmp_path / "counts.csv"
    path.write_text(text)
    with pytest.raises(OneplaceError) as error:
        flow.forecast_file(path, 7)
    (problem,) = error.value.problems
    assert (problem.path, problem.line, problem.message, problem.mend) == (path, line, said, mend)


def test_a_forecast_is_written_a_line_a_day(tmp_path):
    numbers = np.array([1.0, 2.25])
    made = flow.DemandForecast(
        (date(2026, 1, 5), date(2026, 1, 6)), numbers, numbers + 1, numbers + 2, numbers + 3, numbers + 4, ()
    )
    flow.write_forecast(made, tmp_path / "forecasts" / "calls.csv")
    assert (tmp_path / "forecasts" / "calls.csv").read_text().splitlines() == [
        "date,mean,sd,median,lower,upper",
        "2026-01-05,2.0000,3.0000,1.0000,4.0000,5.0000",
        "2026-01-06,3.2500,4.2500,2.2500,5.2500,6.2500",
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [(5, "5"), (1 / 3, "0.33333"), (123_456, "123460"), (0.1 + 0.2, "0.3"), (2.50, "2.5"), (1e-9, "1e-09"), (0, "0")],
)
def test_a_number_is_written_with_five_figures(value, text):
    assert figures(value) == text


PERCENT = [
    ([1], 0, ["100 %"]),
    ([1, 1, 1], 0, ["34 %", "33 %", "33 %"]),
    ([1, 1, 1], 1, ["33.4 %", "33.3 %", "33.3 %"]),
    ([2, 1], 0, ["67 %", "33 %"]),
    ([1, 2], 2, ["33.33 %", "66.67 %"]),
    ([0, 5], 1, ["0 %", "100 %"]),
    ([1, 1], 3, ["50 %", "50 %"]),
    ([1, 1, 1, 1, 1, 1], 0, ["17 %", "17 %", "17 %", "17 %", "16 %", "16 %"]),
]


@pytest.mark.parametrize(("weights", "decimals", "shares"), PERCENT)
def test_shares_are_rounded_to_a_whole_by_the_largest_remainders(weights, decimals, shares):
    assert percent(np.array(weights, float), decimals) == shares


def test_long_lists_break_between_quantities_and_stand_under_each_other():
    lists = Lists()
    text = f"short: {lists.mark(['1 %', '2 %'])}\nlong: {lists.mark(['12.5 %'] * 20)}\n"
    short, *long_ = lists.put(text).splitlines()
    assert short == "short: [1 %, 2 %]"
    assert [line.count("12.5 %") for line in long_] == [13, 7]
    assert long_[0].startswith("long: [12.5 %, ")
    assert long_[1].startswith(" " * 7 + "12.5 %")
    assert max(map(len, long_)) <= 110


def test_a_mark_that_the_text_has_lost_changes_nothing():
    lists = Lists()
    lists.mark(["1 %"])
    assert lists.put("a: b\n") == "a: b\n"


def candidate(shape, mean, cv=1.1, mean_se=math.nan):
    return Candidate(shape, mean, cv, mean_se, 0.1, 12.0, 0.02, (1.0,))


WORDS = [
    (candidate("lognormal", 14_760, 1.1, 360), "lognormal, mean 4.1 hours (± 0.2), cv 110 %"),
    (candidate("lognormal", 7199, 0.5), "lognormal, mean 120 minutes, cv 50 %"),
    (candidate("gamma", 7200, 0.5), "gamma, mean 2 hours, cv 50 %"),
    (candidate("weibull", 3 * 86_400 - 36, 2), "weibull, mean 71.99 hours, cv 200 %"),
    (candidate("weibull", 3 * 86_400, 2), "weibull, mean 3 days, cv 200 %"),
    (candidate("exponential", 60, 1.0, 30.0), "exponential, mean 1 minute (± 0.98)"),
    (candidate("fixed", 1800, 0.0), "fixed, mean 30 minutes"),
    (candidate("empirical", 1800, math.nan), "empirical, mean 30 minutes"),
]


@pytest.mark.parametrize(("of", "said"), WORDS)
def test_a_distribution_is_said_in_the_unit_that_suits_it(of, said):
    assert flow.in_words(of) == said


def test_a_candidate_as_a_row():
    assert flow.candidate_row(candidate("gamma", 60, 0.5, 3.0)) == {
        "shape": "gamma", "mean": 60.0, "mean_se": 3.0, "cv": 0.5, "cv_se": 0.1, "aic": 12.0, "distance": 0.02,
    }  # fmt: skip
