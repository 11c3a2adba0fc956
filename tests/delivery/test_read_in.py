"""What is read in from a file is nothing that no store could have made."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from oneplace import place
from oneplace.delivery.happened import (
    STATES,
    TAKEN_BACK,
    Decision,
    Entry,
    Kind,
    Risk,
    impossible,
    not_taken_so,
    spills,
    strangers,
    unknown,
)
from tests.delivery.test_taken_back import step
from tests.web import world

NOW = datetime(2026, 11, 29, tzinfo=UTC)
FIRST = [step([], "progressed")]


def told(held, *new):
    return [why for _entry, why, _mend in impossible(held, new, NOW)]


def test_what_goes_on_from_what_is_held_is_taken():
    assert told(FIRST, step(FIRST, "moved")) == []
    assert told([], *FIRST, step(FIRST, "moved")) == []


@pytest.mark.parametrize("are_both_new", [True, False])
def test_an_entry_is_not_older_than_the_one_that_it_follows(are_both_new):
    older = step(FIRST, "moved").model_copy(update={"at": datetime(2020, 1, 1, tzinfo=UTC)})
    found = told([], *FIRST, older) if are_both_new else told(FIRST, older)
    assert found == ["is of 2020-01-01 00:00, before the entry that it follows (2026-04-01 09:01)"]


def test_nor_is_it_of_a_moment_to_come():
    later = step(FIRST, "moved").model_copy(update={"at": NOW + timedelta(minutes=1)})
    assert told(FIRST, later) == ["is of 2026-11-29 00:01, which is still to come"]


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\x1b", "\ufeff", "\x00"])
@pytest.mark.parametrize("part", ["by", "why", "progress"])
def test_no_text_of_it_holds_a_sign_that_nobody_sees(sign, part):
    one = FIRST[0]
    hidden = {part: f"anne{sign}txt"} if part != "progress" else {"after": one.after | {part: f"anne{sign}txt"}}
    assert told([], one.model_copy(update=hidden)) == [
        f"holds signs in {part} that nobody sees and that hide what a text says"
    ]
    plain = {part: "Ańne 👩\u200d⚕️ naïve"} if part != "progress" else {}
    assert told([], one.model_copy(update=plain)) == []


def called_in(by="clare"):
    open_, after = (Decision(state=state).model_dump(mode="json") for state in ("call_in_open", "called_in"))
    return Entry(kind=Kind.DECISION, subject="D1", number=2, at=NOW, by=by, what="called_in", before=open_, after=after)


@pytest.mark.parametrize(("by", "refused"), [("clare", False), ("lena", True)])
def test_a_call_in_is_taken_back_by_nobody_but_who_entered_it(by, refused):
    held = [called_in()]
    back = held[0].model_copy(
        update={"number": 3, "by": by, "what": TAKEN_BACK, "before": held[0].after, "after": held[0].before}
    )
    assert told(held, back) == (["takes back a call-in that somebody else entered"] if refused else [])


def of(kind, **values):
    """The one line of a new thing of a kind."""
    after = STATES[kind].model_validate(values).model_dump(mode="json")
    return Entry(kind=kind, subject="new-1", number=1, at=NOW, by="lena", what="made", before=None, after=after)


OTHER = "which the place’s files don’t have"


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (of(Kind.ACTION, text="Ask", org="council"), ""),
        (of(Kind.ACTION, text="Ask", org="ext:made-up"), ""),
        (of(Kind.ACTION, text="Ask", org="ext:some one"), "names ext:some one, which is none of the place’s partners"),
        (of(Kind.MUST, text="Ask", org="ext:a\nb"), "names ext:a\nb, which is none of the place’s partners"),
        (of(Kind.MUST, text="Ask", asked_by="ext:(x)"), "names ext:(x), which is none of the place’s partners"),
        (of(Kind.ACTION, text="Ask", org="nowhere"), "names nowhere, which is none of the place’s partners"),
        (of(Kind.MILESTONE, workstream="W1"), ""),
        (of(Kind.MILESTONE, workstream="W9"), f"is of the workstream W9, {OTHER}"),
        (of(Kind.MEETING, body="hwb"), ""),
        (of(Kind.MEETING, body="theirs"), f"is of the body theirs, {OTHER}"),
        (FIRST[0].model_copy(update={"subject": "M2"}), ""),
        (FIRST[0].model_copy(update={"subject": "M9"}), "goes on from something that the place’s files don’t have"),
    ],
)
def test_the_record_of_another_place_is_not_taken_for_this_ones(one, told, tmp_path):
    world.write_place(tmp_path)
    found = place.read(tmp_path)
    assert [why for _one, why, _mend in strangers(found, [one], is_own=False)] == ([told] if told else [])
    own = [why for _one, why, _mend in strangers(found, [one], is_own=True)]
    assert own == ([told] if "partners" in told else []), "its own record may tell of what has left the files"


@pytest.mark.parametrize(("evidence", "told"), [("2026-10-09", ["A score falls only"]), ("2026-10-11", [])])
def test_a_score_that_falls_on_older_evidence_is_told_though_a_file_brings_it(evidence, told):
    known = {"control": "Audit", "evidence_on": "2026-10-09", "scored_on": "2026-10-10"}
    was = Risk(likelihood=3, consequence=4, **known).model_dump(mode="json")
    now = Risk(likelihood=1, consequence=1, control="Audit", evidence_on=evidence, scored_on=NOW.date())
    after = now.model_dump(mode="json")
    entry = Entry(
        kind=Kind.RISK,
        subject="R1",
        number=2,
        at=NOW,
        by="lena",
        what="scored",
        why="Looked at",
        before=was,
        after=after,
    )
    assert [why[:18] for why in not_taken_so(entry).values()] == told
    assert not_taken_so(FIRST[0]) == {}


def test_a_decision_that_a_file_brings_without_its_report_or_anybody_present_is_told():
    states = ["draft", "ready", "on_agenda", "taken"]
    told = []
    for number, (was, now) in enumerate(pairwise(states), 2):
        before, after = (Decision(state=one, text="Pay").model_dump(mode="json") for one in (was, now))
        entry = Entry(
            kind=Kind.DECISION, subject="D1", number=number, at=NOW, by="clare", what=now, before=before, after=after
        )
        told.append(" ".join(not_taken_so(entry).values()))
    assert "It names no legal power." in told[0]
    assert "The agenda and the meeting need their days." in told[1]
    assert "Nobody has said who was there." in told[2]


NOBODYS = "nothing that this place"


@pytest.mark.parametrize(
    ("kind", "values", "odd"),
    [
        (Kind.ACTION, {"about": "M2", "account": "lena", "group": "sex:F", "measure": "smoking"}, ""),
        (Kind.ACTION, {"about": "new-1"}, ""),  # the file's own
        (Kind.ACTION, {"about": "Anything at all"}, "about"),
        (Kind.ACTION, {"account": "nosuchperson"}, "account"),
        (Kind.ACTION, {"group": "foo:bar"}, "group"),
        (Kind.ACTION, {"measure": "nosuch"}, "measure"),
        (Kind.MILESTONE, {"caused_by": "Garbage words", "workstream": "W1"}, "caused_by"),
        (Kind.LESSON, {"decision": "nosuch garbage"}, "decision"),
        (Kind.CYCLE, {"objective": "nosuch words"}, "objective"),
        (Kind.CYCLE, {"follows": "M2"}, "follows"),  # no cycle
        (Kind.DECISION, {"body": "hwb", "serves": "G1"}, ""),
        (Kind.DECISION, {"body": "nosuch body"}, "body"),
        (Kind.DECISION, {"serves": "G1\nFree words"}, "serves"),
        (Kind.DECISION, {"matter": "zzz"}, "matter"),
        (Kind.DECISION, {"function": "yyy"}, "function"),
        (Kind.DECISION, {"after": "whatever"}, "after"),
    ],
)
def test_what_a_file_names_is_of_the_place_the_record_or_the_file_itself(kind, values, odd, tmp_path):
    world.write_place(tmp_path)
    found, one = place.read(tmp_path), of(kind, **values)
    told = [why for _one, why in unknown(found, [], [one], ["lena"], is_own=False)]
    assert [why.partition(":")[0] for why in told] == ([odd] if odd else [])
    assert all(NOBODYS in why for why in told)
    assert list(unknown(found, [one], [one], ["lena"], is_own=False)) == [], "what is held goes on being named"
    own = [why for _one, why in unknown(found, [], [one], [], is_own=True)]
    gone = not odd or (" " not in str(values[odd]) and odd != "group")
    assert own == ([] if gone else told), "its own may tell of what has left the files"


def first(kind, what, **values):
    """The first line of a thing of the files."""
    one = of(Kind.ACTION)
    sides = {"before": STATES[kind]().model_dump(mode="json"), "after": STATES[kind](**values).model_dump(mode="json")}
    return one.model_copy(update={"kind": kind, "what": what} | sides)


def test_no_file_counts_the_unanswered_questions_otherwise_or_rests_on_words(tmp_path):
    world.write_place(tmp_path)
    found = place.read(tmp_path)
    done = first(Kind.EQUALITY, "done", state="done", unanswered=0)
    [[_one, told]] = unknown(found, [], [done], [], is_own=False)
    assert told.startswith("unanswered: ")
    count = int(told.split()[1])
    assert count > 0
    right = first(Kind.EQUALITY, "done", state="done", unanswered=count)
    assert list(unknown(found, [], [right], [], is_own=False)) == []
    screened = first(Kind.PRIVACY, "answered", state="answered", flows="zzzz")
    assert [why for _one, why in unknown(found, [], [screened], [], is_own=True)] == ["flows: it is no fingerprint."]


SECRET = "The depot costs ninety thousand"


@pytest.mark.parametrize(
    ("kind", "values", "entered", "odd"),
    [
        (Kind.ACTION, {"text": "Ring the owner"}, {}, []),
        (Kind.ACTION, {"text": f"Know that the\n{SECRET.removeprefix('The ')}, and: {SECRET.upper()}"}, {}, ["text"]),
        (Kind.ACTION, {"about": SECRET}, {}, ["about"]),
        (Kind.ACTION, {"account": SECRET}, {}, ["account"]),
        (Kind.ACTION, {}, {"by": SECRET}, ["by"]),
        (Kind.ACTION, {}, {"why": SECRET}, ["why"]),
        (Kind.DECISION, {"serves": SECRET}, {}, ["serves"]),
        (Kind.DECISION, {"members": SECRET, "exempt": SECRET}, {"subject": "D1", "number": 2}, ["members"]),
        (Kind.MEETING, {"present": SECRET, "body": "hwb"}, {}, ["present"]),
        (Kind.ACTION, {"text": SECRET}, {"at": NOW - timedelta(days=2)}, []),  # it was no secret yet, and is hidden now
        (Kind.ACTION, {"about": SECRET}, {"at": NOW - timedelta(days=2)}, ["about"]),  # which is never hidden
        (Kind.PAPER, {"title": SECRET}, {}, []),  # exempt itself
        (Kind.PAPER, {}, {"after": {"title": SECRET, "state": "public"}}, ["title"]),
    ],
)
@pytest.mark.parametrize("is_held", [True, False])
def test_no_file_says_elsewhere_what_is_not_for_publication(is_held, kind, values, entered, odd):
    secret = of(Kind.DECISION, exempt=SECRET).model_copy(update={"subject": "D1", "at": NOW - timedelta(days=1)})
    known = {"text": "Do it"} if kind is Kind.ACTION else {}
    one = of(kind, **known | values).model_copy(update=entered)
    new = [one] if is_held else [secret, one]
    assert [why.partition(":")[0] for _one, why in spills([secret] if is_held else [], new)] == odd
    assert one.after.get("exempt") or list(spills([], [one])) == []
