"""What was in force of a person on the day of the event: where they lived, with whom they were registered."""

from datetime import date

import pytest

from tests.measures.build import PROPORTION, measure
from tests.measures.conftest import over, record, together

ON_THE_DAY = "start_date <= event_date and coalesce(end_date > event_date, true)"
CARE_HOME = {"table": "address", "where": f"residence_type = 'care_home' and {ON_THE_DAY}"}
PRACTICE = {"table": "registration", "where": f"organisation_code = 'J82001' and {ON_THE_DAY}"}


@pytest.fixture
def moved(resident):
    """In a care home, and on a practice's list, from June to August 2023; attended in May, on the day of moving in,
    on the last day there, on the day of moving out, and in October."""
    stay = {"person_id": 1, "start_date": date(2023, 6, 1), "end_date": date(2023, 9, 1)}
    days = [date(2023, 5, 9), date(2023, 6, 1), date(2023, 8, 31), date(2023, 9, 1), date(2023, 10, 9)]
    return together(
        resident(person_id=1, born="1940-01-01"),
        {
            "address": [{**stay, "lsoa21_code": "E01000001", "residence_type": "care_home"}],
            "registration": [{**stay, "registration_type": "gp", "organisation_code": "J82001"}],
            "activity": [
                {"activity_id": n, "person_id": 1, "activity_type": "ed_attendance", "start_at": day}
                | {"status": "attended"}
                for n, day in enumerate(days, 1)
            ],
        },
    )


@pytest.mark.slow
@pytest.mark.parametrize("related", [CARE_HOME, PRACTICE])
def test_an_interval_is_in_force_from_its_first_day_to_the_last_before_its_end(southampton, moved, related):
    tried = measure(PROPORTION | {"related": {"there": related}, "numerator": "there"})
    opened = over(southampton, record(**moved), measures={"test": tried})
    opened.prepare()
    counted = opened.count(opened.sql(tried, tried.compute), tried.compute)
    (found,) = [
        (n, x)
        for key, n, x in zip(counted.keys, counted.n, counted.x, strict=True)
        if key.dimension == "all" and key.start == date(2023, 4, 1)
    ]
    assert found == (5, 2)
