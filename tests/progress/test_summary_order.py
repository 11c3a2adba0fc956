"""The sentences about all ambitions: the order for a board by each of its keys, what changed, how many gaps move."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from oneplace.progress import Status, sentences
from oneplace.results import WORSE_EVERYWHERE

USUAL = {
    "status": "off_path",
    "status_forecast": "uncertain",
    "chance": 0.5,
    "gap_direction": "narrowing",
    "gap_dimension": "deprivation",
    "comparison": "similar",
    "gap_sure": True,
    "origin": "published",
    "target_provenance": None,
}
ORDER = (
    Status.OFF_PATH,
    Status.AVERAGE_UP_BUT_GAP_WIDER,
    Status.CANNOT_BE_COMPARED,
    Status.CANNOT_BE_JUDGED_YET,
    Status.ON_PATH,
    Status.GAP_TARGET_ONLY,
    Status.NO_TARGET_SET,
    Status.NO_DATA,
    Status.NO_MEASURE,
    Status.CONTEXT,
)


def row(ambition, **changes):
    return {**USUAL, "ambition": ambition, "measure": ambition, **changes}


def order(*rows):
    return [found["ambition"] for found in sentences.worst_first(rows)]


def test_what_is_worse_in_each_area_stands_with_what_is_worse_and_has_no_target():
    why = f"Worse than England {WORSE_EVERYWHERE} of them."
    everywhere = row("M", status="no_data", comparison="not_known", why=why)
    alike, worse = (row(key, status="no_target_set", comparison=how) for key, how in (("A", "similar"), ("Z", "worse")))
    assert order(alike, row("B", status="no_data"), everywhere, worse) == ["M", "Z", "A", "B"]


@pytest.mark.parametrize(("worse", "better"), list(pairwise(ORDER)))
def test_by_status_first_whatever_the_rest_says(worse, better):
    here = row("Z", status=worse.value, chance=1.0, gap_direction="narrowing", comparison="better")
    there = row("A", status=better.value, chance=0.0, gap_direction="widening", comparison="worse")
    assert order(there, here) == ["Z", "A"]


def test_a_gap_off_its_path_stands_with_a_gap_that_widens():
    off = row("Z", status="on_path", gap_status="off_path")
    assert order(row("A", status="cannot_be_compared"), off, row("B", status="off_path")) == ["B", "Z", "A"]


def test_last_by_which_way_it_goes_and_whether_its_newest_step_goes_back():
    going = [
        ("Z", {"trend": "worse", "direction": "rising"}),
        ("Y", {"trend": "worse", "direction": "rising", "newest_step": "lower"}),
        ("X", {"trend": "better", "direction": "falling", "newest_step": "higher"}),
        ("W", {"trend": "no_clear_change", "direction": "no_clear_change"}),
        ("V", {"trend": "better", "direction": "falling", "newest_step": "lower"}),
    ]
    assert order(*(row(name, **told) for name, told in reversed(going))) == ["Z", "Y", "X", "W", "V"]


def test_every_status_has_its_place():
    assert set(ORDER) == set(Status)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"chance": 0.1}, {"chance": 0.2}),
        ({"chance": 0.1, "gap_direction": "narrowing"}, {"chance": 0.2, "gap_direction": "widening"}),
        ({"chance": 0.49}, {"chance": None}),
        ({"chance": None, "status_forecast": "missed"}, {"chance": 0.1}),
        ({"chance": None}, {"chance": 0.51}),
        ({"gap_direction": "widening"}, {"gap_direction": "no_clear_change"}),
        ({"gap_direction": "widening"}, {"comparison": "worse"}),
        ({"comparison": "worse"}, {"comparison": "better"}),
        ({"comparison": "worse"}, {"comparison": None}),
    ],
)
def test_then_by_chance_by_the_gap_and_by_the_comparison(first, second):
    assert order(row("A", **second), row("B", **first)) == ["B", "A"]


def test_equals_stand_by_their_id():
    assert order(row("C"), row("A"), row("B")) == ["A", "B", "C"]


def test_a_chance_that_is_not_known_is_as_good_as_even():
    assert order(row("B", chance=None), row("A", chance=0.5)) == ["A", "B"]
    assert order(row("A", chance=None), row("B", chance=0.5)) == ["A", "B"]


def test_what_changed_is_told_by_ambition_with_new_and_ended_ones():
    now = [row("A", status="on_path"), row("B"), row("NEW")]
    then = [row("OLD"), row("A"), row("B")]
    assert sentences.changes(now, then) == [
        ("A", "off_path", "on_path"),
        ("NEW", "", "off_path"),
        ("OLD", "off_path", ""),
    ]
    assert sentences.changes(now, now) == []


def test_each_status_is_counted_and_nobodys_is_nought():
    counts = sentences.status_counts([row("A"), row("B"), row("C", status="context")])
    assert counts[Status.OFF_PATH] == 2
    assert counts[Status.CONTEXT] == 1
    assert counts[Status.ON_PATH] == 0
    assert set(counts) == set(Status)


@pytest.mark.parametrize(
    ("directions", "end"),
    [
        ([], "is changing is not known for any measure."),
        (["not_known", None], "is changing is not known for any measure."),
        (["no_clear_change"], "is not clearly narrowing or widening."),
        (["no_clear_change"] * 2, "neighbourhoods clearly narrowing or widening."),
        (["narrowing", "not_known"], "neighbourhoods is narrowing."),
        (["widening", "not_known"], "neighbourhoods is widening."),
        (["narrowing", "narrowing", "no_clear_change"], "is narrowing in 2 and widening in none."),
        (["narrowing", "widening"], "is narrowing in 1 and widening in 1."),
        (["widening", "widening"], "is narrowing in none and widening in 2."),
    ],
)
def test_gaps_that_move_are_counted_of_those_that_can_be_told(directions, end):
    rows = [row(str(number), gap_direction=direction) for number, direction in enumerate(directions)]
    assert sentences.gap_summary(rows).text.endswith(end)


def test_a_gap_that_could_be_chance_does_not_count():
    chance = row("B", gap_direction="widening", gap_sure=False)
    assert sentences.gap_summary([row("A"), chance]).text.endswith("neighbourhoods is narrowing.")


def test_real_figures_and_made_up_ones_are_counted_apart():
    rows = [
        row("A", status="on_path", gap_direction="widening"),
        row("B"),
        row("C", origin="synthetic"),
        row("D", target_provenance="illustrative", gap_direction="no_clear_change"),
        row("E", status="no_measure", gap_direction=None, target_provenance="illustrative"),
    ]
    assert sentences.summary(rows).text == (
        "There are 5 ambitions. On real figures, 1 is on path and 1 is off path. With a made-up target, 1 is off path. "
        "On made-up figures, 1 is off path. 1 is not measured yet. On real figures, of the 3 measures where we can "
        "tell, the gap between the most and the least deprived neighbourhoods is narrowing in 1 and widening in 1. On "
        "made-up figures, in the one measure where we can tell, this gap is narrowing."
    )


def test_a_measure_counts_once_whatever_it_leads():
    rows = [row("A", measure="m"), row("B", measure="m"), row("C", measure="n", gap_direction="widening")]
    assert sentences.gap_summary(rows).text.startswith("Of the 2 measures where we can tell, ")
    assert sentences.gap_summary(rows).text.endswith("is narrowing in 1 and widening in 1.")


def test_one_and_none_read_as_english():
    gap = "the gap between the most and the least deprived neighbourhoods"
    one = sentences.gap_summary([row("A")]).text
    assert one == f"In the one measure where we can tell, {gap} is narrowing."
    still = [row(key, origin="synthetic", gap_direction="no_clear_change") for key in "AB"]
    unknown = f"On real figures, whether {gap} is changing is not known for any measure."
    none = "in none of the 2 measures where we can tell is this gap clearly narrowing or widening."
    assert sentences.gap_summary(still).text == f"{unknown} On made-up figures, {none}"
    assert sentences.gap_summary([row(key, gap_direction="no_clear_change") for key in "AB"]).text == (
        f"In none of the 2 measures where we can tell is {gap} clearly narrowing or widening."
    )


def test_where_every_figure_is_made_up_it_is_said_once():
    assert sentences.summary([row("A", origin="synthetic", gap_direction=None)]).text.startswith(
        "The one ambition is off path, on made-up figures. "
    )


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2025, 12, 31), ""),
        (date(2026, 1, 1), "The strategy’s period (2020 to 2025) has ended."),
        (date(2026, 1, 2), "The strategy’s period (2020 to 2025) has ended."),
    ],
)
def test_a_strategy_that_is_over_is_said_so(today, words):
    assert sentences.period_ended("2020 to 2025", date(2026, 1, 1), today).text == words


def test_only_gaps_by_deprivation_are_counted():
    other = row("B", gap_dimension="sex", gap_direction="widening")
    assert sentences.gap_summary([row("A"), other]).text.endswith("neighbourhoods is narrowing.")


@pytest.mark.parametrize(
    ("statuses", "words"),
    [
        ([], "No ambitions are set."),
        (["off_path"], "The one ambition is off path. "),
        (["on_path", "on_path"], "All 2 ambitions are on path. "),
        (["on_path", "off_path", "off_path"], "Of 3 ambitions 1 is on path and 2 are off path. "),
        (["no_data", "no_measure"], "Of 2 ambitions 1 has no figure to show and 1 is not measured yet. "),
    ],
)
def test_the_summary_counts_in_words(statuses, words):
    rows = [row(str(number), status=status) for number, status in enumerate(statuses)]
    assert sentences.summary(rows).text.startswith(words)


NOW, STOPPED, PAST = {"target": 5.0}, {"target": 5.0, "stopped": True}, {"target": 5.0, "target_past": True}


MISSED = NOW | {"past_missed": "2023/24"}
MISSED_GAP = NOW | {"gap_past_missed": "2023/24"}
HIDDEN = NOW | {"gap_told_on": date(2026, 6, 30), "gap_told_verdict": "missed", "gap_told": None}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("on_path", MISSED)], "The one ambition is on path (with an earlier target missed). "),
        (
            [("on_path", MISSED), ("on_path", NOW), ("off_path", MISSED_GAP), ("off_path", HIDDEN)],
            "Of 4 ambitions 2 are on path (1 of them with an earlier target missed) and 2 are off path (1 of them with "
            "an earlier target missed, 1 of them with a figure that went badly and is no longer shown). ",
        ),
        ([("on_path", HIDDEN | {"gap_told_verdict": "met"})], "The one ambition is on path. "),
    ],
)
def test_of_how_many_an_earlier_target_was_missed_is_told_with_their_number(rows, words):
    told = [row(str(number), status=status, **more) for number, (status, more) in enumerate(rows)]
    assert sentences.summary(told).text.startswith(words)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("on_path", STOPPED)], "The one ambition is on path (known only up to an earlier time). "),
        ([("off_path", PAST)] * 3, "All 3 ambitions are off path (all known only up to an earlier time). "),
        (
            [("on_path", STOPPED), ("on_path", PAST), ("off_path", NOW), ("off_path", STOPPED)],
            "Of 4 ambitions 2 are on path (both known only up to an earlier time) "
            "and 2 are off path (1 of them known only up to an earlier time). ",
        ),
        ([("no_target_set", {"target": None, "stopped": True})], "The one ambition has no target. "),
        ([("cannot_be_judged_yet", STOPPED)], "The one ambition cannot be judged yet. "),
    ],
)
def test_a_path_of_which_nothing_newer_is_known_is_not_counted_as_of_now(rows, words):
    """ "2 are on path" stood on a home page in November 2026 of figures that ended in 2025."""
    every = [row(str(number), status=status, **more) for number, (status, more) in enumerate(rows)]
    assert sentences.counts(every).text == words.rstrip()
    by_status = [[one for one in every if one["status"] == status] for status in ("on_path", "off_path")]
    assert all(sentences.of_them(some).text in words for some in by_status if some)


@pytest.mark.parametrize(
    ("made_up", "words"),
    [
        ([False], " 1 measure on real figures is not counted here: neither more nor less of it is better."),
        ([True] * 2, " 2 measures on made-up figures are not counted here: neither more nor less of them is better."),
        (
            [True, False],
            " 1 measure on real figures and 1 on made-up are not counted here: neither more nor less of them is "
            "better.",
        ),
        ([], ""),
    ],
)
def test_the_gaps_that_counts_leave_out_are_told_with_why(made_up, words):
    origins = ["synthetic" if one else "published" for one in made_up]
    rows = [row(str(number), origin=origin, trend="context") for number, origin in enumerate(origins)]
    untold = row("untold", trend="context", gap_direction="not_known")
    assert sentences.gap_summary([row("good"), *rows, untold]).text == sentences.gap_summary([row("good")]).text + words


@pytest.mark.parametrize(
    ("stopped", "where"),
    [([False, False], None), ([True], "There"), ([True, False], "For 1 of them"), ([True] * 3, "For 3 of them")],
)
def test_gaps_of_feeds_that_stopped_are_not_told_as_of_now(stopped, where):
    rows = [row(str(number), stopped=one) for number, one in enumerate(stopped)]
    told = f"{where} the gap is known only up to an earlier time, as newer figures are not here."
    assert sentences.gap_summary(rows).text.endswith(told if where else "is narrowing in 2 and widening in none.")
    older = row("older", gap_label="2019", period_label="2020")
    assert sentences.gap_summary([older]).text.endswith(told.replace(str(where), "There"))
    yearly = row("yearly", gap_label="2025/26", period_label="September 2026", stopped=True, gap_stopped=False)
    assert "up to an earlier time" not in sentences.gap_summary([yearly]).text


def test_which_way_a_gap_goes_is_told_in_a_word_and_since_when():
    known = {"gap": 2.0, "gap_group": "1", "gap_label": "2025/26", "gap_statistic": "absolute_gap"}
    told = sentences.gap_way(row("A", **known, gap_direction="no_clear_change", gap_direction_since="2021/22"))
    assert told.text == "no clear change since 2021/22"
    turned = {"gap_direction": "widening", "gap_direction_since": "2023/24", "gap_turned": "2023/24"}
    told = sentences.gap_way(row("A", **known, **turned))
    assert told.text == "turned round in 2023/24, widening since 2023/24"
    assert [claim.direction for claim in told.claims] == ["turned_round", "widening"]


ON, OFF = {"gap_status": "on_path"}, {"gap_status": "off_path"}
UNTOLD, UNLIKE = {"gap_status": "cannot_be_judged_yet"}, {"gap_status": "cannot_be_compared"}
MADE_UP = {"gap_status": "off_path", "gap_target_provenance": "illustrative"}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("on_path", ON)], "The one ambition is on path."),
        ([("on_path", OFF)], "The one ambition is on path (with a gap off its path)."),
        ([("on_path", OFF)] * 2, "All 2 ambitions are on path (both with a gap off its path)."),
        (
            [("on_path", OFF), ("on_path", {"gap_status": "no_target_set"}), ("off_path", OFF), ("off_path", ON)],
            "Of 4 ambitions 2 are on path (1 of them with a gap off its path) "
            "and 2 are off path (1 of them with a gap on its path).",
        ),
        (
            [("gap_target_only", OFF), ("gap_target_only", ON), ("gap_target_only", UNTOLD)],
            "All 3 ambitions have a target for their gap alone (1 of them with a gap off its path, 1 of them with a "
            "gap that cannot be judged, 1 of them with a gap on its path).",
        ),
        ([("on_path", UNLIKE)], "The one ambition is on path (with a gap that cannot be compared with its target)."),
        ([("on_path", {"gap_status": "no_data"})], "The one ambition is on path (with a gap that is not known)."),
        ([("on_path", MADE_UP)], "The one ambition is on path (with a gap off a made-up path)."),
        ([("no_data", OFF | {"why": "By area."})], "The one ambition has no figure to show (with a gap off its path)."),
        ([("on_path", STOPPED | OFF)], "The one ambition is on path (known only up to an earlier time, with a gap off "
         "its path)."),
    ],
)  # fmt: skip
def test_who_reads_that_so_many_are_on_path_reads_of_their_gaps(rows, words):
    """ "5 of 7 are on path" was said where two of the five had a gap off its path."""
    every = [row(str(number), status=status, **more) for number, (status, more) in enumerate(rows)]
    assert sentences.counts(every).text == words
    told = [str(sentences.of_them([one for one in every if one["status"] == status])) for status, _ in rows]
    assert all(some in words for some in told)


def test_of_made_up_figures_the_path_is_not_told_apart():
    told = sentences.counts([row("A", status="on_path", origin="synthetic", **MADE_UP)])
    assert told.text == "The one ambition is on path (with a gap off its path), on made-up figures."


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{}], ""),
        ([{"origin": "synthetic"}], " (on made-up figures)"),
        ([{"gap_target_provenance": "illustrative"}], " (with a made-up target for the gap)"),
        (
            [{"origin": "synthetic"}, {"gap_target_provenance": "illustrative"}, {"target_provenance": "illustrative"}],
            " (1 of them on made-up figures, 1 of them with a made-up target for the gap)",
        ),
    ],
)
def test_real_figures_of_a_gap_are_not_called_made_up_for_its_target(rows, words):
    assert sentences.gaps_of_them([row(str(number), **more) for number, more in enumerate(rows)]).text == words
