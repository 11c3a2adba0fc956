"""Stays in hospital: in order, in life, in one bed at a time."""

from __future__ import annotations

import numpy as np
import pytest

from oneplace.synth.city.world import World
from oneplace.synth.draw.calendar import DAYS, FAR, YEAR, day_number, weekday
from oneplace.synth.lives.emergency import (
    Attendances,
)
from oneplace.synth.lives.inpatient import DELAY_REASONS, METHODS, Spells


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
