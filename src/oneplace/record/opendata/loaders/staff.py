"""What staff of NHS trusts say: burnt out, enough staff, harassment, discrimination. Not crossed by who they are."""

from __future__ import annotations

import pyarrow as pa

from oneplace.record.opendata.tidy import Files

FILE = "staff/staff_survey_trusts.parquet"
_SERIES = {
    "feels burnt out because of work, often or always": "burnt_out",
    "enough staff to do the job": "enough_staff",
    "unwell from work-related stress": "unwell_from_stress",
    "harassment from managers": "harassed_by_managers",
    "harassment from colleagues": "harassed_by_colleagues",
    "harassment from patients or public": "harassed_by_public",
    "physical violence from patients or public": "violence_by_public",
    "discrimination from manager or colleagues": "discriminated_by_colleagues",
    "discrimination from patients or public": "discriminated_by_public",
    "share of respondents from ethnic minorities": "from_ethnic_minorities",
    "share of respondents who are women": "women",
}


def load(files: Files) -> pa.Table:
    """Shares of those who answered, unweighted, by trust and year; counts are made of the published base and share."""
    files.view("survey", FILE, ("area_code", "period", "measure", "numerator", "denominator"))
    names = " ".join(f"when 'Staff survey: {theirs}' then '{ours}'" for theirs, ours in _SERIES.items())
    return files.tidy(
        f"""select case measure {names} end as series, 'year' as kind, period::int::varchar as period, area_code,
            numerator, denominator, 100.0 * numerator / nullif(denominator, 0) as value from survey""",
        FILE,
    )
