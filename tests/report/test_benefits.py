"""Benefits in words: what claims some of the same thing stands together and is counted once, or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from oneplace.place import BenefitProfile
from oneplace.report.benefits import benefits, judged
from tests.report import a_run

TODAY = date(2026, 6, 1)


@pytest.fixture
def told(tmp_path):
    """What is said of benefits, each a change of one that takes a fifth off 1,000 of a measure in 2026."""
    of = a_run.a_place(tmp_path)

    def said(*changes):
        one = {"kind": "quality", "measure": "smoking", "period": 2026, "baseline": 1000, "baseline_on": "2025-12-01"}
        given = tuple(
            BenefitProfile.model_validate(
                {"id": f"B{number}", "text": f"Nr {number}", "reduction": 0.2, **one, **change}
            )
            for number, change in enumerate(changes, 1)
        )
        return benefits(replace(of, strategy=of.strategy.model_copy(update={"benefits": given})), TODAY, {})

    return said


MORE = {"reduction": 0.3}
APART = "Can’t be put together: they claim some of the same measure, people and time, but not the same."


def test_benefits_on_one_measure_are_counted_once_in_the_order_of_the_files(told):
    together, alone = told({}, {"period": 2027}, MORE)
    assert [claim[0] for claim in together.claims] == ["Nr 1", "Nr 3"]
    assert together.together == (
        "Together they are to take 440.0 percentage points off the baseline of 1,000%; adding them up "
        "would claim 500.0 percentage points, and count some twice."
    )
    assert alone.together == "It is to take 200.0 percentage points off the baseline of 1,000%."


@pytest.mark.parametrize(
    ("one", "other", "stand_together"),
    [
        ({"period": "2026-07"}, {}, True),
        ({"period": "2025/26"}, {}, True),
        ({"population": "people of 65 and over"}, {}, True),
        ({"period": 2027}, {}, False),
        ({"population": "women"}, {"population": "men"}, False),
        ({"measure": None}, {}, False),
        ({"kind": "dis_benefit"}, {}, False),
    ],
)
def test_what_overlaps_in_part_is_not_claimed_twice_and_not_added_up(one, other, stand_together, told):
    found = told(one | {"baseline_on": "2025-01-01"}, other)
    assert [len(each.claims) for each in found] == ([2] if stand_together else [1, 1])
    if stand_together:
        assert found[0].together.startswith(APART)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([{"baseline_on": None}], "Unproven: no baseline was frozen before it began."),
        ([{"baseline": "not_set"}], "Unproven: no baseline was frozen before it began."),
        (
            [{"baseline_on": "2026-03-01"}],
            "Unproven: the baseline was frozen on 1 March 2026, after it began on 1 January 2026.",
        ),
        ([{"baseline_on": "2026-01-01"}], "It is to take 200.0 percentage points off the baseline of 1,000%."),
        (
            [{}, {"baseline_on": None}],
            "Unproven, so that nothing is counted together. “Nr 2”: no baseline was frozen before it began.",
        ),
    ],
)
def test_a_baseline_frozen_after_the_start_proves_nothing(changes, said, told):
    assert told(*changes)[0].together == said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"unit": "bed days"}, "Together they are to take 440 bed days off the baseline of 1,000 bed days; adding"),
        ({"kind": "dis_benefit"}, "What is lost: 440.0 percentage points on the baseline of 1,000%."),
    ],
)
def test_a_benefit_says_what_it_counts_and_a_loss_is_none(change, said, told):
    assert told(change, MORE | change)[0].together.startswith(said)


def test_of_what_nobody_measures_nobody_has_said_what_it_counts(told):
    assert told({"measure": None})[0].together.startswith("It is to take 200 (of what, nobody has said) off the")


def test_benefits_of_two_units_are_not_put_together(told):
    assert told({}, {"unit": "bed days"})[0].together == "Can’t be put together: their baselines differ."


COUNTED = {"counted": [{"on": "2026-04-30", "value": 560, "evidence": "The count of April"}]}


def test_what_was_counted_since_is_told_with_whose_gain_it_is(told):
    together, late, early = told(
        COUNTED,
        {"period": 2025, "baseline_on": "2024-12-01"},
        {"period": 2027, **COUNTED},
        MORE | {"counted": [{"on": "2026-03", "value": 700}]},
    )
    assert together.came == (
        "Counted last on 30 April 2026: 560.0%, so the gain is 440.0 percentage points, of 440.0 percentage points "
        "claimed. "
        "By what each claims that is “Nr 1” 169.3 percentage points and “Nr 4” 270.7 percentage points. "
        "What shows it: The count of April."
    )
    assert late.came == "Nothing was counted since, and it was tracked until 31 December 2025."
    assert early.came == "", "what was counted before it began says nothing of it"


def test_nothing_was_counted_or_frozen_on_a_day_to_come(told):
    (counted,) = told({"counted": [{"on": "2026-06-02", "value": 560}, {"on": "2026-03", "value": 1001}]})
    assert counted.came == "Counted last on March 2026: 1,001%, so nothing was gained. Nothing shows it."
    (frozen,) = told({"period": 2027, "baseline_on": "2026-12-01"})
    assert frozen.together == "Unproven: no baseline was frozen before it began."


@pytest.mark.parametrize(
    ("change", "ends"),
    [
        ({"counted": [{"on": "2026-04-30", "value": 1001}]}, "so nothing was gained. Nothing shows it."),
        (
            COUNTED | {"baseline_on": None},
            "How much of that is gained can’t be told. What shows it: The count of April.",
        ),
    ],
)
def test_no_gain_is_told_where_none_was_or_nobody_can_know(change, ends, told):
    (one,) = told(change)
    assert one.came.endswith(ends)


OVER = {"period": "2025/26", "baseline": 20, "baseline_on": "2025-03-01"}
"""A benefit whose period is over on the day of the run: a fifth off 20 % is 16 %."""


def year(value, half=None, start=2025, **more):
    limits = {} if half is None else {"lower": value - half, "upper": value + half}
    when = {"period_start": date(start, 4, 1), "period_end": date(start + 1, 4, 1), "period_label": f"{start}/26"}
    whom = {"measure": "smoking", "dimension": "all", "group": "all", "suppressed": False, "origin": "published"}
    return when | whom | {"value": value} | limits | more


@pytest.fixture
def became(tmp_path):
    """What is known of each benefit, by the run's rows of its measure."""
    of = a_run.a_place(tmp_path)

    def said(*changes, rows=()):
        given = tuple(
            BenefitProfile.model_validate(
                {"id": f"B{number}", "text": f"Nr {number}", "kind": "quality", "measure": "smoking", "reduction": 0.2}
                | OVER
                | change
            )
            for number, change in enumerate(changes, 1)
        )
        of_these = replace(of, strategy=of.strategy.model_copy(update={"benefits": given}))
        found = judged(a_run.report(of_these, results=list(rows)))
        return found, benefits(of_these, TODAY, found)

    return said


def forecasts(found):
    return {key: str(row["status_forecast"]) for key, row in found[0].items()}


@pytest.mark.parametrize(
    ("change", "rows", "kept"),
    [
        ({}, [year(15.0)], "met"),
        ({}, [year(16.0)], "met"),
        ({}, [year(17.0)], "missed"),
        ({}, [year(17.0, 0.5)], "missed"),
        ({}, [year(17.0, 2.0)], "cannot_be_told"),
        ({"baseline_on": None}, [year(15.0)], "cannot_be_told"),
        ({"baseline": "not_set"}, [year(15.0)], "cannot_be_told"),
        ({"kind": "dis_benefit"}, [year(15.0)], "no_target_set"),
        ({}, [year(15.0, start=2024)], None),
        ({}, [], None),
        ({"unit": "bed days"}, [year(15.0)], None),
        ({"population": "women"}, [year(15.0)], None),
        ({"measure": None}, [year(15.0)], None),
        ({"period": "2026/27"}, [year(15.0)], None),
        ({"counted": [{"on": "2026-03-31", "value": 16}]}, [year(17.0)], "met"),
        ({"counted": [{"on": "2026-04-20", "value": 17}]}, [], "missed"),
        ({"counted": [{"on": "2025-09-30", "value": 15}]}, [], None),
        ({"counted": [{"on": "2026-04-20", "value": 15}], "baseline_on": None}, [], "cannot_be_told"),
        ({"counted": [{"on": "2026-04-20", "value": 15}], "kind": "dis_benefit"}, [], "no_target_set"),
        ({"baseline": 950, "reduction": 0.07, "counted": [{"on": "2026-04-20", "value": 883.5}]}, [], "met"),
    ],
)
def test_a_benefit_is_met_or_missed_or_nobody_can_tell_as_a_target_is(became, change, rows, kept):
    assert forecasts(became(change, rows=rows)) == ({"B1": kept} if kept else {})


def test_benefits_on_one_measure_are_held_against_what_they_come_to_together(became):
    assert forecasts(became({}, {"reduction": 0.3}, rows=[year(13.0)])) == {
        "B1": "missed",
        "B2": "missed",
    }  # 11.2 of 20
    assert forecasts(became({}, {"reduction": 0.3}, rows=[year(11.0)])) == {"B1": "met", "B2": "met"}


NOTHING = "Nothing was counted since, and it was tracked until 31 March 2026."


@pytest.mark.parametrize(
    ("change", "rows", "came"),
    [
        ({}, [], NOTHING),
        ({"population": "women"}, [year(15.0)], NOTHING),
        ({}, [year(15.0)], "Its measure was 15.0% in 2025/26, so it was met."),
        ({}, [year(17.0)], "Its measure was 17.0% in 2025/26, so it was missed."),
        ({}, [year(16.04)], "Its measure was 16.04% in 2025/26, and nobody can tell whether it was met."),
        ({}, [year(17.0, 2.0)], "Its measure was 17.0% in 2025/26, and nobody can tell whether it was met."),
        ({"kind": "dis_benefit"}, [year(15.0)], "Its measure was 15.0% in 2025/26."),
        (
            {"period": "2024/25", "baseline_on": "2024-03-01"},
            [year(15.0, start=2024, period_label="2024/25"), year(17.0)],
            "By its measure’s figures for 2024/25, it was met.",
        ),
        (
            {"counted": [{"on": "2025-09-30", "value": 15}]},
            [year(17.0)],
            "Counted last on 30 September 2025: 15.0%, so the gain is 5.0 percentage points, of 4.0 percentage points "
            "claimed. Nothing shows it. Its measure was 17.0% in 2025/26, so it was missed.",
        ),
        (
            {"counted": [{"on": "2026-04-20", "value": 15}]},
            [year(17.0)],
            "Counted last on 20 April 2026: 15.0%, so the gain is 5.0 percentage points, of 4.0 percentage points "
            "claimed. Nothing shows it.",
        ),
    ],
)
def test_of_a_benefit_that_its_measure_judged_nobody_says_that_nothing_was_counted(became, change, rows, came):
    _, (told,) = became(change, rows=rows)
    assert told.came == came
