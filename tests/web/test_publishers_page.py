"""Where a measure's publisher shows its figures: what its own file says goes before what its dataset says."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from oneplace.assets import folder
from oneplace.place import FromPublished, Measure
from oneplace.place.folder import read_files
from oneplace.record.opendata import DATASETS
from oneplace.web.formats import publishers_page

OWN = "https://www.example.org/own"
ENTRY = {"id": "waits", "name": "Waits", "unit": "percent", "polarity": "low_good", "role": "outcome",
         "frequency": "monthly", "expected_lag_months": 2}  # fmt: skip


@pytest.mark.parametrize(
    ("dataset", "own", "page"),
    [
        ("ambulance", {}, "https://www.england.nhs.uk/statistics/statistical-work-areas/ambulance-quality-indicators/"),
        ("ambulance", {"source_page": OWN}, OWN),
        ("not_held", {}, None),
    ],
)
def test_a_measures_own_page_goes_before_its_datasets(dataset, own, page):
    compute = {"from": "published", "dataset": dataset, "series": "x"}
    assert publishers_page(Measure.model_validate(ENTRY | {"compute": compute} | own)) == page


@pytest.mark.parametrize(
    ("publisher", "address", "page"),
    [
        ("NHS England", OWN, OWN),
        ("NHS England", None, DATASETS["ambulance"].address),
        ("A council", None, None),
    ],
)
def test_the_places_own_edition_goes_before_the_one_that_ships(publisher, address, page):
    own = SimpleNamespace(publisher=publisher, address=address)
    measure = Measure.model_validate(ENTRY | {"compute": {"from": "published", "dataset": "ambulance", "series": "x"}})
    assert publishers_page(measure, SimpleNamespace(datasets={"ambulance": own})) == page
    assert publishers_page(measure, SimpleNamespace(datasets={})) == DATASETS["ambulance"].address


def test_a_measure_that_nothing_computes_has_none():
    assert publishers_page(Measure.model_validate(ENTRY)) is None


def test_every_address_goes_over_a_line_that_nobody_reads_along():
    known = [entry.address for entry in DATASETS.values() if entry.address]
    assert all(address.startswith("https://") for address in known)


@pytest.mark.parametrize("place", sorted(path.parent.name for path in folder("places").glob("*/place.yaml")))
def test_every_published_number_of_a_shipped_place_has_its_publishers_page(place):
    files = [each.item for each in read_files(folder("places") / place).measures]
    assert [one.id for one in files if isinstance(one.compute, FromPublished) and not publishers_page(one)] == []
