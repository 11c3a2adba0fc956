"""NHS Talking Therapies for anxiety and depression: recovery by deprivation, ethnic group, sex and age.

The publisher's tenths of deprivation are England's, of where the patient lives, and 10 is its most deprived; here they
come two by two as fifths, of which 1 is the most deprived. Counts are rounded to 5 and small ones left out.
"""

from __future__ import annotations

import pyarrow as pa

from oneplace.record.opendata.tidy import Files

FILE = "talking_therapies/talking_therapies_by_group.parquet"
SERIES = ("recovery", "reliable_recovery", "reliable_improvement", "reliable_deterioration")
_ETHNIC = {
    "Asian or Asian British": "asian",
    "Black or Black British": "black",
    "Mixed": "mixed",
    "Other Ethnic Groups": "other",
    "White": "white",
}
_FIFTHS = "{'1': '1 (most deprived)', '5': '5 (least deprived)'}"


def load(files: Files) -> pa.Table:
    """Share of finished courses with that outcome, by clinical commissioning group, care board and England, a year."""
    files.view("therapies", FILE, ("area_code", "period", "measure", "group_type", "group", "numerator", "denominator"))
    files.connection.register("ethnic", pa.table({"group": list(_ETHNIC), "code": list(_ETHNIC.values())}))
    listed = ", ".join(f"'{name}'" for name in SERIES)
    return files.tidy(
        f"""
        with parts as (
            select measure as series, area_code, period, numerator, denominator,
                case group_type when 'deprivation_decile' then 'deprivation' when 'ethnic_group' then 'ethnicity'
                    else group_type end as dimension,
                case group_type when 'all' then 'all' when 'sex' then case "group" when 'Female' then 'F' when 'Male'
                    then 'M' end when 'age' then "group" when 'ethnic_group' then ethnic.code
                    when 'deprivation_decile' then (6 - ceil(try_cast(left("group", 2) as int) / 2.0)::int)::varchar end
                    as code
            from therapies left join ethnic using ("group") where measure in ({listed})
        ),
        pooled as (
            select series, area_code, period, dimension, code, sum(numerator) as events, sum(denominator) as courses,
                bool_and(dimension = 'deprivation') and count(*) < 2 as hidden
            from parts where code is not null group by all
        )
        select series, 'financial_year' as kind, replace(period, '/', '-') as period, area_code, dimension,
            code as "group", if(hidden, null, events) as numerator, if(hidden, null, courses) as denominator,
            if(hidden, null, 100.0 * events / nullif(courses, 0)) as value,
            case dimension when 'all' then 'Everyone' when 'sex' then case code when 'F' then 'Female' else 'Male' end
                when 'deprivation' then coalesce(map {_FIFTHS}[code], code)
                when 'ethnicity' then (select "group" from ethnic where ethnic.code = pooled.code)
                else code end as group_label,
            case dimension when 'all' then 0 when 'sex' then strpos('FM', code) when 'deprivation' then code::int
                when 'ethnicity' then list_position(['asian', 'black', 'mixed', 'white', 'other'], code)
                else case when starts_with(code, 'Under') then 1 else left(code, 2)::int end end as group_order,
            if(hidden, 'A tenth of it is too small for the publisher to show.', null) as note
        from pooled
        """,
        FILE,
    )
