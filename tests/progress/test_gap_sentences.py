"""The sentences about a gap and about charts of groups, maps and processes, whole."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.progress import sentences
from oneplace.vocabulary.wording import figures_words
from tests.progress.sentence_row import ABOUT, a_row

CLEAR = "There is no clear change in the gap."
FIFTHS = "the most deprived fifth and the least deprived fifth"
CHANCE = f"The difference between {FIFTHS} could be chance."
HIGH = replace(ABOUT, polarity="high_good")
CONTEXT = replace(ABOUT, polarity="context")


def ratio(size, lower, upper, statistic="RII", **more):
    return a_row(gap_statistic=statistic, gap=size, gap_lower=lower, gap_upper=upper, **more)


def gap(size=5.2, lower=3.1, upper=7.3, **more):
    return a_row(gap=size, gap_lower=lower, gap_upper=upper, **more)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (gap(None), "Who is behind the average is not known."),
        (gap(None, gap_reason="A number that this is made from is missing."),
         "Who is behind the average is not known."),
        (gap(None, gap_reason="No group that can be shown fares worse than everyone."),
         "No group that can be shown fares worse than everyone."),
        (gap(None, gap_groups_hidden=2, gap_label=None),
         "2 groups are too small to show, so who is behind is not told."),
        (gap(None, gap_groups_hidden=2, gap_label="2024/25"),
         "2 groups are too small to show in 2024/25, so who is behind is not told."),
        (gap(lower=None), f"The difference between {FIFTHS} has no interval, so it could be chance."),
        (gap(upper=None), f"The difference between {FIFTHS} has no interval, so it could be chance."),
        (gap(1.0, 0.1, 2.0),
         "For the most deprived fifth it is 1.0 percentage point higher than for the least deprived fifth "
         f"(95% interval 0.1 to 2.0), which is worse. {CLEAR}"),
        (gap(1.0, 0.0, 2.0), CHANCE),
        (gap(-1.0, -2.0, 0.0), CHANCE),
        (gap(0.0, -1.0, 1.0), f"The difference between {FIFTHS} is nought."),
        (gap(1.0, -0.1, 2.1, gap_direction="widening"), CHANCE),
        (gap(gap_sure=False), CHANCE),
        (gap(gap_sure=False, gap_groups_hidden=1), f"{CHANCE} 1 group is too small to show."),
        (gap(gap_sure=False, gap_unknown_by="deprivation", gap_unknown_hidden=5),
         f"{CHANCE} By deprivation it is not known: 5 groups are too small to show."),
        (gap(gap_sure=False, gap_unknown_by="ethnicity", gap_unknown_hidden=0),
         f"{CHANCE} By ethnic group it is not known."),
        (gap(gap_direction="widening", gap_direction_since="2019/20"),
         "For the most deprived fifth it is 5.2 percentage points higher than for the least deprived fifth "
         "(95% interval 3.1 to 7.3), which is worse. The gap has been widening since "
         "2019/20."),
        (gap(gap_direction="widening", gap_direction_since="2019/20", gap_turned="2019/20"),
         "For the most deprived fifth it is 5.2 percentage points higher than for the least deprived fifth "
         "(95% interval 3.1 to 7.3), which is worse. The gap turned round in 2019/20: until then it was worse for the "
         "least deprived fifth. The gap has been widening since 2019/20."),
        (gap(gap_direction="not_known", gap_turned="2023/24"),
         "For the most deprived fifth it is 5.2 percentage points higher than for the least deprived fifth "
         "(95% interval 3.1 to 7.3), which is worse. The gap turned round in 2023/24: until then it was worse for the "
         "least deprived fifth. Too few figures are known since then to say which way it goes."),
        (gap(gap_direction=None),
         "For the most deprived fifth it is 5.2 percentage points higher than for the least deprived fifth "
         "(95% interval 3.1 to 7.3), which is worse."),
        (gap(gap_dimension="sex", gap_group="M", gap_reference="all", gap_direction="narrowing"),
         "For men and boys it is 5.2 percentage points higher than for everyone (95% interval 3.1 to 7.3), "
         "which is worse. The gap has been narrowing."),
        (gap(gap_dimension="ethnicity", gap_group="mixed", gap_group_label="Mixed", gap_reference="all"),
         "For the ethnic group “Mixed” it is 5.2 percentage points higher than for everyone (95% interval 3.1 to 7.3), "
         f"which is worse. {CLEAR}"),
        (ratio(2.0, 1.5, 2.5, "relative_gap"),
         "For the most deprived fifth it is 2.00 times as high as for the least deprived fifth "
         f"(95% interval 1.50 to 2.50), which is worse. {CLEAR}"),
        (ratio(2.0, 1.0, 4.0), CHANCE),
        (ratio(0.5, 0.25, 1.0), CHANCE),
        (gap(gap_statistic="SII"),
         f"The gap between {FIFTHS} (slope index of inequality) is 5.2 percentage points (95% interval 3.1 to 7.3), "
         f"higher for the most deprived fifth. {CLEAR}"),
        (gap(gap_label="2024/25", gap_direction=None),
         "For the most deprived fifth it is 5.2 percentage points higher than for the least deprived fifth in 2024/25 "
         "(95% interval 3.1 to 7.3), which is worse."),
        (gap(gap_label="2024/25", gap_sure=False), f"The difference between {FIFTHS} in 2024/25 could be chance."),
        (gap(gap_group=None),
         "The gap between the most and the least deprived neighbourhoods (difference) is 5.2 percentage points "
         f"(95% interval 3.1 to 7.3). {CLEAR}"),
    ],
)  # fmt: skip
def test_the_gap_whole(row, words):
    assert sentences.gap(row, ABOUT).text == words


FIGURES = [{"group": "1", "value": 14214.55}, {"group": "5", "value": 8622.45}, {"group": "3", "value": 9999.0}]
ROUNDED = "The two figures shown make a little more or less, for they are rounded."


@pytest.mark.parametrize(
    ("row", "figures", "words"),
    [
        (gap(5592.1, 3907.0, 7219.0), FIGURES, ROUNDED),  # 14,215 less 8,622 is 5,593
        (gap(5591.6, 3907.0, 7219.0), [{"group": "1", "value": 14214.0}, {"group": "5", "value": 8622.4}], ""),
        (gap(5592.1, -1.0, 7219.0), FIGURES, ""),  # its size isn't told
        (gap(5592.1, 3907.0, 7219.0), FIGURES[1:], ""),
        (gap(None), FIGURES, ""),
        (ratio(1.65, 1.2, 2.0), FIGURES, ""),
    ],
)
def test_a_gap_that_the_figures_shown_do_not_make_says_that_it_was_worked_out_before_rounding(row, figures, words):
    about = replace(ABOUT, unit="per_100k_dsr", decimals=0)
    assert sentences.before_rounding(row, figures, about) == words


@given(st.floats(0, 2000), st.floats(0, 2000), st.sampled_from([("percent", 1), ("per_100k_dsr", 0), ("days", 1)]))
def test_either_the_figures_as_shown_make_the_gap_or_it_is_said(one, other, told):
    about = replace(ABOUT, unit=told[0], decimals=told[1])
    figures = [{"group": "1", "value": one}, {"group": "5", "value": other}]
    row = gap(one - other, gap_sure=True)

    def told_as(number):
        return figures_words(number, *told).replace(",", "")

    first, second = (float(told_as(value)) for value in (one, other))

    size = float(re.sub(r"[^\d.]", "", sentences.gap_value(row, about).split(" ")[0]))
    assert sentences.before_rounding(row, figures, about) or size == float(told_as(abs(first - second)))


def test_figures_of_another_period_than_the_newest_say_so():
    said = "In 2025/26 none can be shown: the figures beside this are of 2024/25."
    assert sentences.of_earlier("2024/25", "2025/26") == said
    assert sentences.of_earlier("2025/26", "2025/26") == ""


def test_a_gap_keeps_its_sign_and_is_judged_only_where_a_way_is_good():
    row = gap(-5.2, -7.3, -3.1)
    lower = "For the most deprived fifth it is 5.2 percentage points lower than for the least deprived fifth"
    assert sentences.gap(row, HIGH).text == f"{lower} (95% interval 3.1 to 7.3), which is worse. {CLEAR}"
    assert sentences.gap(row, CONTEXT).text == f"{lower} (95% interval 3.1 to 7.3). {CLEAR}"


def test_a_gap_is_told_in_the_measures_unit_and_decimals():
    about = replace(ABOUT, unit="years", decimals=2)
    assert sentences.gap_value(a_row(), about) == "5.20 years"
    assert sentences.gap_interval(a_row(), about) == "95% interval 3.10 to 7.30"


@pytest.mark.parametrize(
    ("direction", "size", "label"),
    [
        ("narrowing", 1.0, "narrowing"),
        ("widening", 1.0, "widening"),
        ("no_clear_change", 1.0, "no clear change"),
        ("not_known", 1.0, "change not known"),
        (None, 1.0, "change not known"),
        ("widening", 0.0, "widening"),
        ("widening", None, "not known"),
    ],
)
def test_a_direction_in_a_word_or_two(direction, size, label):
    assert sentences.direction_label(a_row(gap=size, gap_direction=direction)) == label


@pytest.mark.parametrize(
    ("statistic", "label"),
    [
        ("SII", "slope index of inequality, by deprivation"),
        ("RII", "relative index of inequality, by deprivation"),
        ("absolute_gap", "difference, by deprivation"),
        ("relative_gap", "ratio, by deprivation"),
        ("between_group_variance", "between group variance, by deprivation"),
        (None, "not known"),
    ],
)
def test_what_the_number_of_a_gap_is(statistic, label):
    assert sentences.statistic_label(a_row(gap_statistic=statistic)) == label


def test_a_chart_of_other_groups_says_why_the_gap_asked_for_is_not_known():
    """Over two sexes that can be shown, “has not been worked out” stood above “4 groups are too small to show”."""
    row = a_row(gap=None, gap_groups_hidden=4, gap_label="2025/26")
    found = sentences.groups_finding(row, None, [{"suppressed": False}], ABOUT).text
    assert found == "4 groups are too small to show in 2025/26, so who is behind is not told."


@pytest.mark.parametrize(
    ("size", "suppressed", "words"),
    [
        (None, [False, True], "How large the gap is cannot be said: some groups are too small to show."),
        (None, [False, False], "How large the gap is has not been worked out for these groups."),
        (None, [], "How large the gap is has not been worked out for these groups."),
        (5.2, [True], "For the most deprived fifth it is 5.2 percentage points higher than for the least deprived "
         f"fifth (95% interval 3.1 to 7.3), which is worse. {CLEAR}"),
    ],
)  # fmt: skip
def test_a_chart_of_groups_says_the_gap_or_why_there_is_none(size, suppressed, words):
    rows = [{"suppressed": hidden} for hidden in suppressed]
    assert sentences.groups_finding(a_row(gap=size), None, rows, ABOUT).text == words


def test_a_chart_of_groups_tells_the_gap_that_stands_beneath_it_by_whatever_groups():
    """The headline's own breakdown has no gap; another one has."""
    other = a_row(gap=5.2, gap_dimension="sex", gap_group="F", gap_reference="M", gap_group_label="Women")
    told = sentences.groups_finding(a_row(gap=None), other, [{"suppressed": True}], ABOUT).text
    assert told == sentences.gap(other, ABOUT).text
    assert "women" in told


def area(value=5.0, suppressed=False):
    return {"value": value, "suppressed": suppressed, "period_label": "2024/25"}


HIGHER, LOWER, SAME, BARE = (area(), 1), (area(), -1), (area(), 0), (area(), None)
HIDDEN, MISSING = (area(None, True), None), (area(None), None)
REDRAWN = (area(None) | {"reason": "it was redrawn"}, None)
STOPPED = (area(None) | {"reason": "Fewer than 10 events."}, None)
AVERAGE = "the average of 10.0% in 2024/25"


def told(found, about, average=10.0):
    rows = [{"group": str(n), **row} for n, (row, _) in enumerate(found)]
    signs = {str(n): sign for n, (_, sign) in enumerate(found)}
    return sentences.map_finding(rows, signs, average, about).text


@pytest.mark.parametrize(
    ("found", "polarity", "words"),
    [
        ([HIGHER, LOWER, LOWER, SAME], "low_good",
         f"1 of 4 neighbourhoods is worse and 2 better than {AVERAGE}, beyond chance."),
        ([HIGHER, HIGHER, SAME], "low_good",
         f"2 of 3 neighbourhoods are worse and none better than {AVERAGE}, beyond chance."),
        ([HIGHER, LOWER], "high_good", f"1 of 2 neighbourhoods is better and 1 worse than {AVERAGE}, beyond chance."),
        ([LOWER, SAME], "context", f"1 of 2 neighbourhoods is lower and none higher than {AVERAGE}, beyond chance."),
        ([SAME, SAME], "low_good", f"No neighbourhood differs from {AVERAGE} by more than chance explains."),
        ([HIGHER, HIDDEN], "low_good", f"The one neighbourhood is worse than {AVERAGE}, beyond chance. "
         "1 neighbourhood is too small to show."),
        ([SAME, HIDDEN, MISSING], "low_good", f"No neighbourhood differs from {AVERAGE} by more than chance explains. "
         "2 neighbourhoods are too small to show."),
        ([(area(suppressed=True), 1), SAME], "low_good",
         f"No neighbourhood differs from {AVERAGE} by more than chance explains. "
         "1 neighbourhood is too small to show."),
        ([BARE, BARE], "low_good", "2 neighbourhoods can be shown, without limits."),
        ([BARE, HIDDEN], "low_good",
         "1 neighbourhood can be shown, without limits. 1 neighbourhood is too small to show."),
        ([HIGHER, HIDDEN, REDRAWN, REDRAWN], "low_good",
         f"The one neighbourhood is worse than {AVERAGE}, beyond chance. 1 neighbourhood is too small to show. "
         "2 neighbourhoods have no number. It was redrawn."),
        ([SAME, STOPPED], "low_good", f"No neighbourhood differs from {AVERAGE} by more than chance explains. "
         "1 neighbourhood has no number. Fewer than 10 events."),
        ([BARE, HIGHER], "low_good", f"The one neighbourhood is worse than {AVERAGE}, beyond chance."),
    ],
)  # fmt: skip
def test_a_map_counts_the_neighbourhoods_beyond_chance(found, polarity, words):
    assert told(found, replace(ABOUT, polarity=polarity)) == words


def test_an_average_of_nought_is_known_and_none_is_not():
    assert told([HIGHER], ABOUT, 0.0).startswith("The one neighbourhood is worse")
    assert told([BARE], ABOUT, None) == "1 neighbourhood can be shown."


def test_whose_neighbourhood_is_not_known_is_no_neighbourhood():
    nowhere = (area(None, True) | {"group": "not_known"}, None)
    assert "too small" not in told([HIGHER, nowhere], ABOUT)


MEAN = " Its mean is 34.1%."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"variation": "common_cause", "assurance": "inconsistent"},
         "The newest point is within what chance explains. By chance alone it could fall "
         f"on either side of that.{MEAN}"),
        ({"variation": "common_cause", "assurance": "not_stable"},
         "The newest point is within what chance explains. It has moved by more than chance explains, so its limits "
         f"can’t tell whether it will meet that.{MEAN}"),
        ({"variation": "improvement_low", "assurance": "consistent_pass"},
         "The newest point is better than chance explains. Unless it changes, chance alone "
         f"will not make it miss that.{MEAN}"),
        ({"variation": "concern_high", "assurance": "consistent_fail"},
         "The newest point is worse than chance explains. Unless it changes, chance alone "
         f"will not bring it there.{MEAN}"),
        ({"variation": "neutral_low", "assurance": None},
         f"The newest point is further from the mean than chance explains.{MEAN}"),
        ({"variation": "common_cause", "assurance": "", "mean": None},
         "The newest point is within what chance explains."),
        ({"variation": "common_cause", "mean": 0.0},
         "The newest point is within what chance explains. Its mean is 0.0%."),
        ({"variation": "concern"}, f"The newest point is worse than chance explains.{MEAN}"),
        ({"variation": "concern_low", "rules": "trend"},
         f"The newest points are falling by more than chance explains, which is worse.{MEAN}"),
        ({"variation": "concern_high", "rules": "trend"},
         "The newest points are rising by more than chance explains, which is worse, though the newest is still below "
         f"the mean.{MEAN}"),
        ({"variation": "improvement_low", "rules": "trend", "value": 34.1},
         "The newest points are falling by more than chance explains, which is better, though the newest is still at "
         f"the mean.{MEAN}"),
        ({"variation": "neutral_low", "rules": "trend", "value": 35.0},
         "The newest points are falling by more than chance explains, though the newest is still above "
         f"the mean.{MEAN}"),
        ({"variation": "concern_high", "rules": "trend; shift", "value": 35.0},
         f"The newest point is worse than chance explains.{MEAN}"),
        ({"variation": None, "reason": "Too few points."}, "The process cannot be judged: too few points."),
        ({"variation": None, "value": None, "reason": "No target is set."},
         "The process cannot be judged: May 2026 has no value that can be shown."),
        ({"variation": "odd_word", "reason": "Because."}, "The process cannot be judged: because."),
    ],
)  # fmt: skip
def test_a_control_chart_in_words(changes, words):
    signal = {
        "variation": None,
        "assurance": None,
        "mean": 34.1,
        "reason": None,
        "value": 30.0,
        "period_label": "May 2026",
        "lower_limit": None,
        "upper_limit": None,
    }
    assert sentences.control_finding([signal | changes], a_row(target=None), ABOUT).text == words


def test_a_process_with_points_beyond_chance_is_not_called_steady():
    point = {"variation": "common_cause", "assurance": None, "mean": None, "since": "May 2022", "value": 1.0}
    point |= {"lower_limit": None, "upper_limit": None}
    moved = a_row(target=None, level="unsettled")
    usual, beyond, other = ({"point": word} for word in ("common_cause", "concern", "improvement"))
    before = point | beyond | {"since": "April 2020"}
    steady = [before, point | usual, point | beyond | {"value": None}, point | usual]
    said = "The newest point is within what chance explains"
    assert sentences.control_finding(steady, moved, ABOUT).text == f"{said}."
    said += ", but"
    one = sentences.control_finding([before, point | beyond, point | usual], moved, ABOUT)
    assert one.text == f"{said} 1 of the 2 points since May 2022 is not."
    two = sentences.control_finding([point | beyond, point | other, point | usual], moved, ABOUT)
    assert two.text == f"{said} 2 of the 3 points since May 2022 are not."


def test_of_a_level_that_its_season_alone_moves_a_chart_says_so():
    """The page said that it had stayed at its level, and below that its newest point was better than chance."""
    point = {"variation": "improvement_low", "assurance": None, "mean": None, "since": "May 2022", "value": 1.0}
    point |= {"lower_limit": None, "upper_limit": None, "point": "improvement"}
    told = sentences.control_finding([point], a_row(target=None, level="usual", level_since="May 2022"), ABOUT).text
    season = "Its season explains that: without it, it has stayed at about the same level."
    assert told == f"The newest point is better than chance explains. {season}"
    assert season not in sentences.control_finding([point], a_row(target=None, level="better"), ABOUT).text


@pytest.mark.parametrize(
    ("polarity", "values", "name", "words"),
    [
        (
            "low_good",
            [31.0, 27.3],
            "NHS standard",
            "0 of the 2 months known since May 2021 met what is asked of each (NHS standard, 18.0%)",
        ),
        ("low_good", [18.0, 17.0, 19.0], None, "2 of the 3 months known since May 2021 met the target of 18.0%"),
        ("high_good", [19.0], None, "1 of the 1 month known since May 2021 met the target of 18.0%"),
        ("context", [19.0], None, ""),
    ],
)
def test_how_many_periods_of_the_present_level_met_what_is_asked_is_counted(polarity, values, name, words):
    last = {"variation": "common_cause", "assurance": "inconsistent", "mean": None, "point": None, "since": "May 2021"}
    last |= {"lower_limit": None, "upper_limit": None}
    rows = [last | {"value": value, "asked": 18.0, "asked_name": name} for value in (*values[:1], None, *values[1:])]
    rows = [rows[0] | {"since": "April 2018", "value": 18.0}, *rows]
    about = replace(ABOUT, polarity=polarity, frequency="monthly")
    assert sentences.times_met(rows, a_row(target=None), about).text == words
    assert words in sentences.control_finding(rows, a_row(target=None), about).text
    not_yet = [last | {"value": None, "asked": 18.0, "asked_name": name}] * 2
    assert sentences.times_met([rows[0], *not_yet, *rows[1:]], a_row(target=None), about).text == words
    assert sentences.times_met([*not_yet, rows[-1]], a_row(target=None), about).text.count("known") == 0
    assert sentences.times_met([row | {"asked": None} for row in rows], a_row(target=None), about).text == ""


def test_a_standard_for_each_month_is_told_from_a_target_for_a_year():
    """30 minutes on one page and 18 on another: each is named."""
    signal = {"value": 27.3, "asked": 18.0, "asked_name": "NHS standard", "since": "May 2021"}
    minutes = replace(ABOUT, unit="minutes", frequency="monthly")
    said = sentences.times_met([signal], a_row(target=30.0, target_label="2025/26"), minutes)
    asked = "(NHS standard, 18.0 minutes; not the target, 30.0 minutes by 2025/26)"
    assert said.text == f"0 of the 1 month since May 2021 met what is asked of each {asked}"
    assert [claim.kind for claim in said.claims] == ["times_met", "target"]


def test_the_mean_is_told_in_the_measures_unit_and_decimals():
    signal = {"variation": "common_cause", "assurance": None, "mean": 34.126, "reason": None, "value": 34.0}
    signal |= {"lower_limit": 33.0, "upper_limit": 35.0}
    minutes = replace(ABOUT, unit="minutes", decimals=2)
    assert sentences.control_finding([signal], a_row(target=None), minutes).text.endswith(" Its mean is 34.13 minutes.")


def test_a_ratio_of_nought_is_told_without_turning_it_round():
    row = a_row(gap=0.0, gap_lower=0.0, gap_upper=0.4, gap_statistic="relative_gap")
    assert sentences.gap_value(row, ABOUT) == "0.00 times"
    assert sentences.gap_interval(row, ABOUT) == "95% interval 0.00 to 0.40"


@pytest.mark.parametrize(
    ("provenance", "dimension", "words"),
    [
        ("agreed", "deprivation", "4.0 percentage points by 2026/27, told as the difference by deprivation: off path."),
        (
            "illustrative",
            "sex",
            "4.0 percentage points (illustrative) by 2026/27, told as the difference by sex: off path.",
        ),
        ("agreed", None, ""),
    ],
)
def test_what_was_set_for_a_gap_says_where_it_is_made_up(provenance, dimension, words):
    row = a_row(gap_target=-4.0, gap_target_label="2026/27", gap_target_provenance=provenance, gap_status="off_path")
    assert sentences.gap_target(row, ABOUT, dimension, "absolute_gap").text == words


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (gap(gap_label="2024/25"), "it is 5.2 percentage points higher for the most deprived fifth than for the least "
         "deprived fifth in 2024/25 (95% interval 3.1 to 7.3)."),
        (gap(-5.2, -7.3, -3.1), "it is 5.2 percentage points lower for the most deprived fifth than for the least "
         "deprived fifth (95% interval 3.1 to 7.3)."),
        (gap(1.0, 0.0, 2.0), f"the difference between {FIFTHS} could be chance: 1.0 percentage point "
         "(95% interval 0.0 to 2.0)."),
        (gap(-1.0, -2.0, 0.5), f"the difference between {FIFTHS} could be chance: 1.0 percentage point "
         "(95% interval −0.5 to 2.0)."),
        (gap(upper=None), f"the difference between {FIFTHS} has no interval, so it could be chance."),
    ],
)  # fmt: skip
def test_the_slope_index_is_told_by_its_own_name_with_its_side(row, words):
    said = sentences.slope(row | {"gap_statistic": "SII"}, ABOUT)
    assert said.text == f"Over all fifths (slope index of inequality), {words}"
    (claim,) = said.claims
    side = "lower" if "lower for" in words else "higher" if "higher for" in words else "unclear"
    assert (claim.statistic, claim.direction) == ("SII", side)


def test_no_slope_index_is_no_sentence():
    assert not sentences.slope(gap(None, gap_statistic="SII"), ABOUT)


@pytest.mark.parametrize(
    ("lower", "is_sure", "words"),
    [(0.035, True, "95% interval 0.04 to 0.7"), (0.035, False, "95% interval 0.04 to 0.7"),
     (0.0, True, "95% interval 0.0 to 0.7"), (0.06, True, "95% interval 0.1 to 0.7")],
)  # fmt: skip
def test_a_limit_that_is_not_nought_does_not_read_as_nought(lower, is_sure, words):
    assert sentences.gap_interval(gap(0.4, lower, 0.72, gap_sure=is_sure), ABOUT) == words


def test_two_groups_of_two_names_each_are_kept_apart():
    women = a_row(gap_dimension="sex", gap_group="F", gap_reference="M", gap_lower=-1.0, gap_upper=1.0)
    assert sentences.gap(women, ABOUT).text.startswith("The difference between women and girls, and men and boys,")


@pytest.mark.parametrize(
    ("size", "lower", "upper", "statistic", "told"),
    [
        (5.2, 3.1, 7.3, "SII", ("5.2 percentage points", "3.1 to 7.3")),
        (0.02, 0.012, 0.029, "SII", ("0.02 percentage points", "0.01 to 0.03")),
        (5.25, 5.21, 5.29, "SII", ("5.25 percentage points", "5.21 to 5.29")),
        (1.254, 1.1, 1.4, "RII", ("1.25 times", "1.10 to 1.40")),
        (5.2, None, 7.3, "SII", ("5.2 percentage points", "")),
    ],
)
def test_the_size_of_a_gap_lies_between_its_limits_as_they_are_told(size, lower, upper, statistic, told):
    assert sentences.size_between(size, lower, upper, ABOUT, statistic) == told
