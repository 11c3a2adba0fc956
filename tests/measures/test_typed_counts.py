"""Small counts that a place types itself: hidden as those of a record are, and what would tell of them."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.measures.holding import Published, whom
from oneplace.measures.typed_counts import not_shown, protected
from oneplace.place import Measure as Definition
from oneplace.place import SmallNumbers

RULE = SmallNumbers(below=5)


def definition(unit="percent"):
    return Definition.model_validate(
        {
            "id": "m", "name": "M", "definition": "A", "unit": unit, "polarity": "high_good", "role": "outcome",
            "frequency": "annual", "expected_lag_months": 2, "compute": {"from": "recorded", "file": "series/m.csv"},
        }
    )  # fmt: skip


def row(group, value=None, numerator=None, denominator=None, *, dimension="ethnicity", year=2024):
    """A typed row; a share follows from its counts where no value is given."""
    if value is None and denominator:
        value = 100 * (numerator or 0) / denominator
    return {
        "measure": "m", "period_start": date(year, 1, 1), "period_end": date(year, 12, 31), "period_label": str(year),
        "dimension": "all" if group == "all" else dimension, "group": group, "group_label": group, "group_order": 0,
        "value": value, "numerator": numerator, "denominator": denominator, "lower": 1.0, "upper": 2.0,
        "method": "As stated in the document", "suppressed": False, "reason": None, "origin": "recorded",
    }  # fmt: skip


def groups(rows, unit="percent", rule=RULE, before=()):
    return {each["group"] for each in not_shown(definition(unit), rows, rule, before)}


def test_a_small_count_is_hidden_and_the_next_with_it_and_the_place_stays():
    rows = [row("all", None, 148, 307), row("white", None, 100, 200), row("asian", None, 45, 100), row("n", None, 3, 7)]
    assert groups(rows) == {"n", "asian"}
    shown = {each["group"]: each for each in protected(definition(), rows, RULE)}
    assert shown["all"] == rows[0]
    for name in ("n", "asian"):
        assert shown[name]["suppressed"]
        assert shown[name]["reason"] == "Not shown, to protect people in small groups."
        figures = ("value", "lower", "upper", "numerator", "denominator")
        assert [shown[name][figure] for figure in figures] == [None] * 5


@pytest.mark.parametrize(
    ("few", "hidden"),
    [
        ((None, 3, 400), True),  # people who have it
        ((None, 397, 400), True),  # people who have not
        ((0.0, 0, 3), True),  # people asked
        ((None, 0, 400), False),
        ((None, 5, 10), False),
        ((42.8571, None, 7), True),  # 3 of 7 follow
        ((43.0, None, 7), True),
        ((0.1, None, 4107), False),  # 3 to 6: nobody can tell
        ((42.9, 3, None), True),
        ((42.9, None, None), False),  # of how many isn't told
        ((60.0, 2.4, 4.0), True),  # the people asked are few
    ],
)
def test_what_is_small(few, hidden):
    assert ("few" in groups([row("many", None, 500, 1000), row("few", *few)])) is hidden


@pytest.mark.parametrize(
    ("unit", "few", "hidden"),
    [
        ("count", (3.0, None, None), True),
        ("people", (5.0, None, None), False),
        ("per_1000", (2.0, None, 1500), True),
        ("per_1000", (2.0, 7, 3500), False),
        ("per_100k_dsr", (12.0, 3, 3000), True),
        ("per_100k_dsr", (100.0, None, 3000), False),  # its events don't follow
        ("days", (3.5, None, 4), True),
        ("gbp", (3.0, None, None), False),
    ],
)
def test_of_each_unit(unit, few, hidden):
    assert ("few" in groups([row("many", 500.0, 500, 90_000), row("few", *few)], unit)) is hidden


def test_of_groups_that_do_not_make_up_the_total_no_other_follows():
    rows = [row("all", None, 148, 307), row("asthma", None, 100, 200), row("heart", None, 3, 7)]
    assert groups(rows) == {"heart"}
    assert groups(rows[1:]) == {"asthma", "heart"}  # of whom all are is told elsewhere, perhaps


ALL, WHITE = row("all", None, 967, 9085), row("white", None, 963, 9000)
OTHERS = [row("black", None, 0, 31), row("asian", None, 0, 29), row("other", None, 0, 13)]


@pytest.mark.parametrize(
    "mixed",
    [row("mixed", None, 4, 12), row("mixed"), row("mixed", 33.3), None],
    ids=["typed", "left blank", "without counts", "without a row"],
)
def test_what_the_others_leave_of_the_total_is_hidden_as_if_it_were_typed(mixed):
    """967 of 9,085 less the others is 4 of 12, whether somebody writes that down or not."""
    rows = [ALL, WHITE, *OTHERS, *([mixed] if mixed else [])]
    assert groups(rows) == {"white"} | ({"mixed"} if mixed else set())


def test_two_groups_left_blank_of_whom_few_are_left_are_hidden_and_one_of_many_is_not():
    assert groups([ALL, WHITE, *OTHERS[:2], row("other"), row("mixed")]) == {"white", "other", "mixed"}
    many = [row("all", None, 1967, 9085), WHITE, *OTHERS, row("mixed")]
    assert groups(many) == set()
    assert groups([row("all", None, 1960, 9085), WHITE, row("asian", None, 3, 30), row("mixed")]) == {"asian"}


def test_groups_that_make_up_the_total_leave_nobody():
    assert groups([row("all", None, 963, 9060), WHITE, *OTHERS[:2]]) == set()
    assert groups([row("all", None, 963, 9060), WHITE, *OTHERS[:2], row("mixed")]) == set()


def test_a_group_that_is_left_blank_and_protected_says_that_it_is_hidden():
    shown = {each["group"]: each for each in protected(definition(), [ALL, WHITE, *OTHERS, row("mixed")], RULE)}
    assert [name for name, each in shown.items() if each["suppressed"]] == ["white", "mixed"]
    assert shown["mixed"]["reason"] == "Not shown, to protect people in small groups."


def test_each_breakdown_and_period_by_itself():
    rows = [row("a", None, 3, 30), row("b", None, 20, 40), row("c", None, 50, 90)]
    rows += [row("x", None, 20, 40, dimension="area"), row("b", None, 20, 40, year=2023)]
    assert [each["group"] for each in not_shown(definition(), rows, RULE)] == ["a", "b"]


def test_what_was_hidden_stays_hidden_and_the_rule_is_the_places_own():
    rows = [row("a", None, 9, 30), row("b", None, 20, 40), row("c", None, 50, 90)]
    assert groups(rows) == set()
    hidden = row("b") | {"suppressed": True}
    before = [Published({whom(hidden): hidden})]
    assert [each["suppressed"] for each in protected(definition(), rows, RULE, before)] == [False, True, False]
    assert groups(rows, rule=SmallNumbers(below=10)) == {"a", "b"}
    assert groups([row("a", None, 0, 30), row("b", None, 20, 40)], rule=SmallNumbers(zeros="suppressed")) == {"a", "b"}


@pytest.mark.parametrize(
    ("frequency", "more", "words"),
    [
        ("irregular", {"reference_period": "half_year"}, "every half year"),
        ("irregular", {"reference_period": "month"}, "irregular"),
        ("annual", {"reference_period": "half_year"}, "annual"),
        ("monthly", {}, "monthly"),
    ],
)
def test_how_often_figures_come(frequency, more, words):
    made = definition().model_dump(by_alias=True, exclude_none=True) | {"frequency": frequency, **more}
    assert Definition.model_validate(made).how_often == words
