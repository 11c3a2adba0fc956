"""Ambulance Systems Indicators (AmbSYS, NHS England): the publisher's CSV with its item numbers.

Means and centiles are published in whole seconds and given here in minutes (answering calls: seconds). An
organisation without a value in a month gives no row. In August and September 2017 the total of
England's incidents covers fewer trusts than its parts: the shares are missing.
"""

from __future__ import annotations

from itertools import chain

import pyarrow as pa

from oneplace.record.opendata.tidy import Files, Quantity, amount, percent, stack

FILE = "performance/ambulance_ambsys.csv.gz"
ENGLAND = "E92000001"
# item of the mean, item of the 90th centile, item of the count of responses
_CATEGORIES = {
    "c1": ("A25", "A26", "A8"),
    "c2": ("A31", "A32", "A10"),
    "c3": ("A34", "A35", "A11"),
    "c4": ("A37", "A38", "A12"),
}
_TOTALS = {"c1": "A24", "c2": "A30", "c3": "A33", "c4": "A36"}
SERIES: dict[str, Quantity] = {
    **{
        f"{category}_mean": Quantity(f"{mean} / 60.0", f"{_TOTALS[category]} / 60.0", count)
        for category, (mean, _, count) in _CATEGORIES.items()
    },
    **{f"{category}_p90": Quantity(f"{p90} / 60.0") for category, (_, p90, _) in _CATEGORIES.items()},
    **{f"{category}_incidents": amount(count) for category, (_, _, count) in _CATEGORIES.items()},
    "call_answer_mean_seconds": Quantity("A3", "A2", "A1"),
    "call_answer_p95_seconds": amount("A5"),
    "calls_answered": amount("A1"),
    "incidents": amount("A7"),
}
SHARES: dict[str, Quantity] = {
    "hear_and_treat": percent("A17", "whole"),
    "see_and_treat": percent("A55", "whole"),
    "conveyed_to_ed": percent("A53", "whole"),
    "conveyed_elsewhere": percent("A54", "whole"),
}
_PARTS = "(A17 + A53 + A54 + A55)"
_UNEQUAL = "The total of incidents this month covers fewer trusts than its parts, so no share can be told."
_ITEMS = ("A1", "A2", "A3", "A5", "A7", "A17", "A53", "A54", "A55", *_TOTALS.values(), *chain(*_CATEGORIES.values()))


def load(files: Files) -> pa.Table:
    """Monthly by trust, NHS region and England."""
    files.view("ambsys", FILE, ("Year", "Month", "Org Code", *_ITEMS))
    area = f"""case "Org Code" when 'Eng' then '{ENGLAND}' else "Org Code" end"""
    columns = f"""'month' as kind, printf('%d-%02d', "Year", "Month") as period, {area} as area_code"""
    files.connection.execute(f"""
        create temp view parted as select *, case when abs({_PARTS} - A7) <= 0.01 * A7 then A7 end as whole,
            case when abs({_PARTS} - A7) > 0.01 * A7 then '{_UNEQUAL}' end as note from ambsys
    """)
    amounts = stack(SERIES, "parted", f"{columns}, null as note")
    shares = stack(SHARES, "parted", f"{columns}, note")
    return files.tidy(f"{amounts} union all {shares}", FILE)
