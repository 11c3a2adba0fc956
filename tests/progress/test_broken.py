"""What was promised by one way of counting is held against no value counted another way: refused, not judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from oneplace.measures.measuring import asked
from oneplace.progress.broken import why_never
from oneplace.progress.rules import Point, Value
from oneplace.stats import Of, Span
from tests.progress.tiny import AGREED, PATH, a_place, fy, gap, judge, row

YEARS = [fy(year, value, 0.1) for year, value in enumerate([10, 9.5, 9, 8, 3.8, 3.7], start=2020)]
WISH = (
    "gap_ambition: {dimension: deprivation, statistic: SII, provenance: agreed, baseline: 9, target: 5, "
    "period: 2026/27}"
)
OVER = f"{AGREED}, baseline: {{period: 2020/21, value: 10}}, target: {{period: 2022/23, value: TARGET}}"


def broken(day):
    return f"series_breaks: [{{at: {day}, why: Asked otherwise}}]"


def judged(tmp_path, day, outcome=PATH, years=YEARS, **others):
    return judge(a_place(tmp_path, outcome, more=broken(day)), years, **others)[0]


def test_a_value_counted_another_way_than_the_baseline_is_held_against_no_path(tmp_path):
    found, drawn = judge(a_place(tmp_path, more=broken("2024-04")), YEARS)
    why = "Since April 2024 it has been counted another way than in 2020/21, from which its path runs: the one cannot "
    assert (found["status"], found["why"]) == ("cannot_be_compared", f"{why}be held against the other.")
    assert (found["path"], found["missed"]) == (None, "")
    assert (found["status_forecast"], found["forecast_untold"], found["chance"]) == ("not_known", "broken", None)
    assert [line for line in drawn if line["kind"] == "path"] == []
    assert (found["value"], found["target"]) == (3.7, 4.0)  # both are still told


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2020-04", "on_path"),  # the baseline's own period begins with it
        ("2020-05", "cannot_be_compared"),
        ("2025-04", "cannot_be_compared"),
        ("2026-03", "cannot_be_compared"),  # the newest value is partly counted so
        ("2026-04", "on_path"),  # what comes will be
    ],
)
def test_the_break_lies_after_the_baseline_began_and_before_the_newest_value_ended(tmp_path, day, status):
    assert judged(tmp_path, day)["status"] == status


@pytest.mark.parametrize(("day", "status"), [("2022-04", "on_path"), ("2022-10", "cannot_be_compared")])
def test_without_a_baseline_a_target_is_set_by_its_own_period(tmp_path, day, status):
    assert judged(tmp_path, day, f"{AGREED}, target: {{period: 2022/23, value: 9}}")["status"] == status


@pytest.mark.parametrize(("target", "became", "missed"), [(9, "met", ""), (8, "missed", "2022/23")])
def test_what_was_met_or_missed_before_the_break_was(tmp_path, target, became, missed):
    found = judged(tmp_path, "2024-04", OVER.replace("TARGET", str(target)))
    assert (found["status"], found["status_forecast"], found["missed"]) == ("cannot_be_compared", became, missed)


def test_a_step_of_the_path_after_the_break_is_not_missed(tmp_path):
    worse = [fy(year, 12.0, 0.1) for year in range(2020, 2026)]
    steps = f"{PATH}, trajectory: {{2021/22: 9, 2022/23: 8, 2023/24: 7, 2024/25: 6, 2025/26: 5, 2026/27: 4}}"
    assert judged(tmp_path, "2023-04", steps, worse)["missed"] == "2021/22; 2022/23"


def test_what_will_be_counted_another_way_is_not_forecast_but_the_series_stands(tmp_path):
    found = judged(
        tmp_path, "2026-04", years=[fy(year, 10 - 0.5 * at, 0.1) for at, year in enumerate(range(2015, 2026))]
    )
    assert (found["direction"], found["long_run"]) == ("falling", "falling")
    assert (found["forecast"], found["forecast_untold"]) == (None, "broken")


def test_of_other_people_than_at_the_baseline_nothing_is_judged(tmp_path):
    years = [{**one, "unlike": "Other people." if one["period_label"] == "2024/25" else None} for one in YEARS]
    found = judge(a_place(tmp_path), years)[0]
    assert found["status"] == "cannot_be_compared"
    assert found["why"].startswith("Since April 2024 other people have been counted than in 2020/21,")


def test_a_gap_is_held_against_no_path_of_another_way_of_counting(tmp_path):
    found = judged(tmp_path, "2024-04", f"{PATH}, {WISH}", gaps=[gap(2023, 8.0, "SII"), gap(2025, 3.0, "SII")])
    assert (found["gap_status"], found["gap_path"]) == ("cannot_be_compared", None)
    assert found["gap_status_forecast"] == "not_known"
    assert found["gap_why"].startswith("Since April 2024 it has been counted another way than in 2020/21,")


def test_a_gap_of_months_is_never_held_against_one_of_a_year(tmp_path):
    april = row(date(2026, 4, 1), date(2026, 5, 1), "April 2026", 3.0, 0.1)
    gaps = [gap(2025, 8.0, "SII") | {name: april[name] for name in ("period_start", "period_end", "period_label")}]
    found = judge(a_place(tmp_path, f"{PATH}, {WISH}", frequency="monthly"), [april], gaps=gaps)[0]
    assert found["gap_status"] == "cannot_be_compared"
    assert found["gap_why"].endswith("it is shorter, and the gaps of shorter times do not make that of a longer one.")


FALL = [fy(year, 10 - 0.5 * at, 0.1) for at, year in enumerate(range(2015, 2026))]
NARROWS = {"direction": "narrowing", "direction_since": "2015/16"}
GAPS = [gap(2015 + at, 9.0 - 0.3 * at, "SII", **NARROWS) for at in range(11)]


@pytest.mark.parametrize(("day", "untold"), [("2026-04", "broken"), ("2027-03", "broken"), ("2028-04", None)])
@pytest.mark.parametrize("aim", [f"{AGREED}, target: {{period: 2027/28, value: 4}}", AGREED.replace("agreed", "local")])
def test_nothing_is_forecast_across_a_break_to_come_whether_or_not_a_path_was_set(tmp_path, aim, day, untold):
    found = judged(tmp_path, day, aim, FALL)
    assert (found["forecast_untold"], found["forecast"] is None) == (untold, untold is not None)


@pytest.mark.parametrize(("day", "told"), [("2026-05", False), ("2028-04", True)])
def test_no_gap_is_forecast_across_a_break_to_come(tmp_path, day, told):
    wish = f"gap_ambition: {{{WISH.partition('{')[2].replace('baseline: 9, ', '').replace('2026/27', '2027/28')}"
    found = judged(tmp_path, day, f"{AGREED}, {wish}", FALL, gaps=GAPS)
    assert (found["gap_forecast"] is not None) is told


def test_a_gap_is_forecast_from_the_gaps_since_the_break_alone(tmp_path):
    wish = WISH.replace("2026/27", "2027/28").replace("baseline: 9, ", "")
    assert judged(tmp_path, "2023-04", f"{AGREED}, {wish}", FALL, gaps=GAPS)["gap_forecast"] is None  # three alone


def test_a_gap_of_a_file_in_doubt_is_judged_no_more_than_its_average(tmp_path):
    doubted = [{"measure": "falls", "jump": date(2024, 4, 1)}]
    found = judge(a_place(tmp_path, f"{PATH}, {WISH}"), YEARS, gaps=[gap(2025, 3.0, "SII")], provenance=doubted)[0]
    assert (found["status"], found["gap_status"]) == ("cannot_be_judged_yet", "cannot_be_judged_yet")
    assert found["gap_why"] == found["why"]


def test_a_year_partly_counted_anew_is_not_called_unknown(tmp_path):
    """Its months are all known: only none of them makes a year with the others."""
    target = f"{AGREED}, target: {{period: 2026/27, value: 4}}"
    days = [date(2025 + (3 + at) // 12, (3 + at) % 12 + 1, 1) for at in range(14)]
    months = [row(day, end, f"{day:%B %Y}", 5.0) for day, end in pairwise(days)]
    found = judge(a_place(tmp_path, target, frequency="monthly", more=broken("2025-10")), months)[0]
    assert found["why"].endswith("no value for as long a time, counted one way throughout, is known.")


def test_months_that_make_no_year_are_never_held_against_one():
    month = Value(Span(date(2026, 4, 1), date(2026, 5, 1), "April 2026"), 3.0, of=Of("falls", "count"))
    year = Point(Span(date(2026, 4, 1), date(2027, 4, 1), "2026/27"), 4.0)
    assert why_never(year, month) == (
        "The target is for 2026/27. April 2026 cannot be held against it: it is shorter, and nobody says whether such "
        "add up to it."
    )
    assert why_never(year, replace(month, of=Of("falls", "percent"))) == ""


@pytest.mark.parametrize(("day", "level"), [("2026-03", 4.0), ("2025-06", None)])
def test_a_control_chart_has_no_line_of_a_target_set_before_it_counts_another_way(tmp_path, day, level):
    months = f"{AGREED}, baseline: {{period: 2025-04, value: 10}}, target: {{period: 2026-02, value: 4}}"
    newest = [row(date(2026, 2, 1), date(2026, 3, 1), "February 2026", 3.0)]
    found = asked(a_place(tmp_path, months, frequency="monthly", more=broken(day)), "falls", newest)
    assert (found and found.level) == level
