"""What is drawn: picks, shares, numbers, names; each with the dice in hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from oneplace.synth.draw.names import COMMUNITIES, Names, draw_names, read_names
from oneplace.synth.draw.numbers import (
    PRACTICES,
    break_check_digit,
    check_digit,
    nhs_numbers,
    phones,
    postcodes,
    scattered,
    transpose_digits,
)
from oneplace.synth.draw.randomness import Streams, pick, pick_rows, share, spread
from tests.synth.dice import Dice

ALMOST = 1 - 1e-9
FEMALE, MALE = 0, 1


def dice(*rolls: list[float], integer: int = 0) -> Any:
    return Dice(*rolls, integer=integer)


@pytest.fixture(scope="module")
def names() -> Names:
    return read_names()


def test_a_stream_is_not_moved_by_what_another_part_draws() -> None:
    quiet, busy = Streams(4), Streams(4)
    busy.stream("moves").random(1000)
    assert busy.stream("births").random(5).tolist() == quiet.stream("births").random(5).tolist()


def test_streams_of_different_names_are_unalike() -> None:
    streams = Streams(4)
    draws = np.array([streams.stream(name).random(400) for name in ("moves", "births", "deaths", "deaths of children")])
    apart = np.corrcoef(draws) - np.eye(4)
    assert np.abs(apart).max() < 0.2


@pytest.mark.parametrize(
    ("roll", "index"), [(0.0, 0), (0.2499, 0), (0.25, 2), (0.2501, 2), (0.7499, 2), (0.75, 3), (ALMOST, 3)]
)
def test_a_pick_by_weight_in_a_list_and_in_a_row(roll: float, index: int) -> None:
    weights = [1.0, 0.0, 2.0, 1.0]
    assert pick(dice([roll]), weights, 1).tolist() == [index]
    assert pick_rows(dice([roll]), np.array([weights])).tolist() == [index]


def test_each_row_has_its_own_weights() -> None:
    weights = np.array([[1.0, 0.0], [0.0, 7.0], [3.0, 1.0]])
    assert pick_rows(dice([0.5, 0.5, 0.76]), weights).tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (10, [1, 1, 1], [4, 3, 3]),
        (11, [1, 1, 1], [4, 4, 3]),
        (12, [1, 1, 1], [4, 4, 4]),
        (7, [2, 1, 1], [3, 2, 2]),
        (1, [1, 3], [0, 1]),
        (3, [0, 5], [0, 3]),
        (0, [2, 1], [0, 0]),
        (5, [4], [5]),
    ],
)
def test_shares_by_largest_remainders(total: int, weights: list[float], parts: list[int]) -> None:
    assert share(total, np.array(weights, dtype=float)).tolist() == parts


@pytest.mark.parametrize(
    ("starts", "counts", "found"),
    [([5], [3], [5, 6, 7]), ([5], [0], []), ([5, 1], [2, 2], [5, 6, 1, 2]), ([9, 0, 4], [1, 0, 1], [9, 4])],
)
def test_runs_of_whole_numbers(starts: list[int], counts: list[int], found: list[int]) -> None:
    assert spread(np.array(starts), np.array(counts)).tolist() == found


@pytest.mark.parametrize(
    ("first_nine", "digit"),
    [
        (943476591, 9),
        (401023213, 7),
        (987654321, 0),
        (0, 0),
        (100000000, 1),
        (10000000, 2),
        (1000000, 3),
        (100000, 4),
        (10000, 5),
        (1000, 6),
        (100, 7),
        (10, 8),
        (1, 9),
        (6, 10),
        (999000000, 10),
        (999000001, 8),
    ],
)
def test_check_digits(first_nine: int, digit: int) -> None:
    assert check_digit(np.array([first_nine])).tolist() == [digit]


def test_the_test_range_is_used_whole_and_no_further() -> None:
    rng = np.random.default_rng(2)
    numbers = nhs_numbers(rng, 909_090)
    assert len(np.unique(numbers)) == 909_090
    assert (numbers // 10_000_000 == 999).all()
    with pytest.raises(ValueError, match=r"^909092 people need more NHS numbers than the test range holds \(90909\d\)"):
        nhs_numbers(rng, 909_092)


@pytest.mark.parametrize(
    ("number", "broken"), [(9990000010, 9990000011), (9990000018, 9990000019), (9990000019, 9990000010)]
)
def test_a_broken_check_digit_is_one_too_high(number: int, broken: int) -> None:
    assert break_check_digit(np.array([number])).tolist() == [broken]


@pytest.mark.parametrize(
    ("number", "scores", "exchanged"),
    [
        (9991234567, [0.9, 0, 0, 0, 0, 0], 9992134567),
        (9991234567, [0, 0.9, 0, 0, 0, 0], 9991324567),
        (9991234567, [0, 0, 0, 0, 0, 0.9], 9991234576),
        (9991134567, [0.9, 0.1, 0, 0, 0, 0], 9991314567),  # like digits are no choice, however high they score
        (9995555555, [0.9, 0, 0, 0, 0, 0], 9995555555),
    ],
)
def test_two_neighbouring_digits_change_places(number: int, scores: list[float], exchanged: int) -> None:
    assert transpose_digits(dice(scores), np.array([number])).tolist() == [exchanged]


def test_a_partners_keys_step_on_round_a_prime() -> None:
    keys = scattered(dice(integer=1_000_000), 10)
    assert keys.tolist() == [1_000_000 * step for step in range(1, 10)] + [9]


@pytest.mark.parametrize(
    ("order", "postcode"),
    [
        (0, "SO60 0AA"),
        (1, "SO60 0BA"),
        (2, "SO60 0DA"),
        (19, "SO60 0ZA"),
        (20, "SO60 0AB"),
        (399, "SO60 0ZZ"),
        (400, "SO60 1AA"),
        (3999, "SO60 9ZZ"),
        (4000, "SO61 0AA"),
        (39_999, "SO69 9ZZ"),
    ],
)
def test_postcodes_are_counted_up(order: int, postcode: str) -> None:
    assert postcodes(np.array([order])).tolist() == [postcode]


@pytest.mark.parametrize(
    ("roll", "last", "number"),
    [
        (0.29, 7, "01632 960007"),
        (0.3, 7, "07700 900007"),
        (0.31, 0, "07700 900000"),
        (0.0, 999, "01632 960999"),
        (0.99, 45, "07700 900045"),
    ],
)
def test_a_landline_by_chance_else_a_mobile(roll: float, last: int, number: str) -> None:
    assert phones(dice([roll], integer=last), np.array([0.3])).tolist() == [number]


def test_practices_are_numbered_from_one_to_twenty_six() -> None:
    assert (PRACTICES[0], PRACTICES[8], PRACTICES[9], PRACTICES[-1]) == ("Z99001", "Z99009", "Z99010", "Z99026")
    assert len(set(PRACTICES)) == 26


@pytest.mark.parametrize(
    ("name", "mistyped"),
    [
        ("Sophie", "Sohpie"),
        ("Amelia", "Amleia"),
        ("William", "Willliam"),
        ("Gillian", "Gilllian"),
        ("Anna", "Annna"),
        ("Jack", "Jcak"),
        ("Ian", "IIan"),
        ("Wei", "WWei"),
    ],
)
def test_slips_exchange_two_letters_or_double_one(names: Names, name: str, mistyped: str) -> None:
    rows = np.flatnonzero(names.given == name)
    assert set(names.given_mistyped[rows].tolist()) == {mistyped}


def test_every_slip_is_a_slip(names: Names) -> None:
    for right, wrong in ((names.given, names.given_mistyped), (names.family, names.family_mistyped)):
        assert (right != wrong).all()
        assert ((np.char.str_len(wrong) - np.char.str_len(right)) <= 1).all()
        assert (np.char.str_len(wrong) >= np.char.str_len(right)).all()


@pytest.mark.parametrize(("name", "nickname"), [("William", "Bill"), ("Sophie", "Soph"), ("Wei", "Wei")])
def test_nicknames_or_the_name_itself(names: Names, name: str, nickname: str) -> None:
    assert names.nickname[names.given == name][0] == nickname


def test_ranges_of_names_follow_one_another_without_gap(names: Names) -> None:
    given = names.given_range.reshape(-1, 2)
    assert given[:, 1].min() >= 5
    assert given[:, 0].tolist() == [0, *np.cumsum(given[:, 1])[:-1].tolist()]
    assert given[:, 1].sum() == len(names.given)
    assert names.family_range[:, 0].tolist() == [0, *np.cumsum(names.family_range[:, 1])[:-1].tolist()]
    assert names.family_range[:, 1].sum() == len(names.family)


@pytest.mark.parametrize(
    ("code", "roll", "community"),
    [
        ("A", ALMOST, "british"),
        ("C", 0.19, "british"),
        ("C", 0.21, "east_european"),
        ("C", 0.84, "east_european"),
        ("C", 0.86, "other"),
        ("D", 0.89, "british"),
        ("D", 0.91, "african"),
        ("H", 0.04, "british"),
        ("H", 0.06, "south_asian"),
        ("H", 0.89, "south_asian"),
        ("H", 0.91, "muslim"),
        ("J", 0.04, "south_asian"),
        ("J", 0.06, "muslim"),
        ("K", 0.0, "muslim"),
        ("K", ALMOST, "muslim"),
        ("N", 0.21, "african"),
        ("R", 0.09, "british"),
        ("R", 0.11, "chinese"),
        ("S", 0.41, "other"),
    ],
)
@pytest.mark.parametrize("sex", [FEMALE, MALE])
def test_names_come_from_the_community(names: Names, code: str, roll: float, community: str, sex: int) -> None:
    first, last = dice([roll], [0.0], [0.0]), dice([roll], [ALMOST], [ALMOST])
    who = (np.array([0]), [code], np.array([sex]))
    index = COMMUNITIES.index(community)
    start, count = names.given_range[index, sex]
    family_start, family_count = names.family_range[index]
    assert [part.item() for part in draw_names(first, names, *who)] == [start, family_start]
    assert [part.item() for part in draw_names(last, names, *who)] == [
        start + count - 1,
        family_start + family_count - 1,
    ]


def test_earlier_names_are_likelier(names: Names) -> None:
    start, count = names.given_range[0, FEMALE]
    half, _ = draw_names(dice([0.0], [0.5], [0.5]), names, np.array([0]), ["A"], np.array([FEMALE]))
    assert half.item() == start + int(count * 0.5**1.6)
