"""ONS Explore Local Statistics: some fifty series for local authorities, regions and England, revised to May 2026.

The publisher writes an academic year, a financial year and a three-year span alike ("2022-24", "2001-02"), so which
it is stands here for each series. The first-published healthy life expectancy of February 2022 is a dataset of its
own: it was revised (men in Southampton, 2017 to 2019: 60.7, then 62.2) and must not share a line with the new one.
"""

from __future__ import annotations

import pyarrow as pa

from oneplace.record.opendata.tidy import PROVISIONAL, Files

FILE = "indicators/ons_local_indicators.parquet"
FIRST_FILE = "indicators/ons_subnational_indicators_2022.parquet"
_ACADEMIC = (
    "apprenticeships-%",
    "early-years-%",
    "gcses-%",
    "%weight-children-%",
    "obese-children-%",
    "persistent-absences-%",
    "pupils-at-%",
)
_FINANCIAL = ("additions-%", "children-in-relative-poverty-%", "domestic-%", "engaged-%", "wellbeing-%")
_PROVISIONAL = {  # as the publisher's caveats of May 2026 say
    "children-in-relative-poverty-after-housing": "2024-25",
    "children-in-relative-poverty-before-housing": "2024-25",
    "gross-disposable-household-income-per-head": "2023",
    "gross-median-weekly-pay": "2025",
}
_SURVEY = ("adult-obesity-%",)


def _any_of(patterns: tuple[str, ...]) -> str:
    return "(" + " or ".join(f"indicator like '{pattern}'" for pattern in patterns) + ")"


def load(files: Files) -> pa.Table:
    """Every series under the publisher's own name; percentages 0 to 100, limits 95 % where published."""
    provisional = ", ".join(f"('{series}', '{period}')" for series, period in _PROVISIONAL.items())
    files.view("indicators", FILE, ("indicator", "area_code", "period", "value", "lower_ci", "upper_ci"))
    return files.tidy(
        f"""
        select indicator as series, area_code, period,
            case when period similar to '[A-Z].*' then 'named_month' when period similar to '\\d{{4}}' then 'year'
                when {_any_of(_ACADEMIC)} then 'academic_year' when {_any_of(_FINANCIAL)} then 'financial_year'
                when {_any_of(_SURVEY)} then 'survey_year' else 'span' end as kind,
            {_plain("value")} as value, {_plain("lower_ci")} as lower, {_plain("upper_ci")} as upper,
            case when (indicator, period) in ({provisional})
                then '{PROVISIONAL}' end as note
        from indicators
        """,
        FILE,
    )


def _plain(column: str) -> str:
    """The file holds 32-bit floats: 60.799999 was published as 60.8, so the seven digits it can hold are kept."""
    return f"cast(cast({column} as float) as varchar)::double"


def load_first_published(files: Files) -> pa.Table:
    """Healthy life expectancy 2017 to 2019 as first published in February 2022, with its limits."""
    columns = ("indicator", "period", "area_code", "value", "lower_ci95", "upper_ci95")
    files.view("first", FIRST_FILE, columns)
    return files.tidy(
        """
        select lower(replace(indicator, ' ', '-')) as series, 'span' as kind, period, area_code, value,
            lower_ci95 as lower, upper_ci95 as upper, 'As first published in February 2022; revised since.' as note
        from first
        """,
        FIRST_FILE,
    )
