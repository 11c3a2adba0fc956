"""A pooled fund: what each source has left, what is overspent, and lines without one source."""

from __future__ import annotations

import pytest

from oneplace.delivery import SpendLine, reconcile
from tests.delivery import known

SUMS = ("income", "spend", "unallocated")


@pytest.mark.parametrize("case", known.of("ledger"), ids=lambda case: case["id"])
def test_the_known_funds(case):
    given_, expected = case["given"], case["expect"]
    lines = [SpendLine(name, amount, (source,)) for name, amount, source in given_["spend"]]
    found = reconcile([tuple(one) for one in given_["income"]], lines)
    assert {name: getattr(found, name) for name in SUMS} == {name: expected[name] for name in SUMS}
    assert found.left == expected["by_source"]
    assert list(found.faults) == expected["faults"]
    assert list(found.two_sources) == expected["lines_with_two_sources"]


def test_a_line_of_two_sources_is_named_and_taken_from_neither():
    found = reconcile([("a", 10), ("b", 10)], [SpendLine("beds", 5, ("a", "b"))])
    assert found.left == {"a": 10, "b": 10}
    assert (found.unallocated, found.two_sources, found.faults) == (15, ("beds",), ())


def test_a_source_that_brings_nothing_in_and_none_at_all():
    found = reconcile([("a", 10)], [SpendLine("beds", 5, ("c",)), SpendLine("cars", 1, ())])
    assert found.faults == ("cars names no source", "beds is paid from a source that brings nothing in")
    assert found.spend == 6


def test_a_source_named_twice_brings_in_both():
    assert reconcile([("a", 10), ("a", 5)], []).left == {"a": 15}
