"""Of words that are allowed, the one meant is offered: by a beginning of three letters, else by likeness."""

from __future__ import annotations

import pytest

from oneplace.place.typed import _nearest


@pytest.mark.parametrize(
    ("text", "choices", "best"),
    [
        ("lower", ["high_good", "low_good"], "low_good"),
        ("low", ["wol", "low_good"], "low_good"),  # three letters shared are enough
        ("lo", ["ol", "lo_good_and_long"], "ol"),  # two are not
        ("monthl", ["annual", "monthly"], "monthly"),
    ],
)
def test_a_beginning_of_three_letters_comes_before_likeness(text, choices, best):
    assert _nearest(text, choices) == best
