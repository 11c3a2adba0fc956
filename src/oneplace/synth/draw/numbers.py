"""Numbers that identify and belong to nobody: NHS numbers, postcodes, phone numbers, practice codes."""

from __future__ import annotations

import numpy as np

from oneplace.synth.draw.randomness import Floats, Ints

PRACTICES = [f"Z990{number:02d}" for number in range(1, 27)]
"""Made-up practice codes; the last one sends FHIR."""

_UNIT_LETTERS = np.array(list("ABDEFGHJLNPQRSTUWXYZ"))
"""Letters that Royal Mail uses in the inward code."""


def check_digit(first_nine: Ints) -> Ints:
    """The modulus 11 check digit of nine-digit numbers (NHS Data Dictionary, NHS NUMBER); 10 means none is valid."""
    total = np.zeros(len(first_nine), dtype=np.int64)
    for position in range(9):
        total += (first_nine // 10 ** (8 - position) % 10) * (10 - position)
    return np.asarray((11 - total % 11) % 11, dtype=np.int64)


def nhs_numbers(rng: np.random.Generator, size: int) -> Ints:
    """Distinct valid ten-digit numbers that start with 999, the range kept for tests (909,090 or so exist)."""
    first_nine = 999_000_000 + np.arange(1_000_000, dtype=np.int64)
    digit = check_digit(first_nine)
    valid = first_nine[digit < 10] * 10 + digit[digit < 10]
    if size > len(valid):
        raise ValueError(f"{size} people need more NHS numbers than the test range holds ({len(valid)}).")
    return np.asarray(rng.permutation(valid)[:size], dtype=np.int64)


def transpose_digits(rng: np.random.Generator, numbers: Ints) -> Ints:
    """Each number with two neighbouring, different digits exchanged (never the leading 999): the check fails."""
    digits = numbers[:, None] // 10 ** np.arange(9, -1, -1) % 10
    differs = digits[:, 3:9] != digits[:, 4:10]
    score = np.where(differs, rng.random(differs.shape), -1.0)
    left = 3 + score.argmax(axis=1)
    rows = np.flatnonzero(score.max(axis=1) >= 0)
    digits[rows, left[rows]], digits[rows, left[rows] + 1] = digits[rows, left[rows] + 1], digits[rows, left[rows]]
    return np.asarray((digits * 10 ** np.arange(9, -1, -1)).sum(axis=1), dtype=np.int64)


def break_check_digit(numbers: Ints) -> Ints:
    """Each number with a check digit one too high."""
    return np.asarray(numbers // 10 * 10 + (numbers % 10 + 1) % 10, dtype=np.int64)


def scattered(rng: np.random.Generator, size: int) -> Ints:
    """Distinct seven-digit numbers in no visible order, as a partner's own keys are (for up to 9,999,990 of them)."""
    prime = 9_999_991
    return (np.arange(1, size + 1, dtype=np.int64) * int(rng.integers(1_000_000, prime)) % prime).astype(np.int64)


def postcodes(order: Ints) -> np.ndarray:
    """Postcodes of valid form in districts SO60 to SO69, none of which exists; one for each whole number to 39,999."""
    letters = _UNIT_LETTERS
    unit = np.char.add(letters[order % 20], letters[order // 20 % 20])
    outward = np.char.add("SO", (60 + order // 4000).astype(str))
    inward = np.char.add((order // 400 % 10).astype(str), unit)
    return np.char.add(np.char.add(outward, " "), inward)


def phones(rng: np.random.Generator, landline: Floats) -> np.ndarray:
    """Numbers from Ofcom's ranges for drama: a landline with the chance given for each person, else a mobile."""
    last = np.char.zfill(rng.integers(0, 1000, len(landline)).astype(str), 3)
    prefix = np.where(rng.random(len(landline)) < landline, "01632 960", "07700 900")
    return np.char.add(prefix, last)
