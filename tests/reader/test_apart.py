"""The reader finds each number that reads as the one that it misses, and none in the places where rounding hid it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reader import places
from tests.reader.apart import alike
from tests.reader.planted import PLACES
from tests.reader.walk import Said, walk


def said(place: str, where: str) -> Said:
    return next(one for one in walk(places.found(PLACES[place])) if one.where == where)


@pytest.mark.parametrize(
    ("place", "where", "words", "instead"),
    [
        ("a miss of a standard that rounding hides", "A1 standard 0", ("94.96%",), ("95.0%",)),
        ("over, and a miss that rounding hides", "A1 outlook", ("95.00%",), ("95.0%",)),
        ("over, and a miss that rounding hides", "A1 finding", ("94.96%", "95.00%"), ("95.0%", "95.0%")),
        ("a newest step that rounding hides", "A1 answer", ("80.04", "80.00"), ("80.0", "80.0")),
        ("gap on file that misses its path by less than it is rounded by", "A1 gap path",
         ("4.04", "4.00"), ("4.0", "4.0")),
    ],
)  # fmt: skip
def test_what_reads_as_the_number_that_it_misses_is_found(place, where, words, instead):
    """“NHS standard: 95.0%. The newest figure, 95.0%, misses it.”"""
    one = said(place, where)
    told = one.sentence.text
    assert list(alike(told, one.sentence.claims, one.about)) == []
    for each, other in zip(words, instead, strict=True):
        assert each in told
        told = told.replace(each, other)
    found = list(alike(told, one.sentence.claims, one.about))
    assert bool(found) is (where != "A1 outlook"), "an outlook alone tells no value"


def test_the_number_that_it_is_held_against_is_its_own_at_any_rate():
    one = said("a miss of a standard that rounding hides", "A1 standard 0")
    same = [replace(claim, number=95.0) for claim in one.sentence.claims]
    assert list(alike("NHS standard: 95.0%. The newest figure, 95.0%.", tuple(same), one.about)) == []
