"""The example places' figures on their way into results: those typed from documents, and those of several areas."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.measures.published import published
from oneplace.measures.recorded import recorded
from oneplace.place import FromPublished, FromRecorded, read

from .examples import PLACES


@pytest.mark.parametrize(
    ("measure", "stated"), [("deprivation_rank_stated", 55), ("deprived_neighbourhoods_stated", 13)]
)
def test_a_stated_figure_names_the_line_that_states_it(measure: str, stated: int) -> None:
    place = read(PLACES / "southampton")
    definition = place.measures[measure]
    assert isinstance(definition.compute, FromRecorded)
    (row,) = recorded(place.root, definition, definition.compute)
    assert (row["value"], row["origin"]) == (stated, "recorded")
    assert row["period_start"] == date(2019, 1, 1)
    assert row["source"].startswith("cabinet-report L43")


def test_a_place_of_several_areas_shows_each_and_makes_up_no_average() -> None:
    place = read(PLACES / "south-east-london")
    definition = place.measures["smoking_adults"]
    assert isinstance(definition.compute, FromPublished)
    rows = published(place, definition, definition.compute)
    assert {area.code for area in place.place.areas} <= {row["group"] for row in rows if row["dimension"] == "area"}
    (headline,) = [row for row in rows if row["dimension"] == "all"]
    assert headline["value"] is None
    assert headline["reason"] == "Published for each of the place's 6 areas, not for all of it."
    assert headline["period_end"] == max(row["period_end"] for row in rows)
