"""Days as people write them: read by one rule, or refused in words; never a number taken for seconds since 1970."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from oneplace.delivery.happened import Kind, WrongError, change
from oneplace.delivery.happened.rules import RULES
from oneplace.delivery.happened.states import STATES
from oneplace.vocabulary.wording import day_words
from oneplace.vocabulary.written_days import written_day

FIFTH = date(2026, 6, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2026-06-05", "2026-6-5", "2026/06/05", "5/6/2026", "05/06/2026", "5.6.2026", "05-06-2026", "5 June 2026",
        "5 june 2026", "5th June 2026", "5th of June 2026", "5 Jun 2026", "5 Jun. 2026", "5-Jun-2026", "June 5, 2026",
        "June 5 2026", "Friday 5 June 2026", "Fri, 5 June 2026", "  5   June  2026 ",
    ],
)  # fmt: skip
def test_a_day_is_read_in_each_of_its_forms(text):
    assert written_day(text) == FIFTH


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("0", "Enter a day"), ("86400", "Enter a day"), ("1970", "Enter a day"), ("20260605", "Enter a day"),
        ("-1", "Enter a day"), ("1e9", "Enter a day"), ("2026-06", "Enter a day"), ("5/6/26", "Enter a day"),
        ("5 June", "Enter a day"), ("June 2026", "Enter a day"), ("tomorrow", "Enter a day"), ("5 Ju 2026", "Enter a"),
        ("2026-06-05T00:00:00", "Enter a day"), ("٥ June 2026", "Enter a day"), ("", "Enter a day"), ("²/6/2026", "En"),
        ("31/6/2026", "There is no such day"), ("6/25/2026", ".day, month, year."),
        ("29 February 2026", "There is no such day"), ("0000-01-01", "There is no such day"),
        ("Monday 5 June 2026", "5 June 2026 is a Friday"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused_in_words(text, told):
    with pytest.raises(ValueError, match=told) as raised:
        written_day(text)
    assert "5 June 2026" in str(raised.value)


@given(some.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_every_day_is_read_back_from_each_way_of_writing_it(day):
    for text in (day.isoformat(), day_words(day), f"{day.day}/{day.month}/{day.year}"):
        assert written_day(text) == day


DAYS = [
    (kind, what, name)
    for kind, rules in RULES.items()
    for what, rule in rules.items()
    for name in rule.fields
    if name in STATES[kind].model_fields and "date" in str(STATES[kind].model_fields[name].annotation)
]


@pytest.mark.parametrize(("kind", "what", "name"), DAYS)
@pytest.mark.parametrize("text", ["0", "86400", "20260605", "tomorrow"])
def test_no_form_of_the_record_takes_a_number_for_a_day(kind, what, name, text):
    rule = RULES[kind][what]
    state = rule.out_of[0]
    before = None if state == "new" else STATES[kind].model_validate({"state": state})
    with pytest.raises(WrongError) as raised:
        change(kind, before, what, dict.fromkeys(rule.fields, "1") | {name: text}, FIFTH)
    assert raised.value.fields[name].startswith("Enter a day.")


def test_every_kind_of_day_is_among_the_fields():
    assert {(Kind.MILESTONE, "moved", "forecast"), (Kind.DECISION, "noticed", "noticed")} <= set(DAYS)
    assert len(DAYS) > 10
