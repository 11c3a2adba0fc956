"""Figures by GP practice: registers of long-term conditions, smoking, young children at A&E. Of registered people."""

from __future__ import annotations

import pyarrow as pa

from oneplace import geo
from oneplace.record.opendata.tidy import Files

FILE = "practice/practice_measures.parquet"
PAYMENTS = "practice/payments.parquet"
GPS = "practice/gps_2023.parquet"
REGISTERS = {
    "AF": "atrial_fibrillation", "AST": "asthma", "CAN": "cancer", "CHD": "coronary_heart_disease",
    "CKD": "chronic_kidney_disease", "COPD": "copd", "DEM": "dementia", "DEP": "depression", "DM": "diabetes",
    "EP": "epilepsy", "HF": "heart_failure", "HYP": "hypertension", "LD": "learning_disability",
    "MH": "serious_mental_illness", "NDH": "non_diabetic_hyperglycaemia", "OB": "obesity", "OST": "osteoporosis",
    "PAD": "peripheral_arterial_disease", "PC": "palliative_care", "RA": "rheumatoid_arthritis", "STIA": "stroke",
}  # fmt: skip
"""The publisher's short names of registers, and the series."""
_OTHERS = {
    "A&E attendances (0 to 4 years)": ("emergency_attendances_under_5", 1000),
    "Smoking prevalence in adults (15+) - current smokers (QOF)": ("smoking_15", 100),
}


def load(files: Files) -> pa.Table:
    """By practice of the four places' systems, with authorities and England where the publisher gives them.

    A practice's value is its count out of its list. Shares are percentages, attendances per 1,000 children.
    """
    files.view("practices", FILE, ("area_code", "measure", "period", "numerator", "denominator", "value"))
    named = [(name, *series) for name, series in _OTHERS.items()]
    files.connection.register(
        "named",
        pa.table({name: [row[at] for row in named] for at, name in enumerate(("measure", "series", "per"))}),
    )
    files.connection.register(
        "registers", pa.table({"short": list(REGISTERS), "series": [f"register_{name}" for name in REGISTERS.values()]})
    )
    return files.tidy(
        """
        with known as (
            select practices.*, regexp_extract(measure, '^QOF (?:register|prevalence) (\\w+)', 1) as short
            from practices
        )
        select coalesce(named.series, registers.series) as series, 'financial_year' as kind,
            replace(period, '/', '-') as period, area_code, numerator, denominator,
            coalesce(per, 100.0) * numerator / nullif(denominator, 0) as value
        from known left join named using (measure) left join registers using (short)
        where coalesce(named.series, registers.series) is not null
        """,
        FILE,
    )


def load_payments(files: Files) -> pa.Table:
    """Payments of the NHS in pounds for each registered and each weighted patient, by practice, a financial year."""
    files.view("payments", PAYMENTS, ("area_code", "period", "measure", "numerator", "denominator", "value"))
    return files.tidy(
        """select 'per_' || regexp_extract(measure, 'per (\\w+) patient', 1) || '_patient' as series,
            'financial_year' as kind, replace(period, '/', '-') as period, area_code, numerator, denominator,
            numerator / nullif(denominator, 0) as value from payments""",
        PAYMENTS,
    )


def load_gps(files: Files) -> pa.Table:
    """Registered patients for each full-time equivalent GP (with trainees), 2023: every practice, and England."""
    files.view("staffed", GPS, ("practice", "patients", "gps_fte"))
    return files.tidy(
        f"""
        with areas as (
            select practice as area_code, patients, gps_fte from staffed
            union all select '{geo.ENGLAND}', sum(patients), sum(gps_fte) from staffed
        )
        select 'patients_per_gp' as series, 'year' as kind, '2023' as period, area_code, patients as numerator,
            gps_fte as denominator, patients / nullif(gps_fte, 0) as value from areas
        """,
        GPS,
    )
