"""Of what is compared without limits, the page on judging says which measures these are and what they lack."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.measures.build import measure


@pytest.mark.parametrize(
    ("unit", "numerator", "comparator", "why"),
    [
        ("percent", None, 5.0, "NO_COUNTS"),
        ("minutes", None, 5.0, "NO_COUNTS"),
        ("minutes", 3.0, 5.0, "NO_SPREAD"),
        ("percent", 3.0, 5.0, "IN_FULL"),
        ("percent", 3.0, None, None),
    ],
)
def test_what_is_lacking(site, unit, numerator, comparator, why):
    from oneplace.web.public.presenters import judging

    shot = SimpleNamespace(
        measure=lambda _: measure(unit=unit), latest=lambda *_: [{"numerator": numerator, "denominator": 9.0}]
    )
    row = {"measure": "test", "comparison": "not_known", "comparator_value": comparator}
    found = judging._without_limits(shot, [row, row])
    assert found == ({getattr(judging, why): ["Test"]} if why else {})
    assert judging._without_limits(shot, [row | {"comparison": "worse"}]) == {}
