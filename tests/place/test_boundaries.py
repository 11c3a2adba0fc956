"""A place's own outlines: what is read of the file, and that every mistake is told with the way to mend it."""

from __future__ import annotations

import json

import pytest

from oneplace.place import BoundaryFile, boundaries, outlines
from oneplace.problems import OneplaceError

SQUARE = [[-1.4, 50.9], [-1.4, 50.91], [-1.39, 50.91], [-1.39, 50.9], [-1.4, 50.9]]
HOLE = [[-1.398, 50.902], [-1.398, 50.904], [-1.396, 50.904], [-1.398, 50.902]]
NAMED = BoundaryFile(file="b.geojson", edition="December 2021", source="Made up for tests")


def feature(code="E01000001", coordinates=(SQUARE,), kind="Polygon", name="LSOA21CD"):
    return {
        "type": "Feature",
        "properties": {"OBJECTID": 1, name: code},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def read(folder, *features):
    text = json.dumps({"type": "FeatureCollection", "features": features})
    return of_text(folder, text)


def of_text(folder, text):
    (folder / "b.geojson").write_text(text)
    return outlines(folder, NAMED).rings


def told(folder, *features, text=None):
    text = text or json.dumps({"type": "FeatureCollection", "features": features})
    with pytest.raises(OneplaceError) as error:
        of_text(folder, text)
    (problem,) = error.value.problems
    assert problem.path == folder / "b.geojson"
    return problem


def test_polygons_with_holes_and_in_several_parts_are_read_by_code(tmp_path):
    found = read(
        tmp_path,
        feature("E01000001", [SQUARE, HOLE]),
        feature("E01000002", [[SQUARE], [HOLE]], "MultiPolygon", "lsoa21cd"),
    )
    ring, hole = ([tuple(point) for point in points] for points in (SQUARE, HOLE))
    assert found == {"E01000001": [ring, hole], "E01000002": [ring, hole]}


def test_a_height_is_left_out_and_a_byte_order_mark_no_matter(tmp_path):
    raised = [[x, y, 3.0] for x, y in SQUARE]
    text = json.dumps({"type": "FeatureCollection", "features": [feature(coordinates=[raised])]})
    assert of_text(tmp_path, "\ufeff" + text) == read(tmp_path, feature())


@pytest.mark.parametrize(
    ("x", "y", "words", "mend"),
    [
        (442000.0, 112000.0, "metres (British National Grid?), not longitude and latitude", "EPSG:4326"),
        (-155000.0, 6600000.0, "metres", "EPSG:4326"),
        (50.9, -1.4, "latitude first", "Write longitude first"),
        (2.6, 50.9, "outside of Great Britain", "the right file"),
        (-1.4, 61.1, "outside of Great Britain", "the right file"),
        (-9.1, 50.9, "outside of Great Britain", "the right file"),
        (-1.4, 49.4, "outside of Great Britain", "the right file"),
    ],
)
def test_a_point_that_cannot_be_there_says_what_it_may_be(x, y, words, mend, tmp_path):
    problem = told(tmp_path, feature(coordinates=[[*SQUARE[:2], [x, y], *SQUARE[3:]]]))
    assert f"has a point of E01000001 at {x}, {y}: {words}" in problem.message
    assert mend in problem.mend
    assert problem.code == "F05"


@pytest.mark.parametrize("point", [(-9.0, 49.5), (2.5, 61.0)])
def test_the_corners_of_great_britain_are_within_it(point, tmp_path):
    assert point in read(tmp_path, feature(coordinates=[[*SQUARE[:2], point, *SQUARE[3:]]]))["E01000001"][0]


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (feature(name="MSOA21CD"), "says of feature 1 no code"),
        (feature(code=""), "says of feature 1 no code"),
        ("x", "says of feature 1 no code"),
        (feature(kind="Point"), "has no outline of E01000001 that can be read"),
        (feature(coordinates=[["a"]]), "has no outline of E01000001 that can be read"),
        (feature() | {"geometry": None}, "has no outline of E01000001 that can be read"),
        (feature(coordinates=[SQUARE[:-1]]), "has an outline of E01000001 that is not closed"),
        (feature(coordinates=[[SQUARE[0], SQUARE[1], SQUARE[0]]]), "has an outline of E01000001 that is not closed"),
        (feature(coordinates=[]), "has an outline of E01000001 that is not closed"),
    ],
)
def test_a_feature_that_cannot_be_drawn_is_told(made, words, tmp_path):
    problem = told(tmp_path, made)
    assert words in problem.message
    assert (problem.code, bool(problem.mend)) == ("F05", True)


def test_a_code_twice_is_told(tmp_path):
    assert "has E01000001 twice" in told(tmp_path, feature(), feature()).message


def test_what_is_not_json_is_told_with_its_line(tmp_path):
    problem = told(tmp_path, text='{"features":\n [1, 2')
    assert (problem.line, problem.code) == (2, "F05")
    assert problem.message.startswith("is not JSON")
    assert "no FeatureCollection" in told(tmp_path, text="[]").message
    assert "no FeatureCollection" in told(tmp_path).message


def test_a_file_of_the_whole_country_is_too_large(tmp_path, monkeypatch):
    size = len(json.dumps({"type": "FeatureCollection", "features": [feature()]}))
    monkeypatch.setattr(boundaries, "MOST_BYTES", size)
    assert read(tmp_path, feature())
    monkeypatch.setattr(boundaries, "MOST_BYTES", size - 1)
    problem = told(tmp_path, feature())
    assert (problem.code, problem.message) == ("F02", "has 0 MB; 0 MB are read at most.")


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(OneplaceError, match=r"F01 is not there, though place\.yaml names it"):
        outlines(tmp_path, NAMED)
