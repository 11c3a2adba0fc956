"""Still in at the end of a period: begun before it, not over, and not with an end that nobody knows."""

from datetime import date

import pytest

from tests.measures.build import BASE, measure
from tests.measures.conftest import over, record, together

pytestmark = pytest.mark.slow  # it makes a record

STAYS = [
    {"start_at": "2023-05-01", "end_at": None},
    {"start_at": "2023-05-01", "end_at": None, "end_known": False},
    {"start_at": "2023-05-01", "end_at": "2024-03-31 23:59"},
    {"start_at": "2023-05-01", "end_at": "2024-04-01"},
    {"start_at": "2024-04-01", "end_at": None},
]


def test_an_unknown_end_is_neither_open_nor_over(southampton, resident):
    compute = {
        "from": "record",
        "statistic": "count",
        "each": "open_event",
        "events": {"table": "activity", "where": "activity_type = 'ward_stay'"},
    }
    definition = measure(compute, **{**BASE, "unit": "count"})
    stays = [{"activity_id": n, "person_id": 1, "activity_type": "ward_stay"} | stay for n, stay in enumerate(STAYS)]
    opened = over(
        southampton,
        record(**together(resident(person_id=1), {"activity": stays})),
        measures={"test": definition},
        complete_from=date(2023, 4, 1),
        as_at=date(2025, 3, 31),
    )
    drawn = opened.draft(definition, definition.compute)
    found = {
        key.start: drawn.estimates.count[i]
        for i, key in enumerate(drawn.counts.keys)
        if (key.dimension, key.kind) == ("all", "financial_year")
    }
    assert found == {date(2023, 4, 1): 2, date(2024, 4, 1): 2}
