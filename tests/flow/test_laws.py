"""What holds for every pathway: the same numbers again and without compilation, paired scenarios, sums that agree."""

import numpy as np
import pytest

from oneplace import flow
from oneplace.flow.kernel import loop

pytestmark = pytest.mark.slow

ALL = """format: pathway/1
id: everything
name: Every feature at once
provenance: illustrative
start: "2026-01-05"
warm_up: 1 day
run: 4 days
patients:
  a: {enters: x, arrivals: {rate: 30 patients per day, batch: {"1": 60 %, "2": 40 %}}}
  b:
    enters: x
    arrivals: {rate: 20 patients per day, profile: {day_of_week: [20 %, 20 %, 20 %, 20 %, 10 %, 5 %, 5 %]}}
    deprivation: [31 %, 24 %, 19 %, 15 %, 11 %]
  c: {route: [y, x, y], arrivals: {every: {shape: gamma, mean: 3 hours, cv: 70 %}}}
priority: [c, [a, b]]
pools:
  nurse:
    number: 6 nurses
    calendar: [{days: [mon, wed], from: "22:00", to: "06:00", number: 4 nurses}]
places:
  x:
    capacity: 5 beds
    preempt: resume
    uses: {nurse: 1 nurse}
    stay: {shape: lognormal, mean: 2 hours, cv: 80 %}
    leave: {patience: {shape: weibull, mean: 5 hours, cv: 70 %}, to: gone}
    next: {y: 40 %, z: 30 %, out: 30 %}
    delay: {y: {shape: exponential, mean: 20 minutes}}
    for: {a: {worsens: {after: {shape: exponential, mean: 3 hours}, to: c}}}
  y:
    capacity: 4 beds
    queue: 2 patients
    discipline: lifo
    shift_end: interrupt
    calendar: [{from: "09:00", to: "17:00", capacity: 6 beds}]
    uses: {nurse: 1 nurse}
    start: 50 % full
    stay: {shape: triangular, from: 1 hour, mode: 2 hours, to: 6 hours}
    next: {least_loaded: [z, w]}
  z: {capacity: 6 beds, stay: {shape: erlang, mean: 4 hours, stages: 2 stages}}
  w: {capacity: 6 beds, stay: {shape: empirical, values: [1 hour, 4 hours]}}
exits: [out, gone]
when:
  busy: {if: places.x.waiting > 8 patients, set: {places.x.capacity: 7 beds, pools.nurse.number: 9 nurses}}
costs:
  places.x: 100 GBP per bed-day
  places.z: 20 GBP per visit
  patients.a: 5 GBP per journey
  pools.nurse: 30 GBP per nurse-hour
carbon: {places.x: 4 kgCO2e per bed-day}
"""


def test_the_same_without_compilation(monkeypatch):
    """The kernel as plain Python is the oracle: every measure and every visit is the same to the last digit but one."""
    made = flow.simulate(flow.parse(ALL), replications=1, seed=5, log=True)
    monkeypatch.setattr(loop, "UNCOMPILED", True)
    plain = flow.simulate(flow.parse(ALL), replications=1, seed=5, log=True)
    assert np.allclose(made.runs[0], plain.runs[0], rtol=1e-12, atol=1e-12, equal_nan=True)
    assert made.log.num_rows == plain.log.num_rows > 300
    log = plain.log.to_pydict()
    for name, column in made.log.to_pydict().items():
        if name in ("came", "started", "finished", "went"):
            assert np.allclose(column, log[name], rtol=1e-12, equal_nan=True), name
        else:
            assert column == log[name], name


def test_the_same_seed_gives_the_same_numbers():
    read = flow.parse(ALL)
    first, again, other = (flow.simulate(read, replications=5, seed=seed).runs for seed in (3, 3, 4))
    assert np.array_equal(first, again, equal_nan=True)
    assert not np.array_equal(first, other, equal_nan=True)


def test_more_replications_begin_with_the_same_ones():
    read = flow.parse(ALL)
    few, many = (flow.simulate(read, replications=n).runs for n in (3, 30))
    assert np.array_equal(few, many[:3], equal_nan=True)


def test_groups_add_up_to_all():
    made = flow.simulate(flow.parse(ALL), replications=3)
    for measure in ("arrivals", "completed", "cost", "carbon"):
        whole = made.value(measure).mean
        assert sum(made.value(measure, group=g).mean for g in "abc") == pytest.approx(whole)
        assert sum(made.value(measure, group=g).mean for g in made.pathway.fifths) == pytest.approx(whole)


def test_visits_of_the_log_agree_with_the_measures():
    text = ALL.replace("warm_up: 1 day", "warm_up: 0 days")
    made = flow.simulate(flow.parse(text), replications=1, log=True)
    log = made.log.to_pydict()
    places = np.array(log["place"])
    there_at_the_start = (np.array(log["patient"]) < 0) & (np.array(log["came"]) == 0)
    at_y = (places == "y") & ~there_at_the_start
    assert made.value("visits", "y").mean == at_y.sum()
    came, started = (np.array(log[k]) for k in ("came", "started"))
    waits = (started - came)[(places == "x") & ~np.isnan(started)]
    assert made.value("wait", "x").mean == pytest.approx(waits.mean())
    assert made.value("wait p90", "x").mean == pytest.approx(np.quantile(waits, 0.9), rel=0.05, abs=0.1)


def test_everybody_in_the_log_has_a_number_of_their_own():
    made = flow.simulate(flow.parse(ALL), replications=1, log=True)
    log = made.log.to_pydict()
    classes = {}
    for patient, arrived_as in zip(log["patient"], log["arrived_as"], strict=True):
        assert classes.setdefault(patient, arrived_as) == arrived_as
    assert set(classes.values()) == set(made.pathway.classes)


def test_who_came_is_gone_or_still_there():
    text = ALL.replace("warm_up: 1 day", "warm_up: 0 days")
    made = flow.simulate(flow.parse(text), replications=1, log=True)
    log = made.log.to_pydict()
    at_start = len({p for p in log["patient"] if p < 0})
    out = sum(made.value(key.measure).mean for key in made.keys if key.measure.startswith("out by") and key.by == "all")
    there = made.value("still there").mean
    assert made.value("arrivals").mean + at_start == out + made.value("lost").mean + there
    assert sum(made.value("still there", p).mean for p in made.pathway.places) == there
    assert sum(made.value("still there", group=c).mean for c in made.pathway.classes) == there
    assert 0 < there == sum(np.isnan(log["went"]))


ACUTE = """format: pathway/1
id: acute
name: From the front door to home
provenance: illustrative
warm_up: 60 days
run: 120 days
patients:
  ambulance: {enters: handover, arrivals: {rate: 9.6 patients per day}}
  walk_in: {enters: ed, arrivals: {rate: 19.2 patients per day}}
places:
  handover: {capacity: 2 bays, stay: {shape: exponential, mean: 20 minutes}, next: {ed: 100 %}}
  ed:
    capacity: 7 beds
    queue: 8 patients
    stay: {shape: lognormal, mean: 4 hours, cv: 110 %}
    next: {ward: 30 %, out: 70 %}
  ward:
    capacity: 43 beds
    queue: 0 patients
    stay: {shape: lognormal, mean: 4.2 days, cv: 130 %}
    next: {d2a: 16 %, out: 84 %}
  d2a: {capacity: 18 beds, queue: 0 patients, stay: {shape: exponential, mean: 12 days}, next: {out: 100 %}}
exits: [out]
scenarios:
  more: {set: {places.d2a.capacity: 20 beds}}
"""


def test_pairing_makes_differences_sharper():
    """The variance of the difference falls at least 2.5 times against independent runs."""
    (found,) = flow.compare(flow.parse(ACUTE), replications=120)
    i = found.find("time blocked", "ward", "all")
    before, after = found.before[:, i], found.after[:, i]
    apart = before.var(ddof=1) + after.var(ddof=1)
    assert apart / (after - before).var(ddof=1) >= 2.5
    assert found.difference("time blocked", "ward").upper < 0


def test_a_scenario_that_changes_nothing_makes_no_difference():
    (found,) = flow.compare(flow.parse(ACUTE), [{"places.d2a.capacity": "18 beds"}], replications=3)
    differences = found.after - found.before
    assert np.nanmax(np.abs(differences)) == 0


def test_a_longer_stay_does_not_change_who_comes_or_for_how_long_they_wait_to_give_up():
    made = [flow.simulate(flow.parse(ALL), scenario=s, replications=1, log=True).log.to_pydict() for s in (
        None, {"places.z.stay.mean": "5 hours"})]  # fmt: skip
    arrivals = [[(p, c, t) for p, c, t, at in zip(m["patient"], m["arrived_as"], m["came"], m["place"], strict=True)
                 if at == "x" and c != "c"] for m in made]  # fmt: skip
    first = [{(p, c): t for p, c, t in reversed(rows)} for rows in arrivals]
    assert first[0] == first[1]


SMALL = """format: pathway/1
id: p
name: A pathway
provenance: illustrative
warm_up: 1 day
run: 5 days
patients: {a: {enters: x, arrivals: {rate: 40 patients per day}}}
places: {x: {capacity: 2 beds, stay: {shape: exponential, mean: 1 hour}}}
"""


def test_precision_adds_replications():
    read = flow.parse(SMALL)
    rough, fine = (flow.simulate(read, precision=p) for p in (0.5, 0.2))
    assert rough.precise
    assert fine.precise
    assert rough.replications < fine.replications
    vague = flow.simulate(read, precision=0.001, most=20)
    assert not vague.precise
    assert any("precision asked for was not reached" in note for note in vague.notes)


def test_too_short_a_warm_up_is_noticed():
    text = ACUTE.replace("warm_up: 60 days", "warm_up: 0 days").replace("run: 120 days", "run: 900 days")
    made = flow.simulate(flow.parse(text), replications=20)
    assert any("warm_up" in note for note in made.notes)
