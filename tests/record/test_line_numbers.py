"""The line in a file of each row that was read, though some of its lines were not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.record.staging import line_numbers


@pytest.mark.parametrize(
    ("unread", "first", "expected"),
    [
        ([], 2, [2, 3, 4]),
        ([], 1, [1, 2, 3]),
        ([2], 2, [3, 4, 5]),  # the first line of rows
        ([3], 2, [2, 4, 5]),
        ([3, 4], 2, [2, 5, 6]),
        ([4, 3], 2, [2, 5, 6]),  # in whatever order they were found
        ([9], 2, [2, 3, 4]),
        ([1], 1, [2, 3, 4]),
        ([6], 5, [5, 7, 8]),  # three titles above the header
    ],
)
def test_the_lines_of_three_rows(unread, first, expected):
    lines = line_numbers(np.array([1, 2, 3]), np.array(unread, np.int64), first=first)
    assert lines.tolist() == expected


@given(st.sets(st.integers(1, 30)), st.integers(1, 8))
def test_rows_and_lines_that_were_not_read_make_up_the_file(unread, first):
    unread = {line + first - 1 for line in unread}
    lines = [line for line in range(first, 60) if line not in unread]
    places = np.arange(1, len(lines) + 1)
    assert line_numbers(places, np.array(sorted(unread), np.int64), first=first).tolist() == lines
