"""What a clerk entered wrongly is put right by another entry, its rules are checked anew, and everybody reads of it."""

from __future__ import annotations

import html
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from oneplace import place
from oneplace.delivery import happened
from oneplace.delivery.happened import Decision, Kind, Meeting, WrongError, change
from oneplace.report import cover, notice_of
from oneplace.vocabulary.wording import day_words
from tests.report import a_run
from tests.web import world
from tests.web.test_decision_steps import REPORT, SEEN, Clerk, agreed_way, clerk, day  # noqa: F401
from tests.web.test_delivery import emptied  # noqa: F401

TODAY = date(2026, 4, 1)


def laid() -> place.Decision:
    from oneplace.web.delivery.record import entries

    found = happened.lay_over(place.read(settings.ONEPLACE_PLACE), entries(world.ID))
    return next(one for key, one in found.decisions.items() if key.startswith("decision-"))


def days_ago(back: int) -> str:
    return day_words(timezone.localdate() - timedelta(days=back))


def test_a_wrong_day_of_notice_is_put_right_and_what_does_not_hold_any_more_is_told(clerk):  # noqa: F811
    from oneplace.web.delivery.record import history

    agreed_way(clerk)
    assert "this does not hold" not in clerk.sees()
    wrong = clerk.does("corrected_notice", noticed=day(-1), noticed_shown=SEEN, why="A slip")
    assert "This can’t be of a day to come" in wrong
    assert clerk.does("corrected_notice", noticed=day(20), noticed_shown=SEEN, why="") != ""
    assert clerk.does("corrected_notice", noticed=day(20), noticed_shown=SEEN, why="The register says so") == ""
    short = "The notice of the key decision leaves 18 clear days, counted by calendar; 28 are asked. A meeting on "
    short += f"{days_ago(-9)} or later has them."
    assert short in clerk.sees()
    assert short in clerk.does("taken", outcome="Agreed", present="Chair\nNurse", interests="", dispensed="")
    told = laid()
    assert told.not_held == (short,)
    said = f"Its notice is of {days_ago(20)}, as corrected on {days_ago(0)}; before it said {days_ago(60)}."
    assert told.corrected == (said, "Why it was corrected: The register says so.")
    found = a_run.report(place.read(settings.ONEPLACE_PLACE))
    for printed in (notice_of(found, told), cover(found, told)):
        assert ("Corrected", f"{said} Why it was corrected: The register says so.") in printed
    last = history(world.ID, (Kind.DECISION, clerk.at.rpartition("/")[2]))[-1]
    assert (last.by, last.why, last.before["noticed"], last.after["noticed"]) == (
        "clare", "The register says so", day(60), day(20),
    )  # fmt: skip


def test_a_form_of_a_correction_starts_with_what_stands_and_changes_something(clerk):  # noqa: F811
    agreed_way(clerk)
    form = html.unescape(clerk.client.get(f"{clerk.at}/corrected_notice").content.decode())
    assert f'value="{day(60)}"' in form
    assert SEEN in form
    told = clerk.does("corrected_notice", noticed=day(60), noticed_shown=SEEN, why="Nothing")
    assert "It stands so already." in told


def test_who_took_part_is_put_right_and_without_a_quorum_it_is_to_be_taken_again(clerk):  # noqa: F811
    agreed_way(clerk)
    both = {"outcome": "Agreed", "interests": "", "dispensed": ""}
    clerk.does("taken", present="Chair\nNurse", **both)
    clerk.does("published", published=day(0))
    assert "It was taken with a quorum." in clerk.does("deferred", why="Too few")
    assert clerk.does("corrected_taking", present="Chair\nA guest", why="The nurse was ill", **both) == ""
    assert "Without a quorum it is not taken: 1 took part, 2 must." in clerk.does("call_in_open")
    assert clerk.does("deferred", why="Too few") == ""
    assert laid().summary == "It was deferred."


def test_a_report_is_put_right_and_can_lose_nothing_that_it_must_have(clerk):  # noqa: F811
    from tests.web.test_decision_steps import REPORT

    agreed_way(clerk)
    told = {name: words for name, words in REPORT.items() if name != "text"}
    assert "It gives no reasons." in clerk.does("corrected_report", **told | {"reasons": ""}, why="Shorter")
    assert clerk.does("corrected_report", **told | {"reasons": "A third are lost"}, why="Counted again") == ""
    assert laid().reasons == ("A third are lost",)
    assert laid().corrected[0] == (
        f"Reasons, as corrected on {days_ago(0)}: “A third are lost”; before: “{REPORT['reasons']}”."
    )


CANARY = "canary-7f3"


def put_right(what: str, state: str, was: dict[str, object], now: dict[str, object], why: str = "A slip") -> list[str]:
    """What everybody reads of one correction."""
    from oneplace.delivery.happened.told_corrections import told_corrections

    before = Decision(state=state, agenda="2026-02-02", meeting="2026-03-20", **was)
    after = before.model_copy(update=now)
    entry = happened.Entry(
        kind=Kind.DECISION, subject="D", number=2, at="2026-04-01T09:00:00Z", by="clare", what=what, why=why,
        before=before.model_dump(mode="json"), after=after.model_dump(mode="json"),
    )  # fmt: skip
    return told_corrections([entry], {"hwb": "Health board", "cab": "Cabinet"}, ("draft", "ready", "withdrawn"))


@pytest.mark.parametrize(
    ("what", "state", "was", "now", "told"),
    [
        (
            "corrected_taking", "published", {"outcome": "Refused"}, {"outcome": "Agreed"},
            "What was decided, as corrected on 1 April 2026: “Agreed”; before: “Refused”.",
        ),
        (
            "corrected_words", "noticed", {"body": "hwb"}, {"body": "cab"},
            "Who decides, as corrected on 1 April 2026: “Cabinet”; before: “Health board”.",
        ),
        (
            "corrected_report", "on_agenda", {"recommendations": "Cut it\nTell all"}, {"recommendations": "Tell all"},
            "Recommendations, as corrected on 1 April 2026: nothing; before: “Cut it”.",
        ),
        (
            "corrected_urgency", "on_agenda", {"urgent_on": None}, {"urgent_on": date(2026, 3, 1)},
            "When that was agreed, as corrected on 1 April 2026: “1 March 2026”; before: nothing.",
        ),
        (
            "corrected_urgency", "on_agenda", {"urgent_office": "meeting_chair"}, {"urgent_office": "scrutiny_chair"},
            "In which office they agreed, as corrected on 1 April 2026: “chair of the overview and scrutiny "
            "committee”; before: “chair of the meeting, for its late agenda alone”.",
        ),
        (
            "corrected_exception", "excepted", {"excepted": date(2026, 3, 2)}, {"excepted": date(2026, 3, 3)},
            "The notice of its general exception is of 3 March 2026, as corrected on 1 April 2026; before it said "
            "2 March 2026.",
        ),
        (
            "corrected_taking", "taken", {"present": CANARY}, {"present": "Chair"},
            "Corrected on 1 April 2026 too, and not shown here: who took part.",
        ),
    ],
)  # fmt: skip
def test_whatever_is_corrected_everybody_reads_what_stood_and_why(what, state, was, now, told):
    assert put_right(what, state, was, now) == [told, "Why it was corrected: A slip."]


def test_what_nobody_outside_has_read_is_not_told_by_its_correction():
    assert put_right("corrected_words", "draft", {"text": CANARY}, {"text": "B"}) == []
    assert put_right("corrected_taking", "taken", {"outcome": CANARY}, {"outcome": "Agreed"}, why=CANARY) == []
    taken_out = {"summary": f"A firm: {CANARY}"}, {"summary": "A firm", "exempt": CANARY, "exempt_paragraph": 3}
    told = put_right("corrected_report", "noticed", *taken_out, why=CANARY)
    assert told[0].startswith("Its summary, as corrected on 1 April 2026: “A firm”; what it said before is not told")
    assert CANARY not in "".join(told)


def told_of(*states: Decision, whats: tuple[str, ...], why: str = "A slip") -> str:
    """What everybody reads of a decision that went through these states by these entries."""
    from oneplace.delivery.happened.told_corrections import told_corrections

    held = [
        happened.Entry.model_construct(
            kind=Kind.DECISION, subject="D", number=number, at=datetime(2026, 4, 1, number, tzinfo=UTC), by="clare",
            what=what, why=why, before=was.model_dump(mode="json"), after=now.model_dump(mode="json"), imported=None,
        )
        for number, (what, was, now) in enumerate(zip(whats, states, states[1:], strict=False), 1)
    ]  # fmt: skip
    return "\n".join(told_corrections(held, {}, ("draft", "ready", "withdrawn")))


OPEN = Decision(state="noticed", detail="A firm")
SPILT = OPEN.model_copy(update={"detail": f"A firm\n{CANARY}"})
EXEMPT = OPEN.model_copy(update={"exempt": CANARY, "exempt_paragraph": 3, "public_interest": "Trade"})
BOTH = EXEMPT.model_copy(update={"detail": SPILT.detail})
REPORT_RIGHT = "corrected_report"


@pytest.mark.parametrize(
    ("states", "whats"),
    [
        ((OPEN, SPILT, EXEMPT), (REPORT_RIGHT, REPORT_RIGHT)),  # quoted by the correction before the one that hides
        ((EXEMPT, SPILT, EXEMPT), (REPORT_RIGHT, "taken_back")),  # what was exempt stood open, and is taken back
        ((SPILT, BOTH, EXEMPT), (REPORT_RIGHT, REPORT_RIGHT)),  # said to be exempt first, and taken out after that
        ((OPEN, SPILT, OPEN, EXEMPT), (REPORT_RIGHT, "taken_back", REPORT_RIGHT)),
    ],
)
def test_what_was_taken_out_of_publication_is_quoted_by_no_entry_before(states, whats):
    told = told_of(*states, whats=whats, why=CANARY)
    assert CANARY not in told
    assert "is not told, as less of it is for publication" in told
    assert CANARY in told_of(OPEN, SPILT, whats=(REPORT_RIGHT,))  # as long as nothing of it is exempt


def test_why_a_taking_was_taken_back_is_not_told_before_what_was_decided_is():
    agenda = OPEN.model_copy(update={"state": "on_agenda"})
    taken = agenda.model_copy(update={"state": "taken", "outcome": CANARY})
    told = told_of(agenda, taken, agenda, whats=("taken", "taken_back"), why=f"It was not {CANARY}")
    assert told.startswith("Taken back on 1 April 2026")
    assert CANARY not in told
    published = taken.model_copy(update={"state": "published"})
    after = told_of(agenda, taken, published, taken, whats=("taken", "published", "taken_back"), why="A slip")
    assert "Why: A slip." in after


def test_every_field_that_a_correction_can_change_has_words_for_everybody():
    from oneplace.delivery.happened import told_corrections as told

    known = {*told._DAYS, *told._TEXTS, *told._NAMED, "why"}
    rules = [rule for what, rule in happened.RULES[Kind.DECISION].items() if what.startswith("corrected_")]
    assert len(rules) == 12
    assert {name for rule in rules for name in rule.fields} <= known


def test_putting_words_right_keeps_the_facts_that_it_was_checked_by():
    from oneplace.web.delivery.record import facts

    class Shot:
        """Nothing is read of it but its boards."""

    stands = Decision(body="hwb", quorum=9, members="Somebody", counting="calendar", call_in_days=3)
    said = {"body": "hwb", "after": ""}
    told = {"quorum": "2", "members": "Others", "counting": "weekdays", "call_in_days": "5", "recommended": ""}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("oneplace.web.delivery.record.declared", lambda _shot: _Place())
        patched.setattr("oneplace.delivery.happened.facts", lambda *_of: dict(told))
        assert facts(Shot(), Kind.DECISION, stands, said) == told | {
            "quorum": "9", "members": "Somebody", "counting": "calendar", "call_in_days": "3", "scheme": "",
            "decides": "",
        }  # fmt: skip
        assert facts(Shot(), Kind.DECISION, stands, said | {"body": "board"}) == told | {"scheme": "", "decides": ""}


class _Place:
    class strategy:  # noqa: N801
        class governance:  # noqa: N801
            boards = ()
            delegation = ()


@pytest.mark.parametrize(
    ("said", "entered", "right", "stamp"),
    [
        ("2026-03-10", "2026-03-10", "2026-03-01", "2026-03-10"),  # the record has shown it since the tenth
        ("2026-03-20", "2026-03-10", "2026-03-12", "2026-03-20"),  # said ahead: shown from its own day
        ("2026-03-10", "2026-03-10", "2026-03-15", "2026-04-01"),  # later: what was said before shows nothing
        ("2026-03-10", None, "2026-03-01", "2026-04-01"),  # by an earlier version: nobody knows since when
        ("2026-05-10", "2026-03-10", "2026-03-11", "2026-04-01"),  # said of a day that is still to come
    ],
)
def test_a_day_put_right_counts_from_when_the_record_showed_it(said, entered, right, stamp):
    before = Decision(state="on_agenda", agenda=said, agenda_entered=entered, meeting="2026-06-01")
    form = {"agenda": right, "agenda_shown": "", "why": "A slip"}
    after, _why = change(Kind.DECISION, before, "corrected_agenda", form, TODAY)
    assert str(after.agenda_entered) == stamp
    entry = {"kind": "decision", "subject": "D", "number": 1, "at": "2026-04-01T09:00:00Z", "by": "clare", "why": "A"}
    told = {
        "what": "corrected_agenda",
        "before": before.model_dump(mode="json"),
        "after": after.model_dump(mode="json"),
    }
    assert happened.Entry.model_validate(entry | told).now() == after
    forged = told | {"after": told["after"] | {"agenda_entered": "2026-01-01"}}
    with pytest.raises(ValueError, match="agenda_entered is 2026-01-01"):
        happened.Entry.model_validate(entry | forged)


@pytest.mark.parametrize(
    ("state", "what", "form", "field"),
    [
        ("taken", "corrected_meeting", {"meeting": "2026-04-02"}, "meeting"),
        ("published", "corrected_publication", {"published": "2026-03-01"}, "published"),
        ("published", "corrected_meeting", {"meeting": "2026-03-21"}, "meeting"),
        (
            "taken",
            "corrected_taking",
            {"present": "Chair", "came": "agreed", "outcome": "Yes", "interests": "chair"},
            "interests",
        ),
    ],
)
def test_what_cannot_be_as_it_stands_is_refused_at_its_field(state, what, form, field):
    before = Decision(
        state=state, agenda="2026-03-01", meeting="2026-03-20", published="2026-03-20" if state == "published" else None
    )
    with pytest.raises(WrongError) as raised:
        change(Kind.DECISION, before, what, form | {"why": "A slip"}, TODAY)
    assert field in raised.value.fields


def test_a_meeting_is_put_right_and_takes_place_after_all():
    held = Meeting(state="held", body="hwb", on="2026-03-10", present="Chair")
    form = {"body": "hwb", "on": "2026-03-11", "why": "A slip"}
    after, _why = change(Kind.MEETING, held, "corrected_day", form, TODAY)
    assert (after.on, after.state, after.present) == (date(2026, 3, 11), "held", "Chair")
    with pytest.raises(WrongError, match="still to come"):
        change(Kind.MEETING, held, "corrected_day", form | {"on": "2026-04-02"}, TODAY)
    arranged = held.model_copy(update={"state": "arranged"})
    assert change(Kind.MEETING, arranged, "corrected_day", form | {"on": "2026-04-02"}, TODAY)[0].on == date(2026, 4, 2)
    there, _why = change(Kind.MEETING, held, "corrected_taking", {"present": "Nurse", "why": "A slip"}, TODAY)
    assert (there.present, there.on) == ("Nurse", held.on)
    off = held.model_copy(update={"state": "cancelled"})
    assert change(Kind.MEETING, off, "opened", {"why": "It was another"}, TODAY)[0].state == "arranged"


def test_a_step_that_was_entered_wrongly_is_taken_back_and_the_page_says_which(clerk):  # noqa: F811
    clerk.does("written", **REPORT)
    assert "Take back the last step" in clerk.sees()
    clerk.does("ready")
    form = html.unescape(clerk.client.get(f"{clerk.at}/taken_back").content.decode())
    assert "This is what is taken back." in form
    assert "Its report is ready" in form
    assert "Fill this in." in clerk.does("taken_back", why="")
    assert clerk.does("taken_back", why="Another report was meant") == ""
    seen = clerk.sees()
    assert "State: draft (before: ready)" in seen
    assert "Why: Another report was meant" in seen
    assert clerk.does("ready") == ""


def test_there_is_nothing_to_take_back_of_what_nobody_touched(signed_in, serving, emptied):  # noqa: F811
    serving("full")
    lena = signed_in("lena")
    assert "Take back the last step" not in lena.get("/delivery/milestone/M2").content.decode()
    answered = lena.post("/delivery/milestone/M2/taken_back", {"why": "A slip", "seen": "0"})
    assert answered.status_code == 400
    assert "There is no step here that could be taken back." in answered.content.decode()
