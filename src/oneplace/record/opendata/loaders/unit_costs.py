"""National Cost Collection 2024/25 (NHS England): what a contact costs, weighted by activity over its currencies."""

from __future__ import annotations

import pyarrow as pa

from oneplace.record.opendata.tidy import Files

FILE = "costs/headline_unit_costs_ncc.csv"
SERIES = {
    "Ambulance: hear and treat": "ambulance_hear_and_treat",
    "Ambulance: see and treat": "ambulance_see_and_treat",
    "Ambulance: see and convey": "ambulance_see_and_convey",
    "Emergency care attendance (all types)": "emergency_attendance",
    "Non-elective inpatient, short stay": "emergency_admission_short_stay",
    "Non-elective inpatient, long stay": "emergency_admission_long_stay",
    "Non-elective inpatient, all": "emergency_admission",
    "Elective inpatient": "elective_inpatient",
    "Day case": "day_case",
    "Outpatient procedure": "outpatient_procedure",
    "Critical care": "critical_care_bed_day",
    "Rehabilitation inpatient": "rehabilitation_bed_day",
    "Community health service contact": "community_contact",
    "Mental health care contact": "mental_health_contact",
    "Talking therapies contact": "talking_therapies_contact",
    "Renal dialysis session": "dialysis_session",
}


def load(files: Files) -> pa.Table:
    """England, financial year 2024/25: pounds a unit, with total cost and activity. Inpatients: a finished episode."""
    files.view("costs", FILE, ("item", "activity", "total_cost_gbp", "unit_cost_gbp", "price_year"))
    files.connection.register("names", pa.table({"item": list(SERIES), "series": list(SERIES.values())}))
    return files.tidy(
        """
        select series, 'financial_year' as kind, replace(price_year, '/', '-') as period, 'E92000001' as area_code,
            total_cost_gbp as numerator, activity as denominator, total_cost_gbp / nullif(activity, 0) as value
        from costs join names using (item)
        """,
        FILE,
    )
