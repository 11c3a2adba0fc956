"""Years a newborn could expect to live, by local authority, county, region and England."""

from __future__ import annotations

import pyarrow as pa

from oneplace.record.opendata.tidy import Files

FILE = "small_area_health/life_expectancy_la.parquet"


def load(files: Files) -> pa.Table:
    """Years from birth by sex, of three years together from 2001 to 2003 on; without limits."""
    files.view("life", FILE, ("area_code", "period", "sex", "value"))
    return files.tidy(
        """select case sex when 'Males' then 'male-life-expectancy' when 'Females' then 'female-life-expectancy' end
            as series, 'span' as kind, period, area_code, value from life""",
        FILE,
    )
