"""Stages of recovery are entered by tests over measures and a signature; a regulator's must-dos need evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from oneplace.place import Strategy, period
from oneplace.report import recovery
from tests.report import a_run

TODAY = date(2026, 5, 10)
MUSTS = [
    {"id": "M1", "text": "Answer complaints", "owner": {"org": "council"}, "due": "2026-04"},
    {"id": "M2", "text": "Keep lists", "owner": {"org": "council"}, "due": "2026-04", "evidence": "An audit"},
    {"id": "M3", "text": "Tidy up", "kind": "should"},
]


def row(month, point="common_cause", **more):
    when = period(f"2026-{month:02}")
    return {"period_start": when.start, "period_end": when.end, "period_label": when.words, "point": point} | more


FINE = [row(month) for month in (1, 2, 3, 4)]
LIMITS = {"asked": 10.0, "lower_limit": 4.0, "upper_limit": 9.0, "assurance": "consistent_pass"}


@pytest.fixture
def told(tmp_path):
    """What is said of one stage with some tests, where a monthly measure (lower is better) has these signals."""
    of = a_run.a_place(tmp_path)
    key, first = next(iter(of.measures.items()))
    measure = first.model_copy(
        update={"name": "Waits", "frequency": "monthly", "expected_lag_months": 0, "polarity": "low_good"}
    )

    def said(*tests, signals=FINE, musts=(), measured=True, **stage):
        asked = [one | ({} if one["asks"] == "must_dos" else {"measure": key}) for one in tests]
        plain = of.strategy.model_dump(by_alias=True, mode="json", exclude_none=True)
        plain |= {"recovery_stages": [{"id": "S", "text": "Improvement", "tests": asked, **stage}], "must_dos": musts}
        there = {key: measure} if measured else {}
        found = replace(of, strategy=Strategy.model_validate(plain), measures=there)
        report = SimpleNamespace(place=found, as_of=TODAY, tables={"signals": SimpleNamespace(of=lambda _key: signals)})
        return recovery.stages(report, TODAY)[0]

    return said


QUIET = {"asks": "no_concern", "periods": 3}
UNTESTED, SIGNED = "No test says when it may be entered.", "Entered 2 March 2026, signed by Ann."
BEYOND = {"asks": "beyond_target"}


@pytest.mark.parametrize(
    ("signals", "stands", "point"),
    [
        (FINE, "may be entered", "of “Waits”: holds."),
        ([*FINE[:2], row(3, "concern"), row(4)], "may not be entered", "of “Waits”: does not hold."),
        ([row(1, "concern"), *FINE[1:]], "may be entered", "holds."),
        (FINE[2:], "is not known", "of “Waits”: not known."),
        ([*FINE[:3], row(4, None)], "is not known", "not known."),
        ([], "is not known", "which has no control chart: not known."),
        (FINE[:3], "is not known", "last known for March 2026: not known."),
        ([*FINE[:2], row(3, "concern")], "may not be entered", "last known for March 2026: does not hold."),
    ],
)
def test_no_concern_is_told_of_as_many_periods_as_are_asked_and_not_of_old_figures(signals, stands, point, told):
    found = told(QUIET, signals=signals)
    assert stands in found.stands
    assert found.points[0].endswith(point)


@pytest.mark.parametrize(
    ("change", "holds"),
    [
        ({}, "holds"),
        ({"upper_limit": 10.0}, "does not hold"),
        ({"asked": None}, "not known"),
        ({"assurance": "not_stable"}, "not known"),
        ({"upper_limit": None}, "not known"),
    ],
)
def test_beyond_what_is_asked_means_with_all_of_chance(change, holds, told):
    found = told(BEYOND, signals=[*FINE[:3], row(4, **LIMITS | change)])
    assert found.points[0].endswith(f": {holds}.")


@pytest.mark.parametrize(
    ("musts", "point"),
    [
        (MUSTS, "evidenced (1 of 2): does not hold."),
        (MUSTS[1:], "evidenced (1 of 1): holds."),
        ([], "evidenced (0 of 0): not known."),
    ],
)
def test_what_should_be_done_holds_no_stage_up_and_no_must_do_is_no_proof(musts, point, told):
    assert told({"asks": "must_dos"}, musts=musts).points[0].endswith(point)


@pytest.mark.parametrize(
    ("tests", "more", "stands"),
    [
        ((), {}, UNTESTED),
        ((), {"state": "current"}, f"{UNTESTED} It is said to be under way, and nobody signed for it."),
        ((QUIET,), {"entered": {"by": "Ann", "on": "2026-03-02"}}, SIGNED),
        ((), {"entered": {"by": "Ann", "on": "2099-03-02"}}, UNTESTED),
        (
            (QUIET, {"asks": "must_dos"}),
            {"entered": {"by": "Ann", "on": "2026-03-02"}, "musts": MUSTS},
            f"{SIGNED} It needs a review, since this does not hold any more: each must-do of a regulator is evidenced "
            "(1 of 2).",
        ),
    ],
)  # fmt: skip
def test_a_person_signs_and_a_test_that_fails_afterwards_asks_for_a_review(tests, more, stands, told):
    assert told(*tests, **more).stands == stands


def test_of_a_measure_that_the_place_has_no_more_nothing_is_known(told):
    assert told(QUIET, measured=False).points[0].endswith("which the place does not measure: not known.")


def test_must_dos_say_who_and_by_when_and_are_done_only_with_evidence(tmp_path):
    of = a_run.a_place(tmp_path)
    plain = of.strategy.model_dump(by_alias=True, mode="json", exclude_none=True) | {"must_dos": MUSTS}
    found = recovery.must_dos(replace(of, strategy=Strategy.model_validate(plain)), TODAY)
    assert [one.stands for one in found] == [
        "Must be done: late.",
        "Must be done: evidenced by An audit.",
        "Should be done: nobody answers for it.",
    ]
    assert found[2].points == ("Owner: not set.", "By when: not set.")
