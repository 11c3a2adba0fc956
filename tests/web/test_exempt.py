"""What is not for publication: read by who serves the body that decides, and by who drafted it; by nobody else."""

from __future__ import annotations

import html
import re

import pytest

from tests.web import world
from tests.web.test_decision_steps import REPORT, Clerk
from tests.web.test_delivery import emptied  # noqa: F401
from tests.web.test_papers import CANARY as PAPER
from tests.web.test_papers import body, mark, sent

CANARY = "KANARIENVOGEL"
MANY = ("alice", "clare", "lena", "dora", "ben", "carl")


@pytest.fixture
def people(signed_in, serving, emptied):  # noqa: F811
    """Browsers of the stock cast, of three who serve no body, and of Larry, a lead who drafts the decision of a test.

    Dora leads, Ben is a board member, Carl a clerk.
    """
    from django.test import Client

    from oneplace.web.accounts.actions import appoint
    from oneplace.web.accounts.roles import Role

    serving("full")
    found = {name: signed_in(name) for name in ("alice", "clare", "lena", "adam", "paul")}
    for name, role in {"dora": Role.LEAD, "ben": Role.BOARD, "carl": Role.CLERK, "larry": Role.LEAD}.items():
        user = appoint(name=name, password="a long and quiet river", role=role, place=world.ID, by="tests")
        found[name] = Client(raise_request_exception=False)
        found[name].force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return found


@pytest.fixture
def drafted(people):
    larry = Clerk(people["larry"])
    assert larry.does("written", **REPORT) == ""
    assert larry.does("ready") == ""
    return larry


def as_seen(people, name, drafted):
    """The decision of a test in somebody else's browser."""
    one = Clerk.__new__(Clerk)
    one.client, one.at, one.seen = people[name], drafted.at, drafted.seen
    return one


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        ("larry", True),  # drafted it
        ("alice", True),  # sits on the board that decides it
        ("clare", True),  # is its clerk
        ("lena", False),  # leads other work
        ("ben", False),  # sits on no board
        ("carl", False),  # is the clerk of another
    ],
)
def test_who_reads_what_is_exempt_in_a_decision(name, reads, people, drafted):
    client = people[name]
    pages = {what: client.get(f"{drafted.at}{what}") for what in ("", "/corrected_report", "/taken_back")}
    shown = [what for what, answered in pages.items() if CANARY in answered.content.decode()]
    may_write = name not in {"alice", "ben"}
    assert shown == (["", "/corrected_report"] if reads and may_write else [""] if reads else [])
    for suffix in ("docx", "pdf"):
        assert client.get(f"{drafted.at}/as/report-in-full.{suffix}").status_code == (200 if reads else 403)
        assert client.get(f"{drafted.at}/as/report.{suffix}").status_code == 200
    told = html.unescape(pages[""].content.decode())
    assert ("Something, which is not shown to you." in told) is not reads
    assert ("report-in-full" in told) is reads
    assert "Pay for two advisers" in told, "the rest is for all who read decisions"


def test_what_was_exempt_stays_in_no_history_that_others_read(people, drafted):
    spilt = REPORT | {"summary": f"{CANARY} and others bid"}
    assert drafted.does("corrected_report", **spilt, why="The bid is in the wrong box") == ""
    assert drafted.does("corrected_report", **REPORT | {"summary": "Two bid"}, why="Out of the summary") == ""
    empty = {"exempt": "", "exempt_paragraph": "", "public_interest": ""}
    assert drafted.does("corrected_report", **REPORT | empty | {"summary": "Two bid"}, why="No bid any more") == ""
    assert CANARY in drafted.sees(), "in its history"
    for name in ("lena", "ben", "carl"):
        told = as_seen(people, name, drafted).sees()
        assert CANARY not in told
        assert "some of it is, or was, not for publication" in told
        assert "No bid any more" in told, "who, when and why stand there all the same"


def test_who_may_not_read_it_changes_the_rest_and_leaves_it_as_it_is(people, drafted):
    lena = as_seen(people, "lena", drafted)
    form = lena.client.get(f"{drafted.at}/corrected_report").content.decode()
    assert 'name="exempt"' not in form
    assert 'name="summary"' in form
    said = {name: value for name, value in REPORT.items() if name != "exempt"}
    assert lena.does("corrected_report", **said | {"exempt": "", "summary": "Two"}, why="It had no summary") == ""
    assert CANARY in drafted.sees()
    assert "Two" in drafted.sees()


def test_nobody_comes_to_read_it_by_giving_it_to_a_body_of_theirs(people, drafted):
    from oneplace.delivery.happened import RULES, Kind, WrongError
    from oneplace.web.accounts.permissions import Decision as Decided
    from oneplace.web.delivery import exempt, record
    from oneplace.web.snapshot import snapshot

    carl = as_seen(people, "carl", drafted)
    words = {"text": "Pay for two advisers", "after": "", "why": "It is ours"}
    assert "Choose one of the list." in carl.does("corrected_words", **words, body="D1"), "a group decides nothing"
    assert carl.does("corrected_words", **words | {"text": "Pay"}, body="hwb") == ""
    drafted.seen = carl.seen
    assert drafted.does("corrected_words", **words, body="hwb") == ""
    stands = record.thing(snapshot(), Kind.DECISION, drafted.at.rsplit("/", 1)[1])
    rule = RULES[Kind.DECISION]["corrected_words"]
    with pytest.raises(WrongError, match="is not for publication") as refused:
        exempt.unasked(rule, stands, "D1", Decided(False, "It is for its members."))
    assert set(refused.value.fields) == {"body"}
    assert exempt.unasked(rule, stands, "hwb", Decided(False, "")) == {}
    assert exempt.unasked(rule, stands, "D1", Decided(True, "")) == {}


def test_what_others_did_meanwhile_is_shown_without_it(people, drafted):
    lena = as_seen(people, "lena", drafted)
    assert drafted.does("corrected_report", **REPORT | {"exempt": f"{CANARY} bids six"}, why="Another bid") == ""
    said = {name: value for name, value in REPORT.items() if name != "exempt"}
    answered = lena.client.post(f"{drafted.at}/corrected_report", {**said, "why": "x", "seen": str(lena.seen)})
    assert answered.status_code == 409
    form = html.unescape(answered.content.decode())
    assert CANARY not in form
    assert "Another bid" in form
    assert "Both versions are below" not in form, "the other is not shown"
    assert "Nothing is saved yet" in form
    assert "some of it is, or was, not for publication. How it stands now is on its page." in form


def test_what_others_ticked_meanwhile_is_shown_as_it_is_no_text(people, drafted):
    lena = as_seen(people, "lena", drafted)
    assert drafted.does("corrected_report", **REPORT | {"serves": ["G1", "C1"]}, why="Both") == ""
    said = {name: value for name, value in REPORT.items() if name != "exempt"}
    answered = lena.client.post(f"{drafted.at}/corrected_report", {**said, "why": "x", "seen": str(lena.seen)})
    assert "Reduce inequalities; Confront deprivation (before: Reduce inequalities)" in html.unescape(
        answered.content.decode()
    )


def test_a_draft_that_a_file_brought_is_nobodys_own(people, drafted):
    from oneplace.delivery.happened import Imported
    from oneplace.web.delivery.exempt import maker_of
    from oneplace.web.delivery.record import entries

    held = [one for one in entries(world.ID) if one.kind == "decision"]
    assert maker_of(held) == "larry"
    read_in = held[0].model_copy(update={"imported": Imported(at=held[0].at, by="root")})
    assert maker_of([read_in, *held[1:]]) == ""
    assert maker_of([]) == ""


@pytest.mark.parametrize(
    ("name", "listed", "status"),
    [("clare", True, 200), ("alice", True, 200), ("carl", False, 404), ("ben", False, 404), ("lena", None, 403)],
)
def test_who_reads_an_exempt_paper(name, listed, status, people):
    answered = sent(people["clare"], about=body(people["clare"]))
    path, client = answered["Location"], people[name]
    assert client.get(path).status_code == status
    assert client.get(f"{path}/versions/1").status_code == status
    assert client.get(f"{path}/published").status_code == {"clare": 200, "alice": 403}.get(name, status)
    held = client.get("/meetings/papers")
    assert (PAPER in held.content.decode()) is bool(listed)


def test_a_clerk_reads_what_they_uploaded_for_another_body(people):
    answered = sent(people["carl"], about=body(people["carl"]))
    assert people["carl"].get(f"{answered['Location']}/versions/1").status_code == 200


def test_what_was_public_once_is_open_in_that_version_alone(people, visitor):
    path = sent(people["clare"], about=body(people["clare"]))["Location"]
    mark(people["clare"], path, "published")
    key = path.rsplit("/", 1)[1]
    assert visitor.get(f"/papers/{key}").status_code == 200
    assert people["ben"].get(f"/papers/{key}").status_code == 200
    assert people["ben"].get(path).status_code == 404, "its history is that of an exempt paper"


def test_papers_about_a_meeting_and_a_decision_are_those_of_their_body(people, drafted):
    key = drafted.at.rsplit("/", 1)[1]
    sent(people["clare"], about=f"decision/{key}")
    assert PAPER in people["alice"].get(drafted.at).content.decode()
    assert PAPER not in people["ben"].get(drafted.at).content.decode()
    assert PAPER not in people["larry"].get(drafted.at).content.decode(), "papers are not for leads"


def test_an_administrator_says_whom_somebody_serves_and_it_holds_at_once(people, drafted):
    from oneplace.web.accounts.models import User
    from oneplace.web.audit.models import AuditEvent

    ben = User.objects.get(username="ben")
    at = f"/account/people/{ben.pk}/bodies"
    asked = people["adam"].get(at)
    assert asked.status_code == 200, asked.status_code
    seen = re.search(r'name="seen" value="(\d+)"', asked.content.decode()).group(1)
    odd = people["adam"].post(at, {"bodies": ["parliament"], "why": "x", "seen": seen})
    assert "There is no board or group" in odd.content.decode()
    unsaid = people["adam"].post(at, {"bodies": ["hwb"], "why": "", "seen": seen})
    assert unsaid.status_code == 400
    assert people["adam"].post(at, {"bodies": ["hwb"], "why": "Elected", "seen": seen}).status_code == 302
    assert CANARY in people["ben"].get(drafted.at).content.decode()
    last = AuditEvent.objects.filter(event="seats_set", about="ben").values_list("by", "before", "after", "why").last()
    assert last == ("adam", "none", "hwb", "Elected")
    assert "Health and Wellbeing Board" in people["ben"].get("/account").content.decode()
    assert "Health and Wellbeing Board" in people["adam"].get(f"/account/people/{ben.pk}").content.decode()


def test_who_serves_nobody_is_told_until_it_is_said(people):
    """By the list of accounts, and by ``oneplace migrate``: their board as it is called now counts, none that was."""
    from oneplace.web.accounts import keeping
    from oneplace.web.accounts.models import User

    def unseated(*bodies):
        return {user.username for user in keeping.unseated(world.ID, bodies)}

    def seated(name, *bodies):
        keeping.seat(user=User.objects.get(username=name), bodies=bodies, by=keeping.By("adam", world.ID, "New"))

    seated("ben", "D1")
    seated("carl", "D1")
    others = unseated("hwb", "D1")  # accounts that other tests made and that stay
    assert not others & set(people)
    seated("ben")
    seated("carl")
    assert unseated("hwb", "D1") == others | {"ben", "carl"}
    assert "alice" in unseated("another"), "their seat is of a board that is gone"
    listed = people["adam"].get("/account/people").content.decode()
    assert listed.count("Serves no board or group yet") == len(others) + 2
    keeping.close(user=User.objects.get(username="ben"), by=keeping.By("adam", world.ID, "Left"))
    seated("carl", "D1")
    assert unseated("hwb", "D1") == others
    keeping.reopen(user=User.objects.get(username="ben"), by=keeping.By("adam", world.ID, "Back"))
    seated("carl")


def test_a_seat_without_a_role_allows_nothing_and_goes_with_the_roles(people):
    from oneplace.web.accounts.actions import dismiss
    from oneplace.web.accounts.models import Seat
    from oneplace.web.accounts.permissions import Actor, may_read_exempt
    from oneplace.web.accounts.roles import Role

    def allowed(*roles, body="hwb", maker=""):
        return may_read_exempt(Actor("x", world.ID, frozenset(roles), frozenset({"hwb"})), body, maker).allowed

    assert allowed(Role.BOARD) and allowed(Role.CLERK)  # noqa: PT018
    assert not any(allowed(role) for role in (Role.LEAD, Role.PLANNER, Role.ADMINISTRATOR))
    assert not allowed()
    assert not allowed(maker="x"), "who has no role any more reads no draft of theirs"
    assert allowed(Role.LEAD, maker="x")
    assert not allowed(Role.BOARD, body="")
    assert not allowed(Role.BOARD, body="D1")
    assert not may_read_exempt(None, "hwb", "").allowed
    dismiss(name="clare", place=world.ID, by="tests")
    assert not Seat.objects.filter(user__username="clare").exists()
