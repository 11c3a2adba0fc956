"""Mid-year population estimates (ONS), in two series that must not be mixed.

``population_estimates`` is the series revised after Census 2021; ``population_mid_2020`` is mid-2020 as first
published, before. Southampton's mid-2020 is 248,679 in one and 252,872 in the other: a rate changes by 1.7 %.
"""

from __future__ import annotations

import pyarrow as pa

from oneplace.record.opendata.tidy import Files

REVISED_FILE = "population/area_population_2001_2024.parquet"
FIRST_FILE = "population/lad21_mid2020_single_year.parquet"
_REVISED = "Rebased on Census 2021."
_FIRST = "As first published, before Census 2021 rebased it."
_SEXES = {"F": ("Female", "population_count_female"), "M": ("Male", "population_count_male")}


def load_estimates(files: Files) -> pa.Table:
    """Residents on 30 June of 2001 to 2024 by sex: England, regions, local authorities."""
    columns = tuple(column for _, column in _SEXES.values())
    files.view("estimates", REVISED_FILE, ("area_code", "year", "population_count", *columns))
    base = f"""'population' as series, area_code, 'day' as kind, year || '-06-30' as period, '{_REVISED}' as note"""
    sexes = " union all by name ".join(
        f"""select {base}, {column} as value, 'sex' as dimension, '{code}' as "group", '{label}' as group_label,
        {order} as group_order from estimates"""
        for order, (code, (label, column)) in enumerate(_SEXES.items(), start=1)
    )
    everyone = f"""select {base}, population_count as value, 'all' as dimension, 'all' as "group",
        'Everyone' as group_label, 0 as group_order from estimates"""
    return files.tidy(f"{everyone} union all by name {sexes}", REVISED_FILE)


def load_mid_2020(files: Files) -> pa.Table:
    """Residents on 30 June 2020 by single year of age (90 stands for 90 and over), with England as the sum."""
    ages = tuple(f"age_{age:02d}" for age in range(91))
    files.view("single", FIRST_FILE, ("lad21", "total", *ages))
    stacked = " union all ".join(
        ["select lad21, null as age, total as people from single"]
        + [f"select lad21, {age} as age, {name} as people from single" for age, name in enumerate(ages)]
    )
    return files.tidy(
        f"""
        with stacked as ({stacked}), areas as (
            select lad21 as area_code, age, people from stacked
            union all select 'E92000001', age, sum(people) from stacked where lad21 like 'E%' group by age
        )
        select 'population' as series, area_code, 'day' as kind, '2020-06-30' as period, people as value,
            case when age is null then 'all' else 'age' end as dimension,
            case when age is null then 'all' else printf('%02d', age) end as "group",
            case when age is null then 'Everyone' when age = 90 then '90 and over' else age::varchar end as group_label,
            coalesce(age + 1, 0) as group_order, '{_FIRST}' as note
        from areas
        """,
        FIRST_FILE,
    )
