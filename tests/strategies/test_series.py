"""The example places' figures on their way into results: those typed from documents, and those of several areas."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.measures.documents import from_document
from oneplace.measures.published import published
from oneplace.place import FromDocument, FromPublished, read

from .examples import PLACES


@pytest.mark.parametrize(
    ("measure", "stated"), [("deprivation_rank_stated", 55), ("deprived_neighbourhoods_stated", 13)]
)
def test_a_stated_figure_names_the_line_that_states_it(measure: str, stated: int) -> None:
    place = read(PLACES / "southampton")
    definition = place.measures[measure]
    assert isinstance(definition.compute, FromDocument)
    (row,) = from_document(place.root, definition, definition.compute)
    assert (row["value"], row["origin"]) == (stated, "recorded")
    assert row["period_start"] == date(2019, 1, 1)
    assert row["source"].startswith("cabinet-report L43")


def test_a_place_of_several_areas_shows_each_and_makes_up_no_average() -> None:
    place = read(PLACES / "south-east-london")
    definition = place.measures["cvd_mortality_preventable"]
    assert isinstance(definition.compute, FromPublished)
    rows = published(place, definition, definition.compute)
    assert {area.code for area in place.place.areas} <= {row["group"] for row in rows if row["dimension"] == "area"}
    (headline,) = [row for row in rows if row["dimension"] == "all"]
    assert headline["value"] is None
    assert headline["reason"].startswith("Published for each of the place's 6 areas, not for all of it: ")
    assert "(Bromley) to " in headline["reason"]
    assert headline["period_end"] == max(row["period_end"] for row in rows)


def test_a_place_of_several_areas_is_summed_where_counts_are_published() -> None:
    place = read(PLACES / "south-east-london")
    definition = place.measures["patients_per_gp"]
    assert isinstance(definition.compute, FromPublished)
    rows = published(place, definition, definition.compute)
    own = {area.code for area in place.place.areas}
    (headline,) = [row for row in rows if row["dimension"] == "all"]
    boroughs = [row for row in rows if row["group"] in own and row["period_end"] == headline["period_end"]]
    assert len(boroughs) == 6
    assert headline["numerator"] == sum(row["numerator"] for row in boroughs)
    assert headline["value"] == pytest.approx(headline["numerator"] / headline["denominator"])
    assert min(row["value"] for row in boroughs) < headline["value"] < max(row["value"] for row in boroughs)


def test_noughts_are_summed_to_nought() -> None:
    place = read(PLACES / "north-and-mid-hampshire")
    definition = place.measures["deprived_neighbourhoods_2025"]
    assert isinstance(definition.compute, FromPublished)
    rows = published(place, definition, definition.compute)
    (headline,) = [row for row in rows if row["dimension"] == "all"]
    assert (headline["numerator"], headline["denominator"], headline["value"]) == (0, 115 + 81 + 72, 0)
