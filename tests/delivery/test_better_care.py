"""The Better Care Fund: sets of metrics by year, money that reconciles, and schemes that are to move something."""

from __future__ import annotations

import pytest

from oneplace.delivery import better_care, comparable, metrics_of
from oneplace.place import BetterCareYear


def a_year(**more):
    given = {
        "id": "B",
        "year": "2025/26",
        "income": [{"source": "NHS minimum", "amount": 100}, {"source": "Grant", "amount": 50}],
        "schemes": [
            {"id": "s1", "name": "Home first", "amount": 100, "sources": ["NHS minimum"], "social_care": True,
             "metric": "discharge_delay"},
            {"id": "s2", "name": "Adaptations", "amount": 50, "sources": ["Grant"],
             "metric": "care_home_admissions_rate"},
        ],
    }  # fmt: skip
    return better_care(BetterCareYear.model_validate(given | more))


def scheme(**more):
    return {
        "id": "s1",
        "name": "Home first",
        "amount": 150,
        "sources": ["NHS minimum"],
        "metric": "discharge_delay",
    } | more


def test_a_fund_that_adds_up_has_no_fault():
    found = a_year()
    assert found.faults == ()
    assert found.money.left == {"NHS minimum": 0, "Grant": 0}


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"schemes": [scheme(amount=120)]}, "NHS minimum pays £20.00 more than it brings in"),
        ({"schemes": [scheme(amount=120)]}, "£30.00 more comes in than goes out"),
        ({"schemes": [scheme(sources=["NHS minimum", "Grant"])]}, "Home first is paid from more than one source"),
        ({"schemes": [scheme(sources=[])]}, "Home first names no source"),
        ({"schemes": [scheme(metric=None)]}, "Home first is to move no metric"),
        ({"schemes": [scheme(metric="falls")]},
         "Home first is to move “Emergency admissions for falls of people of 65 and over”, which is no metric of the "
         "year"),
        ({"social_care_source": "NHS minimum", "social_care_minimum": 110},
         "adult social care gets £10.00 less than it must"),
        ({"social_care_source": "Grant", "social_care_minimum": 1},
         "adult social care gets £1.00 less than it must"),
    ],
)  # fmt: skip
def test_what_does_not_reconcile_is_named(more, fault):
    assert fault in a_year(**more).faults


def test_social_care_that_gets_its_minimum_is_no_fault():
    assert a_year(social_care_source="NHS minimum", social_care_minimum=100).faults == ()


def test_a_metric_of_another_definition_is_not_comparable():
    assert comparable(2015, 2016) == (
        "non_elective_admissions",
        "care_home_admissions",
        "reablement",
        "delayed_transfers",
    )
    assert comparable(2023, 2025) == ()
    assert comparable(2022, 2023) == ("avoidable_admissions", "discharge_home", "care_home_admissions", "reablement")


@pytest.mark.parametrize("year", [2014, 2018, 2020, 2026])
def test_a_year_whose_set_is_not_at_hand_has_none(year):
    assert metrics_of(year) == ()


def test_a_recalled_set_says_so():
    assert all(one.recalled for one in metrics_of(2023))
    assert not any(one.recalled for one in metrics_of(2025))
