"""Groups too small for a year are counted over three, each year in one three alone."""

from datetime import date

import pytest
from pydantic import ValidationError

from oneplace.measures.hiding import Counts, hidden
from oneplace.place import SmallNumbers
from oneplace.place.nested import uneven
from oneplace.population.strata import Window, periods
from tests.measures.build import PROPORTION, counts, key, measure
from tests.measures.conftest import over, record, together

POOLED = PROPORTION | {"period": "financial_year", "breakdown_period": "three_financial_years"}


def test_three_years_begin_with_the_first_whole_year_and_share_none():
    window = Window(date(2018, 2, 1), date(2026, 3, 1))
    found = [(kind, start.year, end.year) for kind, start, end in periods(window) if kind.startswith("three")]
    assert found == [
        ("three_financial_years", 2018, 2021),
        ("three_financial_years", 2021, 2024),
        ("three_calendar_years", 2019, 2022),
        ("three_calendar_years", 2022, 2025),
    ]


@pytest.fixture
def attended(resident):
    """Forty people from April 2020 on: each attends once a year, one in four of them leaves unseen."""
    people = together(*(resident(person_id=n, sex="F" if n % 10 else "M") for n in range(40)))
    events = [
        {
            "activity_id": 40 * year + n,
            "person_id": n,
            "activity_type": "ed_attendance",
            "start_at": date(2020 + year, 6, 1),
            "status": "attended" if n % 4 else "left",
        }
        for year in range(5)
        for n in range(40)
    ]
    return together(people, {"activity": events})


@pytest.mark.slow
@pytest.mark.parametrize("period", ["financial_year", "month"])
def test_men_of_whom_four_come_a_year_are_told_of_three(southampton, attended, period):
    told = {}
    for three in (False, True):
        definition = POOLED | {"period": period} if three else PROPORTION | {"period": period}
        tried = measure(definition, frequency="monthly" if period == "month" else "annual")
        dates = {"complete_from": date(2020, 4, 1), "as_at": date(2025, 4, 1)}
        opened = over(southampton, record(**attended), measures={"test": tried}, **dates)
        rows = opened.publish([opened.draft(tried, tried.compute)])["test"].results
        told[three] = [each for each in rows if each["dimension"] == "sex" and each["group"] == "M"]
    assert {each["suppressed"] for each in told[False]} == {True}
    (three,) = told[True]
    assert (three["period_label"], three["denominator"], three["numerator"]) == ("2020/21 to 2022/23", 12, 6)
    assert (three["period_start"], three["period_end"]) == (date(2020, 4, 1), date(2023, 4, 1))


def span(dimension="all", group="all"):
    return key(dimension, group, date(2020, 4, 1), "three_financial_years")


def test_a_hidden_year_does_not_follow_from_the_three():
    """Of 2021/22 there are 3: beside the three years' total it would be the rest, so another year is hidden."""
    years = [(key(start=date(2020 + n, 4, 1)), count, 0) for n, count in enumerate((40, 3, 50))]
    compute = measure(POOLED | {"statistic": "count", "numerator": None, "per": 1}, unit="count").compute
    both = counts([*years, (span(), 93, 0)])
    (found,) = hidden([Counts.of(both, compute, SmallNumbers())], {})
    assert found.tolist() == [True, True, False, False]


@pytest.mark.parametrize(("each", "refused"), [("event", False), ("person", True)])
def test_of_a_moment_three_years_are_none(each, refused):
    changes = {"events": None, "numerator": "sex = 'F'", "keep": "TRUE"} if each == "person" else {}
    definition = POOLED | {"each": each} | changes
    if refused:
        with pytest.raises(ValidationError, match="adds up events"):
            measure(definition)
    else:
        measure(definition)


def test_years_of_another_kind_are_refused():
    with pytest.raises(ValidationError, match="are different years"):
        measure(POOLED | {"period": "calendar_year"})


def test_beside_one_by_year_it_tells_of_what_is_left():
    assert uneven(measure(POOLED).compute, measure(PROPORTION | {"period": "financial_year"}).compute)
