"""Level and direction apart, each with its date; what it was before; the long run only where it says another thing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oneplace.progress import sentences
from oneplace.progress.sentences.movement import level
from tests.progress.sentence_row import ABOUT, a_row

MONTHLY = replace(ABOUT, frequency="monthly")
QUARTERLY = replace(ABOUT, frequency="quarterly")
HIGH = replace(MONTHLY, polarity="high_good")
CONTEXT = replace(ABOUT, polarity="context")
SINCE = {"direction_since": "May 2025", "level_since": "March 2024", "long_run": None, "strategy_run": None}
QUIET = SINCE | {"change": None, "direction": None, "level": None}


@pytest.mark.parametrize(
    ("changes", "about", "words"),
    [
        ({}, ABOUT, ""),
        ({"change": -0.4}, ABOUT, "In 2023/24 it was 7.8%."),
        ({"change": 0.0}, ABOUT, "In 2023/24 it was 7.4%."),
        ({"change": -0.4, "before_label": None}, ABOUT, ""),
        ({"change": -0.4, "before_label": "3 May 2025"}, ABOUT, "On 3 May 2025 it was 7.8%."),
        ({"level": "worse"}, HIGH, "It has been below its usual level since March 2024, which is worse."),
        ({"level": "better"}, HIGH, "It has been above its usual level since March 2024, which is better."),
        ({"level": "worse"}, MONTHLY, "It has been above its usual level since March 2024, which is worse."),
        ({"level": "better"}, MONTHLY, "It has been below its usual level since March 2024, which is better."),
        ({"level": "worse", "level_since": None}, MONTHLY, "It has been above its usual level, which is worse."),
        ({"level": "usual"}, MONTHLY, "It has stayed at about the same level since March 2024."),
        ({"level": "usual"}, ABOUT, ""),
        ({"level": "worse", "level_since": "2001 to 2003"}, ABOUT,
         "It is above its level in 2001 to 2003, which is worse."),
        ({"level": "worse", "level_since": None}, ABOUT, ""),
        ({"level": "worse", "level_since": "2001", "direction": "rising", "direction_since": "2001"}, ABOUT,
         "It has been rising since 2001, which is worse."),
        ({"level": "context"}, replace(MONTHLY, polarity="context"), ""),
        ({"direction": "rising"}, HIGH, "It has been rising since May 2025, which is better."),
        ({"direction": "rising"}, ABOUT, "It has been rising since May 2025, which is worse."),
        ({"direction": "falling"}, HIGH, "It has been falling since May 2025, which is worse."),
        ({"direction": "falling"}, ABOUT, "It has been falling since May 2025, which is better."),
        ({"direction": "falling"}, CONTEXT, "It has been falling since May 2025."),
        ({"direction": "falling", "direction_since": None}, CONTEXT, "It has been falling."),
        ({"direction": "falling", "change": 0.4}, ABOUT,
         "In 2023/24 it was 7.0%. It has been falling since May 2025, which is better, "
         "though the newest value is higher than the one before."),
        ({"direction": "rising", "change": -0.4}, CONTEXT,
         "In 2023/24 it was 7.8%. It has been rising since May 2025, "
         "though the newest value is lower than the one before."),
        ({"direction": "falling", "change": 0.4}, MONTHLY,
         "In 2023/24 it was 7.0%. It has been falling since May 2025, which is better."),
        ({"direction": "no_clear_change"}, ABOUT, "There has been no clear change since May 2025."),
        ({"direction": "no_clear_change", "ends": None}, ABOUT,
         "There has been no steady rise or fall since May 2025."),
        ({"direction": "no_clear_change", "ends": "not_known"}, ABOUT,
         "In May 2025 it was 7.2%. No limits are known, so we cannot tell whether it has changed since then by more "
         "than chance; all values since then, taken together, show no steady rise or fall."),
        ({"direction": "no_clear_change", "ends": "higher"}, ABOUT,
         "It is higher than in May 2025 (7.2%) by more than chance explains, which is worse; "
         "all values since then, taken together, show no steady rise."),
        ({"direction": "no_clear_change", "ends": "lower"}, HIGH,
         "It is lower than in May 2025 (7.2%) by more than chance explains, which is worse; "
         "all values since then, taken together, show no steady fall."),
        ({"direction": "no_clear_change", "ends": "lower"}, CONTEXT,
         "It is lower than in May 2025 (7.2%) by more than chance explains; "
         "all values since then, taken together, show no steady fall."),
        ({"direction": "no_clear_change", "ends": "higher", "level": "worse", "level_since": "May 2025"}, ABOUT,
         "It is higher than in May 2025 (7.2%) by more than chance explains, which is worse; "
         "all values since then, taken together, show no steady rise."),
        ({"direction": "one_figure", "direction_since": None}, ABOUT,
         "One figure shown so far: no change can be told yet."),
        ({"direction": "not_known"}, ABOUT,
         "Too few comparable figures: we cannot tell yet which way it is heading."),
        ({"direction": "not_known", "level": "worse", "level_since": "2023/24 Q1"}, QUARTERLY,
         "It is above its level in 2023/24 Q1, which is worse. "
         "Too few comparable figures: we cannot tell a rise or fall from the season yet."),
        ({"level": "worse", "direction": "rising"}, HIGH,
         "It has been below its usual level since March 2024, which is worse. "
         "It has been rising since May 2025, which is better."),
    ],
)  # fmt: skip
def test_where_it_stands_and_where_it_is_heading(changes, about, words):
    assert sentences.since(a_row(**(QUIET | changes)), about).text == words


@pytest.mark.parametrize(
    ("ends", "about", "course", "heading"),
    [
        ("similar", ABOUT, "no clear change since 2020/21", ", with no clear change since 2020/21"),
        (None, ABOUT, "no steady rise or fall since 2020/21", ", with no steady rise or fall since 2020/21"),
        ("higher", ABOUT, "higher than 7.2% in 2020/21 (worse), but no steady rise", None),
        ("lower", ABOUT, "lower than 7.2% in 2020/21 (better), but no steady fall", None),
        ("lower", CONTEXT, "lower than 7.2% in 2020/21, but no steady fall", None),
        ("not_known", ABOUT, "from 7.2% in 2020/21, with no steady rise or fall (no limits are known)", None),
    ],
)
def test_lists_and_titles_name_the_first_period_where_it_differs(ends, about, course, heading):
    row = a_row(ends=ends)
    assert sentences.course(row, about).text == course
    assert sentences.heading(row, about).text == (heading or f", {course}")


@pytest.mark.parametrize(
    ("direction", "why"),
    [
        ("one_figure", "one figure shown so far: no change can be told yet"),
        ("not_known", "too few comparable figures: we cannot tell yet which way it is heading"),
    ],
)
def test_why_there_is_no_direction_is_said_in_lists_and_is_no_title(direction, why):
    row = a_row(direction=direction, direction_since=None)
    assert sentences.course(row, ABOUT).text == why
    assert not sentences.heading(row, ABOUT)


@pytest.mark.parametrize(
    ("now", "long", "strategy", "words"),
    [
        (("no_clear_change", "2020"), ("rising", "2001"), (None, None),
         "There has been no clear change since 2020. Looking back to 2001, it has risen, which is worse."),
        (("falling", "2020"), ("rising", "2001"), (None, None),
         "It has been falling since 2020, which is better. "
         "Looking back to 2001, it has risen, which is worse."),
        (("rising", "2001"), ("rising", "2001"), ("rising", "2001"), "It has been rising since 2001, which is worse."),
        (("rising", "2001"), ("no_clear_change", "1999"), ("not_known", None),
         "It has been rising since 2001, which is worse."),
        (("rising", "2001"), ("rising", "2001"), ("falling", "2020"),
         "It has been rising since 2001, which is worse. "
         "In the strategy’s own years comparable figures are known from 2020 to 2024: taken by "
         "themselves they show a fall, which was better."),
        (("not_known", None), ("falling", None), ("falling", "2020"),
         "Too few comparable figures: we cannot tell yet which way it is heading. "
         "Looking back, it has fallen, which is better. "
         "In the strategy’s own years comparable figures are known from 2020 to 2024: taken by "
         "themselves they show a fall, which was better."),
        (("falling", "2001"), (None, None), ("falling", "2020"), "It has been falling since 2001, which is better."),
        (("rising", "2001"), ("rising", "2001"), ("falling", "school year 2021/22"),
         "It has been rising since 2001, which is worse. "
         "In the strategy’s own years comparable figures are known from the school year 2021/22 to 2024: taken by "
         "themselves they show a fall, which was better."),
    ],
)  # fmt: skip
def test_the_long_run_is_told_where_it_is_another_thing(now, long, strategy, words):
    row = a_row(
        **QUIET
        | {
            "direction": now[0],
            "direction_since": now[1],
            "long_run": long[0],
            "long_run_since": long[1],
            "strategy_run": strategy[0],
            "strategy_run_since": strategy[1],
            "strategy_run_until": "2024",
        }
    )
    assert sentences.since(row, ABOUT).text == words


@pytest.mark.parametrize(
    ("ends", "words", "listed"),
    [
        ("higher", "It is higher than in 2024/25 (7.2%) by more than chance explains, which is worse; "
         "two figures tell no direction.", "higher than 7.2% in 2024/25 (worse)"),
        ("similar", "In 2024/25 it was 7.2%. There has been no clear change since 2024/25.",
         "no clear change since 2024/25"),
    ],
)  # fmt: skip
def test_two_figures_are_told_once_and_have_no_steady_rise(ends, words, listed):
    """Of two figures it was said that "there was no steady rise" between them."""
    two = {"direction_since": "2024/25", "before_label": "2024/25", "change": 0.2, "direction_from": 7.2}
    row = a_row(**(QUIET | {"direction": "no_clear_change", "ends": ends, "value": 7.4} | two))
    assert sentences.since(row, ABOUT).text == words
    assert sentences.course(row, ABOUT).text == listed


@pytest.mark.parametrize(
    ("row", "words", "listed"),
    [
        ({"newest_step": "lower"}, "There has been no clear change since 2018/19. The newest value is lower than in "
         "2023/24 by more than chance explains, which is better; one step tells no direction.",
         "no clear change since 2018/19; lower than in 2023/24 (better)"),
        ({"newest_step": "similar"}, "There has been no clear change since 2018/19.", "no clear change since 2018/19"),
        ({"newest_step": None}, "There has been no clear change since 2018/19.", "no clear change since 2018/19"),
        ({"newest_step": "lower", "direction": "rising", "change": -0.4}, "In 2023/24 it was 7.8%. It has been rising "
         "since 2018/19, which is worse, though the newest value is lower than the one before by more than chance "
         "explains.",
         "rising since 2018/19 (worse); lower than in 2023/24 (better)"),
        ({"newest_step": "higher", "direction": "rising"}, "It has been rising since 2018/19, which is worse.",
         "rising since 2018/19 (worse)"),
        ({"newest_step": "lower", "direction": "no_clear_change", "ends": "higher"}, "It is higher than in 2018/19 "
         "(7.2%) by more than chance explains, which is worse; all values since then, taken together, show no steady "
         "rise. The newest value is lower than in 2023/24 by more than chance explains, which is better; one step "
         "tells no direction.",
         "higher than 7.2% in 2018/19 (worse), but no steady rise; lower than in 2023/24 (better)"),
    ],
)  # fmt: skip
def test_a_newest_step_beyond_chance_is_told_apart_from_the_direction(row, words, listed):
    """Of a fall from 26.8% to 23.8%, beyond the limits of both, nothing was said but "no clear change"."""
    told = {"direction": "no_clear_change", "ends": "similar", "direction_since": "2018/19", "before_label": "2023/24"}
    found = a_row(**(QUIET | told | row))
    assert sentences.since(found, ABOUT).text == words
    assert sentences.course_listed(found, ABOUT).text == listed
    assert sentences.course(found, ABOUT).text == listed, "and titles say no less than lists"


STEPPED = {"direction": "stepped_up", "direction_since": "2021/22", "stepped_from": "2019/20", "direction_from": 6.0}
STEPPED |= {"settled": 7.2}
STOPPED = QUIET | {"stopped": True, "period_label": "2022/23", "direction_since": "2019/20"}


@pytest.mark.parametrize(
    ("changes", "about", "words", "title"),
    [
        ({"direction": "rising"}, ABOUT, "It rose from 2019/20 to 2022/23, the newest figure, which was worse.",
         "; it rose from 2019/20 to 2022/23, the newest figure (worse)"),
        ({"direction": "rising", "hidden_label": "2023/24"}, CONTEXT,
         "It rose from 2019/20 to 2022/23, the newest figure shown.",
         "; it rose from 2019/20 to 2022/23, the newest figure shown"),
        ({"direction": "no_clear_change", "ends": "similar"}, ABOUT,
         "There was no clear change from 2019/20 to 2022/23, the newest figure.",
         ", with no clear change from 2019/20 to 2022/23, the newest figure"),
        ({"direction": "no_clear_change", "ends": None}, ABOUT,
         "There was no steady rise or fall from 2019/20 to 2022/23, the newest figure.",
         ", with no steady rise or fall from 2019/20 to 2022/23, the newest figure"),
        ({"direction": "fell", "turned_from": 6.0, "turned_at": "2021/22"}, ABOUT,
         "It fell from 7.2% in 2019/20 to 6.0% in 2021/22, which was better. It was not lower up to 2022/23, the "
         "newest figure.",
         "; it fell from 7.2% in 2019/20 to 6.0% in 2021/22, which was better; was not lower up to 2022/23, the newest "
         "figure"),
        ({"level": "worse", "level_since": "2021/22"}, MONTHLY,
         "It was above its usual level from 2021/22 to 2022/23, the newest figure, which was worse.", ""),
        ({"level": "worse", "level_since": "2022/23"}, MONTHLY,
         "It was above its usual level in 2022/23, the newest figure, which was worse.", ""),
        ({"level": "unsettled", "level_since": "2021/22"}, MONTHLY,
         "Some of its values from 2021/22 to 2022/23, the newest figure, show more than chance explains, though the "
         "newest was within its usual range.", ""),
        ({"level": "better", "level_since": "2001/02"}, ABOUT,
         "It was below its level in 2001/02, which was better.", ""),
        (STEPPED, ABOUT,
         "It rose in one step in 2021/22, which was worse: 6.0% on average from 2019/20 until then, 7.2% from 2021/22 "
         "to 2022/23, the newest figure. Before and after that step there was no clear change.",
         "; it rose in one step in 2021/22, which was worse: 6.0% on average from 2019/20 until then, 7.2% from "
         "2021/22 to 2022/23, the newest figure"),
        ({"strategy_run": "rising", "strategy_run_since": "2020/21", "strategy_run_until": "2022/23"}, ABOUT,
         "In the strategy’s own years comparable figures are known from 2020/21 to 2022/23: taken by themselves they "
         "show a rise, which was worse.", ""),
        ({"level": "usual", "level_since": "2021/22"}, MONTHLY,
         "It stayed at about the same level from 2021/22 to 2022/23, the newest figure.", ""),
        ({"direction": "rising", "direction_since": "2001 to 2003", "period_label": "2016 to 2018"}, ABOUT,
         "It rose between 2001 to 2003 and 2016 to 2018, the newest figure, which was worse.",
         "; it rose between 2001 to 2003 and 2016 to 2018, the newest figure (worse)"),
        ({"long_run": "rising", "long_run_since": "2001/02"}, ABOUT,
         "Looking back, it rose from 2001/02 to 2022/23, the newest figure, which was worse.", ""),
    ],
)  # fmt: skip
def test_of_a_feed_that_stopped_it_is_told_until_when_it_was_so(changes, about, words, title):
    """Figures that ended in 2022/23 were said to "have been rising since 2019/20": nobody knows."""
    row = a_row(**(STOPPED | changes))
    assert sentences.since(row, about).text == words
    assert sentences.heading(row, about).text == title
    assert "since" not in words


@pytest.mark.parametrize(
    ("row", "words", "label"),
    [
        ({"stopped": True}, "The gap was widening from 2019/20 to 2022/23.", "widening from 2019/20 to 2022/23"),
        ({"period_label": "2024/25"}, "The gap was widening from 2019/20 to 2022/23.",
         "widening from 2019/20 to 2022/23"),
        ({"period_label": "2022/23"}, "The gap has been widening since 2019/20.", "widening since 2019/20"),
    ],
)  # fmt: skip
def test_a_gap_whose_newest_groups_are_older_than_the_figure_is_told_until_then(row, words, label):
    gap = {"gap_direction": "widening", "gap_direction_since": "2019/20", "gap_label": "2022/23"}
    assert words in sentences.gap(a_row(**(gap | row)), ABOUT).text
    assert sentences.direction_label(a_row(**(gap | row))) == label


@pytest.mark.parametrize(
    ("now", "long", "own", "told"),
    [
        (("falling", "2015/16"), (None, None), ("no_clear_change", "2022/23"), True),
        (("no_clear_change", "2018/19"), ("falling", "2015/16"), ("no_clear_change", "2022/23"), True),
        (("no_clear_change", "2018/19"), (None, None), ("no_clear_change", "2022/23"), False),
        (("no_clear_change", "2022/23"), ("falling", "2015/16"), ("no_clear_change", "2022/23"), False),
        (("falling", "2015/16"), (None, None), ("not_known", None), False),
    ],
)
def test_a_fall_over_other_years_is_not_taken_for_the_strategys_own(now, long, own, told):
    """Over all ten years it fell; since the strategy began nothing is clear: each is said of its own years."""
    row = a_row(
        **(QUIET | {"direction": now[0], "direction_since": now[1], "long_run": long[0], "long_run_since": long[1]})
        | {"strategy_run": own[0], "strategy_run_since": own[1], "strategy_run_until": "2024/25"}
    )
    words = (
        "In the strategy’s own years comparable figures are known from 2022/23 to 2024/25: taken by themselves they "
        "show no steady rise or fall."
    )
    assert (words in sentences.since(row, ABOUT).text) is told


def test_a_fall_of_the_strategys_period_beside_no_steady_fall_says_that_each_is_of_its_own_years():
    """No steady fall since 2018/19, and "over the strategy's own period it fell": that reads as a contradiction."""
    row = a_row(
        **(QUIET | {"direction": "no_clear_change", "ends": "lower", "direction_since": "2018/19"})
        | {"strategy_run": "falling", "strategy_run_since": "2021/22", "strategy_run_until": "2024/25"}
    )
    assert sentences.since(row, HIGH).text == (
        "It is lower than in 2018/19 (7.2%) by more than chance explains, which is worse; "
        "all values since then, taken together, show no steady fall, "
        "though the comparable figures of the strategy’s own years, from 2021/22 to 2024/25, taken by themselves show "
        "a fall, which is worse."
    )
    assert sentences.beneath(row | {"status": "no_target_set"}, HIGH).text.count("though") == 1, "and no title alone"


@pytest.mark.parametrize(
    ("changes", "listed"),
    [
        (STEPPED, "rose in one step in 2021/22 (worse); 2022/23 is the newest figure"),
        (STEPPED | {"stopped": False}, "rose in one step in 2021/22 (worse)"),
        ({"direction": "fell", "turned_at": "2021/22"},
         "fell from 2019/20 to 2021/22 (better), not up to 2022/23, the newest figure"),
        ({"direction": "fell", "turned_at": "2021/22", "stopped": False},
         "fell from 2019/20 to 2021/22 (better), not since"),
    ],
)  # fmt: skip
def test_a_list_says_until_when_figures_that_stopped_tell_of_a_step_or_an_end(changes, listed):
    assert sentences.course_listed(a_row(**(STOPPED | changes)), ABOUT).text == listed


def test_what_moved_and_came_back_is_told_of_values_and_not_as_a_way_from_one_day_to_another():
    row = a_row(**(QUIET | {"level": "unsettled"}))
    assert sentences.since(row, MONTHLY).text == (
        "Some of its values since March 2024 show more than chance explains, though the newest is within its usual "
        "range."
    )


def test_of_the_newest_month_alone_nobody_says_that_it_has_been():
    row = a_row(**(QUIET | {"level": "worse", "level_since": "May 2026", "period_label": "May 2026"}))
    assert "It is now below its usual level, which is worse." in sentences.since(row, HIGH).text


def test_equal_ends_are_called_the_same_whether_or_not_limits_are_known():
    row = a_row(direction="no_clear_change", direction_since="2019/20", direction_from=7.4, ends="not_known")
    assert sentences.course(row, ABOUT).text == "the same as in 2019/20 (7.4%), with no steady rise or fall"
    assert "It is the same as in 2019/20 (7.4%);" in sentences.since(row, ABOUT).text
    assert "no limits are known" in sentences.course(row | {"direction_from": 7.41}, ABOUT).text


def test_a_comparators_equal_number_is_called_the_same():
    row = a_row(comparator="E92000001", comparator_value=7.4, comparator_label="2024/25", comparison="similar")
    assert sentences.comparison(row, ABOUT).text == "It is the same as England (7.4% in 2024/25)."
    assert sentences.beside(row | {"comparison": "not_known"}, ABOUT).text == "the same as England, 7.4% in 2024/25"
    assert "not clearly" in sentences.comparison(row | {"comparator_value": 7.5}, ABOUT).text


def test_a_list_says_of_a_yearly_number_without_a_clear_change_why_it_goes_badly():
    """It stood under "does not go well" with "no clear change" and "no clear difference" beside it, no more."""
    row = a_row(
        **(QUIET | {"direction": "no_clear_change", "direction_since": "2018/19", "ends": "similar"})
        | {"level": "worse", "level_since": "2006/07"}
    )
    assert (
        sentences.course_listed(row, ABOUT).text == "no clear change since 2018/19; above its level in 2006/07 (worse)"
    )
    alike = row | {"level": "better", "direction_since": "2006/07"}
    assert sentences.course_listed(alike, ABOUT).text == "no clear change since 2006/07"


def test_without_a_chart_a_month_has_no_usual_level_only_the_one_it_is_held_against():
    """Of months without a chart two values were set against each other and called "above its usual level since"."""
    alone, charted = replace(MONTHLY, spc=False), replace(QUARTERLY, spc=True)
    row = a_row(**SINCE | {"level": "worse"})
    assert level(row, alone).text == "It is above its level in March 2024, which is worse."
    assert level(row | {"level": "usual"}, alone).text == ""
    been = "It has been above its usual level since March 2024, which is worse."
    assert level(row, charted).text == level(row, MONTHLY).text == been
