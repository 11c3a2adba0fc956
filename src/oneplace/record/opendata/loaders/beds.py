"""Critical care and general and acute beds (NHS England urgent and emergency care daily situation report), monthly.

Beds are means over the days of the month, rounded to whole beds; a share computed from them can differ from the
publisher's in the third digit, and by more in a small unit.
"""

from __future__ import annotations

import pyarrow as pa

from oneplace.record.opendata.tidy import Files, amount, percent, stack

FILE = "performance/beds_sitrep_trust_monthly.parquet"
ENGLAND = "E92000001"
_WARDS = {
    "general_acute": "general_acute_beds",
    "adult_general_acute": "adult_general_acute_beds",
    "adult_critical_care": "adult_critical_care_beds",
}
SERIES = {
    name: quantity
    for ward, column in _WARDS.items()
    for name, quantity in (
        (f"{ward}_available", amount(f"{column}_available")),
        (f"{ward}_occupied", amount(f"{column}_occupied")),
        (f"{ward}_occupancy", percent(f"{column}_occupied", f"{column}_available")),
    )
}
_COLUMNS = tuple(f"{column}_{part}" for column in _WARDS.values() for part in ("available", "occupied"))


def load(files: Files) -> pa.Table:
    """By trust, with England as the sum of the trusts that returned both figures."""
    files.view("beds", FILE, ("month", "trust", *_COLUMNS))
    sums = ", ".join(f"sum({name}) as {name}" for name in _COLUMNS)
    files.connection.execute(f"""
        create temp view rows as select month, trust as area_code, {", ".join(_COLUMNS)}, null as note from beds
        union all by name select month, '{ENGLAND}' as area_code, {sums},
            'England: ' || count(*) || ' trusts added up' as note from beds group by month
    """)
    return files.tidy(stack(SERIES, "rows", "'month' as kind, month as period, area_code, note"), FILE)
