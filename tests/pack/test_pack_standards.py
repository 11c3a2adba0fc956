"""National standards in the pack: a line on the control chart for as long as they hold, with its name and its note."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.charts import Line, control
from oneplace.charts.labels import Level
from oneplace.charts.levels import Scales, level_rows, levels_of
from oneplace.charts.theme import Frame
from tests.pack import made_up

SIGNALS = [row for row in made_up.tables()["signals"].to_pylist() if row["measure"] == "ambulance"]
FIRST, LAST = (date(2023, 4, 15).toordinal(), date(2026, 3, 15).toordinal())


def drawn(*standards: Line):
    return control("x", SIGNALS, None, title="T", subtitle="S", alt_text="A", unit="minutes", standards=standards)


@pytest.mark.slow
def test_a_standard_is_a_line_with_its_name_and_a_note():
    chart = drawn(Line(18.0, "NHS standard, 18 minutes", "NHS standard: 18 minutes (Handbook)."))
    assert ">NHS standard, 18 minutes<" in chart.svg
    assert chart.note.endswith("NHS standard: 18 minutes (Handbook).")
    assert ">NHS standard" not in drawn().svg


@pytest.mark.parametrize(("start", "end", "shown"), [
    (date(2026, 3, 15), None, True), (date(2026, 3, 16), None, False),
    (None, date(2023, 4, 16), True), (None, date(2023, 4, 15), False),
])  # fmt: skip
def test_it_is_drawn_where_it_holds_on_the_days_shown(start, end, shown):
    assert ("Only then" in drawn(Line(18.0, "Only then", "Words.", start, end)).svg) is shown


def test_its_ends_are_the_days_on_which_it_holds():
    line = Line(30.0, "L", "W", date(2024, 1, 1), date(2025, 1, 1))
    days = [row["day"] for row in level_rows([line], FIRST, LAST)]
    assert days == [date(2024, 1, 1).toordinal(), date(2025, 1, 1).toordinal()]
    assert [row["day"] for row in level_rows([Line(30.0, "L", "W")], FIRST, LAST)] == [FIRST, LAST]
    scales = Scales((FIRST, LAST), (20.0, 40.0), Frame(left=0, right=0))
    (level,) = levels_of([Line(30.0, "L", "W")], FIRST, LAST, scales)
    assert level == Level("L", 0.0, scales.width, scales.at(FIRST, 30.0)[1])
