"""A clerk takes a key decision without its 28 days of notice, names its powers, and says what it is to move."""

from __future__ import annotations

import html
from dataclasses import replace

from django.conf import settings
from django.utils import timezone

from oneplace import place
from oneplace.delivery import happened
from oneplace.place.strategy.governance import Duty
from oneplace.report import cover, notice_of, record_of, stands
from oneplace.vocabulary.wording import day_words
from oneplace.web.public.presenters import decisions
from oneplace.web.snapshot import snapshot
from tests.report import a_run
from tests.web import world
from tests.web.test_decision_steps import REPORT, SEEN, Clerk, agreed_way, called, clerk, day, heard  # noqa: F401
from tests.web.test_delivery import emptied  # noqa: F401


def laid() -> place.Place:
    from oneplace.web.delivery.record import entries

    return happened.lay_over(place.read(settings.ONEPLACE_PLACE), entries(world.ID))


def decision_of(found: place.Place) -> place.Decision:
    return next(one for key, one in found.decisions.items() if key.startswith("decision-"))


def urgent() -> dict[str, str]:
    said = {"urgent_reason": "The bid ends", "urgent_agreed_by": "Cllr Rowe", "urgent_office": "scrutiny_chair"}
    return said | {"urgent_on": day(3), "meeting": day(1)}


def excepted(on: str, told_on: str) -> dict[str, str]:
    said = {"impracticable": "The offer came late", "scrutiny_told": "chair", "excepted_shown": SEEN}
    return said | {"scrutiny_told_on": told_on, "excepted": on}


def test_the_general_exception_is_a_step_with_scrutiny_told_and_five_clear_days(clerk):  # noqa: F811
    clerk.does("written", **REPORT)
    clerk.does("ready")
    form = html.unescape(clerk.client.get(f"{clerk.at}/excepted").content.decode())
    assert "The chair of the overview and scrutiny committee" in form
    told = clerk.does("excepted", **excepted(day(4), day(3)), meeting=day(1))
    assert "after the notice of that was published" in told
    assert clerk.does("excepted", **excepted(day(3), day(20)), meeting=day(1)) == ""
    told = clerk.does("on_agenda", agenda=day(20), meeting=day(1), agenda_shown=SEEN)
    assert "The notice of the general exception leaves" in told
    assert clerk.does("corrected_exception", **excepted(day(19), day(20)), why="A slip") == ""
    assert clerk.does("on_agenda", agenda=day(20), meeting=day(1), agenda_shown=SEEN) == ""
    told = dict(cover(a_run.report(laid()), decision_of(laid())))
    assert told["General exception"].startswith(
        "The offer came late. The chair of the overview and scrutiny committee was told in writing on "
    )
    assert "5 clear days pass after that day (SI 2012/2089, regulation 10)." in told["General exception"]
    assert dict(notice_of(a_run.report(laid()), decision_of(laid())))["General exception"] == told["General exception"]
    assert "Special urgency" not in told


def test_special_urgency_is_published_with_who_agreed_and_ends_where_it_is_put_off(clerk):  # noqa: F811
    clerk.does("written", **REPORT)
    clerk.does("ready")
    assert "Choose one of the list." in clerk.does("agreed_urgent", **urgent() | {"urgent_office": "mayor"})
    assert clerk.does("agreed_urgent", **urgent()) == ""
    assert clerk.does("on_agenda", agenda=day(2), meeting=day(1), agenda_shown=SEEN) == ""
    told = dict(notice_of(a_run.report(laid()), decision_of(laid())))["Special urgency"]
    assert told.startswith(
        "The bid ends. That it is urgent and can’t reasonably be put off was agreed by Cllr Rowe (chair"
    )
    assert told.endswith("and not published on a day that is on file (SI 2012/2089, regulation 11).")
    assert clerk.does("deferred", why="Nobody came") == ""
    told = clerk.does("on_agenda", agenda=day(2), meeting=day(1), agenda_shown=SEEN)
    assert "No notice was published. A key decision is noticed 28 clear days before." in told
    assert decision_of(laid()).special_urgency is None


def test_a_power_on_no_list_is_told(signed_in, serving, emptied, monkeypatch):  # noqa: F811
    from oneplace.web.delivery import record

    serving("full")
    found = record.declared
    power = Duty.model_validate(
        {"id": "P1", "statute": "Localism Act 2011, section 1", "kind": "power", "text": "Joins"}
    )

    def with_power(shot):
        own = found(shot)
        return replace(own, strategy=own.strategy.model_copy(update={"duties": (power, *own.strategy.duties)}))

    monkeypatch.setattr(record, "declared", with_power)
    one = Clerk(signed_in("clare"))
    form = html.unescape(one.client.get(f"{one.at}/written").content.decode())
    assert "One a line. On the place’s list: Localism Act 2011, section 1" in form
    assert one.does("written", **REPORT | {"powers": "S. 1 of the Localism Act 2011\nLocalism Act 2011, s. 12"}) == ""
    told = one.sees().partition("there is none of these:")[2].partition("</div>")[0]
    assert "s. 12" in told
    assert "S. 1 of" not in told
    listed, others = happened.listed_powers(with_power(snapshot()), "S. 1 of the Localism Act 2011\nMagna Carta")
    assert (listed, others) == (("P1",), ("Magna Carta",))
    assert one.does("written", **REPORT | {"powers": "localism act 2011 s 1"}) == ""
    assert "there is none of these" not in one.sees()


def test_what_it_should_move_is_to_move_for_the_better(clerk):  # noqa: F811
    days = {"shows_from": "2027-04-01", "shows_by": "2029-03-31"}
    told = clerk.does("expected", measure="smoking", change="2", **days)
    assert "Of this measure lower is better: enter a minus sign." in told
    told = clerk.does("expected", measure="breastfeeding", change="-2", **days)
    assert "Of this measure higher is better: enter by how much it should rise." in told
    assert "Enter a number" in clerk.does("expected", measure="smoking", change="-1,5", **days)
    assert clerk.does("expected", measure="smoking", change="-1.5", **days) == ""


def taken(clerk: Clerk, **said: str) -> Clerk:  # noqa: F811
    """A decision that was taken and published yesterday, as is said."""
    agreed_way(clerk)
    there = {"present": "Chair\nNurse", "interests": "", "dispensed": ""}
    assert clerk.does("taken", **{"came": "agreed", "outcome": "Agreed", **there, **said}) == ""
    return clerk


def test_a_refusal_is_no_first_step_and_everybody_reads_it_once_it_stands(clerk):  # noqa: F811
    taken(clerk, came="refused", outcome="Too dear")
    assert decision_of(laid()).outcome is None
    assert clerk.does("published", published=day(0)) == ""
    for what in ("call_in_open", "called_in", "upheld"):
        assert decision_of(laid()).outcome is None
        assert clerk.does(what, **called(), **heard()) == ""
    told, found = decision_of(laid()), a_run.report(laid())
    assert told.outcome == "refused"
    assert told.summary.startswith("Too dear. It was called in on ")
    assert told.summary.endswith("Scrutiny let it stand. It was refused.")
    assert stands(found, told) == "This decision was refused: it is not in force."
    assert [told.is_taken(None), told.is_asked(None)] == [False, False]
    second = Clerk(clerk.client)
    assert second.does("written", **REPORT | {"after": clerk.at.rpartition("/")[2]}) == ""
    second.does("ready")
    second.does("noticed", noticed=day(60), meeting=day(1), noticed_shown=SEEN)
    second.does("on_agenda", agenda=day(20), meeting=day(1), agenda_shown=SEEN)
    refused = second.does("taken", came="agreed", outcome="Yes", present="Chair\nNurse", interests="", dispensed="")
    assert "The decision that recommends it was refused." in refused


def test_what_came_of_it_is_one_of_a_list(clerk):  # noqa: F811
    agreed_way(clerk)
    said = {"outcome": "?", "present": "Chair\nNurse", "interests": "", "dispensed": ""}
    assert "What came of it: Choose one of the list." in clerk.does("taken", came="maybe", **said)
    assert "What came of it: Fill this in." in clerk.does("taken", came="", **said)


def test_who_thinks_again_says_what_is_decided_now(clerk):  # noqa: F811
    taken(clerk)
    for step in (("published", {"published": day(0)}), ("call_in_open", {})):
        assert clerk.does(step[0], **step[1]) == ""
    assert clerk.does("called_in", **called()) == ""
    today = day_words(timezone.localdate())
    told_first = f"It was called in on {today} by Five members. Why: The cost."
    assert decision_of(laid()).summary == f"Agreed. {told_first} It is not carried out meanwhile."
    now = {"came": "agreed_with_changes", "outcome": "One adviser, not two", "again_why": "One is enough"}
    now |= heard() | {"again_on": day(0), "interests": "", "dispensed": ""}
    assert "Without a quorum it is not taken" in clerk.does("reconsidered", **now, present="Nurse")
    assert "before the day on which scrutiny met" in clerk.does(
        "reconsidered", **now | {"again_on": day(1)}, present="Chair\nNurse"
    )
    assert clerk.does("reconsidered", **now, present="Chair\nNurse") == ""
    said_first = f"Agreed. {told_first} Scrutiny met on {today}: Lawful. It was decided again on {today}."
    unread = decision_of(laid())
    assert unread.summary == f"{said_first} What was decided then is not published yet. It is not in force yet."
    assert (unread.outcome, unread.on.start) == (None, timezone.localdate())
    assert "What was decided again was not published." in clerk.does("in_force")
    again = {"present": "Chair\nNurse", "interests": "", "dispensed": "", "outcome": "No adviser", "why": "A slip"}
    assert clerk.does("corrected_taking", **again | {"came": "refused"}) == ""
    assert not [one for one in decision_of(laid()).corrected if "adviser" in one or "slip" in one]
    again |= {"came": "agreed_with_changes", "outcome": "One adviser, not two"}
    assert clerk.does("corrected_taking", **again) == ""
    assert "before the day on which it was decided again" in clerk.does("again_published", again_published=day(1))
    assert clerk.does("again_published", again_published=day(0)) == ""
    told = (
        f"One adviser, not two. {told_first} Scrutiny met on {today}: Lawful. It was decided again on {today}. "
        "Why: One is enough. Before, it was agreed: Agreed."
    )
    assert decision_of(laid()).summary == f"{told} It is not in force yet."
    assert decision_of(laid()).on.start == timezone.localdate(), (
        "what holds is of the day on which it was decided again"
    )
    assert clerk.does("withdrawn", why="Nobody wants the post") == ""
    ended = decision_of(laid())
    assert (ended.outcome, ended.is_asked(None)) == ("withdrawn", False)
    assert ended.summary == f"{told} It was withdrawn."


def test_what_is_asked_for_stands_by_the_day_of_its_meeting_and_what_ended_apart(site):
    said = {
        "late": {"meeting": "2026-09-01"}, "none": {}, "past": {"meeting": "2026-04-01"},
        "soon": {"meeting": "2026-06-01"},
        "no": {"on": "2026-03-01", "outcome": "refused"}, "gone": {"outcome": "withdrawn"},
        "yes": {"on": "2026-03-02", "outcome": "agreed"},
    }  # fmt: skip
    found = {key: place.Decision.model_validate({"id": key, "title": key, **one}) for key, one in said.items()}
    shot = snapshot()
    listed = decisions.listed(replace(shot, place=replace(shot.place, decisions=found)))
    assert [one.title for one in listed.asked] == ["past", "soon", "late", "none"]
    assert [one.title for one in listed.taken] == ["yes"]
    assert [one.title for one in listed.ended] == ["no", "gone"]
    told = {one.title: one.when for one in (*listed.asked, *listed.taken, *listed.ended)}
    assert told["no"] == "1 March 2026; refused"
    assert told["gone"] == "withdrawn"
    assert told["soon"] == "to be decided: 1 June 2026"
    assert told["past"] == "was to be decided: 1 April 2026; what came of it is not recorded"


def test_who_declared_an_interest_withdrew_or_has_a_dispensation_and_everybody_reads_which(clerk):  # noqa: F811
    agreed_way(clerk)
    both = {"present": "Chair\nNurse\nDirector", "interests": "Nurse\nDirector", "dispensed": "Nurse"}
    assert clerk.does("taken", outcome="Agreed", **both) == ""
    told = next(
        one for one in record_of(a_run.report(laid()), decision_of(laid())) if one.title == "Interests declared"
    )
    assert told.texts == ("Nurse", "Director, who withdrew", "Dispensation: Nurse")
