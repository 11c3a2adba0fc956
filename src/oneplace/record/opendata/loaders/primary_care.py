"""General practice (NHS England): registered patients by practice, and patients for each full-time GP."""

from __future__ import annotations

import pyarrow as pa

from oneplace.record.opendata.tidy import Files

PRACTICES_FILE = "organisations/gp_practices.parquet"
RESIDENTS_FILE = "population/area_population_2001_2024.parquet"
WORKFORCE_FILE = "indicators/patients_per_gp_lad24.csv"


def load_registered_patients(files: Files) -> pa.Table:
    """Patients registered on 1 July 2023: each practice of the four places' systems, and the authority it stands in.

    Registered at a city's practices is not living in the city: the series is never a denominator for residents.
    ``registered_per_1000_residents`` sets it beside an estimate made without the lists: residents the day before.
    """
    files.view("practices", PRACTICES_FILE, ("practice", "lad21", "list_size_jul2023"))
    files.view("residents", RESIDENTS_FILE, ("area_code", "year", "population_count"))
    return files.tidy(
        """
        with here as (
            select lad21 as area_code, sum(list_size_jul2023) as registered,
                count(*) || ' practices placed here; their patients may live elsewhere.' as note
            from practices where lad21 is not null group by lad21
        )
        select 'registered_patients' as series, 'day' as kind, '2023-07-01' as period, practice as area_code,
            null as numerator, null as denominator, list_size_jul2023 as value, null as note from practices
        union all select 'registered_patients', 'day', '2023-07-01', area_code, null, null, registered, note from here
        union all select 'registered_per_1000_residents', 'day', '2023-07-01', area_code, registered, population_count,
            1000.0 * registered / population_count, note from here join residents using (area_code) where year = 2023
        """,
        PRACTICES_FILE,
    )


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
