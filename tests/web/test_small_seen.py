"""Beside the small-number rule stands how many figures readers saw by a rule that hid less, and that they stay."""

from __future__ import annotations

import html

import pytest

from oneplace.web.public.presenters import judging
from oneplace.web.snapshot import snapshot


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (1700, "The rule hid less before: 1,700 figures that were published by it stay."),
        (1, "The rule hid less before: 1 figure that was published by it stays."),
        (0, ""),
    ],
)
def test_the_pages_that_print_the_rule_say_for_how_many_figures_it_does_not_hold(
    visitor, serving, monkeypatch, number, told
):
    serving("full")
    first = next(iter(snapshot().place.measures))
    monkeypatch.setattr(judging, "_still_below", lambda _, measure: number * (measure.id == first))
    for address in ("/how-we-judge", "/privacy"):
        said = html.unescape(visitor.get(address).content.decode())
        assert told in said
        assert ("The rule hid less before" in said) == bool(number)
