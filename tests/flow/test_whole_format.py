"""One pathway with every property of the format: it is read and simulated, and each property does what it says."""

import datetime as dt

import numpy as np
import pytest

from oneplace import flow

pytestmark = pytest.mark.slow

TEXT = """format: pathway/1
id: acute
name: Urgent care, from the front door to home
provenance: illustrative                  # these numbers only show the format
clock: hours
start: "2026-04-01"                       # fixes the weekday
warm_up: 90 days
run: 365 days
precision: 5 %                            # replicate until each interval is this narrow

patients:
  ambulance:
    enters: handover
    arrivals: {rate: 96 patients per day, profile: series/ambulance_hour_of_week.csv}
    deprivation: [31 %, 24 %, 19 %, 15 %, 11 %]
  frail:
    enters: handover
    arrivals: {forecast: ambulance_frail} # instead of a rate: a named demand forecast
  walk_in:
    enters: ed
    arrivals: {rate: 192 patients per day, profile: series/walk_in_hour_of_week.csv}
priority: [frail, ambulance, walk_in]     # first is served first; classes of equal rank share an inner list

places:
  handover:
    capacity: 8 bays
    uses: {crews: 1 crew}                 # a bay and a crew at once
    queue: unlimited
    stay: {shape: exponential, mean: 20 minutes}
    next: {ed: 100 %}
  ed:
    capacity: 60 cubicles
    queue: 50 patients                    # an arrival who finds it full is lost
    stay: {shape: lognormal, mean: 4 hours, cv: 110 %}
    leave: {patience: {shape: exponential, mean: 8 hours}, to: left_unseen}
    next: {ward: 30 %, discharged: 70 %}
    for: {frail: {next: {ward: 60 %, discharged: 40 %}}}  # any property, for one class
  ward:
    capacity: 430 beds
    calendar: [{days: [sat, sun], from: "08:00", to: "20:00", capacity: 420 beds}]
    queue: 0 patients                     # no room to wait: the place before is blocked
    start: 95 % full
    stay: {shape: lognormal, mean: 5 days, cv: 130 %}
    next: {d2a: 16 %, home: 84 %}
    delay: {d2a: {shape: exponential, mean: 1 day}}       # the bed is held meanwhile
    for: {frail: {next: {d2a: 45 %, home: 55 %}}}
  d2a:
    capacity: 185 places
    queue: 0 patients
    stay: {shape: exponential, mean: 12 days}
    next: {home: 75 %, care_home: 25 %}
  home: {capacity: unlimited, stay: {shape: exponential, mean: 10 days}}   # no next: the pathway ends after it
  care_home: {capacity: 150 places, queue: 0 patients, stay: {shape: exponential, mean: 40 days}}
exits: [discharged, left_unseen]

pools:                                    # staff and things that several places use
  crews:
    number: 22 crews
    calendar: [{days: [mon, tue, wed, thu, fri], from: "07:00", to: "19:00", number: 26 crews}]

when:                                     # escalation
  ed_crowded: {if: places.ed.inside > 100 patients, set: {places.ward.capacity: 440 beds}}

costs: {places.ward: 400 GBP per bed-day, places.d2a: 250 GBP per bed-day, patients.ambulance: 300 GBP per journey}
carbon: {places.ward: 40 kgCO2e per bed-day, patients.ambulance: 30 kgCO2e per journey}

scenarios:
  more_d2a: {set: {places.d2a.capacity: 195 places}}
"""
FIRST_DAY = dt.date(2026, 4, 1)
A_DAY = 24.0


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """The pathway in a place's folder, with the profiles and the forecast that it names."""
    place = tmp_path_factory.mktemp("place")
    (place / "series").mkdir()
    for name in ("ambulance", "walk_in"):
        shares = (f"{h},{2 if 8 <= h % 24 < 20 else 1}" for h in range(168))  # twice as many by day as by night
        (place / "series" / f"{name}_hour_of_week.csv").write_text("\n".join(["hour_of_week,share", *shares]) + "\n")
    days = (FIRST_DAY + dt.timedelta(days=n) for n in range(90 + 365))
    (place / "pathways" / "forecasts").mkdir(parents=True)
    forecast = "\n".join(["date,mean,sd", *(f"{day},20,6" for day in days)])
    (place / "pathways" / "forecasts" / "ambulance_frail.csv").write_text(forecast + "\n")
    path = place / "pathways" / "acute.yaml"
    path.write_text(TEXT)
    return path


@pytest.fixture(scope="module")
def result(file):
    return flow.simulate(flow.read(file), replications=2, log=True)


@pytest.fixture(scope="module")
def visits(result):
    """The visits of one run as arrays, those of the warm-up among them."""
    return {name: np.array(column.to_pylist(), dtype=object) for name, column in zip(*columns(result.log), strict=True)}


def columns(log):
    return log.column_names, log.columns


def test_it_is_read_without_a_word(file):
    assert flow.check(file) == []


def test_a_rate_follows_its_profile(visits):
    came = visits["came"][(visits["class"] == "walk_in") & (visits["place"] == "ed")].astype(float)
    by_day = ((came % A_DAY >= 8) & (came % A_DAY < 20)).mean()
    assert by_day == pytest.approx(2 / 3, abs=0.01)


def test_a_forecast_brings_its_mean_and_its_spread(visits):
    came = visits["came"][(visits["class"] == "frail") & (visits["place"] == "handover")].astype(float)
    daily = np.bincount((came // A_DAY).astype(int), minlength=455)
    assert daily.mean() == pytest.approx(20, abs=4 * 6 / 455**0.5)
    assert daily.std() == pytest.approx(6, abs=1)  # 4.5 if the days were alike


def test_the_first_in_the_priority_waits_least(result):
    waits = [result.value("wait", "ed", cls).mean for cls in ("frail", "ambulance", "walk_in")]
    assert waits[0] < waits[1] < waits[2]


def test_a_place_takes_its_pools_with_it(result):
    assert result.value("in use", "crews").mean == pytest.approx(result.value("inside", "handover").mean, rel=1e-9)


def test_a_pool_has_its_calendar(result):
    on_duty = 22 + 4 * 12 * 5 / 168
    assert result.value("on duty", "crews").mean == pytest.approx(on_duty, abs=0.02)  # a year is not whole weeks


def test_a_class_has_its_own_ways(visits):
    for cls, share in (("frail", 0.6), ("ambulance", 0.3)):
        gone = visits["to"][(visits["class"] == cls) & (visits["place"] == "ed")]
        served = gone[(gone == "ward") | (gone == "discharged")]
        assert (served == "ward").mean() == pytest.approx(share, abs=4 * (share * (1 - share) / len(served)) ** 0.5)


def test_who_loses_patience_leaves_by_the_exit_named(result):
    left = result.value("left", "ed").mean
    assert left > 0
    assert result.value("out by left_unseen").mean == left


def test_who_finds_a_full_queue_is_lost(result):
    assert result.value("lost", "ed").mean > 0
    assert result.waiting[:, 1].max() <= 50


def test_a_place_without_a_queue_blocks_the_place_before(result):
    assert result.waiting[:, 2].max() == 0
    assert result.value("time blocked", "ed").mean > 0


def test_a_ward_starts_as_full_as_it_says(result):
    assert result.inside[0, 2] == round(0.95 * 430)


def test_a_bed_is_held_during_a_transfer_delay(visits):
    here = (visits["place"] == "ward") & (visits["to"] == "d2a") & np.isfinite(visits["went"].astype(float))
    held = (visits["went"][here] - visits["finished"][here]).astype(float)
    assert held.mean() > A_DAY - 4 * A_DAY / len(held) ** 0.5  # and longer where discharge to assess is full
    there = visits["came"][visits["place"] == "d2a"].astype(float)
    assert np.isin(visits["went"][here].astype(float).round(6), there.round(6)).all()


def test_the_calendar_and_the_rule_set_how_many_beds_there_are(file):
    text = file.read_text()
    alone = TEXT[: TEXT.index("when:")] + TEXT[TEXT.index("costs:") :]
    beds = [flow.simulate(flow.parse(t, file), replications=2).value("capacity", "ward").mean for t in (alone, text)]
    weekend = 10 * 12 * 2 / 168
    assert beds[0] == pytest.approx(430 - weekend, abs=0.01)
    assert beds[1] > beds[0] + 0.5  # the department is crowded much of the time


def test_costs_and_carbon_are_beds_and_journeys(result):
    ward, d2a = (result.value("inside", place).mean * 365 for place in ("ward", "d2a"))
    journeys = result.value("arrivals", "pathway", "ambulance").mean
    assert result.value("cost").mean == pytest.approx(400 * ward + 250 * d2a + 300 * journeys, rel=1e-9)
    assert result.value("carbon").mean == pytest.approx(40 * ward + 30 * journeys, rel=1e-9)


def test_results_are_shown_by_fifth(result):
    most, least = (result.value("arrivals", "pathway", fifth).mean for fifth in ("1", "5"))
    assert most > least > 0


def test_the_scenario_moves_what_it_should(file):
    (compared,) = flow.compare(flow.read(file), replications=3)
    assert compared.scenario == "more_d2a"
    assert compared.difference("inside", "d2a").mean > 5
    assert compared.difference("time blocked", "ward").mean < 0
