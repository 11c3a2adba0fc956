"""The sentences about one ambition, whole: each state of each column that they read, one a line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from oneplace.progress import ForecastStatus, Status, sentences
from oneplace.progress.sentences import Kind
from oneplace.results import BY_GROUP, BY_PART
from tests.progress.sentence_row import ABOUT, a_row

DAYS = replace(ABOUT, unit="days", decimals=0)
CONTEXT = replace(ABOUT, polarity="context")


@pytest.mark.parametrize(
    ("status", "label"),
    [
        (Status.ON_PATH, "On path"),
        (Status.OFF_PATH, "Off path"),
        (Status.AVERAGE_UP_BUT_GAP_WIDER, "Average better, gap wider"),
        (Status.CANNOT_BE_JUDGED_YET, "Cannot be judged yet"),
        (Status.NO_TARGET_SET, "No target set"),
        (Status.CONTEXT, "Shown for context"),
        (Status.NO_DATA, "No figure to show"),
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
        (ForecastStatus.NOT_KNOWN, "No forecast"),
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
        ({"whose": "E92000001"}, ABOUT, "7.4% for England in 2024/25"),
        ({"whose": "RHM", "origin": "synthetic"}, ABOUT, "7.4% (synthetic) for RHM in 2024/25"),
        ({}, DAYS, "7.4 days in 2024/25"),
        ({}, replace(ABOUT, decimals=2), "7.40% in 2024/25"),
    ],
)
def test_the_value_with_unit_and_period(changes, about, words):
    assert sentences.value(a_row(**changes), about).text == words


@pytest.mark.parametrize(
    ("changes", "about", "words"),
    [
        ({}, ABOUT, "95% interval 6.8% to 8.0%"),
        ({}, DAYS, "95% interval 6.8 to 8.0 days"),
        ({"lower": 0.0}, ABOUT, "95% interval 0.0% to 8.0%"),
        ({"upper": 0.0}, ABOUT, "95% interval 6.8% to 0.0%"),
        ({"lower": None}, ABOUT, ""),
        ({"upper": None}, ABOUT, ""),
        ({"value": None}, ABOUT, ""),
    ],
)
def test_the_interval_or_why_there_is_none(changes, about, words):
    assert sentences.interval(a_row(**changes), about).text == words


@pytest.mark.parametrize(
    ("changes", "about", "words"),
    [
        ({}, ABOUT, "6.0% by 2026/27"),
        ({}, DAYS, "6.0 days by 2026/27"),
        ({"target": 0.0}, ABOUT, "0.0% by 2026/27"),
        ({"target": None}, ABOUT, "not set"),
        ({"target_label": None}, ABOUT, "6.0%"),
        ({"target_label": None, "target_provenance": "illustrative"}, ABOUT, "6.0% (illustrative)"),
        ({"target_provenance": "illustrative"}, ABOUT, "6.0% (illustrative) by 2026/27"),
        ({"origin": "synthetic"}, ABOUT, "6.0% by 2026/27"),
    ],
)
def test_the_target_and_its_date(changes, about, words):
    assert sentences.target(a_row(**changes), about).text == words


@pytest.mark.parametrize(
    ("changes", "counted", "words"),
    [
        ({}, None, "84.0% in 2022/23"),
        ({}, 84.04, "84.0% in 2022/23"),
        ({"target_provenance": "illustrative"}, 84.0, "84.0% (illustrative) in 2022/23"),
        ({"target_provenance": "illustrative", "origin": "synthetic"}, 91.63,
         "84.0% (illustrative) in 2022/23. The figure of that period is 91.6% (synthetic)."),
        ({"baseline": None}, 91.63, "not set"),
        ({"period_start": None}, 91.63, "84.0% in 2022/23"),  # the newest is hidden
    ],
)  # fmt: skip
def test_where_it_started_says_what_was_counted_then(changes, counted, words):
    """84% set where 91.6% was counted makes a standstill at 91.4% look like a rise."""
    row = a_row(**{"baseline": 84.0, "baseline_label": "2022/23", "period_start": date(2024, 4, 1)} | changes)
    then = {"value": counted, "period_end": date(2023, 4, 1)}
    assert sentences.baseline(row, ABOUT, None if counted is None else then).text == words
    newest = then | {"period_end": date(2025, 4, 1)}
    assert "figure of that period" not in sentences.baseline(row, ABOUT, newest).text


@pytest.mark.parametrize(
    ("changes", "about", "words"),
    [
        ({"status": "no_measure"}, replace(ABOUT, reason="Nobody counts it."), "Not measured yet. Nobody counts it."),
        ({"status": "no_measure"}, replace(ABOUT, reason="NHS stopped."), "Not measured yet. NHS stopped."),
        ({"status": "no_measure"}, replace(ABOUT, reason="X"), "Not measured yet. X"),
        ({"status": "no_measure"}, replace(ABOUT, reason="UK"), "Not measured yet. UK"),
        ({"status": "no_measure"}, replace(ABOUT, reason="A break."), "Not measured yet. A break."),
        ({"status": "no_data", "value": None, "why": "Too few."}, ABOUT, "No figure to show. Too few."),
        ({"status": "no_data", "value": None, "why": "GP data wait."}, ABOUT, "No figure to show. GP data wait."),
        ({"status": "no_data", "value": None, "why": "T"}, ABOUT, "No figure to show. T"),
        ({"status": "average_up_but_gap_wider", "target": None, "gap_dimension": "sex", "direction": "falling",
          "gap_group": "M", "gap_reference": "F", "gap_direction_since": "2018/19"}, ABOUT,
         "7.4% in 2024/25, falling since 2020/21 (better), but the gap between men and boys, and women and girls, has "
         "been widening since 2018/19."),
        ({"status": "average_up_but_gap_wider", "gap_group": None}, ABOUT,
         "7.4% in 2024/25 is on the path to 6.0% by 2026/27, but the gap between the most and the least deprived "
         "neighbourhoods has been widening."),
        ({"status": "no_target_set", "direction": "rising"}, ABOUT, "7.4% in 2024/25, rising since 2020/21 (worse)."),
        ({"status": "no_target_set", "direction": "falling"}, ABOUT,
         "7.4% in 2024/25, falling since 2020/21 (better)."),
        ({"status": "no_target_set"}, ABOUT, "7.4% in 2024/25, with no clear change since 2020/21."),
        ({"status": "no_target_set", "direction": None}, ABOUT, "7.4% in 2024/25."),
        ({"status": "no_target_set", "direction": "not_known"}, ABOUT, "7.4% in 2024/25."),
        ({"status": "context", "direction": "rising"}, CONTEXT,
         "7.4% in 2024/25, rising since 2020/21: shown for context."),
        ({"status": "context", "direction": None}, CONTEXT, "7.4% in 2024/25: shown for context."),
        ({"status": "cannot_be_judged_yet"}, ABOUT, "7.4% in 2024/25 cannot be judged yet against 6.0% by 2026/27."),
        ({"origin": "synthetic", "target_provenance": "illustrative", "status": "on_path"}, ABOUT,
         "7.4% (synthetic) in 2024/25 is on the path to 6.0% (illustrative) by 2026/27."),
        ({"status": "off_path"}, DAYS,
         "7.4 days in 2024/25 is 0.6 days off the path to 6.0 days by 2026/27, which asked for 6.8 days."),
        ({"status": "off_path", "path": 6.0}, DAYS, "7 days in 2024/25 is 1 day off the target of 6 days by 2026/27."),
        ({"status": "on_path"}, replace(ABOUT, unit="rank"), "Rank 7 in 2024/25 is on the path to rank 6 by 2026/27."),
    ],
)  # fmt: skip
def test_the_finding(changes, about, words):
    assert sentences.finding(a_row(**changes), about).text == words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"comparator_value": None}, ""),
        ({"comparison": "better"}, "It is better than England (8.8% in 2023/24)."),
        ({"comparison": "worse"}, "It is worse than England (8.8% in 2023/24)."),
        ({"comparison": "similar"}, "It is not clearly better or worse than England (8.8% in 2023/24)."),
        ({"comparison": "context"}, "For England it was 8.8% in 2023/24."),
        (
            {"comparison": "not_known"},
            "For England it was 8.8% in 2023/24. No limits are known, so we call neither better.",
        ),
        ({"comparison": "better", "comparator_label": None}, "It is better than England (8.8%)."),
        ({"comparator": "E12"}, "It is better than E12 (8.8% in 2023/24)."),
        ({"comparator_value": 0.0}, "It is better than England (0.0% in 2023/24)."),
        ({"whose": "RHM"}, "For RHM it is better than for England (8.8% in 2023/24)."),
        ({"whose": "RHM", "comparison": "similar"},
         "For RHM it is not clearly better or worse than for England (8.8% in 2023/24)."),
        ({"whose": "RHM", "comparison": "context"}, "For England it was 8.8% in 2023/24."),
    ],
)  # fmt: skip
def test_how_it_stands_beside_its_comparator(changes, words):
    assert sentences.comparison(a_row(**changes), ABOUT).text == words


def test_what_is_held_against_no_other_area_says_why():
    about = replace(ABOUT, not_compared="it is not standardised for age")
    said = "We don’t compare it with other areas: it is not standardised for age."
    assert sentences.comparison(a_row(comparator_value=None), about).text == said
    assert not sentences.comparison(a_row(value=None, comparator_value=None), about)


VALUE = "7.4% in 2024/25 (95% interval 6.8% to 8.0%)."
STILL = {"change": None, "direction": None, "comparator_value": None}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, f"{VALUE} In 2023/24 it was 7.8%. There has been no clear change since 2020/21. It is better than England "
         "(8.8% in 2023/24). The latest value is worse than the path by more than chance explains."),
        (STILL | {"why": "Because."}, f"{VALUE} Because."),
        (STILL | {"why": ""}, VALUE),
        (STILL | {"why": None, "lower": None}, "7.4% in 2024/25."),
        ({"value": None, "status": "no_data", "why": "Too few."}, "No figure to show. Too few."),
    ],
)  # fmt: skip
def test_the_answer_of_the_page(changes, words):
    assert sentences.answer(a_row(**changes), ABOUT).text == words


def test_the_answer_begins_with_a_capital():
    answer = sentences.answer(a_row(), replace(ABOUT, unit="rank"))
    # off its path of 6.8: told whole both would be 7
    assert answer.text.startswith("Rank 7.4 in 2024/25 (95% interval rank 6.8 to rank 8.0). ")


FORECAST = "If it goes on falling as it has since 2020/21: 6.9% in 2026/27"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status_forecast": "met", "forecast": None}, "The target, 6.0% by 2026/27, was met."),
        ({"status_forecast": "met", "forecast": None, "target_held": 5.98, "period_label": "2027/28"},
         "The target, 6.0% by 2026/27, was met (5.98% in 2026/27)."),
        ({"status_forecast": "met", "forecast": None, "target_held": 5.5, "period_label": "2026/27"},
         "The target, 6.0% by 2026/27, was met."),
        ({"status_forecast": "missed", "forecast": None, "target_held": 6.5, "period_label": "May 2027",
          "held": 5.9, "held_lower": None, "held_upper": None, "held_label": "the year to May 2027"},
         "The target, 6.0% by 2026/27, was missed (a mean of 6.5% in 2026/27)."),
        ({"status_forecast": "cannot_be_told", "forecast_untold": "rounding", "forecast": None, "target_held": 6.001,
          "period_label": "2027/28"},
         "Whether the target, 6.0% by 2026/27, was met (6.001% in 2026/27) cannot be told: it came so close that "
         "rounding decides it."),
        ({"status_forecast": "missed", "forecast": None}, "The target, 6.0% by 2026/27, was missed."),
        ({"status_forecast": "not_known", "forecast": None, "target": 0.0},
         "The target is 0.0% by 2026/27. No forecast."),
        ({"forecast": None, "target": None}, "No forecast."),
        ({"chance": None, "forecast_lower": None}, f"{FORECAST}."),
        ({"chance": None, "forecast_upper": None}, f"{FORECAST}."),
        ({"chance": None, "origin": "synthetic"},
         "If it goes on falling as it has since 2020/21: 6.9% (synthetic) in 2026/27 (80% interval 6.1% to 7.7%)."),
        ({"chance": None, "forecast_lower": None, "direction_since": None},
         "If it goes on falling as it has: 6.9% in 2026/27."),
        ({"chance": None, "forecast": 0.0},
         "If it goes on falling as it has since 2020/21: 0.0% in 2026/27 (80% interval 6.1% to 7.7%)."),
        ({"chance": 0.0},
         f"{FORECAST} (80% interval 6.1% to 7.7%). "
         "The chance of meeting the target, 6.0% by 2026/27, is less than 1%."),
    ],
)  # fmt: skip
def test_the_outlook(changes, words):
    assert sentences.outlook(a_row(direction="falling", **changes), ABOUT).text == words


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (None, "When the next value is due is not known."),
        (date(2026, 4, 30), "The next value was due by 30 April 2026 and is not here."),
        (date(2026, 5, 1), "The next value was due by 1 May 2026 and is not here."),
        (date(2026, 5, 2), "It can next be judged on 2 May 2026."),
    ],
)
def test_a_value_is_late_from_its_day_on(on, words):
    assert sentences.judgeable(a_row(judgeable_on=on), date(2026, 5, 1)).text == words


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (None, "When the next value is due is not known."),
        (date(2026, 5, 1), "The next value was due by 1 May 2026 and is not here."),
        (date(2026, 5, 2), "It can next be judged on 2 May 2026."),
    ],
)
def test_of_a_newer_value_that_is_not_shown_nobody_says_that_it_is_not_here(on, words):
    told = sentences.judgeable(a_row(judgeable_on=on, hidden_label="2024/25"), date(2026, 5, 1)).text
    assert told == f"The value of 2024/25 is here and is not shown, to protect people in small groups. {words}"


@pytest.mark.parametrize("day", [1, 2])
def test_a_late_value_is_told_where_nothing_is_judged_by_it_yet(day):
    """A feed that had stopped was silent until the day on which its target, without a baseline, could be judged."""
    row = a_row(due_on=date(2026, 5, 2), judgeable_on=date(2027, 5, 2), period_end=date(2025, 4, 1))
    late = "The next value was due by 2 May 2026 and is not here."
    told = late if day == 2 else "It can next be judged on 2 May 2027."
    assert sentences.judgeable(row, date(2026, 5, day)).text == told
    assert sentences.overdue(row, date(2026, 5, day)) is (day == 2)
    assert (", newer was due by 2 May 2026" in sentences.age(row, date(2026, 5, day)).text) is (day == 2)


def test_of_what_has_no_target_nothing_is_judged():
    row = a_row(judgeable_on=date(2026, 5, 2), target=None)
    assert sentences.judgeable(row, date(2026, 5, 1)).text == "The next value is due by 2 May 2026."


BY_AREA = {"status": "no_data", "value": None, "why": f"Published for each of the place's 2 areas, {BY_PART}: 1%. No."}


@pytest.mark.parametrize(
    ("changes", "day", "words"),
    [
        (BY_AREA, 1, "The next value, by area only, is due by 2 May 2026."),
        (BY_AREA, 3, "The next value, by area only, was due by 2 May 2026 and is not here."),
        (BY_AREA | {"why": BY_GROUP}, 1, "The next value, by group only, is due by 2 May 2026."),
    ],
)
def test_what_comes_for_areas_or_groups_alone_judges_nothing_of_the_place(changes, day, words):
    row = a_row(judgeable_on=date(2026, 5, 2), target=6.0, **changes)
    assert sentences.judgeable(row, date(2026, 5, day)).text == words
    assert "judged" not in sentences.due_words(row, date(2026, 5, day))


def test_beside_figures_of_its_areas_nobody_says_that_no_figure_of_the_targets_time_is_shown():
    row = a_row(target=6.0, target_label="2024/25", target_past=True, **BY_AREA)
    words = "6.0% by 2024/25 (that is past, and no figure of the whole place is known)"
    assert sentences.target(row, ABOUT).text == words


PEOPLE = "Worked out from synthetic people, not from people who live here."
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
        ({"direction": "falling"}, ABOUT,
         "Smoking at delivery. 7.4% in 2024/25 is 0.6 percentage points off the path to 6.0% by 2026/27, "
         "which asked for 6.8%. "
         "95% interval 6.8% to 8.0%. "
         "If it goes on falling as it has since 2020/21: 6.9% in 2026/27 (80% interval 6.1% to 7.7%). "
         "The chance of meeting the target, 6.0% by 2026/27, is 12%."),
        ({"lower": None, "forecast": None, "target": None, "status": "context"}, ABOUT,
         "Smoking at delivery. 7.4% in 2024/25, with no clear change since 2020/21: shown for context. "
         "No forecast."),
        ({"value": None, "status": "no_measure"}, replace(ABOUT, measure=None, reason="Nobody counts it."),
         "Fewer babies exposed. Not measured yet. Nobody counts it."),
    ],
)  # fmt: skip
def test_the_chart_in_words(changes, about, words):
    assert sentences.alt_text(a_row(**changes), about).text == words


HELD = {"held": 7.1, "held_lower": None, "held_upper": None, "held_label": "2024/25", "period_label": "March 2025"}


@pytest.mark.parametrize(
    ("provisional", "words"),
    [
        (None, "the mean in 2024/25, 7.1%"),
        (1, "the mean in 2024/25, 7.1%, of which the newest month is provisional"),
        (6, "the mean in 2024/25, 7.1%, of which the newest 6 months are provisional"),
    ],
)
def test_a_mean_says_how_many_of_its_months_are_provisional(provisional, words):
    told = sentences.held_value(a_row(**HELD, provisional=provisional), replace(ABOUT, frequency="monthly"))
    assert told.text == words
    assert (Kind.PROVISIONAL in {claim.kind for claim in told.claims}) == bool(provisional)


def test_a_value_that_will_be_revised_says_so():
    assert sentences.value(a_row(provisional=1), ABOUT).text == "7.4% (provisional) in 2024/25"
    assert sentences.value(a_row(provisional=None), ABOUT).text == "7.4% in 2024/25"


def test_of_a_year_that_is_over_nothing_is_too_close_to_call():
    """30.04 minutes against 30: met or missed can't be told, and why; all its numbers to the same decimals."""
    year = {"held": 30.04, "held_lower": None, "held_upper": None, "held_label": "2025/26", "held_alike": 29.84}
    over = {"status": "cannot_be_judged_yet", "status_forecast": "cannot_be_told", "forecast_untold": "counting"}
    row = a_row(value=27.3, **year, **over, path=30.0, target=30.0, target_label="2025/26", forecast=None)
    minutes = replace(ABOUT, unit="minutes", frequency="monthly")
    assert sentences.finding(row, minutes).text == (
        "27.30 minutes in 2024/25. The mean in 2025/26, 30.04 minutes, leaves open whether the target, 30.00 minutes "
        "by 2025/26, was met."
    )
    assert sentences.outlook(row, minutes).text == (
        "Whether the target, 30.00 minutes by 2025/26, was met cannot be told: "
        "it came so close that how its parts are weighed decides it."
    )
    assert "too close to call" not in sentences.forecast_label(row).lower()


def test_a_forecast_without_a_direction_is_not_told():
    """A run made before the two had one base."""
    assert sentences.outlook(a_row(chance=None), ABOUT).text == "The target is 6.0% by 2026/27. No forecast."


def test_a_month_is_told_beside_the_same_one_a_year_before():
    row = a_row(period_label="July 2025", before_label="June 2025", year_before=12.8, year_before_label="July 2024")
    told = "In June 2025 it was 7.8%; in July 2024, a year before the newest, it was 12.8%."
    assert told in sentences.answer(row, ABOUT).text


@pytest.mark.parametrize(("ends", "shape"), [("similar", "■"), ("higher", "■"), (None, "■"), ("not_known", "○")])
def test_what_nobody_could_test_has_not_the_shape_of_no_change(ends, shape):
    assert sentences.arrow(a_row(direction="no_clear_change", direction_since="2018/19", ends=ends)) == shape
    assert sentences.arrow(a_row(value=None, direction="no_clear_change", ends=ends)) == ""
    assert sentences.arrow(a_row(direction=None, ends=ends)) == ""


def test_what_has_ended_is_told_in_the_past_from_where_to_where():
    row = a_row(direction="fell", direction_since="November 2024", direction_from=9.6, turned_at="April 2025",
                turned_from=5.0, ends=None)  # fmt: skip
    told = "fell from 9.6% in November 2024 to 5.0% in April 2025, which was better"
    assert f"It {told}. It has not been lower since." in sentences.answer(row, ABOUT).text
    assert sentences.course(row, ABOUT).text == f"{told}; not lower since"
    assert sentences.arrow(row) == "■"
    up = sentences.course(row | {"direction": "rose"}, ABOUT).text
    assert up == "rose from 9.6% in November 2024 to 5.0% in April 2025, which was worse; not higher since"


def test_one_step_is_told_with_both_its_levels():
    row = a_row(direction="stepped_down", direction_since="2022/23", direction_from=15.3, stepped_from="2021/22",
                settled=5.2, ends=None, long_run="falling", long_run_since="2021/22")  # fmt: skip
    told = "fell in one step in 2022/23, which is better: 15.3% on average from 2021/22 until then, 5.2% since"
    assert f"It {told}. Before and after that step there was no clear change." in sentences.answer(row, ABOUT).text
    assert "Looking back" not in sentences.answer(row, ABOUT).text
    assert sentences.course(row, ABOUT).text == told
    assert sentences.arrow(row) == "■"
    none = sentences.outlook(row | {"forecast": None, "forecast_untold": "stepped", "target": None}, ABOUT).text
    assert none == "No forecast: it changed in one step, which tells nothing of what comes next."


def test_a_mean_of_months_that_count_by_their_number_says_so():
    row = a_row(held=30.04, held_lower=None, held_upper=None, held_label="2025/26", path=30.0, held_alike=29.84, why="")
    minutes = replace(ABOUT, unit="minutes", frequency="monthly")
    mean = "In the mean in 2025/26, 30.04 minutes, a month in which more were counted weighs more"
    said = f"{mean}; were all counted alike it"
    assert sentences.answer(row, minutes).text.endswith(f" {said} would be 29.84 minutes.")
    assert said not in sentences.answer(row | {"held_alike": None}, minutes).text
    assert said not in sentences.answer(row | {"held_alike": 30.041}, minutes).text


@pytest.mark.parametrize(
    ("code", "name", "said"),
    [("E12000008", "South East", "the South East"), ("E12000007", "London", "London"),
     ("E12000003", "Yorkshire and The Humber", "Yorkshire and The Humber"), ("E92000001", "England", "England")],
)  # fmt: skip
def test_a_region_has_its_article(code, name, said):
    row = a_row(comparator=code, comparator_value=13.0, comparator_label="2024/25", comparison="not_known")
    about = replace(ABOUT, areas={code: name})
    assert f"For {said} it was 13.0% in 2024/25." in sentences.answer(row, about).text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": 0.54, "comparator_value": 0.46, "comparison": "worse"}, ("0.54%", "0.46%")),
        ({"value": 0.5404, "comparator_value": 0.5396, "comparison": "better"}, ("0.540%", "0.540%")),  # nothing tells
        ({"value": 0.54, "comparator_value": 0.46, "comparison": "similar"}, ("0.5%", "0.5%")),
    ],
)
def test_what_is_called_better_or_worse_is_told_to_as_many_digits_as_show_it(changes, said):
    row = a_row(**{"status": "no_target_set", "comparator": "E92000001", "comparator_label": "2024/25", **changes})
    digits = said if changes["value"] != 0.5404 else ("0.5%", "0.5%")
    assert sentences.value(row, ABOUT).text.startswith(digits[0])
    assert digits[1] in sentences.comparison(row, ABOUT).text
    assert digits[1] in sentences.beside(row, ABOUT).text


@pytest.mark.parametrize(("past", "aside"), [(True, " (that is past, and no figure of it is shown)"), (False, "")])
def test_a_target_that_is_past_is_told_with_that_wherever_it_is_told(past, aside):
    row = a_row(target=6.0, target_label="2023/24", target_past=past, status="off_path", path=6.5)
    words = f"6.0% by 2023/24{aside}"
    assert sentences.target(row, ABOUT).text == words
    assert f"off the path to {words}, which asked for" in sentences.finding(row, ABOUT).text


def test_a_target_that_another_year_reaches_now_is_told_by_the_figure_of_its_own():
    """ "It was met" stood beside the mean of another year, and that of the year that met it nowhere."""
    mean = {"held": 5.5, "held_lower": None, "held_upper": None, "held_label": "the year to May 2027"}
    row = a_row(period_label="May 2027", value=5.4, lower=None, upper=None, target_held=5.8, status="on_path", **mean)
    found = sentences.finding(row | {"status_forecast": "met"}, ABOUT)
    assert found.text.endswith(
        ". The mean in the year to May 2027, 5.5%, is at the target of 6.0% by 2026/27 or better: it was met "
        "(a mean of 5.8% in 2026/27)."
    )
    told = [claim for claim in found.claims if claim.kind is Kind.OUTCOME and claim.number is not None]
    assert [(claim.number, claim.period) for claim in told] == [(5.8, "2026/27")]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"path": None}, "cannot be judged yet against the target of 6.0% by 2026/27, which was missed in its own"),
        ({"path": 6.0}, "cannot be judged yet against the target of 6.0% by 2026/27, which was missed in its own"),
        ({"path": 7.0}, "is too close to the target of 6.0% by 2026/27 to say on which side it is"),
    ],
)
def test_only_what_is_close_to_a_target_that_is_over_is_called_so(columns, words):
    """Whatever could not be held against a target that was missed was told to be too close to it."""
    row = a_row(status="cannot_be_judged_yet", status_forecast="missed", **columns)
    assert words in sentences.finding(row, ABOUT).text
