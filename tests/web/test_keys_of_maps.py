"""The key of a map says of each shade what the areas in it have, read as a reader would: by its words."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from oneplace.charts import fifths
from tests.report import a_run


def bounds(words):
    """From where to where a line of a key goes: ``below 1.2%``, ``20% to 40%``, ``more than 60%``, ``4.8% or more``."""
    numbers = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", words)]
    if words == "none":
        return 0.0, 0.0
    if words.startswith(("below ", "up to ")):
        return 0.0, numbers[0]
    if words.endswith(" or more") or (words.startswith("more than ") and " to " not in words):
        return numbers[0], 100.0
    assert " to " in words, words
    return tuple(numbers)


@pytest.mark.parametrize("share", [0, 1, 20, 21, 40, 41, 60, 61, 100])
def test_the_share_of_deprived_neighbourhoods_lies_in_what_its_shade_is_told_as(share):
    from oneplace.web.public.presenters import area_map

    areas = [SimpleNamespace(fifth=1 if number < share else 5) for number in range(100)]
    part = SimpleNamespace(neighbourhoods=areas)
    (shape,), _, key, title, *_ = area_map._by_deprivation([part], [], area_map.Level.WARD)
    words = dict(key)[shape.shade]
    low, high = bounds(words)
    assert low <= share <= high
    assert (words == "none") is (share == 0)
    assert not (words.startswith("more than") and share == low)
    assert "most deprived fifth" in title
    assert shape.words == f"{share} of 100 neighbourhoods"


@pytest.mark.parametrize("values", [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [1, 1, 1, 2], [1, 5, 5, 5, 9]])
def test_a_value_lies_in_what_its_shade_is_told_as_and_the_darkest_is_the_highest(values, tmp_path):
    from oneplace.web.public.presenters import area_map

    measure = a_run.a_place(tmp_path).measures["smoking"]
    shades = fifths(values, measure.unit, measure.decimals)
    key = {area_map.SHADES - step: words for step, words in zip(shades.steps, shades.words, strict=True)}
    told = {}
    for value in values:
        (row,) = a_run.table("results", [{"value": float(value), "suppressed": False}]).to_pylist()
        told[value] = area_map._shape(None, row, shades, measure).shade
        low, high = bounds(key[told[value]])
        assert low <= value <= high
    assert told[max(values)] == min(told.values()), "the darkest shade"


def test_a_tenth_is_told_from_the_nearer_end():
    from oneplace.web.public.presenters.neighbourhoods import TENTHS

    ordinals = ("", "2nd ", "3rd ", "4th ", "5th ")
    expected = [f"{each}most deprived tenth" for each in ordinals]
    assert list(TENTHS) == [*expected, *(f"{each}least deprived tenth" for each in ordinals[::-1])]
