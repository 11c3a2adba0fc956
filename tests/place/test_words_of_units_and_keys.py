"""Words of a unit say no more than the unit; a key that is not known is told with those of the form that was chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from oneplace.place import UNITS
from oneplace.place.document import load
from oneplace.place.measure import Measure
from oneplace.place.typed import typed
from oneplace.problems import OneplaceError


def test_tonnes_are_of_anything() -> None:
    assert UNITS["tonnes"] == "tonnes"


def test_a_key_of_another_form_is_told_with_the_keys_of_this_one(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text("id: m\ncompute: {from: recorded, file: series/m.csv, period: calendar_year}\n", encoding="utf-8")
    with pytest.raises(OneplaceError) as found:
        typed(load(path), Measure)
    (problem,) = [one for one in found.value.problems if "`period`" in one.message]
    assert problem.mend == "The keys here are file, from, limits."
