"""Users of social care, and carers, with as much social contact as they would like: by sex, ethnic group and age."""

from __future__ import annotations

import pyarrow as pa

from oneplace.record.opendata.groups import by_group
from oneplace.record.opendata.tidy import Files

FILE = "social_care/social_contact.parquet"
_BANDS = "('18-24', '25-34', '35-44', '45-54', '55-64', '65-74', '75-84', '85+')"


def load(files: Files) -> pa.Table:
    """Shares by upper-tier authority (all; carers of 2016/17 by sex) and England (by sex, ethnic group and age)."""
    columns = ("area_code", "period", "indicator", "ages", "group_type", "group", "numerator", "denominator", "value")
    files.view("contact", FILE, (*columns, "lower", "upper"))
    rows = f"""
        select case indicator when '90280' then 'users' when '90638' then 'carers' end as series,
            'financial_year' as kind, replace(period, '/', '-') as period, area_code,
            if(ages in {_BANDS}, 'age', group_type) as group_type, if(ages in {_BANDS}, ages, "group") as "group",
            numerator, denominator, 100.0 as per, value, lower, upper
        from contact where ages = '18+' or ages in {_BANDS}
    """
    return by_group(files, rows, FILE, most_deprived=1)
