"""A word that only fills a place counts as nothing: who knows nothing says nothing."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from oneplace.place.fields import NOT_SET, OrNotSet, Proof, Text
from oneplace.place.strategy.delivery import Milestone, MustDo
from oneplace.place.strategy.governance import PooledFund, Privacy
from oneplace.place.strategy.learning import Cycle, EqualityAnswer
from oneplace.vocabulary.typed_text import is_seen, says_nothing, typed_text


@pytest.mark.parametrize(
    "text", ["n/a", "N.A.", "TBC", " tbd ", "—", "…", "?", "none", "Not set", "to be confirmed", "not_set"]
)
def test_a_word_in_the_place_of_one_shows_nothing(text):
    assert says_nothing(text)
    with pytest.raises(ValidationError, match=r"shows nothing|is no text"):
        TypeAdapter(Proof).validate_python(text)


@pytest.mark.parametrize("text", ["\u200b", "\u200b \u2060\n", "\u00ad\u200d", "\u3164", "\u2800 ", "\ufe0f"])
def test_signs_that_print_nothing_are_no_text(text):
    assert typed_text(text) == ""
    assert not is_seen(text), "what a file brings is refused for it"


@pytest.mark.parametrize("text", ["a\u200db", "👩\u200d⚕️", "—", "می\u200cخواهم", "co\u00adoperate"])
def test_nor_are_they_taken_out_of_one(text):
    assert typed_text(text) == text
    assert is_seen(text)


@pytest.mark.parametrize("text", ["An audit of May 2026", "None of 40 letters was late", "12", "Nobody fell"])
def test_a_sentence_shows_something(text):
    assert TypeAdapter(Proof).validate_python(text) == text


@pytest.mark.parametrize("text", ["not_set", "  "])
def test_what_is_known_to_be_missing_is_no_text_but_where_the_field_may_say_so(text):
    with pytest.raises(ValidationError, match=r"is no text|are no text"):
        TypeAdapter(Text).validate_python(text)
    assert TypeAdapter(OrNotSet[Text]).validate_python(NOT_SET) == NOT_SET


@pytest.mark.parametrize(
    ("of", "field", "given"),
    [
        (MustDo, "evidence", {"id": "M", "text": "T"}),
        (Milestone, "evidence", {"id": "M", "text": "T", "state": "done"}),
        (PooledFund, "duration", {"id": "F", "name": "N"}),
        (Cycle, "compared", {"id": "C", "aim": "A"}),
        (EqualityAnswer, "reason", {"aim": "A", "characteristic": "age"}),
    ],
)
@pytest.mark.parametrize("text", ["not_set", "n/a"])
def test_no_duty_plan_or_cycle_is_settled_by_it(of, field, given, text):
    of.model_validate(given | {field: "Minutes of May"})
    with pytest.raises(ValidationError):
        of.model_validate(given | {field: text})


def test_a_fingerprint_of_one_letter_is_none():
    """It would fit one in sixteen of whatever the data flows become."""
    with pytest.raises(ValidationError):
        Privacy.model_validate({"screening": "done", "flows": "4"})
