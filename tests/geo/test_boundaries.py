from __future__ import annotations

import re

import pytest

from oneplace import geo

SOUTHAMPTON = "E06000045"
PLACES = {
    "southampton": [SOUTHAMPTON],
    "south-east-london": ["E09000004", "E09000006", "E09000011", "E09000022", "E09000023", "E09000028"],
    "north-and-mid-hampshire": ["E07000084", "E07000093", "E07000094"],
}


def _lsoas(authorities):
    return geo.lsoas(2021, authorities)["lsoa21_code"].to_pylist()


@pytest.mark.parametrize("place", PLACES)
def test_every_neighbourhood_of_a_place_has_an_outline(place):
    codes = _lsoas(PLACES[place])
    features = geo.boundaries(codes)["features"]
    assert {feature["properties"]["code"] for feature in features} == set(codes)
    assert {feature["properties"]["kind"] for feature in features} == {"lsoa21"}


@pytest.mark.slow
def test_the_ambulance_area_is_drawn_too():
    table = geo.lsoas(2021)
    boards = ("E54000032", "E54000063", "E54000064")  # Kent and Medway, Surrey Heartlands, Sussex
    served = [row["lsoa21_code"] for row in table.to_pylist() if row["icb_code"] in boards]
    assert len(geo.boundaries(served)["features"]) == len(served) > 2500


def test_southamptons_wards_and_middle_areas_are_drawn():
    lookup = geo.lsoas(2021, [SOUTHAMPTON])
    assert len(geo.boundaries(sorted(set(lookup["msoa21_code"].to_pylist())))["features"]) == 33
    assert len(geo.boundaries(sorted(set(lookup["ward_code"].to_pylist())))["features"]) == 17


def test_rings_are_closed_and_lie_where_the_city_is():
    for feature in geo.boundaries(_lsoas([SOUTHAMPTON]))["features"]:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        for polygon in polygons:
            for ring in polygon:
                assert ring[0] == ring[-1]
                assert all(-1.50 < x < -1.30 and 50.87 < y < 50.97 for x, y in ring)


def test_a_code_without_an_outline_is_left_out():
    assert geo.boundaries(["E01999999"]) == {"type": "FeatureCollection", "features": []}
    assert geo.map_paths(["E01999999"]).paths == {}


def test_the_map_is_plain_path_data_that_stays_in_its_box():
    drawn = geo.map_paths(_lsoas([SOUTHAMPTON]))
    width, height = map(int, drawn.view_box.split()[2:])
    assert width == 1000
    assert 300 < height < 1500
    assert len(drawn.paths) == 152
    for path in drawn.paths.values():
        assert re.fullmatch(r"(M\d+ \d+l\d*(-?\d+|[ -]\d+)+z)+", path)
        for ring in path.strip("z").split("z"):
            start, steps = re.fullmatch(r"M(\d+ \d+)l(.+)", ring).groups()
            x, y = map(int, start.split())
            numbers = list(map(int, re.findall(r"-?\d+", steps)))
            for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = x + step_x, y + step_y
                assert 0 <= x <= width
                assert 0 <= y <= height


@pytest.mark.slow
def test_the_map_is_small_enough_to_stand_in_a_page():
    sizes = {place: sum(map(len, geo.map_paths(_lsoas(codes)).paths.values())) for place, codes in PLACES.items()}
    assert sizes["southampton"] < 50_000
    assert sizes["south-east-london"] < 250_000


def test_north_is_at_the_top():
    lookup = {row["lsoa21_code"]: row for row in geo.lsoas(2021, [SOUTHAMPTON]).to_pylist()}
    ordered = sorted(lookup, key=lambda code: lookup[code]["latitude"])
    drawn = geo.map_paths(list(lookup)).paths
    top, bottom = (int(re.match(r"M\d+ (\d+)", drawn[code]).group(1)) for code in (ordered[-1], ordered[0]))
    assert top < bottom


def test_a_larger_area_is_drawn_by_the_outline_of_its_parts():
    lookup = {row["lsoa21_code"]: row["ward_code"] for row in geo.lsoas(2021, [SOUTHAMPTON]).to_pylist()}
    drawn = geo.map_paths(list(lookup), lookup)
    assert drawn.view_box == geo.map_paths(list(lookup)).view_box
    assert len(drawn.paths) == 17
    assert all(path.count("M") == 1 for path in drawn.paths.values())  # no ward of the city is in two pieces
    whole = geo.map_paths(list(lookup), dict.fromkeys(lookup, SOUTHAMPTON))
    assert len(whole.paths[SOUTHAMPTON]) < sum(map(len, drawn.paths.values())) / 2


def _area(path):
    """Twice the area within a path's rings, by the shoelace formula; a hole counts like land."""
    total = 0
    for ring in path.split("M")[1:]:
        start, steps = ring.rstrip("z").split("l")
        x, y = map(int, start.split())
        points = [(x, y)]
        numbers = list(map(int, re.findall(r"-?\d+", steps)))
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        total += abs(sum(a * d - b * c for (a, b), (c, d) in zip(points, [*points[1:], points[0]], strict=True)))
    return total


def test_the_parts_together_are_as_large_as_what_they_make():
    lookup = {row["lsoa21_code"]: row["ward_code"] for row in geo.lsoas(2021, [SOUTHAMPTON]).to_pylist()}
    parts = geo.map_paths(list(lookup)).paths
    for ward, path in geo.map_paths(list(lookup), lookup).paths.items():
        own = sum(_area(parts[code]) for code, larger in lookup.items() if larger == ward)
        assert _area(path) == pytest.approx(own, rel=0.002)


def test_a_county_has_its_districts_and_a_unitary_authority_none():
    assert len(geo.districts("E10000014")) == 11
    assert "E07000094" in geo.districts("E10000014")
    assert geo.districts(SOUTHAMPTON) == ()
