"""Improvement: a cycle closes only on a comparison, a stage is entered only by tests that hold and a signature."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from oneplace.delivery.improvement import (
    Act,
    Cycle,
    Entered,
    Gate,
    Good,
    Held,
    Must,
    Stage,
    beyond_target,
    close_lacks,
    enter,
    gate,
    musts,
    needs_review,
    no_concern,
    plan_lacks,
)

DAY = date(2026, 6, 1)
CYCLE = Cycle(
    "fewer falls", "falls", "checks made", "staff hours", "a third fewer", DAY,
    ((date(2026, 5, 1), date(2026, 5, 31)), (date(2026, 7, 1), date(2026, 7, 31))),
    "a fifth fewer: within what chance makes", Act.ADAPT,
)  # fmt: skip
TODAY = date(2026, 9, 1)
HOLDS, FAILS, UNKNOWN = Held("no concern", True), Held("target met", False), Held("musts evidenced", None)


def test_a_whole_cycle_closes():
    assert close_lacks(CYCLE, TODAY) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"prediction": ""}, "predicts nothing"),
        ({"balancing": " "}, "might get worse"),
        ({"changed_on": None}, "Nothing was changed"),
        ({"data": ((date(2026, 5, 1), DAY),)}, "Nothing was measured after the change on 1 June 2026"),
        ({"data": ((DAY, date(2026, 6, 30)),)}, "Nothing was measured after the change on 1 June 2026"),
        ({"data": ((date(2026, 8, 1), date(2026, 9, 30)),)}, "Nothing was measured after the change on 1 June 2026"),
        ({"changed_on": date(2026, 10, 1)}, "The change is still to come, on 1 October 2026"),
        ({"compared": ""}, "what came of the prediction"),
        ({"act": None}, "adopt, adapt or abandon"),
    ],
)
def test_a_cycle_does_not_close_without(changed, said):
    (told,) = close_lacks(replace(CYCLE, **changed), TODAY)
    assert said in told


def test_nothing_is_tried_before_it_is_planned():
    assert len(plan_lacks(Cycle())) == 5


@pytest.mark.parametrize(
    ("concerns", "holds"),
    [
        ([False] * 6, True),
        ([True, *[False] * 6], True),
        ([False] * 5, None),
        ([True], False),
        ([False] * 5 + [None], None),
        ([False] * 5 + [True], False),
        ([], None),
    ],
)
def test_six_periods_without_concern(concerns, holds):
    assert no_concern("x", concerns).holds is holds


@pytest.mark.parametrize(
    ("lower", "upper", "good", "holds"),
    [
        (96, 99, Good.HIGH, True),
        (95, 99, Good.HIGH, False),
        (None, 99, Good.HIGH, None),
        (90, 94, Good.LOW, True),
        (90, 96, Good.LOW, False),
    ],
)
def test_a_target_is_met_reliably_where_all_natural_limits_are_beyond_it(lower, upper, good, holds):
    assert beyond_target("x", 95, lower, upper, good).holds is holds


@pytest.mark.parametrize(
    ("tests", "says"),
    [
        ([HOLDS], Gate.OPEN),
        ([HOLDS, FAILS], Gate.SHUT),
        ([HOLDS, UNKNOWN], Gate.NOT_KNOWN),
        ([UNKNOWN, FAILS], Gate.SHUT),
        ([], Gate.NOT_KNOWN),
    ],
)
def test_a_gate_opens_only_where_all_tests_hold(tests, says):
    assert gate(tests) is says


@pytest.mark.parametrize(("now", "then"), list(product(Stage, Stage)))
def test_stages_are_entered_in_their_order(now, then):
    order = list(Stage)
    if order.index(then) == order.index(now) + 1:
        assert enter(now, then, [HOLDS], " Chief executive ", DAY) == Entered(then, "Chief executive", DAY)
    else:
        with pytest.raises(ValueError, match="does not come after"):
            enter(now, then, [HOLDS], "Chief executive", DAY)


@pytest.mark.parametrize(
    ("tests", "by", "said"),
    [
        ([HOLDS, FAILS], "me", "target met"),
        ([UNKNOWN], "me", "not known"),
        ([], "me", "no tests"),
        ([HOLDS], " ", "signed"),
    ],
)
def test_a_stage_is_not_entered_without(tests, by, said):
    with pytest.raises(ValueError, match=said):
        enter(Stage.RECOVERY, Stage.IMPROVEMENT, tests, by, DAY)


def test_a_test_that_fails_later_opens_a_review_and_what_is_not_known_does_not():
    assert needs_review([HOLDS, FAILS, UNKNOWN]) == ["target met"]


def test_how_a_regulators_musts_stand():
    given = {
        "a": Must("x", DAY, "audit"),
        "b": Must("x", DAY, owner="trust"),
        "c": Must("x", None, owner="trust"),
        "d": Must("x", DAY),
        "e": Must("x", date(2026, 6, 2), owner="trust"),
    }
    assert musts(given, date(2026, 6, 2)) == {
        "a": "evidenced", "b": "late", "c": "no day", "d": "nobody answers for it", "e": "open",
    }  # fmt: skip
