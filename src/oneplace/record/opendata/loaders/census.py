"""Census 2021 (ONS): usual residents by sex and broad age for local authorities, and by neighbourhood.

Cells are perturbed, so areas add up to a little more or less than the published total of a larger one.
"""

from __future__ import annotations

import pyarrow as pa

from oneplace.record.opendata.tidy import Files

AUTHORITY_FILE = "population/lad21_census2021_sex_broad_age.csv"
NEIGHBOURHOOD_FILE = "population/lsoa21_census2021.parquet"
_GROUPS = {
    "all": ("all", "Everyone", 0, "total_population"),
    "F": ("sex", "Female", 1, "total_females"),
    "M": ("sex", "Male", 2, "total_males"),
    "0-15": ("age", "Younger", 1, "younger_females + younger_males"),
    "16-64": ("age", "Working age", 2, "working_age_females + working_age_males"),
    "65+": ("age", "Older", 3, "older_females + older_males"),
}
_DAY = "'residents' as series, 'day' as kind, '2021-03-21' as period"


def load(files: Files) -> pa.Table:
    """Usual residents on 21 March 2021: local authorities (2021) by sex and age, LSOA 2021, England as their sum."""
    halves = ("females", "males")
    needed = (
        "total_population",
        *(f"{part}_{half}" for part in ("total", "younger", "working_age", "older") for half in halves),
    )
    files.view("authorities", AUTHORITY_FILE, ("lad21", *needed))
    files.view("neighbourhoods", NEIGHBOURHOOD_FILE, ("lsoa21", "residents"))
    groups = " union all ".join(
        f"""select {_DAY}, lad21 as area_code, '{dimension}' as dimension, '{group}' as "group",
        '{label}' as group_label, {order} as group_order, {column} as value, null as note
        from authorities where lad21 like 'E%'"""
        for group, (dimension, label, order, column) in _GROUPS.items()
    )
    everyone = "'all' as dimension, 'all' as \"group\", 'Everyone' as group_label, 0 as group_order"
    return files.tidy(
        f"""{groups}
        union all select {_DAY}, lsoa21, {everyone}, residents, null from neighbourhoods
        union all select {_DAY}, 'E92000001', {everyone}, sum(residents),
            'The perturbed neighbourhoods added up: 60 more than the published 56,490,048.' from neighbourhoods
        """,
        NEIGHBOURHOOD_FILE,
    )
