"""A gap ambition is judged as the others are: by its size, whoever is behind."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from oneplace.progress import sentences
from oneplace.progress.sentences.about import About
from tests.progress.tiny import AGREED, a_place, fy, gap, judge, lines_of_the_gap

AVERAGE = f"{AGREED}, baseline: {{period: 2020/21, value: 10}}, target: {{period: 2026/27, value: 4}}"


def outcome(wish: str, statistic: str = "SII") -> str:
    set_ = f"dimension: deprivation, statistic: {statistic}, provenance: agreed, {wish}"
    return f"{AVERAGE}, gap_ambition: {{{set_}}}"


def drawn(folder: Path, wish: str, gaps: list[dict[str, Any]]) -> list[tuple[str, str, float]]:
    rows = lines_of_the_gap(a_place(folder, outcome(wish)), [fy(2023, 6.0, 0.1)], gaps=gaps)
    return [(row["kind"], row["period_label"], row["value"]) for row in rows]


def judged(
    folder: Path, gaps: list[dict[str, Any]], *, wish: str | None = None, statistic: str = "SII"
) -> dict[str, Any]:
    wish = wish or "baseline: 9, target: 5, period: 2026/27"
    found: dict[str, Any] = judge(a_place(folder, outcome(wish, statistic)), [fy(2023, 6.0, 0.1)], gaps=gaps)[0]
    return found


@pytest.mark.parametrize(
    ("size", "status"),
    [(6.0, "on_path"), (7.0, "on_path"), (7.4, "cannot_be_judged_yet"), (7.6, "off_path"), (-6.0, "on_path"),
     (-7.6, "off_path")],
)  # fmt: skip
def test_the_gap_is_held_against_its_own_path(tmp_path: Path, size: float, status: str) -> None:
    """Halfway from 9 to 5: 7. The limits of the gap lie 0.5 on either side."""
    found = judged(tmp_path, [gap(2023, size, "SII")])
    assert (found["gap_status"], found["gap_path"]) == (status, pytest.approx(7.0, abs=0.01))
    assert (found["gap_target"], found["gap_target_label"], found["gap_target_provenance"]) == (
        5.0,
        "2026/27",
        "agreed",
    )


def test_a_goal_with_the_sign_of_its_measure_is_the_same_goal(tmp_path: Path) -> None:
    found = judged(tmp_path, [gap(2023, -7.6, "SII")], wish="baseline: -9, target: -5, period: 2026/27")
    assert (found["gap_status"], found["gap_target"]) == ("off_path", -5.0)
    assert found["gap_path"] == pytest.approx(7.0, abs=0.01)


@pytest.mark.parametrize(("ratio", "status"), [(1.2, "on_path"), (2.8, "off_path"), (1 / 1.2, "on_path")])
def test_a_ratio_is_so_many_times_whichever_way_round(tmp_path: Path, ratio: float, status: str) -> None:
    rows = [{**gap(2023, ratio, "RII"), "lower": ratio * 0.95, "upper": ratio * 1.05}]
    found = judged(tmp_path, rows, wish="baseline: 2.4, target: 1.4, period: 2026/27", statistic="RII")
    assert found["gap_status"] == status
    assert found["gap_path"] == pytest.approx(1.9, abs=0.01)


@pytest.mark.parametrize("size", [8.5, 9.6])
def test_the_gap_that_its_path_begins_with_is_not_judged_by_it(tmp_path: Path, size: float) -> None:
    """A gap of the baseline's own year was "on path" by a date that was past."""
    found = judged(tmp_path, [gap(2020, size, "SII")])
    assert (found["gap_status"], found["gap_path"]) == ("cannot_be_judged_yet", None)
    assert found["gap_why"].startswith("No gap newer than the baseline, that of 2020/21, is known")


def test_without_a_baseline_the_target_holds_from_its_own_period(tmp_path: Path) -> None:
    found = judged(tmp_path, [gap(2023, 3.0, "SII")], wish="target: 5, period: 2026/27")
    assert (found["gap_status"], found["gap_path"]) == ("cannot_be_judged_yet", None)


@pytest.mark.parametrize("wish", ["target: not_set", "baseline: 9", "target: 5", "period: 2026/27"])
def test_what_is_not_set_is_not_judged(tmp_path: Path, wish: str) -> None:
    found = judged(tmp_path, [gap(2023, 6.0, "SII")], wish=wish)
    assert (found["gap_status"], found["gap_status_forecast"]) == ("no_target_set", "no_target_set")
    assert {found[name] for name in ("gap_target", "gap_target_label", "gap_path", "gap_forecast")} == {None}


def test_a_gap_that_nobody_worked_out_has_no_data(tmp_path: Path) -> None:
    found = judged(tmp_path, [{**gap(2023, 6.0, "SII"), "value": None}, gap(2023, 6.0, "absolute_gap")])
    assert (found["gap_status"], found["gap_status_forecast"], found["gap_target"]) == ("no_data", "not_known", 5.0)


@pytest.mark.parametrize(("step", "forecast"), [(-0.8, "likely"), (0.3, "unlikely")])
def test_the_gap_has_a_forecast_of_its_own(tmp_path: Path, step: float, forecast: str) -> None:
    told = {"direction": "narrowing" if step < 0 else "widening", "direction_since": "2018/19"}
    found = judged(tmp_path, [gap(2018 + n, 9.0 + step * n, "SII", **told) for n in range(8)])
    assert (found["gap_status_forecast"], found["gap_forecast_label"]) == (forecast, "2026/27")


def test_a_gap_that_goes_no_one_way_has_no_forecast(tmp_path: Path) -> None:
    found = judged(tmp_path, [gap(2018 + n, 9.0 - 0.8 * n, "SII", direction="no_clear_change") for n in range(8)])
    assert (found["gap_status_forecast"], found["gap_forecast"]) == ("not_known", None)


@pytest.mark.parametrize(("size", "word"), [(5.0, "met"), (6.0, "missed")])
def test_once_its_period_is_over_the_gap_met_or_missed_its_target(tmp_path: Path, size: float, word: str) -> None:
    found = judged(tmp_path, [gap(2024, size, "SII")], wish="baseline: 9, target: 5, period: 2024/25")
    assert found["gap_status_forecast"] == word
    assert sentences.gap_standing(found) == f"{'on' if word == 'met' else 'off'} path: target {word}"


def test_a_gap_whose_time_is_over_is_not_judged_later(tmp_path: Path) -> None:
    found = judged(tmp_path, [gap(2024, 5.4, "SII")], wish="baseline: 9, target: 5, period: 2024/25")
    assert sentences.gap_standing(found) == (
        "cannot be judged: met or missed, cannot be told. The latest gap is worse than the path, but the difference "
        "could be chance"
    )


@pytest.mark.parametrize(
    ("statistic", "target", "size", "said"),
    [
        (
            "SII",
            5,
            6.0,
            "5.0 percentage points by 2026/27, told as the slope index of inequality by deprivation: on path.",
        ),
        (
            "SII",
            5,
            7.6,
            "5.0 percentage points by 2026/27, told as the slope index of inequality by deprivation: off path.",
        ),
        (
            "SII",
            -5,
            7.4,
            "5.0 percentage points by 2026/27, told as the slope index of inequality by deprivation: "
            "cannot be judged yet. The latest gap is worse than the path, but the difference could be chance.",
        ),
        ("absolute_gap", 5, 6.0, "5.0 percentage points by 2026/27, told as the difference by deprivation: on path."),
        ("RII", 1.5, 1.4, "1.50 times by 2026/27, told as the relative index of inequality by deprivation: on path."),
    ],
)
def test_what_was_set_for_the_gap_is_told_in_its_own_statistic(
    tmp_path: Path, statistic: str, target: float, size: float, said: str
) -> None:
    wish = f"baseline: {9 if abs(target) > 2 else 2}, target: {target}, period: 2026/27"
    row = judged(tmp_path, [gap(2023, size, statistic)], wish=wish, statistic=statistic)
    about = About("Fewer falls", "Are there fewer falls?", "Falls", "percent", "low_good")
    assert sentences.gap_target(row, about, "deprivation", statistic).text == said
    (claim,) = sentences.gap_target({**row, "gap_dimension": None}, about, "deprivation", statistic).claims
    assert claim.group == "deprivation"  # what was set says by whom, also where no gap is known
    assert not sentences.gap_target(row, about, "deprivation", None)
    assert not sentences.gap_target({**row, "gap_target": None}, about, "deprivation", statistic)


@pytest.mark.parametrize(("newest", "past"), [(2024, False), (2023, True)])
def test_a_target_of_which_no_gap_came_is_told_as_past(tmp_path: Path, newest: int, past: bool) -> None:
    row = judged(tmp_path, [gap(newest, 5.4, "SII")], wish="baseline: 9, target: 5, period: 2024/25")
    about = About("Fewer falls", "Are there fewer falls?", "Falls", "percent", "low_good")
    told = sentences.gap_target(row, about, "deprivation", "SII")
    assert row["gap_target_past"] is past
    assert ("by 2024/25 (that is past, and no figure of it is shown), told as" in told.text) is past
    assert [claim.direction for claim in told.claims] == [row["gap_status"], *["past"] * past]


@pytest.mark.parametrize(
    ("ratio", "lower", "upper", "status"),
    [
        (0.0, 0.0, 0.4, "no_data"),
        (-0.2, -0.4, 0.1, "no_data"),
        (0.5, 0.0, 0.6, "no_data"),
        (0.5, -0.1, 0.6, "no_data"),
        (0.5, 0.001, 0.6, "cannot_be_judged_yet"),
        (0.5, 0.45, 0.52, "off_path"),
        (1.2, -0.1, 2.5, "on_path"),
        (2.4, -0.1, 3.0, "cannot_be_judged_yet"),
        (0.5, None, None, "off_path"),
        (0.53, None, None, "on_path"),
        (0.0, None, None, "no_data"),
    ],
)
def test_a_ratio_that_is_no_number_of_times_is_not_judged(
    tmp_path: Path, ratio: float, lower: float | None, upper: float | None, status: str
) -> None:
    """The path stands at 1.9 times, or 0.526."""
    rows = [{**gap(2023, ratio, "RII"), "lower": lower, "upper": upper}]
    found = judged(tmp_path, rows, wish="baseline: 2.4, target: 1.4, period: 2026/27", statistic="RII")
    assert found["gap_status"] == status


def test_only_the_gap_of_its_own_dimension_and_statistic_is_judged(tmp_path: Path) -> None:
    others = [gap(2024, 9.0, "SII", "sex"), gap(2025, 9.0, "absolute_gap")]
    assert judged(tmp_path, [gap(2023, 6.0, "SII"), *others])["gap_status"] == "on_path"


def test_a_gap_for_several_years_is_judged_at_its_end(tmp_path: Path) -> None:
    found = judged(tmp_path, [gap(2023, 6.9, "SII")], wish="baseline: 9, target: 5, period: 2025 to 2026")
    assert found["gap_path"] == pytest.approx(9 - 4 * 3.0 / 5.75, abs=0.01)
    assert found["gap_target_label"] == "2025 to 2026"


SET = "baseline: 9, target: 5, period: 2026/27"
NOW = ("path", "2023/24", pytest.approx(7.0, abs=0.01))
"""What the path allows in the newest period: the sentence tells it, so the table has it."""
PATH = [("path", "2020/21", 9.0), NOW, ("path", "2026/27", 5.0), ("target", "2026/27", 5.0)]


def test_the_lines_of_its_chart_are_sizes(tmp_path: Path) -> None:
    gaps = [gap(2022, -8.0, "SII"), gap(2023, -7.6, "SII"), gap(2023, 3.0, "absolute_gap")]
    assert drawn(tmp_path, SET, gaps) == [("actual", "2022/23", 8.0), ("actual", "2023/24", 7.6), *PATH]


def test_without_anything_set_there_are_no_lines(tmp_path: Path) -> None:
    assert drawn(tmp_path, "baseline: 9, target: not_set", [gap(2023, 7.6, "SII")]) == []


RECORDED = f"{SET}, actuals: {{2023/24: -7.6, 2022/23: 8, 2026-12: 6}}"


def test_what_the_files_record_stands_where_the_run_worked_out_nothing(tmp_path: Path) -> None:
    kept = [("recorded", "2022/23", 8.0), ("recorded", "2023/24", 7.6)]
    assert drawn(tmp_path, RECORDED, [gap(2023, 3.0, "absolute_gap")]) == [*kept, *PATH]


def test_what_the_run_worked_out_stands_before_what_the_files_record(tmp_path: Path) -> None:
    kinds = {kind for kind, _, _ in drawn(tmp_path, RECORDED, [gap(2023, 6.0, "SII")])}
    assert kinds == {"actual", "path", "target"}


def test_what_is_recorded_is_judged_too(tmp_path: Path) -> None:
    found = judged(tmp_path, [], wish=RECORDED)
    assert (found["gap_status"], found["gap_path"]) == ("off_path", pytest.approx(7.0, abs=0.01))


ABOUT = About("Fewer falls", "Are there fewer falls?", "Falls", "percent", "low_good")
UNTOLD = "It is between the most and the least deprived neighbourhoods; who is behind is not recorded."
CHANCE = ", and the difference could be chance"
AIM = (
    "The target for the gap is 5.0 percentage points by 2026/27, told as the slope index of inequality by deprivation: "
    "off path."
)


def told(row: dict[str, Any], kind: str, lower: float | None = 7.1, gaps: Sequence[Any] = ()) -> list[str]:
    lines = [{"kind": kind, "period_end": fy(2023, 1.0)["period_end"], "period_start": None, "period_label": "2023/24",
              "value": 7.6, "lower": lower, "upper": 9.0}]  # fmt: skip
    path = sentences.Path(row, lines, "deprivation", "SII", gaps)
    return [one(path, ABOUT).text for one in (sentences.gap_path, sentences.gap_path_alt)]


def test_its_finding_says_how_large_it_is_what_its_path_allows_and_what_was_set(tmp_path: Path) -> None:
    row = judged(tmp_path, [gap(2023, 7.6, "SII")])
    was = "By the slope index of inequality the gap was 7.6 percentage points in 2023/24"
    whose = "It is higher for the most deprived fifth than for the least deprived fifth."
    now = f"{was}. Its path then allows 7.0 percentage points. {whose}"
    found, in_words = told(row, "actual", gaps=[gap(2023, 7.6, "SII")])
    assert found == f"{now} {AIM}"
    course = (
        "By the slope index of inequality there was no clear change in the gap. "
        "No forecast of the gap: it has shown no clear direction."
    )
    assert in_words == f"Line chart of the gap in Falls by deprivation, 1 period. {now} {AIM} {course}"
    assert told({**row, "gap_path": None}, "recorded")[0] == (
        f"{was}, as the strategy\u2019s files record it. {UNTOLD} {AIM}"
    )
    chance = gap(2023, 7.6, "SII", sure=False)
    assert told(row, "actual", gaps=[chance])[0] == (
        f"{was}. Its path then allows 7.0 percentage points. The difference between the most deprived fifth and the "
        f"least deprived fifth could be chance: neither is known to be behind. {AIM}"
    )
    assert sentences.gap_path(sentences.Path(row, [], "deprivation", "SII"), ABOUT).text == AIM
    nothing = sentences.Path({**row, "gap_target": None}, [], "deprivation", "SII")
    assert sentences.gap_path(nothing, ABOUT).text == ""


@pytest.mark.parametrize(("lower", "doubt"), [(7.01, ""), (7.0, CHANCE), (-2.0, CHANCE), (None, "")])
def test_that_a_gap_is_beside_its_path_by_chance_is_said(tmp_path: Path, lower: float | None, doubt: str) -> None:
    row = judged(tmp_path, [gap(2023, 7.6, "SII")])
    assert f"Its path then allows 7.0 percentage points{doubt}. " in told(row, "actual", lower)[0]


ALONE = f"{AGREED}, gap_ambition: {{dimension: deprivation, statistic: SII, provenance: agreed, "


def test_a_target_for_the_gap_alone_is_a_target(tmp_path: Path) -> None:
    found, _ = judge(
        a_place(tmp_path, f"{ALONE}target: 5, period: 2026/27}}"), [fy(2023, 6.0, 0.1)], gaps=[gap(2023, 6.0, "SII")]
    )
    assert (found["status"], found["status_forecast"]) == ("gap_target_only", "gap_target_only")
    assert found["why"].startswith("A target is set for the gap alone")
    assert sentences.status_label(found) == "Target for the gap alone"
    assert not sentences.untargeted(found)


@pytest.mark.parametrize(
    ("begins", "path", "why"),
    [
        (", baseline_period: 2020/21", 7.0, "The latest gap is worse than the path by more than chance explains."),
        ("", None, "No period is set for the gap’s baseline, so no path leads from it to the target."),
    ],
)
def test_a_gaps_path_begins_in_the_period_of_its_own_baseline(
    tmp_path: Path, begins: str, path: float | None, why: str
) -> None:
    """The average has no baseline whose period it could take."""
    files = a_place(tmp_path, f"{ALONE}baseline: 9{begins}, target: 5, period: 2026/27}}")
    found, _ = judge(files, [fy(2023, 6.0, 0.1)], gaps=[gap(2023, 8.0, "SII")])
    assert found["gap_path"] == (path and pytest.approx(path, abs=0.01))
    assert found["gap_why"] == why


def test_how_the_gap_stands_to_its_path_is_told_in_every_list_with_who_is_behind(tmp_path: Path) -> None:
    found = judged(tmp_path, [gap(2023, 8.0, "SII")])
    about = About("Fewer", "Are there fewer?", "Falls", "percent", "low_good")
    assert sentences.gap_beside(found, about).text == (
        "gap: off path, worse for the most deprived fifth, 8.0 percentage points in 2023/24, "
        "where its path allows 7.0 percentage points"
    )
    assert sentences.gap_off_path(found)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (2.0, "gap: off path, target missed, worse for the most deprived fifth, 2.0 percentage points in 2024/25, "
              "where its target in 2023/24 was 5.0 percentage points; in 2023/24 it was 8.0 percentage points, so it "
              "reaches the target too late"),
        (7.0, "gap: off path, target missed, worse for the most deprived fifth, 7.0 percentage points in 2024/25, "
              "where its target in 2023/24 was 5.0 percentage points; in 2023/24 it was 8.0 percentage points"),
    ],
)  # fmt: skip
def test_a_gap_after_its_targets_end_is_told_with_what_it_was_then(tmp_path: Path, now: float, words: str) -> None:
    files = a_place(tmp_path, f"{ALONE}baseline: 9, baseline_period: 2020/21, target: 5, period: 2023/24}}")
    found, _ = judge(files, [fy(2024, 6.0, 0.1)], gaps=[gap(2023, 8.0, "SII"), gap(2024, now, "SII")])
    about = About("Fewer", "Are there fewer?", "Falls", "percent", "low_good")
    assert sentences.gap_beside(found, about).text == words
    assert found["gap_target_held"] == 8.0


RATIO = (
    f"{AGREED}, gap_ambition: {{dimension: deprivation, statistic: relative_gap, provenance: agreed, target: 3, "
    "period: 2026/27, baseline: 4, baseline_period: 2021/22}"
)


def ratio(year: int, value: float, half: float | None = 0.5, **more: Any) -> Any:
    limits = {"lower": value - half, "upper": value + half} if half else {"lower": None, "upper": None}
    return gap(year, value, "relative_gap") | limits | {"direction_since": "2017/18"} | more


def test_beside_a_target_for_a_ratio_it_is_told_which_way_the_ratio_goes(tmp_path: Path) -> None:
    """From 2.74 to 6.00 times it was widening beyond chance; the page said "no clear change", of the difference."""
    gaps = [ratio(year, 2.7 + 0.4 * at, direction="widening") for at, year in enumerate(range(2017, 2026))]
    headline = gap(2025, 15.7, direction="no_clear_change", direction_since="2017/18")
    row, _ = judge(a_place(tmp_path, RATIO), [fy(2025, 9.0, 0.1)], gaps=[*gaps, headline])
    told = sentences.gap_course(row, ABOUT).text
    assert told.startswith(
        "By the ratio the gap has been widening since 2017/18. "
        "By the difference there is no clear change in the gap since 2017/18. "
        "If it goes on widening as it has since 2017/18: 6.3"
    )
    assert told.endswith("The chance of meeting the target for the gap is less than 1%.")
    assert sentences.gap_beside(row, ABOUT).text.endswith("widening since 2017/18")
    low, high = row["gap_forecast_lower"], row["gap_forecast_upper"]
    assert high - low > 2 * 1.28 * 0.5 / 1.96, "no narrower than the gap's own chance"


def test_of_a_gap_without_limits_the_groups_are_named_and_that_newer_is_not_known(tmp_path: Path) -> None:
    """It was "off path" at 35.93 times without a word of its limits, and "who is behind is not recorded"."""
    why = "The line through the groups falls below nought."
    gaps = [ratio(2024, 35.93, None, sure=None), ratio(2025, 1.0, None) | {"value": None, "reason": why}]
    a = a_place(tmp_path, RATIO)
    rows = [fy(2024, 9.0, 0.1), fy(2025, 9.0, 0.1)]
    row, lines = judge(a, rows, gaps=gaps)[0], lines_of_the_gap_alone(a, rows, gaps)
    found = sentences.gap_path(sentences.Path(row, lines, "deprivation", "relative_gap", gaps), ABOUT).text
    assert "The difference between the most deprived fifth and the least deprived fifth has no interval" in found
    assert "not recorded" not in found
    assert found.endswith("off path. No limits are known, so nobody can say how much of the difference is chance.")
    assert sentences.gap_course(row, ABOUT).text.startswith(
        "In 2025/26 the gap cannot be told by the ratio: the line through the groups falls below nought."
    )


def lines_of_the_gap_alone(a: Any, rows: list[Any], gaps: list[Any]) -> list[Any]:
    return [line for line in lines_of_the_gap(a, rows, gaps=gaps) if line["kind"] == "actual"]


def test_where_the_path_begins_otherwise_than_the_figure_of_its_period_that_is_told(tmp_path: Path) -> None:
    """25 for a gap of 32 was taken for its start, without a word."""
    gaps = [ratio(year, value) for year, value in ((2021, 3.2), (2025, 3.1))]
    a, rows = a_place(tmp_path, RATIO), [fy(2025, 9.0, 0.1)]
    row, lines = judge(a, rows, gaps=gaps)[0], lines_of_the_gap_alone(a, rows, gaps)
    told = "Its path begins at 4.00 times in 2021/22. The figure of that period is 3.20 times."
    assert sentences.gap_course(row, ABOUT, lines).text.endswith(told)
    same = [line | {"value": 4.001} for line in lines]
    assert "Its path begins" not in sentences.gap_course(row, ABOUT, same).text


@pytest.mark.parametrize(("number", "size"), [(0.8, "1.25 times"), (1.25, "1.25 times")])
def test_a_ratio_below_one_is_told_on_the_scale_of_the_gap_beside_it(tmp_path: Path, number: float, size: str) -> None:
    """ "Its path then allows 1.25 times. The target for the gap is 0.80 times" was the same number twice."""
    row, _ = judge(a_place(tmp_path, RATIO.replace("target: 3", f"target: {number}")), [fy(2025, 9.0, 0.1)])
    assert sentences.gap_target(row, ABOUT, "deprivation", "relative_gap").text.startswith(f"{size} by 2026/27")
    assert sentences.gap_words(number, "percent", 1, "relative_gap") == size
    assert sentences.gap_words(-3.5, "percent", 1, "absolute_gap") == "3.5 percentage points"
