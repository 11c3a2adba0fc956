"""What was set for a gap, on the page of its ambition: its chart and, in the statistic that was set, its numbers."""

from __future__ import annotations

import re

from tests.web.test_no_internal_ids import words


def test_the_gap_has_its_chart_and_its_table(visitor, serving):
    serving("full")
    html = visitor.get("/ambitions/A1").content.decode()
    part = html.split('id="gap">')[1].split("<h2")[0]
    assert 'id="A1-gap-title"' in part
    text = re.sub(r"\s+", " ", words(part))
    assert "The gap and its path (slope index of inequality), newest first" in text
    assert "2025/26 10.0 percentage points 9.0 to 11.0" in text
    assert "2027/28 – – 3.0 percentage points 3.0 percentage points" in text
    assert "2021/22 6.0 percentage points 5.0 to 7.0 9.0 percentage points" in text


def test_where_nothing_was_set_for_the_gap_there_is_no_such_part(visitor, serving):
    serving("full")
    assert 'id="gap">' not in visitor.get("/ambitions/A2").content.decode()
