"""A place whose outlines aren't carried: a file of its own gives it maps, and `check` tells what is missing."""

from __future__ import annotations

import json
import re

import pytest
from typer.testing import CliRunner

from oneplace import geo
from oneplace.cli import app
from tests.web import world

CITY = "E09000001"
NAMED = 'boundaries: {file: b.geojson, edition: "December 2021", source: Made up for tests}\n'


def codes() -> list[str]:
    return sorted(geo.lsoas(2021, [CITY])["lsoa21_code"].to_pylist())


def write(folder, listed) -> None:  # type: ignore[no-untyped-def]
    """Squares in a row, one for each of the neighbourhoods."""
    features = [
        {
            "type": "Feature",
            "properties": {"LSOA21CD": code},
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [[x, 51.5], [x, 51.6], [x + 0.1, 51.6], [x + 0.1, 51.5], [x, 51.5]],
                ],
            },
        }
        for x, code in zip((-0.5 + number / 10 for number in range(99)), listed, strict=False)
    ]
    (folder / "b.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))


@pytest.fixture
def city(tmp_path):
    """A place of the City of London, without a run and without outlines."""
    folder = world.make(tmp_path / "city", "no_run")
    place, strategy = folder / "place.yaml", folder / "strategy.yaml"
    place.write_text(re.sub(r"areas: \[.*\]", f"areas: [{{code: {CITY}, name: City}}]", place.read_text()))
    strategy.write_text(strategy.read_text().replace("E06000045", CITY))
    return folder


def checked(folder) -> list[str]:  # type: ignore[no-untyped-def]
    return [line for line in CliRunner().invoke(app, ["check", str(folder)]).output.splitlines() if "F05" in line]


def shapes(visitor) -> int:  # type: ignore[no-untyped-def]
    html = visitor.get("/neighbourhoods").content.decode()
    assert html.count('<a href="/neighbourhoods/E01') == len(codes())  # the list has all of them, drawn or not
    return html.count("<path class=")


def test_without_a_file_there_is_a_list_and_with_one_a_map(city, visitor, serving):
    serving(city)
    assert 'href="/neighbourhoods/E01' in visitor.get("/neighbourhoods").content.decode()
    assert shapes(visitor) == 0


def test_with_a_file_there_is_a_map(city, visitor, serving):
    write(city, codes())
    with (city / "place.yaml").open("a") as file:
        file.write(NAMED)
    serving(city)
    html = visitor.get("/neighbourhoods").content.decode()
    assert html.count('<path class="app-map__area--') == len(codes()) == 6
    wards = visitor.get("/neighbourhoods?level=ward").content.decode()
    assert wards.count('<path class="app-map__area--') > 0


@pytest.mark.parametrize(("left_out", "words"), [(0, None), (1, "lacks 1 of the place's 6"), (5, "and 2 more")])
def test_check_names_the_neighbourhoods_without_an_outline(left_out, words, city):
    (city / "place.yaml").write_text((city / "place.yaml").read_text() + NAMED)
    write(city, codes()[left_out:])
    found = " ".join(checked(city))
    assert (words in found) if words else not found
    assert all(code in found for code in codes()[: min(left_out, 3)])
