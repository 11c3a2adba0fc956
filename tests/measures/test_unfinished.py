"""A figure given for a period that is not over is no result: nothing can judge it, and its row says what was given."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.measures.unfinished import periods_ahead, with_unfinished
from oneplace.results import NOT_OVER
from oneplace.vocabulary.beside import Beside
from tests.measures.build import measure

ON = date(2026, 11, 22)
NUMBERS = ("numerator", "denominator", "people", "value", "lower", "upper")


def row(start, end, label, value=8.2, *, dimension="all", origin="recorded", **more):
    of = {"period_start": start, "period_end": end, "period_label": label, "dimension": dimension, "origin": origin}
    return {"measure": "test", **of, "value": value, "method": "As stated", "suppressed": False, "reason": None, **more}


YEAR = (date(2026, 4, 1), date(2027, 4, 1), "2026/27")
TYPED = [
    (*YEAR, "2026/27 runs until 31 March 2027", "is of its days so far or is expected"),
    (date(2026, 10, 1), date(2027, 1, 1), "2026/27 Q3", "2026/27 Q3 runs until 31 December 2026", "is of its days so"),
    (date(2026, 11, 1), date(2026, 12, 1), "November 2026", "November 2026 runs until 30 November 2026", "is of its"),
    (
        date(2025, 12, 1),
        date(2026, 12, 1),
        "12 months to November 2026",
        "12 months to November 2026 runs",
        "is of its",
    ),
    (date(2027, 3, 31), date(2027, 4, 1), "31 March 2027", "31 March 2027 is still to come", "is expected: it is not"),
    (date(2027, 4, 1), date(2028, 4, 1), "2027/28", "2027/28 is still to come", "is expected: it is not yet a result."),
]


@pytest.mark.parametrize(("start", "end", "label", "until", "may_be"), TYPED)
def test_it_says_until_when_its_period_runs_and_what_was_given(start, end, label, until, may_be):
    given = row(start, end, label, numerator=82, denominator=1000, lower=7, upper=9)
    (told,) = with_unfinished(measure(), [given], ON)
    assert [told.get(name) for name in NUMBERS] == [None] * 6
    assert told["method"] == NOT_OVER
    assert told["reason"].startswith(until)
    assert f"The figure given for it, 8.2%, {may_be}" in told["reason"]
    assert told["beside"] == Beside.NOT_OVER
    assert periods_ahead([given], ON).startswith(until)
    assert periods_ahead([given | {"dimension": "sex"}], ON).startswith(until)  # which is left out, and so must be told


@pytest.mark.parametrize("last", [ON - timedelta(days=1), ON])
def test_a_period_is_over_on_its_last_day(last):
    over = row(date(2025, 11, 23), last + timedelta(days=1), "a year")
    assert with_unfinished(measure(), [over], ON) == [over]
    assert periods_ahead([over], ON) == ""


@pytest.mark.parametrize("origin", ["local", "synthetic"])
def test_nothing_is_repeated_of_people_who_are_counted_nor_of_what_has_no_value(origin):
    assert with_unfinished(measure(), [row(*YEAR, origin=origin), row(*YEAR, value=None)], ON) == []


def test_only_the_newest_three_periods_ahead_are_named():
    rows = [row(date(year, 1, 1), date(year + 1, 1, 1), str(year)) for year in range(2026, 2031)]
    ahead = periods_ahead(rows, ON)
    assert ahead == ("2026 runs until 31 December 2026, 2027 is still to come, 2028 is still to come and 2 more follow")


days = st.dates(date(2020, 1, 1), date(2032, 1, 1))


@given(
    as_of=days,
    spans=st.lists(st.tuples(days, st.integers(1, 1200), st.sampled_from(["all", "area", "sex", "deprivation"]))),
)
def test_no_value_is_left_of_a_period_that_ends_after_the_run_and_every_other_row_is_as_it_was(as_of, spans):
    rows = [row(first, first + timedelta(days=long), f"{n}", dimension=of) for n, (first, long, of) in enumerate(spans)]
    told = with_unfinished(measure(), rows, as_of)
    over = [one for one in rows if one["period_end"] - timedelta(days=1) <= as_of]
    assert [one for one in told if one["value"] is not None] == over
    assert all(one["dimension"] in ("all", "area") and one["reason"] for one in told if one["value"] is None)
