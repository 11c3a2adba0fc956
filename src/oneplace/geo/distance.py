"""Distances between points on the ground."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG


def distance_km(
    latitude: npt.ArrayLike, longitude: npt.ArrayLike, to_latitude: npt.ArrayLike, to_longitude: npt.ArrayLike
) -> npt.NDArray[np.float64]:
    """Great-circle distance in kilometres between points in WGS84 degrees; arguments broadcast.

    The haversine formula, exact to about 0.5 % of the ellipsoid's distance. It is as the crow flies: roads are
    a fifth to a half longer.
    """
    phi, lam, to_phi, to_lam = (
        np.radians(np.asarray(value, dtype=np.float64)) for value in (latitude, longitude, to_latitude, to_longitude)
    )
    half = np.sin((to_phi - phi) / 2) ** 2 + np.cos(phi) * np.cos(to_phi) * np.sin((to_lam - lam) / 2) ** 2
    result: npt.NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return result
