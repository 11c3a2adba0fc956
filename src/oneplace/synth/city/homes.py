"""Where people live: neighbourhoods as the census counts them, households and dwellings with made-up addresses."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from oneplace.synth.draw.numbers import postcodes
from oneplace.synth.draw.randomness import Floats, Ints, pick, pick_rows, share

CODES = list("ABCDEFGHJKLMNPRS")
"""Ethnic categories (2001), without Z not stated."""

GROUPS = ["white", "mixed", "asian", "black", "other"]
GROUP_OF_CODE = np.array([0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4])
"""Group of each code as the 2001 classification has it (Chinese among the others)."""

_SPLIT = np.zeros((5, 16))
_SPLIT[0, :3] = 0.82, 0.01, 0.17
_SPLIT[1, 3:7] = 0.3, 0.15, 0.28, 0.27
_SPLIT[2, 7:11] = 0.38, 0.17, 0.11, 0.18  # the census counts Chinese people as Asian
_SPLIT[2, 14] = 0.16
_SPLIT[3, 11:14] = 0.16, 0.74, 0.1
_SPLIT[4, 15] = 1.0

_BANDS = ["age_00_15", "age_16_24", "age_25_34", "age_35_49", "age_50_64", "age_65_plus"]
_BAND_STARTS = np.array([0, 16, 25, 35, 50, 65, 101])


@dataclass(frozen=True)
class Neighbourhoods:
    """The LSOAs: one array entry each."""

    table: pa.Table
    fifth: Ints
    latitude: Floats
    longitude: Floats

    @property
    def codes(self) -> np.ndarray:
        """LSOA 2021 codes."""
        return np.array(self.table["lsoa21_code"].to_pylist())

    @property
    def msoa(self) -> np.ndarray:
        """MSOA 2021 code of each LSOA."""
        return np.array(self.table["msoa21_code"].to_pylist())

    def column(self, name: str) -> Floats:
        """One of the census's counts."""
        return np.asarray(self.table[name].to_numpy(), dtype=float)


@dataclass(frozen=True)
class Dwellings:
    """All addresses: neighbourhood, UPRN, postcode, and whether it is a care home."""

    lsoa: Ints
    uprn: Ints
    postcode: np.ndarray
    care_home: np.ndarray


@dataclass(frozen=True)
class Residents:
    """Who lives there on the first day; ``household`` numbers the dwellings that are not care homes."""

    age: Floats
    sex: Ints
    ethnic: Ints
    lsoa: Ints
    household: Ints
    head: Ints  # the row of each person's head of household
    home: Ints
    dwellings: Dwellings


def read_neighbourhoods() -> Neighbourhoods:
    """Read the carried census counts and deprivation deciles (see ``data/README.md``)."""
    with files("oneplace.synth").joinpath("data/neighbourhoods.parquet").open("rb") as file:
        table = pq.read_table(file)
    fifth = (table["imd_decile"].to_numpy().astype(np.int64) + 1) // 2 - 1
    return Neighbourhoods(table, fifth, table["lat"].to_numpy(), table["lon"].to_numpy())


def _ages(rng: np.random.Generator, places: Neighbourhoods, per_lsoa: Ints) -> Ints:
    """Whole years for each resident, in order of LSOA: census bands, single years as in the city."""
    rows = csv.DictReader(files("oneplace.synth").joinpath("data/ages.csv").read_text("utf-8").splitlines())
    city = np.array([float(row["persons"]) for row in rows])
    city = np.concatenate([city[:90], city[90] * 0.75 ** np.arange(11) / (0.75 ** np.arange(11)).sum()])
    bands = np.column_stack([places.column(name) for name in _BANDS])
    counts = np.vstack([share(int(total), band) for total, band in zip(per_lsoa, bands, strict=True)])
    band = np.repeat(np.tile(np.arange(6), len(counts)), counts.ravel())
    age = np.zeros(len(band), dtype=np.int64)
    for index in range(6):
        rows_in_band = np.flatnonzero(band == index)
        weights = city[_BAND_STARTS[index] : _BAND_STARTS[index + 1]]
        age[rows_in_band] = _BAND_STARTS[index] + pick(rng, weights, len(rows_in_band))
    return age


def _ethnic(rng: np.random.Generator, places: Neighbourhoods, lsoa: Ints, age: Ints) -> Ints:
    """Ethnic category by neighbourhood; older people are more often White."""
    groups = np.column_stack([places.column(name) for name in GROUPS])
    tilt = np.where(age >= 65, 2.6, np.where(age >= 50, 1.4, np.where(age < 16, 0.75, 0.85)))
    weights = groups[lsoa]
    weights[:, 0] *= tilt
    return pick_rows(rng, _SPLIT[pick_rows(rng, weights)])


def _households(rng: np.random.Generator, lsoa: Ints, age: Ints, wanted: Ints) -> tuple[Ints, Ints, Ints]:
    """Household of each person, head's row of each household, LSOA of each household.

    Every household has an adult at its head; children live where the head could be a parent.
    """
    child = age < 18
    adults = np.bincount(lsoa[~child], minlength=len(wanted))
    size = np.clip(wanted, 1, np.maximum(adults, 1))
    first = np.cumsum(size) - size
    order = np.lexsort((rng.random(len(lsoa)), child, lsoa))
    people_first = np.cumsum(np.bincount(lsoa, minlength=len(wanted))) - np.bincount(lsoa, minlength=len(wanted))
    rank = np.empty(len(lsoa), dtype=np.int64)
    rank[order] = np.arange(len(lsoa)) - people_first[lsoa[order]]
    household = first[lsoa] + np.where(rank < size[lsoa], rank, (rng.random(len(lsoa)) * size[lsoa]).astype(np.int64))
    head = np.zeros(int(size.sum()), dtype=np.int64)
    leads = np.flatnonzero(rank < size[lsoa])
    head[household[leads]] = leads
    place = np.repeat(np.arange(len(size)), size)
    young = (age[head] >= 20) & (age[head] < 53)
    by_youth = np.lexsort((rng.random(len(head)), ~young, place))
    parents = np.bincount(place[young], minlength=len(size))
    choice = np.where(parents > 0, parents, size)
    kids = np.flatnonzero(child & (rank >= size[lsoa]))
    draw = (rng.random(len(kids)) * choice[lsoa[kids]]).astype(np.int64)
    household[kids] = by_youth[first[lsoa[kids]] + draw]
    return household, head, place


def _dwellings(place: Ints, lsoas: int) -> Dwellings:
    """A dwelling a household, and a care home in every third neighbourhood; fifteen dwellings to a postcode."""
    homes = np.arange(0, lsoas, 3)
    lsoa = np.concatenate([place, homes])
    order = np.argsort(lsoa, kind="stable")
    count = np.bincount(lsoa, minlength=lsoas)
    within = np.empty(len(lsoa), dtype=np.int64)
    within[order] = np.arange(len(lsoa)) - (np.cumsum(count) - count)[lsoa[order]]
    return Dwellings(
        lsoa=lsoa,
        uprn=999_000_000_000 + np.arange(len(lsoa)) * 7 + 1,
        postcode=postcodes(lsoa * 128 + within // 15),
        care_home=np.arange(len(lsoa)) >= len(place),
    )


def settle(rng: np.random.Generator, places: Neighbourhoods, residents: int) -> Residents:
    """People the streets: ``residents`` spread over the neighbourhoods as the census found them."""
    per_lsoa = share(residents, places.column("residents"))
    lsoa = np.repeat(np.arange(len(per_lsoa)), per_lsoa)
    age = _ages(rng, places, per_lsoa)
    sex = (rng.random(len(age)) < np.where(age >= 85, 0.38, np.where(age >= 70, 0.47, 0.506))).astype(np.int64)
    ethnic = _ethnic(rng, places, lsoa, age)
    wanted = np.rint(per_lsoa * places.column("households") / places.column("residents")).astype(np.int64)
    household, head, place = _households(rng, lsoa, age, wanted)
    own_head = head[household]
    follows = rng.random(len(age)) < np.where(age < 18, 0.9, 0.5)
    ethnic = np.where(follows, ethnic[own_head], ethnic)
    dwellings = _dwellings(place, len(per_lsoa))
    care = rng.random(len(age)) < np.where(age >= 85, 0.13, np.where(age >= 75, 0.03, np.where(age >= 65, 0.008, 0.0)))
    home = np.where(care, len(place) + lsoa // 3, household)
    return Residents(
        age=age + rng.random(len(age)),
        sex=sex,
        ethnic=ethnic,
        lsoa=dwellings.lsoa[home],
        household=household,
        head=own_head,
        home=home,
        dwellings=dwellings,
    )
