from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace import geo

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
points = st.tuples(latitudes, longitudes)


def test_southampton_general_to_basingstoke_is_about_50_km():
    assert geo.distance_km(50.9330, -1.4350, 51.2801, -1.1103) == pytest.approx(44.8, abs=0.5)


def test_a_degree_of_latitude_is_a_nautical_sixty():
    assert geo.distance_km(50, 0, 51, 0) == pytest.approx(2 * np.pi * 6371.0088 / 360)


def test_to_the_other_side_of_the_earth():
    assert geo.distance_km(0, 0, 0, 180) == pytest.approx(np.pi * 6371.0088)


def test_arguments_broadcast_to_a_matrix():
    distances = geo.distance_km(np.array([[50.9], [51.0]]), -1.4, np.array([50.9, 51.1, 51.2]), -1.4)
    assert distances.shape == (2, 3)
    assert distances[0, 0] == 0


@given(latitudes, longitudes, latitudes, longitudes)
def test_there_and_back_are_alike_and_never_beyond_half_the_globe(latitude, longitude, to_latitude, to_longitude):
    there = geo.distance_km(latitude, longitude, to_latitude, to_longitude)
    back = geo.distance_km(to_latitude, to_longitude, latitude, longitude)
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= np.pi * 6371.0088 + 1e-6


@given(points, points, points)
def test_a_way_round_is_never_shorter(start, halfway, end):
    straight = geo.distance_km(*start, *end)
    assert straight <= geo.distance_km(*start, *halfway) + geo.distance_km(*halfway, *end) + 1e-6
