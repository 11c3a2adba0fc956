"""The words: wording, plurals, units, decimals, what is unknown; and no difference said that could be chance."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.place import UNITS
from oneplace.progress import ForecastStatus, Status, sentences
from oneplace.vocabulary import wording
from tests.progress.sentence_row import ABOUT, a_row


@pytest.mark.parametrize(
    ("number", "unit", "decimals", "words"),
    [
        (7.4, "percent", 1, "7.4%"),
        (57.0, "percent", 0, "57%"),
        (2345.6, "per_100k_dsr", 1, "2,346 per 100,000"),
        (34.26, "per_100k", 1, "34.3 per 100,000"),
        (1.0, "days", 1, "1.0 day"),
        (2.0, "days", 0, "2 days"),
        (1.0, "people", 1, "1 person"),
        (226.0, "people", 1, "226 people"),
        (55.0, "rank", 1, "rank 55"),
        (2711.2, "gbp", 0, "£2,711"),
        (-12.5, "gbp", 1, "−£12.5"),
        (-0.04, "percent", 1, "0.0%"),
        (0.388, "ratio", 3, "0.388"),
        (3.0, "furlongs_per_head", 0, "3 furlongs per head"),
    ],
)
def test_values_are_written_with_their_unit(number: float, unit: str, decimals: int, words: str) -> None:
    assert wording.value_words(number, unit, decimals) == words


def test_every_unit_that_a_measure_may_have_has_its_words() -> None:
    assert set(UNITS) <= set(wording.UNITS)


def test_differences_intervals_and_shares() -> None:
    assert wording.difference_words(-2.1, "percent") == "2.1 percentage points"
    assert wording.difference_words(1.0, "percent") == "1.0 percentage point"
    assert wording.difference_words(-1.0, "days", 0) == "1 day"
    assert wording.range_words(6.8, 8.0, "percent") == "6.8% to 8.0%"
    assert wording.range_words(2100.4, 2500.2, "per_100k") == "2,100 to 2,500 per 100,000"
    assert [wording.percent_words(share) for share in (0.0, 0.12, 0.996, 1.0)] == [
        "less than 1%",
        "12%",
        "more than 99%",
        "more than 99%",
    ]
    assert wording.day_words(date(2026, 4, 1)) == "1 April 2026"
    assert [wording.count_words(n, "ambition") for n in (0, 1, 2)] == ["0 ambitions", "1 ambition", "2 ambitions"]
    assert [wording.list_words(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "7.4% in 2024/25 is off the path to 6.0% by 2026/27, which asked for 6.8%."),
        ({"path": 6.0}, "7.4% in 2024/25 is off the target of 6.0% by 2026/27."),
        ({"status": "on_path"}, "7.4% in 2024/25 is on the path to 6.0% by 2026/27."),
        (
            {"status": "average_up_but_gap_wider", "gap_direction": "widening"},
            "7.4% in 2024/25 is on the path to 6.0% by 2026/27, but the gap between the most and the least deprived "
            "neighbourhoods is widening.",
        ),
        ({"status": "cannot_be_judged_yet"}, "7.4% in 2024/25 cannot be judged yet against 6.0% by 2026/27."),
        ({"status": "no_target_set", "trend": "better"}, "7.4% in 2024/25 is better than before; no target is set."),
        ({"status": "no_target_set"}, "7.4% in 2024/25 has no target to be judged against."),
        ({"status": "context"}, "7.4% in 2024/25 is shown for context."),
        (
            {"status": "no_data", "value": None, "why": "Not shown, to protect people in small groups."},
            "Not known yet: not shown, to protect people in small groups.",
        ),
        ({"status": "no_measure", "value": None, "why": ""}, "Nothing is measured for this yet."),
        (
            {"origin": "synthetic", "target_provenance": "illustrative", "status": "on_path"},
            "7.4% (synthetic) in 2024/25 is on the path to 6.0% (illustrative) by 2026/27.",
        ),
    ],
)
def test_the_finding_says_how_the_value_stands(changes: dict[str, Any], words: str) -> None:
    assert sentences.finding(a_row(**changes), ABOUT) == words


def test_the_answer_is_whole() -> None:
    assert sentences.answer(a_row(), ABOUT) == (
        "There is no clear change: 7.4% in 2024/25 (95% interval 6.8% to 8.0%). It is down by 0.4 percentage "
        "points on the "
        "period before, which could be chance. It is better than England (8.8%). The latest value is worse "
        "than the path "
        "by more than chance explains."
    )


def test_what_is_not_known_is_said_so() -> None:
    unknown = a_row(lower=None, upper=None, trend="not_known", comparison="not_known", change=0.5)
    answer = sentences.answer(unknown, ABOUT)
    assert "no interval is known" in answer
    assert "without an interval we cannot tell whether that is chance" in answer
    assert "In England it was 8.8%; no interval is known to compare them by." in answer
    assert sentences.since(a_row(change=None), ABOUT) == "There is no period before to compare it with."
    assert sentences.since(a_row(change=0.01), ABOUT) == "It is as in the period before."


@given(
    trend=st.sampled_from(["no_clear_change", "not_known"]),
    comparison=st.sampled_from(["similar", "not_known"]),
    change=st.floats(-5, 5),
    status=st.sampled_from([status.value for status in Status if status not in (Status.NO_DATA, Status.NO_MEASURE)]),
)
def test_no_sentence_asserts_a_difference_that_could_be_chance(
    trend: str, comparison: str, change: float, status: str
) -> None:
    row = a_row(trend=trend, comparison=comparison, change=change, status=status, why="")
    words = f"{sentences.finding(row, ABOUT)} {sentences.since(row, ABOUT)} {sentences.comparison(row, ABOUT)}".lower()
    for claim in ("better than", "worse than", "got better", "got worse", "more than chance explains"):
        assert claim not in words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {},
            "The gap between the most and the least deprived neighbourhoods is 5.2 percentage points (95% "
            "interval 3.1 to "
            "7.3), the most deprived worse off. There is no clear change in it.",
        ),
        (
            {"gap": -5.2, "gap_lower": -7.3, "gap_upper": -3.1, "gap_direction": "narrowing"},
            "The gap between the most and the least deprived neighbourhoods is 5.2 percentage points (95% "
            "interval 3.1 to "
            "7.3), the least deprived worse off. It is narrowing.",
        ),
        (
            {"gap_lower": -1.0, "gap_direction": "not_known"},
            "The gap between the most and the least deprived neighbourhoods, 5.2 percentage points (95% "
            "interval −1.0 to "
            "7.3), could be chance. Whether it is changing is not known.",
        ),
        (
            {"gap_statistic": "RII", "gap": 0.5, "gap_lower": 0.4, "gap_upper": 0.8, "gap_direction": "widening"},
            "The gap between the most and the least deprived neighbourhoods is 2.00 times (95% interval 1.25 "
            "to 2.50), the "
            "least deprived worse off. It is widening.",
        ),
        ({"gap": None}, "Who is behind the average is not known."),
    ],
)
def test_the_gap_is_told_with_its_interval_and_direction(changes: dict[str, Any], words: str) -> None:
    assert sentences.gap(a_row(**changes), ABOUT) == words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {},
            "If it goes on as it has: 6.9% in 2026/27 (80% interval 6.1% to 7.7%). The chance of meeting the "
            "target, 6.0% by "
            "2026/27, is 12%.",
        ),
        ({"chance": None}, "If it goes on as it has: 6.9% in 2026/27 (80% interval 6.1% to 7.7%)."),
        ({"forecast": None}, "The target is 6.0% by 2026/27. There are too few values to forecast."),
        ({"forecast": None, "target": None}, "No forecast is made."),
        ({"status_forecast": "met"}, "The target, 6.0% by 2026/27, was met."),
        ({"status_forecast": "missed"}, "The target, 6.0% by 2026/27, was missed."),
    ],
)
def test_the_outlook_tells_forecast_and_chance(changes: dict[str, Any], words: str) -> None:
    assert sentences.outlook(a_row(**changes), ABOUT) == words


def test_a_late_value_is_called_late() -> None:
    assert sentences.judgeable(a_row(), date(2026, 11, 22)) == "It can next be judged on 1 January 2027."
    assert sentences.judgeable(a_row(), date(2027, 1, 1)) == "The next value was due by 1 January 2027 and is not here."
    assert sentences.judgeable(a_row(judgeable_on=None), date(2027, 1, 1)) == "When it can next be judged is not known."


@pytest.mark.parametrize(("label", "words"), [("2024/25", "in"), ("26 September 2019", "on"), ("2022 to 2024", "in")])
def test_periods_and_days_take_their_own_word(label: str, words: str) -> None:
    assert f"{words} {label}" in sentences.finding(a_row(period_label=label), ABOUT)


def test_the_summary_counts_and_agrees_in_number() -> None:
    rows = [a_row(status=status) for status in ("on_path", "off_path", "off_path", "no_target_set", "no_measure")]
    rows[0]["gap_direction"], rows[1]["gap_direction"], rows[2]["gap_direction"] = "narrowing", "widening", "not_known"
    assert sentences.summary(rows) == (
        "Of 5 ambitions 1 is on path, 2 are off path, 1 has no target and 1 is not measured yet. Where we can "
        "tell, the gap "
        "between the most and the least deprived neighbourhoods is narrowing in 1 of 4 and widening in 1."
    )
    assert sentences.summary([a_row(gap_direction="not_known")]).startswith(
        "The one ambition is off path. Whether the gap"
    )
    assert sentences.summary([a_row(), a_row()]).startswith("All 2 ambitions are off path. ")
    assert sentences.summary([]) == "No ambitions are set."


def test_every_status_has_a_label_and_a_place_in_the_summary() -> None:
    assert set(sentences.STATUS_LABELS) == set(Status)
    assert set(sentences.FORECAST_LABELS) == set(ForecastStatus)
    rows = [a_row(status=status.value) for status in Status]
    assert sum(sentences.status_counts(rows).values()) == len(Status)
    assert len(sentences.worst_first(rows)) == len(Status)


def test_worst_first_puts_the_least_likely_of_the_worst_on_top() -> None:
    rows = [
        a_row(ambition="A", status="on_path", chance=0.9),
        a_row(ambition="B", status="off_path", chance=0.4),
        a_row(ambition="C", status="off_path", chance=0.01),
        a_row(ambition="D", status="no_target_set", chance=None),
        a_row(ambition="E", status="average_up_but_gap_wider", chance=0.9),
    ]
    assert [row["ambition"] for row in sentences.worst_first(rows)] == ["C", "B", "E", "A", "D"]


def test_changes_since_an_earlier_run_name_what_moved_came_and_went() -> None:
    earlier = [a_row(ambition="A", status="on_path"), a_row(ambition="B"), a_row(ambition="OLD")]
    now = [a_row(ambition="A"), a_row(ambition="B"), a_row(ambition="NEW")]
    assert sentences.changes(now, earlier) == [
        ("A", "on_path", "off_path"),
        ("NEW", "", "off_path"),
        ("OLD", "off_path", ""),
    ]


def test_what_is_made_up_is_said_so() -> None:
    assert sentences.origin_note(a_row()) == ""
    assert not sentences.made_up(a_row())
    synthetic = a_row(origin="synthetic", target_provenance="illustrative")
    assert "synthetic people, not from residents" in sentences.origin_note(synthetic)
    assert "nobody has agreed it" in sentences.origin_note(synthetic)
    assert sentences.made_up(synthetic)


@pytest.mark.parametrize(
    ("variation", "assurance", "starts"),
    [
        ("common_cause", "inconsistent", "The process is steady"),
        ("improvement_low", "consistent_fail", "The process is improving by more than chance explains. It will miss"),
        ("concern_high", "", "The process is getting worse by more than chance explains."),
        ("neutral_high", None, "The process is changing"),
        (None, None, "The process cannot be judged: too few points to judge."),
    ],
)
def test_control_charts_are_put_in_words(variation: str | None, assurance: str | None, starts: str) -> None:
    signal = {"variation": variation, "assurance": assurance, "mean": 30.0, "reason": "Too few points to judge."}
    assert sentences.control_finding(signal, ABOUT).startswith(starts)


def test_maps_count_only_neighbourhoods_beyond_chance() -> None:
    def area(number: float | None, half: float = 1.0) -> dict[str, Any]:
        known = number is not None
        limits = (number - half, number + half) if number is not None else (None, None)
        return {"value": number, "lower": limits[0], "upper": limits[1], "suppressed": not known}

    rows = [area(12.0), area(10.5), area(7.0), area(None)]
    assert sentences.map_finding(rows, 10.0, ABOUT) == (
        "1 of 3 neighbourhoods is worse and 1 better than the average beyond chance. 1 neighbourhood is too "
        "small to show."
    )
    assert sentences.map_finding([area(10.2)], 10.0, ABOUT).startswith("No neighbourhood differs")
    assert "without limits" in sentences.map_finding(rows, None, ABOUT)
