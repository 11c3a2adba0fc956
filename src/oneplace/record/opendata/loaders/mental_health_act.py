"""Detentions and other uses of the Mental Health Act, by ethnic group, deprivation, sex and age."""

from __future__ import annotations

import pyarrow as pa

from oneplace.record.opendata.groups import by_group
from oneplace.record.opendata.tidy import Files

FILE = "mental_health_act/detentions_by_group.parquet"
_SERIES = {
    "All detentions": "detentions",
    "Short term orders: Section 136": "place_of_safety_orders",
    "Uses of CTOs": "community_treatment_orders",
}


def load(files: Files) -> pa.Table:
    """Rates per 100,000 people by care board and England; England's by ethnic group also standardised for age and sex.

    The people are not in the file: they are made from the publisher's count and its rate, which has one decimal. Its
    tenths of deprivation end with the most deprived, the tenth.
    """
    files.view(
        "act", FILE, ("area_code", "period", "measure", "group_type", "group", "numerator", "value", "standardised")
    )
    names = " ".join(f"when '{theirs}' then '{ours}'" for theirs, ours in _SERIES.items())
    rows = f"""
        select case measure {names} end || if(standardised, '_standardised', '') as series,
            'financial_year' as kind, replace(period, '/', '-') as period, area_code,
            if(group_type = 'ethnic_group' and "group" = 'All', null, group_type) as group_type, "group", numerator,
            if(standardised, null, 100000.0 * numerator / nullif(value, 0)) as denominator, 100000.0 as per,
            if(standardised, value, null) as value, if(standardised, lower, null) as lower,
            if(standardised, upper, null) as upper
        from act where value is not null
    """
    return by_group(files, rows, FILE, most_deprived=10)
