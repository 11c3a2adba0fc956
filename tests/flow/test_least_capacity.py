"""The least capacity that meets a target: exact where a formula holds, else decided by paired runs as it is stated."""

import math

import pytest

from oneplace import flow
from oneplace.flow.formulas.exact import erlang_b, mean_wait, share_waiting_longer
from oneplace.flow.simulation import replications
from oneplace.problems import OneplaceError

pytestmark = pytest.mark.slow

BEDS = "places.ward.capacity"
WARD = """
clock: hours
warm_up: 50 days
patients: {a: {enters: ward, arrivals: {rate: 2 patients per day}}}
places: {ward: {capacity: 10 beds, stay: {shape: exponential, mean: 4 days}}}
"""
LOSS = WARD.replace("10 beds", "10 beds, queue: 0 patients")
NO_FORMULA = WARD.replace("shape: exponential, mean: 4 days", "shape: lognormal, mean: 4 days, cv: 50 %")
CHAIN = """
clock: hours
warm_up: 30 days
patients: {a: {enters: ward, arrivals: {rate: 2 patients per day}}}
places:
  ward: {capacity: 12 beds, queue: 0 patients, stay: {shape: exponential, mean: 4 days}, next: {rehab: 100 %}}
  rehab: {capacity: 6 beds, queue: 0 patients, stay: {shape: exponential, mean: 3 days}}
"""


@pytest.fixture
def ward(pathway):
    return lambda text: pathway(text, run="300 days")


def least_by(meets):
    return next(c for c in range(1, 100) if meets(c))


EXACT = [
    (WARD, "95 % wait within 4 hours", lambda c: c > 8 and share_waiting_longer(c, 1 / 12, 96, 4) <= 0.05),
    (WARD, "wait at ward <= 1 hour", lambda c: c > 8 and mean_wait(c, 1 / 12, 96) <= 1),
    (LOSS, "share lost < 2 %", lambda c: erlang_b(c, 8) < 0.02),
    (LOSS, "share lost at ward at most 50 %", lambda c: erlang_b(c, 8) <= 0.5),
]


@pytest.mark.parametrize(("text", "target", "meets"), EXACT)
def test_a_formula_gives_the_exact_number(ward, text, target, meets):
    found = flow.least_capacity(ward(text), BEDS, target)
    assert found.least == least_by(meets)
    assert found.undecided is None
    assert found.formula in ("Erlang B", "Erlang C")
    assert "(exact: Erlang" in found.sentence
    assert all(trial.replications == 0 for trial in found.trials)


def test_a_class_has_its_own_formula_where_there_is_a_priority(ward):
    text = (
        WARD.replace("patients: {a:", "patients:\n  first: {enters: ward, arrivals: {rate: 1 patient per day}}\n  a:")
        .replace("2 patients per day}}}", "1 patient per day}}")
        .replace("places:", "priority: [first, a]\nplaces:")
    )
    first, last = (flow.least_capacity(ward(text), BEDS, f"wait for {cls} <= 3 hours") for cls in ("first", "a"))
    assert "Cobham" in first.formula
    assert first.least < last.least


def test_runs_find_what_the_formula_gives(ward):
    text = LOSS.replace("queue: 0 patients", "queue: 0 patients, discipline: lifo")  # which no formula knows
    found = flow.least_capacity(ward(text), BEDS, "share lost <= 2 %")
    assert found.formula is None
    right = least_by(lambda c: erlang_b(c, 8) <= 0.02)
    low, high = found.undecided or (found.least, found.least)
    assert low <= right <= max(high, found.least)


def test_a_capacity_is_decided_only_where_its_limits_are_on_one_side(ward):
    found = flow.least_capacity(ward(NO_FORMULA), BEDS, "95 % wait within 4 hours", most=80)
    assert [t.capacity for t in found.trials] == sorted(t.capacity for t in found.trials)
    decided = [t for t in found.trials if t.replications]
    for trial in decided:
        match trial.verdict:
            case "met":
                assert trial.lower >= 0.95
            case "not met":
                assert trial.upper < 0.95
            case _:
                assert trial.lower <= 0.95 <= trial.upper
                assert trial.replications == 80
    assert {t.verdict for t in found.trials} >= {"met", "not met"}
    assert found.trials[0].verdict == "not met"
    assert found.least is not None


def test_what_cannot_be_told_is_said(ward):
    lifo = ward(LOSS.replace("queue: 0 patients", "queue: 0 patients, discipline: lifo"))
    on_the_edge = (
        100 * flow.simulate(lifo, scenario={BEDS: "12 beds"}, replications=20).value("share lost", "ward").mean
    )
    found = flow.least_capacity(lifo, BEDS, f"share lost <= {on_the_edge:.6f} %", most=20)
    assert (found.least, found.undecided) == (13, (12, 12))
    assert found.sentence.endswith("; whether 12 would, too, cannot be told with so many runs.")
    alone = flow.least_capacity(lifo, BEDS, f"share lost <= {on_the_edge:.6f} %", most=20, between=(12, 12))
    assert (alone.least, alone.undecided) == (None, (12, 12))
    assert alone.sentence.startswith("Whether 12 beds meet 'share lost")


def test_a_target_somewhere_else_is_met_by_beds_here(ward):
    found = flow.least_capacity(ward(CHAIN), "places.rehab.capacity", "share lost at ward <= 12 %")
    assert found.least is not None
    alone = erlang_b(12, 8)  # what is lost however many beds rehab has
    assert alone < 0.12 < next(t.mean for t in found.trials if t.capacity == 6)


def test_a_target_that_no_capacity_meets(ward):
    found = flow.least_capacity(ward(CHAIN), "places.rehab.capacity", "share lost at ward <= 1 %")
    assert (found.least, found.undecided) == (None, None)
    assert "is not met with up to" in found.sentence
    assert found.notes == ("More of it changes nothing any more: what misses the target is short of something else.",)


def test_one_of_a_thing_is_said_as_one(ward):
    text = LOSS.replace("10 beds", "1 bed").replace("mean: 4 days", "mean: 1 hour")
    found = flow.least_capacity(ward(text), BEDS, "share lost <= 20 %")
    assert found.noun == "beds"
    assert found.sentence.startswith("1 bed meets 'share lost <= 20 %' (exact: Erlang B)")


def test_a_range_is_kept_to(ward):
    found = flow.least_capacity(ward(WARD), BEDS, "95 % wait within 4 hours", between=(1, 12))
    assert found.least is None
    assert found.sentence == "'95 % wait within 4 hours' is not met with up to 12 beds (exact: Erlang C)."


def test_too_few_beds_for_a_queue_are_never_enough(ward):
    found = flow.least_capacity(ward(NO_FORMULA), BEDS, "wait <= 9 hours", between=(4, 16))
    hopeless = [t for t in found.trials if t.capacity <= 8]
    assert hopeless
    assert all((t.verdict, t.replications) == ("not met", 0) for t in hopeless)


def test_a_queue_that_nobody_foresaw_to_grow_and_that_does_is_not_met(ward, monkeypatch):
    monkeypatch.setattr(replications, "MOST_INSIDE", 4000)
    patient = "leave: {patience: 900 days, to: gone}, stay"
    text = NO_FORMULA.replace("stay", patient).replace("2 patients per day", "90 patients per hour") + "exits: [gone]\n"
    found = flow.least_capacity(ward(text), BEDS, "wait <= 9 hours", between=(8, 9))
    assert found.least is None
    assert [(t.verdict, t.mean, t.replications) for t in found.trials] == [("not met", math.inf, 0)] * len(found.trials)
    assert found.trials


def test_staff_of_a_pool(ward):
    text = WARD.replace("10 beds,", "unlimited, uses: {nurse: 1 nurse},") + "pools: {nurse: {number: 9 nurses}}\n"
    found = flow.least_capacity(ward(text), "pools.nurse.number", "95 % wait at ward within 4 hours", most=80)
    exact = least_by(EXACT[0][2])
    assert found.noun == "nurses"
    assert found.least in (exact, exact + 1)


def test_a_target_for_a_class(ward):
    text = (
        WARD.replace("patients: {a:", "patients:\n  first: {enters: ward, arrivals: {rate: 1 patient per day}}\n  a:")
        .replace("2 patients per day}}}", "1 patient per day}}")
        .replace("places:", "priority: [first, a]\nplaces:")
    )
    pathway = ward(text)
    first, last = (
        flow.least_capacity(pathway, BEDS, f"wait at ward for {cls} <= 6 hours", most=40) for cls in ("first", "a")
    )
    assert first.least < last.least


def test_a_scenario_comes_first(ward):
    found = flow.least_capacity(
        ward(WARD), BEDS, "95 % wait within 4 hours", scenario={"places.ward.stay.mean": "2 days"}
    )
    assert found.least == least_by(lambda c: c > 4 and share_waiting_longer(c, 1 / 12, 48, 4) <= 0.05)


def test_a_calendar_is_pointed_at(ward):
    text = WARD.replace("10 beds,", "10 beds, calendar: [{days: [sat, sun], capacity: 9 beds}],")
    found = flow.least_capacity(ward(text), BEDS, "wait <= 6 hours", most=20)
    assert "`ward` has a calendar" in found.notes[0]


def test_rows_and_progress(ward):
    told = []
    found = flow.least_capacity(
        ward(LOSS.replace("10 beds", "10 beds, discipline: lifo")),
        BEDS,
        "share lost <= 10 %",
        most=20,
        progress=lambda capacity, replications: told.append((capacity, replications)),
    )
    assert set(told) >= {(t.capacity, t.replications) for t in found.trials if t.replications}
    assert list(found.rows()[0]) == ["capacity", "verdict", "mean", "lower", "upper", "replications"]


BAD = [
    (BEDS, "quickly", "'quickly' is not a target"),
    (BEDS, "95 % wait at q within 4 hours", "names no place or clock at which to wait"),
    (BEDS, "95 % wait at ward within 4 beds", "is not a length of time"),
    (BEDS, "195 % wait at ward within 4 hours", "is more than 100 %"),
    (BEDS, "share lost at q <= 2 %", "is about `q`; there is: ward"),
    (BEDS, "share lost for nobody <= 2 %", "is for `nobody`; there is: all, a"),
    (BEDS, "share lost <= 2", "is not a number with a unit"),
    (BEDS, "share lost <= 2 hours", "has a limit in another unit than 'share lost', which is in %"),
    (BEDS, "share within target >= 95 %", "has no target for waits"),
    (BEDS, "luck >= 95 %", "has no result 'luck' at ward"),
    ("places.q.capacity", "share lost <= 2 %", "has no capacity `places.q.capacity`"),
    ("places.ward.queue", "share lost <= 2 %", "Its capacities are: places.ward.capacity"),
    ("ward", "share lost <= 2 %", "has no capacity `ward`"),
]


@pytest.mark.parametrize(("path", "target", "message"), BAD)
def test_what_makes_no_sense_is_told(ward, path, target, message):
    with pytest.raises(OneplaceError, match=message) as error:
        flow.least_capacity(ward(LOSS), path, target)
    assert error.value.problems[0].mend


def test_a_range_that_cannot_be_searched(ward):
    for between in ((5, 4), (-1, 4), (1, 10**6)):
        with pytest.raises(OneplaceError, match="cannot be searched between"):
            flow.least_capacity(ward(LOSS), BEDS, "share lost <= 2 %", between=between)


def test_a_target_can_be_a_typed_one(ward):
    pathway = ward(WARD)
    typed = flow.read_target(pathway, "95 % wait at ward under 4 h")
    assert (typed.measure, typed.where, typed.group, typed.at_most) == ("share within target", "ward", "all", False)
    assert (typed.limit, typed.unit, dict(typed.changes)) == (0.95, "share", {"places.ward.target": "4 hours"})
    assert (
        flow.least_capacity(pathway, BEDS, typed).least
        == flow.least_capacity(pathway, BEDS, "95 % wait within 240 mins").least
    )


def test_units_of_time_are_brought_to_the_pathways_clock(ward):
    assert (
        flow.least_capacity(ward(WARD), BEDS, "wait <= 60 minutes").least
        == flow.least_capacity(ward(WARD), BEDS, "wait at most 1 hour").least
    )
