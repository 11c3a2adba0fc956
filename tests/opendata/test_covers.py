"""The list of the areas that each series covers is that of the data."""

from __future__ import annotations

import pyarrow.parquet

from oneplace.assets import folder
from oneplace.record.opendata import areas_of, covers


def test_the_list_is_made_of_the_data_as_they_are():
    listed = pyarrow.parquet.read_table(folder("opendata") / "covers.parquet")
    assert listed.equals(covers.made())


def test_a_series_has_its_areas_and_what_is_not_carried_has_none():
    assert {"RYE", "E92000001"} <= areas_of("ambulance", "c1_mean")
    assert areas_of("ambulance", "no such series") == areas_of("no such dataset", "c1_mean") == frozenset()
