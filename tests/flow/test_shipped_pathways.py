"""The pathways that ship with the example place: they can be read, rest on what is published, and their scenarios move
the way they must.
"""

import csv
import gzip
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from oneplace import flow
from oneplace.record.opendata import read as published

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "places" / "southampton" / "pathways"


def a_year(dataset, series, area, start):
    """The twelve months of a series from a date: (numerators, denominators, values)."""
    rows = published(dataset, series=series, areas=[area]).to_pylist()
    rows = [row for row in rows if start <= row["period_start"] < start.replace(year=start.year + 1)]
    assert len(rows) == 12
    return [[row[name] for row in rows] for name in ("numerator", "denominator", "value")]


def people(*codes):
    """Who lived in some local authorities in mid-2024."""
    rows = published("population_estimates", areas=list(codes)).to_pylist()
    found = [row["value"] for row in rows if row["dimension"] == "all" and row["period_label"] == "30 June 2024"]
    assert len(found) == len(codes)
    return sum(found)


@pytest.fixture(scope="module", params=["acute", "ambulance", "general_practice", "outpatients"])
def shipped(request):
    read = flow.read(FOLDER / f"{request.param}.yaml")
    return read, flow.simulate(read, replications=12)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_it_can_be_read_with_its_scenarios(path):
    assert flow.check(path) == []
    read = flow.read(path)
    assert len(read.file.scenarios) >= 2
    assert all(of.name for of in read.file.scenarios.values())
    assert read.file.source or read.file.provenance == "illustrative"


def test_it_gives_no_warning_and_everybody_gets_through(shipped):
    read, result = shipped
    assert result.notes == ()
    left = sum(result.value("left", place).mean for place in read.places)
    out = result.value("completed").mean + left
    assert out > 0.97 * result.value("arrivals").mean - 40_000 * (read.id == "outpatients")


# --- ambulance ---------------------------------------------------------------------------------------------------
SOUTH_CENTRAL = [
    "E10000014", "E06000044", "E06000045", "E06000036", "E06000037", "E06000038", "E06000039", "E06000040",
    "E06000041", "E06000042", "E06000060", "E10000025",
]  # fmt: skip
CATEGORIES = ("c1", "c2", "c3", "c4")
IN_2025_26 = date(2025, 4, 1)


@pytest.fixture(scope="module")
def ambulance():
    read = flow.read(FOLDER / "ambulance.yaml")
    return read, flow.simulate(read, replications=60)


@pytest.mark.parametrize("category", CATEGORIES)
def test_as_many_calls_as_are_published_for_the_service_by_head(ambulance, category):
    share = people("E06000045", "E07000086", "E07000091") / people(*SOUTH_CENTRAL)
    responses = sum(a_year("ambulance", f"{category}_mean", "RYE", IN_2025_26)[1])
    rate = ambulance[0].file.patients[category].arrivals.rate * 86_400
    assert rate == pytest.approx(responses / 365 * share, rel=0.005)


def test_as_many_are_taken_to_hospital_as_is_published(ambulance):
    counted = {
        name: sum(a_year("ambulance", name, "RYE", IN_2025_26)[0])
        for name in ("conveyed_to_ed", "conveyed_elsewhere", "see_and_treat")
    }
    onward = ambulance[0].file.places["scene"].next
    for to, name in zip(("to_hospital", "to_elsewhere", "treated_at_scene"), counted, strict=True):
        assert onward[to] == pytest.approx(counted[name] / sum(counted.values()), abs=0.001)


@pytest.mark.parametrize("category", CATEGORIES)
def test_response_times_are_near_those_published(ambulance, category):
    """Means within 15 %, 90th centiles within 30 %: the crews are ours, the service's geography is not here."""
    response = ambulance[1].value("time since arrival", "scene", category).mean
    late = ambulance[1].value("time since arrival p90", "scene", category).mean
    times, calls, _ = a_year("ambulance", f"{category}_mean", "RYE", IN_2025_26)
    assert response == pytest.approx(sum(times) / sum(calls), rel=0.15)
    p90 = a_year("ambulance", f"{category}_p90", "RYE", IN_2025_26)[2]
    assert late == pytest.approx(sum(p90) / 12, rel=0.3)


def test_a_crew_stays_with_its_patient(ambulance):
    _, result = ambulance
    places = ("travel", "scene", "to_hospital", "handover", "to_elsewhere", "ready_again")
    together = sum(result.value("inside", place).mean for place in places)
    assert result.value("in use", "crews").mean == pytest.approx(together, rel=1e-9)
    assert all(result.value("wait", place).mean == 0 for place in places[1:])


def test_quicker_handover_more_crews_and_fewer_conveyances_shorten_responses():
    read = flow.read(FOLDER / "ambulance.yaml")
    for made in flow.compare(read, replications=16):
        for category in ("c2", "c3"):
            assert made.difference("time since arrival", "scene", category).upper < 0, made.scenario
        assert made.difference("time since arrival p90", "scene", "c2").upper < 0, made.scenario


# --- general practice --------------------------------------------------------------------------------------------
def test_as_many_appointments_as_are_published_for_a_practice_of_its_size():
    read = flow.read(FOLDER / "general_practice.yaml")
    result = flow.simulate(read, replications=12)
    year = date(2020, 9, 1)
    held = sum(a_year("gp_appointments", "appointments", "E38000253", year)[2])
    practices = pq.read_table(ROOT / "opendata" / "organisations" / "gp_practices.parquet").to_pylist()
    registered = sum(row["list_size_jul2023"] for row in practices if row["sub_icb"] == "D9Y0V")
    [city] = published("registered_patients", series="registered_patients", areas=["E06000045"]).to_pylist()
    assert (city["value"], city["note"][:12]) == (318_258, "25 practices")
    a_day = held / 365 / registered * city["value"] / 25
    with_gp, all_, _ = a_year("gp_appointments", "with_gp", "E38000253", year)
    days = read.file.run / 86_400
    gp = sum(result.value("visits", place).mean for place in ("called_by_gp", "seen_by_gp")) / days
    others = result.value("visits", "seen_by_others").mean / days
    hung_up = result.value("left", "telephone").mean / days * 0.42  # of whom so many would have had one on the day
    assert gp + others + hung_up == pytest.approx(a_day, rel=0.02)
    assert gp / (gp + others) == pytest.approx(sum(with_gp) / sum(all_), abs=0.02)
    booked = sum(read.file.patients[name].arrivals.rate for name in ("booked_with_gp", "booked_with_others")) * 86_400
    same_day, _, _ = a_year("gp_appointments", "same_day", "E38000253", year)
    assert 1 - booked / (gp + others + hung_up) == pytest.approx(sum(same_day) / sum(all_), abs=0.02)


def test_going_online_frees_the_telephone_and_protected_slots_help_who_cannot():
    read = flow.read(FOLDER / "general_practice.yaml")
    online, protected, staff = flow.compare(
        read, ["more_online", "protected_telephone_slots", "one_more_receptionist"], replications=16
    )
    assert online.difference("wait", "telephone", "cannot_go_online").upper < 0
    assert online.difference("wait", "online_request").lower > 0  # the same GPs read more requests
    assert protected.difference("wait", "telephone", "cannot_go_online").upper < 0
    assert protected.difference("wait", "telephone", "prefers_telephone").lower > 0  # who pays for it
    most, least = (protected.difference("wait", "telephone", fifth).mean for fifth in ("1", "5"))
    assert most < least
    assert staff.difference("share left", "telephone").upper < 0


# --- outpatients -------------------------------------------------------------------------------------------------
def test_the_list_is_the_published_one_by_head():
    read = flow.read(FOLDER / "outpatients.yaml")
    share = people("E06000045") / people("E92000001")
    rows = published("waiting_list_england").to_pylist()
    last = {r["series"]: r for r in rows if r["period_start"] == date(2024, 5, 1)}
    waiting = last["waiting"]["value"]
    over_52, within_18 = last["over_52_weeks"]["value"], last["within_18_weeks"]["value"] / 100 * waiting

    def on_the_list(cls):
        come = read.file.patients[cls].arrivals
        return len(come.times) * sum(int(size) for size in come.batch.sizes)

    assert on_the_list("over_52_weeks") == pytest.approx(over_52 * share, rel=0.001)
    assert on_the_list("within_18_weeks") == pytest.approx(within_18 * share, rel=0.001)
    assert on_the_list("over_18_weeks") == pytest.approx((waiting - within_18 - over_52) * share, rel=0.001)

    with gzip.open(ROOT / "opendata" / "flow" / "waiting_list_flow_icb.csv.gz", "rt") as lines:
        may = [row for row in csv.DictReader(lines) if row["month"] == "2024-05"]
    started, completed = (sum(int(row[name]) for row in may) for name in ("new_pathways", "completed"))
    assert (len(may), started, completed) == (42, 1_790_643, 1_521_350)
    rate = sum(read.file.patients[cls].arrivals.rate for cls in ("urgent", "routine")) * 86_400
    assert rate == pytest.approx(started * share / 31, rel=0.001)
    before = next(r for r in rows if r["series"] == "waiting" and r["period_start"] == date(2024, 4, 1))["value"]
    otherwise = started - completed - (waiting - before)
    patience = read.file.places["clinic"].leave.patience.mean / 86_400
    assert patience == pytest.approx(waiting / otherwise * 365.25 / 12, rel=0.01)
    a_week = 31 * 10 * 5
    assert a_week * 365.25 / 7 / 12 == pytest.approx(completed * share, rel=0.02)


def test_the_list_stands_still_and_more_clinics_clear_it():
    read = flow.read(FOLDER / "outpatients.yaml")
    lists = {
        name: flow.simulate(read, scenario=name, replications=3).waiting[:, 0]
        for name in (None, "two_more_clinics", "five_more_clinics", "advice_instead")
    }
    month = 30 * 24
    assert lists[None][-1] == pytest.approx(lists[None][24], rel=0.03)
    ends = [lists[name][-month:].mean() for name in (None, "two_more_clinics", "advice_instead", "five_more_clinics")]
    assert ends == sorted(ends, reverse=True)
    assert ends[-1] < 0.5 * ends[0]


def test_who_has_waited_longest_is_seen_first_and_urgent_before_all():
    result = flow.simulate(flow.read(FOLDER / "outpatients.yaml"), replications=3)
    order = ("urgent", "over_52_weeks", "over_18_weeks", "within_18_weeks", "routine")
    waits = [result.value("wait", "clinic", cls).mean for cls in order]
    assert waits == sorted(waits)
    assert result.value("share within target", "clinic", "urgent").mean == 1
    assert result.value("wait p95", "clinic", "over_52_weeks").mean < 7  # the longest waits are cleared within a week


# --- stroke ------------------------------------------------------------------------------------------------------
MONKS = [  # Monks and others 2016, tables of the shares who find no bed
    ("nine_beds", "acute_unit", 0.18),
    (None, "acute_unit", 0.13),
    ("eleven_beds", "acute_unit", 0.08),
    ("twelve_beds", "acute_unit", 0.06),
    ("thirteen_beds", "acute_unit", 0.03),
    ("fourteen_beds", "acute_unit", 0.02),
    ("ten_rehabilitation_beds", "rehabilitation_unit", 0.20),
    (None, "rehabilitation_unit", 0.11),
    ("fourteen_rehabilitation_beds", "rehabilitation_unit", 0.05),
    ("sixteen_rehabilitation_beds", "rehabilitation_unit", 0.02),
    ("pooled", "acute_unit", 0.065),
    ("pooled_26_beds", "acute_unit", 0.016),
]


@pytest.mark.parametrize(("scenario", "place", "share"), MONKS)
def test_stroke_beds_are_as_published(scenario, place, share):
    answer = flow.solve(flow.apply(flow.read(FOLDER / "stroke.yaml"), scenario))
    assert answer.formula == "Erlang B"
    assert answer.values["share lost", place] == pytest.approx(share, abs=0.01)


@pytest.mark.parametrize("scenario", ["nine_beds", "pooled"])
def test_simulated_stroke_beds_agree(scenario):
    result = flow.simulate(flow.read(FOLDER / "stroke.yaml"), scenario=scenario, replications=40)
    for (measure, place), truth in result.exact.values.items():
        value = result.value(measure, place)
        if value.replications:  # nobody comes to the rehabilitation unit where the beds are shared
            assert abs(value.mean - truth) <= 4 * value.standard_error + 1e-12, (measure, place)


# --- acute -------------------------------------------------------------------------------------------------------
def test_more_places_after_the_ward_help_the_front_door():
    made = flow.compare(flow.read(FOLDER / "acute.yaml"), ["more_d2a"], replications=16)[0]
    assert made.difference("blocked", "ward").upper < 0


def test_growth_of_urgent_care_is_what_its_made_up_people_and_beds_say():
    """Little's law by hand: who comes to the ward and how long each holds a bed there, in ten years' time."""
    found = flow.beds_needed(flow.read(FOLDER / "acute.yaml"))
    with (FOLDER / "acute_population.csv").open() as file:
        ages = {(row["year"], row["age"]): int(row["people"]) for row in csv.DictReader(file)}
    older = {age: ages["2036", age] / ages["2026", age] for _, age in ages}
    come = {"ambulance": (96, (0.06, 0.38, 0.26, 0.30)), "walk_in": (192, (0.26, 0.58, 0.10, 0.06))}
    grown = {
        name: rate * sum(share * of for share, of in zip(shares, older.values(), strict=True))
        for name, (rate, shares) in come.items()
    }
    ward = [row for row in found.rows() if row["place"] == "ward"]
    assert ward[0]["beds"] == pytest.approx((96 + 192) * 0.3 * 4.5)
    assert ward[1]["beds"] == pytest.approx(sum(grown.values()) * 0.3 * 4.5)
    after = grown["ambulance"] * 1.005**10 * 0.94 + grown["walk_in"] * 1.01**10
    assert ward[-1]["beds"] == pytest.approx(after * 0.3 * 4.5 * 0.92 / 0.92)
    assert ward[-1]["lower"] < ward[-1]["beds"] < ward[-1]["upper"]
