"""NHS Talking Therapies for anxiety and depression: who is referred and who recovers, by group.

The publisher's tenths of deprivation are England's, of where the patient lives, and 10 is its most deprived. Counts are
rounded to 5 and small ones left out.
"""

from __future__ import annotations

import pyarrow as pa

from oneplace import geo
from oneplace.record.opendata.groups import by_group
from oneplace.record.opendata.tidy import Files

FILE = "talking_therapies/talking_therapies_by_group.parquet"
SERIES = ("recovery", "reliable_recovery", "reliable_improvement", "reliable_deterioration")
_SPANS = {"2017-2019": ("2017/18", "2018/19", "2019/20"), "2022-2024": ("2022/23", "2023/24", "2024/25")}
"""Three years together, under their first and last, between two changes of the areas."""


def load(files: Files) -> pa.Table:
    """Shares of finished courses and referrals per 1,000 residents aged 15 and over, a year.

    By clinical commissioning group, care board, borough's service (south east London) and England. Recovery also of
    three years together. Referrals are out of the residents of mid-2020, by care board and England. Courses finished
    (two sessions and more) are out of the referrals of the same year and group; a group of which more finished than
    were referred is left out.
    """
    files.view("therapies", FILE, ("area_code", "period", "measure", "group_type", "group", "numerator", "denominator"))
    _residents(files)
    listed = ", ".join(f"'{name}'" for name in SERIES)
    spans = ", ".join(f"('{span}', '{year}')" for span, years in _SPANS.items() for year in years)
    rows = f"""
        with shares as (
            select measure as series, 'financial_year' as kind, replace(period, '/', '-') as period, area_code,
                group_type, "group", numerator, denominator, 100.0 as per, null::double as value,
                null::double as lower, null::double as upper
            from therapies where measure in ({listed})
        )
        from shares
        union all by name
        select 'recovery_three_years' as series, 'financial_years' as kind, span as period, area_code, group_type,
            "group", sum(numerator) as numerator, sum(denominator) as denominator, 100.0 as per
        from shares join (values {spans}) as spans (span, year) on shares.period = replace(year, '/', '-')
        where series = 'recovery' group by all having count(*) = 3
        union all by name
        select 'referrals' as series, 'financial_year' as kind, replace(period, '/', '-') as period, area_code,
            group_type, "group", numerator, people as denominator, 1000.0 as per
        from therapies join residents on area_code = area and (
            group_type = 'all' and residents.tenth = 0
            or group_type = 'deprivation_decile' and residents.tenth = try_cast(left("group", 2) as int)
        ) where measure = 'referrals_received'
        union all by name
        select 'finished' as series, 'financial_year' as kind, replace(period, '/', '-') as period, area_code,
            group_type, "group", ended.numerator, referred.numerator as denominator, 100.0 as per
        from therapies as ended join therapies as referred using (area_code, period, group_type, "group")
        where ended.measure = 'finished_course_treatment' and referred.measure = 'referrals_received'
            and ended.numerator <= referred.numerator
    """
    return by_group(files, rows, FILE, most_deprived=10)


def _residents(files: Files) -> None:
    """Make ``residents``: those aged 15 and over in mid-2020 by care board (``area``, its NHS code) and England.

    All (``tenth`` 0) and by tenth of deprivation in 2019, numbered as here: 10 the most deprived.
    """
    tables = {"people": geo.lsoa_mid_2020(), "lie": geo.lsoas(2011), "deprived": geo.deprivation(2019)}
    for name, table in {**tables, "boards": geo.areas("icb"), "codes": geo.areas("icb_ods")}.items():
        files.connection.register(name, table)
    files.connection.execute(f"""
        create or replace temp table residents as
        select coalesce(codes.code, '{geo.ENGLAND}') as area, coalesce(11 - decile, 0) as tenth,
            sum(total - age_00_04 - age_05_09 - age_10_14) as people
        from people join lie using (lsoa11_code) join deprived on lsoa_code = lsoa11_code
            join boards on boards.code = lie.icb_code join codes on codes.name = boards.name
        group by grouping sets ((codes.code, decile), (codes.code), (decile), ())
    """)
