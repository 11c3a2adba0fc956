"""An ambition that was eased undecided is judged by what was agreed; what is proposed stands beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from oneplace.place import TargetChange, period, read
from oneplace.place import moved as files
from oneplace.progress import moved, progress
from oneplace.report import still_agreed
from oneplace.results import TABLES, Results
from tests.progress.tiny import AGREED, AS_OF, PATH, a_place, fy, gap, row

EASED = PATH.replace("value: 4", "value: 9")
ROWS = [fy(2023, 9.2, 0.1), fy(2024, 9.1, 0.1), fy(2025, 9.0, 0.1)]
DECISION = """decisions:
  - {{id: D1, title: Less, on: {on}, changes: [A1], eases: [target], reasons: not_set, options: not_set}}
"""


def two(
    folder: Path,
    *,
    on: str = "not_set",
    then: str = PATH,
    now: str = EASED,
    polarity: str = "low_good",
    by: str = DECISION,
):
    (folder / "then").mkdir()
    (folder / "now").mkdir()
    before = files.keep(a_place(folder / "then", then), None, "first", date(2026, 1, 31))
    a_place(folder / "now", now, polarity=polarity)
    strategy = folder / "now" / "strategy.yaml"
    strategy.write_text(strategy.read_text() + by.format(on=on))
    place = read(folder / "now")
    return place, before, files.keep(place, before, "second", AS_OF)


def judged(place, before, kept, rows=ROWS, gaps=()):
    """What ``progress`` makes of the place, and all that ``moved`` lays over it."""
    empty = {name: table.schema.empty_table() for name, table in TABLES.items()}
    given = {"results": rows, "gaps": list(gaps)}
    found = {name: pa.Table.from_pylist(told, schema=TABLES[name].schema) for name, told in given.items()}
    found = Results({**empty, **found})
    asked = progress(place, found, as_of=AS_OF)
    made = moved(place, kept, before, found, asked, as_of=AS_OF)
    for name, table in made.items():
        assert table.schema == TABLES[name].schema
    return {name: table.to_pylist() for name, table in {**asked, **made}.items()}


def tables(place, before, kept):
    made = judged(place, before, kept)
    return made["changes"], made["agreed"]


def test_what_was_agreed_is_judged_until_the_decision_is_taken(tmp_path):
    place, before, kept = two(tmp_path)
    made = judged(place, before, kept)
    (row, *_), (agreed,) = made["progress"], made["agreed"]
    assert (row["ambition"], row["status"], row["target"]) == ("A1", "off_path", 4)
    assert row["path"] == agreed["path"] == pytest.approx(5, abs=0.01)
    assert (agreed["proposed_target"], agreed["proposed_target_label"]) == (9, "2026/27")
    assert (agreed["proposed_status"], agreed["proposed_target_provenance"]) == ("on_path", "agreed")
    assert [line["value"] for line in made["paths"] if (line["ambition"], line["kind"]) == ("A1", "target")] == [4]


def test_the_rows_keep_the_strategys_order_and_the_others_are_as_they_were(tmp_path):
    place, before, kept = two(tmp_path)
    (one,) = place.strategy.outcomes
    others = (one.model_copy(update={"id": "A0"}), one, one.model_copy(update={"id": "A2"}))
    place = replace(place, strategy=place.strategy.model_copy(update={"outcomes": others}))
    made = judged(place, before, kept)
    assert [(row["ambition"], row["target"]) for row in made["progress"]] == [("A0", 9), ("A1", 4), ("A2", 9)]
    assert list(dict.fromkeys(line["ambition"] for line in made["paths"])) == ["A0", "A1", "A2"]


def test_what_is_proposed_holds_once_it_is_decided(tmp_path):
    place, before, kept = two(tmp_path, on="2026-11-21")
    row = judged(place, before, kept)["progress"][0]
    assert (row["target"], row["status"]) == (9, "on_path")


def earlier(made):
    return [(row["value"], row["period_label"]) for row in made["paths"] if row["kind"] == "earlier_target"]


def test_a_chart_keeps_the_target_that_was_moved(tmp_path):
    """The new target alone was drawn: who looked at the chart saw nothing of what was promised."""
    place, before, kept = two(tmp_path, on="2026-11-21")
    assert earlier(judged(place, before, kept)) == [(4, "2026/27")]
    third = files.keep(place, kept, "third", AS_OF)
    assert earlier(judged(place, kept, third)) == [(4, "2026/27")]


def test_what_is_undecided_or_the_same_is_no_earlier_target(tmp_path):
    assert earlier(judged(*two(tmp_path))) == []
    (tmp_path / "same").mkdir()
    assert earlier(judged(*two(tmp_path / "same", now=PATH))) == []


def test_what_it_asked_before_the_decision_stands_beside_it_in_every_later_run(tmp_path):
    place, before, kept = two(tmp_path, on="2026-11-21")
    for seen, now in ((before, kept), (kept, files.keep(place, kept, "third", AS_OF))):
        row = judged(place, seen, now)["progress"][0]
        assert (row["target"], row["eased_from"], row["eased_by"]) == (9, 4, "D1")
        assert row["eased_from_label"] == "2026/27"
        assert row["gap_eased_by"] is None


def by_what_held(made):
    row = made["progress"][0]
    return row["status"], row["then_status"], row["then_label"]


def test_a_period_that_was_over_says_how_it_stood_by_what_held_when_it_ended(tmp_path):
    """A lower target moves the straight path of years before it: what was off path then stands on path by it."""
    place, before, kept = two(tmp_path, on="2026-11-21")
    for seen, now in ((before, kept), (kept, files.keep(place, kept, "third", AS_OF))):
        assert by_what_held(judged(place, seen, now)) == ("on_path", "off_path", "2025/26")


def test_a_period_that_was_not_over_is_judged_by_the_decision_alone(tmp_path):
    place, before, kept = two(tmp_path, on="2026-11-21")
    in_it = place.decisions["D1"].model_copy(update={"on": period("2026-03-31")})
    assert by_what_held(judged(replace(place, decisions={"D1": in_it}), before, kept))[1] is None
    assert by_what_held(judged(replace(place, decisions={}), before, kept))[1] is None


def test_while_nobody_decided_it_was_not_eased(tmp_path):
    row = judged(*two(tmp_path))["progress"][0]
    assert (row["target"], row["eased_by"]) == (4, None)


def test_an_easier_path_to_the_same_target_is_told_without_a_number(tmp_path):
    start = PATH.replace("value: 10", "value: 11")
    place, before, kept = two(tmp_path, on="2026-11-21", now=start)
    decided = replace(kept, softened={"A1": {"average": files.Softened(before.standing("A1"), ("D1",))}})
    row = judged(place, before, decided)["progress"][0]
    assert (row["eased_from"], row["eased_from_label"], row["eased_by"]) == (None, None, "D1")


@pytest.mark.parametrize(("was", "told"), [(4, (4, "2026/27", "D1")), (12, (None, None, None))])
def test_what_the_files_tell_of_an_earlier_target_counts_where_readers_saw_no_run_with_it(tmp_path, was, told):
    place, before, kept = two(tmp_path, on="2025-05-01", then=EASED)
    (one,) = place.strategy.outcomes
    change = TargetChange(was=was, on=period("2025-05"), decision="D1")
    outcome = one.model_copy(update={"target": one.target.model_copy(update={"history": (change,)})})
    place = replace(place, strategy=place.strategy.model_copy(update={"outcomes": (outcome,)}))
    made = judged(place, before, kept)
    row = made["progress"][0]
    assert (row["eased_from"], row["eased_from_label"], row["eased_by"]) == told
    assert earlier(made) == [(was, "2026/27")]


GAP = (
    f"{PATH}, gap_ambition: {{dimension: deprivation, statistic: absolute_gap, baseline: 9, target: 5, "
    "period: 2026/27}"
)


def test_of_a_gap_alone_that_is_asked_to_be_eased_its_own_target_and_status_stand(tmp_path):
    place, before, kept = two(tmp_path, then=GAP, now=GAP.replace("target: 5", "target: 8"))
    _, (agreed,) = tables(place, before, kept)
    assert (agreed["asks"], agreed["gap_statistic"], agreed["gap_dimension"]) == ("gap", "absolute_gap", "deprivation")
    assert (agreed["gap_target"], agreed["proposed_gap_target"]) == (5, 8)
    assert (agreed["gap_status"], agreed["proposed_gap_status"]) == ("no_data", "no_data")
    assert (agreed["target"], agreed["proposed_target"]) == (4, 4)


def test_a_gap_says_so_of_its_own_period(tmp_path):
    decided = DECISION.replace("eases: [target]", "eases: [gap]")
    place, before, kept = two(
        tmp_path, on="2026-11-21", then=GAP, now=GAP.replace("target: 5", "target: 9"), by=decided
    )
    row = judged(place, before, kept, gaps=[gap(2023, 8.9), gap(2024, 8.8), gap(2025, 8.7)])["progress"][0]
    assert (row["gap_status"], row["gap_then_status"], row["gap_then_label"]) == ("on_path", "off_path", "2025/26")
    assert row["then_status"] is None


def test_of_the_average_alone_it_asks_nothing_of_the_gap(tmp_path):
    place, before, kept = two(tmp_path, then=GAP, now=GAP.replace("value: 4", "value: 9"))
    _, (agreed,) = tables(place, before, kept)
    assert agreed["asks"] == "average"


def test_a_target_taken_away_undecided_is_still_judged(tmp_path):
    place, before, kept = two(tmp_path, now=AGREED)
    made = judged(place, before, kept)
    (row, *_), (agreed,) = made["progress"], made["agreed"]
    assert (row["target"], row["status"]) == (4, "off_path")
    assert (agreed["proposed_target"], agreed["proposed_status"]) == (None, "no_target_set")


def test_a_value_that_is_not_the_one_agreed_upon_is_not_held_against_it(tmp_path):
    place, before, kept = two(tmp_path, now=PATH.replace("value: 4", "value: 16"), polarity="high_good")
    made = judged(place, before, kept)
    row = made["progress"][0]
    assert (row["status"], row["target"], row["path"]) == ("cannot_be_judged_yet", None, None)
    assert "The target that stood before is judged by" in row["why"]
    assert {line["kind"] for line in made["paths"] if line["ambition"] == "A1"} <= {"actual", "forecast"}


def test_what_changed_names_the_decision_that_it_waits_for(tmp_path):
    place, before, kept = two(tmp_path)
    changes, (agreed,) = tables(place, before, kept)
    target = next(row for row in changes if row["field"] == "target.value")
    assert target == {
        "part": "outcomes",
        "subject": "A1",
        "name": "Are there fewer?",
        "kind": "changed",
        "field": "target.value",
        "old": "4",
        "new": "9",
        "eases": "A1",
        "decision": "D1",
        "decided": False,
    }
    assert agreed["status"] == "off_path"
    assert (agreed["target"], agreed["target_label"], agreed["run"]) == (4, "2026/27", "first")
    assert (agreed["run_as_of"], agreed["decision"], agreed["unit"]) == (date(2026, 1, 31), "D1", "percent")
    assert agreed["path"] == pytest.approx(5, abs=0.01)


@pytest.mark.parametrize(("on", "undecided"), [("2026-11-21", 0), ("2026-11-22", 0), ("2026-11-23", 1)])
def test_until_the_day_of_the_decision(tmp_path, on, undecided):
    place, before, kept = two(tmp_path, on=on)
    changes, agreed = tables(place, before, kept)
    assert len(agreed) == undecided
    assert [row["decided"] for row in changes if row["eases"]] == [not undecided]


def test_as_agreed_by_the_polarity_of_then(tmp_path):
    place, before, kept = two(tmp_path, now=PATH.replace("value: 4", "value: 16"), polarity="high_good")
    _, (agreed,) = tables(place, before, kept)
    assert agreed["status"] == "off_path"


def test_what_cant_be_judged_any_more_says_so(tmp_path):
    place, before, kept = two(tmp_path)
    gone = replace(place, measures={})
    _, (agreed,) = tables(gone, before, kept)
    assert (agreed["status"], agreed["target"]) == ("no_data", None)
    assert agreed["why"] == "What stood before can't be judged any more: its measure is gone or counts something else."


def test_the_first_run_has_nothing_to_compare(tmp_path):
    place, _, _ = two(tmp_path)
    assert tables(place, None, files.keep(place, None, "first", AS_OF)) == ([], [])


def test_the_place_as_it_holds_has_what_was_agreed_and_all_else_as_the_files_have_it(tmp_path):
    place, _, kept = two(tmp_path)
    (told,), (holds,) = place.strategy.outcomes, files.as_it_holds(place, kept.held).strategy.outcomes
    assert (told.target.value, holds.target.value, holds.baseline.value) == (9, 4, 10)
    assert holds.model_copy(update={"target": told.target}) == told


def test_a_target_that_its_measure_cannot_be_held_against_any_more_is_none(tmp_path):
    place, _, kept = two(tmp_path, now=PATH.replace("value: 4", "value: 16"), polarity="high_good")
    (holds,) = files.as_it_holds(place, kept.held).strategy.outcomes
    assert (holds.target, holds.baseline, holds.trajectory) == ("not_set", "not_set", {})


def test_with_nothing_undecided_the_place_holds_as_it_is(tmp_path):
    place, _, kept = two(tmp_path, on="2026-11-21")
    assert files.as_it_holds(place, kept.held) is place


def test_the_terms_of_both_sides_are_read_in_the_years_that_the_measure_tells(tmp_path):
    """“By 2024” stood in the notice, beside a target read as 2020 to 2024."""
    aim = f"{AGREED}, baseline: {{period: 2023, value: 14.7}}, target: {{period: 2024, value: %d}}"
    pooled = [
        row(date(first, 1, 1), date(first + 5, 1, 1), f"{first} to {first + 4}", value, 0.1)
        for first, value in ((2019, 14.7), (2020, 13.9))
    ]
    place, before, kept = two(tmp_path, then=aim % 10, now=aim % 14)
    (agreed,) = judged(place, before, kept, pooled)["agreed"]
    assert {agreed[f"{side}target_read_as"] for side in ("", "proposed_")} == {"2020 to 2024"}
    assert still_agreed(agreed, place).count("by 2024 (read as 2020 to 2024)") == 2
