"""Maternity: continuity of carer by deprivation and ethnic group, smoking, breast milk, births too early or small.

Counts are rounded to 5, and one of 1 to 4 shows as 5: in a group it says nothing, so such a group is left out.
"""

from __future__ import annotations

import pyarrow as pa

from oneplace.record.opendata.groups import by_group
from oneplace.record.opendata.tidy import Files

MEASURES = "maternity/maternity_measures_2025_04.parquet"
COUNTS = "maternity/maternity_counts_2025_03.parquet"
_SERIES = {
    "COC_by_28weeks": "continuity_planned",
    "COC_receiving_ongoing": "continuity_received",
    "CQIMSmokingBooking": "smoking_at_booking",
    "CQIMSmokingDelivery": "smoking_at_delivery",
    "CQIMBreastfeeding": "first_feed_breast_milk",
    "CQIMPreterm": "born_early",
    "CQIMPPH": "severe_bleeding",
    "Mode_Caesarean": "caesarean",
}
_FEWEST = 5
_BY_RESIDENCE = (
    ("smoking_at_booking", "SmokingStatusGroupBooking (Women)", "Smoker", "Non-Smoker / Ex-Smoker"),
    ("low_birth_weight_at_term", "BirthweightTermGroup2500 (Babies)", "Under 2500g", "2500g and over"),
)
_BOOKED = "GestAgeFormalAntenatalBookingGroup (Women)"


def load(files: Files) -> pa.Table:
    """Shares of women or babies in April 2025 (some of three months), by trust, care board and England."""
    files.view("births", MEASURES, ("area_code", "measure", "group_type", "group", "numerator", "denominator"))
    names = " ".join(f"when '{theirs}' then '{ours}'" for theirs, ours in _SERIES.items())
    shown = f"group_type = 'all' or numerator > {_FEWEST}"
    rows = f"""
        select case measure {names} end as series, 'month' as kind, '2025-04' as period, area_code, group_type,
            case "group" when 'BAME' then 'Black, Asian and mixed' when 'Other' then 'Other Ethnic Groups'
                else "group" end as "group",
            if({shown}, numerator, null) as numerator, if({shown}, denominator, null) as denominator, 100.0 as per,
            null::double as value, null::double as lower, null::double as upper
        from births
    """
    return by_group(files, rows, MEASURES, most_deprived=1)


def load_by_residence(files: Files) -> pa.Table:
    """Smoking and weeks at booking and birth weight, March 2025, by local authority where the woman lives, and England.

    Shares of those of whom it is known; none of five or fewer, since 1 to 4 show as 5.
    """
    files.view("births", COUNTS, ("area_code", "measure", "group", "numerator"))
    known = """select '{}' as series, area_code,
            sum(numerator) filter ("group" = '{}') as counted, sum(numerator) as known
        from births where measure = '{}' and "group" in ('{}', '{}') group by all"""
    parts = [known.format(name, some, measure, some, other) for name, measure, some, other in _BY_RESIDENCE]
    parts.append(f"""select 'booked_by_10_weeks' as series, area_code,
        sum(numerator) filter ("group" = '0 to 70 days') as counted, sum(numerator) as known
        from births where measure = '{_BOOKED}' and "group" not like 'Missing%' group by all""")
    few = f"counted <= {_FEWEST}"
    return files.tidy(
        f"""select series, 'month' as kind, '2025-03' as period, area_code, if({few}, null, counted) as numerator,
            if({few}, null, known) as denominator, if({few}, null, 100.0 * counted / nullif(known, 0)) as value,
            if({few}, 'Five or fewer, and one to four show as five.', null) as note
        from ({" union all ".join(parts)})""",
        COUNTS,
    )
