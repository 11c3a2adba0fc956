"""A measure's national standards: what is read, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from oneplace.place import Measure

BASE = {
    "id": "m", "name": "M", "definition": "How many.", "unit": "percent", "polarity": "high_good", "role": "outcome",
    "frequency": "annual", "expected_lag_months": 1,
}  # fmt: skip


def measure(unit="percent", **standard):
    given = {"value": 95, "name": "NHS standard", "source": "Handbook", **standard}
    return Measure.model_validate(BASE | {"unit": unit, "standards": [given]})


def test_a_standard_is_read_with_its_dates():
    (one,) = measure(**{"from": "2010-06", "until": "2026-03"}).standards
    assert (one.value, one.name, one.source) == (95.0, "NHS standard", "Handbook")
    assert one.from_ is not None
    assert one.until is not None
    assert (one.from_.start, one.until.end) == (date(2010, 6, 1), date(2026, 4, 1))


@pytest.mark.parametrize(("value", "unit", "fits"), [
    (0, "percent", True), (100, "percent", True), (100.1, "percent", False), (-0.1, "percent", False),
    (101, "minutes", True),
])  # fmt: skip
def test_a_share_is_between_none_and_all(value, unit, fits):
    if fits:
        assert measure(unit, value=value).standards[0].value == value
    else:
        with pytest.raises(ValidationError, match="0 to 100"):
            measure(unit, value=value)


@pytest.mark.parametrize(("since", "until", "fits"), [
    ("2025-04", "2025-04", True), ("2025-04", "2025-05", True), ("2025-05", "2025-04", False),
])  # fmt: skip
def test_it_does_not_end_before_it_begins(since, until, fits):
    if fits:
        assert measure(**{"from": since, "until": until}).standards
    else:
        with pytest.raises(ValidationError, match="before it begins"):
            measure(**{"from": since, "until": until})


@pytest.mark.parametrize("lacking", ["name", "source"])
def test_it_says_what_it_is_and_who_set_it(lacking):
    with pytest.raises(ValidationError, match=lacking):
        measure(**{lacking: ""})
