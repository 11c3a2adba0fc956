"""The general practices' journal: entries of the living, coded as their lives went."""

from __future__ import annotations

import numpy as np
import pytest

from oneplace.synth.city.world import World
from oneplace.synth.draw.calendar import DAYS, FAR, YEAR
from oneplace.synth.extracts.voluntary import draw_referrals
from oneplace.synth.lives import codes
from oneplace.synth.lives.journal import Entries, draw_journal


@pytest.fixture(scope="module")
def entries(world: World) -> Entries:
    person, day, source = draw_referrals(world)
    return draw_journal(world, (person[source == 0], day[source == 0]))


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
