"""A control chart whose mean starts again is drawn in steps, and says since when and why."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from oneplace.charts import control
from oneplace.progress.sentences import About, control_limits
from oneplace.progress.spans import months_on

MOVED = {"since": "January 2025", "rebased_in": "January 2026", "rebased_why": "sustained_shift"}
FIRST = {"since": "January 2024", "rebased_in": None, "rebased_why": None}


def signals(*levels: dict[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for n, level in enumerate(level for level in levels for _ in range(12)):
        start = months_on(date(2024, 1, 1), n)
        mean = 10.0 if level is FIRST else 20.0
        rows.append(
            {"period_start": start, "period_end": months_on(start, 1), "period_label": f"{start:%B %Y}", "value": mean,
             "mean": mean, "lower_limit": mean - 3, "upper_limit": mean + 3, "rules": "", "point": "common_cause",
             "variation": "common_cause", "assurance": None, "reason": None, **level}
        )  # fmt: skip
    return rows


def drawn(*levels: dict[str, Any], target: float | None = None, unit: str = "percent") -> Any:
    found = control("c", signals(*levels), target, title="t", subtitle="s", alt_text="a", unit=unit)
    assert found is not None
    return found


def test_a_level_that_starts_again_is_named_with_its_date_and_reason() -> None:
    note = (
        "They start again with January 2025: the process had settled at another level, which was certain with January"
    )
    assert f"{note} 2026." in drawn(FIRST, MOVED).note
    assert "start again" not in drawn(FIRST, FIRST).note
    anew = {**MOVED, "rebased_why": "new_definition"}
    assert "They start again with January 2025: the measure was defined anew." in drawn(FIRST, anew).note


def test_no_line_joins_one_level_to_the_next() -> None:
    """Mean and two limits: three lines of one level, six of two."""
    paths = [len(re.findall(r'<path[^>]* d="M[^"]*L[^"]*"[^>]*stroke-width="1.2"', drawn(*of).svg)) for of in
             ((FIRST, FIRST), (FIRST, MOVED))]  # fmt: skip
    assert paths == [3, 6]


LOW = {"mean": 10.0, "value": 10.0, "lower_limit": -8.0, "upper_limit": 28.0}


@pytest.mark.parametrize(
    ("unit", "low", "words"),
    [("seconds", 0, "0 seconds and 28 seconds"), ("gbp", -8, "−£8 and £28"), ("score", -8, "−8 points and 28 points")],
)
def test_limits_lie_no_lower_than_a_value_can(unit: str, low: float, words: str) -> None:
    """A call cannot be answered in −2 seconds, as the limits of a service's chart had it."""
    chart = drawn(FIRST | LOW, unit=unit)
    assert ("−" in re.sub("<desc.*?</desc>", "", chart.svg)) is (low < 0)
    told = control_limits(signals(FIRST | LOW)[-1] | {"measure": "m"}, About("A", "A?", "M", unit, "context", 0))
    assert told.text.endswith(f"between {words}.")
    assert told.claims[0].limits == (low, 28.0)


def test_the_targets_name_gives_way_to_the_points() -> None:
    """It stood over the beginning of its line, whatever was drawn there."""
    assert name_of_target(15.0) == ("start", -8.0)
    assert name_of_target(8.75) != ("start", -8.0)  # there the points of the first level lie


def name_of_target(target: float) -> tuple[str, float]:
    """Its end that is at the line's end, and how far below the line it stands, in pixels."""
    svg = drawn(FIRST, MOVED, target=target).svg
    name = re.search(r'<text text-anchor="(\w+)" transform="translate\([\d.]+,([\d.]+)\)"[^>]*>target<', svg)
    line = re.search(r'<line transform="translate\([\d.]+,([\d.]+)\)"[^>]*stroke-width="1.5"', svg)
    assert name
    assert line
    return name[1], round(float(name[2]) - float(line[1]), 1)
