"""A decision is put to another meeting than it was only where somebody says why, and what was noticed begins anew."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.delivery.happened import Entry, Kind, WrongError, change, open_to
from oneplace.delivery.happened.states import Decision
from oneplace.delivery.happened.told_corrections import told_corrections
from tests.delivery.test_happened import WHOLE

TODAY = date(2026, 3, 2)
PUT = {**WHOLE, "meeting": "2026-04-10", "noticed": "2026-03-01", "noticed_entered": "2026-03-01", "body": "cabinet"}
PRIVATE = {
    "private_noticed": "2026-03-01", "private_noticed_entered": "2026-03-01", "private_again": "2026-03-02",
    "representations": "Two asked", "response": "It would tell the bids",
}  # fmt: skip
TOLD = {"impracticable": "A bid", "scrutiny_told": "chair", "scrutiny_told_on": "2026-03-01", "excepted": "2026-03-01"}
AGREED = {"urgent_reason": "A bid", "urgent_agreed_by": "A", "urgent_office": "scrutiny_chair"}
AWAY = {
    "noticed": {"noticed": "2026-03-01"},
    "excepted": TOLD,
    "agreed_urgent": AGREED | {"urgent_on": "2026-03-01"},
    "on_agenda": {"agenda": "2026-03-01"},
    "private": {"private_noticed": "2026-03-01"},
}


def put(state="noticed", **said) -> Decision:
    return Decision.model_validate({**PUT, "state": state, "key": "yes", **said})


def told(before: Decision, what: str, **said: str) -> dict[str, str]:
    with pytest.raises(WrongError) as error:
        change(Kind.DECISION, before, what, said, TODAY)
    return error.value.fields


@pytest.mark.parametrize("what", AWAY)
def test_no_step_puts_it_to_another_meeting_without_a_reason(what):
    before = put("ready" if what == "noticed" else "noticed")
    words = told(before, what, **AWAY[what], meeting="2026-05-12")["meeting"]
    assert words == "It is put to the meeting of 10 April 2026. “Move its meeting” first: that asks for why."


@pytest.mark.parametrize("state", ["excepted", "agreed_urgent", "on_agenda"])
def test_where_it_was_agreed_or_laid_out_for_that_meeting_it_is_deferred(state):
    before = put(state, agenda="2026-03-01", **PRIVATE)
    assert "“It is deferred” first" in told(before, "private", **AWAY["private"], meeting="2026-05-12")["meeting"]
    assert told(before, "deferred")["why"]
    after, why = change(Kind.DECISION, before, "deferred", {"why": "Snow"}, TODAY)
    assert (why, after.meeting, after.agenda, after.private_noticed, after.noticed) == (
        "Snow", None, None, None, date(2026, 3, 1),
    )  # fmt: skip


def test_a_move_asks_for_why_and_ends_the_notices_of_the_private_part():
    before = put(**PRIVATE)
    assert "why" in told(before, "moved", meeting="2026-05-12", noticed="2026-03-01")
    after, why = change(
        Kind.DECISION, before, "moved", {"meeting": "2026-05-12", "noticed": "2026-03-01", "why": "No quorum"}, TODAY
    )
    assert (after.state, after.meeting, why) == ("noticed", date(2026, 5, 12), "No quorum")
    assert (after.private_noticed, after.private_again, after.representations) == (None, None, "")
    again, _why = change(Kind.DECISION, after, "private", {**AWAY["private"], "meeting": "2026-05-12"}, TODAY)
    assert again.private_noticed_entered == TODAY


def test_an_earlier_meeting_has_a_notice_of_its_own_from_which_days_count():
    before = put()
    sooner = {"meeting": "2026-04-09", "why": "The lease ends"}
    assert "Everybody read of a later meeting." in told(before, "moved", **sooner, noticed="2026-03-01")["noticed"]
    assert "Enter when its notice" in told(before, "moved", **sooner, noticed="")["noticed"]
    assert "still to come" in told(before, "moved", **sooner, noticed="2026-03-03")["noticed"]
    after, _why = change(Kind.DECISION, before, "moved", {**sooner, "noticed": "2026-03-02"}, TODAY)
    assert (after.noticed, after.noticed_entered) == (TODAY, TODAY)
    assert "noticed" in told(put("ready", noticed=None), "moved", **sooner, noticed="2026-03-02")


def test_it_is_moved_from_a_meeting_and_to_another():
    assert "moved" not in open_to(Kind.DECISION, put("draft", meeting=None))
    assert "moved" in open_to(Kind.DECISION, put("draft"))
    assert "already" in told(put(), "moved", meeting="2026-04-10", noticed="2026-03-01", why="A")["meeting"]
    assert (
        "no meeting" in told(put(meeting=None), "moved", meeting="2026-04-10", noticed="2026-03-01", why="A")["meeting"]
    )


def test_what_was_deferred_before_that_ended_its_meeting_goes_on():
    held = put("deferred", agenda="2026-02-01", key="no")
    after, _why = change(Kind.DECISION, held, "on_agenda", {"agenda": "2026-03-02", "meeting": "2026-05-12"}, TODAY)
    assert after.meeting == date(2026, 5, 12)


def test_everybody_reads_that_it_was_moved_and_why():
    before = put(**PRIVATE)
    said = {"meeting": "2026-04-09", "noticed": "2026-03-02", "why": "The lease ends"}
    after, why = change(Kind.DECISION, before, "moved", said, TODAY)
    both = {"before": before.model_dump(mode="json"), "after": after.model_dump(mode="json"), "why": why}
    entry = Entry(
        kind=Kind.DECISION, subject="D", number=2, at="2026-03-02T09:00:00Z", by="clare", what="moved", **both
    )
    assert told_corrections([entry], {}, ("draft",)) == [
        "On 2 March 2026 its meeting was moved from 10 April 2026 to 9 April 2026. Why: The lease ends. Its notice "
        "with the new day is of 2 March 2026. The notices of its private part were for the first day."
    ]
