"""A long plain file is read whole at once, wherever its last part happens to begin."""

from __future__ import annotations

from pathlib import Path

import pytest

from oneplace.sheets import layout, reading


@pytest.mark.parametrize("cut", range(9))
def test_wherever_the_last_part_begins(cut):
    line = "100,9000\n"
    text = "count,exposure\n" + line * (layout.HEAD // len(line) * 2 - 1) + "1" * cut + line
    sheet = reading._at_once(Path("x.csv"), text, ",", ())
    assert sheet is not None
    assert len(sheet.table) == layout.HEAD // len(line) * 2
