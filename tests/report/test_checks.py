"""Checks of the extracts' quality, summed."""

import pytest

from oneplace.report import Checks


def check(passed, checked):
    return {"passed": passed, "checked": checked}


@pytest.mark.parametrize(
    ("rows", "sums", "share"),
    [
        ([], (0, 0, False), None),
        ([check(None, None), check(None, 0), check(0, 0)], (0, 0, False), None),
        ([check(5, 5)], (5, 5, False), "100.0%"),
        ([check(90, 100), check(9, 100)], (99, 200, False), "49.5%"),
        ([check(9996, 10000)], (9996, 10000, False), "99.9%"),
        ([check(998, 1000)], (998, 1000, False), "99.8%"),
        ([check(None, 1000)], (1000, 1000, True), "99.9%"),
        ([check(None, 100), check(50, 100)], (150, 200, True), "75.0%"),
        ([check(0, 100)], (0, 100, False), "0.0%"),
    ],
)
def test_all_passed_is_never_said_of_less(rows, sums, share):
    found = Checks.of(rows)
    assert (found.passed, found.checked, found.few) == sums
    assert found.share == share


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([check(20_000, 20_000)], "20,000"),
        ([check(None, 20_000)], "20,000 less a few"),
        ([check(None, 100), check(50, 100)], "150 less a few"),
    ],
)
def test_as_many_as_were_checked_are_never_said_to_have_passed_where_some_failed(rows, words):
    """Else "20,000 of 20,000 passed" would stand beside a share of 99.9%."""
    assert Checks.of(rows).passed_words == words
