"""The English Indices of Deprivation by neighbourhood, and their summaries for local authorities.

Two vintages that must not be joined into one line: 2019 is on LSOA 2011, 2025 on LSOA 2021, and the method changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from oneplace.assets import folder, read_table
from oneplace.geo.lookups import among, renamed

_INDEX = "Index of Multiple Deprivation (IMD)"
_TENTH = "Decile (where 1 is most deprived 10% of LSOAs)"
_DOMAINS = {
    "income": "Income",
    "employment": "Employment",
    "education": "Education, Skills and Training",
    "health": "Health Deprivation and Disability",
    "crime": "Crime",
    "housing": "Barriers to Housing and Services",
    "environment": "Living Environment",
}


def _columns(code: str, authority: str) -> tuple[tuple[str, str], ...]:
    return (
        (code, "lsoa_code"),
        (authority, "local_authority_code"),
        (f"{_INDEX} Score", "score"),
        (f"{_INDEX} Rank (where 1 is most deprived)", "rank"),
        (f"{_INDEX} {_TENTH}", "decile"),
        *((f"{theirs} {_TENTH}", f"{ours}_decile") for ours, theirs in _DOMAINS.items()),
    )


_FILES = {
    2019: (
        "imd/imd2019_lsoa11.parquet",
        (
            *_columns("LSOA code (2011)", "Local Authority District code (2019)"),
            ("Total population: mid 2015 (excluding prisoners)", "population"),
        ),
    ),
    2025: ("imd/imd2025_lsoa21.parquet", _columns("LSOA code (2021)", "Local Authority District code (2024)")),
}


def _vintage(vintage: int) -> tuple[str, tuple[tuple[str, str], ...]]:
    if vintage not in _FILES:
        raise ValueError(f"the Indices of Deprivation are carried for {sorted(_FILES)}, not {vintage}")
    return _FILES[vintage]


def deprivation(vintage: int = 2025, local_authorities: Sequence[str] | None = None) -> pa.Table:
    """Every English neighbourhood's deprivation, one row an LSOA (2011 for 2019, 2021 for 2025).

    lsoa_code, local_authority_code (2019 or 2024), score, rank (1 = most deprived), decile, fifth (both 1 = most
    deprived in England), a decile for each of the seven domains, and for 2019 ``population`` (mid-2015 without
    prisoners, the publisher's weight). 2019 scores are rebuilt from the published domain ranks by the
    publisher's transform and weights; they give all 317 published averages within 0.001.
    """
    path, names = _vintage(vintage)
    table = renamed(path, names)
    fifth = pc.divide(pc.add(table["decile"], pa.scalar(1, pa.int8())), pa.scalar(2, pa.int8()))
    position = table.column_names.index("decile") + 1
    return among(table.add_column(position, "fifth", fifth), "local_authority_code", local_authorities)


# Summary measures: MHCLG, The English Indices of Deprivation 2019, research report, table 3.1 and appendix N.
# Extent: people in the worst tenth count whole; the next twenty hundredths count 0.95 down to 0.05.
_SUMMARY_2019 = """
with england as (select count(*) as areas from neighbourhoods),
weighted as (
    select *, areas + 1 - rank as deprivation_rank,
        case when hundredth <= 10 then 1.0 when hundredth > 30 then 0.0
            else 0.95 - (hundredth - 11) * 0.9 / 19 end as weight
    from (select *, ceil(rank * 100.0 / areas) as hundredth from neighbourhoods cross join england)
),
summary as (
    select local_authority_code, count(*) as neighbourhoods,
        count(*) filter (where decile = 1) as neighbourhoods_worst_tenth,
        sum(score * population) / sum(population) as average_score,
        sum(deprivation_rank * population) / sum(population) as average_rank,
        count(*) filter (where decile = 1) / count(*) as share_worst_tenth,
        sum(weight * population) / sum(population) as extent
    from weighted group by local_authority_code
)
select *, {ranks} from summary order by local_authority_code
"""
_SUMMARIES = ("average_score", "average_rank", "share_worst_tenth", "extent")
_SUMMARY_2025 = (
    ("ltla24_code", "local_authority_code"),
    ("imd_average_score", "average_score"),
    ("imd_average_rank", "average_rank"),
    ("imd_proportion_of_lso_as_in_most_deprived_10_percent_nationally", "share_worst_tenth"),
    ("imd25_extent", "extent"),
    ("imd_rank_of_average_score", "rank_of_average_score"),
    ("imd_rank_of_average_rank", "rank_of_average_rank"),
    ("imd_rank_of_proportion_of_lso_as_in_most_deprived_10_percent_nationally", "rank_of_share_worst_tenth"),
    ("imd25_rank_of_extent", "rank_of_extent"),
)


@cache
def local_authority_deprivation(vintage: int = 2025) -> pa.Table:
    """Deprivation of each English local authority by four summaries, each with its rank (1 = most deprived).

    local_authority_code, neighbourhoods, neighbourhoods_worst_tenth, average_score, average_rank,
    share_worst_tenth, extent, rank_of_average_score, rank_of_average_rank, rank_of_share_worst_tenth,
    rank_of_extent. 2019 (317 authorities) is computed from the neighbourhoods; 2025 (296) takes the publisher's
    summaries, because its weights (mid-2022 populations) are not carried, and counts the neighbourhoods. "Most
    deprived" means nothing until one says by which of the four.
    """
    _vintage(vintage)
    with duckdb.connect() as connection:
        connection.register("neighbourhoods", deprivation(vintage))
        if vintage == 2019:
            ranks = ", ".join(f"rank() over (order by {name} desc) as rank_of_{name}" for name in _SUMMARIES)
            return connection.sql(_SUMMARY_2019.format(ranks=ranks)).to_arrow_table()
        path = folder("opendata") / "imd/imd2025_lad24.csv"
        published = read_table(path, tuple(theirs for theirs, _ in _SUMMARY_2025))
        connection.register("published", published.rename_columns([ours for _, ours in _SUMMARY_2025]))
        return connection.sql("""
            select local_authority_code, neighbourhoods, neighbourhoods_worst_tenth,
                published.* exclude (local_authority_code)
            from published join (
                select local_authority_code, count(*) as neighbourhoods,
                    count(*) filter (where decile = 1) as neighbourhoods_worst_tenth
                from neighbourhoods group by all
            ) using (local_authority_code) order by local_authority_code
        """).to_arrow_table()
