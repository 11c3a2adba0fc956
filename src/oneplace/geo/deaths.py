"""Deaths by cause, age, sex and tenth of deprivation in England, with the people among whom they fell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from oneplace.geo.lookups import renamed

_FILE = "mortality/deaths_by_cause_decile.parquet"
_COLUMNS = ("year", "decile", "sex", "start", "cause", "deaths", "population")
FIRST, LAST = 2001, 2015

CAUSES: Mapping[str, str] = {
    "Neoplasms": "Cancers",
    "Ischaemic heart disease": "Ischaemic heart disease",
    "Stroke (cerebrovascular)": "Stroke",
    "Other circulatory": "Other diseases of heart and vessels",
    "Diseases of the respiratory system": "Diseases of the lungs and airways",
    "Diabetes": "Diabetes",
    "Intentional injuries": "Intentional injuries",
    "Unintentional injuries": "Accidents",
    "Neonatal": "Causes around birth",
    "All other causes": "All other causes",
}
"""The publisher's names of the ten causes, which together are all deaths, and ours."""


@dataclass(frozen=True)
class Deaths:
    """Of a sex in a tenth over some years: ``deaths`` (causes in the order of ``CAUSES``, ages) and ``people`` (ages).

    Ages are the twenty bands that begin at 0, 1, 5, 10, … 90; ``people`` are those of each year, added up.
    """

    deaths: npt.NDArray[np.float64]
    people: npt.NDArray[np.float64]


@cache
def deaths_by_cause(sex: str, decile: int, first: int, last: int) -> Deaths:
    """Deaths of a sex (``F``, ``M``) in a tenth of neighbourhoods (1 the most deprived) in these years."""
    if not FIRST <= first <= last <= LAST:
        raise ValueError(f"deaths by cause are held of {FIRST} to {LAST}, not {first} to {last}.")
    table = renamed(_FILE, tuple((name, name) for name in _COLUMNS))
    among = pc.and_(pc.equal(table["sex"], sex), pc.equal(table["decile"], decile))
    years = pc.and_(pc.greater_equal(table["year"], first), pc.less_equal(table["year"], last))
    rows = (
        table.filter(pc.and_(among, years))
        .group_by(["cause", "start"])
        .aggregate([("deaths", "sum"), ("population", "sum")])
    )
    by_cause = [_by_age(rows, cause) for cause in CAUSES]
    return Deaths(np.array([deaths for deaths, _ in by_cause]), np.array(by_cause[0][1]))


def _by_age(rows: pa.Table, cause: str) -> tuple[list[float], list[float]]:
    own = rows.filter(pc.equal(rows["cause"], cause)).sort_by("start")
    return [float(each) for each in own["deaths_sum"].to_pylist()], [
        float(n) for n in own["population_sum"].to_pylist()
    ]
