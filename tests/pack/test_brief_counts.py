"""The pack in brief says of how many ambitions it has a part: the fewer of the more, never the other way round."""

from __future__ import annotations

from oneplace.pack.sections.brief import _chosen


def test_how_many_of_how_many_have_a_part():
    assert "(2 of 5), the worst first." in _chosen(2, 0, 0, 5)
