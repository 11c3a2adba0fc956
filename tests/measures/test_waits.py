"""Waits from A to B, those still waiting counted in: each followed through its period alone, by its group then."""

from datetime import date, timedelta

import numpy as np
import pytest

from oneplace.measures.hiding import Counts
from oneplace.measures.tally import Lengths, Tally
from oneplace.place import SmallNumbers
from tests.measures.build import key, measure
from tests.measures.conftest import over, record, together

REFERRAL = {
    "from": "record",
    "statistic": "percentile",
    "each": "wait",
    "events": {"table": "activity", "where": "activity_type = 'referral'"},
    "related": {
        "seen": {
            "table": "activity",
            "match": "children",
            "where": "activity_type = 'contact' and status = 'attended'",
            "from_days": 0,
            "take": "first",
            "value": "start_at",
        }
    },
    "until": "seen",
    "quantity": "date_diff('day', start_at, event_date)",
}
LISTED = {
    "from": "record",
    "statistic": "percentile",
    "each": "wait",
    "events": {"table": "activity", "where": "activity_type = 'waiting_list'"},
    "until": "end_at",
    "quantity": "date_diff('day', start_at, event_date)",
}


def listed(number, start, end=None, **more):
    return {
        "activity_id": number,
        "person_id": 1,
        "activity_type": "waiting_list",
        "start_at": start,
        "end_at": end,
    } | more


def years(southampton, people, activity, compute=LISTED, dimension="all"):
    """By start of the period (and group): how many waited, how many ended, the value."""
    definition = measure(compute, unit="days")
    opened = over(
        southampton,
        record(**together(*people, {"activity": activity})),
        measures={"test": definition},
        complete_from=date(2023, 4, 1),
        as_at=date(2025, 3, 31),
    )
    opened.prepare()
    made = opened.draft(definition, definition.compute)
    counts = opened.count(opened.sql(definition, definition.compute), definition.compute)
    return {
        (each.start.year, each.group.code): (counts.n[i], counts.x[i], float(made.estimates.value[i]))
        for i, each in enumerate(counts.keys)
        if (each.dimension, each.kind) == (dimension, "financial_year")
    }


@pytest.mark.slow
def test_each_wait_counts_in_every_year_that_it_touches(southampton, resident):
    """2023/24: seen after 10 and 20 days, one waiting since 2 March 2024 (30 days by its end, 395 a year later)."""
    rows = [
        listed(1, date(2023, 5, 1), date(2023, 5, 11)),
        listed(2, date(2023, 6, 1), date(2023, 6, 21)),
        listed(3, date(2024, 3, 2)),
        listed(4, date(2025, 4, 2)),  # after the last year
        listed(5, date(2022, 5, 1), date(2022, 6, 1)),  # before the first
    ]
    found = years(southampton, [resident(person_id=1)], rows)
    assert found[2023, "all"] == (3, 2, 20)  # 2/3, then 1/3
    assert found[2024, "all"][:2] == (1, 0)
    assert np.isnan(found[2024, "all"][2])


@pytest.mark.slow
def test_from_referral_to_first_contact_attended(southampton, resident):
    who = {"person_id": 1}
    referral = {**who, "activity_type": "referral"}
    contact = {**who, "activity_type": "contact"}
    rows = [
        {**referral, "activity_id": 1, "start_at": date(2023, 5, 1)},  # missed after 5 days, seen after 9 and 12
        {**contact, "activity_id": 11, "parent_activity_id": 1, "start_at": "2023-05-06 10:00", "status": "missed"},
        {**contact, "activity_id": 12, "parent_activity_id": 1, "start_at": "2023-05-10 10:00", "status": "attended"},
        {**contact, "activity_id": 13, "parent_activity_id": 1, "start_at": "2023-05-13 10:00", "status": "attended"},
        # discharged on the day of its first contact, after 30 days
        {**referral, "activity_id": 2, "start_at": date(2023, 5, 1), "end_at": date(2023, 5, 31)},
        {**contact, "activity_id": 21, "parent_activity_id": 2, "start_at": "2023-05-31 15:00", "status": "attended"},
        # discharged unseen after 20 days: it waited for longer than that
        {**referral, "activity_id": 3, "start_at": date(2023, 5, 1), "end_at": date(2023, 5, 21)},
        # seen in the next year: still waiting at the end of this one, after 31 days
        {**referral, "activity_id": 4, "start_at": date(2024, 2, 29)},
        {**contact, "activity_id": 41, "parent_activity_id": 4, "start_at": "2024-05-01 09:00", "status": "attended"},
        # with an end that nobody knows, and one whose contact was before it: no waits that can be followed
        {**referral, "activity_id": 5, "start_at": date(2023, 5, 1), "end_known": False},
    ]
    found = years(southampton, [resident(person_id=1)], rows, REFERRAL)
    assert found[2023, "all"] == (4, 2, 30)  # 3/4 after 9; at 30 days two are left: 3/8
    assert found[2024, "all"] == (1, 1, 62)


@pytest.mark.slow
def test_a_year_that_is_over_keeps_its_figure_whatever_comes_after(southampton, resident):
    before = [listed(n, date(2023, 5, n), date(2023, 5, n) + timedelta(7 * n)) for n in range(1, 12)]
    before += [listed(n, date(2024, 2, n)) for n in range(12, 18)]
    later = [row | {"end_at": date(2024, 4, 3)} if row["end_at"] is None else row for row in before]
    people = [resident(person_id=1)]
    first = years(southampton, people, before)[2023, "all"]
    assert years(southampton, people, later)[2023, "all"] == first
    assert first[:2] == (17, 11)


@pytest.mark.slow
def test_where_every_wait_is_over_it_is_the_median_of_their_lengths(southampton, resident):
    lengths = [3, 8, 9, 20, 41, 44, 45, 60]
    rows = [listed(n, date(2023, 6, 1), date(2023, 6, 1) + timedelta(days)) for n, days in enumerate(lengths)]
    assert years(southampton, [resident(person_id=1)], rows)[2023, "all"] == (8, 8, np.median(lengths))


@pytest.mark.slow
def test_who_moves_or_grows_up_while_waiting_counts_where_the_wait_began(southampton, resident):
    """One person moves from the first fifth to another neighbourhood in the second year: there from that year on."""
    mover = resident(person_id=1)
    mover["address"] = [
        {"person_id": 1, "lsoa21_code": "E01000001", "start_date": date(2010, 1, 1), "end_date": date(2023, 9, 1)},
        {"person_id": 1, "lsoa21_code": "E01000003", "start_date": date(2023, 9, 1)},
    ]
    rows = [listed(1, date(2023, 6, 1), date(2024, 6, 1))]
    found = years(southampton, [mover], rows, dimension="deprivation")
    assert {at: each[:2] for at, each in found.items()} == {(2023, "1"): (1, 0), (2024, "5"): (1, 1)}


@pytest.mark.slow
def test_who_dies_or_leaves_has_waited_up_to_that_day(southampton, resident):
    """All wait from 2 May 2023. 1 is seen after 40 days, 2 after 60; 3 died after 30, 4 left after 50, 5 moved to
    another practice the same day. An end after death or leaving is not seen."""
    people = [resident(person_id=n) for n in range(1, 6)]
    people[2]["person"][0]["death_date"] = date(2023, 6, 1)
    people[3]["registration"][0]["end_date"] = date(2023, 6, 22)
    own = people[4]["registration"]
    own[0]["end_date"] = date(2023, 6, 22)
    own.append(own[0] | {"start_date": date(2023, 6, 22), "end_date": None})
    ends = [date(2023, 6, 11), date(2023, 7, 1), date(2023, 7, 31), None, None]
    rows = [listed(n, date(2023, 5, 2), end) | {"person_id": n} for n, end in enumerate(ends, 1)]
    found = years(southampton, people, rows, LISTED | {"percentile": 0.4})
    assert found[2023, "all"] == (5, 2, 60)  # 3 of 4 still wait at 40 days, one in two of them at 60; it was 5 and 3
    assert found[2024, "all"][:2] == (1, 0)


@pytest.mark.slow
def test_the_last_day_counts_and_the_day_after_does_not(southampton, resident):
    rows = [
        listed(1, "2024-03-31 15:00", "2024-03-31 16:00"),
        listed(2, "2024-03-01 09:00", "2024-04-01 00:00"),
        listed(3, "2024-03-31 15:00"),
    ]
    found = years(southampton, [resident(person_id=1)], rows)
    assert found[2023, "all"][:2] == (3, 1)
    assert found[2024, "all"][:2] == (2, 1)


# what is hidden: a length that is near one person's own


def hides(ended, waiting, share=0.5):
    lengths = [float(n) for n in range(1, ended + 1)] + [1000.0] * waiting
    seen = [True] * ended + [False] * waiting
    n = np.array([len(lengths)], dtype=float)
    zeros = np.zeros(1)
    left, n_left = np.unique([0.0, *lengths], return_counts=True)
    n_left[0] = 0
    n_ended = [sum(np.array(seen)[np.array(lengths) == value]) for value in left]
    table = (left, n_left, n_ended, [len(lengths), *[0] * (len(left) - 1)])
    tally = Tally((key(),), n, np.array([ended], dtype=float), zeros, zeros, zeros, Lengths.of([table]))
    compute = measure({**LISTED, "percentile": share}).compute
    return bool(Counts.of(tally, compute, SmallNumbers(below=5)).apart[0])


@pytest.mark.parametrize(
    ("ended", "waiting", "hidden"),
    [(5, 0, True), (12, 0, False), (12, 12, True), (60, 51, False), (60, 52, True), (20, 400, False)],
)
def test_a_percentile_reached_by_the_last_few_alone_is_hidden(ended, waiting, hidden):
    """Of 60 seen and 51 waiting the 56th is the median: five waited so long or longer. Not reached, nothing is told."""
    assert hides(ended, waiting) is hidden


# definitions that are refused


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"until": None}, "`each: wait` needs `until`"),
        ({"each": "open_event"}, "`each: open_event` has no `until`"),
        ({"statistic": "mean"}, "gives a percentile of activities"),
        ({"events": {"table": "observation"}, "until": "recorded_date", "quantity": "1"}, "gives a percentile of"),
        ({"until": "seen"}, "'seen' is no column"),
    ],
)
def test_half_a_wait_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        measure({name: value for name, value in {**LISTED, **change}.items() if value is not None})
