"""What is to get better, as it happens in the browser: laid over the files, told by pages, owed until it is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from oneplace import place
from oneplace.delivery import happened
from oneplace.delivery.happened import Entry, Kind, WrongError, change
from oneplace.delivery.owed import owed
from oneplace.place import Strategy
from oneplace.report import benefits, governance, recovery
from tests.report import a_run

TODAY = date(2026, 5, 4)
PLAN = {"aim": "Bags ready", "outcome": "O", "process": "P", "balancing": "B", "prediction": "Ten"}
STUDY = {"measured_from": "2026-02-02", "measured_to": "2026-03-01", "compared": "Six, not ten", "act": "adapt"}
PARTS = {
    "must_dos": [{"id": "MD", "text": "Answer complaints", "due": "2026-04", "owner": {"org": "council"}}],
    "gaps": [{"id": "GP", "text": "No workforce plan", "due": "2026-04"}],
    "improvement": [
        {"id": "IM", "text": "Home by noon", "start": "2025", "end": "2026-04",
         "cycles": [{"id": "CY", **PLAN, "changed_on": "2026-01-05", "data": ["2026-01"]}]}
    ],
    "lessons": [{"id": "LE", "text": "Ask first", "learnt_from": "a late clinic", "due": "2026-04"}],
    "benefits": [
        {"id": "BE", "text": "Fewer beds", "kind": "quality", "period": "2026", "baseline": 1000, "unit": "bed days",
         "baseline_on": "2025-12-01", "reduction": 0.2, "tracked_until": "2026-04"}
    ],
}  # fmt: skip


@pytest.fixture
def found(tmp_path):
    of = a_run.a_place(tmp_path)
    plain = of.strategy.model_dump(by_alias=True, mode="json", exclude_none=True) | PARTS
    return replace(of, strategy=Strategy.model_validate(plain))


def step(found, of, what, said, held=()):
    before = held[-1].now() if held else happened.agreed(found).get(of)
    after, why = change(of[0], before, what, said, TODAY)
    told = {"before": before.model_dump(mode="json") if before else None, "after": after.model_dump(mode="json")}
    at = datetime(2026, 5, 4, 9, tzinfo=UTC)
    return Entry(kind=of[0], subject=of[1], number=len(held) + 1, at=at, by="lena", what=what, why=why, **told)


def late(found, *entries):
    return {one.subject for one in owed(found, happened.standing(found, entries), TODAY) if one.is_open}


def stands(found, part, *entries):
    """What the page of assurance says of the things of a part, after some entries."""
    laid = happened.lay_over(found, entries)
    told = {
        "musts": lambda: recovery.must_dos(laid, TODAY),
        "learning": lambda: governance.learning(laid, TODAY),
        "lessons": lambda: governance.lessons(laid, TODAY),
    }
    return told[part]()


def test_a_must_do_is_done_with_evidence_and_opened_again(found):
    of = (Kind.MUST, "MD")
    done = step(found, of, "evidenced", {"evidence": "The audit of May"})
    again = step(found, of, "opened", {"why": "The audit was of another ward"}, [done])
    assert stands(found, "musts")[0].stands == "Must be done: late."
    assert stands(found, "musts", done)[0].stands == "Must be done: evidenced by The audit of May."
    assert stands(found, "musts", done, again)[0].stands == "Must be done: late."
    assert [("MD" in late(found, *held)) for held in ((), (done,), (done, again))] == [True, False, True]


def test_what_is_added_joins_the_files_and_says_that_it_is_made_up(found):
    said = {"text": "Illustrative: train staff", "asks": "should", "due": "2026-09-30", "org": "nhs", "why": "Asked"}
    made = step(found, (Kind.MUST, "must-1"), "made", said)
    lesson = {"text": "Count twice", "learnt_from": "a wrong sum", "org": "council", "due": ""}
    learnt = step(found, (Kind.LESSON, "lesson-1"), "made", lesson)
    gap = step(
        found, (Kind.GAP, "gap-1"), "made", {"text": "No estate plan", "due": "2026-09-30", "org": "nhs", "why": "w"}
    )
    laid = happened.lay_over(found, [made, learnt, gap])
    last = recovery.must_dos(laid, TODAY)[-1]
    assert (last.stands, last.illustrative) == ("Should be done: open.", True)
    assert governance.lessons(laid, TODAY)[-1].name == "Count twice"
    assert [one.text for one in laid.strategy.gaps] == ["No workforce plan", "No estate plan"]


def test_a_known_gap_is_closed_by_what_closed_it(found):
    closed = step(found, (Kind.GAP, "GP"), "closed", {"evidence": "The plan of May"})
    (gap,) = happened.lay_over(found, [closed]).strategy.gaps
    assert (gap.state, gap.closed_by) == ("closed", "The plan of May")
    assert "GP" in late(found)
    assert "GP" not in late(found, closed)


def test_a_cycle_closes_only_on_what_was_measured_after_the_change(found):
    of = (Kind.CYCLE, "CY")
    with pytest.raises(WrongError, match="Nothing was measured after the change on 5 January 2026"):
        step(found, of, "closed", STUDY | {"measured_from": "2026-01-05"})
    with pytest.raises(WrongError, match="can’t be before the first"):
        step(found, of, "closed", STUDY | {"measured_to": "2026-02-01"})
    closed = step(found, of, "closed", STUDY)
    assert stands(found, "learning", closed)[0].points == ("Bags ready: closed, adapt. Six, not ten",)
    opened = step(found, of, "opened", {"why": "One ward was left out"}, [closed])
    assert "Bags ready: open." in stands(found, "learning", closed, opened)[0].points[0]


def test_a_cycle_begun_in_the_browser_stands_under_its_objective_and_follows_another(found):
    made = step(found, (Kind.CYCLE, "cycle-1"), "made", {**PLAN, "objective": "IM", "follows": "CY"})
    with pytest.raises(WrongError, match="still to come"):
        step(found, made.of, "changed", {"changed_on": "2026-05-05"}, [made])
    changed = step(found, made.of, "changed", {"changed_on": "2026-02-01"}, [made])
    closed = step(found, made.of, "closed", STUDY, [made, changed])
    (aim,) = happened.lay_over(found, [made, changed, closed]).strategy.improvement
    assert [(one.id, one.follows, one.act) for one in aim.cycles] == [("CY", None, None), ("cycle-1", "CY", "adapt")]


def test_an_objective_is_judged_once_its_end_is_over(found):
    of = (Kind.OBJECTIVE, "IM")
    judged = step(found, of, "judged", {"judged": "Half of them by noon"})
    assert stands(found, "learning", judged)[0].stands == "Half of them by noon"
    with pytest.raises(WrongError, match="It is judged once its end is over, 30 April 2026"):
        change(Kind.OBJECTIVE, happened.agreed(found)[of], "judged", {"judged": "Half"}, date(2026, 4, 30))


def test_a_lesson_stands_open_until_it_led_to_a_decision_that_everybody_may_know_of(found):
    led = step(found, (Kind.LESSON, "LE"), "used", {"decision": "decision-secret"})
    assert stands(found, "lessons", led)[0].stands == "It stands open, and is late."
    draft = {"text": "Move the ward", "body": "b"}
    made = step(found, (Kind.DECISION, "decision-secret"), "made", draft)
    told = stands(found, "lessons", led, made)[0]
    assert "secret" not in str(told)
    assert "Move the ward" not in str(told)
    known = replace(found, decisions={"D1": place.Decision(id="D1", title="Ask first everywhere")})
    led = step(known, (Kind.LESSON, "LE"), "used", {"decision": "D1"})
    assert stands(known, "lessons", led)[0].stands == "It led to a decision: Ask first everywhere."


def test_what_a_benefit_counts_since_is_told_and_its_tracking_ends(found):
    of = (Kind.BENEFIT, "BE")
    first = step(found, of, "counted", {"counted": "900", "counted_on": "2026-03-31", "evidence": "March"})
    with pytest.raises(WrongError, match="later than that already"):
        step(found, of, "counted", {"counted": "1", "counted_on": "2026-03-30", "evidence": "e"}, [first])
    then = step(found, of, "counted", {"counted": "850", "counted_on": "2026-04-30", "evidence": "April"}, [first])
    closed = step(found, of, "closed", {"reason": "Its end is over"}, [first, then])
    laid = happened.lay_over(found, [first, then, closed])
    assert [one.value for one in laid.strategy.benefits[0].counted] == [900, 850]
    came = "Counted last on 30 April 2026: 850 bed days, so the gain is 150 bed days, of 200 bed days claimed."
    assert benefits.benefits(laid, TODAY, {})[0].came == f"{came} What shows it: April."
    assert "BE" in late(found, first, then)
    assert "BE" not in late(found, first, then, closed)


def test_what_nobody_spoke_of_stays_as_the_files_have_it(found):
    other = step(found, (Kind.GAP, "GP"), "progressed", {"progress": "Half"})
    laid = happened.lay_over(found, [other]).strategy
    assert (laid.must_dos, laid.improvement, laid.lessons, laid.benefits) == (
        found.strategy.must_dos, found.strategy.improvement, found.strategy.lessons, found.strategy.benefits,
    )  # fmt: skip
