"""Still in at the end of a period: begun before it, not over, and not with an end that nobody knows.

Waits that ended and waits that go on are two lists, and each percentile is of its own.
"""

from datetime import date, timedelta

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


def _waits(days, until, *, over):
    return [
        {"activity_type": "waiting_list", "start_at": until - timedelta(n), "end_at": until if over else None}
        for n in days
    ]


def test_seeing_the_newest_first_looks_better_until_those_left_waiting_are_asked(southampton, resident):
    """Known lists: 20 seen after 10, 20 … 200 days, the year after 20 after 1 … 20; the same 11 wait on in both."""
    waits = [
        *_waits(range(10, 201, 10), date(2024, 1, 15), over=True),
        *_waits(range(1, 21), date(2025, 1, 15), over=True),
        *_waits(range(10, 111, 10), date(2024, 3, 31), over=False),
    ]
    rows = [{"activity_id": n, "person_id": 1} | wait for n, wait in enumerate(waits)]
    events = {"table": "activity", "where": "activity_type = 'waiting_list'"}
    wait = {"from": "record", "statistic": "percentile", "quantity": "date_diff('day', start_at, event_date)"}
    seen = {**wait, "events": {**events, "where": f"{events['where']} and end_at is not null", "date": "end_at"}}
    left = {**wait, "events": events, "each": "open_event"}
    asked = {
        f"{name}_{share}": measure({**compute, "percentile": share / 100}, id=f"{name}_{share}", unit="days")
        for name, compute in {"seen": seen, "left": left}.items()
        for share in (50, 92)
    }
    opened = over(
        southampton,
        record(**together(resident(person_id=1), {"activity": rows})),
        measures=asked,
        complete_from=date(2023, 4, 1),
        as_at=date(2025, 3, 31),
    )

    def years(name):
        drawn = opened.draft(asked[name], asked[name].compute)
        rows = [i for i, key in enumerate(drawn.counts.keys) if (key.dimension, key.kind) == ("all", "financial_year")]
        found = drawn.estimates
        assert [found.denominator[i] for i in rows] == ([20, 20] if name.startswith("seen") else [11, 11])
        return [float(found.value[i]) for i in rows], [(float(found.lower[i]), float(found.upper[i])) for i in rows]

    assert years("seen_50") == ([105, 10.5], [(60, 150), (6, 15)])
    assert years("seen_92")[0] == pytest.approx([184.8, 18.48])
    assert years("left_50")[0] == [60, 425]
    assert years("left_92")[0] == pytest.approx([102, 467])
