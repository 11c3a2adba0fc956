"""Referral to treatment: the waiting list of England at the end of each month (NHS England).

The file by trust is refused (see the register): it adds up all parts of the pathway.
"""

from __future__ import annotations

import pyarrow as pa

from oneplace.record.opendata.tidy import Files, amount, percent, stack

FILE = "performance/rtt_england.csv"
SERIES = {
    "waiting": amount("waiting"),
    "within_18_weeks": percent("within_18", "waiting"),
    "over_52_weeks": amount("over_52"),
}


def load(files: Files) -> pa.Table:
    """Pathways waiting (not people: one person may wait on several), England, August 2007 on."""
    files.view("list", FILE, ("month", "type_of_wait", "count"))
    files.connection.execute("""
        create temp view rows as select month, sum(count) filter (type_of_wait = 'Total waiting') as waiting,
            sum(count) filter (type_of_wait = 'No. within 18 weeks') as within_18,
            sum(count) filter (type_of_wait = 'No. > 52 weeks') as over_52
        from list group by month
    """)
    return files.tidy(stack(SERIES, "rows", "'month' as kind, month as period, 'E92000001' as area_code"), FILE)
