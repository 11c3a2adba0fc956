"""The directory of postcodes: which files are read, what may be typed, and that a made-up one holds nothing real."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from oneplace import place
from oneplace.place import PostcodeFile, directory, typed_postcode
from oneplace.problems import OneplaceError

ONSPD = (
    "pcd,pcds,doterm,osward,lsoa11,lsoa21,lat\nSO147LY,SO14 7LY,,E05W,E01A,E01B,50.9\n"
    "SO1 1AA,SO1 1AA,199606,,E01C,E01C,50\n"
)
NSPL = (
    "\ufeffpcd7,pcds,doterm,wd25cd,lsoa21cd\nQX1 1CC,QX1 1CC,,E05W,E01B\n"
    "QX1 1CI,QX1 1CI,,E05W,E01B\nQX12 2CC,QX12 2CC,,E05V,E01D\n"
)


def written(folder: Path, text: str, name: str = "postcodes.csv") -> PostcodeFile:
    path = folder / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return PostcodeFile(file=name, edition="May 2025", source="ONS", made_up=False)


def looked_up(folder: Path, named: PostcodeFile, text: str) -> list[tuple[str, str, str, str]]:
    asked = typed_postcode(text)
    assert asked is not None
    return [(one.written, one.lsoa21, one.ward, one.ended) for one in directory(folder, named).find(asked)]


@pytest.mark.parametrize("spelt", ["SO14 7LY", "so147ly", " so14  7ly ", "So14 7lY"])
def test_a_postcode_is_found_in_any_case_and_spacing(spelt, tmp_path):
    assert looked_up(tmp_path, written(tmp_path, ONSPD), spelt) == [("SO14 7LY", "E01B", "E05W", "")]


@pytest.mark.parametrize("name", ["postcodes.csv", "postcodes.csv.gz"])
def test_both_national_layouts_are_read(name, tmp_path):
    assert looked_up(tmp_path, written(tmp_path, NSPL, name), "QX1 1CC") == [("QX1 1CC", "E01B", "E05W", "")]


def test_the_beginning_finds_all_that_begin_so_and_no_longer_district(tmp_path):
    named = written(tmp_path, NSPL)
    assert [one[0] for one in looked_up(tmp_path, named, "qx1")] == ["QX1 1CC", "QX1 1CI"]
    assert [one[0] for one in looked_up(tmp_path, named, "QX1 1")] == ["QX1 1CC", "QX1 1CI"]
    assert [one[0] for one in looked_up(tmp_path, named, "qx12")] == ["QX12 2CC"]
    assert looked_up(tmp_path, named, "QX1 2") == []


def test_one_out_of_use_says_since_when(tmp_path):
    assert looked_up(tmp_path, written(tmp_path, ONSPD), "so1 1aa")[0][3] == "199606"


@pytest.mark.parametrize(
    "text", ["A33", "a33 5", "", "Portswood", "bed blocking", "SO", "1234", "SO14 7LYX", "E01017136", "SO14 7L"]
)
def test_other_words_are_no_postcode(text):
    assert typed_postcode(text) is None


@pytest.mark.parametrize("text", ["SO14 7LY", "M1 1AE", "W1A 0AX", "EC1A 1BB", "CR2 6XH", "DN55 1PT", "SO14", "B33 8"])
def test_real_forms_are_known_as_real(text):
    asked = typed_postcode(text)
    assert asked is not None
    assert asked.is_real


@pytest.mark.parametrize("text", ["QX1 1CC", "V1 1AA", "XA9 9XX", "SO14 7CI", "QX1", "S1 1AK"])
def test_forms_that_no_real_one_has_are_known_as_such(text):
    asked = typed_postcode(text)
    assert asked is not None
    assert not asked.is_real


def test_a_made_up_directory_refuses_what_may_be_real(tmp_path):
    named = written(tmp_path, NSPL + "SO14 7LY,SO14 7LY,,E05W,E01B\n").model_copy(update={"made_up": True})
    with pytest.raises(OneplaceError, match=r"postcodes\.csv:5: SO14 7LY may be real, in a made-up directory"):
        directory(tmp_path, named)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("pcds,lsoa11\nSO14 7LY,E01A\n", "lacks the column"),
        ("postcode,lsoa21\nSO14 7LY,E01A\n", "lacks the column"),
        ("", "lacks the column"),
        ("pcds,lsoa21\nhere,E01A\n", "postcodes.csv:2: 'here' is no postcode"),
        ("pcds,lsoa21\nSO14,E01A\n", "'SO14' is no postcode"),
    ],
)
def test_a_file_of_another_layout_is_refused(text, says, tmp_path):
    with pytest.raises(OneplaceError, match=says):
        directory(tmp_path, written(tmp_path, text))


def test_a_file_that_is_missing_or_outside_or_no_text_is_refused(tmp_path):
    named = PostcodeFile(file="nope.csv", edition="May 2025", source="ONS")
    with pytest.raises(OneplaceError, match="is not there, though"):
        directory(tmp_path, named)
    with pytest.raises(OneplaceError, match="leads out of the folder"):
        directory(tmp_path, named.model_copy(update={"file": "../nope.csv"}))
    (tmp_path / "broken.csv").write_bytes(b"pcds,lsoa21\n\xff\xfe,E01\n")
    with pytest.raises(OneplaceError, match="can't be read"):
        directory(tmp_path, named.model_copy(update={"file": "broken.csv"}))


@pytest.mark.slow
def test_check_reads_the_directory_that_place_yaml_names():
    problems = place.check(Path("places/southampton"))
    assert not [problem for problem in problems if "postcodes" in str(problem)]


def test_check_tells_of_a_directory_that_is_not_there(tmp_path):
    (tmp_path / "strategy.yaml").write_text(Path("places/southampton/strategy.yaml").read_text())
    (tmp_path / "place.yaml").write_text(
        "format: place/1\nid: x\nname: X\npostcodes: {file: nope.csv, edition: May 2025, source: ONS}\n"
    )
    assert any("nope.csv" in str(problem) for problem in place.check(tmp_path))


@pytest.mark.slow
def test_the_demonstrations_postcodes_are_made_up_and_in_every_neighbourhood():
    example = place.read(Path("places/southampton"))
    named = example.place.postcodes
    assert named is not None
    assert named.made_up
    found = [one for n in range(1, 18) for one in directory(example.root, named).find(typed_postcode(f"QX{n}"))]  # type: ignore[arg-type]
    assert len(found) == len(directory(example.root, named))
    assert len({one.lsoa21 for one in found}) == 152
