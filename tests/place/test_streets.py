"""The list of streets: which files are read, how a street may be spelt, and that a made-up one holds nothing real."""

from __future__ import annotations

from pathlib import Path

import pytest

from oneplace.place import PostcodeFile, StreetFile, spelt, streets
from oneplace.problems import OneplaceError

POSTCODES = "pcds,lsoa21\nQX1 1CC,E01A\nQX1 1CI,E01B\nSO14 7LY,E01C\n"
CORE = (
    "UPRN,BUILDING_NUMBER,STREET_NAME,LOCALITY,TOWN_NAME,POSTCODE\n"
    "1,12,HIGH STREET,Eastend,TESTTON,QX1 1CC\n2,14,High Street,Eastend,TESTTON,QX1 1CI\n"
    "3,1,HIGH STREET,,WESTTON,SO147LY\n4,1,High Mews,,,SO14 7LY\n5,1,Nowhere Lane,,,QX9 9CC\n6,1,,,,QX1 1CC\n"
)
PREMIUM = "street_description,locality_name,postcode_locator,LSOA21CD\nSt Mary's Road,,ZZ1 1ZZ,E01D\n"


def read(folder: Path, text: str, *, made_up: bool = False, postcodes: str = POSTCODES):
    (folder / "p.csv").write_text(postcodes)
    (folder / "s.csv").write_text(text)
    known = PostcodeFile(file="p.csv", edition="x", source="x")
    return streets(folder, StreetFile(file="s.csv", edition="x", source="x", made_up=made_up), known)


def found(known, text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.name, one.locality, one.lsoas) for one in known.find(text)]


@pytest.mark.parametrize("text", ["high street", "12 High St", "HIGH ST.", "12a, high street", " high  street "])
def test_a_street_is_found_in_each_part_of_the_place_with_all_its_neighbourhoods(text, tmp_path):
    assert found(read(tmp_path, CORE), text) == [
        ("HIGH STREET", "Eastend", ("E01A", "E01B")),
        ("HIGH STREET", "WESTTON", ("E01C",)),
    ]


@pytest.mark.parametrize(
    ("text", "localities"),
    [
        ("High Street, Eastend", ["Eastend"]),
        ("12 high st eastend", ["Eastend"]),
        ("high street westton", ["WESTTON"]),
        ("High Street, Eastend, Testton", ["Eastend"]),
        ("high st testton", ["Eastend"]),  # the town of one of the two
        ("high street elsewhere", []),
        ("eastend", []),
    ],
)
def test_behind_a_name_its_locality_or_town_may_stand(text, localities, tmp_path):
    assert [one[1] for one in found(read(tmp_path, CORE), text)] == localities


def test_the_beginning_of_a_name_finds_all_that_begin_so(tmp_path):
    known = read(tmp_path, CORE)
    assert [one[0] for one in found(known, "hig")] == ["High Mews", "HIGH STREET", "HIGH STREET"]
    assert found(known, "hi") == []
    assert found(known, "") == []
    assert len(known) == 3
    assert known.names == ["high street", "high mews"]


def test_a_street_without_a_neighbourhood_is_none(tmp_path):
    assert found(read(tmp_path, CORE), "Nowhere Lane") == []


def test_a_rows_own_neighbourhood_comes_first_and_saints_stay_saints(tmp_path):
    assert found(read(tmp_path, PREMIUM), "st marys rd") == [("St Mary's Road", "", ("E01D",))]
    assert spelt("St Mary’s St") == "st marys street"


def test_a_list_without_its_columns_or_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(OneplaceError, match="lacks the column `STREET_NAME`"):
        read(tmp_path, "road,POSTCODE\nx,QX1 1CC\n")
    with pytest.raises(OneplaceError, match="or `POSTCODE` and `LSOA21CD`"):
        read(tmp_path, "STREET_NAME,TOWN_NAME\nx,y\n")
    with pytest.raises(OneplaceError, match=r"is not there, though place\.yaml names it"):
        streets(tmp_path, StreetFile(file="none.csv", edition="x", source="x"), None)


def test_a_made_up_list_with_a_real_postcode_is_refused_at_its_line(tmp_path):
    with pytest.raises(OneplaceError, match="SO14 7LY may be real") as error:
        read(tmp_path, "STREET_NAME,POSTCODE\nx,QX1 1CC\ny,SO14 7LY\n", made_up=True)
    assert error.value.problems[0].line == 3


def test_the_demonstrations_streets_are_made_up_and_one_name_stands_in_several_parts():
    root = Path(__file__).parents[2] / "places" / "southampton"
    named = StreetFile(file="streets.csv", edition="x", source="x", made_up=True)
    known = streets(root, named, PostcodeFile(file="postcodes.csv", edition="x", source="x", made_up=True))
    assert len({one.locality for one in known.find("Quixwell Road")}) > 1
