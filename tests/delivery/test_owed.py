"""What somebody owes and by when: one rule, in a table; told once when it comes near, once when late, then weekly."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from oneplace import place
from oneplace.days import ClearDays, clear_days
from oneplace.delivery.happened import STATES, Kind, Meeting, Paper, agreed
from oneplace.delivery.owed import CLERKS, Owed, When, notice_day, owed
from tests.web import world

TODAY = date(2026, 4, 1)


@pytest.fixture(scope="module")
def testton(tmp_path_factory):
    return place.read(world.make(tmp_path_factory.mktemp("owed") / "place"))


def of(testton, now, **known):
    """What is owed of one thing that happened."""
    found = owed(testton, now, TODAY)
    return [one for one in found if all(getattr(one, name) == value for name, value in known.items())]


def state(kind, **values):
    return STATES[kind].model_validate(values)


@pytest.mark.parametrize(("kind", "values", "due", "expected"), [
    (Kind.MILESTONE, {"due": "2026-03-31"}, date(2026, 3, 31), date(2026, 3, 31)),
    (Kind.MILESTONE, {"due": "2026-03-31", "forecast": "2026-05-01"}, date(2026, 3, 31), date(2026, 5, 1)),
    (Kind.ACTION, {"due": "2026-04-10", "now_due": "2026-06-01"}, date(2026, 4, 10), date(2026, 6, 1)),
    (Kind.ISSUE, {"due": "2026-04-10"}, date(2026, 4, 10), date(2026, 4, 10)),
    (Kind.RISK, {"scored_on": "2025-11-30"}, date(2026, 2, 28), date(2026, 2, 28)),
])  # fmt: skip
def test_each_kind_is_due_by_the_day_first_agreed(kind, values, due, expected, testton):
    one = state(kind, account="lena", **values)
    (found,) = of(testton, {(kind, "x1"): one}, kind=kind.value, subject="x1")
    assert (found.due, found.expected, found.account, found.is_open) == (due, expected, "lena", True)


@pytest.mark.parametrize("kind", [Kind.MILESTONE, Kind.ACTION, Kind.ISSUE, Kind.RISK])
def test_what_has_no_day_is_never_due(kind, testton):
    assert of(testton, {(kind, "x1"): state(kind, account="lena")}, subject="x1") == []


@pytest.mark.parametrize(("kind", "done"), [
    (Kind.MILESTONE, "done"), (Kind.MILESTONE, "stopped"), (Kind.ACTION, "dropped"), (Kind.ISSUE, "closed"),
])  # fmt: skip
def test_what_is_done_stands_as_not_open_so_that_a_diary_takes_it_out(kind, done, testton):
    (found,) = of(testton, {(kind, "x1"): state(kind, due="2026-03-31", state=done)}, subject="x1")
    assert not found.is_open


def test_a_meetings_agenda_is_the_clerks_until_it_is_public(testton):
    meeting = {(Kind.MEETING, "m1"): state(Kind.MEETING, body="hwb", on="2026-04-10")}
    (found,) = of(testton, meeting, kind="meeting")
    assert (found.account, found.due, found.is_open) == (CLERKS, date(2026, 3, 31), True)  # Easter is between
    paper = Paper(about_kind="meeting", about="m1", state="exempt")
    assert of(testton, meeting | {(Kind.PAPER, "p1"): paper}, kind="meeting")[0].is_open
    public = paper.model_copy(update={"state": "public"})
    assert not of(testton, meeting | {(Kind.PAPER, "p1"): public}, kind="meeting")[0].is_open
    over = {(Kind.MEETING, "m1"): Meeting(body="hwb", on=date(2026, 3, 31))}
    assert not of(testton, over, kind="meeting")[0].is_open


@given(some.dates(date(2025, 1, 1), date(2028, 12, 31)), some.sampled_from(ClearDays))
def test_the_notice_day_is_the_last_that_leaves_five_clear_days(meeting, rule):
    day = notice_day(meeting, rule)
    assert clear_days(day, meeting, rule) >= 5
    assert clear_days(day + timedelta(days=1), meeting, rule) < 5


def test_words_that_not_everybody_may_read_stay_inside(testton):
    files = agreed(testton)
    (known,) = of(testton, files, kind="milestone", subject="M2")
    assert known.is_public
    new = {(Kind.ACTION, "action-1"): state(Kind.ACTION, text="Ring Mrs Smith", due="2026-04-10")}
    assert "Smith" not in of(testton, new, subject="action-1")[0].outside
    told = {(Kind.ACTION, "action-1"): state(Kind.ACTION, text="Open the room", due="2026-04-10", public="yes")}
    assert "Open the room" in of(testton, told, subject="action-1")[0].outside


def thing(due, expected=None):
    return Owed("action", "a", "Action", "x", due, expected or due)


@pytest.mark.parametrize(("days", "stands"), [
    (-1, When.LATE), (0, When.SOON), (14, When.SOON), (15, When.LATER),
])  # fmt: skip
def test_the_edges_of_late_and_soon(days, stands):
    assert thing(TODAY + timedelta(days=days)).stands(TODAY, 14) is stands


def test_what_was_put_off_is_still_late_by_its_first_day():
    assert thing(TODAY - timedelta(days=1), TODAY + timedelta(days=90)).stands(TODAY, 14) is When.LATE


def test_it_is_told_once_when_near_once_when_late_and_each_week_from_then_on():
    due = date(2026, 4, 15)
    days = [date(2026, 3, 25) + timedelta(days=number) for number in range(50)]
    told = {}
    for day in days:
        told.setdefault(thing(due).cycle(day, 14), day)
    told.pop("")
    assert [(day - due).days for day in told.values()] == [-14, 1, 7, 14, 21, 28]


def test_another_day_is_another_cycle():
    assert thing(TODAY).cycle(TODAY, 14) != thing(TODAY + timedelta(days=1)).cycle(TODAY, 14)
    assert thing(TODAY + timedelta(days=99)).cycle(TODAY, 14) == ""


def with_benefit(testton, **more):
    known = {"id": "B1", "text": "Fewer admissions", "kind": "quality", "period": "2027", "reduction": 0.1, **more}
    benefit = type(testton.strategy).model_fields["benefits"].annotation.__args__[0].model_validate(known)
    return replace(testton, strategy=testton.strategy.model_copy(update={"benefits": (benefit,)}))


def test_a_benefit_owes_its_baseline_before_it_begins(testton):
    lead = {(Kind.WORKSTREAM, "W1"): state(Kind.WORKSTREAM, account="lena")}
    found = of(with_benefit(testton, workstream="W1"), lead, kind="benefit")
    assert [(one.what, one.due, one.account) for one in found] == [("Freeze the baseline", date(2027, 1, 1), "lena")]


def test_a_benefit_with_a_frozen_baseline_owes_its_gain_as_long_as_it_is_tracked(testton):
    found = of(with_benefit(testton, baseline=9, baseline_on="2026", tracked_until="2029-03"), {}, kind="benefit")
    assert [(one.what, one.due, one.account) for one in found] == [("Show the benefit", date(2029, 3, 31), "")]


@pytest.mark.parametrize(
    ("until", "counted", "is_open"),
    [
        ("2026-02", "2025-12-31", False),
        ("2026-02", "2025-12-30", True),  # of a part of its period
        ("2026-02", None, True),
        ("2026-04", "2025-12-31", True),  # still tracked
    ],
)
def test_a_benefit_that_was_counted_at_its_end_is_late_no_more(until, counted, is_open, testton):
    now = {(Kind.BENEFIT, "B1"): state(Kind.BENEFIT, counted=9, counted_on=counted)}
    found = of(with_benefit(testton, period="2025", tracked_until=until), now, kind="benefit")
    assert [one.is_open for one in found] == [is_open]


def test_a_benefit_that_began_without_a_baseline_can_freeze_none_any_more(testton):
    found = of(with_benefit(testton, period="2025"), {}, kind="benefit")
    assert [(one.what, one.stands(TODAY, 14)) for one in found] == [("Show the benefit", When.LATE)]


@pytest.mark.parametrize(
    ("stands", "due", "is_open"),
    [
        ("noticed", date(2026, 4, 22), True),  # 23, 24, 27, 28 and 29 April lie between
        ("excepted", date(2026, 4, 22), True),
        ("agreed_urgent", date(2026, 4, 30), True),  # convened at shorter notice: with the meeting at the latest
        ("on_agenda", date(2026, 4, 22), False),
        ("withdrawn", date(2026, 4, 22), False),
        ("draft", None, False),
        ("deferred", date(2026, 4, 22), False),
    ],
)
def test_the_report_of_a_decision_on_its_way_is_the_clerks_until_it_is_on_an_agenda(stands, due, is_open, testton):
    one = state(Kind.DECISION, state=stands, text="Pay", body="hwb", meeting="2026-04-30")
    found = of(testton, {(Kind.DECISION, "x1"): one}, subject="x1")
    told = [(each.due, each.is_open, each.account, each.outside) for each in found]
    assert told == ([(due, is_open, CLERKS, "Publish the report x1")] if due else [])
    paper = state(Kind.PAPER, state="public", about_kind="decision", about="x1")
    both = {(Kind.DECISION, "x1"): one, (Kind.PAPER, "p1"): paper}
    assert not any(each.is_open for each in of(testton, both, subject="x1"))
