"""Numbers that belong to nobody, and the tools that the place is drawn with."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace.synth.draw.calendar import DAYS, FAR, YEAR, Rhythm, day_number, day_of, seconds, weekday
from oneplace.synth.draw.numbers import (
    break_check_digit,
    check_digit,
    nhs_numbers,
    phones,
    postcodes,
    scattered,
    transpose_digits,
)
from oneplace.synth.draw.randomness import Streams, pick, pick_rows, share, spread
from tests.synth.files import Extracts

LIVE_DISTRICTS = {*range(14, 25), 30, 31, 32, 40, 41, 42, 43, 45, 50, 51, 52, 53, 97}
"""Districts of the Southampton postcode area in use."""


def valid(number: int) -> bool:
    """The check as the NHS Data Dictionary words it, digit by digit."""
    digits = [int(digit) for digit in f"{number:010d}"]
    remainder = 11 - sum(digit * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True)) % 11
    return (0 if remainder == 11 else remainder) == digits[9]


def test_a_published_example_of_a_valid_nhs_number() -> None:
    # 943 476 5919 is the example in the NHS Data Dictionary's and the NHS service manual's guidance
    assert check_digit(np.array([943476591])).tolist() == [9]


@settings(max_examples=8, deadline=None)  # each example draws from the whole test range
@given(st.integers(0, 2**32))
def test_nhs_numbers_are_distinct_valid_and_of_the_test_range(seed: int) -> None:
    numbers = nhs_numbers(np.random.default_rng(seed), 50)
    assert len(set(numbers.tolist())) == 50
    assert all(valid(number) and str(number).startswith("999") for number in numbers.tolist())


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32))
def test_spoilt_nhs_numbers_fail_the_check(seed: int) -> None:
    rng = np.random.default_rng(seed)
    numbers = nhs_numbers(rng, 50)
    swapped = transpose_digits(rng, numbers)
    changed = swapped != numbers
    assert changed.sum() >= 45  # a number like 9999999999 has nothing to exchange
    assert not any(valid(number) for number in swapped[changed].tolist())
    assert not any(valid(number) for number in break_check_digit(numbers).tolist())


def test_more_people_than_the_test_range_holds() -> None:
    with pytest.raises(ValueError, match="test range"):
        nhs_numbers(np.random.default_rng(1), 1_000_000)


def test_postcodes_are_well_formed_distinct_and_of_no_live_district() -> None:
    made = postcodes(np.arange(40_000)).tolist()
    assert len(set(made)) == 40_000
    for postcode in made:
        match = re.fullmatch(r"SO(\d\d) \d[ABD-HJLNP-UW-Z]{2}", postcode)
        assert match
        assert int(match[1]) not in LIVE_DISTRICTS


def test_phones_are_from_the_ranges_for_drama() -> None:
    made = phones(np.random.default_rng(1), np.linspace(0, 1, 2000)).tolist()
    assert all(re.fullmatch(r"07700 900\d{3}|01632 960\d{3}", phone) for phone in made)
    assert any(phone.startswith("01632") for phone in made)


def test_no_real_postcode_phone_or_nhs_number_in_any_file(extracts: Extracts) -> None:
    text = "\n".join(
        path.read_text("utf-8", errors="replace")
        for path in extracts.folder.glob("*/*")
        if path.suffix in {".csv", ".ndjson"} and path.stem not in {"journal", "medication", "appointments"}
    )
    districts = {int(found) for found in re.findall(r"\bSO(\d\d) \d[A-Z]{2}\b", text)}
    assert districts
    assert not districts & LIVE_DISTRICTS
    assert re.findall(r"\b(?:\+44|07(?!700 900)\d{3} \d{6}|02380)\b", text) == []
    assert extracts.value("SELECT count(*) FROM gp_patients WHERE nhs_number NOT LIKE '999_______'") == 0


@given(st.integers(0, 2**32), st.integers(0, 2000))
def test_scattered_keys_are_distinct(seed: int, size: int) -> None:
    keys = scattered(np.random.default_rng(seed), size)
    assert len(set(keys.tolist())) == size
    assert all(0 < key < 10_000_000 for key in keys.tolist())


@given(st.integers(0, 100_000), st.lists(st.integers(0, 1000), min_size=1, max_size=40).filter(any))
def test_shares_sum_and_are_within_one_of_proportional(total: int, weights: list[int]) -> None:
    parts = share(total, np.array(weights, dtype=float))
    assert parts.sum() == total
    assert (np.abs(parts - total * np.array(weights) / sum(weights)) < 1 + 1e-6).all()


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(0, 6)), max_size=30))
def test_spread_counts_on_from_each_start(runs: list[tuple[int, int]]) -> None:
    starts, counts = (np.array(part, dtype=np.int64) for part in ([a for a, _ in runs], [b for _, b in runs]))
    assert spread(starts, counts).tolist() == [start + step for start, count in runs for step in range(count)]


def test_picks_follow_their_weights_and_never_choose_none() -> None:
    rng = np.random.default_rng(3)
    assert np.bincount(pick(rng, [1, 0, 3], 40_000), minlength=3) == pytest.approx([10_000, 0, 30_000], abs=600)
    rows = pick_rows(rng, np.tile([[0.0, 2.0, 2.0], [5.0, 0.0, 0.0]], (20_000, 1)))
    assert set(rows[1::2].tolist()) == {0}
    assert np.bincount(rows[0::2], minlength=3) == pytest.approx([0, 10_000, 10_000], abs=500)


def test_streams_depend_on_seed_and_name_alone() -> None:
    first = Streams(1).stream("a").random(3).tolist()
    assert Streams(1).stream("a").random(3).tolist() == first
    assert Streams(1).stream("b").random(3).tolist() != first
    assert Streams(2).stream("a").random(3).tolist() != first


@given(st.integers(0, DAYS - 1), st.integers(1, 400), st.integers(0, 2**32))
def test_days_lie_in_the_stay(start: int, length: int, seed: int) -> None:
    rhythm = Rhythm("every_day", winter=0.1, trend=0.02, covid=0.2)
    begin, end = np.full(20, start), np.full(20, min(start + length, DAYS))
    days = rhythm.days(np.random.default_rng(seed), begin, end)
    assert (days >= begin).all()
    assert (days < end).all()


def test_clinics_are_never_at_the_weekend() -> None:
    everyone = np.zeros(20_000, dtype=np.int64)
    days = Rhythm("weekdays").days(np.random.default_rng(1), everyone, everyone + DAYS)
    assert set(weekday(days).tolist()) == {0, 1, 2, 3, 4}


def test_a_year_at_risk_is_a_year_on_average() -> None:
    whole = Rhythm("emergency", winter=0.2, trend=0.05).exposure(np.array([0]), np.array([DAYS]))
    assert whole[0] == pytest.approx(DAYS / YEAR)


def test_time_at_risk_is_turned_back_into_the_day_it_passes() -> None:
    rhythm = Rhythm("every_day", winter=0.15)
    days = rhythm.after(np.array([0, 100, 0]), np.array([1.0, 0.5, 9.0]))
    assert rhythm.exposure(np.array([0]), days[:1])[0] == pytest.approx(1.0, abs=0.004)
    assert rhythm.exposure(np.array([100]), days[1:2])[0] == pytest.approx(0.5, abs=0.004)
    assert days[2] == FAR


def test_day_numbers_and_seconds_agree() -> None:
    assert day_of("2021-04-01") == 0
    assert day_of("2026-04-01") == DAYS
    days = np.arange(-400, 2000)
    assert (day_number(seconds(days) + 86_399) == days).all()
