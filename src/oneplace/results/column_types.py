"""The types that columns of the contract have."""

from __future__ import annotations

import pyarrow as pa

TEXT, FLOAT, DAY, FLAG, WHOLE = pa.string(), pa.float64(), pa.date32(), pa.bool_(), pa.int64()
PERIOD = [("period_start", DAY), ("period_end", DAY), ("period_label", TEXT)]
