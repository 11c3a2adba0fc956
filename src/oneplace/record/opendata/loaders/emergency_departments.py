"""A&E attendances and emergency admissions (NHS England), monthly, by trust and by integrated care board.

Until May 2023 fourteen trusts tried other standards and did not report four-hour waits. The files hold no waits for
them, which read as "everyone was seen in time": their share is missing here, and so is that of the boards they stand
in. ``decision_to_admission_over_four_hours`` is the wait from the decision to admit, not time in the department.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from oneplace.record.opendata.tidy import Files, amount, current_board, percent, stack

TRUST_FILE = "performance/ae_trust_monthly.parquet"
ICB_FILE = "performance/ae_icb_monthly.parquet"
ENGLAND = "E92000001"
FIELD_TEST_END = "2023-06"  # first month in which the fourteen trusts report four-hour waits again
FIELD_TEST_TRUSTS = {
    "R0D": "E54000041",
    "RC9": "E54000024",
    "RDU": "E54000034",
    "RFR": "E54000061",
    "RGR": "E54000023",
    "RGT": "E54000056",
    "RHU": "E54000042",
    "RK9": "E54000037",
    "RNQ": "E54000059",
    "RQM": "E54000027",
    "RVW": "E54000050",
    "RX1": "E54000060",
    "RXF": "E54000054",
    "RYJ": "E54000027",
}
"""The trusts that tried other standards, with the board in which most of their patients live."""

ALL_MONTHS = {
    "attendances": amount("attendances"),
    "emergency_admissions": amount("admissions"),
    "decision_to_admission_over_four_hours": percent("waits", "admissions"),
}
WHERE_TIMED = {"within_four_hours": percent("timed - over", "timed")}
_MISSING = "Four-hour waits were not reported in these months: a trust here was trying other standards."
_ENGLAND_TRUSTS = "England: the trusts of the file added up; independent providers are not among them."
_ENGLAND_ICBS = "England: all boards added up."
_ENGLAND_FIELD_TEST = "England without the fourteen trusts that tried other standards, as the publisher does."


def _codes(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in sorted(set(codes)))


def _tidy(files: Files, path: str) -> pa.Table:
    """Every series of table ``rows``; ``timed`` are the attendances whose four-hour waits were reported."""
    columns = "'month' as kind, month as period, area_code"
    always = stack(ALL_MONTHS, "rows", f"{columns}, null as note")
    timed = stack(WHERE_TIMED, "rows", f"{columns}, note")
    return files.tidy(f"{always} union all {timed}", path)


def _view_trusts(files: Files) -> None:
    columns = ("attendances", "attendances_over_4h", "emergency_admissions", "admissions_waiting_over_4h_from_dta")
    files.view("trusts", TRUST_FILE, ("month", "trust", *columns))
    files.connection.execute(f"""
        create temp view known_trusts as
        select month, trust as area_code, attendances, emergency_admissions as admissions,
            admissions_waiting_over_4h_from_dta as waits, case when not tested then attendances_over_4h end as over,
            case when not tested then attendances end as timed, case when tested then '{_MISSING}' end as note
        from (select *, month < '{FIELD_TEST_END}' and trust in ({_codes(FIELD_TEST_TRUSTS)}) as tested from trusts)
    """)


def load_trust(files: Files) -> pa.Table:
    """By trust from April 2021, with England as the sum of the trusts."""
    _view_trusts(files)
    files.connection.execute(f"""
        create temp view rows as select * from known_trusts union all by name
        select month, '{ENGLAND}' as area_code, sum(attendances) as attendances, sum(admissions) as admissions,
            sum(waits) as waits, sum(over) as over, sum(timed) as timed, '{_ENGLAND_TRUSTS}' as note
        from known_trusts group by month
    """)
    return _tidy(files, TRUST_FILE)


def load_icb(files: Files) -> pa.Table:
    """By integrated care board from April 2022, with England; independent providers are within."""
    _view_trusts(files)
    waits = ("attendances_over_4hours", "total_emergency_admissions", "emergency_admissions_over_4hours")
    files.view("boards", ICB_FILE, ("month", "icb22", "total_attendances", *waits))
    files.connection.execute(f"""
        create temp view known_boards as
        select month, {current_board("icb22")} as area_code, total_attendances as attendances,
            attendances_over_4hours as over, total_emergency_admissions as admissions,
            emergency_admissions_over_4hours as waits,
            month < '{FIELD_TEST_END}' and icb22 in ({_codes(FIELD_TEST_TRUSTS.values())}) as tested
        from boards;
        create temp view england as
        select month, '{ENGLAND}' as area_code, sum(attendances) as attendances, sum(over) as over,
            sum(admissions) as admissions, sum(waits) as waits from known_boards group by month;
        create temp view untimed as
        select month, sum(attendances) as untimed from known_trusts where timed is null group by month;
        create temp view rows as
        select month, area_code, attendances, admissions, waits, case when not tested then over end as over,
            case when not tested then attendances end as timed, case when tested then '{_MISSING}' end as note
        from known_boards
        union all by name
        select month, area_code, attendances, admissions, waits, over, attendances - coalesce(untimed, 0) as timed,
            case when untimed is null then '{_ENGLAND_ICBS}' else '{_ENGLAND_FIELD_TEST}' end as note
        from england left join untimed using (month)
    """)
    return _tidy(files, ICB_FILE)
