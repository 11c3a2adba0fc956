"""A meeting's page says what is put to it, and whether enough were there by the files' list of members."""

from __future__ import annotations

import html
from datetime import date

import pytest

from oneplace.delivery import happened
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
