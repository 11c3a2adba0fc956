"""Search: who types that they can't go on, or are harmed, reads first whom to turn to."""

from __future__ import annotations

import re

import pytest

from oneplace.web.public.finding import urgent, urgent_matters

HARM, ABUSE, LIFE = (matter.heading for matter in urgent_matters())


@pytest.mark.parametrize(
    ("typed", "matter"),
    [
        ("suicidal", HARM),
        ("i want to KILL MYSELF", HARM),
        ("can’t cope any more", HARM),
        ("abuse", ABUSE),
        ("my partner hits me", ABUSE),
        ("safeguarding", ABUSE),
        ("chest pain", LIFE),
        ("substance abuse", None),
        ("drug abuse deaths", None),
        ("chest infection", None),
        ("end of life", None),
        ("hit the target", None),
        ("the biggest killers", None),
    ],
)
def test_what_is_urgent_is_known_from_what_is_not(typed, matter):
    found = urgent(typed, {})
    assert (found.heading if found else None) == matter


def test_a_word_misspelt_is_known_as_it_was_read():
    assert urgent("suicidle", {}) is None
    assert urgent("suicidle", {"suicidle": "suicidal"}).heading == HARM


def test_every_matter_names_999_first_and_a_source_for_each_line():
    for matter in urgent_matters():
        assert matter.turns[0].link == "tel:999"
        assert len(matter.turns) >= 2
        assert all(turn.source.startswith("https://") for turn in matter.turns)
        for turn in matter.turns:
            if turn.link.startswith(("tel:", "sms:")):
                assert re.sub(r"\D", "", turn.do).endswith(turn.link[4:]) or turn.link == "tel:111"


@pytest.mark.parametrize("typed", ["suicidal", "suicidle", "kill myself"])
def test_the_page_says_it_before_anything_else(typed, visitor, serving):
    serving("full")
    html = visitor.get("/search", {"q": typed}).content.decode()
    main = html[html.index("<main") :]
    for link in ("tel:999", "tel:111", "tel:116123"):
        assert 0 < main.index(f'href="{link}"') < main.index("<form")


def test_other_searches_are_left_alone(visitor, serving):
    serving("full")
    assert 'href="tel:' not in visitor.get("/search", {"q": "smoking"}).content.decode()
