"""What an executive takes in private has two notices before, with what people said and the answer, or an agreement."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.delivery.notice_given import PRIVATELY, notice_faults
from oneplace.delivery.proposal import Private, Proposal
from tests.web.test_decision_documents import has, text_of
from tests.web.test_decision_steps import REPORT, SEEN, Clerk, clerk, day  # noqa: F401
from tests.web.test_delivery import emptied  # noqa: F401

MEETING = date(2026, 3, 16)
AGREED = {"private_urgent": "The bid ends", "private_office": "scrutiny_chair", "private_agreed_by": "Cllr Rowe"}


def faults(**private):
    stands = Proposal(key=False, agenda=date(2026, 3, 2), meeting=MEETING, private=Private(**private))
    return notice_faults(stands)


@pytest.mark.parametrize(
    ("noticed", "again", "told"),
    [
        (date(2026, 2, 15), date(2026, 3, 6), []),
        (date(2026, 2, 16), date(2026, 3, 6), ["leaves 27 clear days, counted by calendar; 28 are asked"]),
        (date(2026, 2, 15), date(2026, 3, 9), ["leaves 4 clear days, counted by weekdays; 5 are asked"]),
        (None, date(2026, 3, 6), [PRIVATELY]),
        (date(2026, 2, 15), None, [PRIVATELY]),
    ],
)
def test_both_notices_have_their_clear_days(noticed, again, told):
    found = faults(noticed=noticed, again=again, heard=True)
    assert len(found) == len(told)
    assert all(words in fault for words, fault in zip(told, found, strict=True))


def test_the_second_says_what_people_said_and_the_answer_and_an_agreement_stands_for_both():
    assert faults(noticed=date(2026, 2, 1), again=date(2026, 3, 1)) == [PRIVATELY]
    assert faults(agreed_on=date(2026, 3, 16)) == []
    assert "agreed after its meeting" in faults(agreed_on=date(2026, 3, 17))[0]


@pytest.fixture
def executive(clerk, monkeypatch) -> Clerk:  # noqa: F811
    """The decision of a test, of a body that is a council's executive."""
    from oneplace.web.delivery import record
    from oneplace.web.snapshot import snapshot

    board = record.declared(snapshot()).strategy.governance.boards[0]
    monkeypatch.setitem(board.__dict__, "executive", "yes")
    return clerk


def noticed(clerk: Clerk) -> None:  # noqa: F811
    assert clerk.does("written", **REPORT) == ""
    assert clerk.does("ready") == ""
    assert clerk.does("noticed", noticed=day(60), meeting=day(1), noticed_shown=SEEN) == ""


def test_an_executive_waits_for_both_and_the_notice_is_a_document(executive):
    noticed(executive)
    on = {"agenda": day(20), "meeting": day(1), "agenda_shown": SEEN}
    assert PRIVATELY in executive.does("on_agenda", **on)
    first = {"private_noticed": day(50), "private_noticed_shown": SEEN, "meeting": day(1)}
    assert executive.does("private", **first) == ""
    told = text_of(".pdf", has(executive.client, f"{executive.at}/as/private-notice.pdf"))
    for words in (
        "Notice of a private meeting",
        "Bids are still open",
        "paragraph 3",
        "If you think that it should be",
    ):
        assert words in told
    assert PRIVATELY in executive.does("on_agenda", **on)
    said = {"representations": "Two asked for the sum", "response": "It would tell the bids"}
    assert executive.does("private_again", private_again=day(15), private_again_shown=SEEN, **said) == ""
    assert executive.does("on_agenda", **on) == ""
    for suffix in (".docx", ".pdf"):
        again = text_of(suffix, has(executive.client, f"{executive.at}/as/private-notice{suffix}"))
        assert "Two asked for the sum" in again
        assert "It would tell the bids" in again
        assert "If you think that it should be" not in again
        assert "KANARIENVOGEL" not in again
        report = text_of(suffix, has(executive.client, f"{executive.at}/as/report{suffix}"))
        assert "Two asked for the sum" in report


def test_where_it_cant_wait_somebody_agrees_and_everybody_reads_who(executive):
    noticed(executive)
    assert executive.does("private_agreed", **AGREED, private_agreed_on=day(3)) == ""
    assert executive.does("on_agenda", agenda=day(20), meeting=day(1), agenda_shown=SEEN) == ""
    told = text_of(".docx", has(executive.client, f"{executive.at}/as/private-notice.docx"))
    assert "The bid ends. Agreed by Cllr Rowe (chair of the overview and scrutiny committee)" in told


def test_other_bodies_need_none_and_may_give_it(clerk):  # noqa: F811
    noticed(clerk)
    assert clerk.does("on_agenda", agenda=day(20), meeting=day(1), agenda_shown=SEEN) == ""


def test_there_is_none_of_what_holds_nothing_exempt_nor_of_a_day_to_come(clerk):  # noqa: F811
    nothing = dict.fromkeys(("exempt", "exempt_paragraph", "public_interest"), "")
    clerk.does("written", **REPORT | nothing)
    clerk.does("ready")
    told = clerk.does("private", private_noticed=day(1), meeting=day(-40))
    assert "Nothing of it is marked as not for publication." in told
    assert clerk.client.get(f"{clerk.at}/as/private-notice.pdf").status_code == 404
    clerk.does("draft", why="Again")
    clerk.does("written", **REPORT)
    assert "That day is still to come." in clerk.does("private", private_noticed=day(-1), meeting=day(-40))


def test_a_notice_that_is_said_again_is_told_with_what_stood_before(executive):
    from tests.web.test_what_it_serves import laid

    noticed(executive)
    said = {"representations": "Two asked for the sum", "response": "It would tell the bids"}
    executive.does("private_again", private_again=day(15), **said)
    assert not [one for one in laid()[1].corrected if "private part" in one]
    executive.does("private_again", private_again=day(15), **said | {"representations": "Three asked"})
    (told,) = [one for one in laid()[1].corrected if "What people said of its private part" in one]
    assert "“Three asked”; before: “Two asked for the sum”" in told
