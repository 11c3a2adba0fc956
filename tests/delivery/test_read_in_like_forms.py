"""What no form takes no file brings in: of every rule of every form, as made from the table of rules itself."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product

import pytest
from pydantic import ValidationError

from oneplace.delivery.happened import STATES, Entry, Kind, Risk, WrongError, change, not_taken_so
from tests.delivery.test_happened import EVERY, RULES, TODAY, said, thing

AT = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
OTHERWISE = ("", "n/a", "2020-01-01", "2026-04-02", "5")
"""What somebody might enter: nothing, what shows nothing, a day long past and one to come, a number."""


def entry(kind, what, before, after, why):
    """As a file has it."""
    plain = None if before is None else before.model_dump(mode="json")
    return Entry(kind=kind, subject="x-1", number=1, at=AT, by="lena", what=what, why=why,
                 before=plain, after=after.model_dump(mode="json"))  # fmt: skip


@pytest.mark.parametrize(("kind", "what"), EVERY)
def test_a_file_is_held_to_what_the_form_asks_field_by_field(kind, what):
    rule, own = RULES[kind][what], STATES[kind]
    before = None if "new" in rule.out_of else own.model_validate(thing(kind, rule.out_of[0], what).model_dump())
    asked = said(kind, what)
    whole, why = change(kind, before, what, asked, TODAY)
    assert not_taken_so(entry(kind, what, before, whole, why)) == {}
    for name, other in product(rule.fields, OTHERWISE):
        try:
            after, because = change(kind, before, what, asked | {name: other}, TODAY)
        except WrongError:
            refused = brought(entry(kind, what, before, whole, why), name, other)
            assert refused is None or not_taken_so(refused), (name, other)
        else:
            assert not_taken_so(entry(kind, what, before, after, because)) == {}, (name, other)


def brought(good, name, other):
    """What no form takes, as a file has it; None where its line is refused already: it can be read as nothing."""
    own = STATES[good.kind].model_fields
    if name in own and not other and own[name].default:  # a file can't leave it empty
        return None
    changed = {name: other or own[name].default} if name in own else {}
    try:
        after = STATES[good.kind].model_validate(good.after | changed)
        before = None if good.before is None else good.was()
        return entry(good.kind, good.what, before, after, other if name == "why" else good.why)
    except ValidationError:
        return None


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, {}),
        ({"scored_on": date(2026, 3, 1)}, {"scored_on"}),
        ({"evidence_on": date(2026, 3, 1)}, {"evidence_on"}),
        ({"evidence_on": date(2026, 4, 2)}, {"evidence_on"}),
        ({"control": ""}, {"evidence_on"}),
        ({"control": "n/a"}, {"control"}),
        ({"control": "", "evidence_on": None, "likelihood": 5}, set()),
    ],
)
def test_a_score_falls_by_no_file_without_newer_evidence_or_by_the_day_of_another_score(changed, told):
    before = Risk(event="E", likelihood=4, consequence=4, scored_on=date(2026, 3, 1), org="council")
    good = {"likelihood": 2, "control": "Audit", "evidence_on": date(2026, 3, 20), "scored_on": TODAY}
    after = before.model_copy(update=good | changed)
    assert set(not_taken_so(entry(Kind.RISK, "scored", before, after, "It was looked at"))) == set(told)


def test_a_decision_is_taken_by_no_file_before_its_body_agreed_nor_a_cycle_closed_without_a_comparison():
    decision = STATES[Kind.DECISION].model_validate(thing(Kind.DECISION, "on_agenda").model_dump() | {"present": ""})
    taken = decision.model_copy(update={"state": "taken", "came": "agreed", "outcome": "Agreed"})
    assert "present" in not_taken_so(entry(Kind.DECISION, "taken", decision, taken, ""))
    cycle = STATES[Kind.CYCLE].model_validate(thing(Kind.CYCLE, "open").model_dump())
    closed = cycle.model_copy(update={"state": "closed", "measured_from": TODAY, "measured_to": TODAY, "act": "adopt"})
    assert "compared" in not_taken_so(entry(Kind.CYCLE, "closed", cycle, closed, ""))
