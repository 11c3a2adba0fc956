"""Adult social care outcomes (ASCOF and others, as the Office for Local Government released them), by authority.

A quality of life of nought can't be (the scale of the survey starts above it): such values are missing. The England
row is the median of the authorities, as in the release; it is not the national average.
"""

from __future__ import annotations

import pyarrow as pa

from oneplace.record.opendata.tidy import Files

FILE = "indicators/ascof_la.parquet"
SERIES = {
    "ASC Quality of Life": "quality_of_life",
    "ASC Carer Quality of Life": "carer_quality_of_life",
    "Ease of finding information about services : service users": "ease_of_finding_information",
    "Ease of finding information about support : carers": "carer_ease_of_finding_information",
    "Outcome of short-term services: sequel to service": "no_long_term_support_after_short_term",
    "Requests resulting in a service": "requests_resulting_in_a_service",
    "Workforce turnover rate": "workforce_turnover",
}


def load(files: Files) -> pa.Table:
    """Financial years 2015/16 to 2022/23: scores, percentages, and requests per 100,000 adults."""
    files.view("outcomes", FILE, ("year", "lad", "measure", "value", "median"))
    names = pa.table({"measure": list(SERIES), "series": list(SERIES.values())})
    files.connection.register("names", names)
    return files.tidy(
        """
        select series, 'financial_year' as kind, year as period, lad as area_code,
            case when series like '%quality_of_life' then nullif(value, 0) else value end as value,
            case when series like '%quality_of_life' and value = 0
                then 'Published as nought, which can''t be.' end as note
        from outcomes join names using (measure)
        union all by name
        select series, 'financial_year' as kind, year as period, 'E92000001' as area_code, any_value(median) as value,
            'The median of the authorities, not the national average.' as note
        from outcomes join names using (measure) where median is not null group by all
        """,
        FILE,
    )
