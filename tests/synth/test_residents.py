"""The people are the city's: as many in each neighbourhood, as old, of the same groups as the census found."""

from __future__ import annotations

import csv
from importlib.resources import files

import numpy as np
import pytest

from oneplace.synth.city.homes import GROUPS, Residents, read_neighbourhoods, settle
from oneplace.synth.draw.randomness import Streams

RESIDENTS = 60_000


@pytest.fixture(scope="module")
def first() -> Residents:
    return settle(Streams(5).stream("residents"), read_neighbourhoods(), RESIDENTS)


def test_the_carried_census_counts_are_the_published_totals() -> None:
    # ONS, Census 2021: Southampton 248,9xx usual residents in 152 LSOAs (sums of perturbed cells differ by a few)
    places = read_neighbourhoods()
    assert len(places.codes) == 152
    assert places.column("residents").sum() == pytest.approx(248_924, abs=10)
    # MHCLG, Indices of Deprivation 2025: decile of each LSOA; fifth 0 is deciles 1 and 2
    assert np.bincount(places.fifth).tolist() == [37, 54, 27, 19, 15]


def test_each_neighbourhood_has_its_share(first: Residents) -> None:
    places = read_neighbourhoods()
    wanted = places.column("residents") / places.column("residents").sum() * RESIDENTS
    found = np.bincount(first.lsoa, minlength=152)
    assert found.sum() == RESIDENTS
    # households stay exactly; only moves into the care homes of every third neighbourhood shift anyone
    assert np.abs(found - wanted).max() < 25
    assert np.corrcoef(found, wanted)[0, 1] > 0.995


def test_ages_are_the_citys(first: Residents) -> None:
    places = read_neighbourhoods()
    edges = [0, 16, 25, 35, 50, 65, 200]
    found = np.histogram(first.age, edges)[0] / RESIDENTS
    bands = ["age_00_15", "age_16_24", "age_25_34", "age_35_49", "age_50_64", "age_65_plus"]
    wanted = np.array([places.column(band).sum() for band in bands]) / places.column("residents").sum()
    assert found == pytest.approx(wanted, abs=0.004)
    rows = csv.DictReader(files("oneplace.synth").joinpath("data/ages.csv").read_text("utf-8").splitlines())
    city = {int(row["age"]): int(row["persons"]) for row in rows}
    students = sum(city[age] for age in (19, 20, 21, 22)) / sum(city[age] for age in range(16, 25))
    young = (first.age >= 16) & (first.age < 25)
    assert ((first.age >= 19) & (first.age < 23))[young].mean() == pytest.approx(students, abs=0.02)


def test_sexes_are_even_and_the_oldest_mostly_women(first: Residents) -> None:
    assert first.sex.mean() == pytest.approx(124_968 / 248_924, abs=0.01)  # ONS, Census 2021
    assert first.sex[first.age >= 85].mean() < 0.43


def test_ethnic_groups_are_the_citys(first: Residents) -> None:
    places = read_neighbourhoods()
    total = places.column("residents").sum()
    codes = "ABCDEFGHJKLMNPRS"
    census = {"white": "ABC", "mixed": "DEFG", "asian": "HJKLR", "black": "MNP", "other": "S"}  # Chinese: Asian
    for group in GROUPS:
        wanted = places.column(group).sum() / total
        found = np.isin(first.ethnic, [codes.index(code) for code in census[group]]).mean()
        assert found == pytest.approx(wanted, abs=0.025), group


def test_every_household_has_a_grown_up_head(first: Residents) -> None:
    assert (first.age[first.head] >= 18).all()
    heads = first.head[np.unique(first.household, return_index=True)[1]]
    assert len(heads) == len(np.unique(first.household))


def test_care_homes_hold_old_people_only(first: Residents) -> None:
    cared_for = first.dwellings.care_home[first.home]
    assert 0.002 < cared_for.mean() < 0.02
    assert (first.age[cared_for] >= 65).all()
