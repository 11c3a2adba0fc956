"""Small areas of authorities, counties, care boards and regions: which lie where, each once."""

from __future__ import annotations

import pytest

from oneplace import geo

SOUTHAMPTON, HAMPSHIRE, BOARD, LONDON, SOUTH_WEST = "E06000045", "E10000014", "E54000030", "E12000007", "E12000009"


@pytest.mark.parametrize(
    ("kind", "areas", "count"),
    [
        ("lsoa21", [SOUTHAMPTON], 152),
        ("lsoa21", [BOARD], 1040),
        ("lsoa21", [BOARD, "E09000028"], 1040),  # Southwark lies in it
        ("lsoa21", [SOUTHAMPTON, BOARD], 1192),
        ("lsoa11", [HAMPSHIRE], 832),
        ("lsoa11", [LONDON], 4835),
        ("lsoa11", [SOUTH_WEST], 3281),  # Somerset's districts, of which one council was made since
        ("lsoa11", ["E54000063"], 618),  # Surrey Heartlands under its code since 2023; 91 of Surrey are Frimley’s
        ("practice", [LONDON], 0),  # those of the boards alone are held
        ("practice", ["E92000001"], 0),
        ("lsoa21", [], 0),
    ],
)
def test_those_inside_are_found_once(kind, areas, count):
    found = geo.small_areas(kind, areas)
    assert len(found) == len(set(found["code"].to_pylist())) == count


def test_without_areas_it_is_all_of_england():
    assert len(geo.small_areas("msoa11")) == 6791


@pytest.mark.parametrize("kind", ["lsoa11", "msoa11", "lsoa21"])
def test_every_authority_of_today_has_its_own_under_its_own_code(kind):
    """The look-up of 2011 has the authorities of 2022: of 17 districts four councils were made in April 2023."""
    found = geo.small_areas(kind)["local_authority_code"].to_pylist()
    assert set(found) == {row["code"] for row in geo.areas("local_authority").to_pylist() if not row["valid_to"]}


def test_a_council_made_of_districts_has_all_of_theirs():
    districts = geo.lsoas(2011, ["E07000027", "E07000030", "E07000031"])["lsoa11_code"].to_pylist()
    assert geo.small_areas("lsoa11", ["E06000064"])["code"].to_pylist() == sorted(districts)
