"""The tenth digit of an NHS number, that shows most slips of the pen."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace.record.values import nhs_number

ANNA = "9990000018"


def read(raw):
    return duckdb.execute(f"SELECT {nhs_number('$1')}", [raw]).fetchall()[0][0]  # nothing left over


def valid(number):
    """Modulus 11 as the NHS Data Dictionary has it: weights 10 to 2, the remainder from 11, 11 counting as 0."""
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(number[:9]))
    check = (11 - total % 11) % 11
    return check == int(number[9]) and len(set(number)) > 1


@pytest.mark.slow
@settings(deadline=None, max_examples=20)
@given(st.lists(st.integers(0, 10**10 - 1).map("{:010d}".format), min_size=1, max_size=50))
def test_check_digit(numbers):
    with duckdb.connect() as connection:
        connection.register("numbers", pa.table({"n": [*numbers, ANNA]}))
        found = connection.sql(f"SELECT n, {nhs_number('n')} FROM numbers").fetchall()
    assert [(n, n if valid(n) else None) for n, _ in found] == found


@pytest.mark.parametrize("spelling", ["9990000018", "999 000 0018", "999-000-0018", "'9990000018", '="9990000018"'])
def test_spelling_of_a_number(spelling):
    assert read(spelling) == ANNA


@pytest.mark.parametrize("digit", range(10))
def test_one_digit_in_ten_is_right(digit):
    number = f"943476591{digit}"  # the example of the NHS Data Dictionary
    assert read(number) == (number if digit == 9 else None)


@pytest.mark.parametrize(
    ("number", "sound"),
    [
        ("4010232137", True),
        ("4010232173", False),  # two digits the wrong way round
        ("0000000051", True),
        ("0000000052", False),
        ("9990000050", True),  # a remainder of nought: the digit is nought
        ("9990000069", True),
        ("0000000060", False),  # ten: no digit is right
        ("1111111111", False),  # one digit ten times
        ("0000000000", False),
        ("999000001", False),
        ("99900000180", False),
        ("999000001X", False),
        ("+999000001", False),
        ("", False),
        (None, False),
    ],
)
def test_what_is_an_nhs_number(number, sound):
    assert read(number) == (number if sound else None)
