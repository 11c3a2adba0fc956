"""Did it work: what is said of the effect that a decision was to have, and what else could have made it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from oneplace.place import Decision, Expected, Measure
from oneplace.progress.effects import Known, decided, judged
from oneplace.progress.spans import months_on
from oneplace.stats import Of, Span
from oneplace.stats.figures import Figure

START = date(2020, 4, 1)
DECIDED = 36  # months before it
CALM = np.random.default_rng(11).normal(size=60)


def values(numbers, *, area="", months=1):
    spans = (months_on(START, i * months) for i in range(len(numbers)))
    return [
        Figure(Span(start, months_on(start, months), f"{start:%B %Y}"), float(number), of=Of("m", "%", area=area))
        for start, number in zip(spans, numbers, strict=True)
        if not np.isnan(number)
    ]


def asked(**named):
    given = {"measure": "m", "change": -4, "from": "2023-04", "by": "2024-03"} | named
    return Expected.model_validate(given)


class APlace:
    def __init__(self, *expected, frequency="monthly", on="2023-01-10"):
        decision = Decision.model_validate({"id": "D1", "title": "Fund it", "on": on})
        self.decisions = {"D1": decision.model_copy(update={"expects": expected})}
        self.measures = {"m": Measure.model_construct(id="m", frequency=frequency, expected_lag_months=2)}


def effects(place, known, as_of):
    return judged(decided(place, known, as_of))


def told(numbers, *expected, areas=(), as_of=date(2026, 1, 1), **named):
    known = Known(values(numbers, months={"quarterly": 3}.get(named.get("frequency"), 1)), areas, "synthetic")
    return effects(APlace(*(expected or [asked()]), **named), {"m": known}, as_of)


def stepped(by, since=DECIDED):
    return 20 + CALM + by * (np.arange(60) >= since)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("by", "change", "verdict"),
    [(-6, -4, "worked"), (6, -4, "harm"), (-6, 4, "harm"), (6, 4, "worked"), (0, -4, "not_seen")],
)
def test_what_moved_as_promised_worked_and_the_other_way_did_harm(by, change, verdict):
    [row] = told(stepped(by), asked(change=change))
    assert (row["verdict"], row["reason"], row["before"], row["after"]) == (verdict, None, 36, 24)
    assert row["step_lower"] < by < row["step_upper"]
    assert (row["origin"], row["expected"], row["sure"]) == ("synthetic", change, "step" if by else "")
    assert 0 < row["step_smallest"] < 4


def test_a_decision_that_is_not_taken_is_not_judged():
    assert told(stepped(-6), on="2027-01-10") == []


@pytest.mark.parametrize(
    ("cut", "reason", "on"),
    [
        (slice(0, 43), "too_few_after", date(2024, 2, 1)),
        (slice(25, 60), "too_few_before", None),
        (slice(13, 60), "too_few_for_seasons", None),
        (slice(0, 0), "no_values", None),
    ],
)
def test_too_few_values_are_not_judged_and_it_says_when_there_can_be_enough(cut, reason, on):
    numbers = np.full(60, np.nan)
    numbers[cut] = stepped(-6)[cut]
    [row] = told(numbers)
    assert (row["verdict"], row["reason"], row["judgeable_on"]) == ("not_judged", reason, on)
    assert "step" not in row


@pytest.mark.slow
def test_quarters_have_no_seasons_to_wait_for_and_years_that_overlap_are_not_judged():
    [row] = told(stepped(-6, 12)[:24], asked(**{"from": "2023-04"}), frequency="quarterly")
    assert (row["verdict"], row["before"]) == ("worked", 12)
    [row] = effects(APlace(asked(), frequency="quarterly"), {"m": Known(values(stepped(-6)))}, date(2026, 1, 1))
    assert row["reason"] == "periods_overlap"


def test_what_moved_elsewhere_too_is_taken_off():
    """Everywhere 6 lower since: of the place alone it would be called worked."""
    elsewhere = 30 + np.random.default_rng(5).normal(size=60) - 6.0 * (np.arange(60) >= DECIDED)
    areas = values(elsewhere, area="E06000044")
    [row] = told(stepped(-6), asked(controls=["E06000044"]), areas=areas)
    assert (row["verdict"], row["controls"]) == ("not_seen", "E06000044")
    [row] = told(stepped(-6), asked(controls=["E06000001"]), areas=areas)
    assert row["reason"] == "no_values_beside"


def test_a_step_as_large_when_nothing_was_done_tells_nothing():
    restless = stepped(-6)
    restless[18:] += 9.0
    restless[26:] -= 9.0
    [row] = told(restless)
    assert (row["verdict"], row["reason"]) in [("not_judged", "as_much_at_other_dates"), ("not_seen", None)]


@pytest.mark.slow
def test_a_bad_run_that_ends_is_no_effect():
    """Chosen for three bad months: what came after is as it was before them."""
    bad = 20 + CALM.copy()
    bad[DECIDED - 3 : DECIDED] += 7.0
    [row] = told(bad)
    assert row["verdict"] == "not_judged"
    assert row["reason"] == "bad_run_before"


@pytest.mark.slow
def test_many_questions_of_one_measure_are_counted_together():
    """A step that alone is beyond chance isn't one of 25 that were looked for."""
    weak = stepped(-2)
    [alone] = told(weak, asked(change=-2))
    many = told(weak, *[asked(**{"from": f"{2022 + i // 12}-{i % 12 + 1:02d}"}) for i in range(3, 27)], asked())
    assert many[-1]["step_smallest"] > 1.2 * alone["step_smallest"], "the surest of 25 must be surer"
    assert (alone["verdict"], many[-1]["verdict"]) == ("worked", "not_seen")


def elsewhere(*by, size=1.0):
    """Other places, each stepped by so much at the same time, and restless by ``size``."""
    rng = np.random.default_rng(5)
    steps = np.arange(60) >= DECIDED
    every = [values(20 + size * rng.normal(size=60) + one * steps, area=f"E{n:08}") for n, one in enumerate(by)]
    return [value for area in every for value in area]


@pytest.mark.parametrize(
    ("areas", "verdict", "reason"),
    [
        (elsewhere(-7, size=0.3), "not_judged", "as_much_elsewhere"),
        (elsewhere(7, size=0.3), "not_judged", "as_much_elsewhere"),
        (elsewhere(0), "worked", None),
        (elsewhere(-1, size=0.05), "worked", None),  # stands out more, and is far smaller
        (elsewhere(*[0] * 21, -7, size=0.3), "worked", None),  # one in 22 is chance
        (elsewhere(*[0] * 10, -7, size=0.3), "not_judged", "as_much_elsewhere"),
        (elsewhere(-7, size=0.3)[:30], "worked", None),  # nobody knows what came after there
    ],
)
def test_what_happened_everywhere_at_the_time_is_no_effect(areas, verdict, reason):
    [row] = told(stepped(-6), areas=areas)
    assert (row["verdict"], row["reason"]) == (verdict, reason)


def test_a_place_that_the_decision_names_is_taken_off_and_not_asked_again():
    shared = elsewhere(-7, size=0.3)
    [row] = told(stepped(-13), asked(controls=["E00000000"]), areas=shared)
    assert (row["verdict"], row["reason"]) == ("worked", None)
    [row] = told(stepped(-13), asked(controls=["E00000000"]), areas=elsewhere(-7, -13.5, size=0.3))
    assert row["reason"] == "as_much_elsewhere"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("by", "change", "until", "verdict"),
    [
        (-6, -40, "2024-03", "less"),
        (-6, -40, "2030-03", "less_so_far"),
        (-6, -6, "2030-03", "worked"),
        (-6, -6.4, "2024-03", "worked"),  # its limits include that
        (6, 40, "2024-03", "less"),
        (6, -40, "2024-03", "harm"),
    ],
)
def test_what_moved_less_than_it_was_to_did_not_do_what_it_was_to_do(by, change, until, verdict):
    [row] = told(stepped(by), asked(change=change, by=until))
    assert row["verdict"] == verdict
    assert row["reached_lower"] < row["reached"] < row["reached_upper"]


def test_a_slope_is_held_against_what_was_expected_at_the_period_that_was_said():
    sloping = 20 + 0.2 * CALM - 0.5 * np.maximum(np.arange(60) - DECIDED + 1, 0)
    rows = told(sloping, asked(change=-9), asked(change=-9, by="2025-03"))
    assert [row["verdict"] for row in rows] == ["less", "worked"]
    assert [row["reached"] for row in rows] == [pytest.approx(-0.5 * at, abs=0.6) for at in (12, 24)]


@pytest.mark.slow
def test_a_series_that_bends_all_along_tells_nothing():
    bent = 100 - 0.02 * np.arange(36) ** 2 + 0.1 * CALM[:36]
    [row] = told(bent, asked(**{"from": "2022-04", "by": "2023-03"}))
    assert (row["verdict"], row["reason"], row["sure"]) == ("not_judged", "bends_anyway", "")


@pytest.mark.parametrize("at", [[35], [34, 35]])
def test_an_outlier_that_was_chosen_to_begin_from_is_no_baseline(at):
    """One month, or two, far off the line: what came after is as it was before them."""
    chosen = 20 + 0.5 * CALM
    chosen[at] += 6.0
    [row] = told(chosen, asked(change=-2))
    assert row["verdict"] in ("not_judged", "not_seen")


def test_a_trend_that_goes_on_is_no_effect():
    [row] = told(40 - 0.5 * np.arange(60) + CALM)
    assert (row["verdict"], row["reason"]) == ("not_seen", None)


def test_a_step_is_one_though_a_curve_took_the_slope():
    """A step of 6 and a bend: the step is told, the slope that the curve explains is not."""
    [row] = told(stepped(-6)[:36] - 0.02 * np.arange(36) ** 2, asked(**{"from": "2022-04", "by": "2023-03"}))
    assert "slope" not in row["sure"]


def test_what_fell_at_once_and_has_risen_since_did_not_do_what_it_was_to_do():
    """Though a curve could have made the rise, it is there: by the day that was said more than the fall was lost."""
    turned = 20 + 0.2 * CALM + (np.arange(60) >= DECIDED) * (-3 + 0.6 * (np.arange(60) - DECIDED + 1))
    [row] = told(turned)
    assert (row["verdict"], row["reason"]) == ("not_judged", "both_ways")
