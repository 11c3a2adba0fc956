"""Fingertips (OHID), England only: gradients by deprivation, ethnic group, sex and age to hold local ones against.

Two traps. The publisher's deciles are mostly of local authorities, not of neighbourhoods: they come as dimension
``authority_decile`` and must not be read as people's. And its polarity is wrong for some indicators in this extract;
it is not read at all.
"""

from __future__ import annotations

import pyarrow as pa

from oneplace.record.opendata.tidy import Files

FILE = "indicators/fingertips_england.parquet"
# Fingertips id: (series, kind of period); the extract gives the year in which the period starts
INDICATORS = {
    93085: ("smoking_at_delivery", "financial_year"),
    22401: ("falls_admissions_65", "financial_year"),
    93474: ("deaths_in_hospital", "year"),
    41101: ("readmission_30_days", "financial_year"),
    93015: ("inactive_adults", "survey_year"),
    93088: ("overweight_adults", "survey_year"),
    20401: ("conceptions_under_18", "year"),
    93701: ("children_in_absolute_low_income", "financial_year"),
    93763: ("alcohol_related_mortality", "year"),
    92033: ("obese_children_year_6", "academic_year"),
    92026: ("obese_children_reception", "academic_year"),
}
_ORDER = (
    "most",
    "second most",
    "third more",
    "fourth more",
    "fifth more",
    "fifth less",
    "fourth less",
    "third less",
    "second least",
    "least",
)
_FIFTHS = ("most", "second most", "average", "second least", "least")


def _ranks() -> pa.Table:
    rows = [(f"{name} deprived decile", position) for position, name in enumerate(_ORDER, start=1)]
    rows += [(f"{name} deprived quintile", position) for position, name in enumerate(_FIFTHS, start=1)]
    return pa.table({"wording": [name for name, _ in rows], "place": [position for _, position in rows]})


def load(files: Files) -> pa.Table:
    """England by year: everyone, and by deprivation, ethnic group, sex and age where the publisher gives them."""
    columns = ("indicator_id", "area_code", "year", "sex", "age", "category_type", "category", "value", "lower_ci95",
               "upper_ci95", "count", "denominator")  # fmt: skip
    files.view("fingertips", FILE, columns)
    connection = files.connection
    connection.register("ranks", _ranks())
    connection.register(
        "indicators",
        pa.table(
            {
                "indicator_id": list(INDICATORS),
                "series": [name for name, _ in INDICATORS.values()],
                "kind": [kind for _, kind in INDICATORS.values()],
            }
        ),
    )
    connection.execute("""
        create temp view extract as
        select series, kind, area_code, sex, age, value, lower_ci95 as lower, upper_ci95 as upper, count as numerator,
            denominator, printf('%d-%02d', year, (year + 1) % 100) as years, year,
            trim(category_type, '"') as category_type, trim(regexp_replace(category, '\\(IMD.*\\)', '')) as category,
            mode(sex) over (partition by series) as whole_sex, mode(age) over (partition by series) as whole_age
        from fingertips join indicators using (indicator_id)
    """)
    # the same deciles are published on several years' boundaries: the latest counts, districts before counties
    return files.tidy(
        """
        with known as (select *, case kind when 'year' then year::varchar else years end as period from extract),
        grouped as (
            select *, case
                when category_type is null and sex = whole_sex and age = whole_age then 'all'
                when category_type is null and age = whole_age then 'sex'
                when category_type is null and sex = whole_sex then 'age'
                when sex <> whole_sex or age <> whole_age then null
                when category_type = 'Ethnic groups' then 'ethnicity'
                when category_type like 'LSOA11 deprivation quintiles%' then 'deprivation'
                when category_type like 'LSOA11 deprivation deciles%' then 'deprivation_decile'
                when category_type like '%& UA deprivation deciles%IMD2019%' then 'authority_decile' end as dimension
            from known
        ),
        chosen as (
            select * from grouped where dimension is not null
            qualify dimension <> 'authority_decile' or category_type = first_value(category_type) over (
                partition by series, period, dimension
                order by category_type like 'District%' desc, regexp_extract(category_type, '4/(\\d+)', 1) desc)
        )
        select series, kind, period, area_code, numerator, denominator, value, lower, upper, dimension,
            case dimension when 'all' then 'all' when 'sex' then sex[1] when 'age' then age
                when 'ethnicity' then trim(regexp_replace(lower(category), '[^a-z]+', '_', 'g'), '_')
                else place::varchar end as "group",
            case dimension when 'all' then 'Everyone' when 'sex' then sex when 'age' then age
                else category end as group_label,
            case dimension when 'all' then 0 when 'age' then coalesce(try_cast(regexp_extract(age, '\\d+') as int), 0)
                when 'sex' then strpos('FM', sex[1]) else coalesce(place, 1) end as group_order,
            case when dimension = 'authority_decile' then 'Tenths of local authorities, not of neighbourhoods: '
                || category_type when category_type is not null then category_type end as note
        from chosen left join ranks on lower(category) = wording
        """,
        FILE,
    )
