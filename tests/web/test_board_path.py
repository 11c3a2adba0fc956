"""The board's table tells a path to the decimals of its row, and marks one that nobody agreed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from oneplace.progress.sentences import About
from oneplace.web.board.presenter import _path

ABOUT = About("They are quick", "Are they quick?", "Response", "minutes", "low_good")
HELD = {"value": 27.3, "held": 30.04, "held_label": "2025/26", "path": 30.0, "target_provenance": "published"}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, "30.00 minutes"),
        ({"target_provenance": "illustrative"}, "30.00 minutes (illustrative)"),
        ({"held": 31.0}, "30.0 minutes"),
        ({"path": None, "held_label": None}, "no path"),
    ],
)
def test_a_path_reads_as_the_numbers_beside_it(changed, told):
    assert _path(SimpleNamespace(row=HELD | changed, about=ABOUT)) == told
