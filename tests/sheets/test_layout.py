"""Where a table lies among titles and notes."""

from __future__ import annotations

import pytest

from oneplace import sheets
from oneplace.problems import OneplaceError


def test_titles_and_notes_of_one_cell_that_are_as_many_as_the_rows_are_no_table(tmp_path):
    """Nothing that was asked for is there, so the names are found by how far lines reach to the right."""
    text = "People on a benefit,,\nCounting: people,,\n,,\nArea,January,February\nLeeds,1,2\n,,\nSource: a table,,\n"
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(OneplaceError, match=r"there is no column 'Value'\. The table has: Area, January, February"):
        sheets.read(tmp_path / "t.csv", ["Place", "Value"]).numbers("Value")
