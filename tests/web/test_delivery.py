"""The record and its pages: kept on both databases, added to only, two editors lose nothing, each kind by its role."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from oneplace.delivery.happened import RULES, Kind, Milestone, WrongError
from tests.web import world

DECLARED = Milestone(text="An adviser in each clinic", workstream="W1", due=date(2025, 3, 31))
MOVE = {"forecast": "2027-01-31", "cause": "Lease unsigned"}


def record(what="moved", said=MOVE, seen=0, by="lena", subject="M2"):
    from oneplace.web.delivery.actions import record_change

    return record_change(
        place=world.ID, kind=Kind.MILESTONE, subject=subject, what=what, said=said, declared=DECLARED, seen=seen, by=by
    )


def rows():
    from oneplace.web.delivery.models import Change

    return list(Change.objects.order_by("pk").values())


@pytest.fixture
def emptied(site):
    """The site's own record without rows: its triggers are lifted for it, as no page can."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'delivery_no_DELETE'")
        made = cursor.fetchone()[0]
        cursor.execute("DROP TRIGGER delivery_no_DELETE")
        cursor.execute("DELETE FROM delivery_change")
        cursor.execute(made)


def test_an_entry_is_kept_with_who_when_why_before_and_after_and_its_mark(ready_store):
    from oneplace.web.audit.models import AuditEvent
    from oneplace.web.delivery.record import history

    first = record()
    second = record("stopped", {"why": "No money"}, seen=1)
    assert history(world.ID, (Kind.MILESTONE, "M2")) == [first, second]
    assert (first.before["forecast"], first.after["forecast"], first.by) == (None, "2027-01-31", "lena")
    assert (second.before, second.why, second.after["state"]) == (first.after, "No money", "stopped")
    told = list(AuditEvent.objects.values_list("by", "event", "about", "detail"))
    assert told == [("lena", "delivery_recorded", "milestone M2", what) for what in ("moved", "stopped")]


def test_who_saw_an_older_entry_gets_the_newer_and_writes_nothing(ready_store):
    from oneplace.web.delivery.actions import MeanwhileError

    first = record()
    with pytest.raises(MeanwhileError) as raised:
        record(said={"forecast": "2027-06-30", "cause": "Ill"}, by="bob")
    assert raised.value.since == [first]
    assert len(rows()) == 1


def test_two_who_write_at_the_same_moment_are_told_apart_by_the_database(ready_store, monkeypatch):
    from oneplace.web.audit.models import AuditEvent
    from oneplace.web.delivery import actions

    first = record()
    seen = iter([[], [first]])
    monkeypatch.setattr(actions, "history", lambda *_of: next(seen))
    with pytest.raises(actions.MeanwhileError) as raised:
        record(by="bob")
    assert raised.value.since == [first]
    assert (len(rows()), AuditEvent.objects.count()) == (1, 1)


def test_what_the_rules_refuse_leaves_nothing(ready_store):
    with pytest.raises(WrongError):
        record(said=MOVE | {"cause": ""})
    assert rows() == []


REPLACING = {
    "sqlite": "INSERT OR REPLACE INTO delivery_change SELECT * FROM delivery_change",
    "postgresql": "INSERT INTO delivery_change SELECT * FROM delivery_change ON CONFLICT (id) DO UPDATE SET what = 'x'",
}


@pytest.mark.parametrize(
    "statement", ["UPDATE delivery_change SET why = 'x'", "DELETE FROM delivery_change", REPLACING]
)
def test_the_database_refuses_to_change_or_remove_a_row(statement, ready_store):
    from django.db import IntegrityError, connection, transaction

    record()
    before = rows()
    said = statement if isinstance(statement, str) else statement[connection.vendor]
    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(said)
    assert rows() == before


def test_one_places_record_is_not_anothers(ready_store):
    from oneplace.web.delivery.record import entries

    record()
    assert entries("elsewhere") == []


def test_a_file_is_taken_once_and_a_conflict_takes_nothing(ready_store):
    from oneplace.web.delivery.actions import import_entries
    from oneplace.web.delivery.record import entries

    record()
    held = entries(world.ID)
    assert import_entries(place="twin", given=held, by="adam").new == held
    assert import_entries(place="twin", given=held, by="adam").new == []
    twins = entries("twin")
    assert all(one.is_as(other) for one, other in zip(twins, held, strict=True))
    other = [held[0].model_copy(update={"by": "bob"})]
    found = import_entries(place="twin", given=other, by="adam")
    assert [(ours.by, theirs.by) for ours, theirs in found.conflicts] == [("lena", "bob")]
    assert entries("twin") == twins


def test_both_sides_of_a_conflict_are_told_with_the_reason_and_with_what_is_emptied(ready_store):
    """Two entries that differ in nothing else would read the same."""
    from oneplace.web.administration import _side

    moved, stopped = record(), record("stopped", {"why": "No money"}, seen=1)
    assert "because “No money”" in _side("the store", stopped)
    assert "because" not in _side("the store", moved)
    bare = moved.model_copy(update={"before": moved.after, "after": moved.after | {"cause": ""}})
    assert "(cause emptied)" in _side("the file", bare)


def test_what_was_read_in_from_a_file_is_seen_as_such_wherever_it_goes(ready_store, tmp_path):
    from oneplace.delivery import happened
    from oneplace.web.delivery.actions import import_entries
    from oneplace.web.delivery.presenter import history
    from oneplace.web.delivery.record import entries

    record()
    held = entries(world.ID)
    by_hand = [one.model_copy(update={"by": "the mayor", "imported": None}) for one in held]
    import_entries(place="twin", given=by_hand, by="adam")
    [kept] = entries("twin")
    assert (kept.by, kept.imported.by) == ("the mayor", "adam")
    [told] = history([kept], {})
    assert told.read_in.startswith("Read in from a file by adam on ")
    assert told.read_in.endswith("UTC. Who did it, and when, is what that file says.")
    assert history(held, {})[0].read_in == ""
    path = tmp_path / "record.jsonl"
    path.write_text(happened.written([kept]))
    assert happened.read(path) == [kept]
    assert happened.merged(by_hand, [kept]) == happened.Merged([], [])


SUBJECTS = {
    Kind.AMBITION: "A1",
    Kind.WORKSTREAM: "W1",
    Kind.MILESTONE: "M2",
    Kind.ACTION: "R1.1",
    Kind.RISK: "R1",
    Kind.COMMENTARY: "A1",
}
KEEPS = {
    "lena": set(Kind) - {Kind.MEETING, Kind.PAPER},
    "clare": {Kind.ACTION, Kind.MEETING, Kind.DECISION},
    "alice": set(),
}


@pytest.mark.parametrize("reader", KEEPS)
def test_each_role_may_do_to_each_kind_what_its_grants_say(reader, signed_in, serving, emptied):
    serving("full")
    client = signed_in(reader)
    for kind, rules in RULES.items():
        if kind is Kind.PAPER:  # it has pages of its own: test_papers
            assert client.get("/delivery/add/paper").status_code == 404
            continue
        wanted = 200 if kind in KEEPS[reader] else 403
        if "made" in rules:
            assert client.get(f"/delivery/add/{kind.value}").status_code == wanted
            assert client.post(f"/delivery/add/{kind.value}", {}).status_code == (400 if wanted == 200 else 403)
        for what in set(rules) - {"made"} if kind in SUBJECTS else ():
            assert client.get(f"/delivery/{kind.value}/{SUBJECTS[kind]}/{what}").status_code == wanted
    assert rows() == []


@pytest.mark.parametrize(
    "path", ["nothing/M2", "milestone/none", "milestone/M2/unheard", "milestone/M2/made", "add/nothing", "add/ambition"]
)
def test_what_is_not_there_is_not_found(path, signed_in, serving):
    serving("full")
    assert signed_in("lena").get(f"/delivery/{path}").status_code == 404


def test_a_lead_moves_a_milestone_and_its_page_tells_the_story(signed_in, serving, emptied):
    serving("full")
    lena = signed_in("lena")
    form = lena.get("/delivery/milestone/M2/moved").content.decode()
    assert 'name="seen" value="0"' in form
    assert lena.post("/delivery/milestone/M2/moved", MOVE | {"seen": "0"}).status_code == 302
    html = lena.get("/delivery/milestone/M2").content.decode()
    for words in ("lena,", ": 31 January 2027", "Lease unsigned", "The day first agreed stays as it is"):
        assert words in html
    assert "expected 31 January 2027" in lena.get("/delivery").content.decode()


def test_two_who_edit_see_both_versions_and_what_was_typed(signed_in, serving, emptied):
    serving("full")
    lena = signed_in("lena")
    lena.post("/delivery/milestone/M2/moved", MOVE | {"seen": "0"})
    other = {"forecast": "2027-06-30", "cause": "The nurse is ill"}
    answered = lena.post("/delivery/milestone/M2/moved", other | {"seen": "0"})
    html = answered.content.decode()
    assert answered.status_code == 409
    for words in ("Somebody changed this while you wrote", "31 January 2027", "The nurse is ill", "2027-06-30"):
        assert words in html
    again = re.search(r'name="seen" value="(\d+)"', html).group(1)
    assert lena.post("/delivery/milestone/M2/moved", other | {"seen": again}).status_code == 302
    assert [row["after"]["forecast"] for row in rows()] == ["2027-01-31", "2027-06-30"]


@pytest.mark.parametrize("seen", ["", "-1", "x", "99", "9" * 400, "9" * 5000, "\u0663"])
def test_a_form_that_was_tampered_with_writes_nothing(seen, signed_in, serving, emptied):
    serving("full")
    answered = signed_in("lena").post("/delivery/milestone/M2/moved", MOVE | {"seen": seen})
    assert answered.status_code in (400, 409)
    assert rows() == []


def test_errors_stand_in_a_summary_and_at_their_field_and_nothing_typed_is_lost(signed_in, serving, emptied):
    serving("full")
    answered = signed_in("lena").post(
        "/delivery/add/action", {"text": "<b>Ask the nurses</b>", "due": "soon", "org": "nobody", "seen": "0"}
    )
    html = answered.content.decode()
    assert answered.status_code == 400
    assert 'href="#due"' in html or 'href="#org"' in html
    assert "Choose one of the list." in html
    assert "&lt;b&gt;Ask the nurses" in html
    assert rows() == []


def test_what_names_somebodys_account_is_theirs(signed_in, serving, emptied):
    serving("full")
    lena, _ = signed_in("lena"), signed_in("clare")
    made = {"text": "Ring the landlord", "due": "2026-01-31", "org": "council", "account": "clare", "public": "no"}
    assert lena.post("/delivery/add/action", made | {"seen": "0"}).status_code == 302
    yours = {
        name: signed_in(name).get("/delivery").content.decode().split("Late by the day")[0]
        for name in ("lena", "clare")
    }
    assert ["Ring the landlord" in yours[name] for name in yours] == [False, True]


def test_what_names_an_account_that_is_closed_is_listed_for_whoever_can_name_another(signed_in, serving, emptied):
    from oneplace.web.accounts.models import User

    serving("full")
    lena = signed_in("lena")
    made = {"text": "Ring the landlord", "due": "2026-01-31", "org": "council", "account": "lena", "public": "no"}
    path = lena.post("/delivery/add/action", made | {"seen": "0"}).headers["Location"]
    assert "Nobody hears of these" not in lena.get("/delivery").content.decode()
    other = signed_in("clare")
    User.objects.filter(username="lena").update(is_active=False)
    told = other.get("/delivery").content.decode()
    User.objects.filter(username="lena").update(is_active=True)
    assert path in told.partition("Nobody hears of these")[2].partition("Everything")[0]


def test_the_leads_page_is_short_theirs_first_the_rest_folded_and_by_day(signed_in, serving, emptied):
    serving("full")
    lena = signed_in("lena")
    for text, due in (("Third", "2199-03-01"), ("First", "2199-01-31"), ("Second", "2199-02-28")):
        made = {"text": text, "due": due, "org": "council", "account": "lena", "public": "no"}
        assert lena.post("/delivery/add/action", made | {"seen": "0"}).status_code == 302
    main = lena.get("/delivery").content.decode().split("<main")[1]
    places = [
        main.index(words) for words in ("Yours</h2>", ">First<", ">Second<", ">Third<", "Late by the day", "/plan")
    ]
    assert places == sorted(places)
    everything = main[main.index("Everything</h2>") :]
    outside = re.sub(r"<details.*?</details>", "", everything, flags=re.DOTALL)
    assert "app-list" in everything
    assert "app-list" not in outside
    assert re.search(r"Actions \(\d+ open", everything)


def test_a_risk_says_its_score_and_band_and_every_deeper_page_the_way_up_on_a_phone(signed_in, serving, emptied):
    serving("full")
    lena = signed_in("lena")
    scored = {"likelihood": "5", "consequence": "5", "why": "The post is empty"}
    assert lena.post("/delivery/risk/R1/scored", scored | {"seen": "0"}).status_code == 302
    html = lena.get("/delivery/risk/R1").content.decode()
    assert re.search(r"Score\s*</dt>\s*<dd[^>]*>\s*25 \(5 × 5\), extreme", html)
    assert "score 25 (5 × 5), extreme" in lena.get("/delivery").content.decode()
    assert '<a class="nhsuk-back-link" href="/delivery">' in html


def test_a_score_above_the_one_without_controls_is_told_at_once_and_taken_back_within_a_week(
    signed_in, serving, emptied, monkeypatch
):
    from django.utils import timezone

    serving("full")
    lena, above = signed_in("lena"), "Its score now is above the one without controls."
    assert above not in lena.get("/delivery/risk/R1").content.decode()
    scored = {"likelihood": "5", "consequence": "5", "why": "The post is empty", "seen": "0"}
    assert lena.post("/delivery/risk/R1/scored", scored).status_code == 302
    page = lena.get("/delivery/risk/R1").content.decode()
    assert above in page
    assert "/delivery/risk/R1/taken_back" in page
    today = timezone.localdate()
    monkeypatch.setattr(timezone, "localdate", lambda: today + timedelta(days=9))
    back = {"why": "It was another risk", "seen": "1"}
    assert "/delivery/risk/R1/taken_back" not in lena.get("/delivery/risk/R1").content.decode()
    refused = lena.post("/delivery/risk/R1/taken_back", back)
    assert (refused.status_code, "stood for more than a week" in refused.content.decode()) == (400, True)
    monkeypatch.setattr(timezone, "localdate", lambda: today)
    assert lena.post("/delivery/risk/R1/taken_back", back).status_code == 302
    assert above not in lena.get("/delivery/risk/R1").content.decode()


def test_a_meeting_on_a_holiday_says_so(signed_in, serving, emptied):
    serving("full")
    at = signed_in("clare").post("/delivery/add/meeting", {"body": "hwb", "on": "25 December 2026", "seen": "0"})
    assert "25 December 2026 (no working day)" in signed_in("lena").get(at["Location"]).content.decode()


def test_an_account_that_nobody_signs_in_by_is_refused_in_words(signed_in, serving, emptied):
    serving("full")
    made = {"text": "Ring the landlord", "due": "31 January 2026", "org": "council", "account": "clara", "public": "no"}
    answered = signed_in("lena").post("/delivery/add/action", made | {"seen": "0"})
    assert answered.status_code == 400
    assert "Nobody here signs in by this name." in answered.content.decode()
    assert rows() == []


def test_a_reason_has_its_limit_and_says_so(signed_in, serving, emptied):
    serving("full")
    answered = signed_in("lena").post("/delivery/milestone/M2/stopped", {"why": "x" * 2001, "seen": "0"})
    assert answered.status_code == 400
    assert "Write at most 2,000 letters." in answered.content.decode()


@pytest.mark.parametrize("path", ["/delivery/milestone/M2%00", "/delivery/add/%0a", "/papers/%7f", "/account/link/%00"])
def test_an_address_with_a_sign_that_nobody_sees_is_not_there(path, signed_in, serving):
    serving("full")
    assert signed_in("lena").get(path).status_code == 404


def test_a_code_and_a_partner_of_elsewhere_are_read_as_words(serving, site):
    from oneplace.delivery.happened import Decision, Entry
    from oneplace.web.delivery import named, presenter, record
    from oneplace.web.snapshot import snapshot

    serving("full")
    found = record.declared(snapshot())
    decision = Decision(state="on_agenda", text="Pay", counting="no_sundays")
    told = dict(presenter.facts(decision, named.names(found, {})))
    assert (told["State"], told["How the body counts clear days"]) == ("on agenda", "no sundays")
    named = Decision(text="Pay", present="Chair\nNurse", reasons="It is far.\nWaits grew.")
    told = dict(presenter.facts(named, {}))
    assert (told["Which members took part"], told["Reasons"]) == ("Chair; Nurse", "It is far. Waits grew.")
    assert told["What is to be decided, in a sentence"] == "Pay"
    prose = Decision(text="Pay for wards by the M2", reasons="To M2, see legal_other", after="M2", present="M2")
    told = dict(presenter.facts(prose, {"M2": "An adviser in each clinic"}))
    assert told["What is to be decided, in a sentence"] == "Pay for wards by the M2", "what was written stays"
    assert (told["Reasons"], told["Which members took part"]) == ("To M2, see legal_other", "M2")
    assert told["Which decision recommends it"] == "An adviser in each clinic"
    elsewhere = Milestone(text="A", org="ext:made-up-for-this", role="Lead")
    assert presenter.owner_words(found, elsewhere) == "Lead, made up for this"
    entry = Entry(
        kind=Kind.MILESTONE, subject="M1", number=1, at="2026-01-01T00:00:00Z", by="lena", what="progressed",
        before={}, after={"state": "in_progress"},
    )  # fmt: skip
    assert ("State", "nothing", "in progress") in presenter.told(entry, {}).changes


def test_what_two_wrote_alike_is_offered_for_merging_and_what_is_dropped_no_more(signed_in, serving, emptied):
    """Word for word too: two things that are called alike are not one thing with one name."""
    serving("full")
    lena = signed_in("lena")
    for role in ("Head of care", "Matron"):
        made = {
            "text": "Ring carers who wait for a visit",
            "due": "2199-01-31",
            "org": "council",
            "role": role,
            "public": "no",
        }
        assert lena.post("/delivery/add/action", made | {"seen": "0"}).status_code == 302

    def offered():
        return lena.get("/delivery/assurance").content.decode().split('id="twice"')[1].split("<h2")[0]

    told = offered()
    assert told.count("Action: Ring carers who wait for a visit") == 2
    assert "Head of care" in told
    assert "Matron" in told
    one = re.search(r'href="(/delivery/action/[^"]+)"', told)[1]
    assert lena.post(f"{one}/dropped", {"reason": "The matron does it", "seen": "1"}).status_code == 302
    assert "Ring carers" not in offered()


def test_a_must_do_and_a_lesson_are_made_and_closed_by_form(signed_in, serving, emptied):
    """Of a lesson only decisions are offered that everybody may know of."""
    serving("full")
    lena = signed_in("lena")
    made = {"text": "Answer complaints", "asks": "must", "due": "2026-09-30", "org": "council", "why": "An inspection"}
    must = lena.post("/delivery/add/must", made | {"seen": "0"})["Location"]
    assert lena.post(f"{must}/evidenced", {"evidence": "The audit", "seen": "1"}).status_code == 302
    learnt = {"text": "Ask first", "learnt_from": "A late clinic", "org": "council", "seen": "0"}
    lesson = lena.post("/delivery/add/lesson", learnt)["Location"]
    lena.post("/delivery/add/decision", {"text": "A secret draft", "body": "hwb", "after": "", "seen": "0"})
    form = lena.get(f"{lesson}/used").content.decode()
    assert "A secret draft" not in form
    offered = re.findall(r'<option value="([^"]+)"', form)
    assert offered
    assert lena.post(f"{lesson}/used", {"decision": "decision-unheard", "seen": "1"}).status_code == 400
    assert lena.post(f"{lesson}/used", {"decision": offered[0], "seen": "1"}).status_code == 302
    everything = re.sub(r"\s+", " ", lena.get("/delivery").content.decode())
    assert "What a regulator asks (none open, 1 closed" in everything
    assert "Lessons (none open, 1 closed" in everything
