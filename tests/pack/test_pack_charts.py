"""What charts do with the edges of their data."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from oneplace import charts
from tests.pack import made_up
from tests.reader import places

WORDS: dict[str, Any] = {"title": "A finding.", "subtitle": "What is shown", "alt_text": "In words.", "unit": "percent"}


def line(kind: str, start: int, value: float, half: float | None = None) -> dict[str, Any]:
    limits = (None, None) if half is None else (value - half, value + half)
    return {"kind": kind, **made_up.year(start), "value": value, "lower": limits[0], "upper": limits[1]}


def area(code: str, value: float | None, half: float = 1.0) -> dict[str, Any]:
    limits = (None, None) if value is None else (value - half, value + half)
    return {"group": code, "value": value, "lower": limits[0], "upper": limits[1], "suppressed": value is None}


def a_map(values: list[float | None]) -> charts.Chart | None:
    rows = [area(code, value) for code, value in zip(made_up.LSOAS, values, strict=True)]
    near = {row["group"] for row in rows if row["value"] is not None and abs(row["value"] - 5.0) < 1}
    return charts.neighbourhoods("x-map", rows, near, **WORDS, decimals=1)


@pytest.mark.slow
def test_one_value_makes_a_trend_and_none_makes_none() -> None:
    found = charts.trend("x-trend", [line("actual", 2024, 7.4)], breaks={}, **WORDS)
    assert found is not None
    assert "2024/25" in found.svg
    assert charts.trend("x-trend", [line("target", 2024, 7.4)], breaks={}, **WORDS) is None
    assert charts.trend("x-trend", [], breaks={}, **WORDS) is None


@pytest.mark.slow
def test_a_break_cuts_the_line_and_is_named() -> None:
    rows = [line("actual", 2018 + n, 7.0 + n) for n in range(6)]
    whole = charts.trend("x-trend", rows, breaks={}, **WORDS)
    cut = charts.trend("x-trend", rows, breaks={date(2021, 4, 1): "Counted anew."}, **WORDS)
    assert whole is not None
    assert cut is not None
    assert cut.note.endswith("From 1 April 2021 on it is not comparable with before: Counted anew.")
    assert "break in the series" in cut.svg
    assert 'stroke-linejoin="round"' in whole.svg  # a pointed join looks like an interval where there is none
    assert cut.svg.count('stroke-width="2.5"') == whole.svg.count('stroke-width="2.5"') + 1


def test_a_line_breaks_where_other_people_are_counted() -> None:
    def altered(row):
        other = (row["measure"], row["period_label"], row["dimension"]) == ("smoking", "2023/24", "all")
        return row | {"unlike": "Not held against 2022/23: other practices."} if other else row

    judged = {one.outcome.id: one.breaks for one in places.found(replace(places.USUAL, altered=altered)).judged}
    assert judged["A1"] == {date(2023, 4, 1): "other practices."}
    assert judged["A2"] == judged["A6"] == {}


@pytest.mark.parametrize(
    ("values", "note"),
    [
        ([10.0, 12.0], "The axis does not start at zero."),
        ([1.0, 12.0], ""),
        ([-3.0, 12.0], ""),  # nought is on it
        ([-12.0, -10.0], "The axis does not start at zero."),
    ],
)
def test_a_line_that_does_not_start_at_zero_says_so(values: list[float], note: str) -> None:
    found = charts.trend(
        "x-trend", [line("actual", 2020 + n, value) for n, value in enumerate(values)], breaks={}, **WORDS
    )
    assert found is not None
    assert found.note == note


def test_a_target_is_named_and_made_up_figures_are_stamped() -> None:
    rows = [line("actual", 2020 + n, 10.0 - n, 0.5) for n in range(5)] + [
        {**line("target", 2026, 4.0), "label": "target 4.0%"}
    ]
    found = charts.trend("x-trend", rows, breaks={}, stamp="Illustrative target", **WORDS)
    assert found is not None
    assert ">target 4.0%<" in found.svg
    assert ">Illustrative target<" in found.svg


def test_an_earlier_target_is_a_thin_dashed_step_with_its_label_and_words() -> None:
    rows = [line("actual", 2020 + n, 10.0 - n) for n in range(5)]
    before = line("earlier_target", 2024, 3.0) | {"label": "earlier target 3.0%", "words": "Before, it was 3.0%."}
    plain, found = (charts.trend("x-trend", some, breaks={}, **WORDS) for some in (rows, [*rows, before]))
    assert plain is not None
    assert found is not None
    assert ">earlier target 3.0%<" in found.svg
    assert found.svg.count('stroke-dasharray="3,3"') == plain.svg.count('stroke-dasharray="3,3"') + 1
    assert found.note.endswith("Before, it was 3.0%.")


def level(**dates: date) -> charts.Line:
    return charts.Line(95.0, "NHS standard, 95.0%", "NHS standard: 95.0% (Handbook).", **dates)


@pytest.mark.parametrize(
    ("dates", "drawn"),
    [
        ({}, True),
        ({"start": date(2021, 4, 1)}, True),
        ({"end": date(2021, 4, 1)}, True),
        ({"start": date(2023, 10, 1)}, False),
        ({"end": date(2020, 4, 1)}, False),
    ],
)
def test_a_standard_is_a_named_line_while_it_holds(dates: dict[str, date], drawn: bool) -> None:
    rows = [line("actual", 2020 + n, 60.0 + n) for n in range(4)]
    plain = charts.trend("x-trend", rows, breaks={}, **WORDS)
    found = charts.trend("x-trend", rows, breaks={}, standards=[level(**dates)], **WORDS)
    assert plain is not None
    assert found is not None
    assert (">NHS standard, 95.0%<" in found.svg) is drawn
    assert ("NHS standard: 95.0% (Handbook)." in found.note) is drawn
    assert (found.svg == plain.svg) is not drawn


def test_a_map_needs_half_of_its_neighbourhoods() -> None:
    assert a_map([1.0] * 4 + [None] * 6) is None
    found = a_map([float(n) for n in range(5)] + [None] * 5)
    assert found is not None
    assert found.svg.count('fill="url(#x-map-few)"') == 5 + 1  # five areas and the legend


def test_a_map_of_one_value_or_two_has_as_few_shades() -> None:
    same, two = a_map([3.0] * 10), a_map([3.0] * 5 + [9.0] * 5)
    assert same is not None
    assert two is not None
    assert "the same everywhere" in same.svg
    assert "below 9.0%" in two.svg
    assert "9.0% or more" in two.svg


def test_neighbourhoods_that_could_be_the_average_are_striped() -> None:
    found = a_map([5.0, 5.5] + [20.0 + n for n in range(8)])
    assert found is not None
    assert len(re.findall(r'<g fill="url\(#x-map-chance\)">(<[^>]*/>){2}</g>', found.svg)) == 1
    assert found.svg.count('fill="url(#x-map-chance)"') == 1 + 1  # two areas together, and the legend
    none = a_map([20.0 + n for n in range(10)])
    assert none is not None
    assert "striped" not in none.svg


def test_groups_that_are_too_small_keep_their_line() -> None:
    group = {"dimension": "sex", "group_order": 1, **area("F", 5.0), "group_label": "Female"}
    small = {"dimension": "sex", "group_order": 2, **area("M", None), "group_label": "Male"}
    found = charts.groups("x-groups", [group, small], 5.0, **WORDS)
    assert found is not None
    assert found.svg.count("too few to show") == 2  # once as a halo, so that the average's line doesn't strike it out
    assert found.svg.index('stroke="white"') < found.svg.rindex("too few to show")
    assert ">Male<" in found.svg
    assert charts.groups("x-groups", [small], 5.0, **WORDS) is None


def test_breakdowns_of_several_periods_have_theirs_in_their_heading() -> None:
    group = {"dimension": "sex", "group_order": 1, **area("F", 5.0), "group_label": "Female", "period_label": "2025/26"}
    fifth = group | {"dimension": "deprivation", "group": "1", "group_label": "1"}
    mixed = charts.groups("x-groups", [group, fifth | {"period_label": "2023/24"}], None, **WORDS)
    same = charts.groups("x-groups", [group, fifth], None, **WORDS)
    assert mixed is not None
    assert same is not None
    assert "2023/24<" in mixed.svg
    assert "2025/26<" in mixed.svg
    assert "2025/26<" not in same.svg


@pytest.mark.parametrize(
    ("variation", "assurance", "titles"),
    [
        (
            "improvement_high",
            "consistent_pass",
            ["The newest points signal a change for the better", "Unless it changes, chance alone will not make"],
        ),
        (
            "concern_low",
            "consistent_fail",
            ["The newest points signal a change for the worse", "Unless it changes, chance alone will not bring"],
        ),
        ("common_cause", "inconsistent", ["The newest points are within", "By chance alone it could fall"]),
        ("neutral_high", None, ["The newest points signal a change"]),
        (None, None, []),
    ],
)
def test_icons_have_words(variation: str | None, assurance: str | None, titles: list[str]) -> None:
    found = charts.icons("x", [{"variation": variation, "assurance": assurance}])
    assert [icon.title.startswith(title) for icon, title in zip(found, titles, strict=True)] == [True] * len(titles)


@pytest.mark.parametrize(
    ("values", "unit", "labels"),
    [
        ([-0.9, 0.4], "gbp", {"−£0.20", "£0"}),
        ([1.5e6, 4.0e6], "gbp", {"£2 million"}),
        ([-3.0, 4.0], "percent", {"−2%", "2%"}),
    ],
)
def test_an_axis_writes_its_numbers_as_the_text_does(values: list[float], unit: str, labels: set[str]) -> None:
    rows = [line("actual", 2023 + n, value) for n, value in enumerate(values)]
    found = charts.trend("x-trend", rows, breaks={}, **(WORDS | {"unit": unit}))
    assert found is not None
    assert labels <= set(re.findall(r">([^<>]+)</text>", found.svg))
    assert "£−" not in found.svg


@pytest.mark.parametrize(
    ("start", "end", "label", "told"),
    [
        (date(2023, 4, 1), date(2023, 10, 1), "April 2023 to September 2023", "Apr–Sep 2023"),
        (date(2025, 10, 1), date(2026, 4, 1), "October 2025 to March 2026", "Oct 2025–Mar 2026"),
    ],
)
def test_a_half_year_stands_short_on_an_axis(start: date, end: date, label: str, told: str) -> None:
    """Whole, its label ran out of the picture on both sides."""
    row = line("actual", 2024, 7.4) | {"period_start": start, "period_end": end, "period_label": label}
    found = charts.trend("x-trend", [row], breaks={}, **WORDS)
    assert found is not None
    assert told in found.svg
    assert label not in re.sub(r"<(title|desc).*?</\1>|aria-\w+=\"[^\"]*\"", "", found.svg)
