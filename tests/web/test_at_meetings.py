"""A meeting's page says what is put to it, and whether enough were there by the files' list of members."""

from __future__ import annotations

import html
from datetime import date

import pytest

from oneplace.delivery import happened
from oneplace.vocabulary.wording import day_words
from oneplace.web.delivery.at_meetings import put_to
from tests.web.test_decision_steps import SEEN, Clerk, agreed_way, clerk, day  # noqa: F401
from tests.web.test_delivery import emptied  # noqa: F401


def test_what_is_put_to_a_meeting_stands_on_its_page(clerk):  # noqa: F811
    arranged = clerk.client.post("/delivery/add/meeting", {"body": "hwb", "on": day(1), "seen": "0"})
    at = arranged.headers["Location"]
    assert "No decision with its notice or agenda names this board and day." in page(clerk, at)
    agreed_way(clerk)
    assert f'<a href="{clerk.at}">Pay for two advisers</a> (on agenda)' in page(clerk, at)
    there = {"present": "Chair\nA guest", "apologies": "Nurse", "seen": "1"}
    assert "On the place’s list: Chair; Director; Nurse" in page(clerk, f"{at}/held")
    assert clerk.client.post(f"{at}/held", there).status_code == 302
    told = "1 of 3 members were there; 2 must be, so nothing could be decided. Not on the list of members: A guest"
    assert told in page(clerk, at)


def test_the_meeting_that_decides_again_after_a_call_in_lists_it_too():
    one = happened.Decision(state="reconsidered", body="hwb", meeting=date(2026, 3, 2), again_on=date(2026, 3, 20))
    now = {(happened.Kind.DECISION, "d"): one}
    days = [date(2026, 3, 2), date(2026, 3, 20), date(2026, 3, 21), None]
    listed = [bool(put_to(now, happened.Meeting(body="hwb", on=on))) for on in days]
    assert listed == [True, True, False, False]
    assert not put_to(now, happened.Meeting(body="cabinet", on=date(2026, 3, 20)))


def test_a_decision_is_told_when_its_meeting_moves_or_is_cancelled_and_is_put_to_no_other_by_itself(clerk):  # noqa: F811
    at = clerk.client.post("/delivery/add/meeting", {"body": "hwb", "on": day(1), "seen": "0"}).headers["Location"]
    agreed_way(clerk)
    moved = {"body": "hwb", "on": day(8), "starts": "", "where": "", "why": "The room is taken", "seen": "1"}
    assert "A decision that is put to a meeting does not move with it:" in page(clerk, f"{at}/corrected_day")
    assert "This meeting is not on the day" not in page(clerk, at)
    assert clerk.client.post(f"{at}/corrected_day", moved).status_code == 302
    first, then = (day_words(date.fromisoformat(day(ahead))) for ahead in (1, 8))
    told = (
        f"The meeting of {first} was moved to {then}. This decision is still put to {first}, and its days are counted"
    )
    assert told in page(clerk, clerk.at)
    assert "To put it to another meeting: “It is deferred”." in page(clerk, clerk.at)
    assert "This meeting is not on the day that these decisions name." in page(clerk, at)
    assert f'<a href="{clerk.at}">Pay for two advisers</a></li>' in page(clerk, at)
    assert clerk.client.post(f"{at}/taken_back", {"why": "It is free", "seen": "2"}).status_code == 302
    assert told not in page(clerk, clerk.at)
    assert clerk.client.post(f"{at}/cancelled", {"why": "Too few can come", "seen": "3"}).status_code == 302
    assert f"The meeting of {first} is cancelled." in page(clerk, clerk.at)
    another = clerk.client.post("/delivery/add/meeting", {"body": "hwb", "on": day(1), "seen": "0"})
    assert another.status_code == 302
    assert "is cancelled" not in page(clerk, clerk.at), "another meeting of the body is on its day"


def page(clerk: Clerk, at: str) -> str:  # noqa: F811
    return html.unescape(clerk.client.get(at).content.decode())


@pytest.mark.parametrize(
    ("present", "told"),
    [
        ("Chair\n Nurse ", "2 of 3 members were there; 2 must be"),
        (
            "Chair\nchair",
            "1 of 3 members were there; 2 must be, so nothing could be decided. Not on the list of members: chair",
        ),
        ("", None),
    ],
)  # fmt: skip
def test_who_was_there_is_held_against_the_list(site, present, told):
    from oneplace.web.delivery.at_meetings import attendance
    from oneplace.web.delivery.record import declared
    from oneplace.web.snapshot import snapshot

    held = happened.STATES[happened.Kind.MEETING](state="held", body="hwb", on="2026-04-01", present=present)
    assert attendance(declared(snapshot()), held) == ([("Quorum", told)] if told else [])


@pytest.mark.parametrize("state", ["draft", "ready", "withdrawn", "deferred"])
def test_what_nobody_put_to_it_is_not_there(site, state):
    from oneplace.web.delivery.at_meetings import agenda
    from oneplace.web.delivery.record import declared
    from oneplace.web.snapshot import snapshot

    meeting = happened.STATES[happened.Kind.MEETING](body="hwb", on="2026-04-01")
    one = happened.Decision(state=state, text="Pay", body="hwb", meeting=date(2026, 4, 1))
    found = declared(snapshot())
    now = {(happened.Kind.DECISION, "D"): one}
    assert agenda(found, now, meeting) == []
    assert (
        len(agenda(found, {of: each.model_copy(update={"state": "noticed"}) for of, each in now.items()}, meeting)) == 1
    )
