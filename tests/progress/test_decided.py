"""What a decision changed is handed on from run to run; what is only asked for goes where it changes again."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.progress.decided import decided
from oneplace.results import Results
from tests.report import a_run

AS_OF = date(2026, 11, 30)
DECISIONS = """
  - {id: T, title: Taken, on: 2026-09-20, changes: [A1], reasons: not_set, options: not_set}
  - {id: W, title: Waits, on: not_set, changes: [A1], reasons: not_set, options: not_set}
  - {id: R, title: Refused, on: 2026-09-20, outcome: refused, changes: [A1], reasons: not_set, options: not_set}
"""
DROPPED = {"part": "outcomes", "subject": "A9", "name": "Fewer fall", "kind": "dropped", "decision": "T"}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    text = a_run.STRATEGY.replace("decisions:\n", f"decisions:{DECISIONS}")
    return a_run.a_place(tmp_path_factory.mktemp("decided"), strategy=text)


def run(**rows) -> Results:
    return Results({name: a_run.table(name, rows.get(name, [])) for name in ("changes", "decided", "results")})


def of(place, now=(), **earlier):
    rows = a_run.table("changes", list(now)).to_pylist()
    found = decided(place, rows, run(**earlier) if earlier else None, run(), AS_OF)
    return [(row["subject"], row["decision"], row["decided"], row["new"]) for row in found]


def test_what_a_decision_dropped_is_kept_in_every_later_run(place):
    assert of(place, [DROPPED]) == of(place, decided=[DROPPED]) == [("A9", "T", True, None)]


def test_a_run_of_an_earlier_version_kept_it_in_its_own_comparison(place):
    assert of(place, changes=[DROPPED], decided=[]) == [("A9", "T", True, None)]
    assert len(of(place, changes=[DROPPED], decided=[DROPPED])) == 1


@pytest.mark.parametrize("decision", ["R", "gone", None])
def test_of_what_nothing_in_force_names_nothing_is_kept(place, decision):
    assert of(place, [DROPPED | {"decision": decision}]) == []


def test_what_is_asked_for_goes_where_it_changes_again_and_is_taken_once_its_day_comes(place):
    asked = DROPPED | {"kind": "changed", "field": "target.value", "old": "5", "new": "6", "decision": "W"}
    assert of(place, decided=[asked | {"decided": True}]) == [("A9", "W", False, "6")]
    again = asked | {"old": "6", "new": "5", "decision": None}
    assert of(place, [again], decided=[asked]) == []
    assert of(place, [again], decided=[asked | {"decision": "T", "decided": False}]) == [("A9", "T", True, "6")]


def test_a_figure_that_is_hidden_now_is_told_no_more(place):
    typed = DROPPED | {"part": "series", "subject": "m", "kind": "changed", "field": "2024/25, all", "old": "3"}
    hidden = {"measure": "m", "period_start": date(2024, 4, 1), "period_end": date(2025, 4, 1), "origin": "recorded"}
    hidden |= {"dimension": "all", "group": "all", "suppressed": True}
    for rows, many in (([], 1), ([hidden], 0)):
        now = Results({**run().tables, "results": a_run.table("results", rows)})
        assert len(decided(place, [], run(decided=[typed]), now, AS_OF)) == many
