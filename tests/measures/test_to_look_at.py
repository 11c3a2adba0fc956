"""What ``check`` says of the figures in a place's own files: a lone month of a year, and a baseline that is another."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace import place
from oneplace.measures import to_look_at
from tests.place.build import REST

MEASURE = (
    "measures: [{id: m, name: M, definition: A, numerator: A, denominator: B, unit: percent, polarity: low_good, "
    "role: outcome, frequency: annual, expected_lag_months: 9, compute: {from: recorded, file: series/m.csv}MORE}]\n"
)
PLACE = (
    "format: place/1\nid: x\nname: X\nlevel: place\nareas: []\nsmall_numbers: {below: 5, rule: Hidden.}\n"
    "population: {provenance: not_set}\ncontact: {name: T}\nlicence: OGL\n"
)
AMBITION = "outcomes: [{id: O1, text: A, measure: m, provenance: agreed, baseline: {period: 2022/23, value: 16NOTE}}]\n"


def looked_at(folder, *figures, more="", note=""):
    """The codes and messages of what is to be looked at."""
    rest = "".join(line for key, line in REST.items() if key != "measures")
    strategy = f"{rest}{MEASURE.replace('MORE', more)}{AMBITION.replace('NOTE', note)}"
    (folder / "strategy.yaml").write_text(strategy, encoding="utf-8")
    (folder / "series").mkdir()
    lines = "".join(f"{when},all,{value},report\n" for when, value in figures)
    (folder / "series/m.csv").write_text(f"period,group,value,source\n{lines}", encoding="utf-8")
    (folder / "place.yaml").write_text(PLACE, encoding="utf-8")
    return {problem.code: problem.message for problem in to_look_at(place.read(folder), date(2026, 11, 22))}


@pytest.mark.parametrize(("more", "told"), [("", True), (", reference_period: month", False)])
def test_a_lone_month_of_what_is_annual(tmp_path, more, told):
    found = looked_at(tmp_path, ("March 2025", 14), more=more)
    assert ("W129" in found) is told
    if told:
        assert found["W129"].startswith("gives figures of m for March 2025 alone, and it is annual: it isn’t known")


@pytest.mark.parametrize(("value", "note", "told"), [(14, "", True), (16, "", False), (14, ", note: revised", False)])
def test_a_baseline_is_the_figure_of_its_period(tmp_path, value, note, told):
    found = looked_at(tmp_path, ("2022/23", value), ("2023/24", 13), note=note)
    assert ("W132" in found) is told
