"""The city on a table of four streets and a handful of people: homes, ages, days of moving, gradients."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from oneplace.synth.city import planted
from oneplace.synth.city.health import Health, draw_health
from oneplace.synth.city.homes import (
    CODES,
    GROUP_OF_CODE,
    GROUPS,
    Dwellings,
    Neighbourhoods,
    Residents,
    read_neighbourhoods,
    settle,
)
from oneplace.synth.city.people import People, by_group
from oneplace.synth.city.world import World
from oneplace.synth.draw.calendar import DAYS, FAR, YEAR, Rhythm
from oneplace.synth.draw.randomness import Streams

BANDS = ["age_00_15", "age_16_24", "age_25_34", "age_35_49", "age_50_64", "age_65_plus"]
EVERY_DAY = Rhythm("every_day")


def streets() -> Neighbourhoods:
    """Four streets: of one age band or group each, from the most to the least deprived."""
    rows: list[dict[str, Any]] = [
        {"residents": 400, "households": 200, "age_16_24": 400, "white": 400, "imd_decile": 1},
        {"residents": 300, "households": 100, "age_25_34": 200, "age_00_15": 100, "asian": 300, "imd_decile": 2},
        {"residents": 200, "households": 100, "age_50_64": 200, "black": 200, "imd_decile": 9},
        {"residents": 100, "households": 80, "age_65_plus": 100, "white": 100, "imd_decile": 10},
    ]
    names = ["residents", "households", *BANDS, *GROUPS, "imd_decile"]
    table = pa.table({name: [row.get(name, 0) for row in rows] for name in names})
    return Neighbourhoods(table, np.array([0, 0, 4, 4]), np.array([50.9] * 4), np.array([-1.4] * 4))


@pytest.fixture(scope="module")
def first() -> Residents:
    return settle(Streams(3).stream("residents"), streets(), 1000)


def people(size: int = 1, **given: Any) -> People:
    """People who live at dwelling 0 throughout, born 40 years before the first day, unless said otherwise."""
    usual: dict[str, Any] = {
        "birth": -int(40 * YEAR),
        "sex": 0,
        "ethnic": 0,
        "entry": 0,
        "leave": FAR,
        "death": FAR,
        "home": 0,
        "moved_on": FAR,
        "second_home": 0,
        "mother": -1,
        "head": -1,
    }
    columns = {name: np.broadcast_to(np.asarray(value, dtype=np.int64), size).copy() for name, value in usual.items()}
    columns |= {name: np.broadcast_to(np.asarray(value, dtype=np.int64), size).copy() for name, value in given.items()}
    return People(**columns)


def world(who: People, need: float | list[float] = 1.0) -> World:
    """A world of two dwellings: 0 in the most deprived fifth, 1 in the least."""
    dwellings = Dwellings(np.array([0, 3]), np.array([1, 8]), np.array(["a", "b"]), np.array([False, False]))
    health = Health(
        {}, {}, *(np.zeros(len(who), dtype=bool),) * 3, np.broadcast_to(np.asarray(need, dtype=float), len(who)).copy()
    )
    nothing: Any = None
    return World(Streams(1), streets(), dwellings, nothing, who, nothing, health, nothing)


def test_the_deciles_fold_into_fifths() -> None:
    places = read_neighbourhoods()
    decile = places.table["imd_decile"].to_numpy()
    found = sorted({(int(a), int(b)) for a, b in zip(decile, places.fifth, strict=True)})
    assert found == [(1, 0), (2, 0), (3, 1), (4, 1), (5, 2), (6, 2), (7, 3), (8, 3), (9, 4), (10, 4)]


@pytest.mark.parametrize(("street", "residents"), [(0, 400), (1, 300), (2, 200), (3, 100)])
def test_people_are_shared_out_as_the_census_found_them(first: Residents, street: int, residents: int) -> None:
    of_household = first.dwellings.lsoa[first.household]
    assert (of_household == street).sum() == residents


@pytest.mark.parametrize(("street", "low", "high"), [(0, 16, 25), (2, 50, 65), (3, 65, 101)])
def test_ages_stay_in_the_streets_bands(first: Residents, street: int, low: int, high: int) -> None:
    ages = first.age[first.dwellings.lsoa[first.household] == street]
    assert ages.min() >= low
    assert ages.max() < high
    assert len(np.unique(np.floor(ages))) > min(6, high - low - 3)


def test_children_are_as_many_as_the_census_found(first: Residents) -> None:
    ages = first.age[first.dwellings.lsoa[first.household] == 1]
    assert (ages < 16).sum() == 100
    assert ((ages >= 25) & (ages < 35)).sum() == 200


@pytest.mark.parametrize(("street", "households"), [(0, 200), (1, 100), (2, 100), (3, 80)])
def test_households_are_as_many_as_the_census_found(first: Residents, street: int, households: int) -> None:
    inside = first.household[first.dwellings.lsoa[first.household] == street]
    assert len(np.unique(inside)) == households


def test_a_head_is_of_the_own_household_and_a_childs_could_be_a_parent(first: Residents) -> None:
    assert (first.household[first.head] == first.household).all()
    assert (first.head[first.head] == first.head).all()
    heads = first.age[first.head][first.age < 16]
    assert heads.min() >= 20
    assert heads.max() < 53


def test_grown_ups_may_live_with_whom_they_like(first: Residents) -> None:
    others = (first.head != np.arange(1000)) & (first.age >= 18) & (first.dwellings.lsoa[first.household] == 0)
    assert (first.age[first.head][others] < 20).sum() > 10
    assert (first.age[first.head][others] >= 20).sum() > 10


def test_a_care_home_stands_in_every_third_street(first: Residents) -> None:
    dwellings = first.dwellings
    assert dwellings.lsoa[dwellings.care_home].tolist() == [0, 3]
    assert len(dwellings.lsoa) == 482
    assert dwellings.care_home.tolist() == [False] * 480 + [True] * 2


def test_who_lives_in_a_care_home_is_old(first: Residents) -> None:
    inside = first.dwellings.care_home[first.home]
    assert 1 <= inside.sum() <= 30
    assert first.age[inside].min() >= 65
    assert (first.home[~inside] == first.household[~inside]).all()
    assert (first.lsoa == first.dwellings.lsoa[first.home]).all()


def test_addresses_have_a_number_each_and_a_postcode_for_fifteen(first: Residents) -> None:
    dwellings = first.dwellings
    assert dwellings.uprn[:3].tolist() == [999_000_000_001, 999_000_000_008, 999_000_000_015]
    assert (np.diff(dwellings.uprn) == 7).all()
    codes, counts = np.unique(dwellings.postcode, return_counts=True)
    assert counts.max() == 15
    assert sum(-(-size // 15) for size in (201, 100, 100, 81)) == len(codes)
    for code in codes:
        assert len(set(dwellings.lsoa[dwellings.postcode == code])) == 1


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("A", "white"),
        ("B", "white"),
        ("C", "white"),
        ("D", "mixed"),
        ("G", "mixed"),
        ("H", "asian"),
        ("L", "asian"),
        ("M", "black"),
        ("P", "black"),
        ("R", "other"),
        ("S", "other"),
    ],
)
def test_the_group_of_an_ethnic_category(code: str, group: str) -> None:
    assert GROUPS[GROUP_OF_CODE[CODES.index(code)]] == group
    assert people(ethnic=CODES.index(code)).group.tolist() == [GROUPS.index(group)]


@pytest.mark.parametrize(
    ("leave", "death", "left"),
    [
        (FAR, FAR, DAYS),
        (10, FAR, 10),
        (FAR, 10, 10),
        (10, 11, 10),
        (11, 10, 10),
        (DAYS - 1, FAR, DAYS - 1),
        (DAYS, 9999, DAYS),
    ],
)
def test_a_stay_ends_with_leaving_death_or_the_last_day(leave: int, death: int, left: int) -> None:
    assert people(leave=leave, death=death).exit.tolist() == [left]


def test_age_is_in_years_of_365_and_a_quarter_days() -> None:
    someone = people(birth=-731, entry=100, leave=301)
    assert someone.age(-731).tolist() == [0]
    assert someone.age(730).tolist() == [4]
    assert someone.middle_age.tolist() == [(200 + 731) / YEAR]


def test_taking_rows_takes_every_column() -> None:
    columns = {field.name: np.arange(3) + 10 * place for place, field in enumerate(fields(People))}
    taken = People(**columns).take(np.array([2, 0]))
    assert {name: getattr(taken, name).tolist() for name in columns} == {
        name: [values[2], values[0]] for name, values in columns.items()
    }


@pytest.mark.parametrize(
    ("table", "ratios"),
    [
        ("emergency", [1.0, 1.0, 0.95, 1.05, 0.95]),
        ("mental_health", [1.0, 1.0, 0.6, 0.75, 0.7]),
        ("death", [1.0, 1.0, 0.85, 0.9, 0.9]),
        ("community", [1.0, 1.0, 1.0, 1.0, 1.0]),
    ],
)
def test_rate_ratios_by_ethnic_group_or_one(table: str, ratios: list[float]) -> None:
    assert by_group(planted.ETHNICITY, table, np.arange(5)).tolist() == ratios


@pytest.mark.parametrize(("day", "dwelling", "fifth"), [(0, 0, 0), (99, 0, 0), (100, 1, 4), (101, 1, 4)])
def test_the_home_changes_on_the_day_of_the_move(day: int, dwelling: int, fifth: int) -> None:
    city = world(people(moved_on=100, second_home=1))
    rows, days = np.array([0]), np.array([day])
    assert city.home_on(rows, days).tolist() == [dwelling]
    assert city.fifth_on(rows, days).tolist() == [fifth]
    assert city.fifth.tolist() == [0]


@pytest.mark.parametrize(("leave", "latest"), [(99, 0), (100, 0), (101, 1), (FAR, 1)])
def test_the_latest_home_is_the_second_if_reached(leave: int, latest: int) -> None:
    assert world(people(moved_on=100, second_home=1, leave=leave)).latest_home().tolist() == [latest]


@pytest.mark.parametrize("gradient", ["emergency", "mental_health", "social_care", "birth"])
def test_the_planted_ratio_holds_at_equal_age(gradient: str) -> None:
    expected = world(people(2, home=[0, 1])).expected(0.5, (1.0,) * 8, EVERY_DAY, gradient)
    assert expected[0] / expected[1] == pytest.approx(planted.FIFTHS[gradient][0] / planted.FIFTHS[gradient][4])
    assert expected.sum() == pytest.approx(0.5 * 2 * DAYS / YEAR)


def test_personal_need_changes_who_but_not_the_gradient() -> None:
    expected = world(people(4, home=[0, 0, 1, 1]), [1, 3, 5, 20]).expected(1.0, (1.0,) * 8, EVERY_DAY, "emergency")
    assert expected[1] / expected[0] == pytest.approx(3)
    assert expected[3] / expected[2] == pytest.approx(4)
    assert expected[:2].sum() / expected[2:].sum() == pytest.approx(1.8)


def test_an_unknown_gradient_is_level() -> None:
    expected = world(people(2, home=[0, 1])).expected(1.0, (1.0,) * 8, EVERY_DAY, "")
    assert expected[0] == pytest.approx(expected[1])


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (4.9, 0),
        (5.1, 1),
        (17.9, 1),
        (18.1, 2),
        (34.9, 2),
        (35.1, 3),
        (49.9, 3),
        (50.1, 4),
        (64.9, 4),
        (65.1, 5),
        (74.9, 5),
        (75.1, 6),
        (84.9, 6),
        (85.1, 7),
    ],
)
def test_weights_by_age_in_the_middle_of_the_stay(age: float, band: int) -> None:
    middle = DAYS // 2
    both = people(2, birth=[middle - round(age * YEAR), middle - round(2 * YEAR)])
    weights = tuple(float(1 if place == 0 else 2 + place) for place in range(8))
    expected = world(both).expected(1.0, weights, EVERY_DAY, "")
    assert expected[0] / expected[1] == pytest.approx(weights[band])


def test_who_is_not_eligible_has_no_events() -> None:
    expected = world(people(2)).expected(1.0, (1.0,) * 8, EVERY_DAY, "", eligible=np.array([0.0, 1.0]))
    assert expected.tolist() == [0.0, pytest.approx(DAYS / YEAR)]
    nobody = world(people(2)).expected(1.0, (1.0,) * 8, EVERY_DAY, "", eligible=np.zeros(2))
    assert nobody.tolist() == [0.0, 0.0]


def test_events_happen_within_the_stay_and_after_the_first_day() -> None:
    city = world(people(3, entry=[0, 500, 0], leave=[300, 900, 100]))
    first_day = np.array([200, 0, 100])
    rows, day = city.happen(np.random.default_rng(1), np.array([40.0, 40.0, 40.0]), EVERY_DAY, first_day)
    assert set(rows.tolist()) == {0, 1}  # the third has left by the day from which it counts
    assert day[rows == 0].min() >= 200
    assert day[rows == 0].max() < 300
    assert day[rows == 1].min() >= 500
    assert day[rows == 1].max() < 900


def some_health() -> Health:
    onset = {"copd": np.array([100, 100, FAR])}
    flags = np.zeros(3, dtype=bool)
    return Health(onset, {"copd": np.array([True, False, True])}, flags, onset["copd"], flags, np.ones(3))


@pytest.mark.parametrize(
    ("person", "day", "has", "known"),
    [
        (0, 99, False, False),
        (0, 100, True, True),
        (0, 101, True, True),
        (1, 100, True, False),
        (2, DAYS, False, False),
    ],
)
def test_a_condition_begins_on_its_day_and_may_be_unknown(person: int, day: int, has: bool, known: bool) -> None:
    health, row = some_health(), np.array([person])
    assert health.has("copd", row, day).tolist() == [has]
    assert health.diagnosed("copd", row, day).tolist() == [known]


@pytest.fixture(scope="module")
def healths() -> tuple[People, Health, np.ndarray]:
    rng = np.random.default_rng(8)
    many = people(6000, birth=-(rng.random(6000) * 95 * YEAR).astype(np.int64), sex=rng.integers(0, 2, 6000))
    fifth = np.arange(6000) % 5
    return many, draw_health(Streams(6), many, fifth), fifth


@pytest.mark.parametrize("condition", sorted(planted.CONDITION_FIFTHS))
def test_a_condition_begins_in_life_or_never(healths: tuple[People, Health, np.ndarray], condition: str) -> None:
    who, health, _ = healths
    onset = health.onset[condition]
    ill = onset < FAR
    assert 0 < ill.sum() < 5000
    assert (onset[ill] < who.exit[ill]).all()
    assert (who.age(onset)[ill] >= 0.49).all()


@pytest.mark.parametrize("condition", sorted(planted.CONDITION_FIFTHS))
def test_only_some_conditions_go_unrecorded(healths: tuple[People, Health, np.ndarray], condition: str) -> None:
    _, health, fifth = healths
    missed = [1 - health.coded[condition][fifth == place].mean() for place in range(5)]
    assert missed == pytest.approx(planted.UNDIAGNOSED.get(condition, (0.0,) * 5), abs=0.05)


def test_smoking_is_for_grown_ups_by_fifth(
    healths: tuple[People, Health, np.ndarray],
) -> None:
    who, health, fifth = healths
    adult = who.age(DAYS) >= 17
    assert not (health.smokes | health.used_to)[~adult].any()
    assert not (health.smokes & health.used_to).any()
    assert set(np.flatnonzero(health.stops_on < FAR)) <= set(np.flatnonzero(health.smokes))
    assert health.stops_on.min() >= 0
    assert health.stops_on[health.stops_on < FAR].max() < DAYS
    share = [health.smokes[adult & (fifth == place)].mean() for place in range(5)]
    assert share == pytest.approx(planted.SMOKING, abs=0.045)
    assert (health.need > 0).all()


@pytest.mark.parametrize("event", sorted(planted.FIFTHS))
def test_gradients_of_events_fall_to_one(event: str) -> None:
    ratios = planted.FIFTHS[event]
    assert len(ratios) == 5
    assert list(ratios) == sorted(ratios, reverse=True)
    assert ratios[-1] == 1.0
    assert ratios[0] > 1.0


def test_shares_of_the_pathways_out_of_hospital_sum_to_one() -> None:
    assert sum(path["share"] for path in planted.DELAYS.values()) == pytest.approx(1)
    assert all(0 < path["chance"] < 1 < path["mean_days"] for path in planted.DELAYS.values())
