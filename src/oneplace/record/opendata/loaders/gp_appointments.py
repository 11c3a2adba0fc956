"""Appointments in general practice (NHS Digital) by clinical commissioning group, March 2019 to August 2021.

Of the commissioning groups as they were in 2021: Southampton is inside Hampshire, Southampton and Isle of Wight
(E38000253). Practices record mode and professional themselves; "unknown" stays in the denominator. The ways of
``not_in_person`` are parts of all appointments, unknown ones among them, and add up to all.
"""

from __future__ import annotations

import pyarrow as pa

from oneplace.record.opendata.tidy import Files, amount, percent, stack

FILE = "performance/gp_appointments_ccg_monthly.parquet"
_SHARES = {
    "face_to_face": "mode = 'Face-to-Face'",
    "telephone": "mode = 'Telephone'",
    "video_or_online": "mode = 'Video/Online'",
    "home_visit": "mode = 'Home Visit'",
    "mode_unknown": "mode = 'Unknown'",
    "with_gp": "hcp_type = 'GP'",
    "did_not_attend": "status = 'DNA'",
    "same_day": "time_from_booking = 'Same Day'",
}
_WAYS = {
    "face_to_face": "Face to face",
    "telephone": "By telephone",
    "video_or_online": "By video or online",
    "home_visit": "At home",
    "mode_unknown": "Not recorded",
}
SERIES = {"appointments": amount("appointments"), **{name: percent(name, "appointments") for name in _SHARES}}


def load(files: Files) -> pa.Table:
    """Monthly by commissioning group: appointments, and the share by mode, professional, attendance and wait."""
    files.view("slots", FILE, ("month", "ccg_ons", "status", "hcp_type", "mode", "time_from_booking", "appointments"))
    sums = ", ".join(f"sum(appointments) filter ({where}) as {name}" for name, where in _SHARES.items())
    files.connection.execute(f"""
        create temp view rows as
        select month, ccg_ons, sum(appointments) as appointments, {sums} from slots group by all
    """)
    base = "'month' as kind, month as period, ccg_ons as area_code"

    def of_all(counted: str) -> str:
        return stack({"not_in_person": percent(counted, "appointments")}, "rows", base)

    remote = of_all("coalesce(telephone, 0) + coalesce(video_or_online, 0)")
    ways = " union all ".join(
        f"""select *, 'mode' as dimension, '{way.removeprefix("mode_")}' as "group", '{label}' as group_label,
        {order} as group_order from ({of_all(f"coalesce({way}, 0)")})"""
        for order, (way, label) in enumerate(_WAYS.items(), start=1)
    )
    everyone = "'all' as dimension, 'all' as \"group\", 'Everyone' as group_label, 0 as group_order"
    whole = f"select *, {everyone} from ({stack(SERIES, 'rows', base)} union all {remote})"
    return files.tidy(f"{whole} union all by name ({ways})", FILE)
