"""The section on who is behind the average, and that of control charts, block by block."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oneplace.pack.drawing import Drawn, draw
from oneplace.pack.sections.fairness import _groups, fairness
from oneplace.pack.sections.process import process
from oneplace.results import TABLES
from tests.pack.pieces import NOTHING, YEAR, chart, evidence, kinds, rows, texts

GROUP = {
    **YEAR, "dimension": "sex", "group_label": "Women", "value": 7.0, "lower": 6.0, "upper": 8.0, "suppressed": False,
    "reason": None, "origin": "published", "numerator": 864.0, "denominator": 12345.0,
}  # fmt: skip
GAP = {
    **dict.fromkeys(TABLES["gaps"].schema.names), **YEAR,
    "dimension": "deprivation", "statistic": "SII", "value": 5.2, "lower": 3.1, "upper": 7.3,
}  # fmt: skip


def drawn(**charts):
    return {"A1": Drawn(**{**vars(NOTHING), **charts}), "A2": NOTHING}


def one(folder, groups=(GROUP,), gaps=(), **row):
    found = evidence(folder, a1={"groups": groups, "gaps": gaps, **row})
    return fairness(found, drawn(groups=chart("groups"))).sections[0]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, ("Sex: Women", "7.0%", "6.0% to 8.0%", "864 of 12,345")),
        ({"origin": "synthetic"}, ("Sex: Women", "7.0% (synthetic)", "6.0% to 8.0%", "864 of 12,345")),
        ({"value": 0.02, "lower": 0.012, "upper": 0.029, "numerator": None},
         ("Sex: Women", "0.02%", "0.01% to 0.03%", "12,345 counted")),
        ({"lower": None}, ("Sex: Women", "7.0%", "—", "864 of 12,345")),
        ({"upper": None}, ("Sex: Women", "7.0%", "—", "864 of 12,345")),
        ({"lower": 0.0}, ("Sex: Women", "7.0%", "0.0% to 8.0%", "864 of 12,345")),
        ({"denominator": None}, ("Sex: Women", "7.0%", "6.0% to 8.0%", "864")),
        ({"numerator": None}, ("Sex: Women", "7.0%", "6.0% to 8.0%", "12,345 counted")),
        ({"numerator": None, "denominator": None}, ("Sex: Women", "7.0%", "6.0% to 8.0%", "—")),
        ({"value": 0.0, "numerator": 0.0}, ("Sex: Women", "0.0%", "6.0% to 8.0%", "0 of 12,345")),
        ({"suppressed": True}, ("Sex: Women", "too few to show", "—", "—")),
        ({"value": None, "suppressed": True, "reason": "hidden"}, ("Sex: Women", "too few to show", "—", "—")),
        ({"value": None, "reason": "nobody there"}, ("Sex: Women", "nobody there", "—", "—")),
        ({"value": None}, ("Sex: Women", "not known", "—", "—")),
        ({"dimension": "deprivation", "group_label": "1"},
         ("Deprivation fifth: 1", "7.0%", "6.0% to 8.0%", "864 of 12,345")),
    ],
)  # fmt: skip
def test_a_group_is_told_with_limits_and_count_and_one_that_is_hidden_without_any(tmp_path, changes, told):
    section = one(tmp_path, [GROUP | changes])
    assert rows(section, "Groups of: Smoking, 2024/25") == (told,)


def test_the_count_of_a_rate_is_of_its_events_and_not_of_the_people_who_could_have_had_one(tmp_path):
    """11,195 women stood as counted beside a rate of early deaths that is of 10."""
    found = evidence(tmp_path, a1={"groups": [GROUP | {"numerator": 10.0, "denominator": 11195.3}]})
    (judged,) = (one for one in found.judged if one.groups)
    rate = replace(judged, measure=judged.measure.model_copy(update={"unit": "per_100000"}))
    assert _groups(rate).rows == (("Sex: Women", "7.0%", "6.0% to 8.0%", "10"),)


def test_groups_of_several_periods_say_each_of_which_it_is(tmp_path):
    """Of the newest year no fifth can be shown, so that fifths are of another year than the sexes beside them."""
    fifth = GROUP | {"dimension": "deprivation", "group_label": "1", "period_label": "2023/24"}
    section = one(tmp_path, [GROUP, fifth])
    told = [row[0] for row in rows(section, "Groups of: Smoking")]
    assert told == ["Sex: Women, 2024/25", "Deprivation fifth: 1, 2023/24"]


DOUBTED = "≈ 5.2 percentage points"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, ("slope index of inequality, by deprivation, 2024/25", "5.2 percentage points", "3.1 to 7.3")),
        ({"lower": None}, ("slope index of inequality, by deprivation, 2024/25", DOUBTED, "—")),
        ({"upper": None}, ("slope index of inequality, by deprivation, 2024/25", DOUBTED, "—")),
        ({"dimension": "sex", "statistic": "relative_gap", "value": 0.5, "lower": 0.4, "upper": 0.8},
         ("ratio, by sex, 2024/25", "2.00 times", "1.25 to 2.50")),
    ],
)  # fmt: skip
def test_gaps_are_told_by_statistic_and_breakdown(tmp_path, changes, told):
    section = one(tmp_path, gaps=[GAP | changes, {**GAP, "value": None}])
    caption = "Gaps of: Smoking (≈: could be chance)" if told[1] == DOUBTED else "Gaps of: Smoking"
    assert rows(section, caption) == (told,), "the mark is explained where it stands, and nowhere else"


def test_where_no_gap_has_a_value_there_is_no_table_of_them(tmp_path):
    assert kinds(one(tmp_path, gaps=[{**GAP, "value": None}])) == ["groups", "Table"]


def test_synthetic_people_are_told_and_an_illustrative_target_is_of_no_matter_here(tmp_path):
    section = one(tmp_path, origin="synthetic", target_provenance="illustrative")
    assert texts(section) == ["Worked out from synthetic people, not from people who live here."]
    assert (section.id, section.title) == ("fairness-A1", "Smoking")


def test_a_map_alone_is_a_breakdown(tmp_path):
    found = evidence(tmp_path, a1={})
    section = fairness(found, drawn(neighbourhoods=chart("map")))
    assert kinds(section) == ["lead"]
    assert kinds(section.sections[0]) == ["map"]


def test_those_without_a_breakdown_are_named_with_the_reason(tmp_path):
    section = fairness(evidence(tmp_path, a1={}, a2={"status": "no_measure"}), drawn())
    assert rows(section, "Ambitions without a breakdown") == (
        ("Do fewer smoke?", "The run has no value for any group."),
        ("Better buildings", "Nothing is measured for it yet."),
    )
    assert section.sections == ()


@pytest.mark.parametrize(
    ("reasons", "told"),
    [
        ({"sex": "not recorded", "age": "too coarse"}, "not recorded; too coarse"),
        ({"sex": "not recorded", "age": "not recorded"}, "not recorded"),
        ({"sex": "no"}, "Not broken down"),
    ],
)
def test_the_measures_own_reasons_are_told_once_each(tmp_path, reasons, told):
    found = evidence(tmp_path, a1={})
    (here,) = found.judged
    breakdowns = type(here.measure.breakdowns).model_validate(
        {"deprivation": "yes", "ethnicity": "yes", "sex": "yes", "age": "yes", **reasons}
    )
    measured = type(here)(**{**vars(here), "measure": here.measure.model_copy(update={"breakdowns": breakdowns})})
    found = type(found)(found.report, found.manifest, None, [measured])
    assert rows(fairness(found, drawn()), "Ambitions without a breakdown") == (("Do fewer smoke?", told),)


SIGNAL = {
    "variation": "common_cause", "assurance": "inconsistent", "reason": None, "mean": 34.1, "lower_limit": 30.5,
    "upper_limit": 37.7, "rules": "shift", "value": 7.4, "point": "common_cause",
    "since": "2020/21", "period_label": "2024/25",
}  # fmt: skip


@pytest.mark.parametrize(("origin", "name"), [("synthetic", "Smoking (synthetic)"), ("published", "Smoking")])
def test_a_process_of_made_up_people_says_so_in_both_tables(tmp_path, origin, name):
    found = evidence(tmp_path, a1={"signals": [SIGNAL]})
    (here,) = found.judged
    told = replace(found, judged=[replace(here, row=here.row | {"origin": origin})])
    section = process(told, drawn(control=chart("control"), icons=(chart("icon"),)))
    assert rows(section, "What the control charts say")[0][0] == name
    grid = rows(section, "Processes by how they vary and whether they meet what is asked")
    cells = [cell for row in grid for cell in row]
    assert sum(cell == name or cell.startswith(f"{name} (") for cell in cells) == 1


@pytest.mark.parametrize(
    ("changes", "limits", "rules"),
    [
        ({}, "30.5% to 37.7%", "seven points in a row below the mean"),
        ({"lower_limit": None}, "none", "seven points in a row below the mean"),
        ({"upper_limit": None}, "none", "seven points in a row below the mean"),
        ({"lower_limit": 0.0}, "0.0% to 37.7%", "seven points in a row below the mean"),
        ({"rules": ""}, "30.5% to 37.7%", "none"),
    ],
)
def test_a_control_chart_is_told_by_its_last_point(tmp_path, changes, limits, rules):
    older = {**SIGNAL, "mean": 1.0, "rules": "trend"}
    found = evidence(tmp_path, a1={"signals": [older, SIGNAL | changes]})
    section = process(found, drawn(control=chart("control"), icons=(chart("icon"),)))
    assert kinds(section) == ["note", "Table", "Table"]  # the second is the grid of variation and assurance
    (finding,) = rows(section, "What the control charts say")
    assert finding[0] == "Smoking"
    assert finding[1].endswith("Its mean is 34.1%.")
    (part,) = section.sections
    assert (part.id, part.title) == ("process-A1", "Smoking")
    assert kinds(part) == ["Icons", "control", "Table"]
    assert rows(part, "Control chart of: Smoking") == (
        ("Latest value", "7.4% in 2024/25"),
        ("Mean", "34.1%"),
        ("Process limits", limits),
        ("Signals at the latest point", rules),
    )


def test_a_chart_that_was_not_judged_has_no_table(tmp_path):
    found = evidence(tmp_path, a1={"signals": [{**SIGNAL, "mean": None}]})
    assert kinds(process(found, drawn(control=chart("control"))).sections[0]) == ["control"]


def test_without_control_charts_it_says_so(tmp_path):
    section = process(evidence(tmp_path, a1={"signals": [SIGNAL]}), drawn())
    assert texts(section) == ["No measure has a control chart yet."]
    assert section.sections == ()


def test_groups_of_a_number_out_of_nothing_stand_in_a_table_and_in_no_picture(tmp_path):
    """“The run has no value for any group” would be false, and a picture would hold the larger against the smaller."""
    women = GROUP | {"group": "F", "group_order": 1}
    men = GROUP | {"group": "M", "group_label": "Men", "group_order": 2, "value": 9.0}
    area = women | {"dimension": "area", "group": "E1", "group_label": "Other"}
    found = evidence(tmp_path, a1={"groups": [women, men]})
    (percent,) = (replace(one, areas=[area], here=area | {"dimension": "all"}) for one in found.judged)
    people = replace(percent, measure=percent.measure.model_copy(update={"unit": "people"}))
    place = found.place.place
    assert None not in (draw(percent, place).groups, draw(percent, place).comparison)
    made = draw(people, place)
    assert (made.groups, made.neighbourhoods, made.comparison) == (None, None, None)
    section = fairness(replace(found, judged=[people]), {"A1": made})
    assert kinds(section) == ["lead"]
    assert "The groups are not compared: a larger group counts more." in texts(section.sections[0])
    assert [row[0] for row in rows(section.sections[0], "Groups of: Smoking, 2024/25")] == ["Sex: Women", "Sex: Men"]
