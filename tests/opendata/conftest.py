from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from oneplace.record.opendata import read

Figure = Callable[..., dict[str, Any]]


@pytest.fixture
def figure() -> Figure:
    """The one row of a series for an area, a period and a group."""

    def find(dataset: str, series: str, area: str, period: str, group: str = "all") -> dict[str, Any]:
        rows = [
            row
            for row in read(dataset, series, [area]).to_pylist()
            if row["period_label"] == period and row["group"] == group
        ]
        assert len(rows) == 1, rows
        return rows[0]

    return find
