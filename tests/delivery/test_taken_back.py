"""A step that was entered wrongly is taken back by another entry: all stands as before it, and both stay."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace import place
from oneplace.delivery import happened
from oneplace.delivery.happened import TAKEN_BACK, Decision, Entry, Kind, Milestone, Risk, WrongError, change
from oneplace.problems import OneplaceError
from tests.web import world

FIRST = Milestone(due=date(2026, 6, 30), text="Open the clinic", workstream="W1")
STEPS = {
    "progressed": {"progress": "Half of it"},
    "moved": {"forecast": "2026-09-30", "cause": "The lease"},
    "stopped": {"why": "No money"},
    "opened": {"why": "There is money"},
    "closed": {"evidence": "A photograph"},
    TAKEN_BACK: {"why": "Another milestone was meant"},
}


def step(held: list[Entry], what: str, kind: Kind = Kind.MILESTONE, first=FIRST, **said: str) -> Entry:
    """One more entry of a thing."""
    before = held[-1].now() if held else first
    form = STEPS.get(what, {}) | said
    if what == TAKEN_BACK:
        after, why = happened.took_back(before, happened.before_last(held), form)
    else:
        after, why = change(kind, before, what, form, date(2026, 4, 1))
    number = len(held) + 1
    states = {"before": before.model_dump(mode="json"), "after": after.model_dump(mode="json")}
    at = datetime(2026, 4, 1, 9, number, tzinfo=UTC)
    return Entry(kind=kind, subject="M1", number=number, at=at, by="lena", what=what, why=why, **states)


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=12))
def test_whatever_is_done_and_taken_back_stands_as_what_was_not_taken_back(steps):
    held: list[Entry] = []
    standing: list[Entry] = []
    for what in steps:
        try:
            held.append(step(held, what, forecast=f"2026-10-{len(held) + 1:02}"))
        except WrongError:
            continue
        standing = standing[:-1] if what == TAKEN_BACK else [*standing, held[-1]]
    assert happened.not_taken_back(held) == standing
    assert (held[-1].now() if held else FIRST) == (standing[-1].now() if standing else FIRST)
    text = happened.written(held)
    assert text.count("\n") == len(held)


def test_nothing_that_was_not_done_is_taken_back_and_why_is_asked():
    with pytest.raises(WrongError, match="no step here"):
        step([], TAKEN_BACK)
    moved = step([], "moved")
    with pytest.raises(WrongError) as raised:
        step([moved], TAKEN_BACK, why=" ")
    assert set(raised.value.fields) == {"why"}
    back = step([moved], TAKEN_BACK)
    with pytest.raises(WrongError, match="no step here"):
        step([moved, back], TAKEN_BACK)


def test_what_was_made_is_not_taken_back_to_nothing():
    after, _why = change(Kind.ACTION, None, "made", {"text": "Ask", "due": "2026-06-30", "org": "hw"}, date(2026, 4, 1))
    made = Entry(
        kind=Kind.ACTION, subject="action-1", number=1, at=datetime(2026, 4, 1, tzinfo=UTC), by="lena", what="made",
        before=None, after=after.model_dump(mode="json"),
    )  # fmt: skip
    assert happened.before_last([made]) is None


@pytest.mark.parametrize(("days", "is_late"), [(0, False), (7, False), (8, True)])
def test_a_score_that_was_a_slip_is_taken_back_within_a_week_and_then_falls_only_with_evidence(days, is_late):
    first = Risk(likelihood=3, consequence=4, scored_on=date(2026, 3, 1))
    held = [step([], "scored", Kind.RISK, first, likelihood="5", consequence="5", why="Typed in the wrong box")]
    back = step(held, TAKEN_BACK, Kind.RISK)
    assert back.now() == first
    back = back.model_copy(update={"at": held[0].at + timedelta(days=days)})
    told = [why for _one, why, _mend in happened.impossible(held, [back], datetime(2026, 12, 1, tzinfo=UTC))]
    assert told == ["takes back a score that had stood for more than a week"] * is_late


@pytest.mark.parametrize("field", ["forecast", "due"])
def test_a_file_that_takes_back_what_was_not_done_is_refused(tmp_path, field):
    moved = step([], "moved")
    back = step([moved], TAKEN_BACK)
    path = tmp_path / "record.jsonl"
    path.write_text(happened.written([moved, back]))
    assert happened.read(path) == [moved, back]
    lying = back.model_copy(update={"after": back.after | {field: "2027-03-31"}})
    path.write_text(happened.written([moved, lying]))
    with pytest.raises(OneplaceError, match="takes back what was not done last"):
        happened.read(path)


def test_a_move_that_was_taken_back_is_no_move_of_the_plan(tmp_path):
    world.write_place(tmp_path)
    found = place.read(tmp_path)
    first = happened.agreed(found)[Kind.MILESTONE, "M2"]

    def moves(held: list[Entry]) -> int:
        of_it = [one.model_copy(update={"subject": "M2"}) for one in held]
        streams = happened.lay_over(found, of_it).strategy.workstreams
        return next(len(one.moved) for stream in streams for one in stream.milestones if one.id == "M2")

    moved = step([], "moved", first=first)
    assert moves([moved]) == 1
    assert moves([moved, step([moved], TAKEN_BACK)]) == 0


@pytest.mark.parametrize(
    ("kind", "first", "words"),
    [
        (Kind.RISK, Risk(cause="Ice", event="A fall", effect="A fracture"), ("cause", "event", "effect")),
        (Kind.ACTION, happened.Action(text="Ask tem"), ("text",)),
    ],
)
def test_the_words_of_a_risk_or_an_action_are_put_right_with_why(kind, first, words):
    right = {name: getattr(first, name) for name in words}
    with pytest.raises(WrongError, match="stands so already"):
        change(kind, first, "corrected_words", right | {"why": "A slip"}, date(2026, 4, 1))
    entry = step([], "corrected_words", kind, first, **(right | {words[0]: "Black ice", "why": "A slip"}))
    assert (getattr(entry.was(), words[0]), getattr(entry.now(), words[0])) == (getattr(first, words[0]), "Black ice")
    assert entry.why == "A slip"
    assert entry.now().state == first.state


def test_everybody_reads_that_a_step_of_a_decision_was_taken_back_and_the_decision_stays(tmp_path):
    world.write_place(tmp_path)
    found = place.read(tmp_path)
    ready = Decision(state="ready", text="Pay for two advisers", body="hwb", **EMPTY)
    noticed = step([], "noticed", Kind.DECISION, ready, noticed="2026-04-01", meeting="2026-05-12")
    back = step([noticed], TAKEN_BACK, Kind.DECISION, why="Another decision was meant")
    assert happened.is_unseen(ready)
    laid = happened.lay_over(found, [noticed, back]).decisions["M1"]
    assert "its notice is not published" in laid.summary
    assert laid.corrected == (
        "Taken back on 1 April 2026, as it was entered wrongly: “Its notice is published” of 1 April 2026. Why: "
        "Another decision was meant.",
    )


def test_what_is_drafted_after_a_notice_was_taken_back_is_read_by_nobody_before_the_next(tmp_path):
    world.write_place(tmp_path)
    found = place.read(tmp_path)
    ready = Decision(state="ready", text="Pay for two advisers", body="hwb", reasons="Far", detail="Old", **EMPTY)
    held = [step([], "noticed", Kind.DECISION, ready, noticed="2026-04-01", meeting="2026-05-12")]
    for what in (TAKEN_BACK, "draft"):
        held.append(step(held, what, Kind.DECISION, why="The wrong report"))
    said = {"text": "Pay for two advisers", "reasons": "Far", "detail": "canary", "key": "no"}
    held.append(step(held, "written", Kind.DECISION, **said))
    laid = happened.lay_over(found, held).decisions["M1"]
    assert (laid.title, laid.reasons) == ("Pay for two advisers", ("Far",))
    assert "canary" not in laid.model_dump_json()
    assert "Old" not in laid.model_dump_json()
    held.append(step(held, "written", Kind.DECISION, **said | {"text": "canary"}))
    anew = happened.lay_over(found, held).decisions["M1"]
    assert anew.title == "A decision that is being drafted anew"
    assert "It is being drafted." in anew.summary
    assert "canary" not in anew.model_dump_json()


def test_a_decision_that_was_published_does_not_go_when_it_is_withdrawn_and_one_that_was_not_does(tmp_path):
    world.write_place(tmp_path)
    found = place.read(tmp_path)
    called = Decision(
        state="reconsidered", text="Pay for two advisers", body="hwb", outcome="Agreed to pay", called_by="Scrutiny",
        reasons="Far", meeting="2026-03-12", published="2026-03-13", **EMPTY,
    )  # fmt: skip
    held = [step([], "withdrawn", Kind.DECISION, called, why="Scrutiny was right")]
    laid = happened.lay_over(found, held).decisions["M1"]
    assert (laid.title, laid.summary, laid.reasons) == ("Pay for two advisers", "It was withdrawn.", ("Far",))
    for state in ("noticed", "on_agenda", "deferred"):
        before = called.model_copy(update={"state": state, "published": None, "outcome": ""})
        gone = [step([], "withdrawn", Kind.DECISION, before, why="Not needed")]
        assert "M1" not in happened.lay_over(found, gone).decisions


def test_what_was_refused_when_it_was_decided_again_is_not_waited_for(tmp_path):
    world.write_place(tmp_path)
    days = {"called_on": "2026-03-16", "scrutiny_on": "2026-03-20", "again_on": "2026-03-24"}
    again = Decision(
        state="reconsidered", text="Pay", body="hwb", came="refused", outcome="None is paid", called_by="Five members",
        called_why="The cost", scrutiny_said="Think again", again_why="Too dear", **days, **EMPTY,
    )  # fmt: skip
    unread = happened.as_published(place.read(tmp_path), "M1", again).summary
    assert unread.endswith("What was decided then is not published yet. It is not in force yet.")
    read = again.model_copy(update={"again_published": date(2026, 3, 26)})
    told = happened.as_published(place.read(tmp_path), "M1", read).summary
    assert told.endswith("It was decided again on 24 March 2026. Why: Too dear. It was refused.")


def test_everybody_reads_what_was_decided_before_and_what_it_should_move_before(tmp_path):
    world.write_place(tmp_path)
    found = place.read(tmp_path)
    measure = next(iter(found.measures))
    agenda = Decision(
        state="on_agenda", text="Pay", body="hwb", measure=measure, change=-5, shows_from="2026-06-01",
        shows_by="2027-06-01", **EMPTY,
    )  # fmt: skip
    taken = agenda.model_copy(update={"state": "taken", "outcome": "Agreed to pay"})
    published = taken.model_copy(update={"state": "published", "published": date(2026, 3, 31)})
    held = [entry_of(1, "taken", agenda, taken), entry_of(2, "published", taken, published)]
    held.append(step(held, TAKEN_BACK, Kind.DECISION, why="A slip"))
    held.append(step(held, TAKEN_BACK, Kind.DECISION, why="A slip"))
    less = {"measure": measure, "change": "-1", "shows_from": "2026-06-01", "shows_by": "2027-06-01"}
    held.append(step(held, "expected", Kind.DECISION, **less))
    told = happened.lay_over(found, held).decisions["M1"].corrected
    assert "What was decided, as it was said until then: “Agreed to pay”." in told
    assert "By how much, as corrected on 1 April 2026: “-1”; before: “-5”." in told


def entry_of(number: int, what: str, before: Decision, after: Decision) -> Entry:
    states = {"before": before.model_dump(mode="json"), "after": after.model_dump(mode="json")}
    at = datetime(2026, 3, 31, 9, number, tzinfo=UTC)
    return Entry(kind=Kind.DECISION, subject="M1", number=number, at=at, by="clare", what=what, **states)


EMPTY = {"key": "no", "counting": "weekdays"}
