"""Measures of the data themselves: the share of checks passed in the report on the extracts' quality."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq

from oneplace import stats
from oneplace.measures.rows import Row, number
from oneplace.place import FromQuality, Measure
from oneplace.population import Window
from oneplace.stats import REASONS


def quality(record_folder: Path, measure: Measure, compute: FromQuality, window: Window, origin: str) -> list[Row]:
    """One results row: checks passed out of all, over all extracts of the record."""
    found = pq.read_table(record_folder / "quality.parquet")
    field = pc.replace_substring_regex(pc.utf8_lower(found["field"]), "[^a-z0-9]", "")
    wanted = compute.field.lower().replace("_", "")
    found = found.filter(pc.and_(pc.equal(found["aspect"], compute.aspect), pc.starts_with(field, wanted)))
    passed, checked = (np.array([pc.sum(found[name]).as_py() or 0]) for name in ("passed", "checked"))
    share = stats.proportion(passed, checked, 100)
    return [
        {
            "measure": measure.id,
            "period_start": window.start,
            "period_end": window.end,
            "period_label": f"{window.start:%B %Y} to {window.end - timedelta(days=1):%B %Y}",
            "dimension": "all",
            "group": "all",
            "group_label": "Everyone",
            "group_order": 0,
            "numerator": float(passed[0]),
            "denominator": float(checked[0]),
            "value": number(share.value[0]),
            "lower": number(share.lower[0]),
            "upper": number(share.upper[0]),
            "method": str(share.method[0]),
            "suppressed": False,
            "reason": REASONS[str(share.reason[0])] or None,
            "origin": origin,
            "source": "record",
        }
    ]
