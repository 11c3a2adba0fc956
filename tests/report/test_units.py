"""A table that leaves alone carries the measure's name and the unit of its numbers."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from oneplace.place import UNITS
from oneplace.place.place_file import Area
from oneplace.report import line_origin, with_origins, with_units
from tests.report import a_run


def test_every_row_has_its_measures_name_and_unit_after_its_own_columns(tmp_path):
    table = a_run.table("results", [{"measure": "smoking", "value": 7.4}, {"measure": "gone", "value": 1.0}])
    found = with_units(table, a_run.a_place(tmp_path))
    assert found.column_names == [*table.column_names, "measure_name", "unit", "whose_name"]
    assert found.select(["measure", "value", "measure_name", "unit"]).to_pylist() == [
        {"measure": "smoking", "value": 7.4, "measure_name": "Smoking", "unit": "%"},
        {"measure": "gone", "value": 1.0, "measure_name": None, "unit": None},
    ]


@pytest.mark.parametrize(("unit", "told"), [("tonnes", "tonnes"), ("tonnes_per_head", "tonnes per head")])
def test_a_tonne_is_of_whatever_is_measured(unit, told):
    """Waste for each resident was captioned “tonnes of CO₂ equivalent per head”."""
    assert UNITS[unit] == told


@pytest.mark.parametrize("columns", [{"measure": ["smoking"]}, {"value": [7.4]}, {"text": ["x"], "unit": ["%"]}])
def test_a_table_of_no_measures_values_stays_as_it_is(tmp_path, columns):
    table = pa.table(columns)
    assert with_units(table, a_run.a_place(tmp_path)) is table


def test_a_gap_is_in_the_unit_of_its_statistic(tmp_path):
    """A ratio of 1.5 stood as “1.5 per 100,000”, and a difference of shares as a share."""
    rows = [{"measure": "smoking", "statistic": one, "value": 1.5} for one in ("absolute_gap", "SII", "RII")]
    found = with_units(a_run.table("gaps", rows), a_run.a_place(tmp_path), "gaps")
    assert found["unit"].to_pylist() == ["percentage points", "percentage points", "times"]


@pytest.mark.parametrize(("statistic", "unit"), [("relative_gap", "times"), ("SII", "percentage points")])
def test_the_lines_of_a_chart_are_of_their_ambitions_measure(tmp_path, statistic, unit):
    wish = f"{{dimension: deprivation, statistic: {statistic}, baseline: 2.0, target: 1.5, period: 2028/29}}"
    aimed = a_run.STRATEGY.replace("measure: smoking", f"measure: smoking, gap_ambition: {wish}")
    a_place = a_run.a_place(tmp_path, strategy=aimed)
    line = {"kind": "actual", "value": 7.4}
    rows = [line | {"ambition": "A1"}, line | {"ambition": "A2"}]
    for name, of in (("paths", "%"), ("gap_paths", unit)):
        found = with_units(a_run.table(name, rows), a_place, name)
        assert found["measure_name"].to_pylist() == ["Smoking", None]
        assert found["unit"].to_pylist() == [of, None]


def test_what_a_decision_moved_is_in_the_unit_of_a_difference(tmp_path):
    found = with_units(
        a_run.table("effects", [{"measure": "smoking", "step": -2.0}]), a_run.a_place(tmp_path), "effects"
    )
    assert (found["measure_name"].to_pylist(), found["unit"].to_pylist()) == (["Smoking"], ["percentage points"])


def test_a_unit_that_a_table_has_is_written_as_in_the_others(tmp_path):
    table = pa.table({"measure": ["smoking"] * 3, "unit": ["percent", "gbp_per_head", "trees"]})
    assert with_units(table, a_run.a_place(tmp_path))["unit"].to_pylist() == ["%", "£ per head", "trees"]


def test_whose_a_number_is_and_whose_it_is_held_against_is_said_by_name(tmp_path):
    """``RYE`` and ``E92000001`` stood alone: whose number it is could be read nowhere in the file."""
    a_place = a_run.a_place(tmp_path)
    england = Area(code="E92000001", name="England")
    a_place = replace(a_place, place=a_place.place.model_copy(update={"comparators": (england,)}))
    rows = [{"measure": "smoking", "value": 7.4, "comparator": "E92000001"}, {"measure": "gone", "whose": "E92000001"}]
    found = with_units(a_run.table("progress", rows), a_place, "progress")
    assert found["comparator_name"].to_pylist() == ["England", None]
    assert found["whose_name"].to_pylist() == [None, "England"]


def test_a_table_without_rows_has_the_columns_all_the_same(tmp_path):
    found = with_units(a_run.table("results", []), a_run.a_place(tmp_path))
    assert found.num_rows == 0
    assert [str(found.schema.field(name).type) for name in ("measure_name", "unit")] == ["string", "string"]


def test_a_table_of_nothing_but_measure_and_value_has_them_too(tmp_path):
    found = with_units(pa.table({"measure": ["smoking"], "value": [7.4]}), a_run.a_place(tmp_path))
    assert found.to_pylist() == [{"measure": "smoking", "value": 7.4, "measure_name": "Smoking", "unit": "%"}]


def test_a_row_is_of_its_measures_origin_and_a_line_of_its_ambitions_or_its_targets(tmp_path):
    found = a_run.report(
        a_run.a_place(tmp_path),
        results=[{"measure": "smoking", "value": 7.4, "origin": "synthetic"}],
        progress=[{"ambition": "A1", "origin": "synthetic", "target_provenance": "agreed"}],
    )
    gaps = with_origins(pa.table({"measure": ["smoking", "gone"], "value": [1.0, 2.0]}), found)
    assert gaps["origin"].to_pylist() == ["synthetic", None]
    lines = pa.table({"ambition": ["A1"] * 3 + ["gone"], "kind": ["actual", "forecast", "path", "path"]})
    assert with_origins(lines, found)["origin"].to_pylist() == ["synthetic", "synthetic", None, None]
    wish = found.progress("A1") | {"target_provenance": "illustrative"}
    assert [line_origin({"kind": kind}, wish, "target_provenance") for kind in ("actual", "target")] == [
        "synthetic", "illustrative",
    ]  # fmt: skip
    assert with_origins(gaps, found) is gaps
    words = pa.table({"text": ["x"]})
    assert with_origins(words, found) is words


def test_a_number_that_changed_is_of_its_own_provenance(tmp_path):
    a_place = a_run.a_place(tmp_path)
    aim = a_place.strategy.outcomes[0].model_copy(update={"provenance": "illustrative"})
    strategy = a_place.strategy.model_copy(update={"outcomes": (aim,)})
    found = replace(a_run.report(a_place), place=replace(a_place, strategy=strategy))
    rows = {"part": ["outcomes", "outcomes", "measures"], "field": ["target.value", "text", "unit"]}
    table = pa.table(rows | {"subject": [aim.id] * 3, "eases": [aim.id, None, None]})
    assert with_origins(table, found)["origin"].to_pylist() == ["illustrative", None, None]
