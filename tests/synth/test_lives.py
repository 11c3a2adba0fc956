"""What happens to a thousand people: in order, in their lives, in one bed at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from oneplace.synth.city.details import LANGUAGES
from oneplace.synth.city.world import World
from oneplace.synth.draw.calendar import DAYS, FAR, YEAR, day_number, day_of, seconds, weekday
from oneplace.synth.draw.numbers import check_digit
from oneplace.synth.extracts.voluntary import draw_referrals
from oneplace.synth.generate import create_world
from oneplace.synth.lives import codes
from oneplace.synth.lives.emergency import (
    ACUITY,
    COMPLAINTS,
    DIAGNOSES,
    Attendances,
    draw_attendances,
    frequent_attenders,
)
from oneplace.synth.lives.inpatient import DELAY_REASONS, METHODS, Spells, draw_spells
from oneplace.synth.lives.journal import Entries, draw_journal
from oneplace.synth.lives.support import NONE, OUTCOMES, SERVICES, TYPES, Events, draw_social_care


@pytest.fixture(scope="module")
def world() -> World:
    return create_world(1000, 11)


@pytest.fixture(scope="module")
def seen(world: World) -> Attendances:
    return draw_attendances(world)


@pytest.fixture(scope="module")
def spells(world: World, seen: Attendances) -> Spells:
    return draw_spells(world, seen)


@pytest.fixture(scope="module")
def events(world: World) -> Events:
    return draw_social_care(world)


@pytest.fixture(scope="module")
def entries(world: World) -> Entries:
    person, day, source = draw_referrals(world)
    return draw_journal(world, (person[source == 0], day[source == 0]))


def test_people_come_after_birth_and_go_after_coming(world: World) -> None:
    people = world.people
    assert (people.birth <= people.entry).all()
    assert (people.entry < people.exit).all()
    assert (people.entry >= 0).all()
    assert (people.exit <= DAYS).all()
    assert (people.death > people.entry).all()
    assert ((people.death < np.minimum(people.leave, DAYS)) | (people.death == FAR)).all()
    assert people.age(0)[people.entry == 0].min() >= 0
    assert people.age(people.exit).max() < 112


def test_children_are_born_to_women_of_the_same_home(world: World) -> None:
    people = world.people
    child = np.flatnonzero(people.mother >= 0)
    mother = people.mother[child]
    assert 20 <= len(child) <= 120
    assert (people.sex[mother] == 0).all()
    ages = (people.birth[child] - people.birth[mother]) / YEAR
    assert ages.min() > 12
    assert ages.max() < 49
    assert (people.entry[child] == people.birth[child]).all()
    assert (people.birth[child] >= people.entry[mother]).all()
    assert (people.birth[child] < people.exit[mother]).all()
    assert (people.home[child] == world.home_on(mother, people.birth[child])).all()


def test_a_mother_has_ten_months_between_children(world: World) -> None:
    people = world.people
    child = np.flatnonzero(people.mother >= 0)
    order = np.lexsort((people.birth[child], people.mother[child]))
    same = np.diff(people.mother[child][order]) == 0
    assert np.diff(people.birth[child][order])[same].min(initial=330) >= 330


def test_who_moves_moves_elsewhere_in_the_five_years(world: World) -> None:
    people = world.people
    moves = people.moved_on < FAR
    assert moves.sum() > 30
    assert (people.moved_on[moves] >= 1).all()
    assert (people.moved_on[moves] < DAYS).all()
    assert (people.second_home[moves] != people.home[moves]).all()


def test_who_moves_into_a_care_home_is_old_and_stays(world: World) -> None:
    people, care = world.people, world.dwellings.care_home
    goes = np.flatnonzero((people.moved_on < FAR) & care[people.second_home])
    assert len(goes) >= 1
    assert (people.middle_age[goes] >= 65).all()
    assert (people.leave[goes] == FAR).all()


def test_newcomers_move_in_after_the_first_day_where_one_moved_out(world: World) -> None:
    people = world.people
    newcomers = np.flatnonzero((people.entry > 0) & (people.mother < 0))
    assert len(newcomers) > 50
    for row in newcomers[:200]:
        before = (people.home == people.home[row]) & (people.entry == 0)
        gone = people.leave[before][people.leave[before] < people.entry[row]]
        assert len(gone), row
        assert 3 <= people.entry[row] - gone.max() < 45


def test_everyone_has_a_right_number_and_a_language(world: World) -> None:
    details = world.details
    numbers = details.nhs_number
    assert len(np.unique(numbers)) == len(world.people)
    assert (check_digit(numbers // 10) == numbers % 10).all()
    assert details.language.min() == 0
    assert details.language.max() < len(LANGUAGES)
    assert not details.interpreter[details.language == 0].any()
    assert not details.digitally_excluded[world.people.middle_age < 18].any()


def test_registrations_lie_in_the_stay(world: World) -> None:
    people, details = world.people, world.details
    assert (details.registered_day >= people.birth).all()
    assert (details.registered_day < people.exit).all()
    changes = details.changed_on < FAR
    assert changes.sum() > 10
    assert (details.changed_on[changes] > people.entry[changes]).all()
    assert (details.changed_on[changes] < people.exit[changes]).all()
    assert (details.second_practice[changes] != details.practice[changes]).all()
    assert details.registered[changes].all()


def test_patients_are_numbered_from_one_in_each_practice(world: World) -> None:
    details = world.details
    changes = details.changed_on < FAR
    for practice in range(26):
        own = details.patient_id[details.registered & (details.practice == practice)]
        later = details.second_patient_id[changes & (details.second_practice == practice)]
        assert sorted([*own, *later]) == list(range(1, len(own) + len(later) + 1))


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("arrival", "assessed"),
        ("assessed", "seen"),
        ("seen", "decided"),
        ("decided", "departure"),
        ("arrival", "departure"),
    ],
)
def test_the_times_of_an_attendance_follow_one_another(seen: Attendances, earlier: str, later: str) -> None:
    assert (getattr(seen, earlier) <= getattr(seen, later)).all()


def test_attendances_are_of_the_living_in_order_of_arrival(world: World, seen: Attendances) -> None:
    people = world.people
    assert len(seen.person) > 1000
    assert (np.diff(seen.arrival) >= 0).all()
    assert (seen.day >= people.entry[seen.person]).all()
    assert (seen.day < people.exit[seen.person]).all()


def test_nobody_spends_less_than_twenty_minutes_or_more_than_forty_hours(seen: Attendances) -> None:
    minutes = (seen.departure - seen.arrival) / 60
    assert minutes.min() >= 20
    assert minutes.max() <= 2400
    assert not ((minutes > 239.1) & (minutes < 241)).any()  # quick or beyond four hours, nothing between


@pytest.mark.parametrize(
    ("column", "codes_of"), [("acuity", ACUITY), ("complaint", COMPLAINTS), ("diagnosis", DIAGNOSES)]
)
def test_codes_of_an_attendance_all_occur(seen: Attendances, column: str, codes_of: list[str]) -> None:
    assert np.unique(getattr(seen, column)).tolist() == list(range(len(codes_of)))


def test_minor_cases_walk_in_and_go_home(seen: Attendances) -> None:
    assert seen.minor.any()
    assert not (seen.minor & seen.by_ambulance).any()
    assert not (seen.minor & seen.admitted).any()


def test_ambulances_bring_the_more_urgent(seen: Attendances) -> None:
    assert seen.acuity[seen.by_ambulance].mean() < seen.acuity[~seen.by_ambulance].mean() - 0.3


@pytest.mark.parametrize(("times", "chosen"), [(3, []), (4, [0]), (5, [0])])
def test_the_telephone_service_takes_on_who_came_four_times_in_the_year_before(
    world: World, seen: Attendances, times: int, chosen: list[int]
) -> None:
    lives = np.flatnonzero(world.people.exit == DAYS)[:1]
    assert world.people.exit[lives] == DAYS
    start = day_of("2024-01-01")
    day = np.array(
        [
            *[start - 365, start - 1, start - 2, start - 3, start - 4][:times],
            start - 366,
            start,
            start + 364,
            start + 365,
        ]
    )
    nothing: Any = None
    came = Attendances(np.repeat(lives, len(day)), seconds(day), *(nothing,) * 10)
    assert frequent_attenders(world, came).tolist() == [lives[row] for row in chosen]
    note: Any = world.notes["phone_service"]
    assert note == {
        "people": len(chosen),
        "people_followed_a_year": len(chosen),
        "attendances_year_before": times * len(chosen),
        "attendances_year_after": 2 * len(chosen),
    }


def test_spells_begin_in_order_in_life_and_end_later(world: World, spells: Spells) -> None:
    people = world.people
    begun = day_number(spells.start)
    assert (np.diff(spells.start) >= 0).all()
    assert (spells.end > spells.start).all()
    assert (begun >= people.birth[spells.person]).all()
    assert (begun < people.exit[spells.person]).all()


def test_nobody_is_in_two_beds_at_once(spells: Spells) -> None:
    order = np.lexsort((spells.start, spells.person))
    same = np.diff(spells.person[order]) == 0
    assert same.any()
    assert (spells.start[order][1:][same] >= spells.end[order][:-1][same]).all()


def test_who_dies_in_hospital_ends_the_spell_on_the_day_of_death(world: World, spells: Spells) -> None:
    death = world.people.death[spells.person]
    died = spells.died
    assert died.sum() >= 5
    assert (day_number(spells.end)[died] == death[died]).all()
    assert (spells.ready_day[died] == FAR).all()
    assert (spells.delay[died] == 0).all()
    assert (day_number(spells.end)[~died] < death[~died]).all()
    assert (~died & (death < FAR)).sum() > 20  # earlier stays of those who died since


def test_who_comes_by_ambulance_is_oftener_admitted(world: World, seen: Attendances) -> None:
    lives_on = (world.people.death[seen.person] == FAR) & ~seen.minor
    brought, walked = seen.admitted[lives_on & seen.by_ambulance], seen.admitted[lives_on & ~seen.by_ambulance]
    assert brought.mean() > walked.mean() + 0.05


def test_who_is_ready_waits_with_a_reason_or_leaves(spells: Spells) -> None:
    ready = ~spells.died
    left = day_number(spells.end)
    assert (spells.ready_day[ready] >= day_number(spells.start)[ready]).all()
    assert (spells.ready_day[ready] <= left[ready]).all()
    waits = spells.delay > 0
    assert waits.sum() > 10
    assert (left[waits] > spells.ready_day[waits]).all()
    assert (left[ready & ~waits] == spells.ready_day[ready & ~waits]).all()
    assert set(np.unique(spells.delay)) == set(range(len(DELAY_REASONS)))


@pytest.mark.parametrize("method", METHODS)
def test_each_method_of_admission_occurs(spells: Spells, method: str) -> None:
    assert (spells.method == METHODS.index(method)).sum() >= 1


def test_planned_stays_begin_on_working_days_without_delay(spells: Spells) -> None:
    planned = spells.method < 3
    assert set(weekday(day_number(spells.start[planned])).tolist()) <= {0, 1, 2, 3, 4}
    assert (spells.delay[planned] == 0).all()
    assert (spells.procedure[planned] != "").all()


def test_a_planned_stay_is_two_to_six_hours_or_over_night(spells: Spells) -> None:
    planned = (spells.method < 3) & ~spells.died
    hours = (spells.end - spells.start)[planned] / 3600
    by_day = (hours >= 2) & (hours <= 6)
    assert by_day.mean() == pytest.approx(0.75, abs=0.12)
    assert np.median(hours[by_day]) == pytest.approx(4, abs=0.5)
    assert np.median(hours[~by_day]) / 24 == pytest.approx(np.exp(0.6), rel=0.35)
    knees = planned & (spells.primary == "M179")
    assert np.median((spells.end - spells.start)[knees]) > 86_400  # a new knee always stays


@pytest.mark.parametrize(
    ("reason", "youngest", "oldest"),
    [
        ("P0_transport", 65, 120),
        ("P1_home_care", 65, 120),
        ("P2_rehabilitation_bed", 65, 120),
        ("P3_care_home", 65, 120),
        ("hospital_process", 0, 65),
    ],
)
def test_who_waits_for_what_by_age(world: World, spells: Spells, reason: str, youngest: int, oldest: int) -> None:
    rows = spells.delay == DELAY_REASONS.index(reason)
    ages = world.people.age(DAYS // 2)[spells.person[rows]]
    assert ages.min() >= youngest
    assert ages.max() < oldest


def test_who_waits_for_a_care_home_goes_to_one(spells: Spells) -> None:
    waits = (spells.delay == DELAY_REASONS.index("P3_care_home")) & ~spells.died
    assert set(spells.destination[waits].tolist()) == {2}
    others = (spells.delay != DELAY_REASONS.index("P3_care_home")) & ~spells.died
    assert set(spells.destination[others].tolist()) <= {0, 1, 2}
    assert (spells.destination[others] == 0).mean() > 0.95


def test_hips_are_mended_and_children_are_with_the_childrens_doctors(world: World, spells: Spells) -> None:
    emergency = (spells.method >= 3) & (spells.method <= 5)
    assert (spells.procedure[emergency & (spells.primary == "S720")] == "W471").all()
    assert (spells.procedure[emergency & (spells.primary != "S720")] == "").all()
    young = emergency & (world.people.age(DAYS // 2)[spells.person] < 16)
    assert young.any()
    assert set(spells.specialty[young].tolist()) == {"420"}


def test_an_admission_from_the_department_begins_as_the_patient_leaves_it(seen: Attendances, spells: Spells) -> None:
    left = {(int(p), int(t)) for p, t in zip(seen.person[seen.admitted], seen.departure[seen.admitted], strict=True)}
    through = np.flatnonzero(spells.method == METHODS.index("21"))
    assert len(through) > 100
    assert {(int(spells.person[row]), int(spells.start[row])) for row in through} <= left


def test_some_come_back_within_four_weeks(spells: Spells) -> None:
    back = np.flatnonzero(spells.method == METHODS.index("28"))
    gaps = []
    for row in back:
        before = spells.end[(spells.person == spells.person[row]) & (spells.end <= spells.start[row])]
        gaps.append((spells.start[row] - before.max(initial=0)) / 86_400)
    soon = [gap for gap in gaps if gap < 29]
    assert len(soon) >= 10
    assert np.mean(soon) == pytest.approx(15, abs=4)


def test_mothers_and_babies_stay_together(world: World, spells: Spells) -> None:
    baby = np.flatnonzero(spells.method == METHODS.index("82"))
    assert len(baby) >= 20
    child = spells.person[baby]
    assert (day_number(spells.start[baby]) == world.people.birth[child]).all()
    mothers = {
        (int(p), int(t)): int(e)
        for p, t, e, m in zip(spells.person, spells.start, spells.end, spells.method, strict=True)
        if METHODS[m] == "31"
    }
    pairs = [(int(world.people.mother[spells.person[row]]), int(spells.start[row])) for row in baby]
    together = [mothers[pair] == spells.end[row] for pair, row in zip(pairs, baby, strict=True) if pair in mothers]
    assert len(together) >= 0.8 * len(baby)
    assert np.mean(together) >= 0.9  # but for a death


@pytest.mark.parametrize(
    ("primary", "ages"), [("J350", (0, 71)), ("J219", (0, 17)), ("I509", (15, 120)), ("M179", (15, 120))]
)
def test_reasons_suit_the_age(world: World, spells: Spells, primary: str, ages: tuple[float, float]) -> None:
    rows = np.flatnonzero(spells.primary == primary)
    age = (day_number(spells.start[rows]) - world.people.birth[spells.person[rows]]) / YEAR
    assert len(rows)
    assert age.min() >= ages[0] - 3
    assert age.max() <= ages[1] + 3


def test_social_care_is_in_order_and_in_life(world: World, events: Events) -> None:
    people = world.people
    assert (np.diff(events.start) >= 0).all()
    assert (events.end >= events.start).all()
    assert (events.start < people.exit[events.person]).all()
    assert (events.start >= people.birth[events.person]).all()
    assert people.age(events.start.max())[events.person].min() >= 18


@pytest.mark.parametrize("kind", TYPES)
def test_each_event_of_social_care_has_what_belongs_to_it(events: Events, kind: str) -> None:
    rows = events.type == TYPES.index(kind)
    assert rows.sum() >= 3
    assert ((events.route[rows] != NONE) == (kind == "Request")).all()
    assert ((events.service[rows] != NONE) == (kind == "Service")).all()
    assert ((events.end[rows] < DAYS) | (kind == "Service")).all()


OUTCOME_OF = [
    ("Request", "Progress to Assessment|Progress to Reablement|Signposting|NFA"),
    ("Assessment", "Progress to Service|Signposting|NFA"),
    ("Service", "Service continues|Service ended: at home|Service ended: in hospital or care home|Service ended: died"),
    ("Review", "Service continues"),
]


@pytest.mark.parametrize(("kind", "outcomes"), OUTCOME_OF)
def test_outcomes_suit_the_event(events: Events, kind: str, outcomes: str) -> None:
    found = {OUTCOMES[outcome] for outcome in events.outcome[events.type == TYPES.index(kind)]}
    assert found <= set(outcomes.split("|"))
    assert len(found) >= min(2, len(outcomes.split("|")))


def test_a_service_that_goes_on_has_no_end_and_none_outlives_the_person(world: World, events: Events) -> None:
    service = events.type == TYPES.index("Service")
    goes_on = events.outcome == OUTCOMES.index("Service continues")
    assert ((events.end == FAR) == (service & goes_on)).all()
    death = world.people.death[events.person]
    ended = service & ~goes_on
    assert (events.end[ended] <= death[ended]).all()
    died = ended & (events.outcome == OUTCOMES.index("Service ended: died"))
    assert (events.end[died] == death[died]).all()


def test_reablement_lasts_at_most_six_weeks(events: Events) -> None:
    rows = (events.service == 0) & (events.end < FAR)
    assert SERVICES[0][1] == "Reablement"
    assert rows.sum() >= 5
    lasts = (events.end - events.start)[rows]
    assert lasts.max() <= 42


def test_places_in_care_homes_are_for_who_lives_there(world: World, events: Events) -> None:
    care, people = world.dwellings.care_home, world.people
    placed = events.person[(events.service == 4) | (events.service == 5)]
    assert len(placed) >= 2
    assert (care[people.home[placed]] | care[people.second_home[placed]]).all()


def test_carers_have_carers_services_alone(events: Events) -> None:
    services = events.service[events.carer & (events.type == TYPES.index("Service"))]
    assert set(services.tolist()) <= {6}
    assert not (events.carer & (events.route != NONE)).any()


def test_working_days_for_reviews(events: Events) -> None:
    reviews = events.type == TYPES.index("Review")
    assert set(weekday(events.start[reviews]).tolist()) <= {0, 1, 2, 3, 4}
    assert (events.end[reviews] - events.start[reviews] == 3).all()


def test_journal_entries_are_of_the_living(world: World, entries: Entries) -> None:
    people = world.people
    assert len(entries.person) > 5000
    assert (entries.day >= people.birth[entries.person]).all()
    assert (entries.day < people.exit[entries.person]).all()
    assert entries.day.max() < DAYS


def test_measurements_alone_have_values(entries: Entries) -> None:
    measured = np.isin(entries.code, list(codes.UNIT_OF))
    assert measured.any()
    assert (~np.isnan(entries.value) == measured).all()


@pytest.mark.parametrize("condition", sorted(codes.DIAGNOSIS))
def test_a_coded_condition_is_coded_on_its_day(world: World, entries: Entries, condition: str) -> None:
    health = world.health
    known = (health.onset[condition] < FAR) & health.coded[condition]
    own = {codes.DIAGNOSIS[condition]}
    own |= {codes.BIPOLAR} if condition == "severe_mental_illness" else set()
    own |= {codes.TYPE_1_DIABETES} if condition == "diabetes" else set()
    rows = np.isin(entries.code, list(own))
    assert known[entries.person[rows]].all()
    assert (entries.day[rows] == health.onset[condition][entries.person[rows]]).all()
    assert len(np.unique(entries.person[rows])) == rows.sum()


@pytest.mark.parametrize(
    ("code", "youngest"), [(codes.MILD_FRAILTY, 30), (codes.PNEUMOCOCCAL, 0), (codes.INFLUENZA, 0)]
)
def test_who_is_coded_is_old_enough(world: World, entries: Entries, code: int, youngest: float) -> None:
    rows = entries.code == code
    assert rows.any()
    age = (entries.day[rows] - world.people.birth[entries.person[rows]]) / YEAR
    assert age.min() >= youngest
