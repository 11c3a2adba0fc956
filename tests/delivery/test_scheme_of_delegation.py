"""A decision of the browser is taken by the body that the place's scheme of delegation gives it to, and by no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace import place
from oneplace.delivery.decision_path import Stage
from oneplace.delivery.happened import RECOMMENDS, Decision, Kind, WrongError, change, facts, lacks, scheme, unheld
from oneplace.delivery.which_body import Decider, Delegated, decider, decides
from oneplace.place.strategy.governance import Delegation
from tests.web import world

TABLE = (
    Delegated("board", "spending", frozenset({"care"}), 0, 500_000),
    Delegated("council", "spending", frozenset({"care"}), 500_000),
    Delegated("cabinet", "spending", frozenset({"parks"})),
    Delegated("council", "plan"),
)


@pytest.mark.parametrize(
    ("type_", "function", "value", "found"),
    [
        ("spending", "care", 499_999.99, Decider(("board",))),
        ("spending", "care", 500_000, Decider(("council",))),
        ("spending", "parks", None, Decider(("cabinet",))),
        ("plan", "", None, Decider(("council",))),
        ("spending", "", 600_000, Decider((), ("its function",))),
        ("spending", "care", None, Decider((), ("its value",))),
        ("spending", "", None, Decider((), ("its function", "its value"))),
        ("", "care", 1, Decider((), ("its type",))),
        ("spending", "leisure", 1, Decider(())),
        ("closing", "care", 1, Decider((), ())),
    ],
)
def test_who_decides_and_what_must_be_said_first(type_, function, value, found):
    assert decider(TABLE, type_, function, value) == found


@given(
    st.sampled_from(["spending", "plan", "closing"]),
    st.sampled_from(["care", "parks", "leisure"]),
    st.floats(0, 1e9) | st.sampled_from([0, 500_000]),
)
def test_where_all_is_said_it_is_as_the_table_has_it(type_, function, value):
    found = decider(TABLE, type_, function, value)
    assert found == Decider(decides(TABLE, type_, function, value))


@given(st.sampled_from(["spending", "plan"]), st.sampled_from(["", "care", "parks"]), st.none() | st.floats(0, 1e9))
def test_what_was_not_said_is_never_guessed(type_, function, value):
    """A body is named only where whatever could be said would lead to it."""
    found = decider(TABLE, type_, function, value)
    functions = [function] if function else ["care", "parks"]
    values = [value] if value is not None else [0, 499_999, 500_000, 1e12]
    all_ = {body for each in functions for pounds in values for body in decides(TABLE, type_, each, pounds)}
    assert found.unsaid or set(found.bodies) == all_


@pytest.fixture
def testton(tmp_path):
    world.write_place(tmp_path)
    found = place.read(tmp_path)
    governance = found.strategy.governance
    rows = [
        {"body": row.body, "type": row.type, "functions": sorted(row.functions), "from": row.from_}
        | ({} if row.below == inf else {"below": row.below})
        for row in (replace(one, body="hwb" if one.body == "board" else "D1") for one in TABLE)
    ]
    own = [Delegation.model_validate(row) for row in rows]
    laid = found.strategy.model_copy(update={"governance": governance.model_copy(update={"delegation": tuple(own)})})
    return replace(found, strategy=laid)


def told(testton, body, **said):
    """Why a draft of these can't be ready: what of that the scheme says."""
    asked = {"matter": "", "function": "", "value": ""} | said
    of_scheme = scheme(testton, body, **asked)
    draft = Decision.model_validate({"text": "Pay", "body": body} | {k: v or None for k, v in asked.items() if v})
    known = draft.model_copy(update=of_scheme)
    return [one for one in lacks(draft, known, Stage.READY, date(2026, 4, 1)) if "scheme" in one]


def test_the_body_that_decides_may_and_another_may_not(testton):
    spending = {"matter": "spending", "function": "care"}
    assert told(testton, "hwb", **spending, value="90,000") == []
    [other] = told(testton, "hwb", **spending, value="600000")
    assert other.startswith("By the scheme of delegation this is for ")
    [unsaid] = told(testton, "hwb", **spending)
    assert unsaid == "The scheme of delegation can’t say which body decides this: say its value."
    [nobody] = told(testton, "hwb", matter="closing")
    assert nobody == "The scheme of delegation gives a decision of this type, function and value to no body."
    assert told(testton, "hwb", matter=RECOMMENDS) == []


def test_a_place_without_a_scheme_asks_nothing(tmp_path):
    world.write_place(tmp_path)
    assert scheme(place.read(tmp_path), "hwb", "", "", "") == {"scheme": "", "decides": ""}


def test_a_value_that_turns_out_higher_than_the_body_may_decide_does_not_hold(testton):
    taken = Decision.model_validate(
        {"state": "taken", "text": "Pay", "body": "hwb", "matter": "spending", "function": "care", "value": 600_000}
        | facts(None, "", None)
        | scheme(testton, "hwb", "spending", "care", "600000")
        | {"quorum": None, "call_in_days": None}
    )
    assert any(one.startswith("By the scheme of delegation this is for") for one in unheld(taken, date(2026, 4, 1)))


def test_a_value_that_was_entered_too_low_is_put_right_though_another_body_had_to_decide(testton):
    spending = {"matter": "spending", "function": "care"}
    before = Decision.model_validate(
        {"state": "taken", "text": "Pay", "body": "hwb", "value": 90_000, "reasons": "Far"} | spending
    ).model_copy(update=scheme(testton, "hwb", **spending, value="90000"))
    told = {name: str(one) for name, one in before.model_dump(exclude_none=True).items()}
    right = (
        told | {"value": "600000", "why": "A nought was missing"} | scheme(testton, "hwb", **spending, value="600000")
    )
    after, _why = change(Kind.DECISION, before, "corrected_report", right, date(2026, 4, 1))
    assert any(one.startswith("By the scheme of delegation this is for") for one in unheld(after, date(2026, 4, 1)))
    with pytest.raises(WrongError, match="It gives no reasons"):
        change(Kind.DECISION, before, "corrected_report", right | {"reasons": ""}, date(2026, 4, 1))
