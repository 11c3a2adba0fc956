"""The names of levels stand on no line of the chart where there is room beside it, nor on each other."""

from __future__ import annotations

import itertools
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace import charts
from oneplace.charts.labels import Box, Level, Spot, box, placed
from oneplace.charts.statistic import intervals
from oneplace.charts.theme import wrapped
from oneplace.charts.trend import short

ROOM = Box(0, 0, 340, 230)
LEVEL = Level("Asked of all, 65%", 200, 330, 100)  # 105 wide


def room_of(level: Level, spot: Spot) -> Box:
    return box(level.name, spot.x, spot.side, level.y + spot.dy)


def test_a_name_stands_over_the_beginning_of_its_level() -> None:
    assert placed([LEVEL], [], ROOM) == [Spot(200, "left", -8)]
    below = Level(LEVEL.name, LEVEL.left, LEVEL.right, LEVEL.y, "below")
    assert placed([below], [], ROOM) == [Spot(200, "left", 16)]


@pytest.mark.parametrize(
    ("line", "spot"),
    [
        ([(310, 50), (310, 98)], Spot(200, "left", -8)),  # beside the name
        ([(210, 50), (210, 98)], Spot(330, "right", -8)),
        ([(250, 50), (250, 98)], Spot(200, "left", 16)),  # over the level's whole middle
        ([(250, 85), (250, 125)], Spot(200, "left", -22)),
        ([(250, 0), (250, 112)], Spot(200, "left", 30)),
    ],
)
def test_a_name_gives_way_to_a_line(line: list[tuple[float, float]], spot: Spot) -> None:
    assert placed([LEVEL], [line], ROOM) == [spot]


def test_names_of_levels_that_lie_close_do_not_meet() -> None:
    near = Level("NHS standard, 66%", 200, 330, 96)
    first, second = (
        room_of(level, spot) for level, spot in zip((LEVEL, near), placed([LEVEL, near], [], ROOM), strict=True)
    )
    assert (
        first.bottom <= second.top
        or second.bottom <= first.top
        or first.right <= second.left
        or second.right <= first.left
    )


@given(y=st.floats(0, 230), left=st.floats(0, 200), wide=st.floats(1, 140))
def test_a_name_stays_in_the_chart(y: float, left: float, wide: float) -> None:
    level = Level("Asked of all", left, left + wide, y)
    (found,) = placed([level], [], ROOM)
    assert room_of(level, found).is_in(ROOM)


def test_a_standard_of_the_last_year_is_not_named_over_the_line_that_runs_along_it() -> None:
    """A series of months about the level that is asked for in the last twelve of them."""
    rows = [month(at, 75.0 - 0.4 * at + (at % 3) / 2 if at < 40 else 64.6 + (at % 3) / 2) for at in range(60)]
    asked = charts.Line(65.0, "Asked by March 2026, 65.0%", "Asked.", start=date(2025, 1, 1))
    found = charts.trend("x", rows, title="t", subtitle="s", alt_text="a", unit="percent", breaks={}, standards=[asked])
    assert found is not None
    x, y, side = text_of(found.svg, "Asked by March 2026, 65.0%")
    here = box("Asked by March 2026, 65.0%", x, side, y)
    corners = line_of(found.svg)
    assert len(corners) == 60
    assert not any(here.holds(at) for at in corners)


def month(at: int, value: float) -> dict[str, Any]:
    first, after = (date(2021 + n // 12, n % 12 + 1, 1) for n in (at, at + 1))
    named = {"period_start": first, "period_end": after, "period_label": f"{first:%B %Y}"}
    return {"kind": "actual", **named, "value": value, "lower": None, "upper": None}


def text_of(svg: str, words: str) -> tuple[float, float, Any]:
    """Where a text of a drawing stands, and which of its ends stands there."""
    found = re.search(rf'<text([^>]*)translate\(([\d.-]+),([\d.-]+)\)"[^>]*>{re.escape(words)}<', svg)
    assert found is not None
    return float(found[2]), float(found[3]), "right" if 'text-anchor="end"' in found[1] else "left"


def line_of(svg: str) -> list[tuple[float, float]]:
    """The corners of the longest line of a drawing."""
    paths = [re.findall(r"([\d.-]+),([\d.-]+)", path) for path in re.findall(r'd="M([^"Z]+)"', svg)]
    return [(float(x), float(y)) for x, y in max(paths, key=len)]


LONG = "Diseases of the lungs and airways"


ROWS = [["Cancers", LONG, f"{LONG}, others", "Falls"], [LONG, "Stroke", LONG], ["A", "B"]]


@pytest.mark.parametrize("names", ROWS)
def test_names_of_neighbouring_rows_stand_in_lines_that_do_not_touch(names: list[str]) -> None:
    rows = [{"label": name, "value": 1.0 + at, "lower": None, "upper": None} for at, name in enumerate(names)]
    drawn = intervals(rows, "By cause")
    assert drawn is not None
    words = [one for name in names for one in re.split("~", wrapped(name))]
    label = r'translate\(-4,([\d.]+)\)">(.*?)</text>'
    found = re.findall(label, drawn.svg, re.DOTALL)
    lines = [float(top) + 12 * line for top, inside in found for line in range(max(1, inside.count("<tspan")))]
    assert len(lines) == len(words)
    assert all(below - above >= 12 for above, below in itertools.pairwise(lines))


@pytest.mark.parametrize(
    ("label", "held"),
    [
        ("March 2026", "Mar 2026"),
        ("school year 2024/25", "2024/25"),
        ("survey year 2019/20", "2019/20"),
        ("2022 to 2024", "2022–2024"),
        ("2025/26 Q4", "2025/26 Q4"),
        ("2024/25", "2024/25"),
    ],
)
def test_an_axis_holds_a_period_without_the_words_that_every_label_repeats(label: str, held: str) -> None:
    assert short(label) == held
