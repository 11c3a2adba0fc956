"""Tiny tables in, progress and paths out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from oneplace.progress import ambitions
from oneplace.results import TABLES
from tests.progress.tiny import AGREED, PATH, a_place, fy, gap, judge, row


def test_an_ambition_off_its_path(tmp_path: Path) -> None:
    falling = [fy(2018 + n, 10.0 - 0.1 * n, 0.2) for n in range(8)]
    found, lines = judge(a_place(tmp_path), falling)
    assert (found["status"], found["status_forecast"]) == ("off_path", "unlikely")
    assert found["period_label"] == "2025/26"
    assert found["value"] == pytest.approx(9.3)
    assert found["path"] == pytest.approx(5.0, abs=0.01)
    assert found["change"] == pytest.approx(-0.1)
    assert (found["direction"], found["direction_since"], found["trend"]) == ("falling", "2018/19", "better")
    assert found["forecast_label"] == "2026/27"
    assert found["forecast"] == pytest.approx(9.2, abs=0.1)
    assert found["chance"] < 0.05
    assert found["judgeable_on"] == date(2027, 10, 1)
    assert [line["kind"] for line in lines].count("actual") == 8
    assert [(line["period_label"], line["value"]) for line in lines if line["kind"] == "path"] == [
        ("2020/21", 10),
        ("2025/26", pytest.approx(5.0, abs=0.01)),  # where the newest value is held against it
        ("2026/27", 4),
    ]
    assert [line["kind"] for line in lines if line["kind"] in ("target", "forecast")] == ["target", "forecast"]


def test_a_target_whose_day_has_come_is_met_or_missed(tmp_path: Path) -> None:
    outcome = f"{AGREED}, target: {{period: 2025/26, value: 4}}"
    met, _ = judge(a_place(tmp_path, outcome), [fy(2024, 5.0), fy(2025, 3.9, 0.5)])
    assert (met["status"], met["status_forecast"], met["forecast"], met["chance"]) == ("on_path", "met", None, None)


def test_months_of_a_targets_year_are_judged_by_their_mean(tmp_path: Path) -> None:
    outcome = f"{AGREED}, target: {{period: 2025/26, value: 4}}"

    def months(last: float) -> list[dict[str, Any]]:
        values = [3.0] * 11 + [last]
        starts = [date(2025 + (3 + n) // 12, (3 + n) % 12 + 1, 1) for n in range(13)]
        return [row(starts[n], starts[n + 1], f"{starts[n]:%B %Y}", value) for n, value in enumerate(values)]

    a = a_place(tmp_path, outcome, frequency="monthly")
    assert judge(a, months(5.0))[0]["status_forecast"] == "met"
    row_of_five, _ = judge(a, months(5.0))
    assert (row_of_five["value"], row_of_five["held"], row_of_five["held_label"]) == (5.0, 38 / 12, "2025/26")
    assert (row_of_five["status"], row_of_five["why"]) == ("on_path", "The mean of 2025/26 is at the path or better.")
    assert judge(a, months(99.0))[0]["status_forecast"] == "missed"
    assert judge(a, months(99.0))[0]["status"] == "off_path"


def test_how_many_of_the_periods_that_are_judged_are_provisional(tmp_path: Path) -> None:
    outcome = f"{AGREED}, target: {{period: 2025/26, value: 4}}"
    starts = [date(2025 + (3 + n) // 12, (3 + n) % 12 + 1, 1) for n in range(13)]
    months = [row(starts[n], starts[n + 1], f"{starts[n]:%B %Y}", 3.0) for n in range(12)]
    some = [{**month, "provisional": True} if n in {0, 10, 11} else month for n, month in enumerate(months)]
    a = a_place(tmp_path, outcome, frequency="monthly")
    assert judge(a, months)[0]["provisional"] is None
    assert judge(a, some)[0]["provisional"] == 3
    assert judge(a, [*some[:11], {**some[11], "value": None}])[0]["provisional"] == 1  # of its newest month alone


def test_a_month_is_never_held_against_a_year_whose_months_are_not_all_known(tmp_path: Path) -> None:
    outcome = f"{AGREED}, target: {{period: 2025/26, value: 4}}"
    april = row(date(2026, 4, 1), date(2026, 5, 1), "April 2026", 3.0)
    found, _ = judge(a_place(tmp_path, outcome, frequency="monthly"), [april])
    assert (found["status"], found["held"], found["path"]) == ("cannot_be_judged_yet", None, None)
    assert found["why"] == (
        "The target is for 2025/26. April 2026 cannot be held against it, and no value for as long a time, counted one "
        "way throughout, is known."
    )


def test_a_year_is_never_held_against_a_month(tmp_path: Path) -> None:
    outcome = f"{AGREED}, target: {{period: 2026-03, value: 4}}"
    found, _ = judge(a_place(tmp_path, outcome), [fy(2025, 3.0)])
    assert (found["status"], found["status_forecast"]) == ("cannot_be_compared", "cannot_be_told")
    assert found["why"] == "The target is for March 2026. 2025/26 cannot be held against it: it is longer."


def test_without_a_target_nothing_is_judged_but_the_forecast_goes_two_years_on(tmp_path: Path) -> None:
    outcome = "measure: falls, provenance: not_set"
    found, lines = judge(a_place(tmp_path, outcome), [fy(2018 + n, 10.0 - n, 0.1) for n in range(8)])
    assert (found["status"], found["status_forecast"], found["trend"]) == ("no_target_set", "no_target_set", "better")
    assert [line["period_label"] for line in lines if line["kind"] == "forecast"] == ["2026/27", "2027/28"]
    assert found["target"] is None
    assert found["chance"] is None


@pytest.mark.parametrize(("first", "labels"), [(2016, []), (2017, ["2026/27"])])
def test_nothing_is_forecast_for_a_date_already_past(tmp_path: Path, first: int, labels: list[str]) -> None:
    """The run stands in November 2026: of two years on from 2023/24 all is over, from 2024/25 the first one is."""
    rows = [fy(first + n, 10.0 - n, 0.1) for n in range(8)]
    found, lines = judge(a_place(tmp_path, "measure: falls, provenance: not_set"), rows)
    assert [line["period_label"] for line in lines if line["kind"] == "forecast"] == labels
    assert found["forecast_label"] == (labels[-1] if labels else None)
    assert found["status_forecast"] == "no_target_set"


@pytest.mark.parametrize(
    ("period", "status", "told"), [("2025/26", "not_known", None), ("2026/27", "likely", "2026/27")]
)
def test_a_target_whose_period_is_over_and_has_no_value_yet_has_no_chance(
    tmp_path: Path, period: str, status: str, told: str | None
) -> None:
    outcome = f"{AGREED}, target: {{period: {period}, value: 6}}"
    found, _ = judge(a_place(tmp_path, outcome), [fy(2017 + n, 10.0 - n, 0.1) for n in range(8)])
    assert (found["status_forecast"], found["forecast_label"]) == (status, told)
    assert (found["chance"] is None) == (told is None)


STEPS = (
    f"{AGREED}, baseline: {{period: 2019/20, value: 10}}, trajectory: {{2020/21: 9, 2021/22: 8, "
    "2022/23: 7, 2023/24: 6, 2024/25: 4}, "
    "target: {period: 2024/25, value: 4}"
)


@pytest.mark.parametrize(
    ("values", "missed", "said"),
    [
        ([10, 9, 8, 7, 6, 4], "", ""),
        ([10, 9, 8.2, 7, 6, 4], "2021/22", " The path was missed in 2021/22."),
        ([10, 9, 8.2, 7.2, 6, 4], "2021/22; 2022/23", " The path was missed in 2021/22 and 2022/23."),
        ([10, 9, 8.2, 7, 6, 4.2], "2021/22; 2024/25", " The path was missed in 2021/22."),
        ([10, 9, 8.09, 7, 6, 4], "", ""),
        ([12, 9, None, 7, 6, 4], "", ""),
        (
            [10, 9, 8, 7, 6, 4.2, 3.9],
            "2024/25",
            " too late: in its own time it was missed. The path was missed in 2024/25.",
        ),
        ([10, 9, 8, 7, 6, 4.05, 3.9], "", ""),  # a miss that could be chance is none
    ],
)
def test_a_year_missed_stays_missed_when_a_later_one_is_met(
    tmp_path: Path, values: list[float | None], missed: str, said: str
) -> None:
    found, _ = judge(a_place(tmp_path, STEPS), [fy(2019 + n, value, 0.1) for n, value in enumerate(values)])
    assert found["missed"] == missed
    assert found["why"].endswith(said) if said else "missed" not in found["why"]
    assert found["status"] == ("off_path" if 4.2 in values else "on_path")


@pytest.mark.parametrize(("last", "status", "forecast"), [(6.0, "on_path", "met"), (7.0, "off_path", "missed")])
def test_a_two_year_objective_is_judged_at_its_end(tmp_path: Path, last: float, status: str, forecast: str) -> None:
    """9 in its first year, though the mean of both would miss 6: what was to be reached is reached by the second."""
    outcome = f"{AGREED}, baseline: {{period: 2023/24, value: 10}}, target: {{period: 2024/25 to 2025/26, value: 6}}"
    rows = [fy(2023, 10.0, 0.1), fy(2024, 9.0, 0.1), fy(2025, last, 0.1)]
    found, lines = judge(a_place(tmp_path, outcome), rows)
    assert (found["status"], found["status_forecast"], found["path"]) == (status, forecast, 6.0)
    ends = [line for line in lines if line["kind"] == "target"]
    assert [(line["period_start"], line["period_end"]) for line in ends] == [(date(2025, 4, 1), date(2026, 4, 1))]
    assert found["target_label"] == "2024/25 to 2025/26"


@pytest.mark.parametrize(
    ("people", "aim", "forecast"),
    [
        ((100, 900), 5, "missed"),  # 0.1 of 4 and 0.9 of 7 are 6.7, and the plain mean is 5.5
        ((100, 900), 6, "cannot_be_told"),  # whether it is met is how the halves are counted
        ((900, 100), 6, "met"),  # 4.3
        ((900, 100), 5, "cannot_be_told"),
        ((500, 500), 6, "met"),  # 5.5 both ways
        ((500, 500), 5, "missed"),
        ((None, None), 6, "met"),  # nobody says: the plain mean, 5.5
        ((None, 900), 6, "met"),
        ((0, 900), 6, "met"),
    ],
)
def test_a_year_of_shorter_periods_counts_each_by_what_it_is_out_of(
    tmp_path: Path, people: tuple[int | None, int | None], aim: int, forecast: str
) -> None:
    """Two halves at 4 and 7 by the year: the year's own value leans to the half with more in it."""
    outcome = f"{AGREED}, target: {{period: 2025/26, value: {aim}}}"
    halves = ((date(2025, 4, 1), date(2025, 10, 1), 4.0), (date(2025, 10, 1), date(2026, 4, 1), 7.0))
    rows = [
        row(start, end, f"{start:%B %Y}", value, denominator=count)
        for (start, end, value), count in zip(halves, people, strict=True)
    ]
    found, _ = judge(a_place(tmp_path, outcome, frequency="irregular"), rows)
    assert found["status_forecast"] == forecast


def test_no_forecast_is_made_further_ahead_than_the_values_reach_back(tmp_path: Path) -> None:
    far = f"{AGREED}, target: {{period: 2045, value: 0, beyond_strategy: statute}}"
    found, lines = judge(a_place(tmp_path, far), [fy(2021 + n, 10.0 - n) for n in range(5)])
    assert found["status_forecast"] == "not_known"
    assert found["chance"] is None
    assert len([line for line in lines if line["kind"] == "forecast"]) == 2


def test_a_hole_in_the_series_is_a_missing_value_and_irregular_periods_are_not_forecast(tmp_path: Path) -> None:
    a = a_place(tmp_path)
    holed, _ = judge(a, [fy(2016 + n, 10.0 - n, 0.1) for n in range(9) if n != 4])
    assert holed["forecast"] is not None
    odd = [fy(2016 + n, 10.0 - n) for n in range(6)] + [row(date(2022, 6, 1), date(2023, 6, 1), "odd", 4.0)]
    assert judge(a, odd)[0]["forecast"] is None


def test_suppressed_and_missing_values_are_passed_over_and_the_reason_kept(tmp_path: Path) -> None:
    a = a_place(tmp_path)
    hidden = fy(2025, None, suppressed=True, reason="Not shown, to protect people in small groups.")
    found, _ = judge(a, [fy(2024, 5.0, 0.1), hidden])
    assert found["period_label"] == "2024/25"
    nothing, lines = judge(a, [hidden])
    assert (nothing["status"], nothing["value"]) == ("no_data", None)
    assert nothing["why"] == "Not shown, to protect people in small groups."
    assert nothing["origin"] == "published"
    assert {line["kind"] for line in lines} == {"path", "target"}


def test_values_after_the_day_of_the_run_are_not_used(tmp_path: Path) -> None:
    found, _ = judge(a_place(tmp_path), [fy(2024, 5.0, 0.1), fy(2027, 1.0, 0.1)])
    assert found["period_label"] == "2024/25"


def test_values_are_not_compared_across_a_break(tmp_path: Path) -> None:
    a = a_place(tmp_path, more="series_breaks: [{at: 2024-04, why: Counted anew.}]")
    found, _ = judge(a, [fy(2023, 9.0, 0.1), fy(2024, 5.0, 0.1)])
    assert (found["trend"], found["change"], found["forecast"]) == ("not_known", None, None)


def test_england_is_the_comparator_where_it_has_the_same_period(tmp_path: Path) -> None:
    a = a_place(tmp_path)
    own = fy(2024, 5.0, 0.5)
    england = fy(2024, 7.0, 0.1, dimension="area", group="E92000001")
    region = fy(2024, 4.0, dimension="area", group="E12000008")
    old = fy(2023, 7.0, 0.1, dimension="area", group="E92000001")
    both, _ = judge(a, [own, region, england])
    assert (both["comparator"], both["comparator_value"], both["comparison"]) == ("E92000001", 7.0, "better")
    near, _ = judge(a, [own, region, old])
    assert (near["comparator"], near["comparison"]) == ("E12000008", "worse")
    alone, _ = judge(a, [own, old])
    assert (alone["comparator"], alone["comparison"]) == (None, "not_known")


def test_a_control_chart_gives_the_level_and_never_the_trend(tmp_path: Path) -> None:
    signal = {**fy(2025, 5.0), "variation": "concern_high", "mean": 4.0}
    signal = {name: signal[name] for name in signal if name in TABLES["signals"].schema.names}
    rows = [fy(2023, 9.0, 0.1), fy(2024, 7.0, 0.1), fy(2025, 5.0, 0.1)]
    found, _ = judge(a_place(tmp_path), rows, signals=[signal])
    assert (found["level"], found["level_since"]) == ("worse", "2025/26")
    assert (found["direction"], found["trend"]) == ("falling", "better")


def test_the_gap_is_the_difference_whatever_statistic_the_ambition_names(tmp_path: Path) -> None:
    wish = ", gap_ambition: {dimension: deprivation, statistic: SII, provenance: not_set}"
    gaps = [gap(2025, 6.0, direction="widening"), gap(2025, 4.0, "SII", direction="narrowing")]
    named = a_place(tmp_path, PATH + wish)
    found, _ = judge(named, [fy(2025, 3.0, 0.1)], gaps=gaps)
    assert (found["gap_statistic"], found["gap"], found["gap_direction"]) == ("absolute_gap", 6.0, "widening")
    assert found["status"] == "average_up_but_gap_wider"
    none, _ = judge(named, [fy(2025, 3.0, 0.1)])
    assert (none["gap"], none["gap_direction"]) == (None, "not_known")


def test_context_is_shown_and_not_judged(tmp_path: Path) -> None:
    found, _ = judge(a_place(tmp_path, AGREED, polarity="context"), [fy(2024 + n, 5.0 + n, 0.1) for n in range(2)])
    assert (found["status"], found["trend"], found["comparison"], found["judgeable_on"]) == (
        "context",
        "context",
        "not_known",
        date(2027, 10, 1),
    )


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        ("gap: GAP1, provenance: not_set", "Nobody counts it."),
        (
            'published: "fingertips:93085", provenance: not_set',
            "the published measure fingertips:93085 is not read here.",
        ),
    ],
)
def test_an_ambition_that_nothing_measures_says_why(tmp_path: Path, outcome: str, reason: str) -> None:
    a = a_place(tmp_path, outcome)
    found, lines = judge(a, [fy(2024, 5.0)])
    assert (found["status"], found["measure"], lines) == ("no_measure", None, [])
    assert ambitions(a)[0].about.reason == reason


def test_no_results_at_all_is_no_data_for_everyone(tmp_path: Path) -> None:
    found, _ = judge(a_place(tmp_path), [])
    assert (found["status"], found["origin"], found["judgeable_on"]) == ("no_data", None, None)


PART = row(date(2026, 4, 1), date(2026, 11, 1), "1 April 2026 to 31 October 2026", 60.0, 3.0)


def test_a_part_of_a_year_takes_no_year_out_of_judgement(tmp_path: Path) -> None:
    outcome = f"{AGREED}, baseline: {{period: 2021/22, value: 20}}, target: {{period: 2026/27, value: 30}}"
    a = a_place(tmp_path, outcome, polarity="high_good")
    years = [fy(2021 + n, 20.0 + n, 1.5) for n in range(5)]
    alone, lines = judge(a, years)
    found, beside = judge(a, [*years, PART])
    told = " Not judged, as it is of another length of time: 60.0% for 1 April 2026 to 31 October 2026."
    assert found == {**alone, "why": alone["why"] + told}
    assert beside == lines
    assert (found["status"], found["judgeable_on"]) == ("off_path", date(2027, 10, 1))
    assert found["why"].startswith("The latest value is worse than the path by more than chance explains.")


def test_parts_alone_are_no_figure_and_their_whole_period_is_awaited(tmp_path: Path) -> None:
    a = a_place(tmp_path, f"{AGREED}, target: {{period: 2027/28, value: 30}}")
    found, _ = judge(a, [row(date(2026, 7, 1), date(2026, 10, 1), "July to September 2026", 30.0), PART])
    assert (found["status"], found["value"], found["judgeable_on"]) == ("no_data", None, date(2028, 10, 1))
    assert found["why"] == (
        "There is no figure of a whole year yet. Not judged, as it is of another length of time: 30.0% for July to "
        "September 2026; 60.0% for 1 April 2026 to 31 October 2026."
    )


@pytest.mark.parametrize(
    ("months", "told"),
    [
        ([(2025, 10)], "this is of a part of a year or stands for all of it, so nothing is judged by it: 30.0% for"),
        ([(2024, 4), (2025, 10)], "each of these is of a part of a year or stands for all of it, so nothing is judged"),
    ],
)
def test_a_lone_month_of_what_is_annual_may_stand_for_its_year(
    tmp_path: Path, months: list[tuple[int, int]], told: str
) -> None:
    a = a_place(tmp_path, f"{AGREED}, target: {{period: 2027/28, value: 30}}")
    rows = [row(date(*one, 1), date(one[0], one[1] + 1, 1), f"{date(*one, 1):%B %Y}", 30.0) for one in months]
    found, _ = judge(a, rows)
    assert (found["status"], found["value"], found["judgeable_on"]) == ("no_data", None, None)
    assert found["why"].startswith(f"It is not known whether {told}")


@pytest.mark.parametrize(
    ("frequency", "own", "other"),
    [
        ("monthly", (date(2026, 8, 1), date(2026, 9, 1)), (date(2026, 4, 1), date(2026, 10, 1))),
        ("monthly", (date(2025, 9, 1), date(2026, 9, 1)), (date(2026, 4, 1), date(2026, 10, 1))),  # rolls
        ("quarterly", (date(2026, 4, 1), date(2026, 7, 1)), (date(2026, 7, 1), date(2026, 9, 1))),
        ("annual", (date(2022, 4, 1), date(2025, 4, 1)), (date(2025, 4, 1), date(2025, 10, 1))),
        ("irregular", (date(2024, 4, 1), date(2025, 4, 1)), (date(2025, 4, 1), date(2025, 10, 1))),
    ],
)
def test_each_measure_is_told_by_periods_of_its_own_length(
    tmp_path: Path, frequency: str, own: tuple[date, date], other: tuple[date, date]
) -> None:
    outcome = f"{AGREED}, target: {{period: 2026/27, value: 4}}"
    found, _ = judge(
        a_place(tmp_path, outcome, frequency=frequency), [row(*own, "own", 5.0), row(*other, "other", 1.0)]
    )
    assert (found["period_label"], found["value"]) == ("own", 5.0)
    assert found["why"].endswith("Not judged, as it is of another length of time: 1.0% for other.")
