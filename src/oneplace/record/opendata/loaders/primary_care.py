"""General practice (NHS England): registered patients by practice, and patients for each full-time GP."""

from __future__ import annotations

import pyarrow as pa

from oneplace import geo
from oneplace.record.opendata.groups import by_group
from oneplace.record.opendata.tidy import Files

PRACTICES_FILE = "organisations/gp_practices.parquet"
RESIDENTS_FILE = "population/area_population_2001_2024.parquet"
WORKFORCE_FILE = "indicators/patients_per_gp_lad24.csv"


def load_registered_patients(files: Files) -> pa.Table:
    """Patients registered on 1 July 2023: each practice, the authority (of today) that it stands in, and England.

    Registered at a city's practices is not living in the city: the series is never a denominator for residents.
    ``registered_per_1000_residents`` sets it beside an estimate made without the lists: residents the day before.
    ``registered_by_group_per_1000_residents`` does so for women, men, and people under and over 65, of lists of the
    same year whose month the copy doesn't say; an authority is left out where the practices that these lists lack had
    over ``LACKING`` of its patients.
    """
    columns = ("practice", "lad21", "list_size_jul2023", "list_female_2023", "list_male_2023", "list_65_plus_2023")
    files.view("lists", PRACTICES_FILE, columns)
    people = ("population_count", "population_count_female", "population_count_male", "pct_65_plus")
    files.view("residents", RESIDENTS_FILE, ("area_code", "year", *people))
    codes = files.connection.sql("select distinct lad21 from lists where lad21 is not null").fetchall()
    now = {code: (geo.successors(code) or (code,))[0] for (code,) in codes}
    files.connection.register("now", pa.table(list(zip(*now.items(), strict=True)), ["lad21", "area_code"]))
    files.connection.execute(_HERE)
    everyone = files.tidy(_EVERYONE, PRACTICES_FILE)
    return pa.concat_tables([everyone, by_group(files, _GROUPS, PRACTICES_FILE, most_deprived=1)])


LACKING = 0.03
_HERE = f"""
create temp view here as
with placed as (
    select area_code, lists.* from lists join now using (lad21)
    union all select '{geo.ENGLAND}', lists.* from lists
)
select area_code, count(*) as practices, sum(list_size_jul2023) as registered, count(list_female_2023) as told,
    sum(list_size_jul2023) filter (where list_female_2023 is not null) / sum(list_size_jul2023) as held,
    sum(list_female_2023) as women, sum(list_male_2023) as men, sum(list_65_plus_2023) as older
from placed group by area_code
"""
_EVERYONE = """
with said as (
    select *, format('{:d} practices placed here; their patients may live elsewhere.', practices) as note from here
)
select 'registered_patients' as series, 'day' as kind, '2023-07-01' as period, practice as area_code,
    null as numerator, null as denominator, list_size_jul2023 as value, null as note from lists
union all select 'registered_patients', 'day', '2023-07-01', area_code, null, null, registered, note from said
union all select 'registered_per_1000_residents', 'day', '2023-07-01', area_code, registered, population_count,
    1000.0 * registered / population_count, note from said join residents using (area_code) where year = 2023
"""
_GROUPS = f"""
with beside as (
    select here.*, residents.*, women + men as everyone, round(population_count * pct_65_plus::double / 100) as aged
    from here join residents using (area_code) where year = 2023 and held >= {1 - LACKING}
), told as (
    select area_code, practices, told, held, unnest([
        {{'by': 'all', 'who': 'all', 'listed': everyone, 'live': population_count}},
        {{'by': 'sex', 'who': 'Female', 'listed': women, 'live': population_count_female}},
        {{'by': 'sex', 'who': 'Male', 'listed': men, 'live': population_count_male}},
        {{'by': 'age', 'who': '0-64', 'listed': everyone - older, 'live': population_count - aged}},
        {{'by': 'age', 'who': '65+', 'listed': older, 'live': aged}}], recursive := true)
    from beside
)
select 'registered_by_group_per_1000_residents' as series, 'year' as kind, '2023' as period, area_code,
    "by" as group_type, who as "group", listed as numerator, live as denominator, 1000 as per,
    1000.0 * listed / live as value, null as lower, null as upper,
    if(told < practices, format('{{:d}} of {{:d}} practices, which had {{:.1f}}% of the patients in July 2023.',
        told, practices, 100 * held), null) as note
from told
"""


def load_patients_per_gp(files: Files) -> pa.Table:
    """Registered patients for each full-time equivalent GP (with trainees), March 2024, by authority and England."""
    files.view("workforce", WORKFORCE_FILE, ("lad24", "total_patients", "total_gp_fte"))
    return files.tidy(
        """
        with areas as (
            select lad24 as area_code, total_patients as patients, total_gp_fte as gps from workforce
            where lad24 like 'E%'
            union all select 'E92000001', sum(total_patients), sum(total_gp_fte) from workforce
        )
        select 'patients_per_gp' as series, 'month' as kind, '2024-03' as period, area_code, patients as numerator,
            gps as denominator, patients / nullif(gps, 0) as value,
            'Practices that returned no GP hours are left out.' as note
        from areas
        """,
        WORKFORCE_FILE,
    )
