"""A measure that is new beside one of the same people whose figures stay: what both tell after an earlier run."""

from datetime import date

import pytest

from oneplace.measures.holding import Published, shown_before, whom
from oneplace.measures.rows import table
from oneplace.stats import REASONS
from tests.measures.build import PROPORTION, measure
from tests.measures.conftest import over, record, together

EVENTS = PROPORTION["events"]
LATE = [date(2022, 5, 1)] * 2
"""Two attendances that a later file holds: a change of fewer than five."""
MANY = [date(2022, 5, 1)] * 1500
OTHER = PROPORTION | {"numerator": "status = 'moved'"}
OF_FEWER = OTHER | {"keep": "status != 'left'"}
ALL_LEFT = OTHER | {"keep": "status = 'left'"}


@pytest.fixture(scope="module")
def people(resident):
    return together(*(resident(person_id=i, born=f"{1930 + i % 80}-05-01") for i in range(1, 301)))


def attendances(late):
    """Two years of attendances of 300 people, and those that came late."""
    days = [date(2021 + (n % 18 >= 9), 4 + n % 9, 1) for n in range(3000)]
    return [
        {"activity_id": n, "person_id": n % 300 + 1, "activity_type": "ed_attendance", "start_at": day}
        | {"status": ("attended", "moved", "left")[n % 3]}
        for n, day in enumerate([*days, *late])
    ]


def run(southampton, people, late, past=None, **definitions):
    """What each of some measures shows, after what each showed before."""
    return shown(southampton, people, attendances(late), past, **definitions)


def shown(southampton, people, events, past=None, **definitions):
    tried = {name: measure(compute, id=name) for name, compute in definitions.items()}
    files = record(**people, activity=events)
    opened = over(southampton, files, measures=tried, complete_from=date(2021, 4, 1), as_at=date(2023, 4, 1))
    drafts = [opened.draft(each, each.compute, (past or {}).get(name, ())) for name, each in tried.items()]
    return {name: made.results for name, made in opened.publish(drafts).items()}


def served(shown):
    """What readers have seen, as the next run reads it."""
    return shown_before([{"results": table("results", [row for rows in shown.values() for row in rows])}])


def years(rows):
    return {row["period_label"]: (row["value"], row["reason"]) for row in rows if row["dimension"] == "all"}


def figures(rows):
    return [(*whom(row), row["numerator"], row["denominator"], row["value"], row["reason"]) for row in rows]


@pytest.mark.parametrize(
    ("late", "pair", "untold"),
    [
        (LATE, (PROPORTION, OTHER), True),  # 1,502 attendances beside the 1,500 that stay
        (LATE, (PROPORTION, OF_FEWER), True),  # some of the same, of which two came late
        (LATE, (OF_FEWER, ALL_LEFT), False),  # none of the same
        (MANY, (PROPORTION, OTHER), False),  # enough to tell
        ([], (PROPORTION, OTHER), False),
    ],
)
def test_a_year_in_which_it_would_tell_of_few_is_not_told(southampton, people, late, pair, untold):
    before, definition = pair
    first = run(southampton, people, [], old=before)
    second = run(southampton, people, late, served(first), old=before, new=definition)
    alone = run(southampton, people, late, new=definition)["new"]
    told = years(second["new"])
    assert told["2021/22"] == years(alone)["2021/22"] != (None, REASONS["beside_published"])
    assert told["2022/23"] == ((None, REASONS["beside_published"]) if untold else years(alone)["2022/23"])
    of_year = [row for row in second["new"] if row["period_start"] >= date(2022, 4, 1)]
    assert any(row["numerator"] is not None for row in of_year) is not untold
    assert {row["dimension"] for row in of_year} == ({"all"} if untold else {row["dimension"] for row in alone})


def test_it_is_told_as_soon_as_both_are_of_the_same_day(southampton, people):
    first = run(southampton, people, [], old=PROPORTION)
    second = run(southampton, people, LATE, served(first), old=PROPORTION, new=OTHER)
    past = {name: [*served(first).get(name, ()), *seen] for name, seen in served(second).items()}
    third = run(southampton, people, MANY, past, old=PROPORTION, new=OTHER)
    alone = run(southampton, people, MANY, new=OTHER)
    assert figures(third["new"]) == figures(alone["new"])


def test_what_both_have_shown_is_held_as_each_is(southampton, people):
    first = run(southampton, people, [], old=PROPORTION, new=OTHER)
    second = run(southampton, people, LATE, served(first), old=PROPORTION, new=OTHER)
    assert {name: figures(rows) for name, rows in second.items()} == {
        name: figures(rows) for name, rows in first.items()
    }


ALL = {"from": "record", "statistic": "count", "events": EVENTS}
SOME = ALL | {"keep": "status = 'attended'"}


def stays_of(left):
    """Six attendances of each of 300 people, but for some who ``left``: how many of whom, by their number."""
    return [
        {"activity_id": 1000 * who + n, "person_id": who, "activity_type": "ed_attendance"}
        | {"start_at": date(2022, 5, 1), "status": "left" if n < left.get(who, 0) else "attended"}
        for who in range(1, 301)
        for n in range(6 + left.get(who, 0))
    ]


def few_left(found):
    """Groups of which both counts are shown, and differ by fewer than five."""
    some, every = ({whom(row): row["numerator"] for row in found[name]} for name in ("some", "every"))
    return {at for at in some.keys() & every.keys() if some[at] and every[at] and 0 < every[at] - some[at] < 5}


def test_what_was_published_is_not_what_is_hidden_for_a_measure_that_is_added(southampton, people):
    """Emergency admissions stood as published beside all admissions, which were new: six and eight of one age."""
    events = stays_of({1: 2, 40: 20, 41: 20})
    assert few_left(shown(southampton, people, events, some=SOME, every=ALL)) == set()
    first = shown(southampton, people, events, some=SOME)
    second = shown(southampton, people, events, served(first), some=SOME, every=ALL)
    assert figures(second["some"]) == figures(first["some"])
    assert few_left(second) == set()
    assert any(row["numerator"] for row in second["every"])


def test_where_one_goes_back_to_what_was_published_so_does_the_other(southampton, people):
    """Of two that were published so many rows went that what is left is few: one stayed, and the other was today's."""
    first = shown(southampton, people, stays_of({1: 22, 40: 20, 41: 20}), some=SOME, every=ALL)
    second = shown(southampton, people, stays_of({1: 2, 40: 20, 41: 20}), served(first), some=SOME, every=ALL)
    assert few_left(second) == set()
    assert {name: figures(rows) for name, rows in second.items()} == {
        name: figures(rows) for name, rows in first.items()
    }


RATE = {"from": "record", "statistic": "rate", "events": EVENTS, "per": 1000}


def test_residents_who_come_or_go_take_no_rate_its_past(southampton, people, resident):
    """One more in the register changes how long residents lived in every year."""
    more = together(people, resident(person_id=301, born="1950-05-01"))
    first = run(southampton, people, [], old=RATE)
    second = run(southampton, more, [], served(first), old=RATE, new=RATE | {"keep": "status = 'left'"})
    assert all(value is not None for value, _ in years(second["new"]).values())


def test_rows_that_told_nothing_were_not_published():
    untold = {"measure": "m", "value": None, "suppressed": False, "reason": REASONS["beside_published"]}
    row = {"period_start": date(2022, 4, 1), "period_end": date(2023, 4, 1), "dimension": "all", "group": "all"}
    assert shown_before([{"results": table("results", [row | untold])}]) == {}
    seen = row | untold | {"value": 1.0, "reason": None}
    assert shown_before([{"results": table("results", [seen])}])["m"] == [
        Published({whom(row): dict.fromkeys(table("results", []).column_names) | seen})
    ]
