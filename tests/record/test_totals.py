"""A total below a table of people is nobody; whoever is called Total is somebody."""

from __future__ import annotations

import pytest

from tests.record.conftest import Small, make_place

pytestmark = pytest.mark.slow  # each loads records

YAML = """
format: place-sources/1
version: "1"
as_at: 2026-03-31
local_authorities: []
sources:
  - id: club
    partner: The club
    system: a spreadsheet
    datasets:
      - id: members
        files: members.csv
        columns: {member: text, nhs: nhs_number, surname: name, visits: integer, spent: text, joined: date}
        person: member
        facts: {nhs_number: nhs, family_name: surname, as_of: joined}
"""
MEMBERS = ["1,,Adams,4,£20,2020-01-01", "2,,Bell,6,£31,2020-01-02"]


@pytest.fixture
def club(tmp_path):
    return Small(tmp_path, make_place(YAML, tmp_path))


def loaded(club, *rows):
    (club.extracts / "club").mkdir(parents=True)
    header = "member,nhs,surname,visits,spent,joined"
    (club.extracts / "club/members.csv").write_text("\n".join([header, *MEMBERS, *rows, ""]))
    report = club.load()
    return report, [(row[1], row[2], row[4]) for row in club.rejects(report)]


@pytest.mark.parametrize(
    "row", ["Total,,,10,£51,", "TOTAL:,,,10,,", 'Grand total,,Total,10,"£1,051.20",', "Sum,,,,,", "Subtotal,,,4,20%,"]
)
def test_a_total_is_nobody_and_no_loss(club, row):
    report, rejects = loaded(club, row)
    assert report.rows["person"] == 2
    assert rejects == [(4, "", "adds up the rows above it, and is nobody's")]
    assert club.rows(report, "SELECT rows_read, rows_kept, rows_unused, breaks_off FROM load") == [(3, 2, 0, False)]
    assert not {key for key, (failed, _) in club.tested(report).items() if failed and key[0] == "torn_row"}


@pytest.mark.parametrize(
    "row",
    [
        "3,,Total,4,£20,",  # somebody of that name
        "Total,,Adams,4,£20,",
        "Total,9990000018,,4,£20,",
        "Total,,,4,£20,2020-01-01",
        "Total Care,,,4,£20,",
        "Total,,,4,left,",
    ],
)
def test_whoever_is_called_so_is_somebody(club, row):
    report, rejects = loaded(club, row)
    assert (report.rows["person"], rejects) == (3, [])
