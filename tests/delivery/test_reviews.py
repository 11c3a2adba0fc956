"""Plans and risks that were looked at again: said in the browser, seen in every run, and owed anew from that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from oneplace import place
from oneplace.delivery import happened, heatmap
from oneplace.delivery.happened import Entry, Kind, Workstream, WrongError, change
from oneplace.delivery.owed import owed
from oneplace.place import period
from tests.web import world

TODAY = date(2026, 4, 1)
REVIEW = {"reviewed": "2026-03-31", "status": "at_risk", "ending": "on_track", "done": "The room is found\n"}
SCORED = {"likelihood": "3", "consequence": "3", "why": "w", "control": "Audit"}


@pytest.fixture(scope="module")
def testton(tmp_path_factory):
    """A place whose one workstream and one risk were looked at on 31 December."""
    found = place.read(world.make(tmp_path_factory.mktemp("reviews") / "place"))
    last = {"reviewed": period("2025-12-31")}
    stream = found.strategy.workstreams[0].model_copy(update={**last, "review_cycle": "monthly"})
    risk = found.strategy.risks[0].model_copy(update={**last, "review_cycle": "annual", "current": (4, 4)})
    strategy = found.strategy.model_copy(update={"workstreams": (stream,), "risks": (risk,)})
    return replace(found, strategy=strategy)


def step(testton, of, what, said, held=()):
    before = held[-1].now() if held else happened.agreed(testton)[of]
    after, why = change(of[0], before, what, said, TODAY)
    told = {"before": before.model_dump(mode="json"), "after": after.model_dump(mode="json"), "why": why, "by": "lena"}
    at = datetime(2026, 4, 1, 9, tzinfo=UTC)
    return Entry(kind=of[0], subject=of[1], number=len(held) + 1, at=at, what=what, **told)


def due(testton, *entries, kind):
    found = owed(testton, happened.standing(testton, entries), TODAY)
    return [one.due for one in found if one.kind == kind]


def test_a_plan_that_was_reviewed_in_the_browser_is_late_no_more(testton):
    of = (Kind.WORKSTREAM, testton.strategy.workstreams[0].id)
    first = step(testton, of, "reviewed", REVIEW)
    (stream,) = happened.lay_over(testton, [first]).strategy.workstreams
    assert testton.strategy.workstreams[0].is_review_late(TODAY)
    assert not stream.is_review_late(TODAY)
    report = stream.reports[-1]
    assert (str(report.period), report.status, report.forecast) == ("2026-03-31", "at_risk", "on_track")
    assert (report.done, report.next) == (("The room is found",), ())
    assert due(testton, kind="workstream") == [date(2026, 1, 31)]
    assert due(testton, first, kind="workstream") == [date(2026, 4, 30)]


def test_a_review_that_is_taken_back_leaves_the_one_before(testton):
    of = (Kind.WORKSTREAM, testton.strategy.workstreams[0].id)
    first = step(testton, of, "reviewed", REVIEW)
    back = first.model_copy(
        update={"number": 2, "what": happened.TAKEN_BACK, "before": first.after, "after": first.before}
    )
    (stream,) = happened.lay_over(testton, [first, back]).strategy.workstreams
    assert (str(stream.reviewed), stream.reports) == ("2025-12-31", testton.strategy.workstreams[0].reports)


@pytest.mark.parametrize(("day", "told"), [("2026-04-02", "to come"), ("2025-12-30", "later than that already")])
def test_no_review_is_of_a_day_to_come_or_before_the_last(testton, day, told):
    of = (Kind.WORKSTREAM, testton.strategy.workstreams[0].id)
    with pytest.raises(WrongError, match=told):
        step(testton, of, "reviewed", REVIEW | {"reviewed": day})


def test_what_an_earlier_version_wrote_of_a_lead_is_still_read(testton):
    assert Workstream.model_validate({"state": "open", "org": "hw", "role": "lead", "account": ""}).reviewed is None


def test_a_score_of_the_files_falls_only_with_evidence_newer_than_its_review(testton):
    of = (Kind.RISK, testton.strategy.risks[0].id)
    with pytest.raises(WrongError, match="31 December 2025"):
        step(testton, of, "scored", SCORED | {"evidence_on": "2025-12-31"})
    assert step(testton, of, "scored", SCORED | {"evidence_on": "2026-01-01"}).now().scored_on == TODAY


def test_a_risk_that_was_scored_in_the_browser_counts_as_looked_at(testton):
    of = (Kind.RISK, testton.strategy.risks[0].id)
    scored = step(testton, of, "scored", SCORED | {"evidence_on": "2026-01-01"})
    (risk,) = happened.lay_over(testton, [scored]).strategy.risks
    assert str(risk.reviewed) == "2026-04-01"
    said = {**SCORED, "cause": "a", "event": "b", "effect": "c", "org": "hw"}
    new, _why = change(Kind.RISK, None, "made", said, TODAY)
    made = scored.model_copy(update={"subject": "risk-1", "before": None, "after": new.model_dump(mode="json")})
    added = happened.lay_over(testton, [made]).strategy.risks[-1]
    assert not {"It was never reviewed.", "Its review is late."} & set(heatmap.faults(added, TODAY))


def test_a_risk_is_owed_by_its_own_cycle_on_the_page_and_in_letters_alike(testton):
    of = (Kind.RISK, testton.strategy.risks[0].id)
    scored = step(testton, of, "scored", SCORED | {"evidence_on": "2026-01-01"})
    assert due(testton, kind="risk") == [date(2026, 12, 31)]
    assert due(testton, scored, kind="risk") == [date(2027, 4, 1)]
