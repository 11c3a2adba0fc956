"""Whoever shows a measure of a national standard shows the standard: its line is drawn from the measure's file."""

from __future__ import annotations

import re
from functools import cache

import pytest

from oneplace.place import Measure, Place, library, read
from oneplace.place.document import load

from .examples import EXAMPLES, PLACES

ASKED = {
    r"ed_four_hours.*": 95,
    r"waiting_within_18_weeks.*": 92,
    r"bed_occupancy.*": 92,
    r"mmr_.*": 95,
    r"ambulance_c1_mean.*": 7,
    r"ambulance_c1_p90.*": 15,
    r"ambulance_c2_mean.*": 18,
    r"ambulance_c2_p90.*": 40,
    r"ambulance_c3_p90.*": 120,
    r"ambulance_c4_p90.*": 180,
}
"""What England's NHS asks (the Handbook to its Constitution, planning guidance; for measles the WHO), by measure."""


@cache
def place(name: str) -> Place:
    return read(PLACES / name)


def lacking(measures: dict[str, Measure]) -> list[str]:
    """The measures of a national standard whose files do not hold it."""
    asked = {key: value for key in measures for name, value in ASKED.items() if re.fullmatch(name, key)}
    return [key for key, value in asked.items() if value not in {one.value for one in measures[key].standards}]


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_place_has_the_standard_of_each_measure_that_has_one(name):
    assert lacking(dict(place(name).measures)) == []


def test_the_library_has_too():
    assert lacking({key: Measure.model_validate(load(path).data) for key, path in library.shipped().items()}) == []


def test_a_measure_without_its_standard_is_found():
    measures = dict(place("south-east-coast-ambulance").measures)
    bare = measures["ambulance_c3_p90"].model_copy(update={"standards": ()})
    assert lacking(measures | {"ambulance_c3_p90": bare}) == ["ambulance_c3_p90"]
