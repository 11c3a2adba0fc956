"""Acute discharge daily situation report and delay reasons (NHS England), as means over the days of each month.

Someone who no longer meets the criteria to reside is not thereby delayed: many leave the same day. Those still there
at the end of the day are ``remaining_in_hospital`` = no longer meeting the criteria − discharged that day. A day on
which a trust sends noughts throughout, though its other days hold dozens, was not returned and is left out.
"""

from __future__ import annotations

import pyarrow as pa

from oneplace.record.opendata.tidy import Files, Quantity, current_board, stack

TRUST_FILE = "performance/discharge_trust_daily.parquet"
ICB_FILE = "performance/discharge_icb_daily.parquet"
REASONS_FILE = "performance/delayed_discharge_reasons_trust_monthly.parquet"
ENGLAND = "E92000001"
SERIES = {
    "no_longer_meeting_criteria": Quantity("mean_criteria", "criteria", "days"),
    "discharged": Quantity("mean_discharged", "discharged", "days"),
    "remaining_in_hospital": Quantity("mean_criteria - mean_discharged", "criteria - discharged", "days"),
}
_LEAST_SHARE_OF_DAYS = 0.5


def returned_days(files: Files, path: str, area: str, code: str) -> None:
    """Make the table ``days``: area_code, date, criteria, discharged, and whether the day was ``returned``."""
    files.view("daily", path, (area, "date", "do_not_meet_criteria_to_reside", "discharged_total"))
    files.connection.execute(f"""
        create temp table days as
        select area_code, date, criteria, discharged,
            criteria is not null and discharged is not null
            and not (criteria = 0 and discharged = 0 and usual >= 10) as returned
        from (
            select {code} as area_code, date, do_not_meet_criteria_to_reside as criteria,
                discharged_total as discharged,
                median(do_not_meet_criteria_to_reside) over (partition by {area}) as usual
            from daily
        )
    """)


def _load(files: Files, path: str, area: str, code: str, plural: str) -> pa.Table:
    returned_days(files, path, area, code)
    files.connection.execute(f"""
        create temp table months as
        with months as (
            select area_code, month, sum(criteria) filter (returned) as criteria,
                sum(discharged) filter (returned) as discharged,
                count(*) filter (returned)::double as days,
                date_diff('day', min(first), min(first) + interval 1 month) as length
            from (
                select *, strftime(date, '%Y-%m') as month, date_trunc('month', date)::date as first from days
            ) group by all
        )
        select area_code, month,
            case when enough then criteria end as criteria, case when enough then discharged end as discharged,
            case when enough then days end as days,
            case when not enough then 'Too few days returned: ' || days::int || ' of ' || length
                when days < length then 'Mean of the ' || days::int || ' days returned, of ' || length end as note
        from (select *, days >= length * {_LEAST_SHARE_OF_DAYS} as enough from months)
    """)
    files.connection.execute(f"""
        create temp view means as
            select *, criteria / days as mean_criteria, discharged / days as mean_discharged from months;
        create temp view rows as select * from means union all by name
        select '{ENGLAND}' as area_code, month, sum(mean_criteria) as mean_criteria,
            sum(mean_discharged) as mean_discharged,
            'England: the means of ' || count(days) || ' {plural} added up' as note
        from means group by month
    """)
    return files.tidy(stack(SERIES, "rows", "'month' as kind, month as period, area_code, note"), path)


def load_trust(files: Files) -> pa.Table:
    """By acute trust, monthly from April 2022: patients a day."""
    return _load(files, TRUST_FILE, "trust", "trust", "trusts")


def load_icb(files: Files) -> pa.Table:
    """By integrated care board, monthly from April 2022: patients a day."""
    return _load(files, ICB_FILE, "icb22", current_board("icb22"), "boards")


def load_reasons(files: Files) -> pa.Table:
    """Patients delayed, by trust and by the publisher's five groups of reasons (a series each, and ``all``)."""
    files.view("reasons", REASONS_FILE, ("month", "trust", "delay_reason", "delay_count"))
    # the publisher writes some headings with a no-break space, a hyphen for a dash, or no space before it
    cause = r"trim(regexp_replace(regexp_extract(replace(delay_reason, chr(160), ' '), '^[^–-]+'), '\s+', ' '))"
    return files.tidy(
        f"""
        with counted as (select month, trust, {cause} as cause, delay_count from reasons)
        select case when grouping(cause) = 1 then 'all' else replace(lower(cause), ' ', '_') end as series,
            'month' as kind, month as period, trust as area_code, sum(delay_count) as value
        from counted group by grouping sets ((month, trust), (month, trust, cause))
        """,
        REASONS_FILE,
    )
