"""Status now and ahead by rule: they may differ, and neither is better than the worst milestone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.delivery.reported import Milestone, Rule, Status, ahead, now

TODAY = date(2026, 11, 2)  # a Monday
DUE = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("milestone", "stands", "ends"),
    [
        (Milestone(DUE), Status.ON_TRACK, Status.ON_TRACK),
        (Milestone(DUE, date(2026, 12, 4)), Status.ON_TRACK, Status.AT_RISK),
        (Milestone(DUE, date(2027, 3, 1)), Status.ON_TRACK, Status.OFF_TRACK),
        (Milestone(DUE, date(2027, 3, 1), critical=False), Status.ON_TRACK, Status.AT_RISK),
        (Milestone(DUE, date(2026, 11, 20)), Status.ON_TRACK, Status.ON_TRACK),
        (Milestone(date(2026, 10, 30)), Status.AT_RISK, Status.AT_RISK),
        (Milestone(date(2026, 10, 30), date(2027, 3, 1)), Status.AT_RISK, Status.OFF_TRACK),
        (Milestone(date(2026, 6, 1), date(2026, 6, 2)), Status.OFF_TRACK, Status.OFF_TRACK),
        (Milestone(date(2026, 6, 1), date(2027, 6, 1), done=True), Status.ON_TRACK, Status.ON_TRACK),
        (Milestone(TODAY), Status.ON_TRACK, Status.ON_TRACK),
        (Milestone(None), Status.NOT_KNOWN, Status.NOT_KNOWN),
    ],
)
def test_status_now_and_ahead(milestone, stands, ends):
    assert (now([milestone], TODAY), ahead([milestone], TODAY)) == (stands, ends)


def test_a_milestone_put_off_five_times_is_late_by_the_day_first_agreed():
    assert now([Milestone(date(2026, 6, 1), date(2027, 1, 1))], TODAY) is Status.OFF_TRACK


def test_off_track_begins_at_twenty_working_days():
    late = [Milestone(date(2026, 10, day)) for day in (2, 5, 6)]
    assert [now([one], TODAY) for one in late] == [Status.OFF_TRACK, Status.OFF_TRACK, Status.AT_RISK]


def test_a_day_on_which_nobody_works_does_not_make_it_later():
    late, rule = [Milestone(date(2026, 10, 5))], Rule(closed=(date(2026, 10, 30),))
    assert (now(late, TODAY), now(late, TODAY, rule)) == (Status.OFF_TRACK, Status.AT_RISK)
    assert ahead(late, TODAY, rule) is Status.AT_RISK


def test_what_was_due_on_friday_is_late_on_saturday():
    due, saturday = Milestone(date(2026, 10, 30)), date(2026, 10, 31)
    assert (now([due], saturday), ahead([due], saturday)) == (Status.AT_RISK, Status.AT_RISK)
    assert now([Milestone(saturday)], saturday) is Status.ON_TRACK


days = st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31))
milestones = st.builds(Milestone, days, days, st.booleans(), st.booleans())


@given(st.lists(milestones, max_size=5), milestones)
def test_one_more_milestone_never_makes_it_better(several, one):
    order = list(Status)
    for judge in (now, ahead):
        assert order.index(judge([*several, one], TODAY)) >= order.index(judge(several, TODAY))


@given(st.lists(milestones, max_size=5), st.integers(0, 300))
def test_what_is_not_done_never_gets_better_by_waiting(several, later):
    order = list(Status)
    for judge in (now, ahead):
        after = judge(several, TODAY + timedelta(later))
        assert order.index(after) >= order.index(judge(several, TODAY))
