"""What may be done to each kind of thing, its file, and it laid over a place."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from oneplace import place
from oneplace.delivery import happened
from oneplace.delivery.happened import RULES, STATES, Entry, Kind, Milestone, Risk, WrongError, change
from oneplace.delivery.happened.days_shown import STAMPS
from oneplace.problems import OneplaceError
from tests.web import world

TODAY = date(2026, 4, 1)
FILLED = {
    "starts": "18:30",
    "private_noticed": "2026-01-05",
    "private_again": "2026-02-02",
    "private_office": "scrutiny_chair",
    "private_agreed_on": "2026-02-02",
    "due": "2026-06-30",
    "forecast": "2026-09-30",
    "now_due": "2026-09-30",
    "on": "2026-03-01",
    "run": "2026-03-31",
    "next_due": "2026-06-30",
    "likelihood": "4",
    "consequence": "4",
    "evidence_on": "2026-03-01",
    "audience": "public",
    "public": "yes",
    "about_kind": "body",
    "sort": "report",
    "form": "pdf",
    "size": "340",
    "sha256": "0" * 64,
    "stored": "0" * 32,
    "noticed": "2026-01-05",
    "agenda": "2026-02-02",
    "meeting": "2026-03-02",
    "scrutiny_told": "chair",
    "scrutiny_told_on": "2026-02-02",
    "excepted": "2026-02-03",
    "urgent_office": "meeting_chair",
    "came": "agreed",
    "urgent_on": "2026-02-02",
    "urgent_published": "2026-02-03",
    "published": "2026-03-03",
    "key": "no",
    "change": "-2.5",
    "narrows": "2.5",
    "value": "90,000",
    "shows_from": "2026-10-01",
    "shows_by": "2027-10-01",
    "interests_asked": "yes",
    "interests": "the present",
    "dispensed": "the present",
    "exempt_paragraph": "3",
    "reviewed": "2026-03-31",
    "status": "at_risk",
    "ending": "on_track",
    "asks": "should",
    "changed_on": "2026-01-05",
    "measured_from": "2026-01-06",
    "measured_to": "2026-02-05",
    "act": "adapt",
    "counted": "760",
    "counted_on": "2026-03-01",
    **dict.fromkeys(("harm_impact", "chance_impact", "bonds_impact"), "negative"),
    "screening": "done",
    "weights": "Reach: 3",
    "called_on": "2026-03-04",
    "scrutiny_on": "2026-03-10",
    "again_on": "2026-03-12",
    "again_published": "2026-03-12",
    "scores": "Texts: 4\nCalls: 2",
}
EVERY = [(kind, what) for kind, rules in RULES.items() for what in rules if what != happened.TAKEN_BACK]


def said(kind, what, **other):
    facts = {"call_in_days": "40" if what in ("call_in_open", "called_in") else "0"} if kind is Kind.DECISION else {}
    facts |= {"quorum": "2"} if (kind, what) == (Kind.DECISION, "deferred") else {}  # what was taken goes back only so
    facts |= {"unanswered": "0", "rests_on": "of today"} if (kind, what) == (Kind.EQUALITY, "done") else {}
    facts |= {"meeting": "2026-03-03"} if what in ("moved", "corrected_meeting") else {}  # another than it is put to
    return {name: FILLED.get(name, f"the {name}") for name in RULES[kind][what].fields} | facts | other


WHOLE = {
    **dict.fromkeys(("recommendations", "unmeasured", "serves", "exempt", "public_interest"), "A"),
    "exempt_paragraph": 3,
    **dict.fromkeys(("text", "significant", "reasons", "rejected", "powers", "consulted", "evidence", "verdict"), "A"),
    **dict.fromkeys(("resources", "staff", "property_", "climate", "crime_and_disorder", "health"), "None"),
    **dict.fromkeys(("equality", "privacy"), "Done"),
    "key": "no",
    "interests_asked": "yes",
    "noticed": date(2026, 1, 5),
    "agenda": date(2026, 2, 2),
    "meeting": date(2026, 3, 2),
    "members": "the present",
    "present": "the present",
    "quorum": 1,
    "call_in_days": 0,
    "published": date(2026, 3, 3),
}
"""A decision that has everything, called in by nobody."""


PLANNED = dict.fromkeys(("aim", "outcome", "process", "balancing", "prediction"), "A") | {
    "changed_on": date(2026, 1, 5)
}
"""A cycle that was begun."""


def thing(kind, state, what=""):
    more = WHOLE | ({"key": "yes"} if what == "excepted" else {}) if kind is Kind.DECISION else {}
    more = PLANNED if kind is Kind.CYCLE else more
    return STATES[kind].model_construct(**(STATES[kind]().model_dump() | more | {"state": state}))


def every_state(kind):
    annotation = STATES[kind].model_fields["state"].annotation
    return ["new", *getattr(annotation, "__args__", ["open"])]


@pytest.mark.parametrize(("kind", "what"), EVERY)
def test_each_rule_leads_where_it_says_and_from_nowhere_else(kind, what):
    rule = RULES[kind][what]
    for state in every_state(kind):
        before = None if state == "new" else thing(kind, state, what)
        if state in rule.out_of:
            after, why = change(kind, before, what, said(kind, what), TODAY)
            assert after.state == (rule.into or state)
            assert why == ("the why" if "why" in rule.fields else "")
        else:
            with pytest.raises(WrongError, match="can’t be done as it stands now") as raised:
                change(kind, before, what, said(kind, what), TODAY)
            next_ = [one for one in RULES[kind].values() if before and state in one.out_of and one.into]
            assert all(f"“{one.words}”" in str(raised.value) for one in next_)


@pytest.mark.parametrize(("kind", "what"), EVERY)
def test_each_field_that_must_be_said_is_asked_for_by_name(kind, what):
    rule = RULES[kind][what]
    before = None if "new" in rule.out_of else thing(kind, rule.out_of[0], what)
    for name in rule.needs:
        with pytest.raises(WrongError) as raised:
            change(kind, before, what, said(kind, what, **{name: "  "}), TODAY)
        assert set(raised.value.fields) == {name}


@pytest.mark.parametrize(("kind", "what"), EVERY)
def test_nothing_is_changed_but_what_the_form_asks_for(kind, what):
    rule = RULES[kind][what]
    before = None if "new" in rule.out_of else thing(kind, rule.out_of[0], what)
    extra = dict.fromkeys(("due", "appetite", "target"), "2020-01-01") | said(kind, what)
    after, _why = change(kind, before, what, extra, TODAY)
    was = before or STATES[kind]()
    changed = {name for name in STATES[kind].model_fields if getattr(after, name) != getattr(was, name)}
    assert changed <= {*rule.fields, *rule.facts, *rule.ends, *STAMPS, "state"}


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("-2.5", -2.5), ("−2.5", -2.5), ("– 2.5", -2.5), ("1234.5", 1234.5), ("-1,234.5", -1234.5),
        ("12 000", 12000), (" 0.5 ", 0.5), ("1,5", None), ("–1,5", None), ("1 5", None), ("12,00", None),
        ("1,2345", None), ("1.000.000", None), ("-", None), ("up", None), ("nan", None), ("1e999", None),
    ],
)  # fmt: skip
def test_a_comma_stands_between_thousands_and_nowhere_else(typed, number):
    if number is None:
        with pytest.raises(ValidationError):
            happened.Decision(change=typed)
    else:
        assert happened.Decision(change=typed).change == number
        assert number < 0 or happened.Decision(value=f"£{typed}").value == number


def test_an_entry_by_a_form_that_asked_for_more_once_is_read_and_what_it_left_unsaid_is_told():
    """Why a decision couldn't wait was said on the form of its agenda, and nobody was asked in which office."""
    before = thing(Kind.DECISION, "ready").model_copy(update={"key": "yes"})
    urgent = {"urgent_reason": "The lease ends", "urgent_agreed_by": "Cllr Rowe", "urgent_on": date(2026, 2, 2)}
    after = before.model_copy(update={"state": "on_agenda", **urgent})
    both = {"before": before.model_dump(mode="json"), "after": after.model_dump(mode="json")}
    entry = Entry(
        kind=Kind.DECISION, subject="D", number=2, at="2026-02-03T09:00:00Z", by="clare", what="on_agenda", **both
    )
    assert entry.now() == after
    told = "That it can’t wait needs its reason, who agreed, in which office, and when."
    assert told in happened.unheld(after, TODAY)
    said = {name: FILLED.get(name, "x") for name in RULES[Kind.DECISION]["on_agenda"].fields} | urgent
    anew, _why = change(Kind.DECISION, before.model_copy(update={"key": "no"}), "on_agenda", said, TODAY)
    assert anew.urgent_reason == ""


def test_the_day_first_agreed_and_target_and_appetite_are_no_field_of_any_later_form():
    for kind, rules in RULES.items():
        for what, rule in rules.items():
            first_said = what in ("made", "deferred")  # what is put off has no day before, or keeps it
            agreed = {"target", "appetite", "inherent", "baseline"} | (set() if first_said else {"due"})
            assert not agreed & set(rule.fields), (kind, what)


def risk(**other):
    return Risk(**{"likelihood": 4, "consequence": 4, "scored_on": date(2026, 3, 1)} | other)


@pytest.mark.parametrize(
    ("score", "control", "day", "refused"),
    [
        (("3", "4"), "", "", True),
        (("3", "4"), "Audit", "2026-03-01", True),
        (("3", "4"), "Audit", "2026-03-02", False),
        (("3", "4"), "", "2026-03-02", True),
        (("4", "4"), "", "", False),
        (("5", "4"), "", "", False),
        (("3", "4"), "Audit", "2026-04-02", True),
    ],
)
def test_a_score_falls_only_with_newer_evidence_of_a_control(score, control, day, refused):
    form = {"likelihood": score[0], "consequence": score[1], "why": "w", "control": control, "evidence_on": day}
    if refused:
        with pytest.raises(WrongError) as raised:
            change(Kind.RISK, risk(), "scored", form, TODAY)
        assert set(raised.value.fields) == {"evidence_on"}
    else:
        after, _why = change(Kind.RISK, risk(), "scored", form, TODAY)
        assert after.scored_on == TODAY


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("forecast", "30/06/2026", "Enter another day than"),
        ("forecast", "86400", "Enter a day"),
        ("forecast", "2026-02-30", "There is no such day"),
        ("forecast", "2026-06-30", "another day"),
        ("forecast", "0001-01-01", "a day of 1900 to 2999"),
        ("forecast", "9999-12-31", "a day of 1900 to 2999"),
        ("cause", "x" * 2001, "at most 2,000"),
        ("cause", "not_set", "Enter words"),
    ],
)
def test_bad_input_gets_a_sentence_at_its_field(name, value, told):
    before = Milestone(due=date(2026, 6, 30), text="t", workstream="W1")
    with pytest.raises(WrongError) as raised:
        change(Kind.MILESTONE, before, "moved", {"forecast": "2026-08-01", "cause": "late", name: value}, TODAY)
    assert told in raised.value.fields[name]
    assert set(raised.value.fields) == {name}


@pytest.mark.parametrize("sign", ["\x0b", "\x85", "\u2028", "\u2029", "\r\n", "\r"])
def test_a_line_that_ends_as_in_an_office_ends_as_any_other(sign):
    said = {"forecast": "2026-08-01", "cause": f"The lease{sign}is un\x00sig\x1fned"}
    after, _why = change(Kind.MILESTONE, Milestone(due=date(2026, 6, 30), text="t"), "moved", said, TODAY)
    assert after.cause == "The lease\nis unsigned"


def entry(kind, subject, what, before, number=1, **form):
    after, why = change(kind, before, what, said(kind, what, **form), TODAY)
    at = datetime(2026, 4, 1, 9, number, tzinfo=UTC)
    was = before.model_dump(mode="json") if before else None
    return Entry(
        kind=kind, subject=subject, number=number, at=at, by="alice", what=what, why=why, before=was,
        after=after.model_dump(mode="json"),
    )  # fmt: skip


@pytest.fixture
def testton(tmp_path):
    world.write_place(tmp_path)
    return place.read(tmp_path)


def of_the_files(testton):
    """A change of each thing that the files have."""
    have = happened.agreed(testton)
    moved = entry(Kind.MILESTONE, "M2", "moved", have[Kind.MILESTONE, "M2"], cause="lease unsigned", caused_by="")
    closed = entry(Kind.MILESTONE, "M2", "closed", moved.now(), 2, evidence="the lease")
    scored = entry(
        Kind.RISK, "R1", "scored", have[Kind.RISK, "R1"], likelihood="2", consequence="4", control="Money agreed"
    )
    done = entry(Kind.ACTION, "R1.1", "done", have[Kind.ACTION, "R1.1"])
    told = entry(Kind.COMMENTARY, "A2", "said", have[Kind.COMMENTARY, "A2"], by_org="council", next_org="council")
    owned = entry(Kind.AMBITION, "A2", "owned", have[Kind.AMBITION, "A2"], org="council", role="Head of maternity")
    return [moved, closed, scored, done, told, owned]


def test_what_happened_is_laid_over_the_files_and_what_was_agreed_stays(testton):
    laid = happened.lay_over(testton, of_the_files(testton))
    m2 = laid.strategy.workstreams[0].milestones[1]
    assert (m2.state, m2.evidence, str(m2.due), str(m2.forecast)) == ("done", "the lease", "2025-03", "2026-09-30")
    assert [(str(one.from_), str(one.to), one.reason) for one in m2.moved] == [
        ("2025-03-31", "2026-09-30", "lease unsigned")
    ]
    r1 = laid.strategy.risks[0]
    assert (r1.current, r1.target, r1.appetite, r1.controls) == ((2, 4), (2, 3), 8, ("Funding", "Money agreed"))
    assert [one.state for one in r1.actions] == ["done"]
    a2 = next(one for one in laid.strategy.outcomes if one.id == "A2")
    assert (a2.owner.org, a2.owner.role) == ("council", "Head of maternity")
    said_of_a2 = [one for one in laid.commentary.values() if one.id not in testton.commentary]
    assert [(str(one.run), one.why, one.next_step.text) for one in said_of_a2] == [
        ("2026-03-31", "the why", "the next_step")
    ]
    assert happened.lay_over(testton, []) is testton


def test_nobody_is_told_to_answer_for_a_step_anew_where_nobody_was_named(testton):
    have = happened.agreed(testton)
    led, named = have[Kind.MILESTONE, "M2"], {"org": "council", "role": "Head of maternity"}
    begun = entry(Kind.MILESTONE, "M2", "progressed", led, progress="Two rooms are found")
    other = entry(Kind.MILESTONE, "M2", "owned", begun.now(), 2, **named)
    (_, step), (_, then) = (
        happened.lay_over(testton, entries).strategy.workstreams[0].milestones[:2]
        for entries in ([begun], [begun, other])
    )
    assert led.org, "who leads the workstream answers for it"
    assert (step.owner, then.owner.role) == (testton.strategy.workstreams[0].milestones[1].owner, "Head of maternity")


def test_who_answers_for_a_risk_answers_for_its_actions_where_nobody_else_is_named(testton):
    risk = testton.strategy.risks[0]
    action = risk.actions[0].model_copy(update={"owner": None})
    alone = risk.model_copy(update={"actions": (action,)})
    found = replace(testton, strategy=testton.strategy.model_copy(update={"risks": (alone,)}))
    told = happened.agreed(found)
    assert told[Kind.RISK, "R1"].org
    assert told[Kind.ACTION, "R1.1"].org == told[Kind.RISK, "R1"].org


def test_what_is_new_joins_what_the_files_have_and_a_closed_risk_leaves(testton):
    made = [
        entry(Kind.MILESTONE, "milestone-1", "made", None, workstream="W1", org="council"),
        entry(Kind.RISK, "risk-1", "made", None, org="council"),
        entry(Kind.ACTION, "action-1", "made", None, about="risk-1", org="council"),
        entry(Kind.RISK, "R1", "closed", happened.agreed(testton)[Kind.RISK, "R1"]),
    ]
    laid = happened.lay_over(testton, made)
    assert [one.id for one in laid.strategy.workstreams[0].milestones] == ["M1", "M2", "milestone-1"]
    assert [(one.id, one.current, len(one.actions)) for one in laid.strategy.risks] == [("risk-1", (4, 4), 1)]


def test_the_file_comes_back_as_it_was_written_in_whatever_order(testton, tmp_path):
    entries = of_the_files(testton)
    path = tmp_path / "record.jsonl"
    path.write_text(happened.written(reversed(entries)))
    assert happened.read(path) == happened.in_order(entries)
    assert happened.written(happened.read(path)) == path.read_text()
    assert happened.read(tmp_path / "none.jsonl") == []


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x0b"])
def test_a_sign_that_ends_a_line_elsewhere_ends_none_of_the_file(sign, testton, tmp_path):
    first = of_the_files(testton)[0]
    held = [first.model_copy(update={"why": f"One{sign}two"})]
    path = tmp_path / "record.jsonl"
    path.write_text(happened.written(held), "utf-8")
    assert happened.read(path) == held


@pytest.mark.parametrize(
    ("planted", "told"),
    [
        (lambda lines: ["{"], r"record.jsonl:1: .*JSON"),
        (lambda lines: [lines[0].replace('"number": 1', '"number": 0')], r":1: number"),
        (lambda lines: [lines[0].replace('"what": "', '"what": "un')], r"nothing called"),
        (lambda lines: [lines[0].replace("+00:00", "").replace('Z"', '"')], r":1: at"),
        (lambda lines: [lines[4]], r"milestone M2 has entry 2 where 1 is expected"),
        (lambda lines: [lines[3], lines[4].replace('"forecast": "2026-09-30"', '"forecast": "2026-10-30"')], "go on"),
        (lambda lines: [lines[3].replace('"forecast": "2026-09-30"', '"forecast": "0001-01-01"')], "no day of 1900"),
        (lambda lines: [lines[3].replace('"due": "2025-03-31"', '"due": "2025-04-30"', 1)], "can't change due"),
    ],
)
def test_a_file_that_was_spoilt_is_refused_by_its_line(planted, told, testton, tmp_path):
    path = tmp_path / "record.jsonl"
    lines = happened.written(of_the_files(testton)).splitlines()
    path.write_text("\n".join(planted(lines)))
    with pytest.raises(OneplaceError, match=told):
        happened.read(path)


def test_what_an_earlier_version_did_not_ask_of_a_thing_makes_no_hole(testton, tmp_path):
    moved, closed, *_ = of_the_files(testton)
    older = moved.model_copy(update={"after": {name: one for name, one in moved.after.items() if name != "progress"}})
    path = tmp_path / "record.jsonl"
    path.write_text(happened.written([older, closed]))
    assert happened.read(path) == [older, closed]


def test_an_entry_that_changes_what_was_agreed_is_none(testton):
    moved = of_the_files(testton)[0]
    with pytest.raises(ValidationError, match="can't change due"):
        Entry.model_validate(moved.model_dump() | {"after": moved.after | {"due": "2030-01-01"}})


def test_two_records_join_and_what_conflicts_is_shown_and_not_taken(testton):
    ours = of_the_files(testton)
    theirs = [ours[0].model_copy(update={"by": "bob"}), ours[1].model_copy(update={"number": 3}), *ours[2:]]
    new = entry(Kind.RISK, "risk-9", "made", None)
    found = happened.merged(ours, [*theirs, new])
    assert found.new == [new]
    assert [(mine.by, other.by) for mine, other in found.conflicts] == [("alice", "bob")]
    assert happened.merged(ours, ours) == happened.Merged([], [])
