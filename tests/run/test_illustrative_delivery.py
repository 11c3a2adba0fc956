"""The example's illustrative delivery: no error, marked wherever it is told, and each engine has something to say."""

from __future__ import annotations

import json
import shutil
from datetime import date

import pytest

from oneplace import assets, demo, place
from oneplace.delivery import better_care, happened, plans
from oneplace.demo import delivery
from oneplace.problems import Severity
from oneplace.report import benefits, duties, governance, recovery

TODAY = date(2026, 11, 28)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    found = tmp_path_factory.mktemp("demo") / "place"
    unwanted = shutil.ignore_patterns("var", "data")
    shutil.copytree(assets.folder("places") / demo.EXAMPLE, found, ignore=unwanted)
    strategy = found / "strategy.yaml"
    strategy.write_text(delivery.agreed(strategy.read_text("utf-8")), "utf-8")
    delivery.write_record(found)
    return found


def test_it_has_no_error(folder):
    assert [one for one in place.check(folder, as_of=TODAY) if one.severity is Severity.ERROR] == []


def test_every_thing_that_is_made_up_says_so_in_its_own_words(folder):
    strategy = happened.read_place(folder).strategy
    texts = [one.name for one in strategy.workstreams]
    texts += [step.text for one in strategy.workstreams for step in one.milestones]
    texts += [text for one in strategy.risks for text in (one.cause, one.event, one.effect, *one.controls)]
    texts += [action.text for one in strategy.risks for action in one.actions]
    texts += [one.text for one in (*strategy.benefits, *strategy.improvement, *strategy.lessons)]
    texts += [post for one in strategy.governance.boards for post in one.members]
    texts += [one.name for one in strategy.governance.delivery_groups]
    texts += [one.source for year in strategy.better_care for one in year.income]
    texts += [one.name for year in strategy.better_care for one in year.schemes]
    assert len(texts) > 60
    assert [text for text in texts if not text.startswith("Illustrative: ")] == []


def test_what_happened_says_so_too_and_follows_the_rules(folder):
    entries = happened.read(folder / happened.FILE)
    assert {one.by for one in entries} == {delivery.NOBODY}
    plain = {"text", "cause", "progress", "why", "control", "minutes", "evidence", "outcome", "reasons", "rejected"}
    said = [value for one in entries for name, value in one.after.items() if name in plain and value]
    assert said
    assert [json.dumps(value) for value in said if not value.startswith("Illustrative")] == []
    assert {one.kind for one in entries} >= {"milestone", "risk", "meeting", "action", "issue", "decision"}
    assert "aimed" in {one.what for one in entries}  # an action that says whose gap it is to narrow


def test_every_page_has_something_to_show(folder):
    found = happened.read_place(folder)
    rows = plans.table(found.strategy.workstreams, TODAY).to_pylist()
    assert len(found.strategy.workstreams) == 4
    assert [row["milestone"] for row in rows if row["caused_by"]] == ["IM-trained", "IM-offer"]
    assert any(row["late"] for row in rows)
    (equality,) = [one for one in duties.duties(found, TODAY) if one.name.startswith("Equality assessment")]
    assert "27 of 27 questions" in equality.stands
    assert len(governance.bodies(found)) >= 2
    assert len(found.strategy.risks) == 7
    assert governance.risk_faults(found, TODAY)
    assert [one.illustrative for one in recovery.must_dos(found, TODAY)] == [True, True]
    assert all(
        (benefits.benefits(found, TODAY, {}), governance.learning(found, TODAY), governance.lessons(found, TODAY))
    )
    (fund,) = found.strategy.better_care
    assert better_care(fund).metrics
    assert better_care(fund).faults == ()
    assert found.decisions["IDec-winter"].is_taken(TODAY)
