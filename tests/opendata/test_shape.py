from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from oneplace import geo
from oneplace.assets import folder
from oneplace.record.opendata import DATASETS, SCHEMA, read, series_of, under_held_codes
from oneplace.record.opendata.reading import LOADERS

READ = sorted(LOADERS)


@pytest.mark.parametrize("dataset", READ)
def test_every_dataset_has_the_tidy_shape(dataset):
    table = read(dataset)
    assert table.schema == SCHEMA
    assert table.num_rows > 0
    for name in ("series", "area_code", "period_start", "period_end", "period_label", "dimension", "group"):
        assert table[name].null_count == 0, name


@pytest.mark.parametrize("dataset", READ)
def test_a_row_stands_once_and_its_period_is_not_empty(dataset):
    table = read(dataset)
    keys = ["series", "area_code", "period_start", "period_end", "dimension", "group"]
    assert pc.max(table.group_by(keys).aggregate([([], "count_all")])["count_all"]).as_py() == 1
    assert pc.all(pc.less(table["period_start"], table["period_end"])).as_py()


@pytest.mark.parametrize("dataset", READ)
def test_a_missing_value_says_why(dataset):
    table = read(dataset)
    assert table.filter(pc.is_null(table["value"]))["note"].null_count == 0


@pytest.mark.parametrize("dataset", READ)
def test_limits_hold_their_value(dataset):
    table = read(dataset)
    rounding = 0.051  # some are published to one decimal
    assert pc.all(pc.less_equal(table["lower"], pc.add(table["value"], rounding))).as_py() is not False
    assert pc.all(pc.greater_equal(table["upper"], pc.subtract(table["value"], rounding))).as_py() is not False


def test_every_dataset_is_registered_and_every_registered_one_is_read_or_refused():
    ours = {key for key, entry in DATASETS.items() if entry.read_by == "oneplace.record.opendata"}
    assert {key for key in ours if not DATASETS[key].refused} == set(LOADERS)
    assert all(entry.proved_by for entry in DATASETS.values() if not entry.refused)


def test_every_file_is_registered_with_licence_and_attribution():
    home = folder("opendata")
    registered = {path for entry in DATASETS.values() for path in entry.files}
    carried = {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}
    assert carried - registered == {"register.yaml", "README.md", "covers.parquet"}
    assert registered <= carried
    assert all(entry.licence and entry.attribution and entry.vintage for entry in DATASETS.values())


def test_the_files_stay_small():
    home = folder("opendata")
    assert sum(path.stat().st_size for path in home.rglob("*") if path.is_file()) < 10_000_000


def test_series_and_areas_choose_rows():
    table = read("ambulance", series="c1_mean", areas=["RYD", "RYE"])
    assert set(table["area_code"].to_pylist()) == {"RYD", "RYE"}
    assert set(table["series"].to_pylist()) == {"c1_mean"}
    assert read("ambulance", areas=["E06000045"]).num_rows == 0
    assert "c1_mean" in series_of("ambulance")


def test_most_areas_of_the_series_are_known_by_name():
    for dataset in ("ambulance", "local_indicators", "deprivation_2025", "beds", "discharge_icb"):
        codes = set(read(dataset)["area_code"].to_pylist())
        known = {code for code in codes if geo.area(code)}
        assert len(known) / len(codes) > 0.75, (dataset, sorted(codes - known))


def test_of_one_figure_under_several_codes_of_an_area_that_of_the_newest_code_is_kept():
    """North Yorkshire's county and council, Barnsley's code of 2025 and before: each figure once."""
    day = {"period_start": date(2022, 4, 1), "period_end": date(2023, 4, 1), "series": "s", "group": "all"}
    given = [("E10000023", 1.0), ("E06000065", 2.0), ("E08000016", 3.0), ("E08000038", 4.0), ("E10000027", 5.0)]
    rows = [{**day, "dimension": "all", "area_code": code, "value": value} for code, value in given]
    table = under_held_codes(pa.Table.from_pylist(rows, schema=SCHEMA))
    found = list(zip(table["area_code"].to_pylist(), table["value"].to_pylist(), strict=True))
    assert found == [("E06000065", 2.0), ("E08000016", 4.0), ("E06000066", 5.0)]
