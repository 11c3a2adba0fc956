"""Small numbers in tables."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np

from oneplace.sheets import Sheet
from oneplace.stats import disclosure
from oneplace.stats.table.columns import counts
from oneplace.stats.table.declared import By, Column, Setting, method
from oneplace.stats.table.rates import ESTIMATE
from oneplace.stats.table.rows import build, grouped, reason_of
from oneplace.stats.table.totals import refuse_total


@method(
    **{
        "the column of counts": "the counts, without those that are hidden",
        "reason, reason_text": ESTIMATE["reason, reason_text"],
    }
)
def suppress(
    sheet: Sheet,
    *,
    count: Annotated[str, Column("numbers of people")] = "count",
    by: By = None,
    threshold: Annotated[int, Setting("counts below it are hidden", least=1)] = 5,
    zeros: Annotated[disclosure.Zeros, Setting("whether noughts are hidden too")] = "shown",
    base: Annotated[int, Setting("shown counts are rounded to its multiples", least=1)] = 1,
) -> Any:
    """Hide small counts among the rows of each ``by``, whose sum is published too, so that none can be worked out."""
    x = counts(sheet, count)
    within = grouped(sheet, by)
    group = within.code
    for name in sheet.columns:
        if name != count:
            others = [each for each in within.names if each != name]
            refuse_total(sheet, name, grouped(sheet, others).code, mend="Take it out: the sum is reckoned with anyway.")
    order = np.argsort(group, kind="stable")
    place = np.empty(x.value.size, dtype=np.int64)
    sizes = np.bincount(group)
    place[order] = np.arange(x.value.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    wide = np.full((sizes.size, int(sizes.max(initial=1))), np.nan)
    wide[group, place] = np.where(x.hidden, 1.0, x.value)  # one that is hidden already needs another beside it
    found = disclosure.suppress(wide, threshold, zeros, base=base)
    reason = np.where(x.hidden, "suppressed", found.reason[group, place])
    shown = np.where(x.hidden, np.nan, found.value[group, place])
    return build(sheet, None, sheet.columns, {count: shown} | reason_of(reason))
