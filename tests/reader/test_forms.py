"""A sentence whose words, numbers, periods, groups or areas are other than its claims' has a form that nobody read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reader import forms, places
from tests.reader.planted import PLACES
from tests.reader.walk import Said, walk

LABELS = {"1": "Most deprived", "5": "Least deprived", "F": "Female", "M": "Male"}
NAMES = ("usual", "years that dropped once", "a rise that leads no further", "decided", "newest months provisional",
         "over, and a miss that rounding hides", "process sure to meet", "fifths alike")  # fmt: skip


@pytest.fixture(scope="module")
def said() -> list[Said]:
    return [one for name in NAMES for one in walk(places.found(PLACES[name]))]


TURNED = [
    ("since 2010/11", "until 2010/11"),
    ("95% interval", "80% interval"),
    ("until then", "since then"),
    ("beyond chance", "by chance"),
    ("off the path to", "on the path to"),
    ("which asked for", "which allowed"),
    ("not the target", "not the path"),
    ("could be chance", "is certain"),
    ("No limits are known, so nobody", "Limits are known, so nobody"),
    ("would have shown in four of five", "would have shown in one of five"),
    ("is older than one quarterly cycle", "is older than one yearly cycle"),
    ("chance alone will not bring it there", "chance alone will bring it there"),
    ("will not make it miss", "will make it miss"),
    ("(provisional)", "(final)"),
    ("nobody has agreed it", "everybody has agreed it"),
    ("Set a baseline, a target and a path", "Drop the target"),
]
"""Words that are in some sentence of these places, and what would make it false or another."""


@pytest.mark.parametrize(("words", "instead"), TURNED)
def test_words_turned_round_make_a_form_that_nobody_read(said, words, instead):
    told = [one for one in said if words in one.sentence.text]
    if not told:
        pytest.fail(f"nothing says “{words}”")
    assert all(forms.unread([_with(one, one.sentence.text.replace(words, instead))], LABELS) for one in told)


@pytest.mark.parametrize(
    ("where", "one", "other"),
    [
        ("A1 finding", "5.0%", "6.3%"),  # what is aimed at and what its path asked for
        ("A1 finding", "2025/26", "2027/28"),  # the period of the value and that of the target
        ("A1 answer", "11.1%", "11.9%"),  # the limits
        ("A1 gap", "the most deprived", "the least deprived"),
        ("A1 gap", "8.0", "12.0"),
        ("A3 answer", "March 2026", "April 2025"),  # the month before and the year before
    ],
)
def test_what_changes_places_makes_a_form_that_nobody_read(said, where, one, other):
    (told,) = [each for each in said if each.where == where][:1]
    text = told.sentence.text
    assert forms.unread([told], LABELS) == []
    assert one in text
    assert other in text
    swapped = text.replace(one, "\0").replace(other, one).replace("\0", other)
    assert forms.unread([_with(told, swapped)], LABELS)


def _with(one: Said, text: str) -> Said:
    return replace(one, sentence=replace(one.sentence, text=text))
