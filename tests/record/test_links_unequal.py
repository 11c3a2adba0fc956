"""Missed links by group, planted: a source whose records of the poorest stay alone more often is told by its name."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest

from oneplace import geo
from tests.record.test_check_digit import valid

pytestmark = pytest.mark.slow
NUMBERS = [number for n in range(8000) if valid(number := f"9990{n:06}")]


def neighbourhoods():
    """One of the most and one of the least deprived of the place, by fifth."""
    rows = geo.deprivation(2025).to_pylist()
    here = {row["lsoa21_code"] for row in geo.lsoas(2021).to_pylist() if row["local_authority_code"] == "E06000045"}
    deciles = {row["decile"]: row["lsoa_code"] for row in rows if row["lsoa_code"] in here}
    return {1: deciles[min(deciles)], 5: deciles[max(deciles)]}


@pytest.fixture
def unequal(small):
    """Two hundred residents, half of them in a poor street; call with how many of each half a link worker's list lacks
    at the practice."""
    codes = neighbourhoods()
    small.file("reference/homes.csv", f"1,SO60 1AA,{codes[1]}", f"2,SO60 5EE,{codes[5]}")

    def load(strangers):
        patients, homes, seen = [], [], []
        for fifth, postcode in ((1, "SO60 1AA"), (5, "SO60 5EE")):
            for n in range(100):
                key = f"{fifth}{n:03}"
                name = f"N{chr(97 + n % 26)}{chr(97 + n // 26)}x{'p' if fifth == 1 else 'r'}"
                born = f"19{50 + n % 40}-0{n % 9 + 1}-{n % 28 + 1:02}"
                number = NUMBERS[fifth * 100 + n]
                if n >= strangers[fifth]:
                    patients.append(f"{key},{number},{name},F{name},{born},F,A,,{postcode},2010-01-01,,")
                    homes.append(f"{key},{1 if fifth == 1 else 2},2010-01-01,")
                turned = "/".join(reversed(born.split("-")))
                seen.append(f"L{key},{name},F{name},{turned},,{postcode},01/01/2025")
        small.file("gp/patients.csv", *patients)
        small.file("gp/addresses.csv", *homes)
        small.file("links/log.csv", *seen)
        return pq.read_table(small.load().folder / "data_tests.parquet").to_pylist()

    return load


def of(rows, test):
    return {
        row["group"]: (row["failed"], row["checked"])
        for row in rows
        if row["test"] == test and row["source"] == "links"
    }


def test_links_that_are_missed_more_often_among_the_poorest_are_told(unequal):
    rows = unequal({1: 40, 5: 5})
    assert of(rows, "not_linked") == {
        None: (45, 200),
        "deprivation fifth 1": (40, 100),  # by the record's own postcode: nobody else knows them
        "deprivation fifth 5": (5, 100),
        "ethnic category A": (0, 155),
        "ethnic category not known": (45, 45),
    }
    assert of(rows, "linked_without_number")["deprivation fifth 1"] == (60, 100)
    (found,) = (row for row in rows if row["test"] == "links_unequal" and row["field"] == "deprivation fifth")
    assert (found["failed"], found["note"]) == (1, "less often: deprivation fifth 1")


def test_links_that_are_missed_as_often_are_not(unequal):
    rows = unequal({1: 10, 5: 9})
    assert [row["failed"] for row in rows if row["test"] == "links_unequal"] == [0, 0]
