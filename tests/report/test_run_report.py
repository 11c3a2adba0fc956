"""What a run says, by measure and ambition."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace import results
from oneplace.report import RunReport
from tests.report import a_run


@pytest.fixture
def place(tmp_path):
    return a_run.a_place(tmp_path)


def test_it_stands_on_the_day_of_the_run_and_on_none_before_the_first(place):
    assert a_run.report(place).as_of == date(2026, 5, 1)
    assert RunReport(place, results.Results({}), None).as_of is None


def test_a_measure_is_found_by_its_id(place):
    found = a_run.report(place)
    assert found.measure("smoking").name == "Smoking"
    assert found.measure("nothing") is None
    assert found.measure(None) is None


def test_results_and_progress_are_found_by_what_they_are_about(place):
    rows = [{"measure": "smoking", "value": 1.0}, {"measure": "other", "value": 2.0}]
    found = a_run.report(place, results=rows, progress=[{"ambition": "A1", "status": "on_path"}])
    assert [row["value"] for row in found.results("smoking")] == [1.0]
    assert found.progress("A1")["status"] == "on_path"
    assert found.progress("A2") is None


def test_measures_by_dimension_stand_in_the_places_order_and_are_its_own(place):
    rows = [
        {"measure": "not_of_the_place", "dimension": "sex"},
        {"measure": "smoking", "dimension": "sex"},
        {"measure": "smoking", "dimension": "all"},
    ]
    found = a_run.report(place, results=rows)
    assert found.measures_with("sex") == ["smoking"]
    assert found.measures_with("age") == []


def test_an_origin_is_told_for_every_measure(place):
    rows = [{"measure": "smoking", "origin": "synthetic"}, {"measure": "b", "origin": "published"}]
    assert a_run.report(place, results=rows).origins == {"smoking": "synthetic", "b": "published"}


def test_ambitions_are_those_of_the_strategy_in_its_order(place):
    assert [one.id for one in a_run.report(place).ambitions] == ["A1", "A2"]


def test_only_tables_that_were_read_are_there(place):
    found = RunReport(place, results.Results({"quality": results.TABLES["quality"].schema.empty_table()}), None)
    assert set(found.tables) == {"quality"}


def test_the_latest_results_of_a_dimension_are_found_once(place):
    def a_row(end, group, order, dimension="sex", value=1.0):
        return {"measure": "smoking", "dimension": dimension, "group": group, "group_order": order,
                "period_end": date(end, 4, 1), "value": value}  # fmt: skip

    rows = [a_row(2026, "x", 0, "all"), a_row(2024, "f", 1), a_row(2025, "m", 2), a_row(2025, "f", 1)]
    found = a_run.report(place, results=[*rows, a_row(2026, "f", 1, value=None)])
    assert [(one["group"], one["period_end"].year) for one in found.latest("smoking", "sex")] == [
        ("f", 2025),
        ("m", 2025),
    ]
    assert [one["group"] for one in found.latest("smoking", "all")] == ["x"]
    assert found.latest("smoking", "sex") is found.latest("smoking", "sex")
    assert found.latest("other", "sex") == []


def test_what_was_agreed_is_found_by_its_ambition(place):
    found = a_run.report(place, agreed=[{"ambition": "A2", "status": "on_path"}])
    assert found.agreed("A2")["status"] == "on_path"
    assert found.agreed("A1") is None


def test_measures_by_dimension_are_kept_apart(place):
    more = {"extra": place.measures["smoking"].model_copy(update={"id": "extra"})}
    both = type(place)(**{**vars(place), "measures": more | place.measures})
    rows = [{"measure": "smoking", "dimension": "sex"}, {"measure": "extra", "dimension": "sex"}]
    found = a_run.report(both, results=[*rows, {"measure": "extra", "dimension": "age"}])
    assert found.measures_with("sex") == ["extra", "smoking"]
    assert found.measures_with("age") == ["extra"]


@pytest.mark.parametrize("made_up", ["synthetic", "illustrative"])
def test_of_several_origins_a_made_up_one_is_told(place, made_up):
    rows = [{"measure": "smoking", "origin": origin} for origin in ("published", made_up, "published")]
    assert a_run.report(place, results=rows).origins == {"smoking": made_up}


def test_other_areas_stand_beside_the_place_in_the_newest_period_that_both_have(tmp_path):
    def row(dimension, group, year, value=9.0):
        span = {"period_start": date(year, 4, 1), "period_end": date(year + 1, 4, 1), "period_label": str(year)}
        return {"measure": "smoking", "dimension": dimension, "group": group, "group_order": 0, "value": value, **span}

    known = [row("all", "all", 2019), row("all", "all", 2020), row("area", "E92", 2020), row("area", "E92", 2024)]
    read = a_run.report(a_run.a_place(tmp_path), results=known)
    own, others = read.beside("smoking")
    assert [line["period_label"] for line in (*own, *others)] == ["2020", "2020"]
    alone = a_run.report(read.place, results=[row("all", "all", 2020, None), *known[2:]])
    assert [[line["period_label"] for line in part] for part in alone.beside("smoking")] == [[], ["2024"]]
