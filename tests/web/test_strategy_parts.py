"""What the strategy's page says of horizons, approvals, reviews and the equality assessment."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from oneplace.place import Place, Strategy
from oneplace.place.place_file import PlaceFile
from oneplace.report import RunReport
from oneplace.results import TABLES, Results
from oneplace.web.public.presenters import strategy_more as more
from oneplace.web.public.presenters.ambition import part_of
from oneplace.web.public.presenters.strategy_parts import duties, people, purpose, story

TWO_YEARS = {"id": "H2", "text": "Two-year objectives", "start": "2022-04", "end": "2024-03"}
SAID: dict[str, Any] = {
    "format": "place-strategy/1",
    "id": "plan",
    "title": "The plan",
    "version": {"number": "1", "state": "approved"},
    "period": "not_set",
    "place": {"name": "Testton", "level": "place"},
    "horizons": [TWO_YEARS, {"id": "H5", "text": "Five years."}],
    "objectives": [{"id": "O1", "text": "A clinic in each ward", "horizon": "H2"}],
    "outcomes": [
        {
            "id": "A1",
            "text": "Fewer falls",
            "gap": "K1",
            "provenance": "not_set",
            "goals": ["O1"],
            "horizon": "H2",
        }
    ],
    "equality": {"state": "done", "characteristics": {"age": "Older people gain most", "sex": "not_set"}},
    "governance": {"approvals": [{"body": "Cabinet", "act": "recommends"}]},
}


def place(**said: Any) -> Place:
    strategy = Strategy.model_validate(SAID | said)
    decisions = {one.id: one for one in strategy.decisions}
    return Place(Path(), PlaceFile(id="testton", name="Testton"), strategy, {}, {}, None, decisions, {})


def test_a_horizon_says_from_when_until_when_and_what_is_to_be_reached_in_it():
    (about,) = [each for each in purpose(place().strategy, None) if each.id == "about"]
    assert [(item.text, item.more) for item in about.items] == [
        ("Two-year objectives, April 2022 to March 2024", ("A clinic in each ward", "Fewer falls")),
        ("Five years", ("Nothing is set for it.",)),
    ]


@pytest.mark.parametrize(("unit", "words"), [("year", "2045"), ("people", "2,045 people")])
def test_a_year_among_the_figures_is_no_amount(unit, words):
    """A line "Net zero carbon emissions by 2045" stood with "2,045 year" beneath it."""
    figure = {"id": "F1", "text": "By then.", "value": 2045, "unit": unit, "provenance": "published", "source": "p 1"}
    (section,) = [each for each in story(place(figures=[figure]).strategy, None) if each.id == "figures"]
    assert section.items[0].more == (words,)


def test_an_ambition_is_tagged_with_its_objective_and_its_horizon():
    here = place()
    told = part_of(here, here.strategy.outcomes[0])
    assert told == ["A clinic in each ward", "Two-year objectives, April 2022 to March 2024"]


def test_a_thing_of_another_document_is_called_by_its_title_and_not_by_its_reference():
    link = {"from": "O1", "to": "ext:scc-vision", "relation": "echoes"}
    (bare,) = more.answers(place(alignment=[link])).items
    assert bare.text == "A clinic in each ward echoes scc vision"
    (named,) = more.answers(place(alignment=[link | {"title": "the council’s own vision"}])).items
    assert named.text == "A clinic in each ward echoes the council’s own vision"


def test_a_characteristic_without_an_answer_is_said_to_have_none():
    assert more.equality(place())[-2:] == ("Age: Older people gain most", "Sex: not set")


@pytest.mark.parametrize(("on", "told"), [({}, "Not recorded yet"), ({"on": "2022-02-15"}, "15 February 2022")])
def test_a_step_of_approval_says_when_it_was_taken_or_that_it_is_not_recorded(on, told):
    here = place(governance={"approvals": [{"body": "Cabinet", "act": "recommends", **on}]})
    boards = people(SimpleNamespace(place=here, as_of=None))[1]
    assert boards.items[0].more == (told,)


@pytest.mark.parametrize(
    ("cycle", "last", "as_of", "told"),
    [
        ("quarterly", "2025-01", date(2025, 4, 30), "Reviewed quarterly; last in January 2025."),
        ("quarterly", "2025-01", date(2025, 5, 1), "Reviewed quarterly; last in January 2025, which is longer ago"),
        ("annual", "2025-01", date(2025, 5, 1), "Reviewed yearly; last in January 2025."),
        ("annual", "2025-01-15", date(2025, 5, 1), "Reviewed yearly; last on 15 January 2025."),
        ("not_set", "2025-01", date(2030, 5, 1), "Last in January 2025."),
        ("quarterly", None, date(2030, 5, 1), "Reviewed quarterly; no review is recorded."),
        ("quarterly", "2025-01", None, "Reviewed quarterly; last in January 2025."),
    ],
)
def test_a_review_longer_ago_than_its_cycle_is_said_to_be(cycle, last, as_of, told):
    stream = {"id": "W1", "name": "Clinics", "review_cycle": cycle, "reviewed": last}
    (said,) = more.reviewed(place(workstreams=[stream]).strategy.workstreams[0], as_of)
    assert said.removesuffix(" than that.") == told


def test_a_decision_has_one_date_as_its_document_has_it() -> None:
    decision = {"id": "D1", "title": "Fund", "on": "2020-03-08", "on_text": "7 March 2020"}
    here = place(decisions=[decision])
    before_any_run = RunReport(here, Results({name: one.schema.empty_table() for name, one in TABLES.items()}), None)
    told = [text for part in duties(before_any_run) for one in part.items for text in one.more]
    assert [text for text in told if "March 2020" in text] == ["7 March 2020"]


def test_what_a_regulator_asks_stands_with_its_day_and_what_shows_it():
    first = {"id": "M1", "text": "Answer", "due": "2026-04"}
    asked = [first, {"id": "M2", "text": "Tidy", "kind": "should", "evidence": "A log"}]
    (found,) = [each for each in story(place(must_dos=asked).strategy, None) if each.id == "must-dos"]
    assert [item.more for item in found.items] == [
        ("Must be done by April 2026.", "Nothing shows yet that it is done."),
        ("Should be done by a day that is not set.", "What shows that it is done: A log"),
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"was": 6, "was_period": "2024/25", "on": "2025-03-04", "reason": "Too soon"},
         "The target was 6.0% by 2024/25 until 4 March 2025: Too soon."),
        ({"was": "not_set", "on": "2025-03-04", "decision": "D1"}, "The target was not set until 4 March 2025: Agree."),
    ],
)  # fmt: skip
def test_what_a_target_was_says_until_when_and_by_what_it_changed(site, change, words):
    """Turned into "since", the page would give the old target as the one in force, and no test minded."""
    from oneplace.web.public.presenters.ambition import _was

    decided = {"id": "D1", "title": "Agree", "body": "Cabinet", "reasons": "not_set", "options": "not_set"}
    target = {"value": 5, "period": "2027/28", "provenance": "agreed", "source": "x", "history": [change]}
    outcome = SAID["outcomes"][0] | {"target": target}
    here = place(outcomes=[outcome], decisions=[decided])
    (was,) = here.strategy.outcomes[0].target.history
    standing = SimpleNamespace(row={"target": 5.0}, words=lambda value, *_beside: f"{value}%")
    assert _was(here, was, standing) == words


def test_who_has_not_signed_is_never_said_to_have():
    signed = {
        "text": "Well",
        "source": "x",
        "endorsed_by": [{"partner": "a", "body": "Cabinet", "on": "2025-01-02"}],
    }
    partners = [{"id": key, "name": key.upper(), "kind": "local_authority"} for key in "ab"]
    told = more.signatures(place(vision=signed, partners=partners).strategy, None)
    assert told == ("Signed by A (Cabinet, 2 January 2025).", "Not yet signed by B.")


def test_what_is_still_to_come_has_no_rating_and_has_changed_nothing():
    events = [{"id": "E1", "text": "Inspection", "on": "2026-11-23", "rating": "Good", "answer": "We rested"}]
    asked = [{"id": "N1", "text": "Survey", "on": "2026-12", "count": "90 people", "changed": "The hours"}]
    told = place(events=events, engagement=asked).strategy
    before, after = date(2026, 11, 22), date(2026, 12, 1)
    (event,), (survey,) = ([*each.items] for each in story(told, before) if each.id in ("events", "engagement"))
    assert (event.more, survey.more) == (("Still to come: 23 November 2026",), ("Still to come: December 2026",))
    (event,), (survey,) = ([*each.items] for each in story(told, after) if each.id in ("events", "engagement"))
    assert event.more == ("23 November 2026", "Good", "We rested")
    assert survey.more[1:] == ("90 people", "What changed because of it: The hours")
