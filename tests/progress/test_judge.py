"""How a row of progress is put together: which value, which gap, which comparator, which trend, from which rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from oneplace.results import BY_GROUP, NOT_COVERED, NOT_OVER
from tests.progress.tiny import AGREED, PATH, a_place, fy, gap, judge, row

WISH = ", gap_ambition: {{dimension: {}, statistic: {}, provenance: not_set}}"
NO_LATEST = ("period_start", "period_end", "period_label", "value", "lower", "upper", "path", "change")


@pytest.fixture
def place(tmp_path):
    return a_place(tmp_path)


def area(start, value, code, half=0.1, **more):
    return fy(start, value, half, dimension="area", group=code, **more)


@pytest.mark.parametrize(
    ("wish", "there", "chosen"),
    [
        (None, ["relative_gap", "RII", "SII"], None),
        (None, ["relative_gap", "RII", "SII", "absolute_gap"], ("deprivation", "absolute_gap")),
        (("deprivation", "RII"), ["absolute_gap", "SII", "RII"], ("deprivation", "absolute_gap")),
        (("deprivation", "RII"), ["SII", "RII"], None),
        (("deprivation", "RII"), ["SII", "absolute_gap"], ("deprivation", "absolute_gap")),
        (("sex", "absolute_gap"), ["SII", "absolute_gap"], ("deprivation", "absolute_gap")),
        (("sex", "absolute_gap"), ["absolute_gap", "sex absolute_gap"], ("sex", "absolute_gap")),
        (None, ["sex absolute_gap"], ("sex", "absolute_gap")),
        (("ethnicity", "absolute_gap"), ["sex absolute_gap"], ("sex", "absolute_gap")),
    ],
)
def test_the_headline_gap_by_what_the_ambition_names_comes_before_that_by_deprivation(tmp_path, wish, there, chosen):
    rows = []
    for number, name in enumerate(there):
        *dimension, statistic = name.split()
        rows.append(gap(2025, 2.0 + number, statistic, *dimension))
    found, _ = judge(a_place(tmp_path, PATH + WISH.format(*wish) if wish else PATH), [fy(2025, 3.0, 0.1)], gaps=rows)
    if chosen is None:
        assert {found[name] for name in ("gap_dimension", "gap_statistic", "gap", "gap_lower", "gap_upper")} == {None}
        assert found["gap_direction"] == "not_known"
    else:
        size = next(one["value"] for one in rows if (one["dimension"], one["statistic"]) == chosen)
        told = [found[name] for name in ("gap_dimension", "gap_statistic", "gap", "gap_lower", "gap_upper")]
        assert told == [*chosen, size, size - 0.5, size + 0.5]


def test_no_older_gap_and_no_other_statistic_stands_in_for_one_that_is_not_there(place):
    missing = gap(2025, 9.0, direction="not_known") | {"value": None, "groups_hidden": 2}
    for other in (gap(2024, 4.0), gap(2025, 1.5, "RII")):
        found, _ = judge(place, [fy(2025, 3.0, 0.1)], gaps=[other, missing])
        assert (found["gap"], found["gap_direction"], found["gap_groups_hidden"]) == (None, "not_known", 2)


def test_the_latest_gap_is_shown_with_all_that_it_says_whatever_the_order_of_the_rows(place):
    told = {"direction": "widening", "group": "5", "reference": "1", "sure": False, "groups_hidden": 0}
    found, _ = judge(place, [fy(2025, 3.0, 0.1)], gaps=[gap(2025, 6.0, **told), gap(2023, 2.0), gap(2024, 4.0)])
    assert found["gap"] == 6.0
    assert {name: found[f"gap_{name}"] for name in told} == told


def test_gaps_of_periods_after_the_day_of_the_run_are_not_used(place):
    found, _ = judge(place, [fy(2025, 3.0, 0.1)], gaps=[gap(2025, 6.0), gap(2027, 1.0)])
    assert found["gap"] == 6.0


ENGLAND, REGION, CITY = "E92000001", "E12000008", "E06000044"


@pytest.mark.parametrize(
    ("others", "chosen", "word"),
    [
        ([], None, "not_known"),
        ([area(2025, 7.0, ENGLAND)], ENGLAND, "better"),
        ([area(2025, 4.0, REGION), area(2025, 7.0, ENGLAND)], ENGLAND, "better"),
        ([area(2025, 4.0, REGION)], REGION, "worse"),
        ([area(2025, 5.1, REGION)], REGION, "similar"),
        ([area(2025, 4.0, CITY)], None, "not_known"),
        ([area(2025, 4.0, REGION), area(2025, None, ENGLAND)], REGION, "worse"),
        ([area(2025, 4.0, REGION), area(2025, 7.0, ENGLAND, suppressed=True)], REGION, "worse"),
        ([area(2025, 4.0, REGION), area(2024, 7.0, ENGLAND)], REGION, "worse"),
        ([area(2024, 4.0, REGION)], None, "not_known"),
        ([area(2025, 4.0, REGION, period_start=date(2023, 4, 1))], None, "not_known"),
        ([area(2025, 4.0, REGION, period_end=date(2026, 3, 1))], None, "not_known"),
    ],
)
def test_the_comparator_is_england_else_the_first_of_the_places_that_has_the_same_period(place, others, chosen, word):
    found, _ = judge(place, [fy(2025, 5.0, 0.3), *others])
    value = next((one["value"] for one in others if one["group"] == chosen), None)
    assert (found["comparator"], found["comparator_value"], found["comparison"]) == (chosen, value, word)


def test_comparators_come_in_the_order_of_the_places_file(tmp_path):
    place = a_place(tmp_path)
    more = {"comparators": ({"code": CITY, "name": "City"}, {"code": REGION, "name": "South East"})}
    file = type(place.place).model_validate({**place.place.model_dump(), **more})
    place = replace(place, place=file)
    found, _ = judge(place, [fy(2025, 5.0, 0.3), area(2025, 4.0, REGION), area(2025, 7.0, CITY)])
    assert (found["comparator"], found["comparison"]) == (CITY, "better")


def test_without_limits_on_either_side_the_comparator_is_shown_and_not_judged(place):
    found, _ = judge(place, [fy(2025, 5.0), area(2025, 7.0, ENGLAND, None)])
    assert (found["comparator"], found["comparator_value"], found["comparison"]) == (ENGLAND, 7.0, "not_known")


@pytest.mark.parametrize(
    ("polarity", "before", "trend"),
    [
        ("low_good", 9.0, "better"),
        ("low_good", 3.0, "worse"),
        ("high_good", 9.0, "worse"),
        ("high_good", 3.0, "better"),
        ("high_good", 5.1, "no_clear_change"),
        ("context", 9.0, "context"),
    ],
)
def test_the_trend_is_the_way_that_the_number_goes(tmp_path, polarity, before, trend):
    outcome = PATH if polarity == "low_good" else AGREED
    middle = (before + 5.0) / 2
    rows = [fy(2023, before, 0.5), fy(2024, middle, 0.5), fy(2025, 5.0, 0.5)]
    found, _ = judge(a_place(tmp_path, outcome, polarity=polarity), rows)
    assert found["trend"] == trend
    assert found["change"] == pytest.approx(5.0 - middle)


@pytest.mark.parametrize(
    ("rows", "trend"),
    [
        ([], "not_known"),
        ([fy(2025, 5.0, 0.5)], "not_known"),
        ([fy(2024, 9.0), fy(2025, 5.0)], "not_known"),
        ([fy(2024, 9.0), fy(2025, 5.0, 0.5)], "not_known"),
        ([fy(2024, 9.0, 0.5), fy(2025, 5.0, 0.5)], "no_clear_change"),
        ([fy(2023, 9.0, 0.5), fy(2024, 7.0, 0.5), fy(2025, 5.0, 0.5)], "better"),
    ],
)
def test_a_trend_needs_three_periods_and_limits_on_them(place, rows, trend):
    assert judge(place, rows)[0]["trend"] == trend


def test_context_has_no_trend_whatever_its_chart_says(tmp_path):
    signal = {name: value for name, value in fy(2025, 5.0).items() if name.startswith(("period", "measure"))}
    place = a_place(tmp_path, AGREED, polarity="context")
    found, _ = judge(place, [fy(2025, 5.0, 0.1)], signals=[signal | {"variation": "concern_high"}])
    assert found["trend"] == "context"


def test_the_row_holds_the_latest_value_with_its_limits_and_origin_and_what_was_set(place):
    found, _ = judge(place, [fy(2025, 4.5, 0.5, origin="local"), fy(2024, 9.0, 0.1), fy(2023, 9.5, 0.1)])
    expected = {
        "ambition": "A1",
        "measure": "falls",
        "period_start": date(2025, 4, 1),
        "period_end": date(2026, 4, 1),
        "period_label": "2025/26",
        "value": 4.5,
        "lower": 4.0,
        "upper": 5.0,
        "origin": "local",
        "baseline": 10.0,
        "baseline_label": "2020/21",
        "target": 4.0,
        "target_label": "2026/27",
        "target_provenance": "agreed",
        "change": -4.5,
        "status": "on_path",
        "why": "The latest value is at the path or better, but the difference could be chance.",
    }
    assert {name: found[name] for name in expected} == expected
    assert found["path"] == pytest.approx(5.0, abs=0.002)


def test_the_origin_is_that_of_the_value_shown(place):
    hidden = fy(2025, None, suppressed=True, origin="published")
    found, _ = judge(place, [fy(2024, 5.0, 0.1, origin="synthetic"), hidden])
    assert (found["period_label"], found["origin"]) == ("2024/25", "synthetic")


def test_before_any_value_nothing_is_known_of_it_but_where_it_comes_from(place):
    rows = [fy(2024, None, origin="synthetic"), fy(2025, None, origin="local")]
    found, _ = judge(place, rows)
    assert {found[name] for name in NO_LATEST} == {None}
    assert (found["origin"], found["trend"], found["comparison"]) == ("local", "not_known", "not_known")
    assert (found["baseline"], found["target"], found["judgeable_on"]) == (10.0, 4.0, None)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], "The measure has no value that can be shown yet."),
        ([fy(2025, None)], "The measure has no value that can be shown yet."),
        ([fy(2024, None, reason="old"), fy(2025, None, reason="too few people.")], "Too few people."),
        ([fy(2025, None, reason="not published yet")], "Not published yet."),
        ([area(2025, 4.0, REGION)], "There is a value for each area of the place, but none for the whole."),
        ([area(2025, None, REGION)], "The measure has no value that can be shown yet."),
        ([fy(2025, None, reason="none"), area(2025, 4.0, REGION)], "None."),
        ([fy(2025, None), area(2025, 4.0, REGION), area(2025, None, ENGLAND)],
         "There is a value for each area of the place, but none for the whole."),
    ],
)  # fmt: skip
def test_why_there_is_no_value_is_said_by_the_results_where_they_know(place, rows, why):
    found, _ = judge(place, rows)
    assert (found["status"], found["why"]) == ("no_data", why)


def test_where_groups_alone_have_a_value_that_is_said(place):
    women = fy(2025, 4.0) | {"dimension": "sex", "group": "F", "group_label": "Female"}
    found, _ = judge(place, [women])
    assert (found["status"], found["why"]) == ("no_data", BY_GROUP)
    found, _ = judge(place, [women | {"value": None}])
    assert found["why"] == "The measure has no value that can be shown yet."


def test_a_reason_for_a_value_that_is_there_does_not_hide_how_it_stands(place):
    found, _ = judge(place, [fy(2025, 4.0, reason="no limits")])
    assert found["why"] == "The latest value is at the path or better."


@pytest.mark.parametrize(
    ("outcome", "set_"),
    [
        ("measure: falls, provenance: not_set", (None, None, None, None, None)),
        (f"{AGREED}, baseline: {{period: 2020/21, value: 10}}", (10.0, "2020/21", None, None, None)),
        (f"{AGREED}, target: {{period: 2026/27, value: 0}}", (None, None, 0.0, "2026/27", "agreed")),
        (f"{AGREED}, target: {{period: 2026/27, value: 4, provenance: illustrative}}",
         (None, None, 4.0, "2026/27", "illustrative")),
    ],
)  # fmt: skip
def test_what_was_set_is_told_and_what_was_not_is_left_empty(tmp_path, outcome, set_):
    found, _ = judge(a_place(tmp_path, outcome), [fy(2025, 5.0)])
    names = ("baseline", "baseline_label", "target", "target_label", "target_provenance")
    assert tuple(found[name] for name in names) == set_


@pytest.mark.parametrize(
    ("start", "at", "known"), [(2024, "2024-03", True), (2024, "2024-04", True), (2024, "2024-05", False)]
)
def test_a_value_is_compared_from_the_very_day_of_a_break_on(tmp_path, start, at, known):
    """2023/24 is before any break here: what is asked is whether 2024/25 and 2025/26 are of one kind."""
    place = a_place(tmp_path, more=f"series_breaks: [{{at: 2021-04, why: Once.}}, {{at: {at}, why: Again.}}]")
    rows = [fy(start - 1, 9.0, 0.1), fy(start, 8.0, 0.1), fy(start + 1, 5.0, 0.1)]
    assert (judge(place, rows)[0]["change"] is not None) is known


@pytest.mark.parametrize(("last", "used"), [("2026-11-21", True), ("2026-11-22", True), ("2026-11-23", False)])
def test_a_period_is_used_from_its_last_day_on(place, last, used):
    end = date.fromisoformat(last) + timedelta(days=1)
    found, lines = judge(place, [fy(2024, 9.0, 0.1), row(date(2025, 11, 22), end, "now", 5.0, 0.1)])
    assert (found["period_label"] == "now") is used
    assert any(line["kind"] == "actual" and line["period_label"] == "now" for line in lines) is used


def test_a_figure_given_before_its_period_is_over_says_why_there_is_no_value(place):
    reason = "2026/27 runs until 31 March 2027. The figure given for it, 4.0%, is no result."
    ahead = fy(2026, None, method=NOT_OVER, reason=reason)
    assert judge(place, [ahead])[0]["why"] == reason
    found, _ = judge(place, [fy(2025, 5.0, 0.1), ahead])
    assert (found["value"], found["period_label"]) == (5.0, "2025/26")
    assert found == judge(place, [fy(2025, 5.0, 0.1)])[0]


def test_of_periods_that_end_together_the_one_that_starts_last_is_the_latest(place):
    year, three = fy(2025, 6.0, 0.1), row(date(2023, 4, 1), date(2026, 4, 1), "2023/24 to 2025/26", 5.0, 0.1)
    assert judge(place, [year, three])[0]["period_label"] == "2025/26"


@pytest.mark.parametrize(
    ("outcome", "frequency", "latest", "on"),
    [
        (PATH, "annual", fy(2025, 5.0), date(2027, 10, 1)),
        (PATH, "annual", fy(2018, 5.0), date(2022, 10, 1)),  # the figure of the baseline's own year judges nothing
        (AGREED, "annual", fy(2024, 5.0), date(2026, 10, 1)),
        (f"{AGREED}, target: {{period: 2027/28, value: 4}}", "annual", fy(2024, 5.0), date(2028, 10, 1)),
        (AGREED, "quarterly", row(date(2026, 1, 1), date(2026, 4, 1), "Q4", 5.0), date(2027, 1, 1)),
        (AGREED, "monthly", row(date(2026, 1, 1), date(2026, 2, 1), "January 2026", 5.0), date(2026, 9, 1)),
        (AGREED, "irregular", fy(2024, 5.0), None),
        (f"{AGREED}, target: {{period: 2027/28, value: 4}}", "irregular", fy(2024, 5.0), date(2028, 10, 1)),
    ],
)
def test_the_next_value_is_due_after_its_period_and_the_lag_not_before_the_path(
    tmp_path, outcome, frequency, latest, on
):
    found, _ = judge(a_place(tmp_path, outcome, frequency=frequency), [latest])
    assert found["judgeable_on"] == on


@pytest.mark.parametrize(
    ("newest", "value", "status", "path"),
    [
        (2020, 9.9, "cannot_be_judged_yet", None),
        (2020, 10.5, "cannot_be_judged_yet", None),
        (2019, 9.9, "cannot_be_judged_yet", None),
        (2021, 8.9, "on_path", 9.0),
        (2021, 9.5, "off_path", 9.0),
    ],
)
def test_the_figure_that_a_path_begins_with_is_not_judged_by_it(place, newest, value, status, path):
    """18.475% as published, typed as 18.5, was "on the path" in the year in which that begins; 12.3155 was off it."""
    found, _ = judge(place, [fy(newest, value, 0.1)])
    assert (found["status"], found["path"]) == (status, pytest.approx(path, abs=0.01) if path else None)
    newer = "No value newer than the baseline, that of 2020/21, is known: nobody can tell yet whether the path is kept."
    assert (found["why"] == newer) is (path is None)


@pytest.mark.parametrize(
    ("first", "values", "direction", "own"),
    [
        (2017, [50, 50.2, 49.9, 50.1, 58, 58.1, 57.9, 58.2], "stepped_up", ("not_known", None, None)),
        (2016, [50, 50.2, 49.9, 50.1, 58, 58.1, 57.9, 58.2], "stepped_up", ("no_clear_change", "2020/21", "2023/24")),
        (2018, [50, 51, 52, 53, 54], "rising", ("rising", "2020/21", "2022/23")),
        (2017, [50, 51, 52, 53, 54], "rising", ("not_known", None, None)),
    ],
)
def test_the_strategys_own_years_are_told_of_three_values_or_more_and_not_across_a_step(
    tmp_path, first, values, direction, own
):
    """What rose in one step in them was said to "show no steady rise or fall", and so was what had two values."""
    found, _ = judge(a_place(tmp_path, AGREED), [fy(first + at, value, 0.3) for at, value in enumerate(values)])
    assert (found["direction"], *(found[f"strategy_run{of}"] for of in ("", "_since", "_until"))) == (direction, *own)


@pytest.mark.parametrize(
    ("promised", "newest", "past"),
    [("2024/25", 2022, True), ("2024/25", 2024, False), ("2026/27", 2022, False), (None, 2022, None)],
)
def test_a_target_whose_day_is_past_without_a_figure_of_it_is_told_so(tmp_path, promised, newest, past):
    """Of June 2024 it was said in November 2026 to be "off the path to 6.0 minutes by March 2026", as if to come."""
    target = f", baseline: {{period: 2020/21, value: 10}}, target: {{period: {promised}, value: 4}}" if promised else ""
    found, _ = judge(a_place(tmp_path, f"{AGREED}{target}"), [fy(newest, 9.0, 0.1)])
    assert found["target_past"] is past


def half_year(start: date, end: date):
    return row(start, end, f"{start:%Y-%m} on", 5.0)


@pytest.mark.parametrize(
    ("known", "on"),
    [
        ([half_year(date(2025, 4, 1), date(2025, 10, 1)), half_year(date(2025, 10, 1), date(2026, 4, 1))],
         date(2027, 4, 1)),
        ([half_year(date(2024, 10, 1), date(2025, 4, 1)), half_year(date(2025, 10, 1), date(2026, 4, 1))],
         date(2027, 10, 1)),
        ([half_year(date(2025, 10, 1), date(2026, 4, 1))], date(2027, 4, 1)),  # one alone: the baseline's tells
    ],
)  # fmt: skip
def test_half_years_that_follow_each_other_are_awaited_after_half_a_year(tmp_path, known, on):
    """Half-years to March 2026 were said to be next judged by those to March 2027."""
    told = "baseline: {period: 2024-04 to 2024-09, value: 9}, target: {period: 2027-10 to 2028-03, value: 4}"
    found, _ = judge(a_place(tmp_path, f"{AGREED}, {told}", frequency="irregular"), known)
    assert (found["period_label"], found["judgeable_on"]) == ("2025-10 on", on)


@pytest.mark.parametrize(
    ("begun", "months", "on"),
    [
        ("2024-04 to 2024-09", 6, date(2027, 4, 1)),
        ("2023-10 to 2024-03", 6, date(2027, 10, 1)),  # two years before: a survey of winters looks so
        ("2023-11 to 2024-04", 6, date(2027, 10, 1)),
        ("2023-04 to 2024-03", 6, date(2027, 10, 1)),
        ("2024-05", 1, date(2027, 5, 1)),  # a month of a survey: what comes each month can be declared
    ],
)
def test_one_half_year_is_followed_by_another_where_what_was_set_says_so(tmp_path, begun, months, on):
    """A single half-year was said to be followed by the one after the next."""
    told = f"{AGREED}, baseline: {{period: {begun}, value: 9}}, target: {{period: 2027-10 to 2028-03, value: 4}}"
    newest = half_year(date(2025, 10, 1), date(2025 + (months > 2), (10 + months - 1) % 12 + 1, 1))
    found, _ = judge(a_place(tmp_path, told, frequency="irregular"), [newest])
    assert found["judgeable_on"] == on


@pytest.mark.parametrize("begun", ["", "baseline: {period: 2024-10 to 2025-03, value: 9}, "])
def test_a_half_year_of_which_a_part_is_here_is_awaited(tmp_path, begun):
    """It was told to be due on no day, though its first quarter was here."""
    told = f"{AGREED}, {begun}target: {{period: 2025-10 to 2026-03, value: 4}}"
    quarter = row(date(2025, 10, 1), date(2026, 1, 1), "the first quarter", 5.0)
    a = a_place(tmp_path, told, frequency="irregular", more="reference_period: half_year")
    found, _ = judge(a, [quarter])
    assert (found["value"], found["judgeable_on"]) == (None, date(2026, 10, 1))


@pytest.mark.parametrize(
    ("parts", "on"),
    [
        ([{"dimension": "sex", "group": "F"}], date(2026, 10, 1)),
        ([{"dimension": "area", "group": "E06000046", "group_label": "Next"}], date(2026, 10, 1)),
        ([{"dimension": "area", "group": "E92000001", "group_label": "England"}], None),
        ([{"dimension": "sex", "group": "F", "value": None}], None),
        ([{"dimension": "sex", "group": "F", "value": None, "suppressed": True}], None),
    ],
)
def test_of_what_is_known_by_part_alone_the_next_value_is_due_after_the_newest_part(tmp_path, parts, on):
    found, _ = judge(a_place(tmp_path, AGREED), [fy(2024, 4.0) | part for part in parts])
    assert (found["value"], found["judgeable_on"]) == (None, on)


def test_of_a_newer_part_that_is_not_shown_no_newer_is_awaited(tmp_path):
    women = {"dimension": "sex", "group": "F"}
    rows = [fy(2024, 4.0) | women, fy(2025, None) | women | {"suppressed": True}]
    assert judge(a_place(tmp_path, AGREED), rows)[0]["judgeable_on"] == date(2027, 10, 1)


@pytest.mark.parametrize(
    ("newest", "label", "on"),
    [
        ({"suppressed": True}, "2025/26", date(2027, 10, 1)),
        ({"suppressed": False}, None, date(2026, 10, 1)),  # nobody knows it: that is not here
        ({"suppressed": True, "beside": "no_data_left"}, None, date(2026, 10, 1)),  # it was hidden, and is gone
    ],
)
def test_what_is_here_and_not_shown_is_not_awaited(tmp_path, newest, label, on):
    hidden = [fy(year, None) | {"reason": "why"} for year in (2022, 2025)]
    hidden = [hidden[0] | {"suppressed": True}, hidden[1] | newest]
    found, _ = judge(a_place(tmp_path, AGREED), [hidden[0], fy(2023, 6.0), fy(2024, 5.0), hidden[1]])
    assert (found["period_label"], found["hidden_label"], found["judgeable_on"]) == ("2024/25", label, on)


@pytest.mark.parametrize("value", [None, 2.0])
def test_where_no_data_are_left_of_the_newest_period_nothing_is_judged_by_it_nor_by_those_before(tmp_path, value):
    left = {
        "suppressed": value is None,
        "beside": "no_data_left",
        "reason": "No data of this period are here any more.",
    }
    found, lines = judge(a_place(tmp_path, PATH), [fy(2024, 5.0, 0.2), fy(2025, value) | left])
    assert (found["status"], found["period_label"], found["hidden_label"]) == ("cannot_be_judged_yet", "2024/25", None)
    assert found["why"] == "2025/26 is not known. No data of this period are here any more."
    assert [line["value"] for line in lines if line["kind"] == "actual"] == [5.0]


def test_lines_of_the_chart_are_the_values_the_path_the_target_and_the_forecast(place):
    _, lines = judge(place, [fy(2020 + n, 10.0 - n, 0.5) for n in range(6)])
    told = [(line["kind"], line["period_label"], line["value"], line["lower"], line["upper"]) for line in lines[:10]]
    assert told == [
        *(("actual", f"{2020 + n}/{21 + n}", 10.0 - n, 9.5 - n, 10.5 - n) for n in range(6)),
        ("path", "2020/21", 10.0, None, None),
        ("path", "2025/26", pytest.approx(5.0, abs=0.01), None, None),
        ("path", "2026/27", 4.0, None, None),
        ("target", "2026/27", 4.0, None, None),
    ]
    (ahead,) = lines[10:]
    assert (ahead["ambition"], ahead["kind"], ahead["period_label"]) == ("A1", "forecast", "2026/27")
    assert (ahead["period_start"], ahead["period_end"]) == (date(2026, 4, 1), date(2027, 4, 1))
    assert ahead["lower"] < ahead["value"] < ahead["upper"]


@pytest.mark.parametrize(("few", "forecast"), [(range(2022, 2026), False), (range(2020, 2026), True)])
def test_nothing_is_forecast_where_nobody_can_tell_whether_it_changes(tmp_path, few, forecast):
    a = a_place(tmp_path, AGREED)
    found, lines = judge(a, [fy(year, 10.0 - 0.5 * (year - 2020)) for year in few])
    assert (found["direction"] != "not_known", found["forecast"] is not None) == (forecast, forecast)
    assert any(line["kind"] == "forecast" for line in lines) is forecast


def test_what_is_hidden_makes_no_point_of_the_line(place):
    _, lines = judge(place, [fy(2024, 5.0), fy(2025, 4.5, suppressed=True), fy(2023, None)])
    assert [line["value"] for line in lines if line["kind"] == "actual"] == [5.0]


def test_a_gap_that_widens_is_seen_beside_the_average(place):
    wider = gap(2025, 8.0, direction="widening")
    assert judge(place, [fy(2025, 3.0, 0.1)], gaps=[wider])[0]["status"] == "average_up_but_gap_wider"
    ahead = gap(2025, 8.0, direction="widening", group="5", reference="1")
    assert judge(place, [fy(2025, 3.0, 0.1)], gaps=[ahead])[0]["status"] == "on_path"


def not_covered(start):
    reason = "Not known: The hospital's file “spells” ends in December 2024."
    return fy(start, None) | {"lower": None, "upper": None, "method": NOT_COVERED, "reason": reason}


def test_nothing_is_judged_by_an_older_period_where_a_file_ends(place):
    judged, _ = judge(place, [fy(2023, 3.0, 0.1), not_covered(2024), not_covered(2025)])
    assert (judged["status"], judged["period_label"]) == ("cannot_be_judged_yet", "2023/24")
    assert judged["why"] == "2025/26 is not known: The hospital's file “spells” ends in December 2024."


def test_a_period_that_is_not_covered_before_the_newest_changes_no_judgement(place):
    without, _ = judge(place, [fy(2025, 3.0, 0.1)])
    assert judge(place, [not_covered(2024), fy(2025, 3.0, 0.1)])[0]["status"] == without["status"] == "on_path"


def test_a_place_whose_file_covers_nothing_says_so(place):
    judged, _ = judge(place, [not_covered(2025)])
    assert (judged["status"], judged["why"]) == (
        "no_data",
        "Not known: The hospital's file “spells” ends in December 2024.",
    )


def test_lines_say_which_figures_are_provisional_and_that_a_forecast_rests_on_them(place):
    rows = [fy(2017 + n, 10.0 - n / 2, 0.1, provisional=n == 8 or None) for n in range(9)]
    (row_, lines) = judge(place, rows)
    told = {(line["kind"], line["period_label"]): line["provisional"] for line in lines}
    assert row_["provisional"] == 1
    assert (told["actual", "2024/25"], told["actual", "2025/26"]) == (None, True)
    assert told["target", "2026/27"] is None
    assert {value for (kind, _), value in told.items() if kind == "forecast"} == {True}
    _, settled = judge(place, [each | {"provisional": None} for each in rows])
    assert {line["provisional"] for line in settled} == {None}


def test_a_target_that_was_missed_in_its_own_time_is_missed_though_a_later_value_may_be_as_good(tmp_path):
    """74.0% (72.2 to 75.7) for 76% by 2023, then 75.2% (73.4 to 76.9): it "could not be judged yet"."""
    told = f"{AGREED}, baseline: {{period: 2020/21, value: 71}}, target: {{period: 2023/24, value: 76}}"
    rows = [fy(2023, 74.0, 1.7), fy(2025, 75.2, 1.7)]
    found, _ = judge(a_place(tmp_path, told, polarity="high_good"), rows)
    assert (found["status"], found["status_forecast"]) == ("off_path", "missed")
    assert found["why"].startswith(
        "In its own time the target was missed. The latest value is worse than the path, but"
    )


@pytest.mark.parametrize("target", ["2024 to 2026", "2026"])
def test_pooled_years_are_not_held_against_a_target_without_a_baseline_before_its_own(tmp_path, target):
    """Of 2022 to 2024 it was said to be "off the path" to 28.0 by 2024 to 2026; check said: judged from 2028 on."""
    told = f"{AGREED}, target: {{period: {target}, value: 28}}"
    pooled = row(date(2022, 1, 1), date(2025, 1, 1), "2022 to 2024", 34.4, 5.0)
    found, lines = judge(a_place(tmp_path, told), [pooled])
    assert (found["status"], found["path"], found["status_forecast"]) == ("cannot_be_judged_yet", None, "not_known")
    assert (found["due_on"], found["judgeable_on"]) == (date(2026, 7, 1), date(2027, 7, 1))
    assert [(line["kind"], line["period_label"]) for line in lines if line["kind"] == "path"] == [
        ("path", TOLD[target])
    ]


TOLD = {"2024 to 2026": "2024 to 2026", "2026": "2024 to 2026"}


def test_months_are_not_held_against_a_year_without_a_baseline_before_it_is_over(tmp_path):
    """The year to May was held against the target of that to March, and the next month was said to be judged by it."""
    told = f"{AGREED}, target: {{period: 2026/27, value: 4}}"
    days = [date(2025 + (5 + at) // 12, (5 + at) % 12 + 1, 1) for at in range(14)]
    months = [row(one, other, f"{one:%B %Y}", 5.0, 0.1) for one, other in pairwise(days)]
    found, _ = judge(a_place(tmp_path, told, frequency="monthly"), months)
    assert (found["status"], found["path"]) == ("cannot_be_judged_yet", None)
    assert (found["due_on"], found["judgeable_on"]) == (date(2027, 2, 1), date(2027, 10, 1))


@pytest.mark.parametrize(("newest", "known"), [(2025, False), (2023, True)])
def test_of_what_comes_irregularly_nothing_is_due_once_its_path_is_over(tmp_path, newest, known):
    """A survey every two years was "due by" a day after its target, though nothing irregular is ever overdue."""
    told = f"{AGREED}, target: {{period: 2025, value: 4}}"
    rows = [{**fy(year, 5.0), "period_start": date(year, 1, 1), "period_end": date(year + 1, 1, 1),
             "period_label": str(year)} for year in (2019, 2021, newest)]  # fmt: skip
    found, _ = judge(a_place(tmp_path, told, frequency="irregular"), rows)
    assert (found["due_on"] is not None, found["judgeable_on"] is not None) == (known, known)
