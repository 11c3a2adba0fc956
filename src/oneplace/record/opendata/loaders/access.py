"""How far the nearest dental practice and pharmacy are, in a straight line: made here of published points."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from oneplace import geo
from oneplace.record.opendata.tidy import Files

FILE = "organisations/pharmacies_dentists.parquet"
_SERIES = {"dental practice": "km_to_dentist", "pharmacy": "km_to_pharmacy"}
_EARTH = 6371.0088
"""Mean radius in km (IUGG)."""
_SYSTEMS = ("E54000030", "E54000032", "E54000034", "E54000042", "E54000063", "E54000064")
"""Boards around whose neighbourhoods the points are held."""


def load(files: Files) -> pa.Table:
    """Kilometres from where a neighbourhood's people live (its weighted centre, LSOA 2021), along a great circle."""
    from scipy.spatial import cKDTree  # noqa: PLC0415 - takes a tenth of a second, and only this asks for it

    files.view("points", FILE, ("kind", "lat", "lon"))
    lie = geo.lsoas(2021).to_pydict()
    here = [at for at, board in enumerate(lie["icb_code"]) if board in _SYSTEMS]
    codes = [lie["lsoa21_code"][at] for at in here]
    homes = _on_sphere(np.array([[lie["latitude"][at], lie["longitude"][at]] for at in here]))
    for kind, series in _SERIES.items():
        points = files.connection.sql(f"select lat, lon from points where kind = '{kind}'").to_arrow_table()
        chord, _ = cKDTree(_on_sphere(np.column_stack([points["lat"], points["lon"]]))).query(homes)
        distance = 2 * _EARTH * np.arcsin(chord / 2)
        files.connection.register(series, pa.table({"area_code": codes, "value": distance}))
    parts = " union all ".join(
        f"select '{series}' as series, 'year' as kind, '2025' as period, area_code, value from {series}"
        for series in _SERIES.values()
    )
    return files.tidy(parts, FILE)


def _on_sphere(degrees: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Points on a sphere of radius 1 from latitudes and longitudes."""
    lat, lon = np.radians(degrees).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
