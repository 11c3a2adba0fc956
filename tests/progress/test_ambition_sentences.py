"""The sentences about one ambition, whole: each state of each column that they read, one a line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from oneplace.progress import ForecastStatus, Status, sentences
from tests.progress.sentence_row import ABOUT, a_row

DAYS = replace(ABOUT, unit="days", decimals=0)


@pytest.mark.parametrize(
    ("status", "label"),
    [
        (Status.ON_PATH, "On path"),
        (Status.OFF_PATH, "Off path"),
        (Status.AVERAGE_UP_BUT_GAP_WIDER, "Average better, gap wider"),
        (Status.CANNOT_BE_JUDGED_YET, "Cannot be judged yet"),
        (Status.NO_TARGET_SET, "No target set"),
        (Status.CONTEXT, "Shown for context"),
        (Status.NO_DATA, "No data yet"),
        (Status.NO_MEASURE, "Not measured yet"),
    ],
)
def test_a_status_in_two_or_three_words(status, label):
    assert sentences.status_label(a_row(status=status.value)) == label


@pytest.mark.parametrize(
    ("status", "label"),
    [
        (ForecastStatus.LIKELY, "Likely to meet the target"),
        (ForecastStatus.UNCERTAIN, "Too close to call"),
        (ForecastStatus.UNLIKELY, "Unlikely to meet the target"),
        (ForecastStatus.MET, "Target met"),
        (ForecastStatus.MISSED, "Target missed"),
        (ForecastStatus.NOT_KNOWN, "Not known"),
        (ForecastStatus.NO_TARGET_SET, "No target set"),
    ],
)
def test_a_forecast_in_a_few_words(status, label):
    assert sentences.forecast_label(a_row(status_forecast=status.value)) == label


@pytest.mark.parametrize(
    ("changes", "about", "words"),
    [
        ({}, ABOUT, "7.4% in 2024/25"),
        ({"value": 0.0}, ABOUT, "0.0% in 2024/25"),
        ({"value": None}, ABOUT, "not known"),
        ({"origin": "synthetic"}, ABOUT, "7.4% (synthetic) in 2024/25"),
        ({"origin": "illustrative"}, ABOUT, "7.4% (illustrative) in 2024/25"),
        ({"period_label": "3 May 2025"}, ABOUT, "7.4% on 3 May 2025"),
        ({"period_label": "13 May 2025"}, ABOUT, "7.4% on 13 May 2025"),
        ({"period_label": "May 2025"}, ABOUT, "7.4% in May 2025"),
        ({"period_label": "year to 3 May 2025"}, ABOUT, "7.4% in year to 3 May 2025"),
        ({"period_label": "3 May 2025 to 2 June 2025"}, ABOUT, "7.4% in 3 May 2025 to 2 June 2025"),
        ({"period_label": None}, ABOUT, "7.4% "),
        ({}, DAYS, "7 days in 2024/25"),
        ({}, replace(ABOUT, decimals=2), "7.40% in 2024/25"),
    ],
)
def test_the_value_with_unit_and_period(changes, about, words):
    assert sentences.value(a_row(**changes), about) == words


@pytest.mark.parametrize(
    ("changes", "about", "words"),
    [
        ({}, ABOUT, "95% interval 6.8% to 8.0%"),
        ({}, DAYS, "95% interval 7 to 8 days"),
        ({"lower": 0.0}, ABOUT, "95% interval 0.0% to 8.0%"),
        ({"upper": 0.0}, ABOUT, "95% interval 6.8% to 0.0%"),
        ({"lower": None}, ABOUT, "no interval is known"),
        ({"upper": None}, ABOUT, "no interval is known"),
        ({"value": None}, ABOUT, ""),
    ],
)
def test_the_interval_or_why_there_is_none(changes, about, words):
    assert sentences.interval(a_row(**changes), about) == words


@pytest.mark.parametrize(
    ("changes", "about", "words"),
    [
        ({}, ABOUT, "6.0% by 2026/27"),
        ({}, DAYS, "6 days by 2026/27"),
        ({"target": 0.0}, ABOUT, "0.0% by 2026/27"),
        ({"target": None}, ABOUT, "not set"),
        ({"target_label": None}, ABOUT, "6.0%"),
        ({"target_label": None, "target_provenance": "illustrative"}, ABOUT, "6.0% (illustrative)"),
        ({"target_provenance": "illustrative"}, ABOUT, "6.0% (illustrative) by 2026/27"),
        ({"origin": "synthetic"}, ABOUT, "6.0% by 2026/27"),
    ],
)
def test_the_target_and_its_date(changes, about, words):
    assert sentences.target(a_row(**changes), about) == words


@pytest.mark.parametrize(
    ("changes", "about", "words"),
    [
        ({"status": "no_measure", "value": None}, ABOUT, "Nothing is measured for this yet."),
        ({"status": "no_measure"}, replace(ABOUT, reason="Nobody counts it."), "Not measured yet: nobody counts it."),
        ({"status": "no_measure"}, replace(ABOUT, reason="NHS stopped."), "Not measured yet: NHS stopped."),
        ({"status": "no_measure"}, replace(ABOUT, reason="X"), "Not measured yet: x"),
        ({"status": "no_measure"}, replace(ABOUT, reason="A break."), "Not measured yet: a break."),
        ({"status": "no_data", "value": None, "why": "Too few."}, ABOUT, "Not known yet: too few."),
        ({"status": "no_data", "value": None, "why": "GP data wait."}, ABOUT, "Not known yet: GP data wait."),
        ({"status": "no_data", "value": None, "why": "T"}, ABOUT, "Not known yet: t"),
        ({"status": "average_up_but_gap_wider", "target": None, "gap_dimension": "sex"}, ABOUT,
         "7.4% in 2024/25 is better than before, but the gap between the sex that fares worst and everyone is "
         "widening."),
        ({"status": "average_up_but_gap_wider", "gap_dimension": None}, ABOUT,
         "7.4% in 2024/25 is on the path to 6.0% by 2026/27, but the gap between groups is widening."),
        ({"status": "no_target_set", "trend": "worse"}, ABOUT,
         "7.4% in 2024/25 is worse than before; no target is set."),
        ({"status": "no_target_set", "trend": None}, ABOUT, "7.4% in 2024/25 has no target to be judged against."),
        ({"status": "no_target_set", "trend": "not_known"}, ABOUT,
         "7.4% in 2024/25 has no target to be judged against."),
        ({"status": "off_path"}, DAYS,
         "7 days in 2024/25 is off the path to 6 days by 2026/27, which asked for 7 days."),
        ({"status": "off_path", "path": 6.0}, DAYS, "7 days in 2024/25 is off the target of 6 days by 2026/27."),
        ({"status": "on_path"}, replace(ABOUT, unit="rank"), "Rank 7 in 2024/25 is on the path to rank 6 by 2026/27."),
    ],
)  # fmt: skip
def test_the_finding(changes, about, words):
    assert sentences.finding(a_row(**changes), about) == words


UP = "It is up by 1.0 percentage point on the period before"


@pytest.mark.parametrize(
    ("changes", "about", "words"),
    [
        ({"change": None}, ABOUT, "There is no period before to compare it with."),
        ({"change": None, "value": None}, ABOUT, ""),
        ({"change": 0.0}, ABOUT, "It is as in the period before."),
        ({"change": 0.04}, ABOUT, "It is as in the period before."),
        ({"change": -0.04}, ABOUT, "It is as in the period before."),
        ({"change": 0.06}, ABOUT,
         "It is up by 0.1 percentage points on the period before, which could be chance."),
        ({"change": 9.0}, ABOUT, "It is up by 9.0 percentage points on the period before, which could be chance."),
        ({"change": 0.4}, DAYS, "It is as in the period before."),
        ({"change": 1.2}, DAYS, "It is up by 1 day on the period before, which could be chance."),
        ({"change": -1.0, "trend": "better"}, ABOUT,
         "It is down by 1.0 percentage point on the period before, more than chance explains."),
        ({"change": 1.0, "trend": "worse"}, ABOUT,
         f"{UP}, more than chance explains."),
        ({"change": 1.0, "trend": "not_known"}, ABOUT,
         f"{UP}; without an interval we cannot tell whether that is chance."),
        ({"change": 1.0, "trend": None}, ABOUT,
         f"{UP}; without an interval we cannot tell whether that is chance."),
        ({"change": 1.0, "trend": "context"}, ABOUT, f"{UP}."),
        ({"change": 1.0, "trend": "better"}, replace(ABOUT, frequency="monthly"),
         "The control chart shows a change that chance does not explain."),
        ({"change": 1.0, "trend": "worse"}, replace(ABOUT, frequency="monthly"),
         "The control chart shows a change that chance does not explain."),
        ({"change": 1.0}, replace(ABOUT, frequency="monthly"),
         f"{UP}, which could be chance."),
    ],
)  # fmt: skip
def test_the_change_since_the_period_before(changes, about, words):
    assert sentences.since(a_row(**changes), about) == words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"comparator_value": None}, ""),
        ({"comparison": "better"}, "It is better than England (8.8%)."),
        ({"comparison": "worse"}, "It is worse than England (8.8%)."),
        ({"comparison": "similar"}, "The difference from England (8.8%) could be chance."),
        ({"comparison": "context"}, "In England it was 8.8%."),
        ({"comparison": "not_known"}, "In England it was 8.8%; no interval is known to compare them by."),
        ({"comparator": "E12"}, "It is better than E12 (8.8%)."),
        ({"comparator_value": 0.0}, "It is better than England (0.0%)."),
    ],
)
def test_how_it_stands_beside_its_comparator(changes, words):
    assert sentences.comparison(a_row(**changes), ABOUT) == words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"trend": "better", "change": None, "comparator_value": None, "why": "Because."},
         "It got better: 7.4% in 2024/25 (95% interval 6.8% to 8.0%). There is no period before to compare it with. "
         "Because."),
        ({"trend": "worse", "change": 0.0, "comparator_value": None, "why": ""},
         "It got worse: 7.4% in 2024/25 (95% interval 6.8% to 8.0%). It is as in the period before."),
        ({"trend": "not_known", "lower": None, "change": 0.0, "comparator_value": None, "why": None},
         "7.4% in 2024/25 (no interval is known). It is as in the period before."),
        ({"trend": "context", "change": 0.0, "comparison": "context", "why": ""},
         "7.4% in 2024/25 (95% interval 6.8% to 8.0%). It is as in the period before. In England it was 8.8%."),
        ({"value": None, "status": "no_data", "why": "Too few."}, "Not known yet: too few."),
    ],
)  # fmt: skip
def test_the_answer_of_the_page(changes, words):
    assert sentences.answer(a_row(**changes), ABOUT) == words


def test_the_answer_begins_with_a_capital():
    answer = sentences.answer(a_row(trend="not_known"), replace(ABOUT, unit="rank"))
    assert answer.startswith("Rank 7 in 2024/25 (95% interval rank 7 to rank 8). ")


FORECAST = "If it goes on as it has: 6.9% in 2026/27"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status_forecast": "met", "forecast": None}, "The target, 6.0% by 2026/27, was met."),
        ({"status_forecast": "missed", "forecast": None}, "The target, 6.0% by 2026/27, was missed."),
        ({"status_forecast": "not_known", "forecast": None, "target": 0.0},
         "The target is 0.0% by 2026/27. There are too few values to forecast."),
        ({"chance": None, "forecast_lower": None}, f"{FORECAST}."),
        ({"chance": None, "forecast_upper": None}, f"{FORECAST}."),
        ({"chance": None, "origin": "synthetic"},
         "If it goes on as it has: 6.9% (synthetic) in 2026/27 (80% interval 6.1% to 7.7%)."),
        ({"chance": None, "forecast": 0.0},
         "If it goes on as it has: 0.0% in 2026/27 (80% interval 6.1% to 7.7%)."),
        ({"chance": 0.0},
         f"{FORECAST} (80% interval 6.1% to 7.7%). "
         "The chance of meeting the target, 6.0% by 2026/27, is less than 1%."),
    ],
)  # fmt: skip
def test_the_outlook(changes, words):
    assert sentences.outlook(a_row(**changes), ABOUT) == words


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (None, "When it can next be judged is not known."),
        (date(2026, 4, 30), "The next value was due by 30 April 2026 and is not here."),
        (date(2026, 5, 1), "The next value was due by 1 May 2026 and is not here."),
        (date(2026, 5, 2), "It can next be judged on 2 May 2026."),
    ],
)
def test_a_value_is_late_from_its_day_on(on, words):
    assert sentences.judgeable(a_row(judgeable_on=on), date(2026, 5, 1)) == words


PEOPLE = "Computed from synthetic people, not from residents."
FORM = "The values are illustrative: invented to show the form."
TARGET = "The target is illustrative: nobody has agreed it."


@pytest.mark.parametrize(
    ("origin", "target", "note", "made_up"),
    [
        ("published", "agreed", "", False),
        (None, None, "", False),
        ("synthetic", "agreed", PEOPLE, True),
        ("illustrative", None, FORM, True),
        ("published", "illustrative", TARGET, True),
        ("synthetic", "illustrative", f"{PEOPLE} {TARGET}", True),
        ("illustrative", "illustrative", f"{FORM} {TARGET}", True),
    ],
)
def test_what_to_know_of_numbers_that_are_made_up(origin, target, note, made_up):
    row = a_row(origin=origin, target_provenance=target)
    assert sentences.origin_note(row) == note
    assert sentences.made_up(row) is made_up


@pytest.mark.parametrize(
    ("changes", "about", "words"),
    [
        ({}, ABOUT,
         "Smoking at delivery. 7.4% in 2024/25 is off the path to 6.0% by 2026/27, which asked for 6.8%. "
         "95% interval 6.8% to 8.0%. If it goes on as it has: 6.9% in 2026/27 (80% interval 6.1% to 7.7%). "
         "The chance of meeting the target, 6.0% by 2026/27, is 12%."),
        ({"lower": None, "forecast": None, "target": None, "status": "context"}, ABOUT,
         "Smoking at delivery. 7.4% in 2024/25 is shown for context. No interval is known. No forecast is made."),
        ({"value": None, "status": "no_measure"}, replace(ABOUT, measure=None, reason="Nobody counts it."),
         "Fewer babies exposed. Not measured yet: nobody counts it."),
    ],
)  # fmt: skip
def test_the_chart_in_words(changes, about, words):
    assert sentences.alt_text(a_row(**changes), about) == words
