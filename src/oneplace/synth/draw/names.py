"""Names people carry, nicknames people use and letters people mistype."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from oneplace.synth.draw.randomness import Ints

COMMUNITIES = ["british", "south_asian", "muslim", "east_european", "african", "chinese", "other"]

_BY_ETHNIC_CODE = {
    "A": (1, 0, 0, 0, 0, 0, 0),
    "B": (1, 0, 0, 0, 0, 0, 0),
    "C": (0.2, 0, 0, 0.65, 0, 0, 0.15),
    "D": (0.9, 0, 0, 0, 0.1, 0, 0),
    "E": (0.7, 0, 0, 0, 0.3, 0, 0),
    "F": (0.6, 0.2, 0.2, 0, 0, 0, 0),
    "G": (0.7, 0, 0.1, 0, 0, 0.1, 0.1),
    "H": (0.05, 0.85, 0.1, 0, 0, 0, 0),
    "J": (0, 0.05, 0.95, 0, 0, 0, 0),
    "K": (0, 0, 1, 0, 0, 0, 0),
    "L": (0.1, 0.3, 0.3, 0, 0, 0.2, 0.1),
    "M": (0.9, 0, 0, 0, 0.1, 0, 0),
    "N": (0.05, 0, 0.15, 0, 0.8, 0, 0),
    "P": (0.5, 0, 0.1, 0, 0.4, 0, 0),
    "R": (0.1, 0, 0, 0, 0, 0.9, 0),
    "S": (0.05, 0, 0.3, 0, 0.05, 0, 0.6),
}
"""Chance of each community's names by ethnic category."""


@dataclass(frozen=True)
class Names:
    """All names in one array each, given and family; ``nickname`` and ``mistyped`` are arrays of the same length."""

    given: np.ndarray
    nickname: np.ndarray
    given_mistyped: np.ndarray
    family: np.ndarray
    family_mistyped: np.ndarray
    given_range: np.ndarray  # community × sex (F, M) × (first, count)
    family_range: np.ndarray  # community × (first, count)


def _mistype(name: str) -> str:
    """The name with a likely slip: two letters exchanged, else one doubled."""
    middle = len(name) // 2
    swapped = name[: middle - 1] + name[middle] + name[middle - 1] + name[middle + 1 :]
    return swapped if len(name) > 3 and swapped != name else name[:middle] + name[middle - 1 :]


def read_names() -> Names:
    """Read the carried lists."""
    rows = list(csv.DictReader(files("oneplace.synth").joinpath("data/names.csv").read_text("utf-8").splitlines()))
    given: list[dict[str, str]] = []
    family: list[dict[str, str]] = []
    given_range = np.zeros((len(COMMUNITIES), 2, 2), dtype=np.int64)
    family_range = np.zeros((len(COMMUNITIES), 2), dtype=np.int64)
    for index, community in enumerate(COMMUNITIES):
        for sex, kind in enumerate(["female", "male"]):
            part = [row for row in rows if row["community"] == community and row["kind"] == kind]
            given_range[index, sex] = len(given), len(part)
            given += part
        part = [row for row in rows if row["community"] == community and row["kind"] == "family"]
        family_range[index] = len(family), len(part)
        family += part
    return Names(
        given=np.array([row["name"] for row in given]),
        nickname=np.array([row["nicknames"].split("|")[0] or row["name"] for row in given]),
        given_mistyped=np.array([_mistype(row["name"]) for row in given]),
        family=np.array([row["name"] for row in family]),
        family_mistyped=np.array([_mistype(row["name"]) for row in family]),
        given_range=given_range,
        family_range=family_range,
    )


def _ranked(rng: np.random.Generator, first: Ints, count: Ints) -> Ints:
    """An index in each range, earlier ones likelier (as real names are)."""
    return first + (count * rng.random(len(first)) ** 1.6).astype(np.int64)


def draw_names(rng: np.random.Generator, names: Names, ethnic: Ints, codes: list[str], sex: Ints) -> tuple[Ints, Ints]:
    """Indices of a given and a family name for each person, by ethnic category and sex."""
    weights = np.cumsum([_BY_ETHNIC_CODE[code] for code in codes], axis=1)
    community = (rng.random(len(ethnic))[:, None] * weights[ethnic, -1:] >= weights[ethnic]).sum(axis=1)
    chosen = names.given_range[community, sex]
    given = _ranked(rng, chosen[:, 0], chosen[:, 1])
    ranges = names.family_range[community]
    return given, _ranked(rng, ranges[:, 0], ranges[:, 1])
