"""Deprivation of local authorities (MHCLG) as series: each of the four summaries, and its rank.

2019 and 2025 are two datasets: areas and method changed between them, so 12.8 % and 11.8 % of neighbourhoods are no
improvement.
"""

from __future__ import annotations

import pyarrow as pa

from oneplace import geo
from oneplace.record.opendata.tidy import Files, amount, percent, stack

_SUMMARIES = ("average_score", "average_rank", "extent")
_RANKED = (*_SUMMARIES, "share_worst_tenth")
ICB_FILE = "imd/imd2025_icb24.csv"
_BOARDS = {
    "average_score": "imd_average_score",
    "average_rank": "imd_average_rank",
    "extent": "imd_2025_extent",
    "rank_of_average_score": "imd_rank_of_average_score",
    "rank_of_average_rank": "imd_rank_of_average_rank",
    "rank_of_extent": "imd_2025_rank_of_extent",
}
_SHARE = "imd_proportion_of_lso_as_in_most_deprived_10_percent_nationally"
SERIES = {
    **{name: amount(name) for name in _SUMMARIES},
    **{f"rank_of_{name}": amount(f"rank_of_{name}") for name in _RANKED},
    "neighbourhoods_worst_tenth": percent("neighbourhoods_worst_tenth", "neighbourhoods"),
}


def _load(files: Files, vintage: int, path: str) -> pa.Table:
    files.connection.register("summaries", geo.local_authority_deprivation(vintage))
    nulls = ", ".join(f"null::double as {name}" for name in (*_SUMMARIES, *(f"rank_of_{name}" for name in _RANKED)))
    files.connection.execute(f"""
        create temp view rows as select * from summaries union all by name
        select 'E92000001' as local_authority_code, sum(neighbourhoods) as neighbourhoods,
            sum(neighbourhoods_worst_tenth) as neighbourhoods_worst_tenth, {nulls} from summaries
    """)
    columns = f"'year' as kind, '{vintage}' as period, local_authority_code as area_code"
    return files.tidy(stack(SERIES, "rows", columns), path)


def load_2019(files: Files) -> pa.Table:
    """Indices of 2019: 317 authorities, computed from the 32,844 neighbourhoods."""
    return _load(files, 2019, "imd/imd2019_lsoa11.parquet")


def load_2025(files: Files) -> pa.Table:
    """Indices of 2025, as published: 296 authorities and 42 integrated care boards (without their counts of areas)."""
    authorities = _load(files, 2025, "imd/imd2025_lad24.csv")
    files.view("boards", ICB_FILE, ("icb24_code", _SHARE, *_BOARDS.values()))
    columns = "'year' as kind, '2025' as period, icb24_code as area_code"
    series = {name: amount(column) for name, column in _BOARDS.items()}
    series["neighbourhoods_worst_tenth"] = amount(f"100 * {_SHARE}")
    boards = files.tidy(stack(series, "boards", columns), ICB_FILE)
    return pa.concat_tables([authorities, boards]).sort_by([("series", "ascending"), ("area_code", "ascending")])
