"""What is planted can be found again, within what chance allows.

The people are drawn at 120,000 residents without writing files; bands are about three standard errors wide.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from oneplace.synth.city import planted
from oneplace.synth.city.homes import GROUPS
from oneplace.synth.city.world import World
from oneplace.synth.draw.calendar import DAYS, FAR, Rhythm, day_of
from oneplace.synth.extracts.ledger import Ledger
from oneplace.synth.extracts.maternity import write_deliveries
from oneplace.synth.extracts.tables import Folder
from oneplace.synth.extracts.truth import rate_ratios
from oneplace.synth.generate import create_world
from oneplace.synth.lives.emergency import Attendances
from oneplace.synth.lives.inpatient import Spells


@pytest.fixture(scope="module")
def world() -> World:
    return create_world(120_000, 11)


def test_emergency_attendances_rise_with_deprivation_as_planted(world: World, seen: Attendances) -> None:
    assert rate_ratios(world, seen.person) == pytest.approx(planted.FIFTHS["emergency"], abs=0.08)


def test_deaths_rise_with_deprivation_as_planted(world: World) -> None:
    dead = np.flatnonzero(world.people.death < FAR)
    # planted as a hazard at equal age; counting over five years and wide age bands blunts it a little
    assert rate_ratios(world, dead) == pytest.approx(planted.FIFTHS["death"], abs=0.3)
    assert np.argsort(rate_ratios(world, dead)[:4]).tolist() == [3, 2, 1, 0]


@pytest.mark.parametrize("outcome", ["mental_health", "emergency"])
def test_expected_rates_hold_the_planted_ratios_exactly(world: World, outcome: str) -> None:
    """Against the same rates without a gradient, each fifth and ethnic group differs by its planted ratio alone."""
    shape, rhythm = (1.0, 0.5, 1.0, 1.0, 1.0, 1.5, 2.0, 3.0), Rhythm("emergency", winter=0.1)
    with_gradient = world.expected(0.1, shape, rhythm, outcome)
    without = world.expected(0.1, shape, rhythm, "nothing planted")
    lives = without > 0
    ratio = with_gradient[lives] / without[lives]
    fifth, group = world.fifth[lives], world.people.group[lives]
    least = np.median(ratio[(fifth == 4) & (group == GROUPS.index("white"))])
    for index, by_fifth in enumerate(planted.FIFTHS[outcome]):
        for name in GROUPS:
            of_group = planted.ETHNICITY[outcome].get(name, 1.0)
            here = ratio[(fifth == index) & (group == GROUPS.index(name))]
            assert here / least == pytest.approx(by_fifth * of_group)
    years = (world.people.exit - world.people.entry).sum() / 365.25
    assert with_gradient.sum() / years == pytest.approx(0.1, rel=0.01)


def test_conditions_are_commoner_where_planted(world: World) -> None:
    people, fifth = world.people, world.fifth
    middle = (people.age(DAYS) >= 50) & (people.age(DAYS) < 75) & (people.exit >= DAYS)
    for condition in ("diabetes", "copd", "depression"):
        ill = world.health.onset[condition] < DAYS
        share = np.array([ill[middle & (fifth == index)].mean() for index in range(5)])
        assert share / share[4] == pytest.approx(planted.CONDITION_FIFTHS[condition], rel=0.22), condition


def test_unmet_need_is_the_share_without_a_code(world: World) -> None:
    ill = world.health.onset["hypertension"] < FAR
    for index, expected in enumerate(planted.UNDIAGNOSED["hypertension"]):
        group = ill & (world.fifth == index)
        assert (~world.health.coded["hypertension"][group]).mean() == pytest.approx(expected, abs=0.03)


def test_digital_exclusion(world: World) -> None:
    adults = (world.people.middle_age >= 18) & (world.people.middle_age < 65)
    for index, expected in enumerate(planted.DIGITAL_EXCLUSION):
        found = world.details.digitally_excluded[adults & (world.fifth == index)].mean()
        assert found == pytest.approx(expected, abs=0.015)


def test_rates_are_near_an_english_citys(world: World, seen: Attendances, spells: Spells) -> None:
    years = ((world.people.exit - world.people.entry) / 365.25).sum()

    def per_1000(count: float) -> float:
        return 1000 * count / years

    assert per_1000(len(seen.person)) == pytest.approx(400, abs=30)
    assert per_1000(np.isin(spells.method, [3, 4, 5]).sum()) == pytest.approx(97, abs=10)
    assert per_1000((world.people.death < FAR).sum()) == pytest.approx(7.6, abs=1.0)
    assert per_1000((world.people.mother >= 0).sum()) == pytest.approx(11.6, abs=1.0)


def test_people_stay_about_as_many(world: World) -> None:
    for day in (0, DAYS // 2, DAYS - 1):
        present = ((world.people.entry <= day) & (world.people.exit > day)).sum()
        assert present == pytest.approx(120_000, rel=0.04)


def test_four_hours_by_year(seen: Attendances) -> None:
    year = np.searchsorted([day_of(f"{y}-04-01") for y in range(2022, 2026)], seen.day, side="right")
    within = seen.departure - seen.arrival <= 4 * 3600
    for index, expected in enumerate(planted.ED_WITHIN_FOUR_HOURS):
        assert within[year == index].mean() == pytest.approx(expected - 0.035, abs=0.02)  # winter's seven points


def test_times_in_the_department_are_in_order(seen: Attendances) -> None:
    assert (seen.arrival <= seen.assessed).all()
    assert (seen.assessed <= seen.seen).all()
    assert (seen.seen <= seen.departure).all()
    assert (seen.decided[seen.admitted] >= seen.seen[seen.admitted]).all()
    assert (seen.decided <= seen.departure).all()


def test_delays_are_as_long_as_planted(world: World, spells: Spells) -> None:
    days = spells.end // 86_400 - 18_718 - spells.ready_day  # 18,718 days from 1970 to 1 April 2021
    for index, (path, planned) in enumerate(planted.DELAYS.items(), start=1):
        waits = days[(spells.delay == index) & ~spells.died]
        assert len(waits) > 60
        assert waits.mean() == pytest.approx(float(planned["mean_days"]), rel=0.15), path


def test_the_telephone_service_only_seems_to_work(world: World, seen: Attendances) -> None:
    """Frequent attenders come less often the year after, as much without the service as with it."""
    size, start = len(world.people), day_of(planted.PHONE_SERVICE_FROM)
    stays = world.people.exit >= start + 365

    def change(day: int) -> float:
        before = np.bincount(seen.person[(seen.day >= day - 365) & (seen.day < day)], minlength=size)
        after = np.bincount(seen.person[(seen.day >= day) & (seen.day < day + 365)], minlength=size)
        often = (before >= planted.FREQUENT) & stays
        return float(after[often].sum() / before[often].sum())

    with_service, a_year_earlier = change(start), change(start - 365)
    assert with_service < 0.7
    assert with_service == pytest.approx(a_year_earlier, abs=0.08)


def test_the_adviser_works(world: World, tmp_path: Path) -> None:

    write_deliveries(Folder(tmp_path), Ledger(), world)
    counts: Any = world.notes["adviser"]
    risk = counts["seen_still_smoking"] / counts["seen"], counts["not_seen_still_smoking"] / counts["not_seen"]
    assert risk[1] == pytest.approx(1 - planted.SMOKING_QUIT_BEFORE_DELIVERY, abs=0.1)
    assert risk[0] / risk[1] == pytest.approx(planted.ADVISER_RELATIVE_RISK, abs=0.15)
