"""What was set for a gap, in the pack: a chart of its path, and its rows among the numbers of full pack and brief."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from oneplace.pack.drawing import draw
from oneplace.pack.sections.ambitions import numbers
from oneplace.results import TABLES
from tests.pack.pieces import evidence

AIM = {
    "gap_target": -5.0,
    "gap_target_label": "2027/28",
    "gap_target_provenance": "illustrative",
    "gap_path": 7.0,
    "gap_status": "off_path",
}
NOTHING = dict.fromkeys(AIM) | {"gap_status": "no_target_set"}


def line(kind: str, year: int, value: float, half: float | None = None) -> dict[str, object]:
    limits = (None, None) if half is None else (value - half, value + half)
    when = (date(year, 4, 1), date(year + 1, 4, 1), f"{year}/{(year + 1) % 100:02d}")
    names = ("period_start", "period_end", "period_label", "kind", "value", "lower", "upper")
    return {"ambition": "A1", **dict(zip(names, (*when, kind, value, *limits), strict=True))}


GAP = {
    **dict.fromkeys(TABLES["gaps"].schema.names),
    "measure": "smoking", "dimension": "deprivation", "statistic": "SII", "value": 7.6, "lower": 6.6, "upper": 8.6,
    "group": "1", "group_label": "1 (most deprived)", "reference": "5", "reference_label": "5 (least deprived)",
}  # fmt: skip
LINES = [
    line("actual", 2023, 8.0, 1.0), line("actual", 2024, 7.6, 1.0), line("path", 2020, 9.0), line("path", 2027, 5.0),
    line("target", 2027, 5.0),
]  # fmt: skip


@pytest.fixture
def one(tmp_path):
    found = evidence(tmp_path, a1=AIM)
    judged = found.judged[0]
    aimed = replace(judged.ambition, gap_dimension="deprivation", gap_statistic="SII")
    return found.place.place, replace(judged, ambition=aimed, gap_paths=LINES)


def test_its_chart_has_the_sizes_the_path_and_the_target(one):
    place, judged = one
    chart = draw(judged, place).gap
    assert (chart.id, chart.title) == (
        "A1-gap",
        "By the slope index of inequality the gap was 7.6 percentage points in 2024/25. Its path then allows 7.0 "
        "percentage points, and the difference "
        "could be chance. The target for the gap is 5.0 percentage points (illustrative) by 2027/28, told as the slope "
        "index of inequality by deprivation: off path.",
    )
    assert chart.subtitle == "Smoking: slope index of inequality by deprivation, percentage points, Testton"
    assert chart.alt.startswith(
        "Line chart of the gap in Smoking by deprivation, 2 periods. By the slope index of inequality the gap was 7.6"
    )
    assert "Illustrative target" in chart.svg
    assert ">target 5.0<" in chart.svg
    assert "8%" not in chart.svg  # points of a percentage are no per cent


def test_without_anything_set_there_is_none(one):
    place, judged = one
    assert draw(replace(judged, row=judged.row | NOTHING), place).gap is None
    assert draw(replace(judged, gap_paths=LINES[2:]), place).gap is None


def rows(judged):
    return [row for row in numbers(judged, date(2026, 5, 1)).rows if "gap" in row[0]]


INDEX = "slope index of inequality, by deprivation"
"""A value and a target are set side by side of one measure alone, and each says which."""


def test_the_numbers_have_the_target_the_gap_and_its_path(one):
    _, judged = one
    assert rows(judged) == [
        ("The gap as its target is set", "7.6 percentage points", f"2024/25; {INDEX}"),
        ("Path of the gap now", "7.0 percentage points (illustrative)", f"2024/25; {INDEX}"),
        ("Target for the gap", "5.0 percentage points (illustrative)", f"2027/28; {INDEX}: off path"),
    ]
    assert [row[0] for row in rows(replace(judged, gap_paths=()))] == ["Target for the gap"]
    assert rows(replace(judged, row=judged.row | NOTHING)) == []


def test_who_is_behind_is_told_of_the_period_that_is_held_where_the_newest_is_hidden(tmp_path):
    """Beside "higher for the most deprived fifth" stood "who is behind is not recorded"."""
    rows = [{**GAP, "period_label": "2024/25"}, {**GAP, "period_label": "2025/26", "value": None}]
    found = evidence(tmp_path, a1=AIM)
    judged = replace(found.judged[0], gap_paths=LINES, gaps=rows[1:], gaps_ever=rows)
    aimed = replace(judged.ambition, gap_dimension="deprivation", gap_statistic="SII")
    chart = draw(replace(judged, ambition=aimed), found.place.place).gap
    assert "It is higher for the most deprived fifth than for the least deprived fifth." in chart.title
    assert "not recorded" not in chart.title
