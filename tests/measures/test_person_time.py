"""The compiled statement against the day-by-day reference, on generated lives."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oneplace.place import Measure
from tests.measures.conftest import over, record
from tests.measures.reference import count

pytestmark = pytest.mark.slow

FIRST, LAST = date(2023, 4, 1), date(2024, 4, 1)
DAYS = st.dates(date(2023, 1, 1), date(2024, 6, 30))
AGES = st.sampled_from([(0, None), (18, None), (0, 17), (65, 74), (3, 3)])
HOMES = st.sampled_from(["E01000001", "E01000002", "E01000003", "E01999999"])


@st.composite
def intervals(draw, most):
    """Half-open intervals that don't overlap; the last may be open."""
    days = sorted(set(draw(st.lists(DAYS, min_size=0, max_size=2 * most))))
    pairs = [(days[i], days[i + 1] if i + 1 < len(days) else None) for i in range(0, len(days), 2)]
    return pairs or [(date(2020, 1, 1), None)]


@st.composite
def lives(draw):
    tables = {"person": [], "registration": [], "address": []}
    events = []
    for person_id in range(1, draw(st.integers(1, 4)) + 1):
        born = draw(st.one_of(st.none(), st.dates(date(1930, 1, 1), date(2024, 3, 1)), st.just(date(2004, 2, 29))))
        person = {
            "person_id": person_id,
            "birth_date": born,
            "sex": draw(st.sampled_from(["F", "M", "U", None])),
            "ethnic_category": draw(st.sampled_from(["A", "H", "R", "N", "S", "Z", None])),
            "death_date": draw(st.one_of(st.none(), DAYS)),
        }
        tables["person"].append(person)
        for kind in ("resident", "gp"):
            for start, end in draw(intervals(2)):
                row = {"person_id": person_id, "registration_type": kind, "start_date": start, "end_date": end}
                tables["registration"].append(row)
        for start, end in draw(intervals(2)):
            home = {"person_id": person_id, "start_date": start, "end_date": end, "lsoa21_code": draw(HOMES)}
            tables["address"].append(home)
        for day in draw(st.lists(DAYS, max_size=4)):
            at = datetime.combine(day, draw(st.sampled_from([time(0), time(23, 59)])))
            event = {"activity_id": len(events) + 1, "activity_type": "ed_attendance", "start_at": at}
            events.append({**event, "person_id": person_id})
    return tables, events


def rate(years="financial_year", **population):
    return Measure.model_validate(
        {
            "id": "rate",
            "name": "Rate",
            "definition": "Attendances",
            "unit": "per_1000",
            "polarity": "low_good",
            "role": "outcome",
            "frequency": "monthly",
            "expected_lag_months": 1,
            "breakdowns": {"deprivation": "yes", "ethnicity": "yes", "sex": "yes", "age": "yes"},
            "compute": {
                "from": "record",
                "statistic": "rate",
                "period": "month",
                "breakdown_period": years,
                "per": 1000,
                "events": {"table": "activity", "where": "activity_type = 'ed_attendance'"},
                "population": population,
            },
        }
    )


def engine(place, tables, events, measure, seen=(FIRST, LAST)):
    measures = over(
        place,
        record(**tables, activity=events),
        measures={measure.id: measure},
        complete_from=seen[0],
        as_at=seen[1] - timedelta(days=1),
    )
    assert measures.shared_sql
    tally = measures.count(measures.sql(measure, measure.compute), measure.compute)
    found = {}
    for key, n, days in zip(tally.keys, tally.n, tally.days, strict=True):
        found[key.start, key.kind, key.dimension, key.group.code] = (int(n), int(days))
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lives(), st.sampled_from(["resident", "gp"]), AGES)
def test_events_and_days_agree_with_the_reference_in_every_period_and_group(southampton, life, kind, ages):
    tables, events = life
    youngest, oldest = ages
    measure = rate(registration=kind, min_age=youngest, max_age=oldest)
    found = engine(southampton, tables, events, measure)
    assert_alike(found, *count(tables, events, kind, ages, (FIRST, LAST)))


def assert_alike(found, numerator, days):
    expected = {key: (numerator[key], days[key]) for key in days.keys() | numerator.keys()}
    assert {key: value for key, value in found.items() if value != (0, 0)} == expected


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lives(), AGES)
def test_a_measure_of_calendar_years_agrees_as_well(southampton, life, ages):
    tables, events = life
    days = (date(2023, 1, 1), date(2024, 1, 1))
    measure = rate("calendar_year", min_age=ages[0], max_age=ages[1])
    found = engine(southampton, tables, events, measure, days)
    assert_alike(found, *count(tables, events, "resident", ages, days, years=("calendar_year", 1)))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lives())
def test_breakdowns_add_up_to_everyone_and_no_event_lies_outside_lived_days(southampton, life):
    found = engine(southampton, *life, rate())
    for (start, kind, dimension, _), (n, days) in found.items():
        assert days >= 1
        assert n == 0 or days > 0
        if kind == "financial_year" and dimension != "all":
            same = [value for key, value in found.items() if key[:3] == (start, kind, dimension)]
            total = found[start, kind, "all", "all"]
            assert (sum(value[0] for value in same), sum(value[1] for value in same)) == total
