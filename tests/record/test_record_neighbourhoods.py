"""Nobody drops out unseen: codes of other censuses, unknown postcodes, people known by neighbourhood and age alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.record.conftest import Small, make_place

pytestmark = pytest.mark.slow  # each loads records

FROM_2011 = "E01017137"  # one neighbourhood then and now
SPLIT = "E01003296"  # became four
NEW = "E01034392"  # one of the four
WALES = "W01000958"


def residents(small, *codes):
    """Load people at addresses with these codes, and one at a postcode that nobody knows."""
    small.file("reference/homes.csv", *(f"{n},SO60 1A{chr(65 + n)},{code}" for n, code in enumerate(codes)))
    people = [f"{n},,P{n},Q{n},1950-01-01,F,A,,,2010-01-01,," for n in range(len(codes) + 1)]
    small.file("gp/patients.csv", *people)
    small.file("gp/addresses.csv", *(f"{n},{n if n < len(codes) else 99},2010-01-01," for n in range(len(codes) + 1)))
    report = small.load()
    found = small.rows(report, "SELECT lsoa21_code, local_authority_code FROM address ORDER BY household_id")
    registered = "SELECT organisation_code FROM registration WHERE registration_type = 'resident' ORDER BY 1"
    return sorted(found, key=str), [code for (code,) in small.rows(report, registered)], report


def test_a_code_is_carried_over_where_one_became_one_and_is_else_not_known(small):
    addresses, registered, report = residents(small, FROM_2011, SPLIT, NEW, WALES)
    assert addresses == sorted(
        [(FROM_2011, "E06000045"), (None, "E09000023"), (NEW, "E09000023"), (None, None), (None, None)], key=str
    )
    # the place counts its own and those of whom nobody knows where they live; Lewisham's are known to live there
    assert registered == ["E06000045", "unknown", "unknown"]
    (line,) = small.quality(report, source="gp", field="neighbourhood")
    assert (line["passed"], line["checked"]) == (2, 5)
    where = "neighbourhood not known: 3; outside the place, whose people are not its residents: 2"
    assert line["note"] == f"addresses placed in a neighbourhood of 2021; {where}"


KNOWN = """
format: place-sources/1
version: "1"
as_at: 2026-03-31
linkage: {linkage}
local_authorities: [E06000045]
sources:
  - {{id: s, partner: P, system: S, datasets: [{{id: d, files: f.csv, {dataset}}}]}}
  - {{id: t, partner: P, system: S, datasets: [{{id: d, files: f.csv, {dataset}}}]}}
"""
DATASET = """columns: {id: required text, age: integer, sex: text, lsoa: text, day: date}, person: id,
    facts: {as_of: day, age: age, sex: sex, lsoa_code: lsoa},
    rows: [{table: registration, values: {organisation_code: "'Z1'", start_date: day}}]"""


@pytest.mark.parametrize(("linkage", "people"), [("keys", 2), ("off", 4)])
def test_pseudonymised_people_of_an_age_and_a_neighbourhood(tmp_path, linkage, people):
    made = Small(tmp_path, make_place(KNOWN.format(linkage=linkage, dataset=DATASET), tmp_path))
    for source in "st":
        (made.extracts / source).mkdir(parents=True)
        rows = f"a,40,F,{FROM_2011},2025-04-01\nb,0,M,{WALES},2025-04-01\n"
        (made.extracts / source / "f.csv").write_text(f"id,age,sex,lsoa,day\n{rows}")
    report = made.load()
    found = made.rows(report, "SELECT DISTINCT birth_date, birth_date_precision, sex FROM person ORDER BY 1")
    assert found == [(date(1984, 10, 1), "year", "F"), (date(2024, 10, 1), "year", "M")]
    assert made.rows(report, "SELECT count(*) FROM person") == [(people,)]
    assert made.rows(report, "SELECT DISTINCT lsoa21_code FROM address ORDER BY 1") == [(FROM_2011,), (None,)]
    assert report.linked == ({"key": 4} if linkage == "keys" else {"alone": 4})


def test_deprivation_is_by_the_edition_that_the_place_names(small):
    """2019 ranked E01017137 in the fifth tenth, 2025 in the fourth; E01035442 is of 2021, so that 2019 has none."""
    small.file("gp/patients.csv", "1,,P,Q,1950-01-01,F,A,,,2010-01-01,,")
    asked = "SELECT lsoa21_code, imd_decile, imd_version FROM area WHERE lsoa21_code IN ('E01017137', 'E01035442')"
    newest = small.load()
    found = small.rows(newest, f"{asked} ORDER BY 1")
    named = replace(
        small, place=replace(small.place, sources=small.place.sources.model_copy(update={"deprivation": 2019}))
    )
    older = named.load()
    assert older.record_id != newest.record_id
    assert found[0][1:] == (4, 2025)
    assert found[1][1] is not None
    assert named.rows(older, f"{asked} ORDER BY 1") == [("E01017137", 5, 2019), ("E01035442", None, 2019)]
