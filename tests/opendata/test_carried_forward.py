"""A year that the publisher only carried forward is none: the rule by which the files of the Health Index were made."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).parents[2]
FILES = {
    "england": ROOT / "packages/england/src/oneplace_england/opendata/health_index_2015_2021.parquet",
    "southampton": ROOT / "places/southampton/opendata/health_index_2015_2021.parquet",
}


def carried_forward(relation):
    """Series and years in which every area that has a figure has that of the year before, which it had as well."""
    return duckdb.sql(f"""
        with years as (
            select *, lag(value) over (partition by series, area_code order by period_start) as before
            from ({relation}) where value is not null
        ), first as (select series, min(period_start) as start from years group by series)
        select series, period_label from years join first using (series)
        where period_start > start
        group by all having bool_and(before is not null and before = value) order by all
    """).fetchall()


@pytest.mark.parametrize("name", FILES)
def test_no_year_of_the_shipped_files_was_only_carried_forward(name):
    assert carried_forward(f"from read_parquet('{FILES[name]}')") == []


def test_a_planted_year_is_found_and_one_area_that_changed_makes_it_a_year():
    planted = f"""
        from read_parquet('{FILES["southampton"]}') union all
        select * replace (date '2021-01-01' as period_start, '2021' as period_label{{}})
        from read_parquet('{FILES["southampton"]}') where period_label = '2020'
    """
    found = [("low_level_crime", "2021"), ("personal_crime", "2021")]
    assert carried_forward(planted.format("")) == found
    moved = ", case when series = 'personal_crime' and area_code = 'E06000045' then value + 1 else value end as value"
    assert carried_forward(planted.format(moved)) == found[:1]
