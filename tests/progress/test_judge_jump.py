"""A file that doubles or halves is not judged across until somebody confirms it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.progress.tiny import AGREED, PATH, a_place, fy, judge

YEARS = [fy(year, value, 0.1) for year, value in enumerate([10, 9.5, 9, 8, 3.8, 3.7], start=2020)]


def judged(tmp_path, jump, outcome=PATH):
    return judge(a_place(tmp_path, outcome), YEARS, provenance=[{"measure": "falls", "jump": jump}])[0]


def test_without_a_jump_it_is_on_its_path(tmp_path):
    found = judged(tmp_path, None)
    assert (found["status"], found["long_run"], found["forecast_untold"]) == ("on_path", "falling", "may_be_step")


def test_a_path_that_began_before_the_jump_is_not_judged(tmp_path):
    found = judged(tmp_path, date(2024, 4, 1))
    why = "What it is counted from doubles or halves from April 2024, and nobody has confirmed that it did."
    assert (found["status"], found["why"]) == ("cannot_be_judged_yet", why)
    assert (found["status_forecast"], found["chance"]) == ("not_known", None)
    assert found["long_run"] == "no_clear_change"  # of the two years since then
    assert (found["value"], found["change"]) == (3.7, pytest.approx(-0.1))  # both since then


@pytest.mark.parametrize(("jump", "missed"), [(None, "2023/24"), (date(2024, 4, 1), ""), (date(2023, 4, 1), "2023/24")])
def test_a_step_before_the_jump_is_not_told_as_missed(tmp_path, jump, missed):
    asked = f"{AGREED}, baseline: {{period: 2020/21, value: 10}}, target: {{period: 2023/24, value: 4}}"
    assert judged(tmp_path, jump, asked)["missed"] == missed


def test_what_went_before_the_jump_is_no_change(tmp_path):
    assert judged(tmp_path, date(2025, 4, 1))["change"] is None


@pytest.mark.parametrize(
    ("jump", "status"), [(date(2024, 4, 1), "on_path"), (date(2024, 4, 2), "cannot_be_judged_yet")]
)
def test_a_path_that_begins_with_the_new_level_is_judged(tmp_path, jump, status):
    since = f"{AGREED}, baseline: {{period: 2024/25, value: 3.8}}, target: {{period: 2026/27, value: 3.6}}"
    assert judged(tmp_path, jump, since)["status"] == status


def test_a_target_without_a_baseline_is_not_judged(tmp_path):
    assert judged(tmp_path, date(2022, 4, 1), f"{AGREED}, target: {{period: 2025/26, value: 4}}")["status"] == (
        "cannot_be_judged_yet"
    )


@pytest.mark.parametrize(
    ("jump", "comparison"), [(None, "better"), (date(2026, 3, 31), "not_known"), (date(2026, 4, 1), "better")]
)
def test_a_value_of_a_new_level_is_not_held_against_england(tmp_path, jump, comparison):
    england = fy(2025, 5.0, 0.1, dimension="area", group="E92000001")
    (found, _) = judge(a_place(tmp_path), [*YEARS, england], provenance=[{"measure": "falls", "jump": jump}])
    assert found["comparison"] == comparison
    assert (found["comparator"] is None) == (comparison == "not_known")


def test_what_counts_other_people_is_no_trend(tmp_path):
    """Who is counted changed with the newest but one: nothing before it is held against it."""
    years = [{**row, "unlike": "Other people." if row["period_label"] == "2024/25" else None} for row in YEARS]
    found = judge(a_place(tmp_path, f"{AGREED}"), years)[0]
    assert found["direction_since"] == "2024/25"
    assert found["change"] == pytest.approx(-0.1)
    years[-1]["unlike"] = "Other people."
    (tmp_path / "b").mkdir()
    found = judge(a_place(tmp_path / "b", f"{AGREED}"), years)[0]
    assert (found["direction"], found["change"]) == ("not_known", None)  # and not “one figure shown so far”
