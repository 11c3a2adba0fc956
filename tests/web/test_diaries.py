"""What is due and late reaches its owner: a page, a diary at an address of its own, a letter once a cycle."""

from __future__ import annotations

import re
import smtplib
import socketserver
import ssl
import threading
from datetime import date, timedelta

import icalendar
import pytest

from oneplace.delivery.happened import Kind
from oneplace.problems import OneplaceError
from tests.web import world

TODAY = date(2027, 1, 20)


def add(subject, due, account="lena", text="Ring Mrs Smith", kind=Kind.ACTION):
    from oneplace.web.delivery.actions import record_change

    said = {"text": text, "due": str(due), "org": "council", "account": account}
    return record_change(
        place=world.ID, kind=kind, subject=subject, what="made", said=said, declared=None, seen=0, by="lena"
    )


@pytest.fixture
def lena(ready_store, signed_in, serving):
    from oneplace.web.accounts import throttle

    throttle.forget()
    serving("full")
    return signed_in("lena")


def address(client):
    html = client.post("/delivery/mine/address", {"what": "make"}).content.decode()
    return re.search(r"<code>http://testserver(/diary/[\w-]+\.ics)</code>", html).group(1)


def test_the_page_shows_what_is_the_readers_and_nobody_elses(lena, signed_in):
    add("action-1", TODAY - timedelta(days=9999))
    add("action-2", date(2999, 1, 1), text="Open the room")
    add("action-3", date(2999, 1, 1), account="bob", text="Close the door")
    html = lena.get("/delivery/mine").content.decode()
    assert html.index("Late") < html.index("Ring Mrs Smith") < html.index("Later") < html.index("Open the room")
    assert "Close the door" not in html
    assert "Ring Mrs Smith" not in signed_in("alice").get("/delivery/mine").content.decode()


def test_an_account_called_as_the_clerks_owes_nothing_of_theirs():
    from oneplace.delivery.owed import CLERKS
    from oneplace.web.accounts.keeping import NAME

    assert not NAME.fullmatch(CLERKS)


def test_a_day_at_the_end_of_days_takes_nothing_from_the_page_or_the_diary(lena, visitor):
    from oneplace.web.delivery.models import Change

    last = add("action-1", TODAY)
    meeting = {"state": "arranged", "body": "board", "on": "0001-01-01"}
    far = last.after | {"due": "9999-12-31"}
    for kind, subject, after in (("action", "action-9", far), ("meeting", "meeting-9", meeting)):
        Change.objects.create(
            place=world.ID, kind=kind, subject=subject, number=1, at=last.at, by="x", what="made", after=after
        )
    assert lena.get("/delivery/mine").status_code == 200
    assert visitor.get(address(lena)).status_code == 200


def test_a_clerk_owes_the_agendas(lena, signed_in):
    from oneplace.web.delivery.actions import record_change

    said = {"body": "board", "on": "2999-03-08"}
    record_change(
        place=world.ID, kind=Kind.MEETING, subject="meeting-1", what="made", said=said, declared=None, seen=0, by="c"
    )
    assert "Publish the agenda" in signed_in("clare").get("/delivery/mine").content.decode()
    assert "Publish the agenda" not in lena.get("/delivery/mine").content.decode()


def test_a_diary_is_read_by_a_library_and_tells_no_private_words(lena, visitor):
    add("action-1", date(2999, 1, 1))
    written = visitor.get(path := address(lena))
    assert written["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in written["Cache-Control"]
    assert b"Smith" not in written.content
    (event,) = [one for one in icalendar.Calendar.from_ical(written.content).walk("VEVENT") if "action-1" in one["uid"]]
    assert event["summary"] == "Due: Action action-1"
    assert event["url"] == "http://testserver/delivery/action/action-1"
    assert event.decoded("dtstart") == date(2999, 1, 1)
    lena.post("/delivery/action/action-1/done", {"seen": "1", "evidence": "She was in"})
    again = icalendar.Calendar.from_ical(visitor.get(path).content)
    (event,) = [one for one in again.walk("VEVENT") if "action-1" in one["uid"]]
    assert (event["status"], event["sequence"]) == ("CANCELLED", 2)


def test_an_address_ends_with_a_newer_one_with_its_role_and_with_its_account(lena, visitor, signed_in):
    from oneplace.web.accounts.actions import appoint, dismiss
    from oneplace.web.accounts.models import User
    from oneplace.web.accounts.roles import Role
    from oneplace.web.diaries.models import DiaryAddress

    first = address(lena)
    second = address(lena)
    assert first.removeprefix("/diary/").removesuffix(".ics") not in str(list(DiaryAddress.objects.values()))
    assert [visitor.get(path).status_code for path in (first, second)] == [404, 200]
    dismiss(name="lena", place=world.ID, by="adam")
    assert visitor.get(second).status_code == 404
    appoint(name="lena", password="a long and quiet river", role=Role.LEAD, place=world.ID, by="adam")
    assert visitor.get(second).status_code == 200
    User.objects.filter(username="lena").update(is_active=False)
    assert visitor.get(second).status_code == 404
    User.objects.filter(username="lena").update(is_active=True)
    assert signed_in("lena").post("/delivery/mine/address", {"what": "end"}).status_code == 200
    assert visitor.get(second).status_code == 404


def test_an_address_does_not_come_back_with_an_account_that_is_opened_again(lena, visitor):
    from oneplace.web.accounts.keeping import By, close, reopen
    from oneplace.web.accounts.models import User

    path, user = address(lena), User.objects.get(username="lena")
    close(user=user, by=By("adam", world.ID, "She left"))
    reopen(user=user, by=By("adam", world.ID, "Back"))
    assert visitor.get(path).status_code == 404


def test_whoever_guesses_addresses_has_to_wait(lena, visitor):
    answers = [visitor.get(f"/diary/{number}.ics").status_code for number in range(6)]
    assert answers == [404] * 5 + [429]
    assert visitor.get(address(lena)).status_code == 200  # beside a program that goes on asking at an ended address


@pytest.fixture
def letters(lena, site):
    """Sends the letters of a day; returns what became of each, and what the server took."""
    from django.core import mail
    from django.test import override_settings

    from oneplace import place
    from oneplace.web.accounts.models import User
    from oneplace.web.diaries import reminding

    User.objects.filter(username="lena").update(email="lena@x.example")

    def send(today, within=14):
        mail.outbox.clear()
        asked = reminding.Asked(place.read(site), today, within, "https://health.example")
        return {one.account: one.told for one in reminding.remind(asked)}, list(mail.outbox)

    with override_settings(ONEPLACE_MAILS=True, DEFAULT_FROM_EMAIL="oneplace@x.example"):
        yield send


def test_each_thing_is_told_once_a_cycle_and_never_twice_a_day(letters):
    from oneplace.web.diaries.reminding import Told

    add("action-1", TODAY + timedelta(days=10))
    told, (letter,) = letters(TODAY)
    assert told["lena"] is Told.SENT
    assert (letter.to, letter.subject) == (["lena@x.example"], "Southampton: 1 due soon")
    assert "Smith" not in letter.body
    assert "- Action action-1 (due 30 January 2027)" in letter.body
    assert "https://health.example/delivery/action/action-1" in letter.body
    add("action-2", TODAY + timedelta(days=1))
    assert letters(TODAY) == ({"lena": Told.BEFORE}, [])
    told, (letter,) = letters(TODAY + timedelta(days=1))
    assert "action-2" in letter.body
    assert "action-1" not in letter.body
    days = [TODAY + timedelta(days=number) for number in range(2, 30)]
    sent = [day for day in days for letter in letters(day)[1] if "action-1" in letter.body]
    assert [(day - TODAY).days - 10 for day in sent] == [1, 7, 14]


def test_a_letter_that_was_not_taken_is_sent_the_next_time(letters, monkeypatch):
    from django.core.mail.backends import locmem

    from oneplace.web.diaries.models import Reminded
    from oneplace.web.diaries.reminding import Told

    add("action-1", TODAY)
    own = locmem.EmailBackend.send_messages

    def broken(*_anything):
        raise ConnectionRefusedError

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", broken)
    assert letters(TODAY)[0] == {"lena": Told.FAILED}
    assert not Reminded.objects.exists()
    monkeypatch.setattr(locmem.EmailBackend, "send_messages", own)
    assert letters(TODAY)[0] == {"lena": Told.SENT}


def test_who_can_not_be_told_is_named_with_the_reason(letters):
    from oneplace.web.accounts.models import User
    from oneplace.web.diaries.reminding import Told

    User.objects.create(username="bob", email="bob@x.example")
    User.objects.create(username="eve", is_active=False)
    for number, name in enumerate(("bob", "eve", "nemo")):
        add(f"action-{number}", TODAY, account=name)
    assert letters(TODAY)[0] == {"bob": Told.NO_ROLE, "eve": Told.CLOSED, "nemo": Told.NOBODY}


def test_without_a_server_nothing_is_sent_and_the_list_says_so(letters, site, capsys):
    from django.test import override_settings

    from oneplace.cli.remind import remind
    from oneplace.web.diaries.models import Reminded

    add("action-1", date(2020, 1, 1))
    with override_settings(ONEPLACE_MAILS=None):
        remind(site)
    assert "lena: Action action-1, due 2020-01-01 (no server for e-mail is set)" in capsys.readouterr().out.replace(
        "\n", " "
    )
    assert not Reminded.objects.exists()


def test_letters_whose_links_would_lead_nowhere_are_refused(letters, site, monkeypatch):
    from oneplace.web import remind

    monkeypatch.delenv("ONEPLACE_HOSTS", raising=False)
    with pytest.raises(OneplaceError, match="where the site is"):
        remind(site, TODAY, 14)


class Sink(socketserver.StreamRequestHandler):
    """Takes letters as a server for e-mail does, and keeps them."""

    def handle(self):
        def say(line):
            self.wfile.write(f"{line}\r\n".encode())

        say("220 sink")
        while line := self.rfile.readline().decode().strip():
            if line.upper() == "DATA":
                say("354 go on")
                self.server.taken.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
            if line.upper() == "QUIT":
                say("221 bye")
                return
            say("250 ok")


def test_a_real_server_takes_a_letter(lena, monkeypatch):
    from django.test import override_settings

    from oneplace.web import environment, mail

    monkeypatch.setattr("django.core.mail.utils.DNS_NAME._fqdn", "testton.example", raising=False)
    with socketserver.TCPServer(("127.0.0.1", 0), Sink) as sink:
        sink.taken = []
        thread = threading.Thread(target=sink.handle_request)
        thread.start()
        monkeypatch.setenv("ONEPLACE_SMTP", f"smtp://127.0.0.1:{sink.server_address[1]}")
        monkeypatch.setenv("ONEPLACE_MAIL_FROM", "oneplace@x.example")
        found = environment.mails()
        smtp = "django.core.mail.backends.smtp.EmailBackend"
        given = {"EMAIL_HOST": found.host, "EMAIL_PORT": found.port, "EMAIL_USE_TLS": found.starts_tls}
        with override_settings(EMAIL_BACKEND=smtp, DEFAULT_FROM_EMAIL=found.sender, EMAIL_TIMEOUT=5, **given):
            assert mail.send("lena@x.example", "Testton: 1 late", "Words")
            thread.join()
            sink.server_close()
            assert not mail.send("lena@x.example", "Testton: 1 late", "Words")
    (letter,) = sink.taken
    assert "From: oneplace@x.example" in letter
    assert "Auto-Submitted: auto-generated" in letter


@pytest.mark.parametrize(("address", "sender", "told"), [
    ("mail.example", "a@x.example", "not the address of a server"),
    ("http://mail.example", "a@x.example", "not the address of a server"),
    ("smtp://user:hush@mail.example:port", "a@x.example", "not the address of a server"),
    ("smtp://user:hush@mail.example", "nobody", "not an e-mail address"),
    ("smtp://user:hush@mail.example", "a@x.example\nBcc: b@x.example", "not an e-mail address"),
])  # fmt: skip
def test_a_wrong_address_of_the_server_is_told_without_its_password(address, sender, told, monkeypatch):
    from oneplace.web import environment

    monkeypatch.setenv("ONEPLACE_SMTP", address)
    monkeypatch.setenv("ONEPLACE_MAIL_FROM", sender)
    with pytest.raises(OneplaceError, match=told) as raised:
        environment.mails()
    assert "hush" not in str(raised.value)


@pytest.mark.parametrize(("address", "tls"), [
    ("smtp://mail.example", (587, True, False)),
    ("smtps://mail.example", (465, False, True)),
    ("smtp://localhost:25", (25, False, False)),
])  # fmt: skip
def test_nothing_goes_out_of_this_machine_without_tls(address, tls, monkeypatch):
    from oneplace.web import environment

    monkeypatch.setenv("ONEPLACE_SMTP", address)
    monkeypatch.setenv("ONEPLACE_MAIL_FROM", "a@x.example")
    found = environment.mails()
    assert (found.port, found.starts_tls, found.is_tls) == tls


def test_a_benefit_leads_to_its_page(site):
    from oneplace.delivery.owed import Owed
    from oneplace.web.diaries.views import link_of

    owed = Owed("benefit", "B1", "Show the benefit", "Fewer admissions", TODAY, TODAY)
    assert link_of(owed) == "/delivery/benefit/B1"


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (smtplib.SMTPAuthenticationError(535, b"hush"), "does not know the name or password in ONEPLACE_SMTP"),
        (smtplib.SMTPRecipientsRefused({"hush": (550, b"hush")}), "refused the address"),
        (ConnectionRefusedError("hush"), "can't be reached"),
        (TimeoutError("hush"), "can't be reached"),
        (ssl.SSLError("hush"), "certificate does not hold"),
    ],
)
def test_why_no_letter_went_is_said_in_words_without_what_was_quoted(raised, told, site, monkeypatch, caplog):
    from django.core.mail import EmailMessage

    from oneplace.web import mail

    def refuse(*_of, **_how):
        raise raised

    monkeypatch.setattr(EmailMessage, "send", refuse)
    assert mail.send("a@x.example", "S", "T") is False
    assert told in caplog.text
    assert "hush" not in caplog.text
