"""The edges of areas, look-ups, outlines and distances: first and last days, nothing, and what is left out."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace import geo
from oneplace.geo.boundaries import _rings
from oneplace.geo.outlines import path_data, rounded, simplified


@pytest.mark.parametrize(
    ("code", "kind", "first", "last"),
    [
        ("E06000045", "local_authority", None, None),
        ("E06000028", "local_authority", None, date(2019, 4, 1)),  # Bournemouth
        ("E06000058", "local_authority", date(2019, 4, 1), None),  # Bournemouth, Christchurch and Poole
        ("E06000060", "local_authority", date(2020, 4, 1), None),  # Buckinghamshire
        ("E07000004", "local_authority", None, date(2020, 4, 1)),  # Aylesbury Vale
        ("E54000042", "icb", date(2022, 7, 1), None),
        ("E54000052", "icb", date(2022, 7, 1), date(2023, 4, 1)),  # Surrey Heartlands, before its boundary moved
        ("E54000063", "icb", date(2023, 4, 1), None),
        ("QRL", "icb_ods", None, None),
        ("Y59", "nhs_region", None, None),
        ("K04000001", "nation", None, None),
    ],
)
def test_a_code_is_in_force_from_its_first_day_to_the_day_before_its_last(code, kind, first, last):
    found = geo.area(code)
    assert (found.kind, found.valid_from, found.valid_to) == (kind, first, last)
    for day, inside in ((first, True), (last, False)):
        if day is not None:
            assert geo.known_on(code, day) is inside
            assert geo.known_on(code, date.fromordinal(day.toordinal() - 1)) is not inside


@pytest.mark.parametrize(
    ("code", "parent"),
    [
        ("E12000008", "E92000001"),
        ("E10000014", "E12000008"),
        ("E06000028", None),
        ("Y56", "E92000001"),
        ("K02000001", None),
        ("E92000001", None),
        ("E54000063", None),
    ],
)
def test_what_an_area_is_part_of(code, parent):
    assert geo.area(code).parent == parent


@pytest.mark.parametrize(
    ("code", "following"),
    [
        ("E06000028", ("E06000058",)),
        ("E06000045", ()),
        ("E54000052", ("E54000063",)),
        ("E54000053", ("E54000064",)),
        ("E54000063", ()),
        ("nowhere", ()),
    ],
)
def test_what_took_a_code_s_place(code, following):
    assert geo.successors(code) == following


def test_areas_are_told_by_kind():
    table = geo.areas("nhs_region")
    assert table.column_names == ["code", "name", "kind", "parent", "valid_from", "valid_to"]
    assert {row["code"]: row["name"] for row in table.to_pylist()} == {
        "Y56": "London",
        "Y58": "South West",
        "Y59": "South East",
        "Y60": "Midlands",
        "Y61": "East of England",
        "Y62": "North West",
        "Y63": "North East and Yorkshire",
    }
    assert geo.areas("planet").num_rows == 0
    kinds = set(geo.areas()["kind"].to_pylist())
    assert kinds == {
        *("nation", "region", "nhs_region", "county", "local_authority", "icb", "sub_icb", "icb_ods", "sub_icb_ods"),
        *("ward", "msoa", "lsoa", "pcn", "trust", "ambulance_trust", "practice"),
    }


@pytest.mark.slow
def test_nobody_s_neighbours_are_none_and_count_cuts_the_list():
    nearest = geo.neighbours("E06000045")
    assert geo.neighbours("E06000045", count=0) == []
    assert geo.neighbours("E06000045", count=1) == list(nearest[:1])
    assert geo.neighbours("E06000045", kind="spiritual") == []
    assert geo.neighbours("E06000045", kind="economic") != nearest
    assert "E06000045" not in nearest


@pytest.mark.parametrize("codes", [[], ["E06999999"]])
def test_of_no_authority_there_is_nothing(codes):
    for table in (
        geo.lsoas(2021, codes),
        geo.lsoas(2011, codes),
        geo.deprivation(2019, codes),
        geo.deprivation(2025, codes),
        geo.census_2021(codes),
        geo.lsoa_mid_2020(codes),
        geo.practices(codes),
    ):
        assert table.num_rows == 0


@pytest.mark.parametrize("version", [2001, 2020, 2031])
def test_another_census_is_told(version):
    with pytest.raises(ValueError) as error:  # noqa: PT011  the whole sentence is compared
        geo.lsoas(version)
    assert str(error.value) == f"LSOAs were drawn for the censuses of 2011 and 2021, not {version}"


SQUARE = [(0.0, 0.0), (0.0, 10.0), (10.0, 10.0), (10.0, 0.0), (0.0, 0.0)]


@pytest.mark.parametrize(
    ("rings", "path"),
    [
        ([], ""),
        ([SQUARE], "M0 0l0 10 10 0 0-10z"),
        ([[(x + 0.4, y - 0.4) for x, y in SQUARE]], "M0 0l0 10 10 0 0-10z"),
        ([[(x + 0.6, y) for x, y in SQUARE]], "M1 0l0 10 10 0 0-10z"),
        ([[(0, 0), (0, 5), (0.2, 5.1), (5, 5), (0, 0)]], "M0 0l0 5 5 0z"),  # points that fall together
        ([[(0, 0), (0, 5), (0, 0)]], ""),  # a line is no outline
        ([[(0, 0), (0.2, 0.2), (0.3, 0), (0, 0)]], ""),  # smaller than a unit
        ([SQUARE, [(2, 2), (2, 4), (4, 4), (2, 2)]], "M0 0l0 10 10 0 0-10zM2 2l0 2 2 0z"),
    ],
)
def test_an_outline_is_drawn_in_whole_steps(rings, path):
    assert path_data([rounded(ring) for ring in rings]) == path


LEFT = [(0, 0), (0, 20), (10, 20), (11, 10), (10, 0)]
RIGHT = [(10, 20), (20, 20), (20, 0), (10, 0), (11, 10)]


@pytest.mark.parametrize(
    ("smallest", "kept"),
    [(9, True), (10, False), (1000, False)],  # the triangle of the corner within the border is of 10 square units
)
def test_a_corner_too_small_to_see_goes_from_both_sides_of_a_border(smallest, kept):
    found = simplified({"a": [LEFT], "b": [RIGHT]}, smallest)
    assert [(11, 10) in rings[0] for rings in found.values()] == [kept, kept]


def test_what_is_left_of_two_areas_is_two_areas_that_meet_in_the_same_points():
    found = simplified({"a": [LEFT], "b": [RIGHT]}, 1000)
    assert [len(rings[0]) for rings in found.values()] == [3, 3]
    assert set(found["a"][0]) & set(found["b"][0]) == {(10, 0), (10, 20)}


def test_the_smallest_corner_goes_first_and_what_then_is_large_stays():
    bent = [(0, 0), (50, 1), (100, 0), (100, 90), (50, 98), (0, 90)]
    assert simplified({"a": [bent]}, 400) == {"a": [[(0, 0), (100, 0), (100, 90), (0, 90)]]}
    assert simplified({"a": [bent]}, 399) == {"a": [[(0, 0), (100, 0), (100, 90), (50, 98), (0, 90)]]}
    turning = [(0, 0), (10, 1), (20, 4), (30, 9), (40, 16), (0, 90)]  # each corner of 10, those left of 40
    assert simplified({"a": [turning]}, 10) == {"a": [[(0, 0), (20, 4), (40, 16), (0, 90)]]}


def test_a_ring_of_two_points_is_none():
    assert simplified({"a": [[(0, 0), (0, 20)], LEFT]}, 0) == {"a": [LEFT]}


def test_there_and_back_along_a_border_leaves_no_point_twice():
    spiked = [(10, 20), (11, 10), (10, 20), (20, 20), (20, 30), (10, 30)]
    found = simplified({"a": [LEFT], "b": [spiked]}, 10)
    assert found == {"a": [[(0, 0), (0, 20), (10, 20), (10, 0)]], "b": [[(10, 20), (20, 20), (20, 30), (10, 30)]]}


@pytest.mark.parametrize(
    ("geometry", "rings"),
    [
        ({"type": "Polygon", "coordinates": ["outer", "hole"]}, ["outer", "hole"]),
        ({"type": "MultiPolygon", "coordinates": [["a", "b"], ["c"]]}, ["a", "b", "c"]),
        ({"type": "MultiPolygon", "coordinates": []}, []),
    ],
)
def test_the_rings_of_one_or_many_polygons(geometry, rings):
    assert list(_rings(geometry)) == rings


def test_an_empty_map_is_a_square():
    assert geo.map_paths([]) == geo.Map({}, "0 0 1000 1000")


@pytest.mark.parametrize(
    ("start", "end", "km"),
    [
        ((0, 0), (0, 0), 0),
        ((0, 0), (0, 90), 10007.557),
        ((0, 0), (90, 0), 10007.557),
        ((90, 0), (-90, 0), 20015.114),
        ((60, 0), (60, 180), 6671.705),  # over the pole: 60 degrees
        ((51.5, -0.1), (48.85, 2.35), 341.9),  # London to Paris
        ((0, 179.5), (0, -179.5), 111.195),
    ],
)
def test_distances_over_the_globe(start, end, km):
    assert float(geo.distance_km(*start, *end)) == pytest.approx(km, abs=1.0 if km == 341.9 else 0.001)


def test_the_standard_population_adds_to_100_000():
    rows = geo.european_standard_population().to_pylist()
    assert sum(row["weight"] for row in rows) == 100_000
    assert [rows[0]["age_band"], rows[-1]["age_band"], len(rows)] == ["00-04", "90+", 19]
    assert rows[0]["weight"] == 5_000


def test_a_practice_in_no_network_has_none():
    rows = geo.practices().to_pylist()
    codes = {row["pcn_code"] for row in rows}
    assert None in codes
    assert "U" not in codes
    assert all((row["pcn_code"] is None) == (row["pcn_name"] is None) for row in rows)
    alone = next(row["organisation_code"] for row in rows if row["pcn_code"] is None)
    assert geo.area(alone).parent in {row["icb_code"] for row in rows}
