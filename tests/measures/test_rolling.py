"""Rolling years: the twelve months to each month, told only where readers see all twelve."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from oneplace.measures.gaps import gaps
from oneplace.measures.holding import Published, whom
from oneplace.measures.rolling import HIDDEN, rolling_years, shown
from tests.measures.build import PROPORTION, counts, key, measure
from tests.measures.conftest import over, record, together

MONTHLY = {"period": "month", "also": "rolling_year"}
RATE = {"from": "record", "statistic": "rate", "events": PROPORTION["events"], "per": 1000}


def month(number):
    return date(2022 + number // 12, number % 12 + 1, 1)


def monthly(numbers):
    """A month each of (number of the month, n, x)."""
    return counts([(key(kind="month", start=month(at)), n, x) for at, n, x in numbers])


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.integers(0, 40), st.tuples(st.integers(10, 99), st.integers(0, 9)), min_size=1))
def test_each_is_the_sum_of_its_twelve_months_and_none_has_a_gap(known):
    found = rolling_years(monthly([(at, *known[at]) for at in sorted(known)]))
    expected = {}
    for last in range(11, 41):
        if all(at in known for at in range(last - 11, last + 1)):
            parts = [known[at] for at in range(last - 11, last + 1)]
            expected[month(last - 11), month(last + 1)] = tuple(sum(side) for side in zip(*parts, strict=True))
    keys = [(one.start, one.end) for one in found.counts.keys]
    assert dict(zip(keys, zip(found.counts.n, found.counts.x, strict=True), strict=True)) == expected
    assert list(found.months) == keys
    assert all(months[0][0] == start and months[-1][1] == end for (start, end), months in found.months.items())


def row(at, value=20, *, hidden=False):
    when = {"period_start": month(at), "period_end": month(at + 1), "dimension": "all", "group": "all"}
    return when | {"numerator": None if hidden else value, "suppressed": hidden}


def year(first, value):
    when = {"period_start": month(first), "period_end": month(first + 12), "dimension": "rolling", "group": "all"}
    return when | {"numerator": value, "suppressed": False, "reason": None}


MONTHS = rolling_years(monthly([(at, 20, 5) for at in range(14)])).months
YEARS = [year(first, 240) for first in range(3)]


def told(rows, years):
    return [(each["numerator"], each["suppressed"], each["reason"]) for each in shown(YEARS, MONTHS, *rows, years)]


def test_a_hidden_month_hides_every_year_that_it_lies_in():
    now = [row(at, hidden=at == 0) for at in range(14)]
    assert told((now, now), []) == [(None, True, HIDDEN), (240, False, None), (240, False, None)]
    assert told((now, now), [Published({whom(each): each for each in YEARS})])[0] == (None, True, HIDDEN)


def test_a_month_that_stays_and_is_the_same_hides_no_year():
    counted = [row(at) for at in range(14)]
    read = [{**each, "people": None} for each in counted]  # from the table of an earlier run, with all its columns
    assert told((counted, read), []) == [(240, False, None)] * 3


def test_where_a_month_stays_as_published_so_does_the_year():
    """Its new count less the eleven that are shown would tell the change that is held back."""
    counted = [row(at, 23 if at == 13 else 20) for at in range(14)]
    now = [row(at) for at in range(14)]
    assert told((counted, now), []) == [(240, False, None), (240, False, None), (None, True, HIDDEN)]
    before = [Published({whom(each): each}) for each in (year(2, 200), year(2, 238))]
    assert told((counted, now), before)[2] == (238, False, None)


@pytest.fixture(scope="module")
def attended(resident):
    """Two years and a month of attendances of 300 people."""
    people = together(*(resident(person_id=i, born=f"{1930 + i % 80}-05-01") for i in range(1, 301)))
    events = [
        {"activity_id": n, "person_id": n % 300 + 1, "activity_type": "ed_attendance", "start_at": month(n % 25)}
        | {"status": "attended" if n % 3 else "left"}
        for n in range(1500)
    ]
    return together(people, {"activity": events})


def published(southampton, attended, definition, past=(), **changes):
    tried = measure(definition | MONTHLY, frequency="monthly", **changes)
    opened = over(southampton, record(**attended), measures={"test": tried}, complete_from=month(0), as_at=month(25))
    return opened.publish([opened.draft(tried, tried.compute, past)])["test"].results


@pytest.mark.slow
@pytest.mark.parametrize("definition", [PROPORTION, RATE, RATE | {"standardise": "ESP2013"}])
def test_that_of_a_financial_year_is_the_financial_year(southampton, attended, definition):
    rows = published(southampton, attended, definition)
    years = [each for each in rows if each["dimension"] == "rolling"]
    assert len(years) == 14
    assert [each["period_label"] for each in years][::13] == ["12 months to December 2022", "12 months to January 2024"]
    (whole,) = [each for each in rows if each["dimension"] == "whole"]
    (same,) = [each for each in years if each["period_end"] == whole["period_end"]]
    for name in ("numerator", "denominator", "value", "lower", "upper"):
        np.testing.assert_allclose(same[name], whole[name], rtol=1e-12)
    assert same["method"] == whole["method"]


def few_in_march(attended):
    return [each for each in attended["activity"] if each["start_at"] != month(14) or each["activity_id"] < 60]


@pytest.mark.slow
def test_months_hidden_in_a_record_hide_their_years(southampton, attended):
    """Of March 2023 few are known, and beside it another month of its financial year is hidden."""
    rows = published(southampton, attended | {"activity": few_in_march(attended)}, PROPORTION)
    few = {each["period_start"] for each in rows if each["dimension"] == "all" and each["suppressed"]}
    years = [each for each in rows if each["dimension"] == "rolling"]
    assert month(14) in few
    assert [each["suppressed"] for each in years] == [
        any(each["period_start"] <= start < each["period_end"] for start in few) for each in years
    ]


@pytest.mark.slow
def test_a_second_run_tells_the_same(southampton, attended):
    attended = attended | {"activity": few_in_march(attended)}
    rows = published(southampton, attended, PROPORTION)
    run = Published({whom(each): each for each in rows})
    assert any(each["suppressed"] for each in rows if each["dimension"] == "rolling")
    assert published(southampton, attended, PROPORTION, [run]) == rows


@pytest.mark.slow
def test_where_counts_are_rounded_a_year_is_the_sum_of_the_rounded_months(southampton, attended):
    """Rounded by itself it would tell more of its months than they do."""
    events = [each for each in attended["activity"] if each["activity_id"] % 7 or each["start_at"] < month(6)]
    rows = published(southampton, attended | {"activity": events}, PROPORTION, small_numbers={"round_to": 5})
    year = next(each for each in rows if each["dimension"] == "rolling")
    months = [each for each in rows if each["dimension"] == "all" and each["period_end"] <= year["period_end"]]
    assert year["denominator"] == sum(each["denominator"] for each in months)
    assert year["denominator"] != 5 * round(sum(each["start_at"] < month(12) for each in events) / 5)


@pytest.mark.slow
def test_no_gap_is_told_of_them(southampton, attended):
    rows = published(southampton, attended, PROPORTION)
    without = [each for each in rows if each["dimension"] != "rolling"]
    assert gaps(measure(PROPORTION), rows) == gaps(measure(PROPORTION), without)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"period": "quarter"}, "needs `period: month`"),
        ({"each": "person", "events": None, "numerator": "sex = 'F'"}, "needs `period: month`"),
        ({"statistic": "percentile", "numerator": None, "quantity": "quantity"}, "a percentile of twelve"),
        ({"statistic": "ratio", "numerator": None, "quantity": "quantity", "out_of": "cost_gbp"}, "a ratio of twelve"),
    ],
)
def test_what_does_not_add_up_is_refused(changes, words):
    with pytest.raises(ValidationError, match=words):
        measure(PROPORTION | MONTHLY | changes, frequency="monthly" if "period" not in changes else "quarterly")
