"""The sections of ambitions: what stands in them in which order, and every number of a row in words."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.pack.drawing import Drawn
from oneplace.pack.sections.ambitions import by_stage, numbers
from tests.pack.pieces import NOTHING, chart, evidence, kinds, rows, texts

NONE = {"value": None, "lower": None, "upper": None, "status": "no_measure", "gap": None, "judgeable_on": None}


def drawn(**charts):
    return {"A1": Drawn(**{**vars(NOTHING), **charts}), "A2": NOTHING}


def line(found, name):
    """The line of the table of numbers that begins so; None where it isn't told."""
    return next((row[1:] for row in numbers(found.judged[0], found.as_of).rows if row[0].startswith(name)), None)


@pytest.mark.parametrize(
    ("name", "row", "told"),
    [
        ("Latest value", {}, ("7.4%", "2024/25")),
        ("Latest value", {"origin": "synthetic"}, ("7.4% (synthetic)", "2024/25")),
        ("Latest value", {"value": 0.0}, ("0.0%", "2024/25")),
        ("Latest value", {"value": None}, None),
        ("Latest value", {"period_label": None}, ("7.4%", "—")),
        ("95% interval", {}, ("6.8% to 8.0%", "2024/25")),
        ("95% interval", {"lower": None}, None),
        ("95% interval", {"upper": None}, None),
        ("95% interval", {"period_label": None}, ("6.8% to 8.0%", "—")),
        ("Baseline", {}, ("9.0%", "2020/21")),
        ("Baseline", {"target_provenance": "illustrative"}, ("9.0% (illustrative)", "2020/21")),
        ("Baseline", {"baseline": None, "baseline_label": None}, ("—", "not set")),
        ("Counted then", {}, None),
        ("Target", {}, ("6.0%", "2026/27")),
        ("Target", {"target_provenance": "illustrative"}, ("6.0% (illustrative)", "2026/27")),
        ("Target", {"target": None, "target_label": None}, ("—", "not set")),
        ("Target", dict.fromkeys(("target", "target_label", "baseline", "baseline_label")), None),
        ("Path now", {}, ("6.8%", "2024/25")),
        ("Path now", {"target_provenance": "illustrative"}, ("6.8% (illustrative)", "2024/25")),
        ("Path now", {"path": None}, None),
        ("Forecast", {}, ("6.9%", "2026/27")),
        ("Forecast", {"origin": "synthetic"}, ("6.9% (synthetic)", "2026/27")),
        ("Forecast", {"forecast": None}, None),
        ("80% interval of the forecast", {}, ("6.1% to 7.7%", "2026/27")),
        ("80% interval of the forecast", {"forecast_lower": None}, None),
        ("80% interval of the forecast", {"forecast_label": None}, ("6.1% to 7.7%", "—")),
        ("Chance of meeting the target", {}, ("12%", "2026/27")),
        ("Chance of meeting the target", {"chance": 0.0}, ("less than 1%", "2026/27")),
        ("Chance of meeting the target", {"chance": None}, None),
        ("Comparator: E92000001", {}, ("8.8%", "2023/24")),
        ("Comparator: E06000045", {"comparator": "E06000045"}, None),
        ("Comparator: Testton", {"comparator": "E06000045"}, ("8.8%", "2023/24")),
        ("Comparator", {"comparator": None, "comparator_value": None}, None),
        ("Gap", {}, ("5.2 percentage points", "difference, by deprivation")),
        ("Gap", {"gap": None}, None),
        ("Target", {"target_past": True}, ("6.0%", "2026/27 (that is past, and no figure of it is shown)")),
        ("Next value", {}, ("can next be judged on 1 January 2027", "")),
        ("Next value", {"judgeable_on": None}, None),
        ("Next value", {"judgeable_on": date(2026, 4, 1)}, ("was due by 1 April 2026 and is not here", "")),
        ("Next value", {"target": None}, ("is due by 1 January 2027", "")),
    ],
)
def test_each_number_is_told_with_its_period_and_what_is_made_up_is_marked(tmp_path, name, row, told):
    assert line(evidence(tmp_path, a1=row), name) == told


def test_the_numbers_stand_in_their_order_under_the_ambitions_name(tmp_path):
    table = numbers(evidence(tmp_path, a1={}).judged[0], date(2026, 5, 1))
    assert (table.caption, table.columns, table.right) == (
        "Numbers of: Do fewer smoke?",
        ("What", "Value", "When or what"),
        ("Value",),
    )
    assert [row[0] for row in table.rows] == [
        "Latest value", "95% interval", "Baseline", "Target", "Path now", "Forecast", "80% interval of the forecast",
        "Chance of meeting the target", "Comparator: E92000001", "Gap", "Next value",
    ]  # fmt: skip


def test_a_section_has_answer_chart_outlook_numbers_comparison_and_source_in_this_order(tmp_path):
    found = evidence(tmp_path, a1={"origin": "synthetic", "direction": "falling"})
    (stage,) = by_stage(found, drawn(trend=chart("trend"), comparison=chart("comparison")))
    (one,) = stage.sections
    assert (one.id, one.title) == ("ambition-A1", "Do fewer smoke?")
    assert kinds(one) == ["notice", "trend", "body", "body", "body", "Table", "comparison", "note"]
    notice, answer, outlook, due, source = texts(one)
    assert notice == "Worked out from synthetic people, not from people who live here."
    assert answer.startswith("95% interval 6.8% to 8.0%."), "the title of the chart above it says the value"
    assert outlook.startswith("If it goes on falling as it has since 2020/21: 6.9% (synthetic) in 2026/27")
    assert due == "It can next be judged on 1 January 2027."
    assert source == "Smoking: How many. Source: Test."


def test_a_value_is_late_by_the_day_of_the_run(tmp_path):
    found = evidence(tmp_path, a1={"judgeable_on": date(2026, 5, 1)})
    (stage,) = by_stage(found, drawn())
    assert "The next value was due by 1 May 2026 and is not here." in texts(stage.sections[0])


def test_what_has_no_value_has_no_outlook_and_what_has_no_measure_no_source(tmp_path):
    (stage,) = by_stage(evidence(tmp_path, a2=NONE), drawn())
    (one,) = stage.sections
    assert kinds(one) == ["lead", "Table"]
    assert texts(one)[0] == "Not measured yet. Three"


def test_a_part_counts_its_own_ambitions_and_lists_how_each_stands(tmp_path):
    (stage,) = by_stage(evidence(tmp_path, a1={}, a2=NONE), drawn())
    assert (stage.id, stage.title) == ("whole-strategy", "Across the whole strategy")
    assert texts(stage)[0].startswith("Of 2 ambitions 1 is off path and 1 is not measured yet.")
    assert rows(stage, "Ambitions of this part") == (
        (
            "Do fewer smoke?",
            "7.4% in 2024/25; 13 months old",
            "■ no clear change since 2020/21",
            "better than E92000001, 8.8% in 2023/24",
            "5.2 percentage points higher for the most deprived fifth than for the least deprived fifth; "
            "no clear change",
            "Off path; unlikely to meet the target",
        ),
    ), "what has no number would be a row of dashes"
    assert texts(stage)[1] == "Without a number yet (each says why below): Better buildings"


def test_a_part_without_any_number_has_no_table(tmp_path):
    (stage,) = by_stage(evidence(tmp_path, a2=NONE), drawn())
    assert kinds(stage) == ["lead", "body"]
