"""A clerk has the agenda and the minutes of a meeting as documents; what is exempt is in none that says not so."""

from __future__ import annotations

import html
import io
import re
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest
from django.utils import timezone

import oneplace.web
from oneplace.vocabulary.wording import day_words
from tests.web import world
from tests.web.test_decision_documents import has, text_of
from tests.web.test_decision_steps import REPORT, SEEN, agreed_way, clerk, day  # noqa: F401
from tests.web.test_delivery import emptied  # noqa: F401

CANARY = "KANARIENVOGEL bids four thousand"
AGENDA = [
    "Agenda",
    "1. Apologies for absence",
    "2. Declarations of interests",
    "3. Minutes of the last meeting",
    "4. Pay for two advisers",
    "Recommendations",
    "Documents",
    "5. Exclusion of the public",
    "Paragraph 3: the financial or business affairs of a person or body",
]
SMALL = {"key": "no", "significant": ""}
MINUTES = [
    "Minutes",
    "1. Present",
    "2. Apologies for absence",
    "3. Whether enough were there",
    "4. Declarations of interests",
    "5. Pay for two advisers",
    "Reasons",
    "Alternative options considered and rejected",
    "6. What was agreed",
]


@pytest.fixture
def meeting(clerk) -> str:  # noqa: F811
    """The address of a meeting to which a decision with an exempt part is put."""
    said = {"body": "hwb", "on": day(1), "starts": "18:30", "where": "Committee room 1", "seen": "0"}
    at = clerk.client.post("/delivery/add/meeting", said).headers["Location"]
    agreed_way(clerk)
    return at


def headings(content: bytes) -> list[str]:
    return [one.text for one in docx.Document(io.BytesIO(content)).paragraphs if one.style.name.startswith("Heading")]


def test_the_agenda_has_its_items_in_the_order_of_a_council(clerk, meeting):  # noqa: F811
    agenda = has(clerk.client, f"{meeting}/as/agenda.docx")
    assert headings(agenda) == AGENDA
    for told in (text_of(".docx", agenda), text_of(".pdf", has(clerk.client, f"{meeting}/as/agenda.pdf"))):
        for words in (
            "Committee room 1",
            "18:30",
            "Chair, Director and Nurse",
            "2 of 3 members",
            day_words(timezone.localdate() - timezone.timedelta(days=1)),
            "To pay for two advisers",
            "A key decision.",
            "Part of it is not for publication: see item 5.",
            "Item 4, Pay for two advisers. Bids are still open.",
            "No earlier meeting is on record.",
        ):
            assert words in told


@pytest.mark.parametrize("name", ["agenda.docx", "agenda.pdf", "minutes.docx", "minutes.pdf"])
def test_what_is_exempt_is_in_the_agenda_in_full_alone(name, clerk, meeting):  # noqa: F811
    clerk.client.post(f"{meeting}/held", {"present": "Chair\nNurse", "apologies": "", "seen": "1"})
    minuted = {"minutes": "The clinics were praised.", "seen": "2"}
    refused = clerk.client.post(
        f"{meeting}/minuted", minuted | {"minutes": f"Praised.\nThat {CANARY.upper()} was told"}
    )
    assert "They say what is not for publication in “Pay for two advisers”." in html.unescape(refused.content.decode())
    assert clerk.client.post(f"{meeting}/minuted", minuted).status_code == 302
    content = has(clerk.client, f"{meeting}/as/{name}")
    assert "KANARIENVOGEL" not in text_of(name, content)
    raw = content
    if name.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            raw = b"".join(parts.read(one) for one in parts.namelist())
    else:
        assert "KANARIENVOGEL" not in repr(pypdfium2.PdfDocument(content).get_metadata_dict())
    assert b"KANARIENVOGEL" not in raw
    if name.startswith("minutes"):
        assert "The clinics were praised." in text_of(name, content)
    whole = f"agenda-in-full.{name.rpartition('.')[2]}"
    told = text_of(whole, has(clerk.client, f"{meeting}/as/{whole}"))
    assert CANARY in told
    assert "This holds what is not for publication." in told


def test_the_agenda_in_full_is_for_who_serves_the_body_and_leaves_its_mark(clerk, meeting, signed_in):  # noqa: F811
    from oneplace.web.audit.models import AuditEvent

    lena = signed_in("lena")
    assert "Agenda in full" not in lena.get(meeting).content.decode()
    assert lena.get(f"{meeting}/as/agenda-in-full.pdf").status_code == 403
    assert lena.get(f"{meeting}/as/agenda.pdf").status_code == 200
    assert "Agenda in full" in clerk.client.get(meeting).content.decode()
    has(clerk.client, f"{meeting}/as/agenda-in-full.pdf")
    last = AuditEvent.objects.order_by("-pk").values_list("event", "by", "about", "detail").first()
    assert last == ("paper_sent", "clare", f"meeting {meeting.rpartition('/')[2]}", "agenda-in-full.pdf")


def test_there_are_minutes_once_it_was_held_with_what_was_decided(clerk, meeting):  # noqa: F811
    assert clerk.client.get(f"{meeting}/as/minutes.docx").status_code == 404
    decided = {"outcome": "Agreed with a change", "present": "Chair\nNurse", "interests": "Nurse", "dispensed": "Nurse"}
    assert clerk.does("taken", **decided) == ""
    there = {"present": "Chair\nNurse\nA guest", "apologies": "Director", "seen": "1"}
    assert clerk.client.post(f"{meeting}/held", there).status_code == 302
    minutes = has(clerk.client, f"{meeting}/as/minutes.docx")
    assert headings(minutes) == MINUTES
    told = text_of(".docx", minutes)
    assert "It was taken, and what was decided is not published yet." in told
    assert "Agreed with a change" not in told
    assert "Draft minutes, before they were entered" in told
    assert clerk.does("published", published=day(0)) == ""
    clerk.client.post(f"{meeting}/minuted", {"minutes": "The clinics were praised.", "seen": "2"})
    told = text_of(".docx", has(clerk.client, f"{meeting}/as/minutes.docx"))
    for words in ("Agreed with a change", "The clinics were praised.", "Director", "2 of 3 members were there"):
        assert words in told
    assert "Pay for two advisers: Nurse" in told


def test_what_was_deferred_or_withdrawn_stands_in_the_minutes_of_that_meeting_whatever_became_of_it(clerk, meeting):  # noqa: F811
    clerk.client.post(f"{meeting}/held", {"present": "Chair", "apologies": "", "seen": "1"})
    assert clerk.does("deferred", why="Only the chair came") == ""
    later = clerk.client.post("/delivery/add/meeting", {"body": "hwb", "on": day(0), "seen": "0"}).headers["Location"]

    def in_minutes() -> str:
        return text_of(".docx", has(clerk.client, f"{meeting}/as/minutes.docx"))

    assert "It was deferred. Why: Only the chair came." in in_minutes()
    assert "Pay for two advisers" not in text_of(".docx", has(clerk.client, f"{later}/as/agenda.docx"))
    assert clerk.does("on_agenda", agenda=day(20), meeting=day(0), agenda_shown=SEEN) == ""
    assert "It was deferred. Why: Only the chair came." in in_minutes()
    assert "Pay for two advisers" in text_of(".docx", has(clerk.client, f"{later}/as/agenda.docx"))
    assert "Pay for two advisers" in clerk.client.get(meeting).content.decode()
    assert clerk.does("withdrawn", why="No money") == ""
    assert "It was deferred. Why: Only the chair came." in in_minutes()
    clerk.client.post(f"{later}/held", {"present": "Chair\nNurse", "apologies": "", "seen": "1"})
    assert "It was withdrawn. Why: No money." in text_of(".docx", has(clerk.client, f"{later}/as/minutes.docx"))
    assert headings(has(clerk.client, f"{meeting}/as/minutes.docx")) == MINUTES
    assert clerk.does("taken_back", why="There is") == ""
    assert "It is on an agenda." in text_of(".docx", has(clerk.client, f"{later}/as/minutes.docx"))


def test_a_draft_stands_on_no_agenda_and_a_meeting_without_items_has_one(clerk):  # noqa: F811
    said = {"body": "hwb", "on": day(-30), "seen": "0"}
    at = clerk.client.post("/delivery/add/meeting", said).headers["Location"]
    agenda = has(clerk.client, f"{at}/as/agenda.docx")
    assert headings(agenda) == AGENDA[:4]
    assert text_of(".docx", agenda).count("Not recorded.") == 2, "its time and place"


@pytest.mark.parametrize("name", ["agenda.txt", "agenda", "other.pdf", "report.pdf", "agenda.pdf.docx"])
def test_no_other_name_is_there(name, clerk, meeting):  # noqa: F811
    assert clerk.client.get(f"{meeting}/as/{name}").status_code == 404
    assert clerk.client.get("/delivery/meeting/none/as/agenda.pdf").status_code == 404


def test_on_paper_a_meeting_and_a_decision_say_how_they_stand_and_not_what_somebody_can_do(clerk, meeting):  # noqa: F811
    sheet = (Path(oneplace.web.__file__).parent / "static/compiled/oneplace.css").read_text()
    unprinted = re.findall(r"@media print\s*\{([^{}]*)\{\s*display:\s*none;?\s*\}", sheet)
    assert any(".app-do" in one.split(",") for one in unprinted)
    for at in (meeting, clerk.at):
        page = clerk.client.get(at).content.decode()
        done = re.search(r'(?s)<div class="app-do">.*?</div>\s*(?=<div|<h2)', page).group(0)
        steps = re.findall(rf'href="{at}/(?!as/)[a-z_]+"', page)
        assert len(steps) >= 3
        assert all(one in done for one in steps), "each step is in what is left out"
        assert "How it stands" not in done
        assert "History" not in done


@pytest.mark.parametrize("starts", ["25:00", "6pm", "18.30", "9:00"])
def test_a_time_that_is_none_is_told_with_how_to_write_it(starts, clerk):  # noqa: F811
    said = {"body": "hwb", "on": day(-30), "starts": starts, "seen": "0"}
    answered = clerk.client.post("/delivery/add/meeting", said)
    assert answered.status_code == 400
    assert re.search("Enter a time of the day, such as 10:00 or 18:30.", answered.content.decode())


def test_the_next_agenda_asks_for_the_minutes_of_the_meeting_before(clerk, meeting):  # noqa: F811
    clerk.client.post(f"{meeting}/held", {"present": "Chair\nNurse", "apologies": "", "seen": "1"})
    at = clerk.client.post("/delivery/add/meeting", {"body": "hwb", "on": day(-30), "seen": "0"}).headers["Location"]
    before = day_words(timezone.localdate() - timezone.timedelta(days=1))
    assert f"To agree the minutes of the meeting of {before}." in text_of(
        ".pdf", has(clerk.client, f"{at}/as/agenda.pdf")
    )


def test_what_is_marked_as_exempt_after_the_minutes_were_written_is_left_out_wherever_they_are_read(clerk, signed_in):  # noqa: F811
    from django.test import Client

    from oneplace.web.accounts.actions import appoint
    from oneplace.web.accounts.roles import Role

    nothing = dict.fromkeys(("exempt", "exempt_paragraph", "public_interest"), "")
    wrapped = CANARY.replace("bids", "bids\n")
    clerk.does("written", **REPORT | nothing)
    clerk.does("ready")
    clerk.does("noticed", noticed=day(60), meeting=day(1), noticed_shown=SEEN)
    at = clerk.client.post("/delivery/add/meeting", {"body": "hwb", "on": day(1), "seen": "0"}).headers["Location"]
    clerk.client.post(f"{at}/held", {"present": "Chair\nNurse", "apologies": "", "seen": "1"})
    written = clerk.client.post(f"{at}/minuted", {"minutes": f"Praised.\n{CANARY}.", "seen": "2"})
    assert written.status_code == 302
    again = {"minutes": f"{CANARY}.\nPraised.\nThen {wrapped}\nThanks.", "seen": "3"}
    assert clerk.client.post(f"{at}/minuted", again).status_code == 302
    assert CANARY in text_of(".docx", has(clerk.client, f"{at}/as/minutes.docx"))
    lena = signed_in("lena")
    assert "KANARIENVOGEL" in lena.get(at).content.decode()
    assert clerk.does("corrected_report", **REPORT | {"why": "A bid came"}) == ""
    told = text_of(".docx", has(clerk.client, f"{at}/as/minutes.docx"))
    assert CANARY not in told
    assert "KANARIENVOGEL" not in told
    assert told.count("Part of what was agreed is not for publication.") == 2
    assert "Praised." in told
    assert "Thanks." in told
    user = appoint(name="carl", password="a long and quiet river", role=Role.CLERK, place=world.ID, by="tests")
    carl = Client()
    carl.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    doors = ("", "/minuted", "/taken_back")
    for client, reads in ((clerk.client, True), (carl, False)):  # of the body, and of another
        for door in doors:
            answered = client.get(f"{at}{door}")
            assert (answered.status_code, "KANARIENVOGEL" in answered.content.decode()) == (200, reads), door
    meanwhile = carl.post(f"{at}/minuted", {"minutes": "Mine", "seen": "3"})
    assert meanwhile.status_code == 409
    assert "KANARIENVOGEL" not in meanwhile.content.decode()
    assert "Part of what was agreed is not for publication." in lena.get(at).content.decode()
    assert clerk.does("corrected_report", **REPORT | {"exempt": "They bid six thousand", "why": "A new bid"}) == ""
    assert "KANARIENVOGEL" not in lena.get(at).content.decode(), "it was exempt, and is still no text for others"


@pytest.mark.parametrize(
    ("line", "tells"),
    [
        (CANARY, True),
        ("He said: kanarienvogel  bids FOUR thousand, no more", True),
        ("Agreed", False),
        ("four thousand", False),
        ("5 %", True),
        ("They asked for 5 % more", False),
    ],
)
def test_minutes_that_were_entered_before_tell_no_line_that_is_exempt_since(line, tells, site):
    from oneplace.delivery.happened import Decision, tells_exempt

    assert tells_exempt(line, Decision(exempt=f"{CANARY}.\n5 %")) is tells


@pytest.mark.parametrize("name", ["minutes.docx", "minutes.pdf"])
def test_what_was_put_off_is_told_without_the_line_that_was_said_to_be_exempt_since(name, clerk, signed_in):  # noqa: F811
    open_still = REPORT | dict.fromkeys(("exempt", "exempt_paragraph", "public_interest"), "") | SMALL
    at = clerk.client.post("/delivery/add/meeting", {"body": "hwb", "on": day(1), "seen": "0"}).headers["Location"]
    assert clerk.does("written", **open_still | {"reasons": f"Half are lost\n{CANARY}"}) == ""
    assert clerk.does("ready") == ""
    assert clerk.does("on_agenda", agenda=day(20), meeting=day(1), agenda_shown=SEEN) == ""
    clerk.client.post(f"{at}/held", {"present": "Chair\nNurse", "apologies": "", "seen": "1"})
    assert clerk.does("deferred", why=f"Because {CANARY}") == ""
    assert CANARY in text_of(name, has(signed_in("lena"), f"{at}/as/{name}"))
    assert clerk.does("corrected_report", **REPORT | SMALL | {"why": "A bid is secret"}) == ""
    told = text_of(name, has(signed_in("lena"), f"{at}/as/{name}"))
    assert "KANARIENVOGEL" not in told
    assert "Pay for two advisers" in told
    assert "Why: Not shown: it says what is not for publication." in told
