"""A measure of half-years (H1, H2 of a calendar or financial year): read, judged by its own season, and told."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.place import period
from oneplace.progress.spans import next_span, step_of
from oneplace.stats import Span, forecast
from tests.progress.tiny import a_place, judge, row

AIM = (
    "measure: falls, provenance: agreed, source: Board, baseline: {period: 2020/21 H1, value: 20}, "
    "target: {period: 2026/27 H1, value: 8}"
)


def halves(*values: float, first: int = 2020) -> list[dict[str, object]]:
    """Rows of half-years one after another, the first of April to September."""
    made = []
    for number, value in enumerate(values):
        year, second = first + number // 2, number % 2
        start = date(year, 10 if second else 4, 1)
        end = date(year + 1, 4, 1) if second else date(year, 10, 1)
        made.append(row(start, end, f"{year}/{(year + 1) % 100:02d} H{second + 1}", value))
    return made


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2024/25 H1", date(2024, 4, 1), date(2024, 10, 1)),
        ("2024/25 H2", date(2024, 10, 1), date(2025, 4, 1)),
        ("2024 H1", date(2024, 1, 1), date(2024, 7, 1)),
        ("2024 H2", date(2024, 7, 1), date(2025, 1, 1)),
        ("2023/24 H2 to 2024/25 H1", date(2023, 10, 1), date(2024, 10, 1)),
    ],
)
def test_a_half_year_is_a_period(written, start, end):
    found = period(written)
    assert (found.start, found.end, found.words) == (start, end, written)


@pytest.mark.parametrize(
    ("written", "meant"), [("H1 2024/25", "2024/25 H1"), ("h2 2024", "2024 H2"), ("2024/26 H1", ""), ("2024 H3", "")]
)
def test_one_written_otherwise_is_named_as_it_is_written_here(written, meant):
    with pytest.raises(ValueError, match=f"Write {meant} if that is meant" if meant else "Write"):
        period(written)


@pytest.mark.parametrize(
    ("label", "after"),
    [
        ("2024/25 H1", "2024/25 H2"),
        ("2024/25 H2", "2025/26 H1"),
        ("2024 H1", "2024 H2"),
        ("2024 H2", "2025 H1"),
        ("1999/00 H2", "2000/01 H1"),
        ("April 2024 to September 2024", "October 2024 to March 2025"),
    ],
)
def test_the_next_is_called_by_the_same_words(label, after):
    one, other = period(label), period(after)
    found = next_span(Span(one.start, one.end, label), "six_monthly")
    assert (found.start, found.end, found.label) == (other.start, other.end, after)


def test_they_lie_six_months_apart():
    assert step_of([], "six_monthly") == 6


def test_a_season_of_halves_is_no_rise_and_the_same_half_a_year_before_is_told(tmp_path):
    """Each winter is worse than its summer: held one against the next, every winter would be a step and no trend."""
    found, _ = judge(a_place(tmp_path, AIM, frequency="six_monthly"), halves(20, 30, 19, 29, 18, 28, 17, 27, 16, 26))
    assert (found["direction"], found["direction_since"]) == ("falling", "2021/22 H2")
    assert (found["year_before"], found["year_before_label"]) == (27.0, "2023/24 H2")
    assert found["newest_step"] is None
    assert found["due_on"] == date(2026, 4, 1)


def test_what_is_forecast_goes_on_half_by_half_and_says_nothing_of_what_should_be_here(tmp_path):
    values = (20, 19.3, 18.1, 17.2, 16.3, 15.1, 14.2, 13.0, 12.1, 11.3, 10.1, 9.3, 8.2)
    later = AIM.replace("2026/27 H1", "2027/28 H2").replace("value: 8}", "value: 4}")
    found, paths = judge(a_place(tmp_path, later, frequency="six_monthly"), halves(*values))
    ahead = [line["period_label"] for line in paths if line["kind"] == "forecast"]
    assert ahead == ["2026/27 H2", "2027/28 H1", "2027/28 H2"]
    assert (found["status"], round(found["path"], 2)) == ("off_path", 7.2)


def test_a_forecast_keeps_the_season_of_halves():
    values = (20, 30.4, 19.1, 29, 18.2, 28.1, 17, 27, 16.1, 26.2)
    summer, winter = forecast(values, 2, frequency="six_monthly").value
    assert (round(summer), round(winter)) == (15, 25)
