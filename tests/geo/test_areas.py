from __future__ import annotations

from datetime import date

import pytest
from pyarrow import csv

from oneplace import geo
from oneplace.assets import folder


@pytest.mark.parametrize(
    ("code", "name", "kind", "parent"),
    [
        ("E06000045", "Southampton", "local_authority", "E12000008"),
        ("E12000008", "South East", "region", "E92000001"),
        ("E10000014", "Hampshire", "county", "E12000008"),
        ("E54000042", "NHS Hampshire and Isle of Wight Integrated Care Board", "icb", None),
        ("QRL", "NHS Hampshire and Isle of Wight Integrated Care Board", "icb_ods", None),
        ("RHM", "University Hospital Southampton NHS Foundation Trust", "trust", "E54000042"),
        ("RYD", "South East Coast Ambulance Service NHS Foundation Trust", "ambulance_trust", None),
        ("E92000001", "England", "nation", None),
    ],
)
def test_an_area_has_name_kind_and_parent(code, name, kind, parent):
    found = geo.area(code)
    assert (found.name, found.kind, found.parent) == (name, kind, parent)


def test_an_unknown_code_is_no_area():
    assert geo.area("E06999999") is None
    assert not geo.known_on("E06999999", date(2024, 1, 1))


def test_a_code_is_known_while_it_was_in_force():
    bournemouth, merged = "E06000028", "E06000058"
    assert geo.known_on(bournemouth, date(2019, 3, 31))
    assert not geo.known_on(bournemouth, date(2019, 4, 1))
    assert not geo.known_on(merged, date(2019, 3, 31))
    assert geo.known_on(merged, date(2019, 4, 1))
    assert geo.successors(bournemouth) == (merged,)
    assert geo.successors("E06000045") == ()


def test_boards_began_on_1_july_2022():
    assert not geo.known_on("E54000042", date(2022, 6, 30))
    assert geo.known_on("E54000042", date(2022, 7, 1))


def test_a_board_whose_boundary_moved_has_a_new_code():
    old, new = "E54000053", "E54000064"
    assert geo.area(old).name == geo.area(new).name == "NHS Sussex Integrated Care Board"
    assert geo.successors(old) == (new,)
    assert geo.known_on(old, date(2023, 3, 31))
    assert not geo.known_on(old, date(2023, 4, 1))


def test_an_lsoa_of_2011_that_was_redrawn_ended_with_the_census_of_2021():
    gone = next(row["lsoa11_code"] for row in geo.lsoa_changes().to_pylist() if row["change"] == "S")
    assert geo.known_on(gone, date(2021, 3, 20))
    assert not geo.known_on(gone, date(2021, 3, 21))


def test_the_table_of_areas_counts_what_england_has():
    kinds = geo.areas()["kind"].to_pylist()
    assert kinds.count("region") == 9
    assert kinds.count("icb") == 42 + 2  # two had another code until April 2023
    assert kinds.count("sub_icb") == 106
    today = [row for row in geo.areas("local_authority").to_pylist() if row["valid_to"] is None]
    assert len(today) == 296
    codes = geo.areas()["code"].to_pylist()
    assert len(codes) == len(set(codes))


def test_southamptons_neighbours_start_with_portsmouth():
    assert geo.neighbours("E06000045", count=3) == ["E06000044", "W06000015", "E07000237"]
    assert len(geo.neighbours("E06000045")) == 20
    assert geo.neighbours("E06999999") == []


def test_an_area_is_called_by_its_newest_name():
    """Shepway is Folkestone and Hythe since 2018; its code stayed."""
    assert geo.name_of("E07000112") == "Folkestone and Hythe"
    for code, name in zip(*map(_lads, ("lad24", "lad24_name")), strict=True):
        assert name.startswith(geo.name_of(code))


def _lads(column):
    return csv.read_csv(folder("opendata") / "geography" / "lad24.csv")[column].to_pylist()


@pytest.mark.parametrize(
    ("codes", "many"), [(["E10000016"], 12), (["E08000035"], 0), (["E09000004", "E09000006"], 2), ([], 0)]
)
def test_a_county_is_made_of_its_districts_and_an_authority_of_nothing(codes, many):
    assert len(geo.parts(codes)) == many


@pytest.mark.parametrize(
    ("authority", "before"),
    [
        ("E06000063", [("E07000026", "E07000028", "E07000029")]),
        (
            "E06000066",
            [
                ("E07000187", "E07000188", "E07000189", "E07000246"),
                ("E07000187", "E07000188", "E07000189", "E07000190", "E07000191"),
            ],
        ),
        ("E06000045", []),  # Southampton never changed
    ],
)
def test_what_an_authority_was_before_is_told_newest_first(authority, before):
    assert list(geo.made_of(authority)) == before


def test_a_county_with_the_bounds_of_a_council_of_today_is_that_council_and_a_divided_one_is_not():
    assert geo.held_as("E10000023") == "E06000065"
    assert geo.area("E10000027").name == "Somerset"
    assert set(geo.other_codes("E08000019")) == {"E08000039"}
    assert geo.county_before("E06000063") == geo.county_before("E06000064") == "E10000006"
    assert geo.county_before("E06000058") is None  # Bournemouth and Poole were in no county
    assert geo.successors("E10000009") == ("E06000059", "E06000058")
    assert geo.area("E10000006").parent == "E12000002"
    assert not geo.known_on("E10000006", date(2023, 4, 1))
    assert geo.known_on("E10000006", date(2023, 3, 31))


def test_the_people_of_an_authority_that_was_replaced_are_those_of_mid_2020():
    """Carlisle, mid-2020 as first published: 108,524 people."""
    assert geo.residents(["E07000028"], 2015) == {"E07000028": 108_524}
    assert geo.residents(["E07000028"], 2015, 90) != geo.residents(["E07000028"], 2015)
