"""A clerk takes a decision from draft to force in the browser; each step waits for what the law and the body ask."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from oneplace import place
from oneplace.delivery import happened
from oneplace.delivery.decision_path import Stage
from oneplace.delivery.happened import Kind
from oneplace.place.strategy.governance import Delegation
from oneplace.report import became, cover, notice_of, record_of
from oneplace.vocabulary.wording import day_words
from tests.report import a_run
from tests.web import world
from tests.web.test_delivery import emptied  # noqa: F401

REPORT = {
    **dict.fromkeys(
        ("resources", "staff", "property_", "climate", "crime_and_disorder", "health"), "None: it is small"
    ),
    "text": "Pay for two advisers",
    "key": "yes",
    "significant": "£600,000, above the council’s £500,000",
    "recommendations": "To pay for two advisers",
    "unmeasured": "Clinics are not counted yet",
    "serves": "G1",
    "reasons": "Half of the mothers are lost on the way",
    "rejected": "Refer them elsewhere: half do not arrive",
    "powers": "Localism Act 2011 section 1",
    "equality": "Done in May",
    "privacy": "Screened: no new data",
    "consulted": "Mothers, midwives",
    "interests_asked": "yes",
    "exempt": "KANARIENVOGEL bids four thousand",
    "exempt_paragraph": "3",
    "public_interest": "Bids are still open",
}


class Clerk:
    """What somebody does to the one decision of a test."""

    def __init__(self, client) -> None:
        self.client = client
        answered = client.post(
            "/delivery/add/decision", {"text": "Pay for two advisers", "body": "hwb", "seen": "0", "after": ""}
        )
        assert answered.status_code == 302, answered.content.decode()
        self.at, self.seen = answered.headers["Location"], 1

    def does(self, what: str, **said: str) -> str:
        """What the page says after a step; errors where it was refused."""
        came = {"came": "agreed"} if what in ("taken", "corrected_taking") else {}
        answered = self.client.post(f"{self.at}/{what}", came | said | {"seen": str(self.seen)})
        if answered.status_code == 302:
            self.seen += 1
            return ""
        found = re.search(r'(?s)class="nhsuk-error-summary".*?</ul>', answered.content.decode())
        return html.unescape(re.sub(r"<[^>]+>", " ", found.group(0)))

    def sees(self) -> str:
        return html.unescape(self.client.get(self.at).content.decode())


@pytest.fixture
def clerk(signed_in, serving, emptied) -> Clerk:  # noqa: F811
    serving("full")
    return Clerk(signed_in("clare"))


END = date(2026, 3, 10)
SEEN = "https://www.testton.gov.uk/notices/4, of that day"


def day(back: int) -> str:
    return (timezone.localdate() - timedelta(days=back)).isoformat()


def called() -> dict[str, str]:
    return {"called_by": "Five members", "called_on": day(0), "called_why": "The cost"}


def heard() -> dict[str, str]:
    return {"scrutiny_on": day(0), "scrutiny_said": "Lawful"}


def agreed_way(clerk: Clerk) -> None:
    assert clerk.does("written", **REPORT) == ""
    assert clerk.does("ready") == ""
    assert clerk.does("noticed", noticed=day(60), meeting=day(1), noticed_shown=SEEN) == ""
    assert clerk.does("on_agenda", agenda=day(20), meeting=day(1), agenda_shown=SEEN) == ""


def test_nothing_of_a_report_is_called_optional_that_its_next_step_waits_for(clerk):
    form = clerk.client.get(f"{clerk.at}/written").content.decode()
    assert "(optional)" not in form
    assert "Save what you have" in form
    noticed = clerk.client.get(f"{clerk.at}/withdrawn").content.decode()
    assert "Save what you have" not in noticed


def test_a_draft_is_not_ready_and_the_page_says_what_is_missing(clerk):
    assert "It gives no reasons." in clerk.does("ready")
    for words in ("“Its report is ready” waits for:", "It names no legal power.", "Nobody was asked for interests."):
        assert words in clerk.sees()
    assert clerk.does("written", **REPORT) == ""
    assert "waits for:" not in clerk.sees()


def test_a_key_decision_needs_its_notice_and_clear_days(clerk):
    clerk.does("written", **REPORT)
    clerk.does("ready")
    told = clerk.does("on_agenda", agenda=day(20), meeting=day(1))
    assert "A key decision is noticed 28 clear days before." in told
    assert clerk.does("noticed", noticed=day(20), meeting=day(1), noticed_shown=SEEN) == ""
    told = clerk.does("on_agenda", agenda=day(20), meeting=day(1), agenda_shown=SEEN)
    assert "The notice of the key decision leaves 18 clear days, counted by calendar; 28 are asked." in told
    agreed = {"urgent_reason": "The bid ends", "urgent_agreed_by": "Cllr Rowe", "urgent_office": "scrutiny_chair"}
    assert clerk.does("agreed_urgent", **agreed, urgent_on=day(3), meeting=day(1)) == ""
    assert clerk.does("on_agenda", agenda=day(2), meeting=day(1), agenda_shown=SEEN) == ""


def test_without_a_quorum_it_is_not_taken_and_who_declared_an_interest_does_not_count(clerk):
    agreed_way(clerk)
    decided = {"outcome": "Agreed", "present": "Chair\nNurse\nA guest"}
    told = clerk.does("taken", **decided, interests="Nurse", dispensed="")
    assert "Without a quorum it is not taken: 1 took part, 2 must." in told
    assert clerk.does("taken", **decided, interests="Nurse", dispensed="Nurse") == ""


def test_what_somebody_left_as_it_was_stays_as_another_wrote_it_meanwhile(clerk):
    opened = dict.fromkeys(REPORT, "") | {"text": "Pay for two advisers", "interests_asked": "no"}
    assert clerk.does("written", **opened | {"key": "no", "reasons": "Half are lost\nIt is far"}) == ""
    late = opened | {"staff": "Two nurses", "seen": "1"}
    answered = clerk.client.post(f"{clerk.at}/written", late)
    form = html.unescape(answered.content.decode())
    assert answered.status_code == 409
    assert "Half are lost\nIt is far</textarea>" in form
    assert re.search(r'<option value="no" selected', form)
    assert "Two nurses</textarea>" in form


@pytest.mark.parametrize("field", ["interests", "dispensed"])
def test_an_interest_under_a_name_that_nobody_there_bears_is_refused(field, clerk):
    agreed_way(clerk)
    decided = {"outcome": "Agreed", "present": "Chair\nNurse\nA guest", "interests": "A guest", "dispensed": ""}
    assert "is called “nurse”. Write it as it stands there." in clerk.does("taken", **decided | {field: "nurse"})
    assert clerk.does("taken", **decided) == ""


def test_what_everybody_reads_of_a_decision_on_its_way_is_in_its_notice_and_its_report(clerk):
    from oneplace.web.delivery.record import entries

    agreed_way(clerk)
    clerk.does("taken", outcome="Agreed with a change", present="Chair\nNurse", interests="", dispensed="")
    clerk.does("published", published=day(0))
    clerk.does("call_in_open")
    laid = happened.lay_over(place.read(settings.ONEPLACE_PLACE), entries(world.ID))
    (decision,) = [one for key, one in laid.decisions.items() if key.startswith("decision-")]
    assert decision.summary == "Agreed with a change. It may still be called in."
    found = a_run.report(laid)
    told = dict(notice_of(found, decision))
    assert told["What is considered in private"].endswith("Act 1972). Bids are still open.")
    assert told["By which figure"] == "£600,000, above the council’s £500,000"
    key = next(one for one in record_of(found, decision) if one.title == "Key decision?")
    assert key.texts == ("Yes", "£600,000, above the council’s £500,000")
    short = decision.model_copy(update={"urgent": "The bid ends. Agreed by Chair of scrutiny."})
    assert dict(cover(found, short))["Why it could not wait"] == short.urgent


def test_what_may_be_called_in_is_not_in_force_before_its_days_are_over(clerk):
    agreed_way(clerk)
    clerk.does("taken", outcome="Agreed", present="Chair\nNurse", interests="", dispensed="")
    clerk.does("published", published=day(0))
    assert "It may be called in first." in clerk.does("in_force")
    assert clerk.does("call_in_open") == ""
    assert "It may be called in until " in clerk.does("in_force")
    assert clerk.does("called_in", **called()) == ""
    assert "can’t be done as it stands now" in clerk.does("in_force")
    assert clerk.does("upheld", **heard()) == ""
    assert clerk.does("in_force") == ""
    today = day_words(timezone.localdate())
    told = f"It was called in on {today} by Five members. Why: The cost. Scrutiny met on {today}: Lawful."
    assert happened.as_published(place.read(settings.ONEPLACE_PLACE), "D", in_force()).summary.endswith(
        f"{told} It is in force."
    )
    for words in ("Five members", "clare,", "weekdays", "It is in force"):
        assert words in clerk.sees()


def in_force() -> happened.Decision:
    from oneplace.web.delivery.record import entries

    return next(one for entry in reversed(entries(world.ID)) if isinstance(one := entry.now(), happened.Decision))


def test_a_call_in_is_taken_back_by_nobody_but_who_entered_it(clerk, signed_in):
    agreed_way(clerk)
    clerk.does("taken", outcome="Agreed", present="Chair\nNurse", interests="", dispensed="")
    clerk.does("published", published=day(0))
    clerk.does("call_in_open")
    assert clerk.does("called_in", **called()) == ""
    lena = Clerk.__new__(Clerk)
    lena.client, lena.at, lena.seen = signed_in("lena"), clerk.at, clerk.seen
    assert "Take back the last step" not in lena.sees()
    assert "Only clare, who entered it, takes back" in lena.does("taken_back", why="It delays us")
    assert "Take back the last step" in clerk.sees()
    assert clerk.does("upheld", **heard()) == ""
    lena.seen = clerk.seen
    assert lena.does("taken_back", why="Scrutiny meets again") == ""
    assert "Only clare, who entered it, takes back" in lena.does("taken_back", why="It delays us")
    clerk.seen = lena.seen
    assert clerk.does("taken_back", why="It was another decision") == ""
    assert "It may still be called in" not in clerk.does("in_force")


def test_a_second_step_waits_until_the_first_is_in_force(clerk):
    agreed_way(clerk)
    second = Clerk(clerk.client)
    assert second.does("written", **REPORT | {"after": clerk.at.rpartition("/")[2]}) == ""
    second.does("ready")
    second.does("noticed", noticed=day(60), meeting=day(1), noticed_shown=SEEN)
    second.does("on_agenda", agenda=day(20), meeting=day(1), agenda_shown=SEEN)
    told = second.does("taken", outcome="Agreed", present="Chair\nNurse", interests="", dispensed="")
    assert "The decision that recommends it is not in force." in told


def test_what_is_exempt_is_laid_into_no_place_and_everybody_reads_why(clerk):
    from oneplace.web.delivery.record import entries

    agreed_way(clerk)
    assert "KANARIENVOGEL" in clerk.sees(), "those who prepare it read it"
    laid = happened.lay_over(place.read(settings.ONEPLACE_PLACE), entries(world.ID))
    (decision,) = [one for key, one in laid.decisions.items() if key.startswith("decision-")]
    assert "KANARIENVOGEL" not in repr(laid)
    assert "paragraph 3 of Schedule 12A" in decision.confidentiality
    assert "Bids are still open" in decision.confidentiality
    assert decision.is_asked(date(2100, 1, 1))
    assert decision.summary.startswith("It is on an agenda. The meeting is on ")


def test_what_was_decided_is_for_everybody_once_it_is_published(clerk):
    from oneplace.web.delivery.record import entries

    def summary() -> str:
        laid = happened.lay_over(place.read(settings.ONEPLACE_PLACE), entries(world.ID))
        return next(one.summary for key, one in laid.decisions.items() if key.startswith("decision-"))

    agreed_way(clerk)
    clerk.does("taken", outcome="Agreed with a change", present="Chair\nNurse", interests="", dispensed="")
    assert summary() == "It was taken, and what was decided is not published yet."
    clerk.does("published", published=day(0))
    assert summary().startswith("Agreed with a change")


@pytest.mark.parametrize("steps", [(), ("call_in_open",), ("call_in_open", "called_in")])
def test_what_was_refused_is_listed_so_once_that_stands(steps, clerk):
    from oneplace.web.delivery.record import entries

    def listed() -> place.Decision:
        laid = happened.lay_over(place.read(settings.ONEPLACE_PLACE), entries(world.ID))
        return next(one for key, one in laid.decisions.items() if key.startswith("decision-"))

    agreed_way(clerk)
    assert clerk.does("taken", came="refused", outcome="Not now", present="Chair\nNurse") == ""
    assert clerk.does("published", published=day(0)) == ""
    for what in steps:
        assert clerk.does(what, **called(), **heard()) == ""
    assert listed().outcome is None
    assert not listed().is_ended()
    assert "Not now. " in listed().summary, "what was decided is published all the same"
    assert "It was refused." not in listed().summary
    if "called_in" in steps:
        assert clerk.does("upheld", **heard()) == ""
        assert listed().outcome == "refused"
        assert "It was refused." in listed().summary


def test_that_all_were_asked_and_none_declared_an_interest_is_said_once_it_is_taken(clerk):
    from oneplace.web.delivery.record import entries

    def interests() -> tuple[str, ...]:
        laid = happened.lay_over(place.read(settings.ONEPLACE_PLACE), entries(world.ID))
        return next(one.interests for key, one in laid.decisions.items() if key.startswith("decision-"))

    agreed_way(clerk)
    assert interests() == ()
    clerk.does("taken", outcome="Agreed", present="Chair\nNurse", interests="", dispensed="")
    assert interests() == ("Everybody was asked, and nobody declared one.",)


def test_the_mark_of_what_is_made_up_is_not_the_option():
    marked = happened.STATES[Kind.DECISION](
        state="taken", text="Illustrative: pay", body="hwb", rejected="Illustrative: wait: no\nAsk: none came\nWait"
    )
    with_why = happened.as_published(place.read(settings.ONEPLACE_PLACE), "M1", marked).options
    told = [(one.text, one.rejected_because) for one in with_why]
    assert told == [("Illustrative: wait", "no"), ("Ask", "none came"), ("Wait", None)]


def test_before_its_notice_nobody_outside_knows_of_it(clerk):
    from oneplace.web.delivery.record import entries

    clerk.does("written", **REPORT)
    laid = happened.lay_over(place.read(settings.ONEPLACE_PLACE), entries(world.ID))
    assert not [key for key in laid.decisions if key.startswith("decision-")]


def test_a_member_of_the_board_reads_and_takes_no_step(clerk, signed_in):
    alice = signed_in("alice")
    assert alice.get(clerk.at).status_code == 200
    assert alice.post(f"{clerk.at}/written", REPORT | {"seen": "1"}).status_code == 403


def test_each_step_is_an_entry_with_who_when_and_by_which_facts(clerk):
    from oneplace.web.delivery.record import history

    agreed_way(clerk)
    told = history(world.ID, (Kind.DECISION, clerk.at.rpartition("/")[2]))
    assert [one.what for one in told] == ["made", "written", "ready", "noticed", "on_agenda"]
    assert {one.by for one in told} == {"clare"}
    assert (told[-1].after["counting"], told[-1].after["quorum"], told[-1].after["call_in_days"]) == ("weekdays", 2, 5)


def test_a_notice_given_late_counts_from_what_can_be_shown_and_everybody_reads_both_days(clerk):
    from oneplace.web.delivery.record import entries

    said, told_on = (day_words(timezone.localdate() - timedelta(days=back)) for back in (60, 0))
    clerk.does("written", **REPORT)
    clerk.does("ready")
    assert clerk.does("noticed", noticed=day(60), meeting=day(-20)) == ""
    both = f"Its notice is said to be of {said}, and was entered on {told_on}."
    assert both in clerk.sees()
    late = clerk.does("on_agenda", agenda=day(0), meeting=day(-20))
    assert f"leaves 19 clear days, counted by calendar from {told_on}, when it was entered" in late

    def laid() -> place.Decision:
        found = happened.lay_over(place.read(settings.ONEPLACE_PLACE), entries(world.ID))
        return next(one for key, one in found.decisions.items() if key.startswith("decision-"))

    assert laid().entered_late == (f"{both} Nothing shows the earlier day, so days are counted from {told_on}.",)
    assert clerk.does("shown", noticed_shown="The clerk remembers", why="It was published") == ""
    assert "clear days" in clerk.does("on_agenda", agenda=day(0), meeting=day(-20))
    merely = "Of the earlier day it only says “The clerk remembers”, which nobody can look up"
    assert laid().entered_late == (f"{both} {merely}, so days are counted from {told_on}.",)
    assert clerk.does("shown", noticed_shown=SEEN, why="It was published") == ""
    assert clerk.does("on_agenda", agenda=day(0), meeting=day(-20)) == ""
    assert laid().entered_late == (f"{both} What is named for the earlier day, for whoever wants to check it: {SEEN}.",)


def test_a_day_that_is_said_again_keeps_the_day_on_which_it_was_first_said():
    state = happened.Decision(state="on_agenda", noticed="2026-01-05", noticed_entered="2026-01-05")
    deferred, _why = happened.change(Kind.DECISION, state, "deferred", {"why": "Snow"}, date(2026, 2, 9))
    again = {"agenda": "9 February 2026", "meeting": "3/3/2026", "noticed": "2026-01-05"}
    after, _why = happened.change(Kind.DECISION, deferred, "on_agenda", again, date(2026, 2, 9))
    assert (after.noticed_entered, after.agenda_entered) == (date(2026, 1, 5), date(2026, 2, 9))


def test_call_in_counts_from_the_day_on_which_a_publication_can_be_shown():
    there = {"present": "Chair", "members": "Chair", "quorum": 1}
    state = happened.Decision(
        **there,
        state="published",
        published="2026-03-02",
        published_entered="2026-03-06",
        call_in_days=5,
        meeting="2026-03-02",
    )
    waits = happened.lacks(state, state.model_copy(update={"state": "call_in_open"}), Stage.CALL_IN_OPEN, END)
    assert waits == []
    opened = state.model_copy(update={"state": "call_in_open"})
    assert happened.lacks(opened, opened, Stage.IN_FORCE, END) == ["It may be called in until 13 March 2026."]
    shown = opened.model_copy(update={"published_shown": SEEN})
    assert happened.lacks(shown, shown, Stage.IN_FORCE, END) == []


def test_a_decision_that_is_not_key_needs_no_figure(clerk):
    assert clerk.does("written", **REPORT | {"key": "no", "significant": ""}) == ""
    assert clerk.does("ready") == ""


def test_a_key_decision_needs_its_figure(clerk):
    assert clerk.does("written", **REPORT | {"significant": ""}) == ""
    assert "The key decision test has no figure" in clerk.does("ready")


def test_a_decision_is_held_to_the_scheme_of_delegation(signed_in, serving, emptied, monkeypatch):  # noqa: F811
    from oneplace.web.delivery import record

    serving("full")
    found = record.declared
    rows = [
        Delegation.model_validate({"body": "hwb", "type": "spending", "below": 500_000}),
        Delegation.model_validate({"body": "cabinet", "type": "spending", "from": 500_000}),
    ]

    def with_scheme(shot):
        own = found(shot)
        governance = own.strategy.governance.model_copy(update={"delegation": tuple(rows)})
        return replace(own, strategy=own.strategy.model_copy(update={"governance": governance}))

    monkeypatch.setattr(record, "declared", with_scheme)
    clerk = Clerk(signed_in("clare"))
    form = clerk.client.get(f"{clerk.at}/written").content.decode()
    assert "What type of decision it is" in form
    assert clerk.does("written", **REPORT) == ""
    assert "The scheme of delegation can’t say which body decides this: say its type." in clerk.does("ready")
    high = {"matter": "spending", "value": "£600,000"}
    assert "Enter pounds, 0 or more, such as 450,000" in clerk.does("written", **REPORT, **high | {"value": "a lot"})
    assert clerk.does("written", **REPORT, **high) == ""
    assert "By the scheme of delegation this is for cabinet to decide, and not for this body." in clerk.does("ready")
    for words in (
        "Worth how much, in pounds: £600,000",
        "gives it to this body: no, to another (before: can’t be told",
    ):
        assert words in clerk.sees()
    assert clerk.does("written", **REPORT, **high | {"value": "90,000"}) == ""
    assert clerk.does("ready") == ""


def test_a_place_without_a_scheme_asks_for_none_of_it(clerk):
    assert "What type of decision it is" not in clerk.client.get(f"{clerk.at}/written").content.decode()


def test_why_it_should_move_no_measure_is_told_where_it_names_none(clerk):
    from oneplace.web.delivery.record import entries

    agreed_way(clerk)
    laid = happened.lay_over(place.read(settings.ONEPLACE_PLACE), entries(world.ID))
    (decision,) = [one for key, one in laid.decisions.items() if key.startswith("decision-")]
    assert became(a_run.report(laid), decision)[1:] == ("Why it names none: Clinics are not counted yet",)
    unsaid = decision.model_copy(update={"unmeasured": None})
    assert len(became(a_run.report(laid), unsaid)) == 1
