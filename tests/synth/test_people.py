"""The people of a place: born, moving, registered and gone, in that order."""

from __future__ import annotations

import numpy as np

from oneplace.synth.city.details import LANGUAGES
from oneplace.synth.city.world import World
from oneplace.synth.draw.calendar import DAYS, FAR, YEAR
from oneplace.synth.draw.numbers import check_digit
from oneplace.synth.generate import create_world


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
    between = np.diff(people.birth[child][order])[same]
    assert ((between >= 330) | (between == 0)).all()  # or twins


def test_twins_share_a_home_a_birth_date_and_a_family_name_and_have_names_of_their_own(world: World) -> None:
    first, second = world.alike.twins.T
    child = (world.people.birth > -18 * YEAR).sum()
    assert 0.01 * child <= 2 * len(first) <= 0.04 * child
    for name in ("birth", "home", "mother", "head", "entry", "leave"):
        assert (getattr(world.people, name)[first] == getattr(world.people, name)[second]).all()
    assert (world.details.family[first] == world.details.family[second]).all()
    assert (world.details.given[first] != world.details.given[second]).all()


def test_namesakes_share_names_sex_and_birth_date_and_no_home(world: World) -> None:
    first, second = world.alike.namesakes.T
    assert 2 * len(first) >= 0.02 * len(world.people)
    assert len({*first, *second}) == 2 * len(first)
    for of in (world.people.birth, world.people.sex, world.details.given, world.details.family):
        assert (of[first] == of[second]).all()
    assert (world.people.home[first] != world.people.home[second]).all()


def test_some_children_have_the_names_of_the_head_of_their_household(world: World) -> None:
    child, head = world.alike.named_after.T
    assert len(child) >= 1
    assert (world.details.given[child] == world.details.given[head]).all()
    assert (world.details.family[child] == world.details.family[head]).all()
    assert (world.people.birth[child] > world.people.birth[head]).all()


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


def test_some_women_have_changed_their_family_name_and_are_like_nobody_else(world: World) -> None:
    people, rows = world.people, world.alike.renamed
    changed = np.flatnonzero(world.details.former != world.details.family)
    assert len(changed) >= 0.9 * len(rows) > 0
    assert set(changed) <= set(rows)
    assert (people.sex[rows] == 0).all()
    paired = np.concatenate([world.alike.twins, world.alike.namesakes, world.alike.named_after]).ravel()
    assert not set(rows) & set(paired)


def test_nobody_moves_into_a_care_home_in_a_rush_on_the_first_day() -> None:
    world = create_world(8000, 3)
    people, care_home = world.people, world.dwellings.care_home
    moves = ~care_home[people.home] & care_home[people.second_home] & (people.moved_on < FAR)
    assert moves.sum() >= 30
    assert np.bincount(people.moved_on[moves]).max() <= 3
