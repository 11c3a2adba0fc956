"""What counts as done is shown by something in a form as it is in a file: “n/a” and “tbc” show nothing."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import TypeAdapter, ValidationError

from oneplace.delivery.happened import RULES, WrongError, change
from oneplace.place.fields import Proof
from tests.delivery.test_happened import said, thing

TODAY = date(2026, 4, 1)
PROOFS = [
    (kind, what, name)
    for kind, rules in RULES.items()
    for what, rule in rules.items()
    for name in ("evidence", "control", "answer")
    if name in rule.fields
]


@pytest.mark.parametrize("text", ["n/a", "TBC", "—", "not_set", "To follow.", "Done on 3 March: see minutes", "Yes"])
def test_a_form_takes_as_shown_what_a_file_takes(text):
    assert len(PROOFS) >= 5
    for kind, what, name in PROOFS:
        told = refused(kind, what, name, text)
        if is_taken_of_a_file(text):
            assert told == {}, (kind, what)
        else:
            assert told == {name: "This shows nothing. Say what does, or leave it until something can."}, (kind, what)


def refused(kind, what, name, text) -> dict[str, str]:
    before = thing(kind, RULES[kind][what].out_of[0], what)
    try:
        change(kind, before, what, said(kind, what, **{name: text}), TODAY)
    except WrongError as error:
        return error.fields
    return {}


def is_taken_of_a_file(text) -> bool:
    try:
        TypeAdapter(Proof).validate_python(text)
    except ValidationError:
        return False
    return True
