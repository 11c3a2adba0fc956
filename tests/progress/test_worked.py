"""What a run says of decisions and of actions together: who may read it, and what was said before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from oneplace import results
from oneplace.progress.worked import Before, worked
from oneplace.report import Narrowed, narrowed, taken
from tests.progress.test_gap_effects import AIM, CALM, FLAT, measure, rows, since
from tests.report import a_run


class APlace:
    def __init__(self):
        self.decisions, self.measures = {}, {"m": measure()}


def found(by):
    """A run of which the gap went so much."""
    told = [row | {"measure": "m"} for row in rows(FLAT + 10 + CALM + since(by), FLAT)]
    return results.Results({"results": a_run.table("results", told), "provenance": a_run.table("provenance", [])})


def run(by=-6, aims=(AIM,), before=None, as_of=date(2026, 1, 1)):
    return worked(APlace(), found(by), {}, aims, as_of, before)


def test_what_is_not_for_everybody_stands_apart():
    told = run(aims=(AIM, replace(AIM, action="A8", public=False)))
    assert [row["action"] for row in told["gap_effects"]] == ["A7"]
    assert [row["action"] for row in told["board_gap_effects"]] == ["A8"]
    assert run(as_of=date(2023, 3, 13))["gap_effects"] == [], "nobody had said it then"


def as_run(told, day=date(2026, 1, 1)):
    return Before(results.Results({name: a_run.table(name, listed) for name, listed in told.items()}), day)


@pytest.mark.slow
def test_another_verdict_than_the_last_run_gave_is_told_with_its_day_until_it_is_that_again():
    first = run()
    second = run(by=0, before=as_run(first), as_of=date(2026, 4, 1))
    [row] = second["gap_effects"]
    assert (row["verdict"], row["verdict_before"], row["verdict_before_on"]) == ("not_seen", "worked", date(2026, 1, 1))
    [row] = run(by=0, before=as_run(second, date(2026, 4, 1)))["gap_effects"]
    assert (row["verdict_before"], row["verdict_before_on"]) == ("worked", date(2026, 1, 1))
    [row] = run(before=as_run(second, date(2026, 4, 1)))["gap_effects"]
    assert (row["verdict"], row["verdict_before"], row["verdict_before_on"]) == ("worked", "not_seen", date(2026, 4, 1))
    [row] = run(before=as_run(first))["gap_effects"]
    assert row.get("verdict_before") is None
    other = replace(AIM, narrows=2)
    [row] = run(by=0, aims=(other,), before=as_run(first))["gap_effects"]
    assert row.get("verdict_before") is None, "of another question another answer is no change of mind"


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("worked", "it had done what it was to do"),
        ("not_seen", "no effect could be seen"),
        (None, ""),
    ],
)
def test_readers_are_told_of_both_with_the_day(tmp_path, verdict, words):
    row = run()["gap_effects"][0] | {"measure": "smoking", "verdict_before": verdict}
    row |= {"verdict_before_on": date(2025, 10, 1)}
    asked = "    expects: [{measure: smoking, change: -4, from: 2023-04, by: 2024-03}]\n"
    one = "  - {id: D1, title: Fund it, body: Cabinet, on: 2026-06-10, reasons: not_set, options: not_set}\n"
    block = "  - id: D1\n    title: Fund it\n    on: 2023-01-10\n    reasons: not_set\n    options: not_set\n"
    place = a_run.a_place(tmp_path, strategy=a_run.STRATEGY.replace(one, block + asked))
    decided = row | {"decision": "D1", "controls": "", "controls_label": ""}
    report = a_run.report(place, gap_effects=[row], effects=[decided])
    [came] = narrowed(report)
    assert isinstance(came, Narrowed)
    [told] = [one for one in taken(report) if one.decision.id == "D1"]
    for said in (came.words, *told.words):
        assert said.startswith("It did what it was to do")
        expected = f"another answer than before: by the figures of 1 October 2025 {words}."
        assert said.endswith(expected) if words else "another answer" not in said
