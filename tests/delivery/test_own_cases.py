"""Cases reckoned by hand: ties and negative lags, clear days over the feasts, schemes on one measure, quorum, call-in.

Each says its reckoning; no number was taken from what the code answers.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from oneplace.days import ClearDays, earliest_meeting
from oneplace.delivery import Activity, critical_path
from oneplace.delivery.benefits import combine, split
from oneplace.delivery.decision_path import Stage, call_in_ends, hindrances
from oneplace.delivery.proposal import CallIn
from oneplace.delivery.which_body import Meeting, must_withdraw
from tests.delivery.test_decision_path import WHOLE


def floats(plan):
    return {
        one.id: (one.earliest_start, one.earliest_finish, one.total_float, one.free_float) for one in plan.activities
    }


def test_two_ways_tie_where_one_overlaps_and_one_waits():
    """a 0-6, b starts 2 before its end (4-11), c starts 3 after it (9-11): both end on 11, where d begins, until 13.

    e (2 days) may begin only on day 7, and has 11 - 9 = 2 days left; f hangs on nothing after it: 13 - 4.
    """
    plan = critical_path(
        [
            Activity("a", 6, ()),
            Activity("b", 7, (("a", -2),)),
            Activity("c", 2, (("a", 3),)),
            Activity("e", 2, (("a", 0),), 7),
            Activity("d", 2, (("b", 0), ("c", 0), ("e", 0))),
            Activity("f", 4, ()),
        ]
    )
    assert plan.duration == 13
    assert list(plan.critical) == ["a", "b", "c", "d"]
    assert floats(plan) == {
        "a": (0, 6, 0, 0), "b": (4, 11, 0, 0), "c": (9, 11, 0, 0), "e": (7, 9, 2, 2), "d": (11, 13, 0, 0),
        "f": (0, 4, 9, 9),
    }  # fmt: skip


def test_an_overlap_larger_than_what_it_follows_begins_on_day_nought_and_not_before():
    """b could begin 5 days before a's end on day 3: day -2 is no day of the plan."""
    plan = critical_path([Activity("a", 3, ()), Activity("b", 4, (("a", -5),))])
    assert floats(plan)["b"][:2] == (0, 4)
    assert plan.duration == 4
    assert list(plan.critical) == ["b"]


@pytest.mark.parametrize(
    ("notice", "days", "rule", "closed", "meeting"),
    [
        # Thu 25 March 2027; Good Friday 26, Easter Monday 29: clear are 30, 31, 1, 2 and 5 April
        (date(2027, 3, 25), 5, ClearDays.WEEKDAYS, (), date(2027, 4, 6)),
        (date(2027, 3, 25), 5, ClearDays.CALENDAR, (), date(2027, 3, 31)),
        # the council's offices are shut on 30 and 31 March besides: clear are 1, 2, 5, 6 and 7 April
        (date(2027, 3, 25), 5, ClearDays.WEEKDAYS, (date(2027, 3, 30), date(2027, 3, 31)), date(2027, 4, 8)),
        # Mon 21 December 2026; Friday 25 and Monday 28 are holidays: clear are 22, 23, 24, 29, 30
        (date(2026, 12, 21), 5, ClearDays.WEEKDAYS, (), date(2026, 12, 31)),
        # closed from Christmas Eve to New Year: clear are 22, 23, then 4, 5 and 6 January
        (
            date(2026, 12, 21), 5, ClearDays.WEEKDAYS,
            tuple(date(2026, 12, day) for day in (24, 29, 30, 31)), date(2027, 1, 7),
        ),
        # 28 by the calendar from 30 November 2026: 1 to 28 December
        (date(2026, 11, 30), 28, ClearDays.CALENDAR, (), date(2026, 12, 29)),
    ],
)  # fmt: skip
def test_clear_days_over_the_feasts(notice, days, rule, closed, meeting):
    assert earliest_meeting(notice, days, rule, closed) == meeting


def test_four_schemes_on_one_measure():
    """800 x (1 - .95 x .9 x .8 x .5) = 800 x (1 - .342) = 526.4, where adding says 800 x .85 = 680."""
    found = combine(800, [0.05, 0.1, 0.2, 0.5])
    assert found.naive == pytest.approx(680)
    assert found.combined == pytest.approx(526.4)
    # a half alone takes one half twice over as a quarter remaining does: ln .25 = 2 ln .5
    assert split(300, [0.5, 0.75]) == pytest.approx((100, 200))


def test_who_withdraws_may_break_the_quorum_and_a_guest_never_makes_it():
    """Five sit, three must: four came, two declared, one of them may stay: three took part."""
    members = frozenset("ABCDE")
    declared = {"A": frozenset({"7"}), "B": frozenset({"7", "9"})}
    there = frozenset({"A", "B", "C", "D", "guest"})
    assert Meeting(3, members, there, must_withdraw(declared, "7", ["B"])).is_quorate
    assert not Meeting(3, members, there, must_withdraw(declared, "7")).is_quorate
    assert Meeting(3, members, there, must_withdraw(declared, "9")).is_quorate


@pytest.mark.parametrize(
    ("published", "window", "closed", "last"),
    [
        # Wed 24 March 2027, five days: 25, 30, 31, 1 and 2 April (Good Friday and Easter Monday out)
        (date(2027, 3, 24), 5, (), date(2027, 4, 2)),
        (date(2027, 3, 24), 5, (date(2027, 3, 31),), date(2027, 4, 5)),
        # Wed 23 December 2026: 24, 29, 30, 31, then 4 January (1 is a holiday, 2 and 3 a weekend)
        (date(2026, 12, 23), 5, (), date(2027, 1, 4)),
    ],
)
def test_the_last_day_of_a_call_in_over_the_feasts(published, window, closed, last):
    one = replace(WHOLE, meeting=published, published=published, call_in=CallIn(window), closed=closed, late={})
    assert call_in_ends(one) == last
    assert hindrances(one, Stage.CALL_IN_OPEN, Stage.IN_FORCE, last) != []
    assert hindrances(one, Stage.CALL_IN_OPEN, Stage.CALLED_IN, last) == []
    after = date.fromordinal(last.toordinal() + 1)
    assert hindrances(one, Stage.CALL_IN_OPEN, Stage.IN_FORCE, after) == []
    assert hindrances(one, Stage.CALL_IN_OPEN, Stage.CALLED_IN, after) != []
