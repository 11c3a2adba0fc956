"""What is paid: for beds that are occupied, for beds that are there, by the year, once; each says what it counts."""

from __future__ import annotations

import pytest

from oneplace import flow
from oneplace.problems import OneplaceError

WARD = """
run: 365 days
patients: {all: {enters: ward, arrivals: {times: [0 days, 100 days]}}}
places: {ward: {capacity: 440 beds, stay: 10 days}}
pools: {nurses: {number: 3 nurses, calendar: [{from: "00:00", to: "12:00", number: 5 nurses}]}}
costs: {%s}
"""


@pytest.mark.parametrize(
    ("costs", "pounds"),
    [
        ("places.ward: 400 GBP per bed-day", 400 * 20),
        ("places.ward: 400 GBP per occupied bed-day", 400 * 20),
        ("places.ward: 400 GBP per staffed bed-day", 400 * 440 * 365),
        ("places.ward: 400 GBP per staffed 12-hour shift", 2 * 400 * 440 * 365),
        ("places.ward: 730.5 GBP fixed per year", 730),
        ("places.ward: [400 GBP per staffed bed-day, 100 GBP per bed-day]", 400 * 440 * 365 + 100 * 20),
        ("places.ward: 30 GBP per visit, patients.all: 5 GBP per journey", 70),
        ("pools.nurses: 20 GBP per nurse-hour", 20 * 4 * 24 * 365),
        ("pools.nurses: [20 GBP per staffed nurse-hour, 365.25 GBP fixed per year]", 20 * 4 * 24 * 365 + 365),
    ],
)
def test_an_amount_is_paid_for_what_it_says(pathway, costs, pounds):
    found = flow.simulate(pathway(WARD % costs), replications=1)
    assert found.value("cost").mean == pytest.approx(pounds)


def test_ten_more_staffed_beds_cost_ten_beds_staffed(pathway):
    made = pathway(WARD % "places.ward: 400 GBP per staffed bed-day")
    (compared,) = flow.compare(made, [{"places.ward.capacity": "450 beds"}], replications=2)
    assert compared.difference("cost").mean == pytest.approx(1_460_000)


def test_capital_is_told_apart_because_it_is_spent_once(pathway):
    costs = "places.ward: [400 GBP per bed-day, 1000 GBP capital per bed], pools.nurses: 9 GBP capital per nurse"
    found = flow.simulate(pathway(WARD % costs), replications=1)
    assert (found.value("cost").mean, found.value("capital").mean) == pytest.approx((8000, 440_000 + 45))


@pytest.mark.parametrize(
    ("costs", "said"),
    [
        ("places.ward: 9 GBP per staffed visit", "is paid by the time that a bed is staffed"),
        ("places.ward: 9 GBP fixed per bed", "is paid by time alone"),
        ("places.ward: 9 GBP capital per bed-day", "is paid once"),
        ("places.ward: 9 GBP per staffed shift", "does not say how long a shift is"),
        ("places.ward: 9 GBP per bed", "`GBP per bed` can mean once or for each stay"),
        ("patients.all: 9 GBP fixed per year", "a patient is not paid for by time"),
        ("pools.nurses: 9 GBP per visit", "a pool is paid for by time"),
        ("places.ward: [9 GBP per bed-day, 9 GBP]", "is not an amount for each unit"),
    ],
)
def test_what_can_not_be_paid_for_so_is_refused(pathway, costs, said):
    with pytest.raises(OneplaceError, match=said):
        pathway(WARD % costs)


def test_an_unlimited_place_has_no_beds_to_staff(pathway):
    text = WARD.replace("capacity: 440 beds, ", "") % "places.ward: 400 GBP per staffed bed-day"
    with pytest.raises(OneplaceError, match="`ward` is unlimited: it has no number of beds to pay for"):
        pathway(text)
