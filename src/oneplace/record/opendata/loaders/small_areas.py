"""Figures by neighbourhood or middle layer: households in fuel poverty, homes and disability, life expectancy.

Each row is of one small area; ``oneplace.measures`` puts a place's together, whole and by fifths of its own people.
"""

from __future__ import annotations

import pyarrow as pa

from oneplace.record.opendata.tidy import Files, percent, stack

FUEL = "environment/fuel_poverty_lsoa11_2020.parquet"
HOMES = "population/lsoa21_census2021_homes_disability.parquet"
LIFE = "small_area_health/life_expectancy_msoa11_2009_13.parquet"
LONELY = "small_area_health/loneliness_modelled_lsoa21.parquet"
_OVER = "occ_1_overcrowded + occ_2_or_less_overcrowded"
_KNOWN = f"occ_0_ideal + occ_1_under_occupied + occ_2_or_more_under_occupied + {_OVER}"
_DISABLED = "dis_disabled_under_the_equality_act"
_HOMES = tuple(_KNOWN.split(" + "))
HOME_SERIES = {
    "overcrowded": percent(_OVER, _KNOWN),
    "disabled": percent(_DISABLED, f"{_DISABLED} + dis_not_disabled_under_the_equality_act"),
}
_LIVES = {
    "Life expectancy at birth": "life-expectancy",
    "Healthy life expectancy at birth": "healthy-life-expectancy",
    "Disability-free life expectancy at birth": "disability-free-life-expectancy",
}


def load_fuel_poverty(files: Files) -> pa.Table:
    """Households in fuel poverty (low income, low energy efficiency), England and LSOA 2011, 2020: modelled."""
    files.view("fuel", FUEL, ("area_code", "fuel_poor", "households"))
    columns = "'year' as kind, '2020' as period, area_code"
    return files.tidy(stack({"fuel_poor": percent("fuel_poor", "households")}, "fuel", columns), FUEL)


def load_homes(files: Files) -> pa.Table:
    """Overcrowded households and disabled people, LSOA 2021 and England, on Census day."""
    files.view("homes", HOMES, ("lsoa21", *_HOMES, _DISABLED))
    files.connection.execute("""
        create temp view places as select lsoa21 as area_code, * exclude (lsoa21) from homes
        union all by name select 'E92000001' as area_code, sum(columns(* exclude (lsoa21))) from homes
    """)
    return files.tidy(stack(HOME_SERIES, "places", "'day' as kind, '2021-03-21' as period, area_code"), HOMES)


def load_life_expectancy(files: Files) -> pa.Table:
    """Years from birth, all, in good health and without disability, by sex, MSOA 2011 and authority, 2009 to 2013."""
    files.view("life", LIFE, ("area_code", "measure", "sex", "value", "lower", "upper"))
    names = " ".join(f"when '{theirs}' then '{ours}'" for theirs, ours in _LIVES.items())
    return files.tidy(
        f"""select case sex when 'Males' then 'male-' when 'Females' then 'female-' end
            || case measure {names} end as series, 'span' as kind, '2009-2013' as period, area_code,
            null as numerator, null as denominator, value, lower, upper from life""",
        LIFE,
    )


def load_loneliness(files: Files) -> pa.Table:
    """Share who feel lonely some of the time or more, LSOA 2021, 2020/21: modelled, without counts or limits."""
    files.view("lonely", LONELY, ("area_code", "period", "value"))
    period = "'financial_year' as kind, replace(period, '/', '-') as period"
    return files.tidy(f"select 'lonely' as series, {period}, area_code, value from lonely", LONELY)
