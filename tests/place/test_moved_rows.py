"""What the files say otherwise than before: rows with what is eased and who decided; the terms that hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from oneplace import place as places
from oneplace.place import moved, pages
from oneplace.place.moved.terms import Terms, as_agreed, small_numbers, terms
from oneplace.place.period import period
from tests.place.eased_place import FIRST, decide, edit, publish, write

pytestmark = pytest.mark.slow  # each publishes and reads a place

EASIER = [("value: 6}", "value: 7}"), ("2024/25: 6}", "2024/25: 7}")]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    found = write(tmp_path / "testton")
    publish(found)
    return found


def ease(root: Path) -> None:
    for old, new in EASIER:
        edit(root, old, new)


def before(root: Path) -> moved.Kept:
    return moved.published(root).kept


def later(root: Path, as_of: date | None = None) -> moved.Kept:
    return replace(moved.as_they_are(root), as_of=as_of.isoformat() if as_of else "")


def rows(root: Path, as_of: date | None = None) -> dict[tuple[str, str], dict]:
    return {(row["subject"], row["field"]): row for row in before(root).rows(later(root, as_of))}


def test_the_same_files_give_no_row(root):
    assert rows(root) == {}


def test_a_change_stands_with_old_and_new_as_people_write_them(root):
    edit(root, "text: Fewer mothers smoke", "text: Fewer mothers smoke at all")
    assert list(rows(root).values()) == [
        {
            "part": "outcomes",
            "subject": "A1",
            "name": "Fewer mothers smoke at all",
            "kind": "changed",
            "field": "text",
            "old": "Fewer mothers smoke",
            "new": "Fewer mothers smoke at all",
            "eases": None,
            "decision": None,
            "decided": None,
        }
    ]


def test_what_is_new_has_no_old_and_what_is_gone_no_new(root):
    edit(root, "goals:\n", "goals:\n  - {id: G2, text: More people walk}\n")
    (new,) = rows(root).values()
    assert (new["kind"], new["old"]) == ("added", None)
    publish(root, "2024-03-01-00000002", date(2024, 3, 1))
    edit(root, "  - {id: G2, text: More people walk}\n", "")
    (gone,) = rows(root).values()
    assert (gone["kind"], gone["new"]) == ("dropped", None)


@pytest.mark.parametrize(
    ("on", "as_of", "decided"),
    [
        ("2024-02-15", None, True),
        ("2024-02-15", date(2024, 2, 15), True),
        ("2024-02-15", date(2024, 2, 14), False),
        ("not_set", None, False),
    ],
)
def test_what_is_eased_names_its_decision_and_whether_it_was_taken_by_then(root, on, as_of, decided):
    ease(root)
    decide(root, "A1", on=on)
    row = rows(root, as_of)["A1", "target.value"]
    assert (row["old"], row["new"]) == ("6", "7")
    assert (row["eases"], row["decision"], row["decided"]) == ("A1", "D1", decided)


def test_what_is_eased_without_a_decision_says_so(root):
    ease(root)
    row = rows(root)["A1", "target.value"]
    assert (row["eases"], row["decision"], row["decided"]) == ("A1", None, False)


def test_a_rule_for_small_numbers_names_each_promise_that_it_eases(root):
    edit(root, "{below: 5}", "{below: 4}", "place.yaml")
    (row,) = rows(root).values()
    assert (row["part"], row["eases"]) == ("place", "testton-plan")


def test_an_undecided_ambition_says_which_decision_it_waits_for(root):
    ease(root)
    decide(root, "A1", on="not_set")
    publish(root, "2024-03-01-00000002", date(2024, 3, 1))
    assert before(root).asked("A1") == "D1"
    (root / "decisions" / "D1.yaml").unlink()
    publish(root, "2024-04-01-00000003", date(2024, 4, 1))
    assert before(root).asked("A1") is None
    decide(root, "smoking", on="not_set")  # by its measure
    publish(root, "2024-05-01-00000004", date(2024, 5, 1))
    assert before(root).asked("A1") == "D1"


def test_a_decision_that_was_spent_is_no_longer_waited_for(root):
    decide(root, "A1")
    ease(root)
    publish(root, "2024-03-01-00000002", date(2024, 3, 1))
    kept = before(root)
    held = replace(kept, undecided={"A1": kept.standing("A1")})
    assert held.spent == {"A1": ["D1"]}
    assert held.asked("A1") is None


def agreed(root: Path, **measure: str) -> places.Place | None:
    held = before(root).standing("A1").terms
    return as_agreed(places.read(root), "A1", replace(held, measure=held.measure | measure))


def test_the_terms_that_hold_are_the_ambition_as_it_was_agreed(root):
    edit(root, "text: Fewer mothers smoke\n", "text: Fewer mothers smoke\n    question: Do fewer smoke?\n")
    publish(root, "2024-03-01-00000002", date(2024, 3, 1))
    ease(root)
    decide(root, "A1", on="2024-03-15")
    found = agreed(root)
    (outcome,) = found.strategy.outcomes
    assert (outcome.id, outcome.text, outcome.question) == ("A1", "Fewer mothers smoke", "Do fewer smoke?")
    assert (outcome.provenance, outcome.measure) == ("agreed", "smoking")
    assert (outcome.baseline.value, outcome.target.value, str(outcome.target.period)) == (12, 6, "2024/25")
    assert {str(when): value for when, value in outcome.trajectory.items()} == {
        "2021/22": 10,
        "2022/23": 9,
        "2023/24": 8,
        "2024/25": 6,
    }
    assert (outcome.gap_ambition.statistic, outcome.gap_ambition.target) == ("SII", 5)
    assert found.measures["smoking"].polarity == "low_good"
    assert agreed(root, polarity="high_good").measures["smoking"].polarity == "high_good"
    assert agreed(root, unit="score") is None


def test_an_ambition_without_question_or_provenance_still_has_its_terms(root):
    held = before(root).standing("A3").terms
    bare = {key: value for key, value in held.outcome.items() if key != "provenance"}
    (outcome,) = as_agreed(places.read(root), "A3", replace(held, outcome=bare)).strategy.outcomes
    assert (outcome.question, outcome.provenance) == (None, "not_set")


def test_the_main_measure_is_the_one_named_or_the_first_of_several():
    said = {"outcomes": {"A1": {"measures": ["one", "two"]}, "A2": {"measure": "two"}, "A3": {}}, "measures": {}}
    found = [terms(said, key).measure_id for key in said["outcomes"]]
    assert found == ["one", "two", ""]
    assert terms(said, "A4") is None


def test_a_run_that_differs_from_what_was_made_names_itself_and_what_is_wrong(root):
    folder = root / "var" / moved.RUNS / FIRST
    (folder / moved.MANIFEST).write_text("no JSON")
    found = moved.published(root)
    assert (found.run, found.folder, found.kept) == (FIRST, folder, None)
    assert found.fault == f"{moved.MANIFEST} can't be read."
    (folder / moved.MANIFEST).unlink()
    assert moved.published(root).fault == "is gone."


def test_the_pages_made_from_the_rules_are_written_into_their_folders(tmp_path):
    pages.write(tmp_path)
    wanted = {
        **{f"docs/rules/{name}": text for name, text in pages.rule_pages().items()},
        **{f"schemas/{name}": text for name, text in pages.schemas().items()},
        "docs/reference/measure-library.md": pages.library_page(),
        "docs/reference/theme-library.md": pages.theme_page(),
    }
    made = {path.relative_to(tmp_path).as_posix(): path.read_text("utf-8") for path in tmp_path.rglob("*.*")}
    assert made == wanted


def test_between_two_steps_of_a_path_it_stands_on_a_straight_line():
    outcome = {"baseline.period": "2020/21", "baseline.value": 12, "target.period": "2024/25", "target.value": 4}
    held = Terms(outcome | {"trajectory.2022/23": 10}, "smoking", {})
    at = [held.path_at(period(year)) for year in ("2019/20", "2020/21", "2021/22", "2023/24", "2024/25", "2030/31")]
    assert at == [None, 12, pytest.approx(11, abs=0.01), pytest.approx(7, abs=0.01), 4, 4]
    assert Terms({"baseline.period": "2020/21", "baseline.value": 12}, "smoking", {}).path_at(period("2021/22")) is None


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({}, (5, False, 1)),
        ({"small_numbers.below": 8, "small_numbers.zeros": "suppressed", "small_numbers.round_to": 5}, (8, True, 5)),
        ({"small_numbers.below": "not_set", "small_numbers.zeros": "shown"}, (5, False, 1)),
    ],
)
def test_a_rule_for_small_numbers_is_three_numbers_of_which_lower_is_looser(fields, rule):
    assert small_numbers(fields) == rule
